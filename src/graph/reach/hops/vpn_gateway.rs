//! Virtual private gateways (semantics 2.7): between private addresses of a VPC and networks behind VPN
//! or Direct Connect.

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resource::Resource;

use super::super::bound::untellable;
use super::super::code::Code;
use super::super::state::{At, Hop, Next, State};
use super::super::walk::{Destination, Walk};
use super::{foreign_vpc, transit_gateway, unjudged};

/// Packets of a VPC are routed to a VPN gateway.
pub(super) fn leave(walk: Walk<'_, '_>, mut state: State, vpc: &str, id: &str) -> Vec<Next> {
    let Some(near) = state.hops.iter().rev().find_map(|hop| hop.node) else {
        return unjudged::pass(walk, state, vpc, id);
    };
    let node = match walk.net.graph.find("ec2.vpn_gateway", id, near) {
        Ok(node) => node,
        Err(gap) => return unjudged::perhaps(walk, state, vpc, id, gap),
    };
    let at = Some(node);
    match attached(walk, node, vpc) {
        Attached::Yes => {}
        Attached::No(why) => return vec![state.stop(Code::BadStateAttachment, id, why)],
        Attached::Perhaps(gap) => {
            if !state.doubt(walk.bound, gap) {
                let why = format!("whether {id} is attached to {vpc} is not known");
                return vec![state.stop(Code::BadStateAttachment, id, why)];
            }
        }
    }
    let own = state.sender.as_ref();
    if own.is_none_or(|own| own.subnet.vpc != vpc) {
        let why = format!("the source is no interface of {vpc}");
        let code = Code::VgwPrivateIpAssociationForEgress;
        return vec![state.stop(code, id, why)];
    }
    if let Err(gap) = joined(walk, node, id)
        && !state.doubt(walk.bound, gap)
    {
        let why = format!("whether anything is behind {id} is not known");
        return vec![state.stop(Code::BadStateVpn, id, why)];
    }
    let mut state = state.passing(Hop::new("vpn-gateway", id, at));
    state.identity = None;
    vec![state.to(At::OnPremises)]
}

/// Packets are in a network behind VPN or Direct Connect.
pub(in crate::graph::reach) fn across(walk: Walk<'_, '_>, state: State) -> Vec<Next> {
    let mut next = Vec::new();
    if let Destination::OnPremises(wanted) = walk.to {
        for addresses in wanted {
            let packets = state.packets.to(addresses);
            if !packets.is_empty() {
                next.push(Next::Arrived(State {
                    packets,
                    ..state.clone()
                }));
            }
        }
    }
    next.extend(onto_the_internet(walk, &state));
    for receiver in walk.receivers(&state) {
        let mut own = walk.for_seat(&state, &receiver);
        if own.packets.is_empty() {
            continue;
        }
        if own.sender.is_some() {
            // From a VPC, and not for a host there.
            let gap = Gap::new(GapReason::UnsupportedHere, "ec2:DescribeVpnConnections");
            let gap = gap.because("whether networks on premises send packets on into other VPCs");
            if !own.doubt(walk.bound, gap) {
                continue;
            }
        }
        let vpc = &receiver.subnet.vpc;
        next.extend(foreign_vpc::enter(walk, &own, vpc, receiver.node));
        next.extend(enter(walk, &own, vpc, receiver.node));
        next.extend(transit_gateway::from_on_premises(
            walk,
            &own,
            vpc,
            receiver.node,
        ));
    }
    if next.is_empty() {
        let why = "no VPN gateway and no transit gateway leads there".to_owned();
        next.push(state.stop(Code::CannotRoute, "on-premises", why));
    }
    next
}

/// A network on premises may have a way to the internet of its own: what a VPC sends there by a default
/// route may come out on it, and no call tells.
fn onto_the_internet(walk: Walk<'_, '_>, state: &State) -> Vec<Next> {
    let (Destination::Outside(wanted), Some(sender)) = (walk.to, &state.sender) else {
        return Vec::new();
    };
    let mut next = Vec::new();
    for addresses in wanted {
        let mut out = State {
            packets: state.packets.to(addresses),
            ..state.clone()
        };
        let gap = Gap::new(GapReason::UnsupportedHere, "ec2:DescribeVpnConnections");
        let gap = gap.because("whether networks on premises send packets on to the internet");
        if !out.packets.is_empty() && out.doubt(walk.bound, gap) {
            out.left_unseen = Some(sender.subnet.vpc.clone());
            next.push(Next::Arrived(out));
        }
    }
    next
}

