//! What carries a group, one by one.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resource::Resource;

use crate::graph::groups::{Carrier, Direction, GroupRules};
use crate::graph::node::{Graph, NodeId};

/// A group, its id and its ingress rules.
pub(in crate::graph) struct Group<'s> {
    pub(in crate::graph) resource: &'s Resource,
    pub(in crate::graph) id: Result<&'s Text, Gap>,
    pub(in crate::graph) rules: GroupRules,
}

impl<'s> Group<'s> {
    pub(in crate::graph) fn read(graph: &Graph<'s>, node: NodeId) -> Option<Self> {
        let resource = graph.resource(node)?;
        let Facts::SecurityGroup(facts) = &resource.facts else {
            return None;
        };
        let id = facts.group_id.known();
        Some(Group {
            resource,
            id: id.ok_or_else(|| graph.missing(resource, "group_id")),
            rules: GroupRules::read(graph, node, Direction::Ingress),
        })
    }
}

/// What carries a group, and why there may be more. An interface of a service is told by the service,
/// where the interface says that it is of such a one.
pub(in crate::graph) fn units(
    graph: &Graph<'_>,
    group: &Text,
    node: NodeId,
) -> (Vec<Carrier>, Option<Gap>) {
    let name = match graph.facts(node) {
        Some(Facts::SecurityGroup(facts)) => facts.group_name.known().map(Text::as_str),
        _ => None,
    };
    let (carriers, hidden) = graph.carriers(group, name, node);
    let services: Vec<&Carrier> = carriers
        .iter()
        .filter(|one| !is_interface(graph, one))
        .collect();
    let units = carriers
        .iter()
        .filter(|one| !is_interface(graph, one) || !is_explained(graph, one, &services));
    (units.cloned().collect(), hidden)
}

pub(in crate::graph) fn is_interface(graph: &Graph<'_>, carrier: &Carrier) -> bool {
    graph.node(carrier.node).kind == "ec2.network_interface"
}

/// Whether an interface is that of a service which carries the group as well. What says nothing of
/// itself may be anybody's.
fn is_explained(graph: &Graph<'_>, interface: &Carrier, services: &[&Carrier]) -> bool {
    let sorts: BTreeSet<&str> = services.iter().map(|one| one.sort).collect();
    let about = match graph.facts(interface.node) {
        Some(Facts::NetworkInterface(facts)) => facts.description.known(),
        _ => None,
    };
    let about = about.map_or("", Text::as_str);
    let has_name = |one: &Carrier| {
        let arn = graph.node(one.node).arn.as_str();
        let name = arn.rsplit([':', '/']).next().unwrap_or(arn);
        about.ends_with(name)
    };
    match interface.sort {
        // Those of classic load balancers, which are not collected, have a name only.
        "load-balancer" => services.iter().any(|one| {
            let arn = graph.node(one.node).arn.as_str();
            let own = arn.split_once(":loadbalancer/");
            own.is_some_and(|(_, own)| about.strip_prefix("ELB ") == Some(own))
        }),
        "interface" | "database" if sorts.contains("proxy") && about.contains("DBProxy") => true,
        "interface" => {
            let mut gateways = services.iter().filter(|one| one.sort == "gateway");
            gateways.any(|one| has_name(one))
        }
        sort => sorts.contains(sort),
    }
}
