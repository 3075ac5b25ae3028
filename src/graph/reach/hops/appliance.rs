//! Routes to an interface: an appliance that may pass packets on, under their own address or under
//! its own. What it does, no call tells.

use crate::model::fact::Fact;

use super::super::bound::{Bound, untellable};
use super::super::code::Code;
use super::super::seat::SharedSeat;
use super::super::state::{At, Hop, Leg, Next, State};
use super::super::walk::Walk;
use super::{ingress_routing, nat_gateway, security_group};

/// Packets of a VPC are routed to an interface.
pub(super) fn route(walk: Walk<'_, '_>, mut state: State, vpc: &str, id: &str) -> Vec<Next> {
    // A route to the destination itself delivers.
    for receiver in walk.receivers(&state) {
        if receiver.id == id {
            let own = walk.for_seat(&state, &receiver);
            if !own.packets.is_empty() {
                return vec![own.to(At::Inward(receiver))];
            }
        }
    }
    if state
        .hops
        .iter()
        .any(|hop| hop.sort == "appliance" && hop.id == id)
    {
        let why = format!("{id} gets these packets again: routes go in a circle");
        return vec![state.stop(Code::CannotRoute, id, why)];
    }
    let near = state.hops.iter().rev().find_map(|hop| hop.node);
    let candidates = walk.net.graph.candidates("ec2.network_interface", id);
    let node = candidates.first().copied();
    let found = match (node, near) {
        (Some(node), _) => walk.net.seat(node),
        (None, Some(near)) => Err(walk
            .net
            .graph
            .find("ec2.network_interface", id, near)
            .err()
            .unwrap_or_else(unknown_interface)),
        (None, None) => Err(unknown_interface()),
    };
    match found {
        Ok(seat) if seat.subnet.vpc != vpc => {
            let why = format!("{id} is in another VPC than the route that names it");
            vec![state.stop(Code::CannotRoute, id, why)]
        }
        Ok(seat) => {
            let own = state.sender.as_ref();
            let same = own.is_some_and(|own| own.subnet.id == seat.subnet.id);
            vec![state.to(match same {
                true => At::Arriving(seat),
                false => At::Inward(seat),
            })]
        }
        Err(gap) => {
            if state.doubt(walk.bound, gap) {
                let outside = state.clone().out_unseen(vpc, At::Internet);
                let vpc = crate::model::id::Text::from(vpc);
                return vec![state.to(At::Local { vpc }), outside];
            }
            let why = format!("{id} is not known");
            vec![state.stop(Code::UnknownResource, id, why)]
        }
    }
}

fn unknown_interface() -> crate::model::gap::Gap {
    crate::model::gap::Gap::new(
        crate::model::gap::GapReason::NotCollected,
        "ec2:DescribeNetworkInterfaces",
    )
}

/// Packets for somebody else enter an interface.
pub(super) fn pass(walk: Walk<'_, '_>, mut state: State, seat: &SharedSeat) -> Vec<Next> {
    match seat.source_dest_check {
        Fact::Known(false) => {}
        Fact::Known(true) => {
            let why = format!("{} drops packets that are not its own", seat.id);
            let code = Code::EniSourceDestCheckRestriction;
            return vec![state.stop(code, &seat.id, why)];
        }
        Fact::None | Fact::Missing => {
            if let Some(resource) = walk.net.resource(seat.node) {
                let gap = walk.net.graph.missing(resource, "source_dest_check");
                state.gaps.push(gap);
            }
        }
    }
    if let Some(why) = ingress_routing::needs_public_address(&state, seat) {
        return vec![state.stop(Code::IngressRtbNoPublicIp, &seat.id, why)];
    }
    if walk.leg == Leg::Forward {
        state = match security_group::pass(walk, state, seat, false) {
            Ok(state) => state,
            Err(stop) => return vec![Next::Stop(stop)],
        };
    }
    if let Some(resource) = walk.net.resource(seat.node) {
        let what = format!("whether the appliance behind {} passes packets on", seat.id);
        state.gaps.push(untellable(resource, what));
    }
    if walk.bound == Bound::Must {
        let why = format!("whether {} passes packets on is not known", seat.id);
        return vec![state.stop(Code::UnknownResource, &seat.id, why)];
    }
    state.identity = None;
    let state = state.passing(Hop::new("appliance", &seat.id, Some(seat.node)));
    let mut next = Vec::new();
    if walk.leg == Leg::Forward {
        let translated = state.clone().by_block().into_iter();
        next.extend(translated.map(|one| {
            nat_gateway::translate(walk.bound, one, seat).to(At::Leaving(seat.clone()))
        }));
    }
    next.push(state.to(At::Leaving(seat.clone())));
    next
}
