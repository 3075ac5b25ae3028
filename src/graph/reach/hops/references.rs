//! Whether groups of one VPC can be named in rules of another (semantics 2.2).

use crate::graph::index::Reverse;
use crate::model::gap::Gap;

use super::super::seat::Seat;
use super::super::walk::Walk;
use super::peering;
use super::transit_gateway::attachments;
use super::transit_place::supports_references;

/// In the same VPC; across an active peering of the same region; across a transit gateway that, with
/// both attachments, supports it.
pub(super) fn between(walk: Walk<'_, '_>, own: &Seat, other: &Seat) -> Result<bool, Gap> {
    let (here, there) = (&own.subnet.vpc, &other.subnet.vpc);
    if here == there || peering::joins(walk, own.node, here, there)? {
        return Ok(true);
    }
    let by = Reverse::AttachmentsByResource;
    let (ours, mut hidden) = attachments(walk, by, here, own.node);
    let (theirs, more) = attachments(walk, by, there, own.node);
    hidden = hidden.or(more);
    for one in ours {
        for two in &theirs {
            let gateway = match (
                one.facts.transit_gateway_id.known(),
                two.facts.transit_gateway_id.known(),
            ) {
                (Some(one), Some(two)) if one == two => one,
                _ => continue,
            };
            let both = supports_references(walk, gateway, one)
                .and_then(|ours| Ok(ours && supports_references(walk, gateway, *two)?));
            match both {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(gap) => hidden = hidden.or(Some(gap)),
            }
        }
    }
    hidden.map_or(Ok(false), Err)
}
