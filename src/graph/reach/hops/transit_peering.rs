//! Peering of transit gateways (semantics 2.7): one attachment of both gateways, each of which has a route
//! table for what comes by it. Groups cannot be referenced across it.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html>

use crate::graph::index::Reverse;
use crate::model::gap::Gap;
use crate::model::id::Text;

use super::super::bound::untellable;
use super::super::code::Code;
use super::super::neighbours;
use super::super::state::{Hop, Next, State};
use super::super::walk::Walk;
use super::transit_gateway::{Attachment, attachments, available, by_table, perhaps_anywhere};

/// Packets leave a gateway for the one at the other end.
pub(super) fn pass<'s>(walk: Walk<'_, 's>, mut state: State, from: Attachment<'s>) -> Vec<Next> {
    let id = from.resource.arn.last();
    state.identity = None;
    let (peer, other) = match other_end(walk, from) {
        Ok(found) => found,
        Err(gap) => return perhaps_anywhere(walk, state, id, gap),
    };
    let again = |hop: &Hop| hop.sort == "transit-gateway" && hop.node == Some(other.node);
    if state.hops.iter().any(again) {
        let why = format!("{peer} gets these packets again: routes go in a circle");
        return vec![state.stop(Code::CannotRoute, peer, why)];
    }
    let state = state.passing(Hop::new("transit-gateway-attachment", id, Some(from.node)));
    match available(walk, state, other) {
        Ok(state) => {
            let hop = Hop::new("transit-gateway", peer, Some(other.node));
            by_table(walk, state.passing(hop), other)
        }
        Err(stop) => vec![Next::Stop(stop)],
    }
}

/// The gateway at the other end, and the attachment as that has it: both ends have one id.
fn other_end<'s>(
    walk: Walk<'_, 's>,
    from: Attachment<'s>,
) -> Result<(&'s Text, Attachment<'s>), Gap> {
    let graph = walk.net.graph;
    let peer = neighbours::peer(from.facts);
    let peer = peer.ok_or_else(|| graph.missing(from.resource, "resource_id"))?;
    let by = Reverse::AttachmentsByTransitGateway;
    let (all, _) = attachments(walk, by, peer, from.node);
    let same = &from.facts.transit_gateway_attachment_id;
    let is_other = |one: &Attachment<'_>| {
        one.node != from.node && one.facts.transit_gateway_attachment_id == *same
    };
    if let Some(other) = all.into_iter().find(is_other) {
        return Ok((peer, other));
    }
    let gateway = graph.find("ec2.transit_gateway", peer, from.node)?;
    let gateway = graph.node(gateway);
    let kind = "ec2.transit_gateway_attachment";
    let hidden = graph.extent(kind, gateway.account, gateway.region);
    let what = || format!("the attachment {} of {peer}", from.resource.arn.last());
    Err(hidden.unwrap_or_else(|| untellable(from.resource, what())))
}
