//! Transit gateways (semantics 2.7): in by the attachment of a VPC, on by the route table of the
//! attachment, out by that of another one.

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family};
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_transit::TransitGatewayAttachment;
use crate::model::resource::Resource;

use super::super::code::Code;
use super::super::neighbours::Gateways;
use super::super::seat::Subnet;
use super::super::state::{At, Hop, Next, Rule, State, Stop};
use super::super::walk::Walk;
use super::{foreign_vpc, nacl, transit_peering, transit_place, unjudged};

/// An attachment with its facts.
#[derive(Clone, Copy)]
pub(super) struct Attachment<'s> {
    pub(super) node: NodeId,
    pub(super) resource: &'s Resource,
    pub(super) facts: &'s TransitGatewayAttachment,
}

/// Packets of a VPC are routed to a transit gateway.
pub(super) fn leave(walk: Walk<'_, '_>, mut state: State, vpc: &str, id: &str) -> Vec<Next> {
    let Some(near) = state.hops.iter().rev().find_map(|hop| hop.node) else {
        return unjudged::pass(walk, state, vpc, id);
    };
    let (own, hidden) = attachments(walk, Reverse::AttachmentsByResource, vpc, near);
    let of_gateway = |one: &Attachment<'_>| {
        one.facts
            .transit_gateway_id
            .known()
            .is_some_and(|own| own == id)
    };
    let Some(own) = own.into_iter().find(of_gateway) else {
        return match hidden {
            Some(gap) => unjudged::perhaps(walk, state, vpc, id, gap),
            None => {
                let why = format!("{vpc} is not attached to {id}");
                vec![state.stop(Code::BadStateAttachment, id, why)]
            }
        };
    };
    // A VPC in which traffic is inspected sends it to the gateway again, by another attachment.
    let again = |hop: &Hop| hop.sort == "transit-gateway" && hop.node == Some(own.node);
    if state.hops.iter().any(again) {
        let why = format!("{id} gets these packets again: routes go in a circle");
        return vec![state.stop(Code::CannotRoute, id, why)];
    }
    state = match available(walk, state, own) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    let subnet = match transit_place::entry(walk, &mut state, own) {
        Ok(subnet) => subnet,
        Err((code, why)) => {
            let at = own.resource.arn.last();
            return vec![state.stop(code, at, why)];
        }
    };
    // The rules of its subnet for what comes in see what instances send to the gateway.
    // <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html>
    if let Some(subnet) = subnet {
        state = match nacl::pass(walk, state, &subnet, false) {
            Ok(state) => state,
            Err(stop) => return vec![Next::Stop(stop)],
        };
    }
    state = transit_place::identity(walk, state, id, own);
    let state = state.passing(Hop::new("transit-gateway", id, Some(own.node)));
    by_table(walk, state, own)
}

/// Packets from VPN and Direct Connect attachments, or from those of VPCs that nobody scanned, for a VPC.
pub(super) fn from_on_premises(
    walk: Walk<'_, '_>,
    state: &State,
    vpc: &str,
    near: NodeId,
) -> Vec<Next> {
    let mut next = Vec::new();
    let (own, mut hidden) = attachments(walk, Reverse::AttachmentsByResource, vpc, near);
    for one in own {
        let Some(gateway) = one.facts.transit_gateway_id.known() else {
            continue;
        };
        let around = Gateways::around(walk.net.graph, gateway, one.node);
        hidden = hidden.or_else(|| around.hidden.first().cloned());
        let all = around.attachments.iter();
        for from in all.filter_map(|node| attachment(walk, *node)) {
            let own = match is_outside(from.facts) {
                true => Some(state.clone()),
                false => foreign_vpc::behind(walk, state, from),
            };
            let Some(own) = own else { continue };
            match available(walk, own, from) {
                Ok(state) => {
                    let own = from.facts.transit_gateway_id.known().unwrap_or(gateway);
                    let hop = Hop::new("transit-gateway", own, Some(from.node));
                    next.extend(by_table(walk, state.passing(hop), from));
                }
                Err(_) => continue,
            }
        }
    }
    if let Some(gap) = hidden {
        let mut state = state.clone();
        if state.doubt(walk.bound, gap) {
            let vpc = Text::from(vpc);
            next.push(state.to(At::Local { vpc }));
        }
    }
    next
}

