//! The least that a security group has to admit: the rules that keep the connections which facts of
//! the account want, and nothing else.
//!
//! What is wanted is a lower bound: where an instance carries the group, or somebody whose wants nobody
//! told may use a rule, the rule stays as it is and says so. No rule is made wider, and none is added
//! for a connection that the group does not admit today.

mod proof;
mod rewrite;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::privilege::{Fate, Judged, Needed, Peer, Privilege, Rule};

use super::groups::{Carrier, GroupRule};
use super::intent::{Flow, From, Group, Listening, listening, units};
use super::node::{Graph, NodeId};
use super::packet::{Ports, Service};
use rewrite::{rule_of, runs_of};
use uses::Uses;

/// What a group admits beyond what is needed, and the least rules; nothing if the node is no group.
pub fn least_privilege(graph: &Graph<'_>, node: NodeId) -> Option<Privilege> {
    let group = Group::read(graph, node)?;
    let id = group.id.clone().ok().cloned().unwrap_or_default();
    let (units, hidden) = units(graph, &id, node);
    let unknown = group.id.clone().err();
    let unknown = unknown.or(group.rules.hidden.clone()).or(hidden);
    let unknown = unknown.or_else(|| graph.intent().hidden().cloned());
    let listening = of_units(graph, &units);
    let flows: Vec<&Flow> = wanted(graph, &units);
    let mut least = Least::default();
    let mut rules = Vec::new();
    let mut needed = BTreeSet::new();
    for rule in &group.rules.each {
        let uses = Uses::of(graph, node, rule, &flows);
        needed.extend(uses.by.iter().map(|one| one.flow));
        rules.push(judged(
            rule,
            &uses,
            &listening,
            unknown.as_ref(),
            &mut least,
        ));
    }
    let least = least.rules();
    let needed: Vec<&Flow> = needed.into_iter().map(|flow| flows[flow]).collect();
    let told = Privilege {
        group: group.resource.arn.as_str().to_owned(),
        id: id.to_string(),
        carriers: units.iter().map(|one| arn(graph, one.node)).collect(),
        needed: needed.iter().map(|flow| told(graph, flow)).collect(),
        rules,
        least,
        proof: None,
        unknown: unknown.into_iter().collect(),
    };
    let proof = proof::of(graph, node, &told, &needed);
    Some(Privilege { proof, ..told })
}

/// The groups of a VPC.
pub fn groups_of_vpc(graph: &Graph<'_>, vpc: NodeId) -> Vec<NodeId> {
    let id = match graph.facts(vpc) {
        Some(Facts::Vpc(facts)) => facts.vpc_id.known(),
        _ => None,
    };
    let here = graph.node(vpc).region;
    let all = graph.of_kind("ec2.security_group").iter().copied();
    let own = all.filter(|node| graph.node(*node).region == here && vpc_of(graph, *node) == id);
    own.collect()
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
        from: from(graph, flow),
        to: arn(graph, flow.to),
        service: service_label(flow.protocol, &flow.ports),
        why: flow.why.to_owned(),
        facts: facts
            .map(|one| format!("{} {}", one.resource, one.path))
            .collect(),
    }
}

fn from(graph: &Graph<'_>, flow: &Flow) -> String {
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

/// The least rules as they are gathered: ports by peer and protocol, and rules that stay as they are.
#[derive(Default)]
struct Least {
    ports: BTreeMap<(Peer, u8), Ports>,
    whole: BTreeSet<Rule>,
}

impl Least {
    fn admit(&mut self, whom: (Peer, u8), ports: &Ports) {
        let all = self.ports.entry(whom).or_insert_with(Ports::none);
        *all = all.or(ports);
    }

    fn add(&mut self, other: &Least) {
        for (whom, ports) in &other.ports {
            self.admit(whom.clone(), ports);
        }
    }

    fn rules(&self) -> Vec<Rule> {
        let narrow = self.ports.iter().flat_map(|((peer, protocol), ports)| {
            let runs = runs_of(ports).into_iter();
            runs.map(|ports| Rule {
                protocol: rewrite::protocol_name(*protocol),
                ports: Some(ports),
                peer: peer.clone(),
            })
        });
        let all: BTreeSet<Rule> = narrow.chain(self.whole.iter().cloned()).collect();
        all.into_iter().collect()
    }
}

/// What is to become of a rule; what of it is needed is added to the least rules.
fn judged(
    rule: &GroupRule,
    uses: &Uses,
    listening: &Result<Vec<(u8, Ports)>, Gap>,
    unknown: Option<&Gap>,
    least: &mut Least,
) -> Judged {
    let own = rule_of(rule);
    let needs = needs_of(uses);
    let in_vain = |listening: &Vec<(u8, Ports)>| {
        let mut heard = listening.iter();
        !heard.any(|(protocol, ports)| is_for(&rule.service, *protocol, ports))
    };
    let mut open: Vec<Gap> = unknown.cloned().into_iter().collect();
    open.extend(listening.as_ref().err().cloned());
    // Who may come on a port on which nothing listens does not matter.
    let vain = open.is_empty() && listening.as_ref().is_ok_and(in_vain);
    open.extend(uses.unknown.iter().filter(|_| !vain).cloned());
    let (fate, why) = if needs.rules() == [own.clone()] {
        open.clear();
        (Fate::Keep, "all of it is needed".to_owned())
    } else if let Some(gap) = open.first() {
        (Fate::Unknown, because(gap))
    } else if vain {
        let why = "nothing that carries the group listens on what it admits";
        (Fate::Remove, why.to_owned())
    } else if uses.by.is_empty() {
        (Fate::Remove, "no wanted connection comes by it".to_owned())
    } else {
        let needs: Vec<String> = needs.rules().iter().map(Rule::label).collect();
        (Fate::Narrow, format!("needed is only {}", needs.join("; ")))
    };
    match fate {
        Fate::Unknown => least.whole.extend([own.clone()]),
        Fate::Keep | Fate::Narrow => least.add(&needs),
        Fate::Remove => {}
    }
    Judged {
        rule: own,
        fate,
        why,
        unknown: open,
    }
}

/// Why nobody can tell: what is not known, or else the call that did not tell it.
fn because(gap: &Gap) -> String {
    match gap.detail.as_str() {
        "" => format!("not known: {gap}"),
        detail => format!("not known: {detail}"),
    }
}

/// Whether a rule admits any of these packets.
fn is_for(service: &Service, protocol: u8, ports: &Ports) -> bool {
    service.protocols.has(protocol) && !service.ports.is_apart(ports)
}

/// The rules that admit what comes by a rule and is needed.
fn needs_of(uses: &Uses) -> Least {
    let mut needs = Least::default();
    for one in &uses.by {
        needs.admit((one.peer.clone(), one.protocol), &one.ports);
    }
    needs
}

/// The VPC of a group.
fn vpc_of<'s>(graph: &Graph<'s>, node: NodeId) -> Option<&'s Text> {
    match graph.facts(node) {
        Some(Facts::SecurityGroup(facts)) => facts.vpc_id.known(),
        _ => None,
    }
}
