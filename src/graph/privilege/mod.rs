//! The least that a security group has to admit, and to let out: the rules that keep the connections which facts of
//! the account want, and nothing else.
//!
//! What is wanted is a lower bound: where an instance carries the group, or somebody whose wants nobody
//! told may use a rule, the rule stays as it is and says so. No rule is made wider, and none is added
//! for a connection that the group does not admit today.

mod around;
mod egress;
mod excess;
mod least;
mod proof;
mod rewrite;
mod uses;

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::privilege::{Direction, Needed, Privilege, Rules};

use super::groups::{Carrier, GroupRule};
use super::intent::{Flow, From, Group, Listening, listening, units};
use super::node::{Graph, NodeId};
use super::packet::{Ports, Service};
use around::{Around, vpc_of};
use least::{Least, Need};
use rewrite::{rule_of, runs_of};
use uses::Uses;

/// What a group admits beyond what is needed, and the least rules; nothing if the node is no group. What
/// it lets out too, if that is asked for.
pub fn least_privilege(graph: &Graph<'_>, node: NodeId, egress: bool) -> Option<Privilege> {
    let group = Group::read(graph, node)?;
    let id = group.resource.arn.last();
    let (units, hidden) = units(graph, &Text::from(id), node);
    let unknown = group.id.clone().err().or(hidden);
    let unknown = unknown.or_else(|| graph.intent().hidden(graph, node).cloned());
    let around = Around::of(graph, node, group.resource);
    Some(Privilege {
        group: group.resource.arn.to_string(),
        id: id.to_owned(),
        carriers: units.iter().map(|one| arn(graph, one.node)).collect(),
        ingress: ingress(&around, &group, &units, unknown.clone()),
        egress: egress.then(|| egress::of(&around, &units, unknown)),
    })
}

/// The ingress rules of a group, each with what of it is needed. The gap is why more may be needed of any.
fn ingress(
    around: &Around<'_, '_>,
    group: &Group<'_>,
    units: &[Carrier],
    unknown: Option<Gap>,
) -> Rules {
    let graph = around.graph;
    let direction = Direction::Ingress;
    let unknown = group.rules.hidden.clone().or(unknown);
    let listening = of_units(graph, units);
    let flows: Vec<&Flow> = wanted(graph, units);
    let mut least = Least::new(direction);
    let (mut rules, mut excess, mut needed) = (Vec::new(), Vec::new(), BTreeSet::new());
    for rule in &group.rules.each {
        let uses = Uses::of(around, rule, &flows);
        needed.extend(uses.by.iter().map(|one| one.flow));
        let own = rule_of(rule, &group.resource.account);
        let need = need_of(rule, &uses, &listening, unknown.as_ref());
        let judged = least.judge(own, need);
        if judged.fate.goes() {
            excess.extend(uses.excess);
        }
        rules.push(judged);
    }
    let needed: Vec<&Flow> = needed.into_iter().map(|flow| flows[flow]).collect();
    let least = least.rules();
    let is_changed = rules.iter().any(|one| one.fate.goes());
    let least_of = (direction, least.as_slice());
    let proof = is_changed.then(|| proof::of(graph, around.node, least_of, &needed, &excess));
    Rules {
        needed: needed.iter().map(|flow| told(graph, flow)).collect(),
        rules,
        proof,
        least,
        unknown: unknown.into_iter().collect(),
    }
}

/// The groups of a VPC, and why there may be others.
pub fn groups_of_vpc(graph: &Graph<'_>, vpc: NodeId) -> (Vec<NodeId>, Option<Gap>) {
    let kind = "ec2.security_group";
    let here = graph.node(vpc);
    let id = match graph.facts(vpc) {
        Some(Facts::Vpc(facts)) => facts.vpc_id.known(),
        _ => None,
    };
    let mut hidden = graph.extent(kind, here.account, here.region);
    let mut groups = Vec::new();
    for &node in graph.of_kind(kind) {
        let (own, Some(resource)) = (graph.node(node), graph.resource(node)) else {
            continue;
        };
        match vpc_of(graph, node) {
            _ if own.region != here.region => {}
            None => hidden = hidden.or_else(|| Some(graph.missing(resource, "vpc_id"))),
            of => groups.extend((of == id).then_some(node)),
        }
    }
    (groups, hidden)
}

fn arn(graph: &Graph<'_>, node: NodeId) -> String {
    graph.node(node).arn.to_string()
}

/// The wanted connections to what carries a group.
fn wanted<'g>(graph: &'g Graph<'_>, units: &[Carrier]) -> Vec<&'g Flow> {
    let nodes: BTreeSet<NodeId> = units.iter().map(|unit| unit.node).collect();
    let intent = graph.intent();
    nodes.into_iter().flat_map(|node| intent.to(node)).collect()
}

/// The ports on which what carries a group listens, or why nobody knows.
fn of_units(graph: &Graph<'_>, units: &[Carrier]) -> Result<Vec<(u8, Ports)>, Gap> {
    let mut all = Vec::new();
    for unit in units {
        match listening(graph, unit.node) {
            Listening::On(ports) => all.extend(ports),
            Listening::Unknown(gap) => return Err(gap),
        }
    }
    Ok(all)
}

fn told(graph: &Graph<'_>, flow: &Flow) -> Needed {
    let facts = flow.sources.iter();
    Needed {
        from: client(graph, flow),
        to: arn(graph, flow.to),
        service: service_label(flow.protocol, &flow.ports),
        why: flow.why.to_owned(),
        facts: facts
            .map(|one| format!("{} {}", one.resource, one.path))
            .collect(),
    }
}

fn client(graph: &Graph<'_>, flow: &Flow) -> String {
    match flow.from {
        From::Internet => "internet".to_owned(),
        From::Resource(node) => arn(graph, node),
    }
}

fn service_label(protocol: u8, ports: &Ports) -> String {
    let name = rewrite::protocol_name(protocol);
    let runs = runs_of(ports);
    let runs = runs.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    format!("{name} {}", runs.collect::<Vec<_>>().join(", "))
}

/// What of an ingress rule is needed.
fn need_of(
    rule: &GroupRule,
    uses: &Uses,
    listening: &Result<Vec<(u8, Ports)>, Gap>,
    unknown: Option<&Gap>,
) -> Need {
    let mut by = Least::new(Direction::Ingress);
    for one in &uses.by {
        by.admit((one.peer.clone(), one.protocol), &one.ports);
    }
    let in_vain = |listening: &Vec<(u8, Ports)>| {
        let mut heard = listening.iter();
        !heard.any(|(protocol, ports)| is_for(&rule.service, *protocol, ports))
    };
    let mut open: Vec<Gap> = unknown.cloned().into_iter().collect();
    open.extend(listening.as_ref().err().cloned());
    // Who may come on a port on which nothing listens does not matter.
    let vain = open.is_empty() && listening.as_ref().is_ok_and(in_vain);
    open.extend(uses.unknown.iter().filter(|_| !vain).cloned());
    Need { by, vain, open }
}

/// Whether a rule admits any of these packets.
fn is_for(service: &Service, protocol: u8, ports: &Ports) -> bool {
    service.protocols.has(protocol) && !service.ports.is_apart(ports)
}
