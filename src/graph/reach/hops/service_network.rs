//! Between the interfaces of a VPC and the service network that the VPC is associated with: a route of AWS
//! leads there from each subnet, and answers come back by it.
//! <https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html>

use crate::graph::packet::Family;

use super::super::seat::{Seat, SharedSeat};
use super::super::state::{At, Next, State};
use super::super::walk::{Destination, Walk};

/// Whether a place is the association of a VPC with a service network.
pub(super) fn is_association(walk: Walk<'_, '_>, seat: &Seat) -> bool {
    walk.net.graph.node(seat.node).kind == "vpc_lattice.service_network_vpc_association"
}

/// Packets that leave a subnet for the service network are taken out of those that routes decide about.
pub(super) fn outward(walk: Walk<'_, '_>, state: &mut State, from: &SharedSeat) -> Option<Next> {
    let Destination::Seat(to) = walk.to else {
        return None;
    };
    if !is_association(walk, to) || to.subnet.vpc != from.subnet.vpc {
        return None;
    }
    let own = walk.for_seat(state, to);
    for family in Family::BOTH {
        state.packets = state.packets.not_to(to.addresses(family));
    }
    (!own.packets.is_empty()).then(|| own.to(At::Arriving(to.clone())))
}

/// Answers of the service network enter the subnet of who asked.
pub(super) fn inward(walk: Walk<'_, '_>, state: &State) -> Vec<Next> {
    let receivers = walk.receivers(state).into_iter();
    let each = receivers.map(|receiver| {
        let own = walk.for_seat(state, &receiver);
        own.to(At::Inward(receiver))
    });
    each.collect()
}
