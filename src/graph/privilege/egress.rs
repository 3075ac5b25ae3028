//! What a group lets out beyond what is needed (semantics 4.6, strict egress). Needed is what facts name:
//! what else code asks for, no fact tells.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::kinds::Facts;
use crate::model::privilege::{Direction, Peer, Rules};

use crate::graph::cidr;
use crate::graph::groups::{Carrier, GroupRule, GroupRules, Peer as Told, groups_of};
use crate::graph::intent::{Flow, has_address_in, is_interface, units, untold_wants, whose};
use crate::graph::node::NodeId;
use crate::graph::packet::{Ports, Service};
use crate::graph::reach::{Party, Question, held};
use crate::graph::reading::Reading;
use crate::graph::workload::services_to_start;

use super::around::Around;
use super::excess::beyond;
use super::least::{Least, Need};
use super::rewrite::{peer_of, rule_of};
use super::{proof, told};

/// The egress rules of a group, each with what of it is needed. The gap is why more may be needed of any.
pub(super) fn of(around: &Around<'_, '_>, units: &[Carrier], unknown: Option<Gap>) -> Rules {
    let direction = Direction::Egress;
    let (graph, account) = (around.graph, &around.resource.account);
    let rules = GroupRules::read(graph, around.node, direction);
    let unknown = unknown.or(rules.hidden);
    let wants = Wants::of(around, units);
    let mut least = Least::new(direction);
    let (mut judged, mut excess, mut needed) = (Vec::new(), Vec::new(), BTreeSet::new());
    for rule in &rules.each {
        let uses = wants.of_rule(rule);
        let mut by = Least::new(direction);
        for one in &uses.by {
            by.admit((one.peer.clone(), one.protocol), &one.ports);
        }
        needed.extend(uses.by.iter().filter_map(|one| one.flow));
        let open = unknown.iter().chain(&wants.untold).chain(&uses.unknown);
        let need = Need {
            by,
            vain: false,
            open: open.cloned().collect(),
        };
        let one = least.judge(rule_of(rule, account), need);
        if one.fate.goes() {
            excess.extend(wants.excess(rule, &uses));
        }
        judged.push(one);
    }
    let needed: Vec<&Flow> = needed.into_iter().map(|flow| wants.flows[flow]).collect();
    let least = least.rules();
    let is_changed = judged.iter().any(|one| one.fate.goes());
    let least_of = (direction, least.as_slice());
    let proof = is_changed.then(|| proof::of(graph, around.node, least_of, &needed, &excess));
    Rules {
        needed: needed.iter().map(|flow| told(graph, flow)).collect(),
        rules: judged,
        proof,
        least,
        unknown: unknown.into_iter().collect(),
    }
}

/// What those that carry a group want to reach.
struct Wants<'a, 'g, 's> {
    around: &'a Around<'g, 's>,
    flows: Vec<&'g Flow>,
    /// The services of AWS without which tasks do not start.
    services: BTreeSet<&'static str>,
    /// Why they may want more.
    untold: Vec<Gap>,
}

/// A wanted connection, or a service of AWS, that goes by a rule.
struct Use {
    /// Its place among the wanted connections; none of a service of AWS.
    flow: Option<usize>,
    protocol: u8,
    ports: Ports,
    /// What the rule could name: a group of the destination, or what it names today.
    peer: Peer,
}

struct Uses {
    by: Vec<Use>,
    unknown: Vec<Gap>,
}

impl<'a, 'g, 's> Wants<'a, 'g, 's> {
    fn of(around: &'a Around<'g, 's>, units: &[Carrier]) -> Self {
        let graph = around.graph;
        let (mut nodes, mut untold) = (BTreeSet::new(), BTreeSet::new());
        for unit in units {
            if is_interface(graph, unit) {
                let whose = whose(graph, unit.node);
                nodes.extend(whose.owners.iter().copied());
                untold.extend(whose.unknown.clone());
            } else {
                nodes.insert(unit.node);
                untold.extend(untold_wants(graph, unit));
            }
        }
        let mut reading = Reading::new(graph);
        let mut services = BTreeSet::new();
        for node in &nodes {
            if ["ecs.service", "ecs.task"].contains(&graph.node(*node).kind) {
                let all = services_to_start(&mut reading, *node).into_iter();
                services.extend(all.map(|(service, _)| service));
            }
        }
        untold.extend(reading.hidden);
        let flows = nodes.into_iter().flat_map(|node| graph.intent().from(node));
        Wants {
            around,
            flows: flows.collect(),
            services,
            untold: untold.into_iter().collect(),
        }
    }

