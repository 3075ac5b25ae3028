//! The interfaces of a thing, and where they stand, for those who ask by name.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::id::Text;

use crate::graph::node::{Graph, NodeId};

use super::members;
use super::net::Net;

/// The interfaces of a thing.
#[derive(Default)]
pub(in crate::graph) struct Held {
    /// Those that it has for certain.
    pub(in crate::graph) interfaces: Vec<NodeId>,
    /// Why it may have others, or why nobody knows which it has.
    pub(in crate::graph) hidden: Option<Gap>,
}

/// The interfaces of a resource.
pub(in crate::graph) fn held(graph: &Graph<'_>, node: NodeId) -> Held {
    let mut held = Held::default();
    let Some(members) = members::of(Net::new(graph), node) else {
        return held;
    };
    held.hidden = members.hidden;
    for member in members.each {
        let doubt = match (member.one_of.as_slice(), member.doubt) {
            ([seat], None) => match &seat.one_of {
                None if seat.found => {
                    held.interfaces.push(seat.node);
                    seat.more_addresses.clone()
                }
                doubt => doubt.clone(),
            },
            (_, doubt) => doubt,
        };
        held.hidden = held.hidden.take().or(doubt);
    }
    held
}

/// The subnets in which a resource has interfaces, and whether it may have some in others.
pub(in crate::graph) fn subnets_of(graph: &Graph<'_>, node: NodeId) -> (BTreeSet<Text>, bool) {
    let Some(members) = members::of(Net::new(graph), node) else {
        return (BTreeSet::new(), false);
    };
    let seats = members.each.iter().flat_map(|member| &member.one_of);
    let subnets: BTreeSet<Text> = seats.map(|seat| seat.subnet.id.clone()).collect();
    let placed = |id: &Text| !id.is_empty();
    let hidden = members.hidden.is_some()
        || members.each.iter().any(|member| member.one_of.is_empty())
        || !subnets.iter().all(placed);
    (subnets, hidden)
}
