//! Wanted connections that a network ACL breaks, on their way there or on that of their answers.

use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};
use crate::graph::reach::{Party, admits_everything, between, subnets_of};
use crate::graph::schema::Answer;

use super::{From, Intent};

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
    for flow in by_subnet(graph, intent)
        .touching(&subnets)
        .into_iter()
        .map(|index| &intent.flows[index])
    {
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
        let broken = BrokenFlow {
            from: named.into(),
            to: graph.node(flow.to).arn.clone().into(),
            wanted: Text::const_new(flow.why).into(),
            why: Text::from(stop.why.as_str()).into(),
        };
        // What is wanted on several ports is one connection, and the first port tells why.
        let same = |other: &BrokenFlow| {
            let ends = other.from == broken.from && other.to == broken.to;
            ends && other.wanted == broken.wanted
        };
        let known = list.iter().position(same);
        let at = format!("[{}]", known.unwrap_or(list.len()));
        if known.is_none() {
            list.push(broken);
        }
        sources.extend(told.sources_at(&at));
        sources.extend(flow.sources.iter().map(|one| (at.clone(), one.clone())));
    }
    let hidden = hidden.or_else(|| intent.hidden(graph, node).cloned());
    Answer::list(list, hidden, sources)
}

/// The wanted connections by subnet, looked up once.
pub(super) fn by_subnet<'i>(graph: &Graph<'_>, intent: &'i Intent) -> &'i BySubnet {
    let read = || BySubnet::of(graph, intent);
    intent.by_subnet.get_or_init(read)
}

/// Wanted connections by the subnets in which they begin and end.
#[derive(Debug)]
pub(super) struct BySubnet {
    told: HashMap<Text, Vec<usize>>,
    /// Those of which an end may stand anywhere: the answer says what stops them.
    anywhere: Vec<usize>,
}

impl BySubnet {
    fn of(graph: &Graph<'_>, intent: &Intent) -> Self {
        let mut all = BySubnet {
            told: HashMap::default(),
            anywhere: Vec::new(),
        };
        for (index, flow) in intent.flows.iter().enumerate() {
            let begins = match flow.from {
                From::Resource(node) => Some(node),
                From::Internet => None,
            };
            for end in [Some(flow.to), begins].into_iter().flatten() {
                let (subnets, hidden) = subnets_of(graph, end);
                if hidden {
                    all.anywhere.push(index);
                }
                for subnet in subnets {
                    all.told.entry(subnet).or_default().push(index);
                }
            }
        }
        all
    }

    /// Those that surely begin or end in a subnet.
    pub(super) fn of_subnet(&self, subnet: &Text) -> impl Iterator<Item = usize> {
        self.told.get(subnet).into_iter().flatten().copied()
    }

    /// Those of which an end may stand anywhere.
    pub(super) fn anywhere(&self) -> impl Iterator<Item = usize> {
        self.anywhere.iter().copied()
    }

    fn touching(&self, subnets: &BTreeSet<&Text>) -> BTreeSet<usize> {
        let told = subnets.iter().filter_map(|subnet| self.told.get(*subnet));
        told.chain([&self.anywhere]).flatten().copied().collect()
    }
}