    fn of_rule(&self, rule: &GroupRule) -> Uses {
        let own = peer_of(rule, &self.around.resource.account);
        let mut uses = Uses {
            by: Vec::new(),
            unknown: Vec::new(),
        };
        for (flow, wanted) in self.flows.iter().enumerate() {
            let ports = rule.service.ports.and(&wanted.ports);
            if !rule.service.protocols.has(wanted.protocol) || ports.is_empty() {
                continue;
            }
            match self.leads_to(rule, wanted.to) {
                Ok(false) => {}
                Ok(true) => uses.by.push(Use {
                    flow: Some(flow),
                    protocol: wanted.protocol,
                    ports,
                    peer: self.peer_for(rule, wanted.to).unwrap_or(own.clone()),
                }),
                Err(gap) => uses.unknown.push(gap),
            }
        }
        let https = Ports::one(443);
        let admits = rule.service.protocols.has(Service::TCP);
        if admits && !rule.service.ports.is_apart(&https) && self.leads_to_services(rule) {
            uses.by.push(Use {
                flow: None,
                protocol: Service::TCP,
                ports: https,
                peer: own,
            });
        }
        uses
    }

    /// Whether a rule lets packets out to a thing.
    fn leads_to(&self, rule: &GroupRule, to: NodeId) -> Result<bool, Gap> {
        let graph = self.around.graph;
        let ranges = match &rule.peer {
            Told::Group { id, .. } => {
                let (groups, hidden) = groups_of(graph, to);
                return match (groups.contains(id), hidden) {
                    (true, _) => Ok(true),
                    (false, None) => Ok(false),
                    (false, Some(gap)) => Err(gap),
                };
            }
            Told::Range(range) if range.prefix_len() == 0 => return Ok(true),
            Told::Range(range) => std::slice::from_ref(range),
            Told::List(_, ranges, _) => ranges.as_slice(),
        };
        let arn = &graph.node(to).arn;
        let held = held(graph, to);
        let mut hidden = held.hidden;
        // By which public address something is reached, or what has no interface that was told, no fact
        // tells.
        if held.interfaces.is_empty() || ranges.iter().any(cidr::has_public_part) {
            let what = || format!("which addresses {arn} has");
            hidden = hidden.or_else(|| Some(self.around.untold(what())));
        }
        for interface in held.interfaces {
            for range in ranges {
                match has_address_in(graph, interface, range) {
                    Ok(true) => return Ok(true),
                    Ok(false) => {}
                    Err(gap) => hidden = hidden.or(Some(gap)),
                }
            }
        }
        if let Told::List(_, _, Some(gap)) = &rule.peer {
            hidden = hidden.or(Some(gap.clone()));
        }
        hidden.map_or(Ok(false), Err)
    }

    /// A group of a destination that a rule for a range can name instead. The name of a load balancer
    /// that faces the internet leads to its public addresses, by which no group is known.
    fn peer_for(&self, rule: &GroupRule, to: NodeId) -> Option<Peer> {
        let is_public = match self.around.graph.facts(to) {
            Some(Facts::LoadBalancer(facts)) => facts
                .scheme
                .known()
                .is_none_or(|scheme| scheme != "internal"),
            _ => false,
        };
        match rule.peer {
            Told::Range(_) | Told::List(..) if !is_public => self.around.group_of(to),
            _ => None,
        }
    }

    /// Whether a rule lets tasks ask for the services of AWS that start them: by an endpoint that
    /// carries a group, or by whatever else it leads to.
    fn leads_to_services(&self, rule: &GroupRule) -> bool {
        let graph = self.around.graph;
        !self.services.is_empty()
            && match &rule.peer {
                Told::Range(_) | Told::List(..) => true,
                Told::Group { id, .. } => {
                    let (all, _) = units(graph, id, self.around.node);
                    all.iter().any(|one| one.sort == "endpoint")
                }
            }
    }

    /// What a rule lets out and no use needs, as questions.
    fn excess(&self, rule: &GroupRule, uses: &Uses) -> Vec<Question> {
        let graph = self.around.graph;
        let to = match &rule.peer {
            Told::Range(range) if cidr::has_public_part(range) => Some(Party::Internet),
            Told::Range(range) => Some(Party::Addresses(*range)),
            Told::List(..) => Some(Party::Internet),
            Told::Group { id, .. } => {
                let group = graph.find("ec2.security_group", id, self.around.node);
                group.ok().map(Party::Resource)
            }
        };
        let used = uses.by.iter().map(|one| (one.protocol, &one.ports));
        let services = beyond(&rule.service, used).into_iter();
        let question = |service: Service| {
            Some(Question {
                from: Party::Resource(self.around.node),
                to: to.clone()?,
                service,
            })
        };
        services.filter_map(question).collect()
    }
}
