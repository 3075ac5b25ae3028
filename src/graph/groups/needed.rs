//! What those that carry a group are known to send to: the least that its egress rules have to let out.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;
use crate::graph::workload::services_to_start;

use super::carriers::groups_of;
use super::egress::WORKLOADS;

/// The derived fact `needed_egress`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::SecurityGroup(facts) = &resource.facts else {
        return Answer::none();
    };
    let Some(id) = facts.group_id.known() else {
        return Answer::gap(graph.missing(resource, "group_id"));
    };
    let name = facts.group_name.known().map(Text::as_str);
    let (carriers, hidden) = graph.carriers(id, name, node);
    let workloads = carriers.iter().filter(|one| WORKLOADS.contains(&one.sort));
    // By name, so that the same gap is told whatever came first.
    let nodes: BTreeMap<&str, NodeId> = workloads
        .map(|one| (graph.node(one.node).arn.as_str(), one.node))
        .collect();
    let intent = graph.intent();
    let mut needs = Needs::default();
    let mut hidden = hidden.or_else(|| match facts.group_name.is_missing() {
        true => Some(graph.missing(resource, "group_name")),
        false => None,
    });
    for node in nodes.into_values() {
        hidden = hidden.or_else(|| needs.of(graph, node));
        hidden = hidden.or_else(|| intent.hidden(graph, node).cloned());
    }
    match hidden {
        Some(gap) => Answer::gap(gap),
        None => needs.answer(),
    }
}

/// What was found so far.
#[derive(Default)]
struct Needs {
    peers: BTreeMap<(String, u8), Ports>,
    services: BTreeSet<&'static str>,
    sources: Vec<(String, Source)>,
}

impl Needs {
    /// Adds what one carrier needs; tells why something of it was not told.
    fn of(&mut self, graph: &Graph<'_>, node: NodeId) -> Option<Gap> {
        let intent = graph.intent();
        let mut hidden = None;
        for flow in intent.from(node) {
            let (peer, untold) = peer(graph, flow.to);
            hidden = hidden.or(untold);
            let ports = self.peers.entry((peer, flow.protocol));
            let ports = ports.or_insert_with(Ports::none);
            *ports = ports.or(&flow.ports);
            let each = flow.sources.iter().cloned();
            self.sources.extend(each.map(|one| (String::new(), one)));
        }
        if intent.untold(node).is_some() {
            hidden = hidden.or_else(|| Some(more_wanted(graph, node)));
        }
        if graph.node(node).kind != "ecs.service" {
            return hidden;
        }
        let mut reading = Reading::new(graph);
        for (service, told) in services_to_start(&mut reading, node) {
            self.services.insert(service);
            let each = told.into_iter();
            self.sources.extend(each.map(|one| (String::new(), one)));
        }
        hidden.or(reading.hidden)
    }

    fn answer(self) -> Answer {
        let peers = self.peers.iter();
        let mut needs: Vec<String> = peers
            .map(|((peer, protocol), ports)| format!("{} to {peer}", told(*protocol, ports)))
            .collect();
        if !self.services.is_empty() {
            let names: Vec<&str> = self.services.into_iter().collect();
            needs.push(format!("tcp 443 to {} of AWS", names.join(", ")));
        }
        if needs.is_empty() {
            needs.push("nothing that a fact names".to_owned());
        }
        Answer::known(Text::from(needs.join("; ")), self.sources)
    }
}

/// The gap of a carrier that may want more than facts name.
fn more_wanted(graph: &Graph<'_>, node: NodeId) -> Gap {
    let here = graph.node(node);
    let name = here.arn.rsplit(['/', ':']).next().unwrap_or_default();
    Gap::new(GapReason::UnsupportedHere, "")
        .within(here.account, here.region)
        .because(format!("what else {name} wants"))
}

/// By whom a rule would name what a connection leads to: its groups, or itself if nobody told them.
fn peer(graph: &Graph<'_>, node: NodeId) -> (String, Option<Gap>) {
    let (groups, hidden) = groups_of(graph, node);
    let arn = graph.node(node).arn.as_str();
    let name = arn.rsplit(['/', ':']).next().unwrap_or(arn);
    let told = match groups.first() {
        Some(group) => format!("{group} ({name})"),
        None => name.to_owned(),
    };
    (told, hidden)
}

fn told(protocol: u8, ports: &Ports) -> String {
    let runs = ports.runs().iter();
    let runs = runs.map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    let name = if protocol == Service::UDP {
        "udp"
    } else {
        "tcp"
    };
    format!("{name} {}", runs.collect::<Vec<_>>().join(", "))
}
