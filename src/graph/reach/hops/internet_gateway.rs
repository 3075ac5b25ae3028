//! Internet gateways (semantics 2.5): one public address for one private one, and nothing else.

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;
use crate::graph::packet::Family;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use super::super::code::Code;
use super::super::grounds::Ground;
use super::super::seat::SharedSeat;
use super::super::state::{At, Hop, Leg, Next, State};
use super::super::walk::{Destination, Walk};
use super::super::world;
use super::{block_public_access, ingress_routing};

/// Packets of a VPC are routed to an internet gateway.
pub(in crate::graph::reach) fn leave(
    walk: Walk<'_, '_>,
    mut state: State,
    vpc: &str,
    id: &str,
) -> Vec<Next> {
    let near = state.hops.iter().rev().find_map(|hop| hop.node);
    let node = match attached(walk, vpc, id, near) {
        Attached::Yes(node) => Some(node),
        Attached::No(why) => return vec![state.stop(Code::BadStateAttachment, id, why)],
        Attached::Perhaps(gap) => {
            if !state.doubt(walk.bound, gap) {
                let why = format!("whether {id} is attached to {vpc} is not known");
                return vec![state.stop(Code::BadStateAttachment, id, why)];
            }
            None
        }
    };
    let sender = state.sender.clone();
    let own = sender.filter(|sender| sender.subnet.vpc == vpc);
    let Some(sender) = own else {
        let why = format!("the source is no interface of {vpc}");
        return vec![state.stop(Code::IgwPublicIpAssociationForEgress, id, why)];
    };
    let stateful = state
        .translations
        .iter()
        .any(|one| std::sync::Arc::ptr_eq(&one.seat, &sender));
    let state = match block_public_access::pass(walk, state, &sender, true, stateful) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    let state = match ingress_routing::keeps_from(walk, state, vpc, id, node) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    let mut next = Vec::new();
    for family in Family::BOTH {
        let routed = state.packets.to(world::internet(family));
        for (private, public) in sender.public(family, walk.bound) {
            let own = routed.from(&private);
            if own.is_empty() {
                continue;
            }
            let mut out = State {
                packets: own,
                ..state.clone()
            };
            if family == Family::V4 {
                out.gaps.extend(sender.more_public.clone());
            }
            out.gaps.extend(sender.address_gaps().cloned());
            out.identity = None;
            for mut one in out.by_block() {
                if family == Family::V4 {
                    one.set_source(&public);
                }
                let hop = Hop::new("internet-gateway", id, node);
                next.push(one.passing(hop).to(At::Internet));
            }
        }
    }
    if next.is_empty() {
        next.push(refuse(state, id));
    }
    next
}

/// Why an internet gateway takes none of these packets.
fn refuse(state: State, id: &str) -> Next {
    let outside = Family::BOTH
        .iter()
        .any(|family| !state.packets.to(world::internet(*family)).is_empty());
    if outside {
        let why = "the source has no public address".to_owned();
        return state.stop(Code::IgwPublicIpAssociationForEgress, id, why);
    }
    let why = "the destination is an address of private use".to_owned();
    let mut blocks = state.packets.blocks().iter();
    let shared = blocks.all(|block| world::shared().has_all(block.destination()));
    let code = match shared {
        true => Code::IgwDestinationAddressNotInRfc6598Egress,
        false => Code::IgwDestinationAddressNotInRfc1918Egress,
    };
    state.stop(code, id, why)
}

/// Packets are on the internet.
pub(in crate::graph::reach) fn across(walk: Walk<'_, '_>, state: State) -> Vec<Next> {
    let mut next = Vec::new();
    if let Destination::Outside(wanted) = walk.to {
        for addresses in wanted {
            let packets = state.packets.to(addresses);
            next.push(Next::Arrived(State {
                packets,
                ..state.clone()
            }));
        }
        next.retain(|one| !matches!(one, Next::Arrived(state) if state.packets.is_empty()));
    }
    for receiver in walk.receivers(&state) {
        for family in Family::BOTH {
            for (private, public) in receiver.public(family, walk.bound) {
                let packets = state.packets.to(&public);
                if packets.is_empty() {
                    continue;
                }
                let mut own = State {
                    packets,
                    ..state.clone()
                };
                if family == Family::V4 {
                    own.gaps.extend(receiver.more_public.clone());
                }
                own.gaps.extend(receiver.address_gaps().cloned());
                for mut one in own.by_block() {
                    if family == Family::V4 {
                        one.set_destination(&private);
                    }
                    next.push(one.to(At::Edge(receiver.clone())));
                }
            }
        }
    }
    if next.is_empty() {
        let why = "the destination has no public address".to_owned();
        let code = Code::IgwPrivateIpAssociationForIngress;
        let receivers = walk.receivers(&state).into_iter();
        let on = receivers.map(|seat| Ground::of(seat.node, "private_ip_addresses"));
        let stop = state.ends(code, "internet", why);
        next.push(Next::Stop(stop.standing_on(on.collect())));
    }
    next
}