fn is_outside(facts: &TransitGatewayAttachment) -> bool {
    let sort = facts.resource_type.known().map(Text::as_str);
    matches!(sort, Some("vpn" | "direct-connect-gateway" | "connect"))
}

pub(super) fn attachments<'s>(
    walk: Walk<'_, 's>,
    by: Reverse,
    id: &str,
    near: NodeId,
) -> (Vec<Attachment<'s>>, Option<Gap>) {
    let (nodes, hidden) = walk.net.graph.naming(by, id, near);
    let all = nodes.into_iter().filter_map(|node| attachment(walk, node));
    (all.collect(), hidden)
}

fn attachment<'s>(walk: Walk<'_, 's>, node: NodeId) -> Option<Attachment<'s>> {
    let resource = walk.net.graph.resource(node)?;
    match &resource.facts {
        Facts::TransitGatewayAttachment(facts) => Some(Attachment {
            node,
            resource,
            facts,
        }),
        _ => None,
    }
}

pub(super) fn available(
    walk: Walk<'_, '_>,
    mut state: State,
    attachment: Attachment<'_>,
) -> Result<State, Box<Stop>> {
    let id = attachment.resource.arn.last();
    match &attachment.facts.state {
        Fact::Known(told) if told == "available" => Ok(state),
        Fact::Known(told) => {
            let why = format!("{id} is {told}");
            Err(state.ends(Code::BadStateAttachment, id, why))
        }
        Fact::None | Fact::Missing => {
            let gap = walk.net.graph.missing(attachment.resource, "state");
            if state.doubt(walk.bound, gap) {
                return Ok(state);
            }
            let why = format!("the state of {id} is not known");
            Err(state.ends(Code::BadStateAttachment, id, why))
        }
    }
}

/// The route table of an attachment decides what comes from it.
pub(super) fn by_table(walk: Walk<'_, '_>, mut state: State, from: Attachment<'_>) -> Vec<Next> {
    let graph = walk.net.graph;
    let id = from.resource.arn.last();
    let association = match &from.facts.association {
        Fact::Known(one) if one.state.known().is_some_and(|state| state == "associated") => one,
        Fact::Known(one) if one.state.is_missing() => {
            let gap = graph.missing(from.resource, "association.state");
            return perhaps_anywhere(walk, state, id, gap);
        }
        Fact::Known(_) | Fact::None => {
            let why = format!("{id} is associated with no route table of its gateway");
            let code = Code::TgwAttachMissingTgwRtbAssociation;
            return vec![state.stop(code, id, why)];
        }
        Fact::Missing => {
            let gap = graph.missing(from.resource, "association");
            return perhaps_anywhere(walk, state, id, gap);
        }
    };
    let Some(table) = association.transit_gateway_route_table_id.known() else {
        let gap = graph.missing(from.resource, "association");
        return perhaps_anywhere(walk, state, id, gap);
    };
    let node = match graph.find("ec2.transit_gateway_route_table", table, from.node) {
        Ok(node) => node,
        Err(gap) => return perhaps_anywhere(walk, state, table, gap),
    };
    let Some(read) = walk.net.transit_table(node) else {
        return Vec::new();
    };
    if let Some(gap) = &read.hidden {
        return perhaps_anywhere(walk, state, table, gap.clone());
    }
    let mut next = Vec::new();
    for entry in &read.entries {
        let addresses = Addresses::block(entry.block);
        let hit = state.packets.to(&addresses);
        if hit.is_empty() {
            continue;
        }
        state.packets = state.packets.not_to(&addresses);
        let mut hop = Hop::new("transit-gateway-route-table", table, Some(node));
        hop.by.push(Rule {
            node,
            list: "routes",
            index: entry.index,
        });
        let own = State {
            packets: hit,
            ..state.clone()
        };
        if entry.blackhole || entry.attachments.is_empty() {
            let why = format!("route {} of {table} is a blackhole", entry.index);
            next.push(own.stop(Code::TgwRtbBadStateRoute, table, why));
            continue;
        }
        for attachment in &entry.attachments {
            let own = own.clone().passing(hop.clone());
            next.extend(out(walk, own, attachment, node));
        }
    }
    if !state.packets.is_empty() {
        let why = format!("no route of {table} leads there");
        next.push(state.stop(Code::TgwRtbNoRouteToTgwAttachment, table, why));
    }
    next
}

