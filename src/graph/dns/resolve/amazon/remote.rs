//! Whether a public name is answered with a public address: from the VPC of its owner it is not, nor
//! over a peering connection that says so.
//! <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html>

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_peering::{PeeredVpc, VpcPeeringConnection};

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;

use super::super::space::Place;

/// Whether the name of these interfaces is answered with public addresses in a VPC.
pub(super) fn is_public_from(place: Place<'_, '_>, interfaces: &[NodeId]) -> Result<bool, Gap> {
    let graph = place.graph;
    let owners = interfaces.iter().filter_map(|one| match graph.facts(*one) {
        Some(Facts::NetworkInterface(facts)) => facts.vpc_id.known(),
        _ => None,
    });
    let mut owners: Vec<&Text> = owners.collect();
    owners.dedup();
    let mut public = false;
    for owner in owners {
        let here = place.vpc.vpc_id.known() == Some(owner);
        public |= !here && !is_peered(place, owner)?;
    }
    Ok(public)
}

/// Whether a peering connection lets the names of another VPC be answered with private addresses.
fn is_peered(place: Place<'_, '_>, owner: &Text) -> Result<bool, Gap> {
    let graph = place.graph;
    let Some(own) = place.vpc.vpc_id.known() else {
        return Err(graph.missing(place.resource, "vpc_id"));
    };
    let (peerings, hidden) = graph.naming(Reverse::PeeringsByVpc, own, place.node);
    for peering in peerings {
        let Some(resource) = graph.resource(peering) else {
            continue;
        };
        let Facts::VpcPeeringConnection(facts) = &resource.facts else {
            continue;
        };
        let Some(side) = side_of(facts, owner) else {
            continue;
        };
        match &facts.status {
            Fact::Known(status) if status == "active" => {}
            Fact::Known(_) | Fact::None => continue,
            Fact::Missing => return Err(graph.missing(resource, "status")),
        }
        match side.allow_dns_resolution_from_remote_vpc {
            // Both VPCs need names for hosts.
            Fact::Known(true) => {
                return Ok(has_hostnames(place, place.node)?
                    && has_hostnames(place, graph.find("ec2.vpc", owner, place.node)?)?);
            }
            Fact::Known(false) => {}
            Fact::None | Fact::Missing => {
                return Err(graph.missing(resource, "accepter_vpc_info"));
            }
        }
    }
    hidden.map_or(Ok(false), Err)
}

/// Whether a VPC has names for hosts.
fn has_hostnames(place: Place<'_, '_>, vpc: NodeId) -> Result<bool, Gap> {
    let Some(resource) = place.graph.resource(vpc) else {
        return Ok(false);
    };
    match &resource.facts {
        Facts::Vpc(facts) => match facts.enable_dns_hostnames {
            Fact::Known(on) => Ok(on),
            Fact::None | Fact::Missing => {
                Err(place.graph.missing(resource, "enable_dns_hostnames"))
            }
        },
        _ => Ok(false),
    }
}

fn side_of<'s>(peering: &'s VpcPeeringConnection, owner: &Text) -> Option<&'s PeeredVpc> {
    let sides = [&peering.requester_vpc_info, &peering.accepter_vpc_info];
    let mut sides = sides.into_iter().filter_map(Fact::known);
    sides.find(|side| side.vpc_id.known() == Some(owner))
}
