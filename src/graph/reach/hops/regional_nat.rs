//! Regional NAT gateways: they stand in no subnet, have a route table of their own, and serve the zones
//! that they have addresses in.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>

use crate::graph::node::NodeId;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::NatGateway;
use crate::model::resource::Resource;

use super::super::bound::untellable;
use super::super::code::Code;
use super::super::net::Net;
use super::super::seat::Seat;
use super::super::state::{State, Stop};
use super::super::walk::Walk;

/// Whether a gateway is one.
pub(super) fn is_regional(facts: &NatGateway) -> bool {
    let mode = facts.availability_mode.known();
    mode.is_some_and(|mode| mode == "regional") && !matches!(facts.subnet_id, Fact::Known(_))
}

/// The zones in which a regional gateway has addresses; nothing of a zonal one, which serves all.
pub(super) fn zones(
    net: Net<'_, '_>,
    resource: &Resource,
    facts: &NatGateway,
) -> Option<Result<Vec<Text>, Gap>> {
    if !is_regional(facts) {
        return None;
    }
    let list = "nat_gateway_addresses";
    let addresses = facts.nat_gateway_addresses.known().into_iter().flatten();
    let zones: Option<Vec<Text>> = addresses
        .map(|one| one.availability_zone_id.known().cloned())
        .collect();
    let whole = zones.filter(|zones| !zones.is_empty() && net.graph.hole(resource, list).is_none());
    Some(whole.ok_or_else(|| {
        let what = format!("which zones {} serves", resource.arn.last());
        untellable(resource, what)
    }))
}

/// Whether a regional gateway serves the zone of the subnet that packets left.
pub(super) fn serves(
    walk: Walk<'_, '_>,
    state: &mut State,
    id: &str,
    zones: Result<Vec<Text>, Gap>,
) -> Result<(), Box<Stop>> {
    let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeSubnets");
    let left = state.left.clone().ok_or_else(untold);
    let told = zones.and_then(|zones| Ok((zones, walk.net.zone(&left?)?)));
    let code = Code::RegionalNgwRouteAzRestriction;
    match told {
        Ok((zones, zone)) if zones.contains(&zone) => Ok(()),
        Ok((_, zone)) => {
            let why = format!("{id} has no address in zone {zone}");
            Err(state.clone().ends(code, id, why))
        }
        Err(gap) => {
            if state.doubt(walk.bound, gap) {
                return Ok(());
            }
            let why = format!("which zones {id} serves is not known");
            Err(state.clone().ends(code, id, why))
        }
    }
}

/// The route table that a regional gateway has itself.
pub(super) fn own_table(walk: Walk<'_, '_>, seat: &Seat) -> Result<NodeId, Gap> {
    let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeNatGateways");
    let resource = walk.net.resource(seat.node).ok_or_else(untold)?;
    let Facts::NatGateway(facts) = &resource.facts else {
        return Err(untold());
    };
    match facts.route_table_id.known() {
        Some(table) => walk.net.graph.find("ec2.route_table", table, seat.node),
        None => Err(walk.net.graph.missing(resource, "route_table_id")),
    }
}
