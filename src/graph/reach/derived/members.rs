//! The derived fact `internet_reach` of a security group: which of its members the internet reaches.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::reach::{Certainty, Reachability};
use crate::record;

use crate::graph::cidr;
use crate::graph::groups::{Direction, GroupRule, GroupRules, Peer};
use crate::graph::index::Reverse;
use crate::graph::network::exposing;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Block, Family, PacketSet, Service};
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;

use super::super::ask::{Question, ask, ask_directly};
use super::super::between::Between;
use super::super::party::Party;
use super::super::report::protocol_name;
use super::boxes;
use super::targets::{Target, Targets};

record! {
    /// Packets of the internet that reach an interface of the group.
    InternetReach {
        /// `eni-...`
        network_interface_id: Text, gap;
        /// `tcp`, `udp`, `icmp`, `icmpv6`, another protocol's number, or `all`.
        protocol: Text, gap;
        /// `ipv4` or `ipv6`.
        family: Text, gap;
        /// The first port; for ICMP the type.
        from_port: i64, gap;
        /// The last port; for ICMP the code, -1 for all.
        to_port: i64, gap;
    }
}

/// The derived fact.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::SecurityGroup(group) = &resource.facts else {
        return Answer::none();
    };
    let Some(id) = group.group_id.known() else {
        return Answer::gap(graph.missing(resource, "group_id"));
    };
    if !may_admit_internet(graph, node) {
        return Answer::list(Vec::<InternetReach>::new(), None, Vec::new());
    }
    let (interfaces, mut hidden) = graph.naming(Reverse::InterfacesByGroup, id, node);
    if interfaces.is_empty() {
        return Answer::list(Vec::<InternetReach>::new(), hidden, Vec::new());
    }
    let targets = Targets::near(graph, resource);
    hidden = hidden.or(targets.hidden.clone());
    let mut found = Found {
        graph,
        list: Vec::new(),
        sources: Vec::new(),
        hidden,
    };
    for interface in interfaces {
        found.directly(interface);
        found.through_balancers(interface, &targets);
    }
    Answer::list(found.list, found.hidden, found.sources)
}

struct Found<'g, 's> {
    graph: &'g Graph<'s>,
    list: Vec<InternetReach>,
    sources: Vec<(String, Source)>,
    hidden: Option<Gap>,
}

impl Found<'_, '_> {
    fn hide(&mut self, gap: Option<Gap>) {
        self.hidden = self.hidden.take().or(gap);
    }

    /// What is reached by a public address of its own.
    fn directly(&mut self, interface: NodeId) {
        let graph = self.graph;
        let Some(resource) = graph.resource(interface) else {
            return;
        };
        let Facts::NetworkInterface(facts) = &resource.facts else {
            return;
        };
        match exposing(graph, interface, resource, facts) {
            Ok(None) => return,
            Ok(Some(_)) => {}
            Err(gap) => return self.hide(Some(gap)),
        }
        let question = Question {
            from: Party::Internet,
            to: Party::Resource(interface),
            service: Service::all(),
        };
        let answer = ask_directly(graph, &question);
        if !answer.must.has_all(&answer.may) {
            self.hide(untold(&answer.report));
        }
        if !answer.must.is_empty() {
            let told = Between::of(graph, &answer.report, None);
            self.add(interface, &answer.must, &told.sources);
        }
    }

    /// What is reached as a target of a network load balancer, which may keep the addresses of clients.
    fn through_balancers(&mut self, interface: NodeId, targets: &Targets) {
        let (ids, hidden) = ids_of(self.graph, interface);
        self.hide(hidden);
        for target in targets.of(&ids) {
            let question = Question {
                from: Party::Internet,
                to: Party::Resource(interface),
                service: target.service.clone(),
            };
            let answer = ask(self.graph, &question);
            match answer.report.answer {
                Certainty::Unknown => self.hide(untold(&answer.report)),
                Certainty::Yes if answer.must.is_empty() => self.add_target(interface, target),
                Certainty::Yes | Certainty::No => {}
            }
        }
    }

