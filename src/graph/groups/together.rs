//! Groups that always stand beside another one: every interface that carries the one carries them.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};

/// The groups that every interface of a group carries besides it, and why that is not certain. There
/// are none where it has no interface.
pub(super) fn beside(
    graph: &Graph<'_>,
    group: &Text,
    near: NodeId,
) -> (BTreeSet<Text>, Option<Gap>) {
    let (interfaces, mut hidden) = graph.naming(Reverse::InterfacesByGroup, group, near);
    let mut beside: Option<BTreeSet<Text>> = None;
    for interface in interfaces {
        let Some(resource) = graph.resource(interface) else {
            continue;
        };
        let Facts::NetworkInterface(facts) = &resource.facts else {
            continue;
        };
        hidden = hidden.or_else(|| graph.hole(resource, "groups"));
        let ids = facts.groups.known().into_iter().flatten();
        let own: BTreeSet<Text> = ids
            .filter_map(|one| one.group_id.known())
            .filter(|id| *id != group)
            .cloned()
            .collect();
        beside = Some(match beside {
            None => own,
            Some(both) => both.intersection(&own).cloned().collect(),
        });
    }
    (beside.unwrap_or_default(), hidden)
}