/// Nobody knows what a transit gateway does with packets.
pub(super) fn perhaps_anywhere(
    walk: Walk<'_, '_>,
    mut state: State,
    id: &str,
    gap: Gap,
) -> Vec<Next> {
    if !state.doubt(walk.bound, gap) {
        let why = format!("what {id} does with these packets is not known");
        return vec![state.stop(Code::UnknownResource, id, why)];
    }
    let mut next: Vec<Next> = Vec::new();
    for receiver in walk.receivers(&state) {
        let vpc = receiver.subnet.vpc.clone();
        next.push(state.clone().to(At::Local { vpc }));
    }
    next.push(state.to(At::OnPremises));
    next
}

/// Packets leave a transit gateway by an attachment.
fn out(walk: Walk<'_, '_>, mut state: State, id: &str, near: NodeId) -> Vec<Next> {
    let graph = walk.net.graph;
    let node = match graph.find("ec2.transit_gateway_attachment", id, near) {
        Ok(node) => node,
        Err(gap) => return perhaps_anywhere(walk, state, id, gap),
    };
    let Some(to) = attachment(walk, node) else {
        return Vec::new();
    };
    let Attachment {
        resource, facts, ..
    } = to;
    state = match available(walk, state, to) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    match facts.resource_type.known().map(Text::as_str) {
        Some("vpc") => {}
        Some("peering") => return transit_peering::pass(walk, state, to),
        Some(_) if is_outside(facts) => {
            state.identity = None;
            return vec![state.to(At::OnPremises)];
        }
        Some(_) => {
            let what = format!("what is behind {id}");
            let gap = super::super::bound::untellable(resource, what);
            return perhaps_anywhere(walk, state, id, gap);
        }
        None => {
            let gap = graph.missing(resource, "resource_type");
            return perhaps_anywhere(walk, state, id, gap);
        }
    }
    let Some(vpc) = facts.resource_id.known() else {
        let gap = graph.missing(resource, "resource_id");
        return perhaps_anywhere(walk, state, id, gap);
    };
    let gateway = facts.transit_gateway_id.known().cloned();
    let gateway = gateway.unwrap_or(Text::const_new(""));
    let state = transit_place::identity(walk, state, &gateway, to);
    let state = state.passing(Hop::new("transit-gateway-attachment", id, Some(node)));
    transit_place::exit(walk, state, to, vpc)
}

/// Packets go from the subnet of an attachment into its VPC.
pub(super) fn into_vpc(walk: Walk<'_, '_>, mut state: State, subnet: &Subnet) -> Vec<Next> {
    let mut next = within_subnet(walk, &mut state, subnet);
    if state.packets.is_empty() {
        return next;
    }
    let mut state = match nacl::pass(walk, state, subnet, true) {
        Ok(state) => state,
        Err(stop) => {
            next.push(Next::Stop(stop));
            return next;
        }
    };
    state.left = Some(subnet.clone());
    let vpc = subnet.vpc.clone();
    match walk.net.table_of(subnet) {
        Ok(table) => next.push(state.to(At::Routed { vpc, table })),
        Err(gap) => {
            if state.doubt(walk.bound, gap) {
                next.push(state.to(At::Local { vpc }));
            }
        }
    }
    next
}

/// What the gateway has for interfaces of the very subnet of its attachment crosses no border of a
/// subnet: no network ACL sees it.
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html>
fn within_subnet(walk: Walk<'_, '_>, state: &mut State, subnet: &Subnet) -> Vec<Next> {
    let mut next = Vec::new();
    for receiver in walk.receivers(state) {
        if receiver.subnet.id != subnet.id || receiver.subnet.vpc != subnet.vpc {
            continue;
        }
        let own = walk.for_seat(state, &receiver);
        for family in Family::BOTH {
            state.packets = state.packets.not_to(receiver.addresses(family));
        }
        if !own.packets.is_empty() {
            next.push(own.to(At::Arriving(receiver)));
        }
    }
    next
}
