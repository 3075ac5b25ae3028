//! What the engine says of the network with the least rules in place of those of the group.

use crate::model::fact::Fact;
use crate::model::kinds::Facts;
use crate::model::privilege::{Fate, Judged, Peer, Privilege, Proof, Rule, Tried};
use crate::model::reach::Certainty;
use crate::snapshot::Snapshot;

use crate::graph::intent::{Flow, From};
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Protocols, Service};
use crate::graph::reach::{Party, Question, ask};

use super::rewrite::permissions;
use super::{arn, from, service_label};

/// The proof; nothing where no rule changes.
pub(super) fn of(
    graph: &Graph<'_>,
    node: NodeId,
    told: &Privilege,
    needed: &[&Flow],
) -> Option<Proof> {
    let gone: Vec<&Judged> = told.rules.iter().filter(|one| goes(one.fate)).collect();
    if gone.is_empty() {
        return None;
    }
    let changed = with(graph.snapshot, node_arn(graph, node), &told.least);
    // The snapshot has the same resources in the same order, so that nodes are the same.
    let after = Graph::build(&changed, Box::new(|_| "unknown"));
    let tried = |question: &Question| (answer(graph, question), answer(&after, question));
    let wanted: Vec<Tried> = needed
        .iter()
        .map(|flow| {
            let (before, after) = tried(&of_flow(flow));
            Tried {
                from: from(graph, flow),
                to: arn(graph, flow.to),
                service: service_label(flow.protocol, &flow.ports),
                before,
                after,
            }
        })
        .collect();
    let excess: Vec<Tried> = gone
        .iter()
        .filter(|one| one.fate == Fate::Remove)
        .filter_map(|one| {
            let question = Question {
                from: party_of(graph, node, &one.rule.peer)?,
                to: Party::Resource(node),
                service: service_of(&one.rule)?,
            };
            let (before, after) = tried(&question);
            Some(Tried {
                from: one.rule.peer.as_str().to_owned(),
                to: told.id.clone(),
                service: one.rule.service(),
                before,
                after,
            })
        })
        .collect();
    Some(Proof {
        holds: holds(&wanted, &excess),
        wanted,
        excess,
    })
}

fn answer(graph: &Graph<'_>, question: &Question) -> Certainty {
    ask(graph, question).report.answer
}

fn goes(fate: Fate) -> bool {
    matches!(fate, Fate::Narrow | Fate::Remove)
}

fn node_arn<'g>(graph: &'g Graph<'_>, node: NodeId) -> &'g str {
    graph.node(node).arn.as_str()
}

/// The snapshot with other ingress rules of a group.
fn with(snapshot: &Snapshot, group: &str, rules: &[Rule]) -> Snapshot {
    let mut changed = snapshot.clone();
    let mut same = changed.resources.iter_mut();
    if let Some(resource) = same.find(|one| one.arn.as_str() == group)
        && let Facts::SecurityGroup(facts) = &mut resource.facts
    {
        facts.ip_permissions = Fact::Known(permissions(rules));
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

fn party_of(graph: &Graph<'_>, near: NodeId, peer: &Peer) -> Option<Party> {
    match peer {
        Peer::CidrIpv4(range) | Peer::CidrIpv6(range) => {
            let range: ipnet::IpNet = range.parse().ok()?;
            Some(match range.prefix_len() {
                0 => Party::Internet,
                _ => Party::Addresses(range),
            })
        }
        Peer::Group(id, _) => {
            let group = graph.find("ec2.security_group", id, near).ok()?;
            Some(Party::Resource(group))
        }
        Peer::PrefixList(_) => None,
    }
}

/// What a rule admits; nothing for protocols without ports that it does not name one by one.
fn service_of(rule: &Rule) -> Option<Service> {
    let protocol = match rule.protocol.as_str() {
        "-1" => return Some(Service::all()),
        "tcp" => Service::TCP,
        "udp" => Service::UDP,
        _ => return None,
    };
    let port = |port: i64| u16::try_from(port).ok();
    Some(match rule.ports {
        None => Service::protocol(protocol),
        Some((first, last)) => Service::ports(protocol, port(first)?, port(last)?),
    })
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
