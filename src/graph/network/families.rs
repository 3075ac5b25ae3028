//! The tiers of a subnet by address family, and what the block of public access leaves of them.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::{Route, Subnet};
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::reach::{BlockMode, block_mode};
use super::super::schema::Answer;
use super::Family;
use super::tier::{self, Tier};

record! {
    /// The tier of a subnet for the addresses of one family.
    FamilyTier {
        /// `ipv4` or `ipv6`.
        family: Text, gap;
        /// `public`, `private` or `isolated`, by routes alone.
        tier: Text, gap;
        /// The same, as far as the block of public access lets packets pass.
        effective_tier: Text, gap;
    }
}

/// The derived fact `family_tiers`.
pub(super) fn tiers(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, subnet)) = subnet(graph, node) else {
        return Answer::none();
    };
    let mut hidden = None;
    let mut rows = Vec::new();
    let mut sources = Vec::new();
    for family in [Family::V4, Family::V6] {
        match has(graph, resource, subnet, family) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(gap) => {
                hidden = hidden.or(Some(gap));
                continue;
            }
        }
        match of_family(graph, node, family) {
            Ok((routed, left, told)) => {
                let at = format!("[{}]", rows.len());
                sources.extend(told.into_iter().map(|(_, told)| (at.clone(), told)));
                rows.push(FamilyTier {
                    family: Text::const_new(family.name()).into(),
                    tier: Text::const_new(routed.name()).into(),
                    effective_tier: Text::const_new(left.name()).into(),
                });
            }
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    Answer::list(rows, hidden, sources)
}

/// The derived fact `block_public_access`.
pub(super) fn block(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, subnet)) = subnet(graph, node) else {
        return Answer::none();
    };
    let ids = ids(graph, resource, subnet);
    match ids.and_then(|(vpc, id)| block_mode(graph, node, vpc, id)) {
        Err(gap) => Answer::gap(gap),
        Ok(mode) => {
            let value = match mode {
                BlockMode::All => "off",
                BlockMode::Egress {
                    any_interface: true,
                } => "allow-egress",
                BlockMode::Egress {
                    any_interface: false,
                } => "block-ingress",
                BlockMode::Nothing => "block-bidirectional",
            };
            Answer::known(Text::const_new(value), region(graph, node))
        }
    }
}

/// The setting of the region that a node stands in, as evidence.
fn region(graph: &Graph<'_>, node: NodeId) -> Vec<(String, Source)> {
    let here = graph.node(node);
    let is_here = |node: &&NodeId| {
        let node = graph.node(**node);
        node.account == here.account && node.region == here.region
    };
    let region = graph.of_kind("region").iter().find(is_here);
    let region = region.and_then(|region| Some((*region, graph.facts(*region)?)));
    match region {
        Some((node, Facts::Region(facts))) => {
            let value = serde_json::to_value(&facts.vpc_block_public_access);
            let source = Source {
                resource: graph.node(node).arn.clone(),
                path: "vpc_block_public_access".to_owned(),
                value: value.unwrap_or(Json::Null),
                operation: Text::const_new("ec2:DescribeVpcBlockPublicAccessOptions"),
            };
            vec![(String::new(), source)]
        }
        _ => Vec::new(),
    }
}

fn subnet<'s>(graph: &Graph<'s>, node: NodeId) -> Option<(&'s Resource, &'s Subnet)> {
    let resource = graph.resource(node)?;
    match &resource.facts {
        Facts::Subnet(facts) => Some((resource, facts)),
        _ => None,
    }
}

fn ids<'s>(
    graph: &Graph<'_>,
    resource: &Resource,
    subnet: &'s Subnet,
) -> Result<(&'s Text, &'s Text), Gap> {
    let missing = |path: &str| graph.missing(resource, path);
    let vpc = subnet.vpc_id.known().ok_or_else(|| missing("vpc_id"))?;
    let id = subnet.subnet_id.known();
    Ok((vpc, id.ok_or_else(|| missing("subnet_id"))?))
}

/// Whether a subnet has addresses of a family.
pub(super) fn has(
    graph: &Graph<'_>,
    resource: &Resource,
    subnet: &Subnet,
    family: Family,
) -> Result<bool, Gap> {
    if family == Family::V4 {
        return match subnet.cidr_block {
            Fact::Known(_) => Ok(true),
            Fact::None => Ok(false),
            Fact::Missing => Err(graph.missing(resource, "cidr_block")),
        };
    }
    let list = "ipv6_cidr_block_associations";
    let associations = &subnet.ipv6_cidr_block_associations;
    let mut told = associations.known().into_iter().flatten();
    if told.any(|one| one.state.known().is_some_and(|state| state == "associated")) {
        return Ok(true);
    }
    let mut each = associations.known().into_iter().flatten();
    let untold = associations.is_missing() || each.any(|one| one.state.is_missing());
    match untold {
        true => Err(graph.missing(resource, list)),
        false => graph.hole(resource, list).map_or(Ok(false), Err),
    }
}

/// A tier by routes, what is left of it, and the facts that say so.
pub(super) type Told = (Tier, Tier, Vec<(String, Source)>);

/// The tier by routes, and what the block of public access leaves of it.
pub(super) fn of_family(graph: &Graph<'_>, node: NodeId, family: Family) -> Result<Told, Gap> {
    let told = tier::with_route(graph, node, family)?;
    let (routed, mut sources) = (told.tier, told.sources);
    if routed == Tier::Isolated {
        return Ok((routed, routed, sources));
    }
    let Some((resource, facts)) = subnet(graph, node) else {
        return Ok((routed, routed, sources));
    };
    let (vpc, id) = ids(graph, resource, facts)?;
    let left = left(routed, told.route, &block_mode(graph, node, vpc, id)?);
    sources.extend(region(graph, node));
    Ok((routed, left, sources))
}

/// With ingress blocked, packets leave by NAT and egress-only gateways and no other way; an
/// exclusion for egress lets every interface send. What goes by other gateways than the VPC's own is
/// not blocked here.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html>
fn left(routed: Tier, route: Option<&Route>, mode: &BlockMode) -> Tier {
    let by_own_gateway = route.is_some_and(|route| {
        route.nat_gateway_id.known().is_some()
            || route.egress_only_internet_gateway_id.known().is_some()
    });
    match (mode, routed) {
        (BlockMode::All, _) => routed,
        (BlockMode::Egress { any_interface }, Tier::Public) => match any_interface {
            true => Tier::Private,
            false => Tier::Isolated,
        },
        (BlockMode::Egress { .. }, _) => routed,
        (BlockMode::Nothing, Tier::Private) if !by_own_gateway => Tier::Private,
        (BlockMode::Nothing, _) => Tier::Isolated,
    }
}