    fn add_target(&mut self, interface: NodeId, target: &Target) {
        let protocol = target.service.protocols.runs().first();
        let ports = target.service.ports.runs().first();
        let (Some((protocol, _)), Some((port, _))) = (protocol, ports) else {
            return;
        };
        let at = format!("[{}]", self.list.len());
        self.sources.push((at, target.told.clone()));
        self.list.push(InternetReach {
            network_interface_id: id_of(self.graph, interface).into(),
            protocol: Text::from(protocol_name(*protocol)).into(),
            family: Text::const_new(match target.id.contains(':') {
                true => Family::V6.name(),
                false => Family::V4.name(),
            })
            .into(),
            from_port: i64::from(*port).into(),
            to_port: i64::from(*port).into(),
        });
    }

    fn add(&mut self, interface: NodeId, packets: &PacketSet, sources: &[Source]) {
        let id = id_of(self.graph, interface);
        for family in Family::BOTH {
            let blocks = packets.blocks().iter();
            let own: Vec<&Block> = blocks.filter(|block| block.family() == family).collect();
            for (protocol, ports, _) in boxes::of(&own, false) {
                let at = format!("[{}]", self.list.len());
                let each = sources.iter().cloned();
                self.sources.extend(each.map(|one| (at.clone(), one)));
                self.list.push(InternetReach {
                    network_interface_id: id.clone().into(),
                    protocol: protocol.into(),
                    family: Text::const_new(family.name()).into(),
                    from_port: ports.0.into(),
                    to_port: ports.1.into(),
                });
            }
        }
    }
}

/// Whether a rule of a group is for anything beyond private use.
fn may_admit_internet(graph: &Graph<'_>, node: NodeId) -> bool {
    let rules = GroupRules::read(graph, node, Direction::Ingress);
    let is_public = |rule: &GroupRule| match &rule.peer {
        Peer::Range(range) => cidr::has_public_part(range),
        Peer::List(..) => true,
        Peer::Group { .. } => false,
    };
    rules.hidden.is_some() || rules.each.iter().any(is_public)
}

/// As what an interface can be a target: its addresses, and its instance.
fn ids_of(graph: &Graph<'_>, interface: NodeId) -> (BTreeSet<Text>, Option<Gap>) {
    let mut reading = Reading::new(graph);
    let mut ids = BTreeSet::new();
    if let (Some(resource), Some(Facts::NetworkInterface(facts))) =
        (graph.resource(interface), graph.facts(interface))
    {
        let path = "private_ip_addresses";
        for one in reading.items(resource, path, &facts.private_ip_addresses) {
            ids.extend(
                reading
                    .value(resource, path, &one.private_ip_address)
                    .cloned(),
            );
        }
        let path = "ipv6_addresses";
        for one in reading.items(resource, path, &facts.ipv6_addresses) {
            ids.extend(reading.value(resource, path, &one.ipv6_address).cloned());
        }
        let path = "attachment";
        let attachment = reading.value(resource, path, &facts.attachment);
        let instance = attachment.and_then(|one| reading.value(resource, path, &one.instance_id));
        ids.extend(instance.cloned());
    }
    (ids, reading.hidden)
}

fn id_of(graph: &Graph<'_>, interface: NodeId) -> Text {
    let arn = graph.node(interface).arn.as_str();
    Text::from(arn.rsplit('/').next().unwrap_or_default())
}

/// Why an answer is not certain.
fn untold(report: &Reachability) -> Option<Gap> {
    let legs = [Some(&report.forward), report.back.as_ref()];
    let mut gaps = legs.into_iter().flatten().flat_map(|leg| &leg.unknown);
    let untold = || Gap::new(GapReason::UnsupportedHere, "ec2:DescribeNetworkInterfaces");
    Some(gaps.next().cloned().unwrap_or_else(untold))
}
