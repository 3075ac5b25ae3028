//! The ranges of a prefix list.

use ipnet::IpNet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use super::super::node::{Graph, NodeId};

/// One range of a list, with the place where it was told.
pub(in crate::graph) struct Prefix {
    /// The range.
    pub(in crate::graph) range: IpNet,
    /// The range as it was told.
    pub(in crate::graph) told: Text,
    /// The list.
    pub(in crate::graph) list: NodeId,
    /// The path in the list.
    pub(in crate::graph) path: String,
}

/// The known ranges of the list with an id, and why there may be more.
pub(in crate::graph) fn of_list(
    graph: &Graph<'_>,
    from: NodeId,
    id: &str,
) -> (Vec<Prefix>, Option<Gap>) {
    let list = match graph.find("ec2.prefix_list", id, from) {
        Ok(list) => list,
        Err(gap) => return (Vec::new(), Some(gap)),
    };
    let Some(resource) = graph.resource(list) else {
        return (Vec::new(), None);
    };
    let Facts::PrefixList(facts) = &resource.facts else {
        return (Vec::new(), Some(graph.missing(resource, "entries")));
    };
    let mut hidden = if facts.entries.is_missing() {
        Some(graph.missing(resource, "entries"))
    } else {
        graph.hole(resource, "entries")
    };
    let mut ranges = Vec::new();
    for (place, entry) in facts.entries.known().into_iter().flatten().enumerate() {
        let path = format!("entries[{place}].cidr");
        let parsed = entry.cidr.known().map(|cidr| (cidr, cidr.parse()));
        match parsed {
            Some((told, Ok(range))) => ranges.push(Prefix {
                range,
                told: told.clone(),
                list,
                path,
            }),
            Some((_, Err(_))) => hidden = hidden.or(Some(graph.unreadable(resource, &path))),
            None => hidden = hidden.or(Some(graph.missing(resource, &path))),
        }
    }
    (ranges, hidden)
}
