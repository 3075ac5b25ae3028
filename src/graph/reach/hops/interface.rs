//! Leaving and entering an interface (semantics 2.1): its state, its groups, its addresses.

use super::super::bound::Bound;
use super::super::code::Code;
use super::super::seat::{self, SharedSeat};
use super::super::state::{At, Hop, Leg, Next, State, Stop};
use super::super::walk::{Destination, Walk};
use super::super::{duty, own_services};
use super::{appliance, nat_gateway, security_group, service_network};
use crate::graph::packet::PacketSet;

/// Packets leave an interface.
pub(in crate::graph::reach) fn leave(
    walk: Walk<'_, '_>,
    state: State,
    seat: &SharedSeat,
) -> Vec<Next> {
    let mut state = match working(walk, state, seat) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    let begins = walk.leg == Leg::Forward && state.hops.is_empty();
    if begins && let Some(why) = duty::never_begins(walk.net, seat) {
        return vec![state.stop(Code::NoPossibleDestination, &seat.id, why)];
    }
    if service_network::is_association(walk, seat) {
        return service_network::inward(walk, &state);
    }
    let hop = Hop::new("interface", &seat.id, Some(seat.node));
    state = state.passing(hop);
    let mut next = Vec::new();
    if let Some(arrived) = own_service(walk, &mut state, seat) {
        next.push(arrived);
    }
    if walk.leg == Leg::Forward {
        match security_group::pass(walk, state, seat, true) {
            Ok(passed) => state = passed,
            Err(stop) => {
                next.push(Next::Stop(stop));
                return next;
            }
        }
    }
    next.extend(depart(walk, state, seat));
    next
}

/// What a VPC answers by itself is filtered by nothing (semantics 2.2).
fn own_service(walk: Walk<'_, '_>, state: &mut State, seat: &SharedSeat) -> Option<Next> {
    let Destination::Outside(wanted) = walk.to else {
        return None;
    };
    let subnet = &seat.subnet;
    let services = own_services::of(walk.net.graph, &subnet.vpc, seat.node);
    let mut own = PacketSet::none();
    for service in &services {
        for addresses in wanted.iter().filter(|one| one.family() == service.family()) {
            own.add(state.packets.to(&addresses.and(service)));
        }
        state.packets = state.packets.not_to(service);
    }
    (!own.is_empty()).then(|| {
        let own = State {
            packets: own,
            ..state.clone()
        };
        Next::Arrived(own.passing(Hop::new(own_services::SORT, &subnet.vpc, None)))
    })
}

/// From an interface to others of its subnet directly, which no network ACL and no route sees; to
/// all else through the router.
pub(super) fn depart(walk: Walk<'_, '_>, mut state: State, seat: &SharedSeat) -> Vec<Next> {
    let mut next = Vec::new();
    for receiver in walk.receivers(&state) {
        if receiver.subnet.id != seat.subnet.id {
            continue;
        }
        let direct = walk.for_seat(&state, &receiver);
        for family in crate::graph::packet::Family::BOTH {
            state.packets = state.packets.not_to(receiver.addresses(family));
        }
        next.push(direct.to(At::Arriving(receiver)));
    }
    next.push(state.to(At::Outward(seat.clone())));
    next
}

/// Packets enter an interface.
pub(in crate::graph::reach) fn arrive(
    walk: Walk<'_, '_>,
    state: State,
    seat: &SharedSeat,
) -> Vec<Next> {
    let state = match working(walk, state, seat) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    if !walk.is_destination(seat) && state.translations.iter().any(|one| is(&one.seat, seat)) {
        return nat_gateway::answer(walk, state, seat);
    }
    if !walk.is_destination(seat) {
        return appliance::pass(walk, state, seat);
    }
    if walk.leg == Leg::Forward
        && let Some(why) = duty::never_takes(walk.net, seat)
    {
        return vec![state.stop(Code::NoPossibleDestination, &seat.id, why)];
    }
    let state = match walk.leg {
        Leg::Forward => match security_group::pass(walk, state, seat, false) {
            Ok(state) => state,
            Err(stop) => return vec![Next::Stop(stop)],
        },
        Leg::Return => state,
    };
    if service_network::is_association(walk, seat) {
        return vec![Next::Arrived(state)];
    }
    let hop = Hop::new("interface", &seat.id, Some(seat.node));
    vec![Next::Arrived(state.passing(hop))]
}

fn is(one: &SharedSeat, other: &SharedSeat) -> bool {
    std::sync::Arc::ptr_eq(one, other)
}

fn working(walk: Walk<'_, '_>, mut state: State, seat: &SharedSeat) -> Result<State, Box<Stop>> {
    match &seat.state {
        seat::State::Working => Ok(state),
        seat::State::Unknown(gap) => {
            if state.doubt(walk.bound, gap.clone()) {
                return Ok(state);
            }
            debug_assert_eq!(walk.bound, Bound::Must);
            let why = format!("whether {} is in use is not known", seat.id);
            Err(state.ends(Code::BadState, &seat.id, why))
        }
        seat::State::Idle => {
            let why = format!("{} is attached to nothing", seat.id);
            Err(state.ends(Code::BadState, &seat.id, why))
        }
    }
}
