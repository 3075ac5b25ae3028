//! What a VPC answers by itself: its resolver, metadata, its clock. No group and no network ACL filters
//! what goes there.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use crate::model::gap::Gap;
use crate::model::kinds::Facts;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family};

use super::world;

/// The word for them in a path.
pub(super) const SORT: &str = "vpc-service";

/// The addresses that a VPC answers by itself, in each family.
pub(super) fn of(graph: &Graph<'_>, vpc: &str, near: NodeId) -> Vec<Addresses> {
    let node = graph.find("ec2.vpc", vpc, near).ok();
    let resolver = node.and_then(|node| resolver(graph, node));
    let own = Addresses::these(Family::V4, resolver);
    vec![
        world::of_vpc(Family::V4).or(&own),
        world::of_vpc(Family::V6).clone(),
    ]
}

/// The address of the resolver in the range of a VPC: the base of its primary range plus two.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html>
fn resolver(graph: &Graph<'_>, vpc: NodeId) -> Option<IpAddr> {
    let Facts::Vpc(facts) = graph.facts(vpc)? else {
        return None;
    };
    match facts.cidr_block.known()?.parse().ok()? {
        IpNet::V4(block) => {
            let base = block.network().to_bits();
            Some(IpAddr::V4(Ipv4Addr::from_bits(base.checked_add(2)?)))
        }
        IpNet::V6(_) => None,
    }
}

/// Those of a block: what every VPC answers, and the resolvers of the VPCs.
pub(super) fn within(graph: &Graph<'_>, block: IpNet) -> Addresses {
    let wanted = Addresses::block(block);
    let family = wanted.family();
    let vpcs = graph.of_kind("ec2.vpc").iter();
    let resolvers = vpcs.filter_map(|vpc| resolver(graph, *vpc));
    let all = Addresses::these(family, resolvers).or(world::of_vpc(family));
    all.and(&wanted)
}

/// Why there may be VPCs whose resolver has another address.
pub(super) fn hidden(graph: &Graph<'_>) -> Option<Gap> {
    let places = graph.places("ec2.vpc");
    let mut each = places.iter();
    each.find_map(|(account, region)| graph.extent("ec2.vpc", account, region))
}
