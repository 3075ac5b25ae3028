//! The NAT gateways that a subnet's routes to the internet lead to.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::NatGateway;
use crate::model::path::Literal;
use crate::record;

use super::super::links::is_gone;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::Family;
use super::table::effective_table;
use super::tier::{self, Tier};

record! {
    /// A route of a subnet to the internet by way of a NAT gateway.
    NatRoute {
        /// The gateway.
        nat_gateway_id: Text, gap;
        /// Why nothing gets out by it: `gone`, `not-available`, `private` (it keeps private
        /// addresses, and nothing behind it leads to the internet) or `no-internet-gateway` (its own subnet has no route to one).
        problem: Text, none;
        /// The id of the zone it stands in; none for a regional one.
        availability_zone_id: Text, none;
        /// Whether that is the subnet's zone; none for a regional one, or one that is gone.
        same_zone: bool, none;
    }
}

/// The derived fact `nat_routes`.
pub(super) fn routes(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
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
    if facts.routes.is_missing() {
        return Answer::gap(graph.missing(resource, "routes"));
    }
    let mut hidden = graph.hole(resource, "routes");
    let mut rows: Vec<NatRoute> = Vec::new();
    let mut sources = Vec::new();
    for (index, route) in facts.routes.known().into_iter().flatten().enumerate() {
        let path = format!("routes[{index}]");
        let untold = || graph.missing(resource, &path);
        let Some(gateway) = route.nat_gateway_id.known() else {
            if route.nat_gateway_id.is_missing() {
                hidden = hidden.or(Some(untold()));
            }
            continue;
        };
        let outside = tier::leads_outside(graph, table, route);
        let row = match outside {
            Ok(false) => continue,
            Ok(true) => row(graph, node, table, gateway),
            Err(gap) => Err(gap.unwrap_or_else(untold)),
        };
        match row {
            Ok((row, told)) => {
                let at = format!("[{}]", rows.len());
                if rows
                    .iter()
                    .any(|other| other.nat_gateway_id == row.nat_gateway_id)
                {
                    continue;
                }
                sources.push((
                    at.clone(),
                    Source {
                        resource: Text::from(resource.arn.as_str()),
                        path,
                        value: serde_json::to_value(route).unwrap_or_default(),
                        operation: Text::const_new("ec2:DescribeRouteTables"),
                    },
                ));
                sources.extend(told.into_iter().map(|told| (at.clone(), told)));
                rows.push(row);
            }
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    Answer::list(rows, hidden, sources)
}

fn row(
    graph: &Graph<'_>,
    subnet: NodeId,
    table: NodeId,
    id: &Text,
) -> Result<(NatRoute, Vec<Source>), Gap> {
    let mut row = NatRoute {
        nat_gateway_id: id.clone().into(),
        problem: Fact::None,
        availability_zone_id: Fact::None,
        same_zone: Fact::None,
    };
    let gateway = match graph.find("ec2.nat_gateway", id, table) {
        Ok(gateway) => gateway,
        Err(gap) if is_gone(graph, table, "ec2.nat_gateway", &gap) => {
            row.problem = Text::const_new("gone").into();
            return Ok((row, Vec::new()));
        }
        Err(gap) => return Err(gap),
    };
    let Some(resource) = graph.resource(gateway) else {
        return Ok((row, Vec::new()));
    };
    let Facts::NatGateway(facts) = &resource.facts else {
        return Ok((row, Vec::new()));
    };
    let missing = |path: &str| graph.missing(resource, path);
    let source = |path: &str, value: &Fact<Text>| Source {
        resource: Text::from(resource.arn.as_str()),
        path: path.to_owned(),
        value: serde_json::to_value(value).unwrap_or_default(),
        operation: Text::const_new("ec2:DescribeNatGateways"),
    };
    let mut sources = vec![source("state", &facts.state)];
    let state = facts.state.known().ok_or_else(|| missing("state"))?;
    match state.as_str() {
        "available" => {}
        "pending" => {
            let gap = Gap::new(GapReason::InTransition, "ec2:DescribeNatGateways");
            let gap = gap.within(&resource.account, &resource.region);
            return Err(gap.because(format!("{id} is being made")));
        }
        _ => {
            row.problem = Text::const_new("not-available").into();
            return Ok((row, sources));
        }
    }
    let mode = facts.availability_mode.known();
    if mode.ok_or_else(|| missing("availability_mode"))? == "regional" {
        sources.push(source("availability_mode", &facts.availability_mode));
        return Ok((row, sources));
    }
    let place = facts
        .subnet_id
        .known()
        .ok_or_else(|| missing("subnet_id"))?;
    let place = graph.find("ec2.subnet", place, gateway)?;
    sources.push(source("subnet_id", &facts.subnet_id));
    let zone = zone(graph, place)?;
    row.same_zone = (zone == self::zone(graph, subnet)?).into();
    row.availability_zone_id = zone.into();
    if let Some(problem) = problem(graph, facts, place, missing)? {
        row.problem = Text::const_new(problem).into();
    }
    Ok((row, sources))
}

/// Why nothing gets to the internet by a gateway that works. A private one keeps private addresses:
/// behind it, only a gateway of another network can lead to the internet.
fn problem(
    graph: &Graph<'_>,
    facts: &NatGateway,
    place: NodeId,
    missing: impl Fn(&str) -> Gap,
) -> Result<Option<&'static str>, Gap> {
    let kind = facts.connectivity_type.known();
    let is_private = kind.ok_or_else(|| missing("connectivity_type"))? == "private";
    let own = tier::of_family(graph, place, Family::V4)?;
    Ok(match (is_private, own) {
        (true, Tier::Private) | (false, Tier::Public) => None,
        (true, _) => Some("private"),
        (false, _) => Some("no-internet-gateway"),
    })
}

fn zone(graph: &Graph<'_>, subnet: NodeId) -> Result<Text, Gap> {
    let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeSubnets");
    let resource = graph.resource(subnet).ok_or_else(untold)?;
    match &resource.facts {
        Facts::Subnet(facts) => {
            let zone = facts.availability_zone_id.known().cloned();
            zone.ok_or_else(|| graph.missing(resource, "availability_zone_id"))
        }
        _ => Err(untold()),
    }
}
