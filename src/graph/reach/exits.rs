//! Every way out of a VPC, for packets whose routes nobody knows.

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;

use super::net::Net;
use super::state::Target;
use super::walk::{Destination, Walk};

/// What routes of a VPC could lead to.
pub(super) fn of(net: Net<'_, '_>, vpc: &str, near: NodeId) -> Vec<Target> {
    let mut targets = vec![Target::Local];
    let (gateways, hidden) = net.graph.naming(Reverse::InternetGatewaysByVpc, vpc, near);
    for gateway in gateways {
        if let Some(Facts::InternetGateway(facts)) = net.graph.facts(gateway) {
            let id = facts.internet_gateway_id.known();
            targets.extend(id.cloned().map(Target::InternetGateway));
        }
    }
    if hidden.is_some() {
        targets.push(Target::InternetGateway(Text::const_new("")));
    }
    let (gateways, hidden) = net.graph.naming(Reverse::NatGatewaysByVpc, vpc, near);
    for gateway in gateways {
        if let Some(Facts::NatGateway(facts)) = net.graph.facts(gateway) {
            targets.extend(facts.nat_gateway_id.known().cloned().map(Target::Nat));
        }
    }
    if hidden.is_some() {
        targets.push(Target::Nat(Text::const_new("")));
    }
    targets.extend(joints(net, vpc, near));
    // Local and carrier gateways, and core networks, only routes name.
    targets.push(Target::Other(Text::const_new("a gateway")));
    targets
}

/// What joins a VPC to others, or to networks on premises; for what may join it unseen, anything.
fn joints(net: Net<'_, '_>, vpc: &str, near: NodeId) -> Vec<Target> {
    let graph = net.graph;
    let kinds = [
        Reverse::EgressOnlyGatewaysByVpc,
        Reverse::PeeringsByVpc,
        Reverse::AttachmentsByResource,
        Reverse::VpnGatewaysByVpc,
    ];
    let mut targets = Vec::new();
    for by in kinds {
        let (nodes, hidden) = graph.naming(by, vpc, near);
        let known = nodes
            .into_iter()
            .filter_map(|node| match graph.facts(node)? {
                Facts::EgressOnlyInternetGateway(facts) => {
                    let id = facts.egress_only_internet_gateway_id.known();
                    id.cloned().map(Target::EgressOnly)
                }
                Facts::VpcPeeringConnection(facts) => {
                    let id = facts.vpc_peering_connection_id.known();
                    id.cloned().map(Target::Peering)
                }
                Facts::TransitGatewayAttachment(facts) => facts
                    .transit_gateway_id
                    .known()
                    .cloned()
                    .map(Target::Transit),
                Facts::VpnGateway(facts) => facts.vpn_gateway_id.known().cloned().map(Target::Vpn),
                _ => None,
            });
        targets.extend(known);
        targets.extend(hidden.map(|_| Target::Other(Text::const_new("a gateway"))));
    }
    targets
}

/// What a new route of a VPC could lead to so that packets come nearer to where they are wanted.
pub(super) fn towards(walk: Walk<'_, '_>, vpc: &str, near: NodeId) -> Vec<Target> {
    let graph = walk.net.graph;
    let mut targets = Vec::new();
    let inside = match walk.to {
        Destination::Seat(seat) => Some(seat.subnet.vpc.clone()),
        Destination::Outside(_) | Destination::OnPremises(_) | Destination::Service(_) => None,
    };
    match (inside, walk.to) {
        (Some(other), _) => {
            for node in graph.naming(Reverse::PeeringsByVpc, vpc, near).0 {
                if let Some(Facts::VpcPeeringConnection(facts)) = graph.facts(node) {
                    let sides = [&facts.requester_vpc_info, &facts.accepter_vpc_info];
                    let mut sides = sides.iter().filter_map(|side| side.known());
                    let joins = sides.any(|side| side.vpc_id.known() == Some(&other));
                    let id = facts.vpc_peering_connection_id.known();
                    targets.extend(id.filter(|_| joins).cloned().map(Target::Peering));
                }
            }
            targets.extend(transit_gateways(walk, vpc, near));
        }
        (None, Destination::Outside(_)) => {
            let all = of(walk.net, vpc, near).into_iter();
            let is_named = |one: &Target| !matches!(one, Target::Local | Target::Other(_));
            targets.extend(all.filter(is_named));
        }
        (None, Destination::OnPremises(_)) => {
            for node in graph.naming(Reverse::VpnGatewaysByVpc, vpc, near).0 {
                if let Some(Facts::VpnGateway(facts)) = graph.facts(node) {
                    targets.extend(facts.vpn_gateway_id.known().cloned().map(Target::Vpn));
                }
            }
            targets.extend(transit_gateways(walk, vpc, near));
        }
        (None, _) => {}
    }
    targets
}

fn transit_gateways(walk: Walk<'_, '_>, vpc: &str, near: NodeId) -> Vec<Target> {
    let graph = walk.net.graph;
    let nodes = graph.naming(Reverse::AttachmentsByResource, vpc, near).0;
    let ids = nodes
        .into_iter()
        .filter_map(|node| match graph.facts(node) {
            Some(Facts::TransitGatewayAttachment(facts)) => {
                facts.transit_gateway_id.known().cloned()
            }
            _ => None,
        });
    ids.map(Target::Transit).collect()
}

/// Whether anything joins two VPCs, in whatever state: a peering, or a transit gateway to which both are
/// attached.
pub(super) fn joins(net: Net<'_, '_>, one: &str, other: &str, near: NodeId) -> Result<bool, Gap> {
    let graph = net.graph;
    let (peerings, mut hidden) = graph.naming(Reverse::PeeringsByVpc, one, near);
    let joins = |node: &NodeId| match graph.facts(*node) {
        Some(Facts::VpcPeeringConnection(facts)) => {
            let sides = [&facts.requester_vpc_info, &facts.accepter_vpc_info];
            let vpcs = sides.map(|side| side.known().and_then(|side| side.vpc_id.known()));
            vpcs.iter().any(|vpc| vpc.is_none_or(|vpc| vpc == other))
        }
        _ => false,
    };
    if peerings.iter().any(joins) {
        return Ok(true);
    }
    let mut gateways = |vpc: &str| {
        let (nodes, more) = graph.naming(Reverse::AttachmentsByResource, vpc, near);
        hidden = hidden.take().or(more);
        let ids = nodes
            .into_iter()
            .filter_map(|node| match graph.facts(node) {
                Some(Facts::TransitGatewayAttachment(facts)) => facts.transit_gateway_id.known(),
                _ => None,
            });
        ids.collect::<Vec<_>>()
    };
    let (ours, theirs) = (gateways(one), gateways(other));
    match (ours.iter().any(|id| theirs.contains(id)), hidden) {
        (true, _) => Ok(true),
        (false, None) => Ok(false),
        (false, Some(gap)) => Err(gap),
    }
}
