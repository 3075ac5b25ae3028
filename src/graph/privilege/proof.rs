//! What the engine says of the network with the least rules in place of those of the group.

use crate::model::fact::Fact;
use crate::model::kinds::Facts;
use crate::model::privilege::{Direction, Proof, Rule, Tried};
use crate::model::reach::Certainty;
use crate::snapshot::Snapshot;

use crate::graph::intent::{Flow, From};
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Protocols, Service};
use crate::graph::reach::{Party, Question, ask};

use super::rewrite::permissions;
use super::{arn, client, service_label};

/// The proof: each wanted connection before and after, and each that the rules which go admit beyond
/// these and that may work today.
pub(super) fn of(
    graph: &Graph<'_>,
    node: NodeId,
    (direction, least): (Direction, &[Rule]),
    needed: &[&Flow],
    excess: &[Question],
) -> Proof {
    let group = graph.node(node).arn.as_str();
    let changed = with(graph.snapshot, group, direction, least);
    // The snapshot has the same resources in the same order, so that nodes are the same.
    let after = Graph::build(&changed, Box::new(|_| "unknown"));
    let wanted = needed.iter().map(|flow| {
        let question = of_flow(flow);
        Tried {
            from: client(graph, flow),
            to: arn(graph, flow.to),
            service: service_label(flow.protocol, &flow.ports),
            before: answer(graph, &question),
            after: answer(&after, &question),
        }
    });
    let wanted: Vec<Tried> = wanted.collect();
    let mut left: Vec<Tried> = Vec::new();
    for question in excess {
        let before = answer(graph, question);
        if before == Certainty::No {
            continue;
        }
        left.push(Tried {
            from: question.from.name(graph),
            to: question.to.name(graph),
            service: label(&question.service),
            before,
            after: answer(&after, question),
        });
    }
    Proof {
        holds: holds(&wanted, &left),
        wanted,
        excess: left,
    }
}

/// A service in words.
fn label(service: &Service) -> String {
    match service.protocols.single() {
        Some(protocol) => service_label(protocol, &service.ports),
        None if service.protocols.is_all() => "everything".to_owned(),
        None => "everything else".to_owned(),
    }
}

fn answer(graph: &Graph<'_>, question: &Question) -> Certainty {
    ask(graph, question).report.answer
}

/// The snapshot with other rules of a group.
fn with(snapshot: &Snapshot, group: &str, direction: Direction, rules: &[Rule]) -> Snapshot {
    let mut changed = snapshot.clone();
    let mut same = changed.resources.iter_mut();
    if let Some(resource) = same.find(|one| one.arn.as_str() == group)
        && let Facts::SecurityGroup(facts) = &mut resource.facts
    {
        let list = match direction {
            Direction::Ingress => &mut facts.ip_permissions,
            Direction::Egress => &mut facts.ip_permissions_egress,
        };
        *list = Fact::Known(permissions(rules));
    }
    changed
}

fn of_flow(flow: &Flow) -> Question {
    Question {
        from: match flow.from {
            From::Internet => Party::Internet,
            From::Resource(node) => Party::Resource(node),
        },
        to: Party::Resource(flow.to),
        service: Service {
            protocols: Protocols::one(flow.protocol),
            source_ports: Ports::all(),
            ports: flow.ports.clone(),
        },
    }
}

fn holds(wanted: &[Tried], excess: &[Tried]) -> Certainty {
    let lost = |one: &Tried| one.before == Certainty::Yes && one.after == Certainty::No;
    let left = |one: &Tried| one.after == Certainty::Yes;
    if wanted.iter().any(lost) || excess.iter().any(left) {
        return Certainty::No;
    }
    let open = |one: &Tried| one.before != one.after && one.after == Certainty::Unknown;
    match wanted.iter().any(open) || excess.iter().any(|one| one.after == Certainty::Unknown) {
        true => Certainty::Unknown,
        false => Certainty::Yes,
    }
}
