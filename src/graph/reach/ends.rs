//! The ends of a question as places where packets begin and end.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family};

use super::connection::Source;
use super::members::{self, Member, Members};
use super::net::Net;
use super::own_services;
use super::party::Party;
use super::seat::Seat;
use super::walk::Destination;
use super::world;

/// Places of one sort: a question is about any of them.
pub(super) struct Ends<T> {
    pub(super) each: Vec<Alternatives<T>>,
    /// Why there may be more.
    pub(super) hidden: Option<Gap>,
}

/// A place; or several of which one is it, and nobody knows which.
pub(super) struct Alternatives<T> {
    pub(super) one_of: Vec<T>,
    pub(super) doubt: Option<Gap>,
}

impl<T> Alternatives<T> {
    fn sure(place: T) -> Self {
        Alternatives {
            one_of: vec![place],
            doubt: None,
        }
    }
}

/// Where connections of a party begin.
pub(super) fn sources(net: Net<'_, '_>, party: &Party) -> Ends<Source> {
    let everywhere = || Source::Internet(internet());
    match party {
        Party::Internet => one(everywhere()),
        Party::OnPremises => one(Source::OnPremises(super::on_premises::all())),
        Party::Addresses(block) => {
            let mut ends = of_members(with_addresses(net, *block), Source::Seat);
            let public = outside(*block, &internet());
            if let Some(public) = public {
                ends.each
                    .push(Alternatives::sure(Source::Internet(vec![public])));
            }
            let private = outside(*block, &super::on_premises::all());
            if let Some(private) = private {
                ends.each
                    .push(Alternatives::sure(Source::OnPremises(vec![private])));
            }
            ends
        }
        Party::Resource(node) => match members::of(net, *node) {
            Some(members) => {
                let sends_outside = match net.graph.facts(*node) {
                    Some(Facts::AppRunnerService(_)) => true,
                    Some(Facts::LambdaFunction(facts)) => members::is_outside(facts),
                    _ => false,
                };
                let none = members.each.is_empty() && members.hidden.is_none();
                match sends_outside && none {
                    true => one(everywhere()),
                    false => of_members(members, Source::Seat),
                }
            }
            None => nothing(net.graph, *node),
        },
    }
}

/// Where connections to a party end.
pub(super) fn destinations(net: Net<'_, '_>, party: &Party) -> Ends<Destination> {
    match party {
        Party::Internet => one(Destination::Outside(internet())),
        Party::OnPremises => one(Destination::OnPremises(super::on_premises::all())),
        Party::Addresses(block) => {
            let mut ends = of_members(with_addresses(net, *block), Destination::Seat);
            let own = with_public_addresses(net, *block);
            let known = Addresses::these(Family::V4, own.iter().flat_map(public_of));
            let places = own
                .into_iter()
                .map(|seat| Destination::Seat(Arc::new(seat)));
            ends.each.extend(places.map(Alternatives::sure));
            let public = outside(*block, &internet()).into_iter();
            let public = public.map(|all| match all.family() {
                Family::V4 => all.without(&known),
                Family::V6 => all,
            });
            let mut public: Vec<Addresses> = public.filter(|one| !one.is_empty()).collect();
            let services = own_services::within(net.graph, *block);
            public.extend(Some(services).filter(|own| !own.is_empty()));
            ends.hidden = ends.hidden.or_else(|| own_services::hidden(net.graph));
            if !public.is_empty() {
                ends.each
                    .push(Alternatives::sure(Destination::Outside(public)));
            }
            let private = outside(*block, &super::on_premises::all());
            if let Some(private) = private {
                ends.each
                    .push(Alternatives::sure(Destination::OnPremises(vec![private])));
            }
            ends
        }
        Party::Resource(node) => match net.graph.facts(*node) {
            Some(Facts::VpcEndpoint(facts))
                if facts
                    .vpc_endpoint_type
                    .known()
                    .is_some_and(|sort| sort.eq_ignore_ascii_case("Gateway")) =>
            {
                one(Destination::Service(*node))
            }
            // Who asks for it comes by the internet or by an endpoint of App Runner.
            Some(Facts::AppRunnerService(_)) => nothing(net.graph, *node),
            _ => match members::of(net, *node) {
                Some(members) => of_members(members, Destination::Seat),
                None => nothing(net.graph, *node),
            },
        },
    }
}

fn one<T>(place: T) -> Ends<T> {
    Ends {
        each: vec![Alternatives::sure(place)],
        hidden: None,
    }
}

fn of_members<T>(members: Members, place: impl Fn(super::seat::SharedSeat) -> T) -> Ends<T> {
    let alternatives = |member: Member| Alternatives {
        one_of: member.one_of.into_iter().map(&place).collect(),
        doubt: member.doubt,
    };
    Ends {
        each: members.each.into_iter().map(alternatives).collect(),
        hidden: members.hidden,
    }
}

fn nothing<T>(graph: &Graph<'_>, node: NodeId) -> Ends<T> {
    let node = graph.node(node);
    let gap = Gap::new(GapReason::UnsupportedHere, "").within(node.account, node.region);
    Ends {
        each: Vec::new(),
        hidden: Some(gap.because(format!("how packets enter a {}", node.kind))),
    }
}

