//! Whose an interface is: the services that may have it, by the groups that they give to theirs.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::groups::{Carrier, groups_of};
use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::untellable;
use crate::graph::reading::Reading;
use crate::graph::workload::details;

use super::units::is_interface;

/// Whose an interface is.
pub(in crate::graph) struct Whose {
    /// One of these, as far as is known.
    pub(in crate::graph) owners: BTreeSet<NodeId>,
    /// Why it may be somebody else's, or its owner may want more than is known.
    pub(in crate::graph) unknown: Option<Gap>,
}

impl Whose {
    /// Whether it may be that of one of these.
    pub(in crate::graph) fn may_be_one_of(&self, clients: &BTreeSet<NodeId>) -> bool {
        self.owners.iter().any(|owner| clients.contains(owner))
    }
}

/// Whose an interface is. Services do not say which interfaces are theirs; those that carry all groups
/// of a service may be, where they say nothing else of themselves.
pub(in crate::graph) fn whose(graph: &Graph<'_>, interface: NodeId) -> Arc<Whose> {
    let read = || Arc::new(read(graph, interface));
    let kind = "ec2.network_interface";
    let known = graph.owners.get(graph, kind, interface, read);
    known.cloned().unwrap_or_else(read)
}

fn read(graph: &Graph<'_>, interface: NodeId) -> Whose {
    let (groups, mut hidden) = groups_of(graph, interface);
    let mut owners = BTreeSet::new();
    let mut unread = None;
    let mut is_told = false;
    for group in &groups {
        let (carriers, more) = graph.carriers(group, None, interface);
        hidden = hidden.or(more);
        let own = carriers.iter().find(|one| one.node == interface);
        let sort = own.map_or("interface", |own| own.sort);
        is_told |= !matches!(sort, "interface" | "instance");
        for carrier in carriers.iter().filter(|one| may_own(one.sort, sort)) {
            if is_interface(graph, carrier) {
                continue;
            }
            let (own, more) = groups_of(graph, carrier.node);
            hidden = hidden.or(more);
            if own.is_subset(&groups) {
                owners.insert(carrier.node);
                unread = unread.or((!IS_READ.contains(&carrier.sort)).then_some(carrier.node));
            }
        }
    }
    owners.extend(tasks_with(graph, &groups));
    let intent = graph.intent();
    let untold = owners.iter().find_map(|owner| intent.untold(*owner));
    let unknown = hidden
        .or_else(|| intent.hidden(graph, interface).cloned())
        .or_else(|| untold.cloned())
        .or_else(|| unread.and_then(|owner| nobody_told(graph, WANTS, owner)))
        .or_else(|| {
            let open = owners.is_empty() || !is_told;
            open.then(|| nobody_told(graph, "whose interface it is:", interface))?
        });
    Whose { owners, unknown }
}

/// What of a service tells what it wants to reach, if anything.
const IS_READ: [&str; 8] = [
    "function",
    "task",
    "connector",
    "proxy",
    "gateway",
    "load-balancer",
    "database",
    "endpoint",
];

/// Why what carries a group may want more than is known. An interface wants what its owner wants.
pub(in crate::graph) fn untold_wants(graph: &Graph<'_>, carrier: &Carrier) -> Option<Gap> {
    if is_interface(graph, carrier) {
        return None;
    }
    let untold = graph.intent().untold(carrier.node).cloned();
    let is_read = IS_READ.contains(&carrier.sort);
    untold.or_else(|| (!is_read).then(|| nobody_told(graph, WANTS, carrier.node))?)
}

const WANTS: &str = "what it wants:";

/// Whether an interface of a sort may be that of a service of a sort. What a template starts is an
/// instance, of which nobody told what runs there.
fn may_own(service: &str, interface: &str) -> bool {
    match interface {
        "instance" => false,
        "interface" => {
            !["function", "task", "load-balancer", "database", "endpoint"].contains(&service)
                && service != "template"
        }
        "task" => matches!(service, "task" | "schedule" | "batch"),
        "database" => matches!(service, "database" | "proxy"),
        sort => sort == service,
    }
}

/// The tasks that no service started and whose interfaces carry the same groups.
fn tasks_with(graph: &Graph<'_>, groups: &BTreeSet<Text>) -> BTreeSet<NodeId> {
    let mut tasks = BTreeSet::new();
    for &node in graph.of_kind("ecs.workload") {
        let (Some(resource), Some(Facts::EcsTask(task))) =
            (graph.resource(node), graph.facts(node))
        else {
            continue;
        };
        let mut reading = Reading::new(graph);
        let ids = details(&mut reading, resource, task, "networkInterfaceId");
        let found = ids
            .iter()
            .map(|id| graph.find("ec2.network_interface", id, node));
        let mut same = found.filter_map(Result::ok);
        if same.any(|one| groups_of(graph, one).0 == *groups) {
            tasks.extend(graph.under(node));
        }
    }
    tasks
}

fn nobody_told(graph: &Graph<'_>, what: &str, node: NodeId) -> Option<Gap> {
    let resource = graph.resource(node)?;
    Some(untellable(
        resource,
        format!("{what} {}", resource.arn.last()),
    ))
}
