//! The ends of a question as places where packets begin and end.

use std::sync::Arc;

use ipnet::IpNet;

use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family};

use super::addressed;
use super::connection::Source;
use super::members::{self, Member, Members};
use super::net::Net;
use super::own_services;
use super::party::Party;
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
            let mut ends = of_members(addressed::with_addresses(net, *block), Source::Seat);
            let public = outside(*block, &internet());
            if let Some(public) = public {
                ends.each
                    .push(Alternatives::sure(Source::Internet(vec![public])));
            }
            ends.each.extend(beyond(*block, Source::OnPremises));
            ends
        }
        Party::Beyond(block) => Ends {
            each: beyond(*block, Source::OnPremises).into_iter().collect(),
            hidden: None,
        },
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
            let mut ends = of_members(addressed::with_addresses(net, *block), Destination::Seat);
            let own = addressed::with_public_addresses(net, *block);
            let public = own.iter().flat_map(|seat| &seat.public);
            let known = Addresses::these(Family::V4, public.map(|(_, public)| *public));
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
            ends.each.extend(beyond(*block, Destination::OnPremises));
            ends
        }
        Party::Beyond(block) => Ends {
            each: beyond(*block, Destination::OnPremises)
                .into_iter()
                .collect(),
            hidden: None,
        },
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

/// Hosts with these addresses in networks that nobody scanned.
fn beyond<T>(block: IpNet, place: impl Fn(Vec<Addresses>) -> T) -> Option<Alternatives<T>> {
    let private = outside(block, &super::on_premises::all())?;
    Some(Alternatives::sure(place(vec![private])))
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
