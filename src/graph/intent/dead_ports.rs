//! Ports that a group admits, and on which nothing listens that carries it.

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::path::Literal;
use crate::record;

use crate::graph::groups::GroupRule;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};
use crate::graph::schema::Answer;

use super::Listening;
use super::units::{Group, units};

record! {
    /// A rule that admits ports on which nothing listens that carries the group.
    DeadPorts {
        /// The rule in words.
        rule: Text, gap;
        /// The ports that it admits in vain, with the protocol.
        ports: Text, gap;
        /// The ports on which what carries the group listens; `none` for what only sends.
        listening: Text, gap;
    }
}

/// The derived fact `dead_ports`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(group) = Group::read(graph, node) else {
        return Answer::none();
    };
    let (mut list, mut sources) = (Vec::new(), Vec::new());
    if group.rules.each.is_empty() {
        return Answer::list(list, group.rules.hidden, sources);
    }
    let listening = match group.id.and_then(|id| listening_of(graph, id, node)) {
        Ok(Some(listening)) => listening,
        Ok(None) => return Answer::list(list, group.rules.hidden, sources),
        Err(gap) => return Answer::gap(gap),
    };
    for rule in &group.rules.each {
        let dead = dead(rule, &listening);
        if dead.is_empty() {
            continue;
        }
        sources.push((format!("[{}]", list.len()), rule.source(group.resource)));
        list.push(DeadPorts {
            rule: Text::from(rule.label()).into(),
            ports: Text::from(dead.join(", ")).into(),
            listening: Text::from(told_listening(&listening)).into(),
        });
    }
    Answer::list(list, group.rules.hidden, sources)
}

/// The ports on which what carries a group listens; nothing if nothing carries it.
///
/// # Errors
/// Something of it is not known.
fn listening_of(
    graph: &Graph<'_>,
    group: &Text,
    node: NodeId,
) -> Result<Option<Vec<(u8, Ports)>>, Gap> {
    let (units, hidden) = units(graph, group, node);
    if let Some(gap) = hidden {
        return Err(gap);
    }
    if units.is_empty() {
        return Ok(None);
    }
    let mut all: Vec<(u8, Ports)> = Vec::new();
    for unit in units {
        match super::listening(graph, unit.node) {
            Listening::Unknown(gap) => return Err(gap),
            Listening::On(ports) => all.extend(ports),
        }
    }
    Ok(Some(all))
}

const PROTOCOLS: [(u8, &str); 2] = [(Service::TCP, "tcp"), (Service::UDP, "udp")];

/// What a rule admits in vain, by protocol.
fn dead(rule: &GroupRule, listening: &[(u8, Ports)]) -> Vec<String> {
    let own = PROTOCOLS.iter();
    let own = own.filter(|(protocol, _)| rule.service.protocols.has(*protocol));
    let left = own.map(|(protocol, name)| {
        let ports = rule.service.ports.without(&ports_of(listening, *protocol));
        (name, ports)
    });
    left.filter(|(_, ports)| !ports.is_empty())
        .map(|(name, ports)| format!("{name} {}", told_ports(&ports)))
        .collect()
}

fn ports_of(listening: &[(u8, Ports)], protocol: u8) -> Ports {
    let own = listening.iter().filter(|(one, _)| *one == protocol);
    own.fold(Ports::none(), |all, (_, ports)| all.or(ports))
}

/// Ports in words.
fn told_ports(ports: &Ports) -> String {
    let runs = ports
        .runs()
        .iter()
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}-{last}"),
        });
    runs.collect::<Vec<_>>().join(", ")
}

fn told_listening(listening: &[(u8, Ports)]) -> String {
    let told: Vec<String> = PROTOCOLS
        .into_iter()
        .filter_map(|(protocol, name)| {
            let ports = ports_of(listening, protocol);
            (!ports.is_empty()).then(|| format!("{name} {}", told_ports(&ports)))
        })
        .collect();
    match told.is_empty() {
        true => "none".to_owned(),
        false => told.join(", "),
    }
}
