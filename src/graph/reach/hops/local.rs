//! Delivery inside a VPC: to the subnet of the interface that has the address.

use super::super::code::Code;
use super::super::state::{At, Next, State};
use super::super::walk::Walk;
use super::foreign_vpc;

/// The router of a VPC has packets for addresses of the VPC.
pub(in crate::graph::reach) fn deliver(walk: Walk<'_, '_>, state: State, vpc: &str) -> Vec<Next> {
    let mut next = Vec::new();
    for receiver in walk.receivers(&state) {
        if receiver.subnet.vpc != vpc {
            continue;
        }
        let own = walk.for_seat(&state, &receiver);
        if !own.packets.is_empty() {
            next.push(own.to(At::Inward(receiver)));
        }
    }
    next.extend(foreign_vpc::deliver(walk, &state, vpc));
    if next.is_empty() {
        let why = format!("the destination is no interface of {vpc}");
        next.push(state.stop(Code::NoPossibleDestination, vpc, why));
    }
    next
}
