//! A connection from one place to another: its packets, and the answers to them.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::id::Text;

use crate::graph::packet::{Addresses, Block, Family, PacketSet, Ranges, Service};

use super::bound::Bound;
use super::code::Code;
use super::grounds::Ground;
use super::net::Net;
use super::own_services;
use super::reply;
use super::seat::{Seat, SharedSeat};
use super::state::{At, Identity, Leg, State, Stop, Was};
use super::walk::{Destination, Walk};
use super::world;

/// Where a connection begins.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// At an interface.
    Seat(SharedSeat),
    /// At hosts of the internet.
    Internet(Vec<Addresses>),
    /// At hosts behind VPN and Direct Connect.
    OnPremises(Vec<Addresses>),
}

/// A way on which packets arrived, and the way back of their answers.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) forward: State,
    pub(super) back: Option<State>,
    /// The packets, as the source sends them, whose answers find back.
    pub(super) packets: PacketSet,
}

/// What is known of a connection in one bound.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) paths: Vec<Path>,
    /// Packets that arrived, whether answers find back or not.
    pub(super) arrived: Vec<State>,
    pub(super) stopped: Vec<Stop>,
    pub(super) stopped_back: Vec<Stop>,
}

/// What is known of a connection.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub(super) must: Found,
    pub(super) may: Found,
}

/// Both bounds of a connection.
pub(super) fn between(
    net: Net<'_, '_>,
    from: &Source,
    to: &Destination,
    service: &Service,
) -> Connection {
    let may = in_bound(net, from, to, service, Bound::May);
    let certain = |path: &Path| path.gaps().next().is_none();
    let sure = may.arrived.iter().all(|state| state.gaps.is_empty());
    let must = match sure && may.paths.iter().all(certain) {
        true => may.clone(),
        false => in_bound(net, from, to, service, Bound::Must),
    };
    Connection { must, may }
}

fn in_bound(
    net: Net<'_, '_>,
    from: &Source,
    to: &Destination,
    service: &Service,
    bound: Bound,
) -> Found {
    let walk = Walk {
        net,
        bound,
        leg: Leg::Forward,
        to,
    };
    let start = start(from, to, service, bound);
    let mut found = Found::default();
    if start.packets.is_empty() {
        found.stopped.push(no_address(from, to));
        return found;
    }
    let outcome = walk.run(vec![start]);
    found.stopped = outcome.stopped;
    for state in outcome.arrived {
        answers(net, from, to, service, bound, &state, &mut found);
        found.arrived.push(state);
    }
    if bound == Bound::Must {
        found.keep_certain(from, to);
    }
    found
}

/// The answers to packets that arrived.
fn answers(
    net: Net<'_, '_>,
    from: &Source,
    to: &Destination,
    service: &Service,
    bound: Bound,
    state: &State,
    found: &mut Found,
) {
    let back_to = match from {
        Source::Seat(seat) => Destination::Seat(seat.clone()),
        Source::Internet(addresses) => Destination::Outside(addresses.clone()),
        Source::OnPremises(addresses) => Destination::OnPremises(addresses.clone()),
    };
    let walk = Walk {
        net,
        bound,
        leg: Leg::Return,
        to: &back_to,
    };
    // What a VPC answers itself, it answers.
    let last = state.hops.last();
    let by_itself = last.is_some_and(|hop| hop.sort == own_services::SORT);
    for reply in reply::to(state) {
        if by_itself {
            found.paths.push(Path {
                forward: state.clone(),
                back: None,
                packets: reply.sent,
            });
            continue;
        }
        let Some(answer) = reply.answer else {
            // A message that nothing answers is no connection, unless it is what was asked for.
            if service.protocols.single().is_none() {
                continue;
            }
            found.paths.push(Path {
                forward: state.clone(),
                back: None,
                packets: reply.sent,
            });
            continue;
        };
        let at = answer_begins(from, to, state);
        let start = State {
            at,
            packets: answer,
            was: Was::default(),
            left: None,
            sender: match to {
                Destination::Seat(seat) => Some(seat.clone()),
                _ => None,
            },
            identity: None,
            translations: state.translations.clone(),
            egress_only: state.egress_only.clone(),
            left_unseen: None,
            hops: Vec::new(),
            gaps: state.gaps.clone(),
        };
        let outcome = walk.run(vec![start]);
        found.stopped_back.extend(outcome.stopped);
        for back in outcome.arrived {
            let packets = reply::answered(&reply.sent, &back.packets);
            if !packets.is_empty() {
                found.paths.push(Path {
                    forward: state.clone(),
                    back: Some(back),
                    packets,
                });
            }
        }
    }
}

/// Where the answer to packets that arrived begins.
fn answer_begins(from: &Source, to: &Destination, state: &State) -> At {
    match (to, &state.left_unseen) {
        (Destination::Seat(seat), _) => At::Leaving(seat.clone()),
        (_, Some(vpc)) => At::Local { vpc: vpc.clone() },
        (Destination::Outside(_), None) => At::Internet,
        (Destination::OnPremises(_), None) => At::OnPremises,
        (Destination::Service(_), None) => At::Local {
            vpc: sender_vpc(from),
        },
    }
}

fn sender_vpc(from: &Source) -> Text {
    match from {
        Source::Seat(seat) => seat.subnet.vpc.clone(),
        Source::Internet(_) | Source::OnPremises(_) => Text::const_new(""),
    }
}

