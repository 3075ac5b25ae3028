//! NAT gateways (semantics 2.6): TCP, UDP and ICMP of IPv4 from inside, under an address and a port of
//! the gateway; answers find back, and nothing else enters.

use std::net::IpAddr;
use std::sync::Arc;

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Block, Family, PacketSet, Ports, Ranges, Service};
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::NatGateway;
use crate::model::resource::Resource;

use super::super::bound::Bound;
use super::super::code::Code;
use super::super::net::Net;
use super::super::seat::{self, Groups, Seat, SharedSeat, Subnet};
use super::super::state::{At, Hop, Leg, Next, State, Translation};
use super::super::walk::Walk;
use super::regional_nat::{is_regional, serves, zones};
use super::{interface, nacl};

/// The ports under which a gateway sends.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html>
const PORTS: (u16, u16) = (1024, 65535);

/// Packets of a VPC are routed to a NAT gateway.
pub(super) fn pass(walk: Walk<'_, '_>, mut state: State, vpc: &str, id: &str) -> Vec<Next> {
    let near = state.hops.iter().rev().find_map(|hop| hop.node);
    let found = match near {
        Some(near) => walk.net.graph.find("ec2.nat_gateway", id, near),
        None => Err(Gap::new(GapReason::NotCollected, "ec2:DescribeNatGateways")),
    };
    let gateway = found.and_then(|node| gateway(walk.net, node));
    let gateway = match gateway {
        Ok(gateway) => gateway,
        Err(gap) => {
            // Where an unknown gateway stands, nobody knows: its answers find back.
            if state.doubt(walk.bound, gap) && walk.leg == Leg::Forward {
                return unknown(state, vpc, id);
            }
            let why = format!("{id} is not known");
            return vec![state.stop(Code::UnknownResource, id, why)];
        }
    };
    let node = Some(gateway.seat.node);
    if walk.leg == Leg::Return {
        // It knows no connection that these packets belong to.
        let why = format!("{id} would give answers another source");
        return vec![state.stop(Code::NgwSourceAddressReassign, id, why)];
    }
    if let Some(why) = gateway.broken {
        return vec![state.stop(Code::BadState, id, why)];
    }
    for gap in gateway.gaps {
        if !state.doubt(walk.bound, gap) {
            let why = format!("the state of {id} is not known");
            return vec![state.stop(Code::BadState, id, why)];
        }
    }
    if let Some(zones) = gateway.zones
        && let Err(stop) = serves(walk, &mut state, id, zones)
    {
        return vec![Next::Stop(stop)];
    }
    if gateway.seat.subnet.vpc != vpc {
        let why = format!("{id} is in another VPC than the route that names it");
        return vec![state.stop(Code::NgwRequiresSourceInVpc, id, why)];
    }
    let own = state.sender.as_ref();
    if own.is_some_and(|own| own.subnet.id == gateway.seat.subnet.id) {
        let why = format!("{id} does not serve its own subnet");
        return vec![state.stop(Code::CannotRoute, id, why)];
    }
    let taken = taken(&state.packets);
    if taken.is_empty() {
        let why = format!("{id} takes TCP, UDP and ICMP of IPv4 only");
        return vec![state.stop(Code::ProtocolRestriction, id, why)];
    }
    state.packets = taken;
    let state = match nacl::pass(walk, state, &gateway.seat.subnet, false) {
        Ok(state) => state.passing(Hop::new("nat-gateway", id, node)),
        Err(stop) => return vec![Next::Stop(stop)],
    };
    let seat = Arc::new(gateway.seat);
    let translated = state.by_block().into_iter();
    translated
        .flat_map(|one| interface::depart(walk, translate(walk.bound, one, &seat), &seat))
        .collect()
}

fn unknown(mut state: State, vpc: &str, id: &str) -> Vec<Next> {
    state.packets = taken(&state.packets);
    state.identity = None;
    let state = state.passing(Hop::new("nat-gateway", id, None));
    vec![state.out_unseen(vpc, At::Internet)]
}

/// The packets that a gateway takes.
fn taken(packets: &PacketSet) -> PacketSet {
    let protocols = [Service::ICMP, Service::TCP, Service::UDP];
    let protocols = Ranges::of(protocols.map(|one| (one, one)));
    packets.map(|block| {
        let service = Service {
            protocols: block.service().protocols.and(&protocols),
            ..block.service().clone()
        };
        let block = Block::new(block.source().clone(), block.destination().clone(), service)?;
        (block.family() == Family::V4).then_some(block)
    })
}

/// Packets of one box under the address of a seat, which remembers what they were.
pub(super) fn translate(bound: Bound, mut state: State, seat: &SharedSeat) -> State {
    let Some(block) = state.packets.blocks().first().cloned() else {
        return state;
    };
    let ports = block.service().source_ports.clone();
    state.translations.push(Translation {
        seat: seat.clone(),
        source: block.source().clone(),
        source_ports: ports,
    });
    state.set_source(&seat.within(Family::V4, bound));
    // A packet without ports has every port: it keeps them.
    let has_ports = Ranges::of([(Service::TCP, Service::TCP), (Service::UDP, Service::UDP)]);
    let with = state
        .packets
        .map(|block| of(block, |own| own.and(&has_ports)));
    let rest = state
        .packets
        .map(|block| of(block, |own| own.without(&has_ports)));
    state.packets = with;
    state.set_source_ports(&Ranges::run(PORTS.0, PORTS.1));
    state.packets.add(rest);
    state.sender = Some(seat.clone());
    state.identity = None;
    state
}

