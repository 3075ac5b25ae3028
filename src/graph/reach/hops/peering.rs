//! Peering connections (semantics 2.7): from addresses of one VPC to addresses of the other, and no
//! further.

use ipnet::IpNet;

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family, PacketSet};
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_peering::PeeredVpc;
use crate::model::resource::Resource;

use super::super::code::Code;
use super::super::state::{At, Hop, Next, State};
use super::super::walk::Walk;
use super::unjudged;

/// Packets of a VPC are routed to a peering connection.
pub(super) fn pass(walk: Walk<'_, '_>, mut state: State, vpc: &str, id: &str) -> Vec<Next> {
    let Some(near) = state.hops.iter().rev().find_map(|hop| hop.node) else {
        return unjudged::pass(walk, state, vpc, id);
    };
    let graph = walk.net.graph;
    let node = match graph.find("ec2.vpc_peering_connection", id, near) {
        Ok(node) => node,
        Err(gap) => return unjudged::perhaps(walk, state, vpc, id, gap),
    };
    let Some(resource) = graph.resource(node) else {
        return unjudged::pass(walk, state, vpc, id);
    };
    let peering = match read(walk, resource, vpc) {
        Ok(peering) => peering,
        Err(Refusal::Gap(gap)) => return unjudged::perhaps(walk, state, vpc, id, gap),
        Err(Refusal::No(code, why)) => {
            return vec![state.stop(code, id, format!("{id} {why}"))];
        }
    };
    for gap in peering.gaps {
        if !state.doubt(walk.bound, gap) {
            let why = format!("the ranges of {id} are not known");
            return vec![state.stop(Code::PcxRequiresAddressInVpcCidr, id, why)];
        }
    }
    let mut within = PacketSet::none();
    for family in Family::BOTH {
        let own = Addresses::blocks(family, &peering.own);
        let other = Addresses::blocks(family, &peering.other);
        let packets = match peering.ranges_known {
            true => state.packets.from(&own).to(&other),
            false => state.packets.clone(),
        };
        within.add(packets);
    }
    if within.is_empty() {
        let why = format!("source and destination are not of the two VPCs of {id}");
        let code = Code::PcxRequiresAddressInVpcCidr;
        return vec![state.stop(code, id, why)];
    }
    state.packets = within;
    if !peering.same_region {
        // Groups of another region cannot be referenced.
        state.identity = None;
    }
    let state = state.passing(Hop::new("peering", id, Some(node)));
    vec![state.to(At::Local { vpc: peering.peer })]
}

/// What a peering connection says, seen from one of its VPCs.
pub(in crate::graph::reach) struct Peering {
    pub(in crate::graph::reach) peer: Text,
    pub(in crate::graph::reach) same_region: bool,
    pub(super) own: Vec<IpNet>,
    pub(super) other: Vec<IpNet>,
    ranges_known: bool,
    gaps: Vec<Gap>,
}

pub(in crate::graph::reach) enum Refusal {
    Gap(Gap),
    No(Code, String),
}

/// Reads a peering connection from the side of a VPC.
pub(in crate::graph::reach) fn read(
    walk: Walk<'_, '_>,
    resource: &Resource,
    vpc: &str,
) -> Result<Peering, Refusal> {
    let Facts::VpcPeeringConnection(facts) = &resource.facts else {
        return Err(Refusal::No(
            Code::UnknownResource,
            "is no peering".to_owned(),
        ));
    };
    let missing = |path: &str| Refusal::Gap(walk.net.graph.missing(resource, path));
    match &facts.status {
        Fact::Known(status) if status == "active" => {}
        Fact::Known(status) => {
            return Err(Refusal::No(Code::BadState, format!("is {status}")));
        }
        Fact::None | Fact::Missing => return Err(missing("status")),
    }
    let requester = facts.requester_vpc_info.known();
    let requester = requester.ok_or_else(|| missing("requester_vpc_info"))?;
    let accepter = facts.accepter_vpc_info.known();
    let accepter = accepter.ok_or_else(|| missing("accepter_vpc_info"))?;
    let is = |side: &PeeredVpc| side.vpc_id.known().map(|id| id == vpc);
    let (own, other) = match (is(requester), is(accepter)) {
        (Some(true), _) => (requester, accepter),
        (_, Some(true)) => (accepter, requester),
        (Some(false), Some(false)) => {
            return Err(Refusal::No(
                Code::CannotRoute,
                format!("does not join {vpc}"),
            ));
        }
        _ => return Err(missing("requester_vpc_info")),
    };
    let peer = other.vpc_id.known();
    let peer = peer.ok_or_else(|| missing("accepter_vpc_info"))?.clone();
    let (Some(here), Some(there)) = (own.region.known(), other.region.known()) else {
        return Err(missing("accepter_vpc_info"));
    };
    let mut gaps = Vec::new();
    let mut ranges = |side: &PeeredVpc| {
        let v4 = side.cidr_block_set.known().into_iter().flatten();
        let v6 = side.ipv6_cidr_block_set.known().into_iter().flatten();
        let told: Vec<&Text> = v4.chain(v6).collect();
        let parsed: Vec<IpNet> = told.iter().filter_map(|one| one.parse().ok()).collect();
        let lists = side.cidr_block_set.is_missing() || side.ipv6_cidr_block_set.is_missing();
        if lists || parsed.len() < told.len() {
            let path = "accepter_vpc_info.cidr_block_set";
            gaps.push(walk.net.graph.missing(resource, path));
        }
        parsed
    };
    let (own_ranges, other_ranges) = (ranges(own), ranges(other));
    for list in ["requester_vpc_info", "accepter_vpc_info"] {
        gaps.extend(walk.net.graph.hole(resource, list));
    }
    Ok(Peering {
        peer,
        same_region: here == there,
        own: own_ranges,
        other: other_ranges,
        ranges_known: gaps.is_empty(),
        gaps,
    })
}

/// Whether a peering of the same region joins two VPCs, so that their groups can be referenced.
pub(in crate::graph::reach) fn joins(
    walk: Walk<'_, '_>,
    near: NodeId,
    vpc: &str,
    other: &str,
) -> Result<bool, Gap> {
    let graph = walk.net.graph;
    let by = crate::graph::index::Reverse::PeeringsByVpc;
    let (peerings, mut hidden) = graph.naming(by, vpc, near);
    for node in peerings {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        match read(walk, resource, vpc) {
            Ok(peering) if peering.peer == other && peering.same_region => return Ok(true),
            Ok(_) | Err(Refusal::No(..)) => {}
            Err(Refusal::Gap(gap)) => hidden = hidden.or(Some(gap)),
        }
    }
    hidden.map_or(Ok(false), Err)
}
