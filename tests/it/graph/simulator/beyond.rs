//! Beyond a VPC: internet gateways, NAT, peering, transit gateways, networks behind VPN.

use std::net::IpAddr;

use ipnet::IpNet;

use super::End;
use super::flow::{
    Ends, Trip, acl_allows, arrive, local, nat_vpc, nat_with, out_of_subnet, owner, routed,
    to_premises, vpc_of,
};
use super::network::{Network, TransitBy};

/// Ports that a NAT gateway may choose, one of each run that rules can tell apart.
const CHOICES: [u16; 6] = [1024, 5432, 6000, 32768, 40000, 65535];

fn is_global(address: IpAddr) -> bool {
    let within = |block: &str| block.parse::<IpNet>().expect("a block").contains(&address);
    match address {
        IpAddr::V4(_) => ![
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
        ]
        .iter()
        .any(|block| within(block)),
        IpAddr::V6(_) => within("2000::/3"),
    }
}

/// Whether the region's block lets a connection pass: one from inside, by a gateway that knows
/// connections or not; or one from outside.
fn unblocked(network: &Network, vpc: usize, from_inside: bool, stateful: bool) -> bool {
    if network.block == "off" {
        return true;
    }
    let own = network.excluded.iter().find(|one| one.0 == vpc);
    match own.map(|one| one.1) {
        Some("allow-bidirectional") => true,
        Some(_) => from_inside,
        None => network.block == "block-ingress" && from_inside && stateful,
    }
}

pub(super) fn out_by_internet_gateway(network: &Network, mut trip: Trip, vpc: usize) -> Ends {
    if !network.vpcs[vpc].internet || !is_global(trip.packet.destination) {
        return Vec::new();
    }
    let own = trip.sender.filter(|at| vpc_of(network, *at) == vpc);
    let nat = trip
        .nat
        .filter(|nat| network.subnets[network.nats[*nat].subnet].vpc == vpc);
    let public = match (own, nat) {
        (Some(at), _) if trip.packet.source.is_ipv6() => network.interfaces[at].v6,
        (Some(at), _) => network.interfaces[at].public,
        (None, Some(nat)) => network.nats[nat].public,
        (None, None) => None,
    };
    let Some(public) = public else {
        return Vec::new();
    };
    if !unblocked(network, vpc, !trip.answer, nat.is_some()) {
        return Vec::new();
    }
    trip.packet.source = public;
    trip.sender = None;
    trip.identity = None;
    trip.nat = None;
    on_internet(network, trip)
}

pub(super) fn out_by_egress_only(network: &Network, mut trip: Trip, vpc: usize) -> Ends {
    let own = trip.sender.is_some_and(|at| vpc_of(network, at) == vpc);
    let v6 = trip.packet.source.is_ipv6() && is_global(trip.packet.destination);
    // What it does with answers to what came in elsewhere, no document says.
    if trip.answer && !trip.sent_on {
        return Vec::new();
    }
    if !network.vpcs[vpc].egress_only || !own || !v6 || !unblocked(network, vpc, true, true) {
        return Vec::new();
    }
    trip.sender = None;
    trip.identity = None;
    trip.egress_only.push(vpc);
    on_internet(network, trip)
}

pub(super) fn on_internet(network: &Network, trip: Trip) -> Ends {
    let to = trip.packet.destination;
    for (at, own) in network.interfaces.iter().enumerate() {
        let private = match (own.public, own.v6) {
            (Some(public), _) if public == to => own.address,
            (_, Some(v6)) if v6 == to => v6,
            _ => continue,
        };
        let vpc = vpc_of(network, at);
        let knows = trip.answer && trip.egress_only.contains(&vpc) && to.is_ipv6();
        let open = knows || network.vpcs[vpc].internet;
        if !open || !unblocked(network, vpc, trip.answer, knows) {
            return Vec::new();
        }
        let mut trip = trip;
        trip.packet.destination = private;
        return local(network, trip, vpc);
    }
    for (nat, own) in network.nats.iter().enumerate() {
        if own.public != Some(to) {
            continue;
        }
        let vpc = network.subnets[own.subnet].vpc;
        let waits = trip.answer && trip.memory.iter().any(|one| one.0 == nat);
        if !waits || !network.vpcs[vpc].internet || !unblocked(network, vpc, true, true) {
            return Vec::new();
        }
        let mut trip = trip;
        trip.packet.destination = own.address;
        return local(network, trip, vpc);
    }
    match is_global(to) {
        true => vec![(End::Internet, trip)],
        false => Vec::new(),
    }
}

pub(super) fn translate(network: &Network, mut trip: Trip, nat: usize, subnet: usize) -> Ends {
    let own = &network.nats[nat];
    // It would have to know the connection of an answer, and does not.
    let serves = !trip.answer && own.subnet != subnet && trip.packet.source.is_ipv4();
    if !serves || !acl_allows(network, &trip.packet, own.subnet, false) {
        return Vec::new();
    }
    let before = (
        nat,
        trip.packet.source,
        trip.packet.source_port,
        trip.sender,
        trip.nat,
    );
    trip.memory.push(before);
    trip.sender = None;
    trip.identity = None;
    trip.nat = Some(nat);
    trip.packet.source = own.address;
    let each = CHOICES.iter().flat_map(|port| {
        let mut trip = trip.clone();
        trip.packet.source_port = *port;
        out_of_subnet(network, trip, own.subnet)
    });
    each.collect()
}