/// There is no address that packets could be sent to.
fn no_address(from: &Source, to: &Destination) -> Stop {
    let (code, at, why) = match from {
        Source::Internet(_) => (
            Code::IgwPrivateIpAssociationForIngress,
            "internet",
            "the destination has no public address",
        ),
        Source::Seat(_) | Source::OnPremises(_) => (
            Code::NoPossibleDestination,
            "",
            "source and destination have no family of addresses in common",
        ),
    };
    Stop {
        code,
        at: Text::const_new(at),
        why: why.to_owned(),
        hops: Vec::new(),
        packets: PacketSet::none(),
        grants: Vec::new(),
        on: match to {
            Destination::Seat(seat) => vec![Ground::of(seat.node, "private_ip_addresses")],
            _ => Vec::new(),
        },
    }
}

/// The packets that a source can send towards a destination.
fn start(from: &Source, to: &Destination, service: &Service, bound: Bound) -> State {
    let mut packets = PacketSet::none();
    for family in Family::BOTH {
        let sources = match from {
            Source::Seat(seat) => vec![seat.within(family, bound)],
            Source::Internet(addresses) | Source::OnPremises(addresses) => addresses.clone(),
        };
        for source in sources.iter().filter(|one| one.family() == family) {
            for destination in goals(from, to, family, bound) {
                let service = of_family(service, family);
                packets.extend(Block::new(source.clone(), destination, service));
            }
        }
    }
    let state = |at, seat: Option<&SharedSeat>| State {
        at,
        packets,
        was: Was::default(),
        left: None,
        sender: seat.cloned(),
        identity: seat
            .filter(|seat| !seat.is_anonymous)
            .map(|seat| Identity { seat: seat.clone() }),
        translations: Vec::new(),
        egress_only: Vec::new(),
        left_unseen: None,
        hops: Vec::new(),
        gaps: seat
            .iter()
            .flat_map(|seat| seat.address_gaps().cloned())
            .collect(),
    };
    match from {
        Source::Seat(seat) => state(At::Leaving(seat.clone()), Some(seat)),
        Source::Internet(_) => state(At::Internet, None),
        Source::OnPremises(_) => state(At::OnPremises, None),
    }
}

/// Each family has an ICMP of its own.
fn of_family(service: &Service, family: Family) -> Service {
    let other = match family {
        Family::V4 => Service::ICMPV6,
        Family::V6 => Service::ICMP,
    };
    Service {
        protocols: service.protocols.without(&Ranges::one(other)),
        ..service.clone()
    }
}

/// The addresses of a destination: from outside, its public ones.
fn goals(from: &Source, to: &Destination, family: Family, bound: Bound) -> Vec<Addresses> {
    match to {
        Destination::Outside(addresses) | Destination::OnPremises(addresses) => addresses.clone(),
        Destination::Service(_) => vec![world::internet(family).clone()],
        Destination::Seat(seat) => {
            let public = seat.public(family, bound).into_iter().map(|pair| pair.1);
            let private = [seat.within(family, bound)];
            match from {
                _ if seat.only_public => public.collect(),
                Source::Seat(_) => private.into_iter().chain(public).collect(),
                Source::Internet(_) => public.collect(),
                Source::OnPremises(_) => private.into(),
            }
        }
    }
}

impl Path {
    /// What is not known of it.
    pub(super) fn gaps(&self) -> impl Iterator<Item = &Gap> {
        // The way back begins with the gaps of the way there.
        let state = self.back.as_ref().unwrap_or(&self.forward);
        state.gaps.iter()
    }
}

impl Found {
    /// The packets whose answers find back.
    pub(super) fn packets(&self) -> PacketSet {
        let mut all = PacketSet::none();
        for path in &self.paths {
            all.add(path.packets.clone());
        }
        all
    }

    /// Leaves out packets that are not certain.
    pub(super) fn keep_packets(&mut self, certain: &PacketSet) {
        for path in &mut self.paths {
            path.packets = path.packets.and(certain);
        }
        self.paths.retain(|path| !path.packets.is_empty());
    }

    /// Where an interface has one address of several, what holds for some of them is not certain.
    fn keep_certain(&mut self, from: &Source, to: &Destination) {
        let source = match from {
            Source::Seat(seat) if seat.one_of.is_some() => Some(seat.clone()),
            _ => None,
        };
        let goal = match to {
            Destination::Seat(seat) if seat.one_of.is_some() => Some(seat.clone()),
            _ => None,
        };
        if source.is_none() && goal.is_none() {
            return;
        }
        let all = |seat: &Option<SharedSeat>, addresses: &Addresses| {
            seat.as_ref()
                .is_none_or(|seat: &SharedSeat| is_whole(seat, addresses))
        };
        let keep = |block: &Block| {
            let certain = all(&source, block.source()) && all(&goal, block.destination());
            certain.then(|| block.clone())
        };
        for path in &mut self.paths {
            path.packets = path.packets.map(keep);
        }
        self.paths.retain(|path| !path.packets.is_empty());
        self.arrived
            .retain(|state| !state.packets.map(keep).is_empty());
    }
}

fn is_whole(seat: &Seat, addresses: &Addresses) -> bool {
    addresses.has_all(seat.addresses(addresses.family()))
}

impl Connection {
    /// What may be otherwise, if anything may.
    pub(super) fn doubts(&self) -> BTreeSet<Gap> {
        if self.must.packets().has_all(&self.may.packets()) {
            return BTreeSet::new();
        }
        let paths = self.may.paths.iter().flat_map(Path::gaps);
        paths.cloned().collect()
    }

    /// What may keep packets from arriving.
    pub(super) fn doubts_forward(&self) -> BTreeSet<Gap> {
        let states = self.may.arrived.iter().flat_map(|state| &state.gaps);
        states.cloned().collect()
    }
}