/// Packets enter a VPC by its VPN gateways.
fn enter(walk: Walk<'_, '_>, state: &State, vpc: &Text, near: NodeId) -> Vec<Next> {
    let graph = walk.net.graph;
    let (gateways, hidden) = graph.naming(Reverse::VpnGatewaysByVpc, vpc, near);
    let mut next = Vec::new();
    for node in gateways {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let id = resource.arn.last();
        let mut state = state.clone();
        match attached(walk, node, vpc) {
            Attached::Yes => {}
            Attached::No(_) => continue,
            Attached::Perhaps(gap) => {
                if !state.doubt(walk.bound, gap) {
                    continue;
                }
            }
        }
        if let Err(gap) = joined(walk, node, id)
            && !state.doubt(walk.bound, gap)
        {
            continue;
        }
        let mut state = state.passing(Hop::new("vpn-gateway", id, Some(node)));
        let vpc = vpc.clone();
        match walk.net.edge_table(&vpc, id, node) {
            Ok(None) => next.push(state.to(At::Local { vpc })),
            Ok(Some(table)) => next.push(state.to(At::Routed { vpc, table })),
            Err(gap) => {
                if state.doubt(walk.bound, gap) {
                    next.push(state.to(At::Local { vpc }));
                }
            }
        }
    }
    if let Some(gap) = hidden {
        let mut state = state.clone();
        if state.doubt(walk.bound, gap) {
            let vpc = vpc.clone();
            next.push(state.to(At::Local { vpc }));
        }
    }
    next
}

enum Attached {
    Yes,
    No(String),
    Perhaps(Gap),
}

fn attached(walk: Walk<'_, '_>, node: NodeId, vpc: &str) -> Attached {
    let graph = walk.net.graph;
    let Some(resource) = graph.resource(node) else {
        return Attached::No("it is no VPN gateway".to_owned());
    };
    let Facts::VpnGateway(facts) = &resource.facts else {
        return Attached::No("it is no VPN gateway".to_owned());
    };
    let id = resource.arn.last();
    match &facts.state {
        Fact::Known(state) if state == "available" => {}
        Fact::Known(state) => return Attached::No(format!("{id} is {state}")),
        Fact::None | Fact::Missing => return Attached::Perhaps(graph.missing(resource, "state")),
    }
    let missing = || graph.missing(resource, "vpc_attachments");
    let mut hidden = match facts.vpc_attachments.is_missing() {
        true => Some(missing()),
        false => graph.hole(resource, "vpc_attachments"),
    };
    for attachment in facts.vpc_attachments.known().into_iter().flatten() {
        match (&attachment.vpc_id, &attachment.state) {
            (Fact::Known(to), Fact::Known(state)) if to == vpc => {
                if state == "attached" {
                    return Attached::Yes;
                }
            }
            (Fact::Known(to), _) if to != vpc => {}
            _ => hidden = hidden.or_else(|| Some(missing())),
        }
    }
    match hidden {
        Some(gap) => Attached::Perhaps(gap),
        None => Attached::No(format!("{id} is not attached to {vpc}")),
    }
}

/// Whether a VPN ends at a gateway. What Direct Connect brings there, no call tells here.
fn joined(walk: Walk<'_, '_>, node: NodeId, id: &str) -> Result<(), Gap> {
    let graph = walk.net.graph;
    let (connections, hidden) = graph.naming(Reverse::VpnConnectionsByGateway, id, node);
    let available = |one: &NodeId| match graph.facts(*one) {
        Some(Facts::VpnConnection(facts)) => facts
            .state
            .known()
            .is_some_and(|state| state == "available"),
        _ => false,
    };
    if connections.iter().any(available) {
        return Ok(());
    }
    let unknown =
        |resource: &Resource| untellable(resource, format!("whether Direct Connect leads to {id}"));
    let direct = graph.resource(node).map(unknown);
    hidden.or(direct).map_or(Ok(()), Err)
}
