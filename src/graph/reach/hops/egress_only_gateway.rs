//! Egress-only internet gateways: IPv6 out of a VPC, and the answers back.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html>

use crate::graph::packet::{Family, PacketSet};
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use super::super::bound::untellable;
use super::super::code::Code;
use super::super::state::{At, Hop, Leg, Next, State};
use super::super::walk::Walk;
use super::super::world;
use super::{block_public_access, unjudged};

/// Packets of a VPC are routed to an egress-only gateway.
pub(super) fn leave(walk: Walk<'_, '_>, mut state: State, vpc: &str, id: &str) -> Vec<Next> {
    let Some(near) = state.hops.iter().rev().find_map(|hop| hop.node) else {
        return unjudged::pass(walk, state, vpc, id);
    };
    let graph = walk.net.graph;
    let node = match graph.find("ec2.egress_only_internet_gateway", id, near) {
        Ok(node) => node,
        Err(gap) => return unjudged::perhaps(walk, state, vpc, id, gap),
    };
    let Some(resource) = graph.resource(node) else {
        return unjudged::pass(walk, state, vpc, id);
    };
    let Facts::EgressOnlyInternetGateway(facts) = &resource.facts else {
        return unjudged::pass(walk, state, vpc, id);
    };
    let at = Some(node);
    let told = facts.attachments.known().into_iter().flatten();
    let mut attachments = told.map(|one| (one.vpc_id.known(), one.state.known()));
    let attached = attachments.any(|(to, state)| {
        to.is_some_and(|to| to == vpc)
            && state.is_some_and(|state| state == "attached" || state == "available")
    });
    if !attached {
        let whole = matches!(facts.attachments, Fact::Known(_) | Fact::None)
            && graph.hole(resource, "attachments").is_none()
            && facts
                .attachments
                .known()
                .into_iter()
                .flatten()
                .all(|one| one.vpc_id.known().is_some() && one.state.known().is_some());
        if whole {
            let why = format!("{id} is not attached to {vpc}");
            return vec![state.stop(Code::BadStateAttachment, id, why)];
        }
        let gap = graph.missing(resource, "attachments");
        if !state.doubt(walk.bound, gap) {
            let why = format!("whether {id} is attached to {vpc} is not known");
            return vec![state.stop(Code::BadStateAttachment, id, why)];
        }
    }
    let own = state.sender.clone();
    let Some(sender) = own.filter(|sender| sender.subnet.vpc == vpc) else {
        let why = format!("the source is no interface of {vpc}");
        return vec![state.stop(Code::IgwPublicIpAssociationForEgress, id, why)];
    };
    let mut out = PacketSet::none();
    for (global, _) in sender.public(Family::V6, walk.bound) {
        out.add(state.packets.from(&global).to(world::internet(Family::V6)));
    }
    if out.is_empty() {
        let why = format!("{id} takes IPv6 from public addresses to public addresses only");
        return vec![state.stop(Code::IgwPublicIpAssociationForEgress, id, why)];
    }
    state.packets = out;
    if walk.leg == Leg::Return {
        // Nothing says what it does with answers to what came in elsewhere.
        let gap = untellable(resource, format!("whether {id} lets answers out"));
        if !state.doubt(walk.bound, gap) {
            let why = format!("whether {id} lets answers out is not known");
            return vec![state.stop(Code::CannotRoute, id, why)];
        }
    }
    let state = match block_public_access::pass(walk, state, &sender, true, true) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    let mut state = state.passing(Hop::new("egress-only-gateway", id, at));
    state.identity = None;
    state.egress_only.push(Text::from(vpc));
    vec![state.to(At::Internet)]
}
