//! Packets from a place to a destination: every way that they can take, hop by hop.

use crate::model::id::Text;

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family};

use super::bound::Bound;
use super::code::Code;
use super::hops;
use super::net::Net;
use super::seat::SharedSeat;
use super::state::{At, Leg, Next, State, Stop};

/// How many places packets may pass. Appliances and peered networks can send them round in circles.
const MOST_HOPS: usize = 40;

/// Where packets are wanted.
#[derive(Debug, Clone)]
pub(super) enum Destination {
    /// At an interface.
    Seat(SharedSeat),
    /// At hosts outside of every VPC: on the internet, or link-local ones.
    Outside(Vec<Addresses>),
    /// At hosts behind VPN and Direct Connect.
    OnPremises(Vec<Addresses>),
    /// At the service behind a gateway endpoint.
    Service(NodeId),
}

/// One leg, in one of the bounds.
#[derive(Clone, Copy)]
pub(super) struct Walk<'g, 's> {
    pub(super) net: Net<'g, 's>,
    pub(super) bound: Bound,
    pub(super) leg: Leg,
    pub(super) to: &'g Destination,
}

/// What became of the packets.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) arrived: Vec<State>,
    pub(super) stopped: Vec<Stop>,
}

impl<'g> Walk<'g, '_> {
    /// Goes on until all packets have arrived or ended.
    pub(super) fn run(self, from: Vec<State>) -> Outcome {
        let mut outcome = Outcome::default();
        let mut waiting = from;
        while let Some(state) = waiting.pop() {
            if state.packets.is_empty() {
                continue;
            }
            let next = if state.hops.len() > MOST_HOPS {
                let why =
                    format!("packets pass more than {MOST_HOPS} places: routes go in a circle");
                let last = state.hops.last().map(|hop| hop.id.clone());
                let id = last.unwrap_or_else(|| Text::const_new(""));
                vec![state.stop(Code::CannotRoute, &id, why)]
            } else {
                self.step(state)
            };
            for next in next {
                match next {
                    Next::Go(state) => waiting.push(state),
                    Next::Stop(stop) if stop.packets.is_empty() => {}
                    Next::Stop(stop) => outcome.stopped.push(*stop),
                    Next::Arrived(state) => outcome.arrived.push(state),
                }
            }
        }
        outcome
    }

    fn step(self, state: State) -> Vec<Next> {
        match state.at.clone() {
            At::Leaving(seat) => hops::interface::leave(self, state, &seat),
            At::Outward(seat) => hops::routes::outward(self, state, &seat),
            At::Routed { vpc, table } => hops::routes::route(self, state, &vpc, table),
            At::Local { vpc } => hops::local::deliver(self, state, &vpc),
            At::Inward(seat) => hops::nacl::inward(self, state, seat),
            At::Arriving(seat) => hops::interface::arrive(self, state, &seat),
            At::Target { vpc, target } => hops::target(self, state, &vpc, target),
            At::Internet => hops::internet_gateway::across(self, state),
            At::OnPremises => hops::vpn_gateway::across(self, state),
            At::Edge(seat) => hops::internet_gateway::enter(self, state, &seat),
        }
    }

    /// The interfaces that packets of this state may be for: the destination, and gateways that
    /// wait for answers.
    pub(super) fn receivers(self, state: &State) -> Vec<SharedSeat> {
        let own = match self.to {
            Destination::Seat(seat) => Some(seat.clone()),
            _ => None,
        };
        let waiting = match self.leg {
            Leg::Forward => &[][..],
            Leg::Return => state.translations.as_slice(),
        };
        let waiting = waiting.iter().map(|one| one.seat.clone());
        own.into_iter().chain(waiting).collect()
    }

    /// Whether an interface is the destination.
    pub(super) fn is_destination(self, seat: &SharedSeat) -> bool {
        matches!(self.to, Destination::Seat(own) if std::sync::Arc::ptr_eq(own, seat))
    }

    /// The packets of a state that are for an interface.
    pub(super) fn for_seat(self, state: &State, seat: &SharedSeat) -> State {
        let mut packets = crate::graph::packet::PacketSet::none();
        for family in Family::BOTH {
            packets.add(state.packets.to(&seat.within(family, self.bound)));
        }
        let mut state = State {
            packets,
            ..state.clone()
        };
        state.gaps.extend(seat.address_gaps().cloned());
        state
    }
}
