//! One packet at a time: where it goes, and whether the answer comes back.

use std::net::IpAddr;

use super::End;
use super::beyond::{
    on_internet, on_premises, out_by_egress_only, out_by_internet_gateway, peer, transit,
    translate, untranslate,
};
use super::network::{By, Interface, Network, Peer, Rule};

/// A packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packet {
    pub(super) source: IpAddr,
    pub(super) destination: IpAddr,
    pub(super) protocol: u8,
    pub(super) source_port: u16,
    pub(super) port: u16,
}

/// What a gateway that changed a packet remembers: itself, the source and its port before, the
/// interface whose address that was, and the gateway whose address it was.
pub(super) type Changed = (usize, IpAddr, u16, Option<usize>, Option<usize>);

/// A packet on its way with what the network remembers of it.
#[derive(Debug, Clone)]
pub(super) struct Trip {
    pub(super) packet: Packet,
    /// An answer to something: groups let it pass.
    pub(super) answer: bool,
    /// The interface whose address the source still is.
    pub(super) sender: Option<usize>,
    /// The interface whose groups rules can still name.
    pub(super) identity: Option<usize>,
    /// The gateway whose address the source is.
    pub(super) nat: Option<usize>,
    /// The gateways that changed it, with source and source port before.
    pub(super) memory: Vec<Changed>,
    pub(super) egress_only: Vec<usize>,
    /// The VPC that it left for a network behind VPN.
    pub(super) left: Option<usize>,
    /// From a host behind VPN, which may send it into any VPC; what others send there, nobody knows
    /// whether it is sent on.
    pub(super) native: bool,
    /// Whether it is sent on, and whatever else no document says is done.
    pub(super) sent_on: bool,
    pub(super) steps: usize,
}

/// Whether a packet arrives, and its answer finds back; `sent_on` says whether networks behind VPN
/// send on what is not for them.
pub(super) fn connects(
    network: &Network,
    from: End,
    to: End,
    packet: Packet,
    sent_on: bool,
) -> bool {
    let start = Trip {
        packet,
        answer: false,
        sender: None,
        identity: None,
        nat: None,
        memory: Vec::new(),
        egress_only: Vec::new(),
        left: None,
        native: from == End::OnPremises,
        sent_on,
        steps: 0,
    };
    let there = match from {
        End::Interface(at) => leave(network, start, at),
        End::Internet => on_internet(network, start),
        End::OnPremises => on_premises(network, start),
    };
    there.into_iter().any(|(end, trip)| {
        if end != to {
            return false;
        }
        let one = trip.packet;
        let answer = Trip {
            packet: Packet {
                source: one.destination,
                destination: one.source,
                protocol: one.protocol,
                source_port: one.port,
                port: one.source_port,
            },
            answer: true,
            sender: None,
            identity: None,
            nat: None,
            left: None,
            native: to == End::OnPremises,
            steps: 0,
            ..trip.clone()
        };
        let back = match (to, trip.left) {
            // What went out by a network behind VPN comes back by it.
            (End::Internet, Some(vpc)) => local(network, answer, vpc),
            (End::Interface(at), _) => leave(network, answer, at),
            (End::Internet, None) => on_internet(network, answer),
            (End::OnPremises, _) => on_premises(network, answer),
        };
        back.iter().any(|(end, trip)| {
            let back = trip.packet;
            *end == from
                && back.source == packet.destination
                && back.destination == packet.source
                && back.source_port == packet.port
                && back.port == packet.source_port
        })
    })
}

/// Out of a VPC into a network behind VPN.
pub(super) fn to_premises(network: &Network, mut trip: Trip) -> Ends {
    let own = trip.sender.map(|at| vpc_of(network, at));
    trip.left = own.or(trip.nat.map(|nat| nat_vpc(network, nat)));
    trip.sender = None;
    trip.identity = None;
    on_premises(network, trip)
}

pub(super) type Ends = Vec<(End, Trip)>;