/// Packets from the internet enter the VPC of an interface.
pub(in crate::graph::reach) fn enter(
    walk: Walk<'_, '_>,
    mut state: State,
    seat: &SharedSeat,
) -> Vec<Next> {
    let vpc = &seat.subnet.vpc;
    let graph = walk.net.graph;
    let answers = walk.leg == Leg::Return;
    let by_egress_only = answers && state.egress_only.contains(vpc);
    let stateful = by_egress_only
        || (answers
            && state
                .translations
                .iter()
                .any(|one| std::sync::Arc::ptr_eq(&one.seat, seat)));
    state = match block_public_access::pass(walk, state, seat, false, stateful) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    if by_egress_only {
        let vpc = vpc.clone();
        return vec![state.to(At::Local { vpc })];
    }
    let (gateways, hidden) = graph.naming(Reverse::InternetGatewaysByVpc, vpc, seat.node);
    let mut refusal = None;
    for gateway in gateways {
        let Some(resource) = graph.resource(gateway) else {
            continue;
        };
        let Facts::InternetGateway(facts) = &resource.facts else {
            continue;
        };
        let untold = || graph.missing(resource, "internet_gateway_id");
        let id = facts.internet_gateway_id.known();
        let attached = match id {
            Some(_) => is_attached(walk, vpc, gateway),
            None => Attached::Perhaps(untold()),
        };
        let id = id.map_or_else(|| resource.arn.last(), Text::as_str);
        match attached {
            Attached::Yes(node) => return pass(walk, state, vpc, id, node),
            Attached::No(why) => refusal = Some((Text::from(id), why)),
            Attached::Perhaps(gap) => {
                if state.doubt(walk.bound, gap) {
                    return pass(walk, state, vpc, id, gateway);
                }
            }
        }
    }
    match (hidden, refusal) {
        (Some(gap), _) => {
            if state.doubt(walk.bound, gap) {
                let vpc = vpc.clone();
                return vec![state.to(At::Local { vpc })];
            }
            let why = format!("whether {vpc} has an internet gateway is not known");
            vec![state.stop(Code::CannotRoute, vpc, why)]
        }
        (None, Some((id, why))) => vec![state.stop(Code::BadStateAttachment, &id, why)],
        (None, None) => {
            let why = format!("{vpc} has no internet gateway");
            vec![state.stop(Code::CannotRoute, vpc, why)]
        }
    }
}

/// Past the gateway its route table decides, if it has one; else the VPC delivers.
fn pass(walk: Walk<'_, '_>, state: State, vpc: &Text, id: &str, node: NodeId) -> Vec<Next> {
    let mut state = state.passing(Hop::new("internet-gateway", id, Some(node)));
    let vpc = vpc.clone();
    match walk.net.edge_table(&vpc, id, node) {
        Ok(None) => vec![state.to(At::Local { vpc })],
        Ok(Some(table)) => vec![state.to(At::Routed { vpc, table })],
        Err(gap) => match state.doubt(walk.bound, gap) {
            true => vec![state.to(At::Local { vpc })],
            false => {
                let why = format!("whether {id} has a route table of its own is not known");
                vec![state.stop(Code::CannotRoute, id, why)]
            }
        },
    }
}

enum Attached {
    Yes(NodeId),
    No(String),
    Perhaps(Gap),
}

/// Whether an internet gateway is attached to a VPC.
fn attached(walk: Walk<'_, '_>, vpc: &str, id: &str, near: Option<NodeId>) -> Attached {
    let graph = walk.net.graph;
    let found = match near {
        Some(near) => graph.find("ec2.internet_gateway", id, near),
        None => graph
            .candidates("ec2.internet_gateway", id)
            .first()
            .copied()
            .ok_or_else(|| {
                Gap::new(
                    crate::model::gap::GapReason::NotCollected,
                    "ec2:DescribeInternetGateways",
                )
            }),
    };
    match found {
        Ok(node) => is_attached(walk, vpc, node),
        Err(gap) => Attached::Perhaps(gap),
    }
}

fn is_attached(walk: Walk<'_, '_>, vpc: &str, node: NodeId) -> Attached {
    let graph = walk.net.graph;
    let Some(resource) = graph.resource(node) else {
        return Attached::No("it is no internet gateway".to_owned());
    };
    let id = resource.arn.last();
    let Facts::InternetGateway(facts) = &resource.facts else {
        return Attached::No(format!("{id} is no internet gateway"));
    };
    let missing = || graph.missing(resource, "attachments");
    let mut hidden = graph.hole(resource, "attachments");
    if facts.attachments.is_missing() {
        hidden.get_or_insert_with(missing);
    }
    for attachment in facts.attachments.known().into_iter().flatten() {
        match (&attachment.vpc_id, &attachment.state) {
            (Fact::Known(to), Fact::Known(state)) if to == vpc => {
                // The API's word for attached is `available`.
                if state == "available" || state == "attached" {
                    return Attached::Yes(node);
                }
            }
            (Fact::Known(to), _) if to != vpc => {}
            _ => {
                hidden.get_or_insert_with(missing);
            }
        }
    }
    match hidden {
        Some(gap) => Attached::Perhaps(gap),
        None => Attached::No(format!("{id} is not attached to {vpc}")),
    }
}