fn of(block: &Block, change: impl Fn(&Ranges<u8>) -> Ranges<u8>) -> Option<Block> {
    let service = Service {
        protocols: change(&block.service().protocols),
        ..block.service().clone()
    };
    Block::new(block.source().clone(), block.destination().clone(), service)
}

/// An answer is back at the gateway: it gets the address and the port of the one who asked.
pub(super) fn answer(walk: Walk<'_, '_>, mut state: State, seat: &SharedSeat) -> Vec<Next> {
    let at = state
        .translations
        .iter()
        .rposition(|one| Arc::ptr_eq(&one.seat, seat));
    let Some(translation) = at.map(|at| state.translations.remove(at)) else {
        return Vec::new();
    };
    state = state.passing(Hop::new("nat-gateway", &seat.id, Some(seat.node)));
    let ports = translation.source_ports;
    let numbers = Ranges::of([(Service::TCP, Service::TCP), (Service::UDP, Service::UDP)]);
    state.packets = state.packets.map(|block| {
        let own = &block.service().protocols;
        // What has no ports keeps what stands in their place.
        let ports: Ports = match own.is_apart(&numbers) {
            true => block.service().ports.clone(),
            false => ports.clone(),
        };
        let service = Service {
            ports,
            ..block.service().clone()
        };
        Block::new(block.source().clone(), translation.source.clone(), service)
    });
    interface::depart(walk, state, seat)
}

/// A gateway as a place in a subnet.
struct Gateway {
    seat: Seat,
    /// The zones that it serves, if it does not serve all.
    zones: Option<Result<Vec<Text>, Gap>>,
    broken: Option<String>,
    gaps: Vec<Gap>,
}

fn gateway(net: Net<'_, '_>, node: NodeId) -> Result<Gateway, Gap> {
    let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeNatGateways");
    let resource = net.resource(node).ok_or_else(untold)?;
    let Facts::NatGateway(facts) = &resource.facts else {
        return Err(untold());
    };
    let missing = |path: &str| net.graph.missing(resource, path);
    let id = facts.nat_gateway_id.known();
    let id = id.ok_or_else(|| missing("nat_gateway_id"))?.clone();
    let mut gaps = Vec::new();
    let broken = match &facts.state {
        Fact::Known(state) if state == "available" => None,
        Fact::Known(state) => Some(format!("{id} is {state}")),
        Fact::None | Fact::Missing => {
            gaps.push(missing("state"));
            None
        }
    };
    let subnet = subnet(net, node, resource, facts)?;
    let (v4, public, more) = addresses(net, resource, facts, &mut gaps);
    Ok(Gateway {
        seat: Seat {
            found: true,
            id,
            node,
            subnet,
            groups: Groups::Unfiltered,
            v4: Addresses::these(Family::V4, v4),
            v6: Addresses::none(Family::V6),
            more_addresses: more.clone(),
            one_of: None,
            public,
            more_public: more.filter(|_| is_public(facts) != Some(false)),
            source_dest_check: Fact::Known(false),
            is_anonymous: false,
            only_public: false,
            state: seat::State::Working,
        },
        zones: zones(net, resource, facts),
        broken,
        gaps,
    })
}

/// A zonal gateway stands in a subnet, a regional one in none.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>
fn subnet(
    net: Net<'_, '_>,
    node: NodeId,
    resource: &Resource,
    facts: &NatGateway,
) -> Result<Subnet, Gap> {
    let vpc = facts.vpc_id.known();
    let vpc = vpc.ok_or_else(|| net.graph.missing(resource, "vpc_id"))?;
    match &facts.subnet_id {
        Fact::Known(subnet) => net.subnet(subnet, Some(vpc), node),
        Fact::None if is_regional(facts) => Ok(Subnet {
            id: Text::const_new(""),
            node: Err(net.graph.missing(resource, "subnet_id")),
            vpc: vpc.clone(),
        }),
        _ => Err(net.graph.missing(resource, "subnet_id")),
    }
}

/// Whether a gateway has public addresses, as far as it is told.
fn is_public(facts: &NatGateway) -> Option<bool> {
    facts.connectivity_type.known().map(|sort| sort == "public")
}

/// The private addresses, and the public ones, which a private gateway has not; and why there may be
/// others.
fn addresses(
    net: Net<'_, '_>,
    resource: &Resource,
    facts: &NatGateway,
    gaps: &mut Vec<Gap>,
) -> (Vec<IpAddr>, Vec<(IpAddr, IpAddr)>, Option<Gap>) {
    let list = "nat_gateway_addresses";
    let missing = || net.graph.missing(resource, list);
    let mut more = net.graph.hole(resource, list);
    if is_public(facts).is_none() {
        gaps.push(net.graph.missing(resource, "connectivity_type"));
    }
    let is_public = is_public(facts).unwrap_or(true);
    let parse = |fact: &Fact<Text>| fact.known().and_then(|one| one.parse::<IpAddr>().ok());
    let (mut own, mut public) = (Vec::new(), Vec::new());
    for one in facts.nat_gateway_addresses.known().into_iter().flatten() {
        match (parse(&one.private_ip), parse(&one.public_ip)) {
            (Some(private), Some(outside)) if is_public => {
                own.push(private);
                public.push((private, outside));
            }
            (Some(private), _) if !is_public => own.push(private),
            // A regional one stands in no subnet: it has no address there.
            (None, Some(outside)) if is_regional(facts) => {
                own.push(outside);
                public.push((outside, outside));
            }
            _ => more = more.or_else(|| Some(missing())),
        }
    }
    if own.is_empty() {
        more.get_or_insert_with(missing);
    }
    gaps.extend(more.clone());
    (own, public, more)
}
