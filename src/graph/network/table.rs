//! The route table that decides for a subnet.

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::{RouteTable, RouteTableAssociation};
use crate::model::resource::Resource;

use super::super::index::Reverse;
use super::super::node::{Graph, NodeId};
use super::super::reach::untellable;

/// The table that a subnet is associated with, or else the main one of its VPC.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html>
pub(in crate::graph) fn effective_table(graph: &Graph<'_>, subnet: NodeId) -> Result<NodeId, Gap> {
    let Some(resource) = graph.resource(subnet) else {
        return Err(Gap::new(GapReason::NotCollected, "ec2:DescribeSubnets"));
    };
    let Facts::Subnet(facts) = &resource.facts else {
        return Err(graph.missing(resource, "subnet_id"));
    };
    let Some(id) = facts.subnet_id.known() else {
        return Err(graph.missing(resource, "subnet_id"));
    };
    let Some(vpc) = facts.vpc_id.known() else {
        return Err(graph.missing(resource, "vpc_id"));
    };
    let (tables, mut hidden) = graph.naming(Reverse::RouteTablesByVpc, vpc, subnet);
    let mut main = None;
    for table in tables {
        let Some(resource) = graph.resource(table) else {
            continue;
        };
        let Facts::RouteTable(facts) = &resource.facts else {
            continue;
        };
        let uses = Uses::of(graph, resource, facts, id);
        if uses.subnet {
            return Ok(table);
        }
        if uses.main {
            main = Some(table);
        }
        hidden = hidden.or(uses.hidden);
    }
    // Where a use of a table is hidden, it may be the subnet's own.
    match (hidden, main) {
        (Some(gap), _) => Err(gap),
        (None, Some(table)) => Ok(table),
        (None, None) => Err(
            Gap::new(GapReason::AccountNotScanned, "ec2:DescribeRouteTables")
                .within(&resource.account, &resource.region)
                .because(format!(
                    "{vpc} shows no route table here: it is shared from another account"
                )),
        ),
    }
}

/// What uses a table.
struct Uses {
    /// The subnet that was asked for.
    subnet: bool,
    /// Every subnet without a table of its own.
    main: bool,
    /// Why there may be more uses.
    hidden: Option<Gap>,
}

impl Uses {
    fn of(graph: &Graph<'_>, resource: &Resource, table: &RouteTable, subnet: &str) -> Self {
        let associations = table.associations.known().map_or(&[][..], Vec::as_slice);
        let current = || associations.iter().filter(|one| is_current(one));
        let untold = current().any(|one| one.main.is_missing() || one.subnet_id.is_missing());
        Uses {
            subnet: current().any(|one| one.subnet_id.known().is_some_and(|id| id == subnet)),
            main: current().any(|one| matches!(one.main, Fact::Known(true))),
            hidden: if untold || table.associations.is_missing() {
                Some(graph.missing(resource, "associations"))
            } else {
                graph.hole(resource, "associations")
            },
        }
    }
}

/// Whether a route drops what it wins. Of another state than these two nobody knows what it does to
/// packets: a `filtered` route of a route server, one that is `pending`, or what AWS adds later.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html>
pub(in crate::graph) fn drops(state: &Fact<Text>) -> Option<bool> {
    match state.known()?.as_str() {
        "active" => Some(false),
        "blackhole" => Some(true),
        _ => None,
    }
}

/// Why nobody knows whether the route at a path drops.
pub(in crate::graph) fn unknown_state(
    graph: &Graph<'_>,
    resource: &Resource,
    path: &str,
    state: &Fact<Text>,
) -> Gap {
    match state.known() {
        Some(state) => untellable(resource, format!("a route in the state {state}: {path}")),
        None => graph.missing(resource, path),
    }
}

/// An association that has ended, or never began, is none.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTableAssociationState.html>
pub(in crate::graph) fn is_current(association: &RouteTableAssociation) -> bool {
    let state = association.state.known().map(Text::as_str);
    !matches!(state, Some("disassociated" | "failed"))
}
