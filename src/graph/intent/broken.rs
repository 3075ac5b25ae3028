//! Wanted connections that a network ACL breaks, on their way there or on that of their answers.

use std::collections::BTreeSet;

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};
use crate::graph::reach::{Party, admits_everything, between, subnets_of};
use crate::graph::schema::Answer;

use super::{Flow, From};

record! {
    /// A wanted connection that a network ACL breaks.
    BrokenFlow {
        /// Where it begins: `internet`, or the ARN.
        from: Text, gap;
        /// Where it ends.
        to: Text, gap;
        /// What says that it is wanted.
        wanted: Text, gap;
        /// Where its packets end, or those of its answers.
        why: Text, gap;
    }
}

/// The lowest port that clients connect from.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html>
const FIRST_EPHEMERAL: u16 = 1024;

/// The derived fact `broken_flows`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::NetworkAcl(facts) = &resource.facts else {
        return Answer::none();
    };
    let attribute = "associated_subnet_ids";
    if facts.associated_subnet_ids.is_missing() {
        return Answer::gap(graph.missing(resource, attribute));
    }
    let subnets = facts.associated_subnet_ids.known().into_iter().flatten();
    let subnets: BTreeSet<&Text> = subnets.collect();
    let (mut list, mut sources) = (Vec::new(), Vec::new());
    let mut hidden = graph.hole(resource, attribute);
    if admits_everything(graph, node) || (subnets.is_empty() && hidden.is_none()) {
        return Answer::list(list, None, sources);
    }
    let intent = graph.intent();
    let own = intent.flows.iter();
    for flow in own.filter(|flow| touches(graph, flow, &subnets)) {
        let (from, named) = match flow.from {
            From::Internet => (Party::Internet, Text::const_new("internet")),
            From::Resource(node) => (Party::Resource(node), graph.node(node).arn.clone()),
        };
        let service = Service {
            source_ports: Ports::run(FIRST_EPHEMERAL, u16::MAX),
            ports: flow.ports.clone(),
            ..Service::protocol(flow.protocol)
        };
        let told = between(graph, &from, &Party::Resource(flow.to), &service);
        // Where it is not known whether it works, it is not known whether this ACL lets it.
        hidden = hidden.or_else(|| told.decided().err());
        let by = told.stopped.as_ref();
        let Some(stop) = by.filter(|stop| stop.at == resource.arn.last()) else {
            continue;
        };
        let at = format!("[{}]", list.len());
        list.push(BrokenFlow {
            from: named.into(),
            to: graph.node(flow.to).arn.clone().into(),
            wanted: Text::const_new(flow.why).into(),
            why: Text::from(stop.why.as_str()).into(),
        });
        sources.extend(told.sources_at(&at));
        sources.extend(flow.sources.iter().map(|one| (at.clone(), one.clone())));
    }
    let hidden = hidden.or_else(|| intent.hidden(graph, node).cloned());
    Answer::list(list, hidden, sources)
}

/// Whether a connection begins or ends in one of these subnets.
fn touches(graph: &Graph<'_>, flow: &Flow, subnets: &BTreeSet<&Text>) -> bool {
    let begins = match flow.from {
        From::Resource(node) => Some(node),
        From::Internet => None,
    };
    [Some(flow.to), begins].into_iter().flatten().any(|end| {
        let (own, hidden) = subnets_of(graph, end);
        // Of what stands where nobody told, the answer says whether it is this ACL.
        hidden || own.iter().any(|subnet| subnets.contains(subnet))
    })
}
