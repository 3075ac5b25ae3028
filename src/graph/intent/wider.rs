//! Rules for private ranges that admit more than the clients in them.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::groups::{Carrier, GroupRule, Peer, groups_of};
use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::untellable;
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;

use super::units::{Group, units};
use super::whose::whose;
use super::{Flow, From};

record! {
    /// A rule for a private range with interfaces that want nothing of what carries the group.
    WiderThanPeers {
        /// The rule in words.
        rule: Text, gap;
        /// The interfaces in the range that are nobody's who wants it.
        strangers: Text, gap;
        /// How many there are.
        count: i64, gap;
        /// The groups of those who want it, to be named instead of the range.
        groups: Text, none;
    }
}

/// The derived fact `wider_than_peers`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(group) = Group::read(graph, node) else {
        return Answer::none();
    };
    let (mut list, mut sources) = (Vec::new(), Vec::new());
    let private = private_rules(&group);
    if private.is_empty() {
        return Answer::list(list, group.rules.hidden, sources);
    }
    let (id, vpc) = match (group.id.clone(), vpc_of(graph, &group)) {
        (Ok(id), Ok(vpc)) => (id, vpc),
        (Err(gap), _) | (_, Err(gap)) => return Answer::gap(gap),
    };
    let (units, hidden) = units(graph, id, node);
    let mut incomplete = group.rules.hidden.clone().or(hidden);
    if units.is_empty() {
        return Answer::list(list, incomplete, sources);
    }
    for (rule, range) in private {
        let peers = Peers::of(graph, node, vpc, range, &clients(graph, rule, &units));
        incomplete = incomplete.or(peers.unknown);
        if peers.strangers.is_empty() {
            continue;
        }
        if peers.wanting.is_empty() {
            let what = format!("no fact names a client in {range}");
            incomplete = incomplete.or_else(|| Some(untellable(group.resource, what)));
            continue;
        }
        sources.push((format!("[{}]", list.len()), rule.source(group.resource)));
        let most: Vec<&str> = peers.strangers.iter().take(5).map(Text::as_str).collect();
        let groups: Vec<&str> = peers.wanting.iter().map(Text::as_str).collect();
        let count = i64::try_from(peers.strangers.len()).unwrap_or(i64::MAX);
        list.push(WiderThanPeers {
            rule: Text::from(rule.label()).into(),
            strangers: Text::from(most.join(", ")).into(),
            count: count.into(),
            groups: Text::from(groups.join(", ")).into(),
        });
    }
    Answer::list(list, incomplete, sources)
}

/// The rules for ranges of private use.
pub(super) fn private_rules<'a>(group: &'a Group<'_>) -> Vec<(&'a GroupRule, &'a IpNet)> {
    let each = group.rules.each.iter();
    let private = each.filter_map(|rule| match &rule.peer {
        Peer::Range(range) if !crate::graph::cidr::has_public_part(range) => Some((rule, range)),
        _ => None,
    });
    private.collect()
}

fn vpc_of<'s>(graph: &Graph<'s>, group: &Group<'s>) -> Result<&'s Text, Gap> {
    let vpc = match &group.resource.facts {
        Facts::SecurityGroup(facts) => facts.vpc_id.known(),
        _ => None,
    };
    vpc.ok_or_else(|| graph.missing(group.resource, "vpc_id"))
}

/// Who is known to want what a rule admits.
struct Clients {
    own: BTreeSet<NodeId>,
    wanting: BTreeSet<NodeId>,
    /// Why others may.
    unknown: Option<Gap>,
}

fn clients(graph: &Graph<'_>, rule: &GroupRule, units: &[Carrier]) -> Clients {
    let admitted = |flow: &&Flow| {
        let service = &rule.service;
        service.protocols.has(flow.protocol) && !service.ports.is_apart(&flow.ports)
    };
    let mut clients = Clients {
        own: units.iter().map(|unit| unit.node).collect(),
        wanting: BTreeSet::new(),
        unknown: None,
    };
    let flows = units.iter().flat_map(|unit| graph.intent().to(unit.node));
    for flow in flows.filter(admitted) {
        let From::Resource(client) = flow.from else {
            continue;
        };
        clients.wanting.insert(client);
        // A network load balancer may keep the addresses of its clients, whoever they are.
        if let (Some(resource), Some(Facts::LoadBalancer(facts))) =
            (graph.resource(client), graph.facts(client))
            && facts
                .r#type
                .known()
                .is_none_or(|sort| sort != "application")
        {
            let what = format!("who comes through {}", resource.arn.last());
            clients.unknown = Some(untellable(resource, what));
        }
    }
    clients
}

/// Who of those in a range wants what carries a group.
struct Peers {
    wanting: BTreeSet<Text>,
    strangers: Vec<Text>,
    unknown: Option<Gap>,
}

impl Peers {
    /// The interfaces of the VPC with an address in a range, by what they want.
    fn of(graph: &Graph<'_>, near: NodeId, vpc: &Text, range: &IpNet, clients: &Clients) -> Self {
        let (interfaces, hidden) = graph.naming(Reverse::InterfacesByVpc, vpc, near);
        let mut peers = Peers {
            wanting: BTreeSet::new(),
            strangers: Vec::new(),
            unknown: hidden.or_else(|| clients.unknown.clone()),
        };
        for interface in interfaces {
            let mut hide = |gap: Gap| {
                peers.unknown.get_or_insert(gap);
            };
            match has_address_in(graph, interface, range) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(gap) => {
                    hide(gap);
                    continue;
                }
            }
            let owner = whose(graph, interface);
            if owner.may_be_one_of(&clients.own) {
                continue;
            }
            if owner.may_be_one_of(&clients.wanting) {
                peers.wanting.extend(groups_of(graph, interface).0);
                continue;
            }
            match owner.unknown.clone().or_else(|| clients.unknown.clone()) {
                Some(gap) => hide(gap),
                None => {
                    let arn = &graph.node(interface).arn;
                    let id = arn.rsplit('/').next().unwrap_or_default();
                    peers.strangers.push(Text::from(id));
                }
            }
        }
        peers
    }
}

/// Whether an interface has an address in a range.
pub(in crate::graph) fn has_address_in(
    graph: &Graph<'_>,
    interface: NodeId,
    range: &IpNet,
) -> Result<bool, Gap> {
    let Some(resource) = graph.resource(interface) else {
        return Ok(false);
    };
    let Facts::NetworkInterface(facts) = &resource.facts else {
        return Ok(false);
    };
    let mut reading = Reading::new(graph);
    let path = "private_ip_addresses";
    let v4 = reading.items(resource, path, &facts.private_ip_addresses);
    let v4 = v4.iter().map(|one| (path, &one.private_ip_address));
    let path = "ipv6_addresses";
    let v6 = reading.items(resource, path, &facts.ipv6_addresses);
    let v6 = v6.iter().map(|one| (path, &one.ipv6_address));
    let told: Vec<(&str, &Fact<Text>)> = v4.chain(v6).collect();
    for (path, address) in told {
        let address = reading.value(resource, path, address);
        let address = address.and_then(|address| address.parse::<std::net::IpAddr>().ok());
        if address.is_some_and(|address| range.contains(&address)) {
            return Ok(true);
        }
    }
    reading.hidden.map_or(Ok(false), Err)
}
