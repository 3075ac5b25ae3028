//! The routes of a table to peered VPCs: those that drop, and how much of the peer the others lead to.

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_peering::PeeredVpc;
use crate::model::kinds::ec2_vpc::{Route, RouteTable};
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::links::is_gone;
use super::super::node::{Graph, NodeId};
use super::super::packet::{Addresses, Family};
use super::super::schema::Answer;
use super::prefixes;
use super::table::{drops, unknown_state};

const LIST: &str = "ec2:DescribeRouteTables";

record! {
    /// A peering connection that a table has routes to.
    PeeringRoutes {
        /// The connection.
        vpc_peering_connection_id: Text, gap;
        /// The destinations that are dropped, for the connection is not there or not active.
        dropped: Vec<Text>, none;
        /// Whether the others lead to all addresses of the peer.
        whole_peer: bool, gap;
    }
}

/// The derived fact `peering_routes`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    match read(graph, node) {
        Some(Ok(told)) => Answer::list(told.rows, told.hidden, told.sources),
        Some(Err(gap)) => Answer::gap(gap),
        None => Answer::none(),
    }
}

/// The peering connections to all of whose VPCs a table leads, and why there may be others.
pub(in crate::graph) fn whole_peers(graph: &Graph<'_>, node: NodeId) -> (Vec<Text>, Option<Gap>) {
    match read(graph, node) {
        Some(Ok(told)) => {
            let rows = told.rows.into_iter();
            let whole = rows.filter(|row| row.whole_peer == Fact::Known(true));
            let ids = whole.filter_map(|row| row.vpc_peering_connection_id.known().cloned());
            (ids.collect(), told.hidden)
        }
        Some(Err(gap)) => (Vec::new(), Some(gap)),
        None => (Vec::new(), None),
    }
}

/// The rows of a table, and why there may be others.
struct Told {
    rows: Vec<PeeringRoutes>,
    sources: Vec<(String, Source)>,
    hidden: Option<Gap>,
}

