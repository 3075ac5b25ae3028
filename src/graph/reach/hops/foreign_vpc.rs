//! VPCs that peering or a transit gateway joins and that nobody scanned: who stands in them with which
//! address, and what their groups and routes do, no call tells here.

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family, PacketSet};
use crate::model::gap::Gap;
use crate::model::id::Text;

use super::super::on_premises;
use super::super::state::{At, Hop, Leg, Next, State};
use super::super::walk::{Destination, Walk};
use super::peering;
use super::transit_gateway::Attachment;

/// The word in a path for a VPC that nobody scanned; for one of another region, whose groups cannot be
/// referenced.
const FOREIGN: &str = "foreign-vpc";
const REMOTE: &str = "foreign-vpc-of-another-region";

/// Whether a hop is a VPC that nobody scanned.
pub(in crate::graph::reach) fn is_one(hop: &Hop) -> bool {
    hop.sort == FOREIGN || hop.sort == REMOTE
}

/// Packets for an address that the question names are in a VPC: if nobody scanned it, a host there may
/// have the address.
pub(super) fn deliver(walk: Walk<'_, '_>, state: &State, vpc: &str) -> Vec<Next> {
    let Destination::OnPremises(wanted) = walk.to else {
        return Vec::new();
    };
    let near = state.hops.iter().rev().find_map(|hop| hop.node);
    let gap = near.and_then(|near| walk.net.graph.find("ec2.vpc", vpc, near).err());
    let Some(gap) = gap.filter(|_| !on_premises::is_all(wanted)) else {
        return Vec::new();
    };
    let mut next = Vec::new();
    for addresses in wanted {
        let mut own = State {
            packets: state.packets.to(addresses),
            ..state.clone()
        };
        if !own.packets.is_empty() && own.doubt(walk.bound, gap.clone()) {
            let sender = own.sender.as_ref();
            own.left_unseen = sender.map(|sender| sender.subnet.vpc.clone());
            next.push(Next::Arrived(own.passing(Hop::new(FOREIGN, vpc, None))));
        }
    }
    next
}

/// Packets from an address that the question names enter a VPC by a peering with one that nobody
/// scanned.
pub(super) fn enter(walk: Walk<'_, '_>, state: &State, vpc: &Text, near: NodeId) -> Vec<Next> {
    if !names_its_source(walk, state) {
        return Vec::new();
    }
    let graph = walk.net.graph;
    let (peerings, _) = graph.naming(Reverse::PeeringsByVpc, vpc, near);
    let mut next = Vec::new();
    for node in peerings {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Ok(peering) = peering::read(walk, resource, vpc) else {
            continue;
        };
        let Err(gap) = graph.find("ec2.vpc", &peering.peer, node) else {
            continue;
        };
        let mut packets = PacketSet::none();
        for family in Family::BOTH {
            let from = state
                .packets
                .from(&Addresses::blocks(family, &peering.other));
            packets.add(from.to(&Addresses::blocks(family, &peering.own)));
        }
        let mut own = State {
            packets,
            ..state.clone()
        };
        if !own.packets.is_empty() && own.doubt(walk.bound, gap) {
            let sort = if peering.same_region { FOREIGN } else { REMOTE };
            let own = own.passing(Hop::new(sort, &peering.peer, None));
            let hop = Hop::new("peering", resource.arn.last(), Some(node));
            let vpc = vpc.clone();
            next.push(own.passing(hop).to(At::Local { vpc }));
        }
    }
    next
}

/// Packets from an address that the question names, if they may come by the attachment of a VPC that
/// nobody scanned.
pub(super) fn behind(
    walk: Walk<'_, '_>,
    state: &State,
    attachment: Attachment<'_>,
) -> Option<State> {
    let facts = attachment.facts;
    let is_vpc = facts
        .resource_type
        .known()
        .is_some_and(|sort| sort == "vpc");
    if !is_vpc || !names_its_source(walk, state) {
        return None;
    }
    let vpc = facts.resource_id.known()?;
    let gap = walk.net.graph.find("ec2.vpc", vpc, attachment.node).err()?;
    let mut state = state.clone();
    let goes_on = state.doubt(walk.bound, gap);
    goes_on.then(|| state.passing(Hop::new(FOREIGN, vpc, None)))
}

/// Why a sender in a VPC that nobody scanned may be a member of a group: one that nobody scanned either.
pub(super) fn perhaps_member(walk: Walk<'_, '_>, state: &State, group: &Text) -> Option<Gap> {
    let first = state.hops.first().filter(|hop| hop.sort == FOREIGN)?;
    let appliance = |hop: &Hop| ["appliance", "inspection"].contains(&hop.sort);
    let near = state.hops.iter().find_map(|hop| hop.node)?;
    if state.hops.iter().any(appliance) || first.node.is_some() {
        return None;
    }
    walk.net.group(group, near).err()
}

/// Whether packets begin at addresses that the question names, of which nobody knows whose they are.
fn names_its_source(walk: Walk<'_, '_>, state: &State) -> bool {
    let all = on_premises::all();
    let named = |source: &Addresses| !all.contains(source);
    let mut blocks = state.packets.blocks().iter();
    walk.leg == Leg::Forward
        && state.sender.is_none()
        && state.hops.is_empty()
        && blocks.all(|block| named(block.source()))
}