pub(super) fn vpc_of(network: &Network, interface: usize) -> usize {
    network.subnets[network.interfaces[interface].subnet].vpc
}

pub(super) fn nat_vpc(network: &Network, nat: usize) -> usize {
    network.subnets[network.nats[nat].subnet].vpc
}

fn leave(network: &Network, mut trip: Trip, at: usize) -> Ends {
    let own = &network.interfaces[at];
    let is_own = own.address == trip.packet.source || own.v6 == Some(trip.packet.source);
    if own.idle || !is_own {
        return Vec::new();
    }
    trip.sender = Some(at);
    trip.identity = Some(at);
    if !trip.answer && !lets_out(network, own, &trip) {
        return Vec::new();
    }
    out_of_subnet(network, trip, own.subnet)
}

/// From a subnet: to its own interfaces directly, else by network ACL and routes.
pub(super) fn out_of_subnet(network: &Network, trip: Trip, subnet: usize) -> Ends {
    if let Some(at) = owner(network, trip.packet.destination, |one| one == subnet) {
        return arrive(network, trip, at);
    }
    if trip.answer
        && let Some(nat) = nat_with(network, &trip, |one| one == subnet)
    {
        return untranslate(network, trip, nat);
    }
    if !acl_allows(network, &trip.packet, subnet, true) {
        return Vec::new();
    }
    let (vpc, table) = (network.subnets[subnet].vpc, network.subnets[subnet].table);
    routed(network, trip, vpc, table, subnet)
}

pub(super) fn routed(
    network: &Network,
    mut trip: Trip,
    vpc: usize,
    table: usize,
    subnet: usize,
) -> Ends {
    trip.steps += 1;
    if trip.steps > 12 {
        return Vec::new();
    }
    let routes = network.tables[table].routes.iter();
    let fitting = routes.filter(|one| one.to.contains(&trip.packet.destination));
    let best = fitting.min_by_key(|one| {
        let rank = match (one.by, one.propagated) {
            (By::Local, _) => 0,
            (_, false) => 1,
            (_, true) => 2,
        };
        (std::cmp::Reverse(one.to.prefix_len()), rank)
    });
    let Some(route) = best else {
        return Vec::new();
    };
    if route.blackhole {
        return Vec::new();
    }
    match route.by {
        By::Local => local(network, trip, vpc),
        By::Internet => out_by_internet_gateway(network, trip, vpc),
        By::EgressOnly => out_by_egress_only(network, trip, vpc),
        By::Nat(nat) => translate(network, trip, nat, subnet),
        By::Peering(peering) => peer(network, trip, peering, vpc),
        By::Transit => transit(network, trip, vpc, subnet),
        By::Vpn => {
            let own = trip.sender.is_some_and(|at| vpc_of(network, at) == vpc);
            let nat = trip.nat.is_some_and(|nat| nat_vpc(network, nat) == vpc);
            if !network.vpcs[vpc].vpn || !(own || nat) {
                return Vec::new();
            }
            to_premises(network, trip)
        }
        By::Interface(at) => match network.interfaces[at].address == trip.packet.destination
            || network.interfaces[at].v6 == Some(trip.packet.destination)
        {
            true => into(network, trip, at),
            false => Vec::new(),
        },
    }
}

/// The interface with a private address in a subnet that fits.
pub(super) fn owner(
    network: &Network,
    address: IpAddr,
    fits: impl Fn(usize) -> bool,
) -> Option<usize> {
    network
        .interfaces
        .iter()
        .position(|one| fits(one.subnet) && (one.address == address || one.v6 == Some(address)))
}

/// The NAT gateway that waits for an answer to its address, in a subnet that fits.
pub(super) fn nat_with(
    network: &Network,
    trip: &Trip,
    fits: impl Fn(usize) -> bool,
) -> Option<usize> {
    let waiting = trip.memory.iter().map(|one| one.0);
    let mut own = waiting.filter(|nat| {
        let nat = &network.nats[*nat];
        fits(nat.subnet) && nat.address == trip.packet.destination
    });
    own.next()
}

