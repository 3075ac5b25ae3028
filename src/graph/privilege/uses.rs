//! Who uses a rule: the wanted connections that come by it, and those of whom nobody can tell.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::privilege::Peer;
use crate::model::resource::Resource;

use crate::graph::cidr;
use crate::graph::groups::{GroupRule, Peer as Told, groups_of};
use crate::graph::index::Reverse;
use crate::graph::intent::{Flow, From, has_address_in, units, whose};
use crate::graph::network::blocks_of;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Ports;
use crate::graph::reach::untellable;
use crate::graph::reading::Reading;

use super::rewrite::peer_of;
use super::vpc_of;

/// A wanted connection that comes by a rule.
pub(super) struct Use {
    /// Its place among the wanted connections.
    pub(super) flow: usize,
    pub(super) protocol: u8,
    /// Its ports, as far as the rule admits them.
    pub(super) ports: Ports,
    /// By whom the rule could name the client: a group of it, or what it names today.
    pub(super) peer: Peer,
}

/// The uses of a rule.
pub(super) struct Uses {
    pub(super) by: Vec<Use>,
    /// Why there may be others.
    pub(super) unknown: Vec<Gap>,
}

impl Uses {
    pub(super) fn of(graph: &Graph<'_>, node: NodeId, rule: &GroupRule, flows: &[&Flow]) -> Self {
        let user = User { graph, node, rule };
        let (members, mut unknown) = user.members();
        let mut by = Vec::new();
        for (flow, wanted) in flows.iter().enumerate() {
            let ports = rule.service.ports.and(&wanted.ports);
            if !rule.service.protocols.has(wanted.protocol) || ports.is_empty() {
                continue;
            }
            match user.peer_for(wanted, &members) {
                Ok(None) => {}
                Ok(Some(peer)) => by.push(Use {
                    flow,
                    protocol: wanted.protocol,
                    ports,
                    peer,
                }),
                Err(gap) => unknown.push(gap),
            }
        }
        let is_public = |one: &Use| flows[one.flow].from == From::Internet;
        if !by.iter().any(is_public) {
            unknown.extend(user.outsiders());
        }
        unknown.sort();
        unknown.dedup();
        Uses { by, unknown }
    }
}

struct User<'a, 's> {
    graph: &'a Graph<'s>,
    node: NodeId,
    rule: &'a GroupRule,
}

impl User<'_, '_> {
    /// The clients among the interfaces that the rule admits, and why others of them may be clients.
    fn members(&self) -> (BTreeSet<NodeId>, Vec<Gap>) {
        let graph = self.graph;
        let (interfaces, hidden) = self.interfaces();
        let mut unknown: Vec<Gap> = hidden;
        let mut owners = BTreeSet::new();
        for interface in interfaces {
            let whose = whose(graph, interface);
            owners.extend(whose.owners.iter().copied());
            unknown.extend(whose.unknown);
        }
        if let Told::Group { id, .. } = &self.rule.peer {
            let (units, hidden) = units(graph, id, self.node);
            unknown.extend(hidden);
            owners.extend(units.iter().map(|unit| unit.node));
            let intent = graph.intent();
            unknown.extend(
                units
                    .iter()
                    .filter_map(|unit| intent.untold(unit.node).cloned()),
            );
        }
        (owners, unknown)
    }

    /// The interfaces that the rule admits, as far as they stand in the VPC of the group.
    fn interfaces(&self) -> (Vec<NodeId>, Vec<Gap>) {
        let graph = self.graph;
        if let Told::Group { id, .. } = &self.rule.peer {
            let (interfaces, hidden) = graph.naming(Reverse::InterfacesByGroup, id, self.node);
            return (interfaces, hidden.into_iter().collect());
        }
        let ranges = match &self.rule.peer {
            Told::Range(range) => std::slice::from_ref(range),
            Told::List(_, ranges, _) => ranges,
            Told::Group { .. } => &[],
        };
        let Some(vpc) = vpc_of(graph, self.node) else {
            return (
                Vec::new(),
                self.because("in which VPC the group is")
                    .into_iter()
                    .collect(),
            );
        };
        let (all, hidden) = graph.naming(Reverse::InterfacesByVpc, vpc, self.node);
        let mut unknown: Vec<Gap> = hidden.into_iter().collect();
        let mut inside = Vec::new();
        for interface in all {
            let mut is_in = false;
            for range in ranges {
                match has_address_in(graph, interface, range) {
                    Ok(found) => is_in |= found,
                    Err(gap) => unknown.push(gap),
                }
            }
            inside.extend(is_in.then_some(interface));
        }
        (inside, unknown)
    }