pub(super) fn untranslate(network: &Network, mut trip: Trip, nat: usize) -> Ends {
    let at = trip
        .memory
        .iter()
        .rposition(|one| one.0 == nat)
        .expect("a memory");
    let (_, source, port, _, _) = trip.memory.remove(at);
    trip.packet.destination = source;
    trip.packet.port = port;
    out_of_subnet(network, trip, network.nats[nat].subnet)
}

pub(super) fn peer(network: &Network, mut trip: Trip, peering: usize, vpc: usize) -> Ends {
    let peering = &network.peerings[peering];
    let other = match peering.sides {
        (own, other) | (other, own) if own == vpc => other,
        _ => return Vec::new(),
    };
    let of = |vpc: usize, address: IpAddr| {
        let vpc = &network.vpcs[vpc];
        vpc.v4.contains(&address) || vpc.v6.contains(&address)
    };
    if !peering.active || !of(vpc, trip.packet.source) || !of(other, trip.packet.destination) {
        return Vec::new();
    }
    if !peering.same_region {
        trip.identity = None;
    }
    local(network, trip, other)
}

pub(super) fn transit(network: &Network, mut trip: Trip, vpc: usize, subnet: usize) -> Ends {
    let Some(transit) = &network.transit else {
        return Vec::new();
    };
    let Some(own) = transit.attachments.iter().find(|one| one.vpc == vpc) else {
        return Vec::new();
    };
    let zone = network.subnets[subnet].zone;
    let in_zone = |one: &&usize| network.subnets[**one].zone == zone;
    let Some(entry) = own.subnets.iter().find(in_zone) else {
        return Vec::new();
    };
    // What enters the gateway enters by its subnet.
    if !acl_allows(network, &trip.packet, *entry, false) || !own.associated {
        return Vec::new();
    }
    if !transit.references || !own.references {
        trip.identity = None;
    }
    transit_route(network, trip, Some(zone))
}

fn transit_route(network: &Network, mut trip: Trip, zone: Option<usize>) -> Ends {
    let Some(transit) = &network.transit else {
        return Vec::new();
    };
    trip.steps += 1;
    if trip.steps > 12 {
        return Vec::new();
    }
    let routes = transit.routes.iter();
    let fitting = routes.filter(|one| one.to.contains(&trip.packet.destination));
    let best = fitting.min_by_key(|one| (std::cmp::Reverse(one.to.prefix_len()), one.propagated));
    let to = match best.map(|one| one.by) {
        Some(TransitBy::Attachment(at)) => &transit.attachments[at],
        Some(TransitBy::Vpn) if transit.vpn => {
            return to_premises(network, trip);
        }
        _ => return Vec::new(),
    };
    if !to.references {
        trip.identity = None;
    }
    let in_zone = |one: &&usize| Some(network.subnets[**one].zone) == zone;
    let exit = *to.subnets.iter().find(in_zone).unwrap_or(&to.subnets[0]);
    // In the very subnet of the attachment no network ACL is asked.
    let here = |subnet: usize| subnet == exit;
    if let Some(at) = owner(network, trip.packet.destination, here) {
        return arrive(network, trip, at);
    }
    if trip.answer
        && let Some(nat) = nat_with(network, &trip, here)
    {
        return untranslate(network, trip, nat);
    }
    if !acl_allows(network, &trip.packet, exit, true) {
        return Vec::new();
    }
    let table = network.subnets[exit].table;
    routed(network, trip, to.vpc, table, exit)
}

/// In the network behind VPN: for a host there, or into a VPC by its own gateway, or by the transit
/// gateway.
pub(super) fn on_premises(network: &Network, trip: Trip) -> Ends {
    let to = trip.packet.destination;
    let interface = owner(network, to, |_| true).map(|at| vpc_of(network, at));
    let waiting = || nat_with(network, &trip, |_| true).map(|nat| nat_vpc(network, nat));
    let Some(vpc) = interface.or_else(waiting) else {
        return match is_global(to) {
            // Whether it goes on to the internet there, no document says.
            true if trip.sent_on && trip.left.is_some() => vec![(End::Internet, trip)],
            true => Vec::new(),
            false => vec![(End::OnPremises, trip)],
        };
    };
    if !trip.native && !trip.sent_on {
        return Vec::new();
    }
    let mut ends = Vec::new();
    if network.vpcs[vpc].vpn {
        ends.extend(local(network, trip.clone(), vpc));
    }
    if let Some(transit) = &network.transit
        && transit.vpn
        && transit.attachments.iter().any(|one| one.vpc == vpc)
    {
        ends.extend(transit_route(network, trip, None));
    }
    ends
}
