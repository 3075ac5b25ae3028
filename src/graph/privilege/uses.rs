//! Who uses a rule: the wanted connections that come by it, those of whom nobody can tell, and what it
//! admits besides.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::privilege::Peer;

use crate::graph::cidr;
use crate::graph::groups::{GroupRule, Peer as Told, groups_of};
use crate::graph::index::Reverse;
use crate::graph::intent::{Flow, From, units, untold_wants};
use crate::graph::node::NodeId;
use crate::graph::packet::Ports;
use crate::graph::reach::{Party, Question};

use super::around::{Around, Member};
use super::excess::beyond;
use super::rewrite::peer_of;

/// A wanted connection that comes by a rule.
pub(super) struct Use {
    /// Its place among the wanted connections.
    pub(super) flow: usize,
    pub(super) from: From,
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
    /// What the rule admits and no use needs.
    pub(super) excess: Vec<Question>,
}

impl Use {
    /// The protocol and the ports.
    pub(super) fn service(&self) -> (u8, &Ports) {
        (self.protocol, &self.ports)
    }
}

impl Uses {
    pub(super) fn of(around: &Around<'_, '_>, rule: &GroupRule, flows: &[&Flow]) -> Self {
        let user = User { around, rule };
        match &rule.peer {
            Told::Group { id, .. } => {
                let graph = around.graph;
                let (all, hidden) = graph.naming(Reverse::InterfacesByGroup, id, around.node);
                let all: Vec<Member> = all.into_iter().map(|one| Member::of(graph, one)).collect();
                user.uses(
                    flows,
                    &all.iter().collect::<Vec<_>>(),
                    hidden.into_iter().collect(),
                )
            }
            Told::Range(range) => {
                let (all, unknown) = around.inside(std::slice::from_ref(range));
                user.uses(flows, &all, unknown)
            }
            Told::List(_, ranges, _) => {
                let (all, unknown) = around.inside(ranges);
                user.uses(flows, &all, unknown)
            }
        }
    }
}

struct User<'a, 'g, 's> {
    around: &'a Around<'g, 's>,
    rule: &'a GroupRule,
}

impl User<'_, '_, '_> {
    fn uses(&self, flows: &[&Flow], members: &[&Member], mut unknown: Vec<Gap>) -> Uses {
        let mut owners: BTreeSet<NodeId> = BTreeSet::new();
        for member in members {
            owners.extend(member.whose.owners.iter().copied());
            unknown.extend(member.whose.unknown.clone());
        }
        unknown.extend(self.idle());
        let mut by = Vec::new();
        for (flow, wanted) in flows.iter().enumerate() {
            let ports = self.rule.service.ports.and(&wanted.ports);
            if !self.rule.service.protocols.has(wanted.protocol) || ports.is_empty() {
                continue;
            }
            match self.peer_for(wanted, &owners) {
                Ok(None) => {}
                Ok(Some(peer)) => by.push(Use {
                    flow,
                    from: wanted.from,
                    protocol: wanted.protocol,
                    ports,
                    peer,
                }),
                Err(gap) => unknown.push(gap),
            }
        }
        if !by.iter().any(|one| one.from == From::Internet) {
            unknown.extend(self.outsiders());
        }
        unknown.sort();
        unknown.dedup();
        Uses {
            excess: self.excess(&by, members),
            by,
            unknown,
        }
    }

    /// Why what carries the group that the rule names, and may have no interface today, may want more
    /// than is known.
    fn idle(&self) -> Vec<Gap> {
        let Told::Group { id, .. } = &self.rule.peer else {
            return Vec::new();
        };
        let graph = self.around.graph;
        let (units, hidden) = units(graph, id, self.around.node);
        let untold = units.iter().filter_map(|unit| untold_wants(graph, unit));
        untold.chain(hidden).collect()
    }

    /// By whom the rule could name the client of a wanted connection that comes by it; nothing if it
    /// does not.
    fn peer_for(&self, flow: &Flow, owners: &BTreeSet<NodeId>) -> Result<Option<Peer>, Gap> {
        let own = peer_of(self.rule, &self.around.resource.account);
        match (flow.from, &self.rule.peer) {
            (From::Internet, Told::Group { .. }) => Ok(None),
            (From::Internet, Told::Range(range)) => Ok(cidr::has_public_part(range).then_some(own)),
            (From::Internet, Told::List(..)) => Ok(Some(own)),
            (From::Resource(client), Told::Group { id, .. }) => {
                let (groups, hidden) = groups_of(self.around.graph, client);
                match (groups.contains(id), hidden) {
                    (true, _) => Ok(Some(own)),
                    (false, None) => Ok(None),
                    (false, Some(gap)) => Err(gap),
                }
            }
            (From::Resource(client), _) if owners.contains(&client) => {
                Ok(Some(self.around.group_of(client).unwrap_or(own)))
            }
            (From::Resource(client), _) if self.around.has(client) => Ok(None),
            (From::Resource(client), _) => {
                let arn = &self.around.graph.node(client).arn;
                Err(self.around.untold(format!("which addresses {arn} has")))
            }
        }
    }

    /// Why others than interfaces of the own VPC may come by the rule: what they want, nobody told.
    fn outsiders(&self) -> Option<Gap> {
        let graph = self.around.graph;
        let what = match &self.rule.peer {
            Told::Group { id, .. } => {
                return graph.find("ec2.security_group", id, self.around.node).err();
            }
            Told::List(id, _, _) => format!("what those in {id} want"),
            Told::Range(range) if range.prefix_len() > 0 && cidr::has_public_part(range) => {
                format!("what those in {range} want")
            }
            Told::Range(range) => match self.around.leads_beyond(range) {
                Ok(false) => return None,
                Ok(true) => format!("who stands in {range} beyond the VPC, and what they want"),
                Err(gap) => return Some(gap),
            },
        };
        Some(self.around.untold(what))
    }

    /// What the rule admits and no use needs: of the internet, and of each interface.
    fn excess(&self, by: &[Use], members: &[&Member]) -> Vec<Question> {
        let service = &self.rule.service;
        let public = match &self.rule.peer {
            Told::Range(range) => cidr::has_public_part(range),
            Told::List(..) => true,
            Told::Group { .. } => false,
        };
        let internet = public.then(|| {
            let needed = by.iter().filter(|one| one.from == From::Internet);
            (Party::Internet, beyond(service, needed.map(Use::service)))
        });
        let inside = members.iter().map(|member| {
            let is_own = |one: &&Use| match one.from {
                From::Internet => false,
                From::Resource(client) => member.whose.owners.contains(&client),
            };
            let party = Party::Resource(member.interface);
            let needed = by.iter().filter(is_own).map(Use::service);
            (party, beyond(service, needed))
        });
        let to = Party::Resource(self.around.node);
        let all = internet.into_iter().chain(inside);
        all.flat_map(|(from, services)| {
            let each = services.into_iter();
            let to = to.clone();
            each.map(move |service| Question {
                from: from.clone(),
                to: to.clone(),
                service,
            })
        })
        .collect()
    }
}