/// Reads a table; nothing of what is none, and the gap of one whose routes nobody told.
fn read(graph: &Graph<'_>, node: NodeId) -> Option<Result<Told, Gap>> {
    let resource = graph.resource(node)?;
    let Facts::RouteTable(table) = &resource.facts else {
        return None;
    };
    if table.routes.is_missing() {
        return Some(Err(graph.missing(resource, "routes")));
    }
    let mut hidden = graph.hole(resource, "routes");
    let mut by_peering: BTreeMap<&Text, Vec<(usize, &Route)>> = BTreeMap::new();
    for (index, route) in table.routes.known().into_iter().flatten().enumerate() {
        match &route.vpc_peering_connection_id {
            Fact::Known(id) => by_peering.entry(id).or_default().push((index, route)),
            Fact::None => {}
            Fact::Missing => {
                hidden = hidden.or_else(|| Some(graph.missing(resource, &at(index))));
            }
        }
    }
    let mut rows = Vec::new();
    let mut sources = Vec::new();
    for (id, routes) in by_peering {
        match row(graph, node, resource, table, id, &routes) {
            Ok(row) => {
                let place = format!("[{}]", rows.len());
                let told = routes.iter().map(|(index, route)| Source {
                    resource: Text::from(resource.arn.as_str()),
                    path: at(*index),
                    value: serde_json::to_value(route).unwrap_or_default(),
                    operation: Text::const_new(LIST),
                });
                sources.extend(told.map(|told| (place.clone(), told)));
                rows.push(row);
            }
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    Some(Ok(Told {
        rows,
        sources,
        hidden,
    }))
}

fn at(index: usize) -> String {
    format!("routes[{index}]")
}

fn row(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    table: &RouteTable,
    id: &Text,
    routes: &[(usize, &Route)],
) -> Result<PeeringRoutes, Gap> {
    let mut dropped = Vec::new();
    let mut led = Family::BOTH.map(Addresses::none);
    for (index, route) in routes {
        let missing = || graph.missing(resource, &at(*index));
        let destinations = [
            &route.destination_cidr_block,
            &route.destination_ipv6_cidr_block,
            &route.destination_prefix_list_id,
        ];
        let told = destinations.iter().find_map(|one| one.known());
        let destination = told.ok_or_else(missing)?;
        let untold = || unknown_state(graph, resource, &at(*index), &route.state);
        if drops(&route.state).ok_or_else(untold)? {
            dropped.push(destination.clone());
            continue;
        }
        for block in blocks(graph, node, route, missing)? {
            let block = Addresses::block(block);
            let family = usize::from(block.family() == Family::V6);
            led[family] = led[family].or(&block);
        }
    }
    let whole = match led.iter().all(Addresses::is_empty) {
        true => false,
        false => is_whole(graph, node, table, id, &led)?,
    };
    Ok(PeeringRoutes {
        vpc_peering_connection_id: id.clone().into(),
        dropped: dropped.into(),
        whole_peer: whole.into(),
    })
}

fn blocks(
    graph: &Graph<'_>,
    node: NodeId,
    route: &Route,
    missing: impl Fn() -> Gap,
) -> Result<Vec<IpNet>, Gap> {
    if let Some(list) = route.destination_prefix_list_id.known() {
        let (prefixes, hidden) = prefixes::of_list(graph, node, list);
        let blocks = prefixes.iter().map(|one| one.range).collect();
        return hidden.map_or(Ok(blocks), Err);
    }
    let v4 = route.destination_cidr_block.known();
    let told = v4.or(route.destination_ipv6_cidr_block.known());
    let block = told.and_then(|block| block.parse().ok());
    Ok(vec![block.ok_or_else(missing)?])
}

/// Whether addresses hold all of the peer's, in one of the families that it has.
fn is_whole(
    graph: &Graph<'_>,
    node: NodeId,
    table: &RouteTable,
    id: &Text,
    led: &[Addresses; 2],
) -> Result<bool, Gap> {
    let peering = match graph.find("ec2.vpc_peering_connection", id, node) {
        Ok(peering) => peering,
        // A route that is active leads somewhere.
        Err(gap) if is_gone(graph, node, "ec2.vpc_peering_connection", &gap) => {
            let here = graph.node(node);
            let gap = Gap::new(GapReason::Failed, LIST).within(here.account, here.region);
            return Err(gap.because(format!("a route to {id} is active, and it is not there")));
        }
        Err(gap) => return Err(gap),
    };
    let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeVpcPeeringConnections");
    let resource = graph.resource(peering).ok_or_else(untold)?;
    let Facts::VpcPeeringConnection(facts) = &resource.facts else {
        return Err(untold());
    };
    let missing = |path: &str| graph.missing(resource, path);
    let own = table.vpc_id.known().ok_or_else(untold)?;
    let sides = [
        ("requester_vpc_info", &facts.requester_vpc_info),
        ("accepter_vpc_info", &facts.accepter_vpc_info),
    ];
    for (path, side) in sides {
        let side = side.known().ok_or_else(|| missing(path))?;
        if side.vpc_id.known().ok_or_else(|| missing(path))? == own {
            continue;
        }
        let peer = peers(side).ok_or_else(|| missing(path))?;
        if let Some(gap) = graph.hole(resource, path) {
            return Err(gap);
        }
        let mut families = led.iter().zip(&peer);
        return Ok(families.any(|(led, peer)| !peer.is_empty() && led.has_all(peer)));
    }
    Ok(false)
}

/// The addresses of a side by family; nothing where nobody told them.
fn peers(side: &PeeredVpc) -> Option<[Addresses; 2]> {
    let parse =
        |list: &[Text]| -> Option<Vec<IpNet>> { list.iter().map(|one| one.parse().ok()).collect() };
    let v4 = parse(side.cidr_block_set.known()?)?;
    let v6 = match &side.ipv6_cidr_block_set {
        Fact::Known(blocks) => parse(blocks)?,
        Fact::None => Vec::new(),
        Fact::Missing => return None,
    };
    Some([
        Addresses::blocks(Family::V4, &v4),
        Addresses::blocks(Family::V6, &v6),
    ])
}