    /// By whom the rule could name the client of a wanted connection that comes by it; nothing if it
    /// does not.
    fn peer_for(&self, flow: &Flow, members: &BTreeSet<NodeId>) -> Result<Option<Peer>, Gap> {
        let own = peer_of(self.rule);
        match (flow.from, &self.rule.peer) {
            (From::Internet, Told::Group { .. }) => Ok(None),
            (From::Internet, Told::Range(range)) => Ok(cidr::has_public_part(range).then_some(own)),
            (From::Internet, Told::List(..)) => Ok(Some(own)),
            (From::Resource(client), Told::Group { id, .. }) => {
                let (groups, hidden) = groups_of(self.graph, client);
                match (groups.contains(id), hidden) {
                    (true, _) => Ok(Some(own)),
                    (false, None) => Ok(None),
                    (false, Some(gap)) => Err(gap),
                }
            }
            (From::Resource(client), _) if members.contains(&client) => {
                Ok(Some(self.group_of(client).unwrap_or(own)))
            }
            (From::Resource(client), _) => match self.stands_here(client) {
                true => Ok(None),
                false => Err(self.of_client(client)),
            },
        }
    }

    /// The group of a client that the rule can name: of the VPC of the own, and carried by as few
    /// others as can be.
    fn group_of(&self, client: NodeId) -> Option<Peer> {
        let own = vpc_of(self.graph, self.node)?;
        let (groups, _) = groups_of(self.graph, client);
        let here = |id: &Text| {
            let node = self.graph.find("ec2.security_group", id, client).ok();
            node.and_then(|node| vpc_of(self.graph, node)) == Some(own)
        };
        let carried = |id: &Text| units(self.graph, id, client).0.len();
        let least = groups.into_iter().filter(here).min_by_key(carried)?;
        Some(Peer::Group(least.to_string(), None))
    }

    /// Whether any interface of the VPC is known to be that of a client.
    fn stands_here(&self, client: NodeId) -> bool {
        let Some(vpc) = vpc_of(self.graph, self.node) else {
            return false;
        };
        let (all, _) = self.graph.naming(Reverse::InterfacesByVpc, vpc, self.node);
        let own = BTreeSet::from([client]);
        let mut all = all.into_iter();
        all.any(|interface| whose(self.graph, interface).may_be_one_of(&own))
    }

    /// Why others than interfaces of the own VPC may come by the rule: what they want, nobody told.
    fn outsiders(&self) -> Option<Gap> {
        let what = match &self.rule.peer {
            Told::Group { id, .. } => {
                return self.graph.find("ec2.security_group", id, self.node).err();
            }
            Told::List(id, _, _) => format!("what those in {id} want"),
            Told::Range(range) if range.prefix_len() > 0 && cidr::has_public_part(range) => {
                format!("what those in {range} want")
            }
            Told::Range(range) => match self.leads_beyond(range) {
                Ok(false) => return None,
                Ok(true) => format!("who stands in {range} beyond the VPC, and what they want"),
                Err(gap) => return Some(gap),
            },
        };
        self.because(&what)
    }

    /// Whether a range goes beyond the VPC of the group, and the VPC is joined to other networks.
    fn leads_beyond(&self, range: &IpNet) -> Result<bool, Gap> {
        let graph = self.graph;
        let mut reading = Reading::new(graph);
        let Some(vpc) = vpc_of(graph, self.node) else {
            return Ok(true);
        };
        let own = graph.find("ec2.vpc", vpc, self.node);
        let blocks = reading.found(own).map(|own| blocks_of(&mut reading, own));
        let is_inside = |block: &IpNet| block.contains(range);
        if blocks.into_iter().flatten().any(|block| is_inside(&block)) {
            return Ok(false);
        }
        let joints = [
            Reverse::PeeringsByVpc,
            Reverse::AttachmentsByResource,
            Reverse::VpnGatewaysByVpc,
        ];
        let mut is_joined = false;
        for joint in joints {
            let (found, hidden) = graph.naming(joint, vpc, self.node);
            is_joined |= !found.is_empty();
            reading.hide(hidden);
        }
        match (is_joined, reading.hidden) {
            (true, _) => Ok(true),
            (false, Some(gap)) => Err(gap),
            (false, None) => Ok(false),
        }
    }

    fn of_client(&self, client: NodeId) -> Gap {
        let what = format!("which addresses {} has", self.graph.node(client).arn);
        self.because(&what).unwrap_or_else(|| {
            Gap::new(crate::model::gap::GapReason::UnsupportedHere, "").because(what)
        })
    }

    fn because(&self, what: &str) -> Option<Gap> {
        let resource: &Resource = self.graph.resource(self.node)?;
        Some(untellable(resource, what.to_owned()))
    }
}