pub(super) fn local(network: &Network, trip: Trip, vpc: usize) -> Ends {
    let here = |subnet: usize| network.subnets[subnet].vpc == vpc;
    if let Some(at) = owner(network, trip.packet.destination, here) {
        return into(network, trip, at);
    }
    if trip.answer
        && let Some(nat) = nat_with(network, &trip, here)
    {
        let subnet = network.nats[nat].subnet;
        if !acl_allows(network, &trip.packet, subnet, false) {
            return Vec::new();
        }
        return untranslate(network, trip, nat);
    }
    Vec::new()
}

fn into(network: &Network, trip: Trip, at: usize) -> Ends {
    let subnet = network.interfaces[at].subnet;
    if !acl_allows(network, &trip.packet, subnet, false) {
        return Vec::new();
    }
    arrive(network, trip, at)
}

pub(super) fn arrive(network: &Network, trip: Trip, at: usize) -> Ends {
    let own = &network.interfaces[at];
    if own.idle || (!trip.answer && !lets_in(network, own, &trip)) {
        return Vec::new();
    }
    vec![(End::Interface(at), trip)]
}

fn fits(rule: &Rule, packet: &Packet) -> bool {
    rule.protocol
        .is_none_or(|protocol| protocol == packet.protocol)
        && rule
            .ports
            .is_none_or(|(first, last)| (first..=last).contains(&packet.port))
}

fn lets_out(network: &Network, own: &Interface, trip: &Trip) -> bool {
    let here = network.subnets[own.subnet].vpc;
    let mut rules = own
        .groups
        .iter()
        .flat_map(|group| &network.groups[*group].egress);
    rules.any(|rule| {
        fits(rule, &trip.packet)
            && match &rule.peer {
                Peer::Block(block) => block.contains(&trip.packet.destination),
                Peer::Group(group) => network.interfaces.iter().any(|one| {
                    let there = network.subnets[one.subnet].vpc;
                    let named = one.address == trip.packet.destination
                        || one.v6 == Some(trip.packet.destination);
                    named && one.groups.contains(group) && can_name(network, here, there)
                }),
            }
    })
}

/// Whether rules of one VPC can name groups of another.
fn can_name(network: &Network, here: usize, there: usize) -> bool {
    let peered = network.peerings.iter().any(|one| {
        one.active && one.same_region && (one.sides == (here, there) || one.sides == (there, here))
    });
    let attached = network.transit.as_ref().is_some_and(|transit| {
        let both = [here, there].iter().all(|vpc| {
            transit
                .attachments
                .iter()
                .any(|one| one.vpc == *vpc && one.references)
        });
        transit.references && both
    });
    here == there || peered || attached
}

fn lets_in(network: &Network, own: &Interface, trip: &Trip) -> bool {
    let mut rules = own
        .groups
        .iter()
        .flat_map(|group| &network.groups[*group].ingress);
    rules.any(|rule| {
        fits(rule, &trip.packet)
            && match &rule.peer {
                Peer::Block(block) => block.contains(&trip.packet.source),
                Peer::Group(group) => trip
                    .identity
                    .is_some_and(|at| network.interfaces[at].groups.contains(group)),
            }
    })
}

pub(super) fn acl_allows(network: &Network, packet: &Packet, subnet: usize, egress: bool) -> bool {
    let peer = if egress {
        packet.destination
    } else {
        packet.source
    };
    let entries = network.acls[network.subnets[subnet].acl].entries.iter();
    let fitting = entries.filter(|entry| {
        entry.egress == egress
            && entry.peer.contains(&peer)
            && entry
                .protocol
                .is_none_or(|protocol| protocol == packet.protocol)
            && entry
                .ports
                .is_none_or(|(first, last)| (first..=last).contains(&packet.port))
    });
    fitting
        .min_by_key(|entry| entry.number)
        .is_some_and(|entry| entry.allow)
}