/// The VPC where connections of a party begin, if all begin in one.
pub fn vpc_of(graph: &Graph<'_>, party: &Party) -> Option<NodeId> {
    let ends = sources(Net::new(graph), party);
    let places = ends.each.iter().flat_map(|one| &one.one_of);
    let mut vpcs = places.map(|place| match place {
        Source::Seat(seat) => Some((&seat.subnet.vpc, seat.node)),
        _ => None,
    });
    let (vpc, near) = vpcs.next()??;
    let is_same = |other: Option<(&Text, NodeId)>| other.is_some_and(|(other, _)| other == vpc);
    match ends.hidden.is_none() && vpcs.all(is_same) {
        true => graph.find("ec2.vpc", vpc, near).ok(),
        false => None,
    }
}

/// The addresses that the internet routes.
pub(super) fn internet() -> Vec<Addresses> {
    Family::BOTH
        .iter()
        .map(|family| world::internet(*family).clone())
        .collect()
}

fn outside(block: IpNet, of: &[Addresses]) -> Option<Addresses> {
    let own = Addresses::block(block);
    let mut parts = of.iter().map(|one| one.and(&own));
    parts.find(|part| !part.is_empty())
}

/// The interfaces that have one of these addresses; one that has others besides only with these.
fn with_addresses(net: Net<'_, '_>, block: IpNet) -> Members {
    let own = Addresses::block(block);
    let mut members = Members::default();
    for node in net.graph.of_kind("ec2.network_interface") {
        let seat = match net.seat(*node) {
            Ok(seat) => seat,
            // Where it stands is not told: if it has the address, nobody knows how packets get there.
            Err(gap) => {
                let may = may_have(net, *node, &own).then_some(gap);
                members.hidden = members.hidden.take().or(may);
                continue;
            }
        };
        let narrowed = seat.addresses(own.family()).and(&own);
        if narrowed.is_empty() {
            let untold = seat.more_addresses.clone();
            let may = untold.filter(|_| may_be_in(net, &seat, &own));
            members.hidden = members.hidden.take().or(may);
            continue;
        }
        let mut seat = (*seat).clone();
        let none = |family| Addresses::none(family);
        (seat.v4, seat.v6) = match own.family() {
            Family::V4 => (narrowed, none(Family::V6)),
            Family::V6 => (none(Family::V4), narrowed),
        };
        seat.public.retain(|(private, _)| seat.v4.has(*private));
        members.each.push(Member::sure(Arc::new(seat)));
    }
    let places = net.graph.places("ec2.network_interface");
    let mut extents = places
        .iter()
        .filter_map(|(account, region)| net.graph.extent("ec2.network_interface", account, region));
    members.hidden = members.hidden.take().or_else(|| extents.next());
    members
}

/// Whether an interface may have one of these addresses, by what is told of it alone.
fn may_have(net: Net<'_, '_>, node: NodeId, wanted: &Addresses) -> bool {
    let Some(Facts::NetworkInterface(facts)) = net.graph.facts(node) else {
        return true;
    };
    let (v4, v6) = (&facts.private_ip_addresses, &facts.ipv6_addresses);
    let v4_told = v4.known().into_iter().flatten();
    let v6_told = v6.known().into_iter().flatten();
    let mut told = v4_told
        .map(|one| &one.private_ip_address)
        .chain(v6_told.map(|one| &one.ipv6_address));
    let may_be = |one: &Fact<Text>| match one {
        Fact::Known(text) => text.parse().map_or(true, |ip| wanted.has(ip)),
        Fact::None | Fact::Missing => true,
    };
    v4.is_missing() || v6.is_missing() || told.any(may_be)
}

/// Whether an interface whose addresses were not all told may have one of these: they are of its subnet.
fn may_be_in(net: Net<'_, '_>, seat: &Seat, wanted: &Addresses) -> bool {
    let node = seat.subnet.node.as_ref().ok();
    let Some(Facts::Subnet(facts)) = node.and_then(|node| net.graph.facts(*node)) else {
        return true;
    };
    match (wanted.family(), facts.cidr_block.known()) {
        (Family::V4, Some(block)) => block
            .parse()
            .map_or(true, |block| !Addresses::block(block).is_apart(wanted)),
        _ => true,
    }
}

/// The public IPv4 addresses of a seat.
fn public_of(seat: &Seat) -> impl Iterator<Item = IpAddr> {
    seat.public.iter().map(|(_, public)| *public)
}

/// The interfaces to whose public addresses some of a block are mapped, each only with these.
fn with_public_addresses(net: Net<'_, '_>, block: IpNet) -> Vec<Seat> {
    let wanted = Addresses::block(block);
    let nodes = net.graph.of_kind("ec2.network_interface").iter();
    let seats = nodes.filter_map(|node| net.seat(*node).ok());
    let narrowed = seats.filter_map(|seat| {
        let mut own = (*seat).clone();
        own.public
            .retain(|(_, public)| wanted.family() == Family::V4 && wanted.has(*public));
        let private = own.public.iter().map(|(private, _)| *private);
        own.v4 = Addresses::these(Family::V4, private);
        own.v6 = Addresses::none(Family::V6);
        (own.more_addresses, own.more_public) = (None, None);
        own.only_public = true;
        (!own.public.is_empty()).then_some(own)
    });
    narrowed.collect()
}
