//! Sources that a look at the groups of the destination rules out, without a walk.

use crate::model::kinds::Facts;

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;
use crate::graph::packet::Family;

use super::net::Net;
use super::rules::group::What;
use super::seat::{Groups, Seat};
use super::state::Target;

/// Whether nothing in a VPC can give packets between its interfaces another source: no appliance, no
/// gateway of an unknown sort, no NAT gateway, no table that is not known in full.
pub(super) fn is_plain(net: Net<'_, '_>, vpc: &str, near: NodeId) -> bool {
    net.plain(vpc, near, || judge(net, vpc, near))
}

fn judge(net: Net<'_, '_>, vpc: &str, near: NodeId) -> bool {
    let graph = net.graph;
    let (tables, hidden) = graph.naming(Reverse::RouteTablesByVpc, vpc, near);
    let own = own_blocks(net, vpc, near);
    let plain = |node: &NodeId| {
        net.table(*node).is_some_and(|table| {
            let inside = |way: usize| {
                let blocks = table.entries.iter().filter(|entry| entry.way == way);
                blocks.map(|entry| &entry.block).any(|block| {
                    own.iter()
                        .any(|own| own.contains(block) || block.contains(own))
                })
            };
            let ways = table.routes.iter().enumerate();
            table.hidden.is_none()
                && table.elsewhere.is_empty()
                && ways.into_iter().all(|(at, way)| match way.target {
                    Target::Local => true,
                    _ if way.gap.is_some() => false,
                    Target::Interface(_) | Target::Endpoint(_) | Target::Other(_) => false,
                    // The local route decides about the VPC, but for narrower ones.
                    _ => !inside(at) || is_wider(table, at, &own),
                })
        })
    };
    hidden.is_none() && !own.is_empty() && tables.iter().all(plain)
}

/// Whether every destination of a way is wider than the ranges of the VPC, so that local routes win.
fn is_wider(table: &super::rules::table::Table, way: usize, own: &[ipnet::IpNet]) -> bool {
    let blocks = table.entries.iter().filter(|entry| entry.way == way);
    let mut blocks = blocks.map(|entry| entry.block);
    blocks.all(|block| {
        let touching = own
            .iter()
            .filter(|own| own.contains(&block) || block.contains(*own));
        touching
            .into_iter()
            .all(|own| block.prefix_len() < own.prefix_len())
    })
}

fn own_blocks(net: Net<'_, '_>, vpc: &str, near: NodeId) -> Vec<ipnet::IpNet> {
    let found = net.graph.find("ec2.vpc", vpc, near).ok();
    let Some(Facts::Vpc(facts)) = found.and_then(|node| net.graph.facts(node)) else {
        return Vec::new();
    };
    let v4 = facts.cidr_block_associations.known().into_iter().flatten();
    let v6 = facts
        .ipv6_cidr_block_associations
        .known()
        .into_iter()
        .flatten();
    let all = v4.chain(v6).map(|one| &one.cidr_block);
    let all = all.chain([&facts.cidr_block]);
    all.filter_map(|block| block.known()?.parse().ok())
        .collect()
}

/// Whether no rule of the destination's groups can let a source of the same VPC in, whose packets
/// keep their private source.
pub(super) fn is_refused(net: Net<'_, '_>, from: &Seat, to: &Seat) -> bool {
    let Groups::These(groups) = &to.groups else {
        return false;
    };
    let sound = from.more_addresses.is_none() && to.more_public.is_none();
    let reached_by_public_address = !to.public.is_empty() || !to.v6.is_empty();
    let members_known = matches!(from.groups, Groups::These(_) | Groups::Unfiltered);
    if !sound || reached_by_public_address || !members_known {
        return false;
    }
    groups.iter().all(|id| {
        let Ok((_, group)) = net.group(id, to.node) else {
            return false;
        };
        let refuses = |what: &What| match what {
            What::Members(group, _) => !from.groups.known().contains(group),
            What::Packets(block) => Family::BOTH
                .iter()
                .all(|family| block.source().is_apart(from.addresses(*family))),
        };
        group.ingress.hidden.is_none() && group.ingress.rules.iter().all(|rule| refuses(&rule.what))
    })
}
