//! Where a transit gateway touches a VPC: the subnets of its attachment, their zones, and whether groups
//! can be referenced across it.

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_transit::TransitGatewayVpcAttachment;

use super::super::bound::Bound;
use super::super::code::Code;
use super::super::seat::Subnet;
use super::super::state::{At, Next, State};
use super::super::walk::Walk;
use super::transit_gateway::{Attachment, into_vpc};

/// The subnet of an attachment by which packets enter the gateway: the one in the zone of the subnet that
/// they left. None where that is not known.
pub(super) fn entry(
    walk: Walk<'_, '_>,
    state: &mut State,
    attachment: Attachment<'_>,
) -> Result<Option<Subnet>, (Code, String)> {
    let id = attachment.resource.arn.last();
    let unknown = || {
        let why = format!("in which zones {id} stands is not known");
        (Code::TgwRouteAzRestriction, why)
    };
    let mut doubt = |gap: Gap| match state.doubt(walk.bound, gap) {
        true => Ok(None),
        false => Err(unknown()),
    };
    let subnets = match subnets(walk, attachment) {
        Ok(subnets) => subnets,
        Err(gap) => return doubt(gap),
    };
    let Some(left) = state.left.clone() else {
        return Ok(None);
    };
    let mut doubt = |gap: Gap| match state.doubt(walk.bound, gap) {
        true => Ok(None),
        false => Err(unknown()),
    };
    let zone = match walk.net.zone(&left) {
        Ok(zone) => zone,
        Err(gap) => return doubt(gap),
    };
    let mut hidden = None;
    for subnet in subnets {
        match walk.net.zone(&subnet) {
            Ok(of_subnet) if of_subnet == zone => return Ok(Some(subnet)),
            Ok(_) => {}
            Err(gap) => hidden = Some(gap),
        }
    }
    match hidden {
        Some(gap) => doubt(gap),
        None => {
            let why = format!("{id} has no subnet in zone {zone}");
            Err((Code::TgwRouteAzRestriction, why))
        }
    }
}

/// Packets leave the gateway for a VPC: by the subnet in the zone that they come from, if it has one
/// there, else by any.
pub(super) fn exit(
    walk: Walk<'_, '_>,
    mut state: State,
    attachment: Attachment<'_>,
    vpc: &Text,
) -> Vec<Next> {
    let id = attachment.resource.arn.last();
    let subnets = match subnets(walk, attachment) {
        Ok(subnets) => subnets,
        Err(gap) => {
            if state.doubt(walk.bound, gap) {
                let vpc = vpc.clone();
                return vec![state.to(At::Local { vpc })];
            }
            let why = format!("where {id} enters {vpc} is not known");
            return vec![state.stop(Code::UnknownResource, id, why)];
        }
    };
    let zone = state.left.as_ref().and_then(|left| {
        let zone = walk.net.zone(left);
        zone.ok()
    });
    let same: Vec<&Subnet> = subnets
        .iter()
        .filter(|subnet| zone.is_some() && walk.net.zone(subnet).ok() == zone)
        .collect();
    if let [subnet] = same.as_slice()
        && !spreads(attachment)
    {
        return into_vpc(walk, state, subnet);
    }
    if let Some(subnet) = stands_for_all(walk, &state, &subnets) {
        return into_vpc(walk, state, subnet);
    }
    // Which one it takes, nothing says: packets that pass by each of them pass for certain.
    let what = format!("by which of its subnets {id} enters {vpc}");
    let gap = super::super::bound::untellable(attachment.resource, what);
    if walk.bound == Bound::Must {
        let why = format!("by which of its subnets {id} enters {vpc} is not known");
        return vec![state.stop(Code::UnknownResource, id, why)];
    }
    state.gaps.push(gap);
    let each = subnets.iter();
    each.flat_map(|subnet| into_vpc(walk, state.clone(), subnet))
        .collect()
}

/// Whether a gateway in appliance mode chooses the zone by the flow, or may.
/// <https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html>
fn spreads(attachment: Attachment<'_>) -> bool {
    let told = attachment.facts.vpc.known();
    told.is_some_and(|told| match &told.appliance_mode_support {
        Fact::Known(mode) => mode == "enable",
        Fact::None => false,
        Fact::Missing => true,
    })
}

/// One subnet of several that filter and route alike, so that it does not matter which one is taken.
fn stands_for_all<'a>(
    walk: Walk<'_, '_>,
    state: &State,
    subnets: &'a [Subnet],
) -> Option<&'a Subnet> {
    let (first, others) = subnets.split_first()?;
    if others.is_empty() {
        return Some(first);
    }
    let receivers = walk.receivers(state);
    let apart = |subnet: &Subnet| receivers.iter().all(|one| one.subnet.id != subnet.id);
    let of = |subnet: &Subnet| {
        let acl = walk.net.acl(subnet).ok()?.0;
        Some((acl, walk.net.table_of(subnet).ok()?))
    };
    let own = of(first)?;
    let alike = others.iter().all(|one| of(one) == Some(own));
    (alike && subnets.iter().all(apart)).then_some(first)
}

fn subnets(walk: Walk<'_, '_>, attachment: Attachment<'_>) -> Result<Vec<Subnet>, Gap> {
    let missing = || walk.net.graph.missing(attachment.resource, "vpc");
    let facts = attachment.facts.vpc.known().ok_or_else(missing)?;
    let ids = facts.subnet_ids.known().ok_or_else(missing)?;
    if let Some(gap) = walk.net.graph.hole(attachment.resource, "vpc") {
        return Err(gap);
    }
    let vpc = attachment.facts.resource_id.known();
    let each = ids.iter();
    each.map(|id| walk.net.subnet(id, vpc, attachment.node))
        .collect()
}

/// Groups can be referenced across a gateway if it supports that, and both attachments do.
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security>
pub(super) fn identity(
    walk: Walk<'_, '_>,
    mut state: State,
    gateway: &str,
    attachment: Attachment<'_>,
) -> State {
    if state.identity.is_none() {
        return state;
    }
    match supports_references(walk, gateway, attachment) {
        Ok(true) => {}
        Ok(false) => state.identity = None,
        Err(gap) => match walk.bound {
            Bound::Must => state.identity = None,
            Bound::May => state.gaps.push(gap),
        },
    }
    state
}

/// Whether a gateway and one of its attachments let groups be referenced.
pub(super) fn supports_references(
    walk: Walk<'_, '_>,
    gateway: &str,
    attachment: Attachment<'_>,
) -> Result<bool, Gap> {
    let graph = walk.net.graph;
    let missing = || graph.missing(attachment.resource, "vpc");
    let own = attachment.facts.vpc.known().ok_or_else(missing)?;
    if !enabled(own).ok_or_else(missing)? {
        return Ok(false);
    }
    let node = graph.find("ec2.transit_gateway", gateway, attachment.node)?;
    let Some(resource) = graph.resource(node) else {
        return Ok(false);
    };
    match &resource.facts {
        Facts::TransitGateway(facts) => match &facts.security_group_referencing_support {
            Fact::Known(support) => Ok(support == "enable"),
            Fact::None | Fact::Missing => {
                Err(graph.missing(resource, "security_group_referencing_support"))
            }
        },
        _ => Ok(false),
    }
}

fn enabled(facts: &TransitGatewayVpcAttachment) -> Option<bool> {
    let support = facts.security_group_referencing_support.known()?;
    Some(support == "enable")
}
