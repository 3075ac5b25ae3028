//! The tier of a subnet, by its effective route table.

use ipnet::IpNet;
use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::{Route, RouteTable};
use crate::model::path::Literal;

use super::super::cidr;
use super::super::index::Reverse;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;

/// What a subnet can reach, from the least exposed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    Isolated,
    Private,
    Public,
}

/// The derived fact `tier`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let table = match effective_table(graph, node) {
        Ok(table) => table,
        Err(gap) => return Answer::gap(gap),
    };
    let Some(resource) = graph.resource(table) else {
        return Answer::none();
    };
    let Facts::RouteTable(facts) = &resource.facts else {
        return Answer::none();
    };
    let hidden = match &facts.routes {
        Fact::Missing => Some(graph.missing(resource, "routes")),
        Fact::Known(_) | Fact::None => {
            let gap = resource.gaps.get("routes").cloned();
            gap.map(|gap| gap.within(&resource.account, &resource.region))
        }
    };
    let routes = facts.routes.known().map_or(&[][..], Vec::as_slice);
    let untold = routes.iter().position(|route| !is_told(route));
    let hidden =
        hidden.or_else(|| untold.map(|index| graph.missing(resource, &format!("routes[{index}]"))));
    let decisive = routes
        .iter()
        .enumerate()
        .map(|(index, route)| (tier_of(route), index))
        .max_by_key(|(tier, index)| (*tier, std::cmp::Reverse(*index)));
    let tier = decisive.map_or(Tier::Isolated, |(tier, _)| tier);
    if let (Some(gap), true) = (hidden, tier < Tier::Public) {
        return Answer::gap(gap);
    }
    let value = match tier {
        Tier::Public => "public",
        Tier::Private => "private",
        Tier::Isolated => "isolated",
    };
    let sources = sources(
        graph,
        table,
        facts,
        decisive
            .filter(|_| tier > Tier::Isolated)
            .map(|(_, index)| index),
    );
    Answer::known(Text::const_new(value), sources)
}

/// The table that a subnet is associated with, or else the main one of its VPC.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html>
pub(in crate::graph) fn effective_table(graph: &Graph<'_>, subnet: NodeId) -> Result<NodeId, Gap> {
    let Some(resource) = graph.resource(subnet) else {
        return Err(Gap::new(
            crate::model::gap::GapReason::NotCollected,
            "ec2:DescribeSubnets",
        ));
    };
    let Facts::Subnet(facts) = &resource.facts else {
        return Err(graph.missing(resource, "subnet_id"));
    };
    let (Fact::Known(vpc), Fact::Known(id)) = (&facts.vpc_id, &facts.subnet_id) else {
        return Err(graph.missing(resource, "vpc_id"));
    };
    let (tables, incomplete) = graph.naming(Reverse::RouteTablesByVpc, vpc, subnet);
    let associated = |test: &dyn Fn(&RouteTable) -> bool| {
        tables.iter().copied().find(
            |table| matches!(graph.facts(*table), Some(Facts::RouteTable(table)) if test(table)),
        )
    };
    let explicit =
        associated(&|table| has_association(table, |subnet_id, _| subnet_id == Some(id.as_str())));
    if let Some(table) = explicit {
        return Ok(table);
    }
    // Without every table of the VPC, one that is associated explicitly may be hidden.
    if let Some(gap) = incomplete.or_else(|| untold_associations(graph, &tables)) {
        return Err(gap);
    }
    associated(&|table| has_association(table, |_, main| main)).ok_or_else(|| {
        Gap::new(
            crate::model::gap::GapReason::AccountNotScanned,
            "ec2:DescribeRouteTables",
        )
        .within(&resource.account, &resource.region)
        .because(format!(
            "{vpc} shows no route table here: it is shared from another account"
        ))
    })
}

/// Why one of the tables may have an association that is not known.
fn untold_associations(graph: &Graph<'_>, tables: &[NodeId]) -> Option<Gap> {
    tables.iter().find_map(|table| {
        let resource = graph.resource(*table)?;
        let Facts::RouteTable(facts) = &resource.facts else {
            return None;
        };
        let hidden = facts.associations.is_missing() || resource.gaps.contains_key("associations");
        hidden.then(|| graph.missing(resource, "associations"))
    })
}

fn has_association(table: &RouteTable, test: impl Fn(Option<&str>, bool) -> bool) -> bool {
    table.associations.known().is_some_and(|associations| {
        associations.iter().any(|association| {
            let subnet = association.subnet_id.known().map(Text::as_str);
            test(subnet, matches!(association.main, Fact::Known(true)))
        })
    })
}

/// What one route makes of a subnet. A blackhole drops; a route to addresses of private use, or to
/// a prefix list of AWS through a gateway endpoint, leads nowhere outside.
fn tier_of(route: &Route) -> Tier {
    if !matches!(&route.state, Fact::Known(state) if state == "active") || !leads_outside(route) {
        return Tier::Isolated;
    }
    let has = |target: &Fact<Text>| target.known().is_some();
    match route.gateway_id.known() {
        Some(gateway) if gateway.starts_with("igw-") => Tier::Public,
        // A gateway endpoint (`vpce-`), the VPC itself (`local`), a VPN gateway.
        Some(_) => Tier::Isolated,
        None if has(&route.nat_gateway_id)
            || has(&route.egress_only_internet_gateway_id)
            || has(&route.transit_gateway_id)
            || has(&route.network_interface_id)
            || has(&route.instance_id)
            || has(&route.carrier_gateway_id)
            || has(&route.core_network_arn) =>
        {
            Tier::Private
        }
        None => Tier::Isolated,
    }
}

/// Whether all of a route that decides was told.
fn is_told(route: &Route) -> bool {
    let texts = [
        &route.state,
        &route.destination_cidr_block,
        &route.destination_ipv6_cidr_block,
        &route.destination_prefix_list_id,
        &route.gateway_id,
        &route.nat_gateway_id,
        &route.egress_only_internet_gateway_id,
        &route.transit_gateway_id,
        &route.network_interface_id,
        &route.instance_id,
        &route.carrier_gateway_id,
        &route.core_network_arn,
    ];
    !texts.iter().any(|text| text.is_missing())
}

fn leads_outside(route: &Route) -> bool {
    let destination = route
        .destination_cidr_block
        .known()
        .or(route.destination_ipv6_cidr_block.known());
    match destination.map(|destination| destination.parse::<IpNet>()) {
        Some(Ok(range)) => cidr::has_public_part(&range),
        // A prefix list, or what no parser knows, may lead anywhere.
        Some(Err(_)) | None => true,
    }
}

fn sources(
    graph: &Graph<'_>,
    table: NodeId,
    facts: &RouteTable,
    decisive: Option<usize>,
) -> Vec<(String, Source)> {
    let source = |path: String, value: Json| {
        let resource = graph.node(table).arn.clone();
        let operation = Text::const_new("ec2:DescribeRouteTables");
        (
            String::new(),
            Source {
                resource,
                path,
                value,
                operation,
            },
        )
    };
    let routes = facts.routes.known().map_or(&[][..], Vec::as_slice);
    match decisive.and_then(|index| routes.get(index).map(|route| (index, route))) {
        Some((index, route)) => {
            let value = serde_json::to_value(route).unwrap_or(Json::Null);
            vec![source(format!("routes[{index}]"), value)]
        }
        None => vec![source("routes".to_owned(), Json::from(routes.len()))],
    }
}
