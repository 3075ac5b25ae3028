//! To which endpoint a name belongs.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;

use super::super::index::Reverse;
use super::super::network;
use super::super::node::{Graph, NodeId};
use super::super::schema::Linked;
use super::name::{NameInVpc, bare, is_name};
use super::records;

/// The link `endpoint` of a name.
pub(super) fn of_name(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(name) = records::name_of(graph, node) else {
        return Linked::None;
    };
    let Some(Facts::Vpc(vpc)) = graph.facts(name.vpc) else {
        return Linked::None;
    };
    let Some(vpc_id) = vpc.vpc_id.known() else {
        return Linked::None;
    };
    let (endpoints, mut hidden) = graph.naming(Reverse::EndpointsByVpc, vpc_id, name.vpc);
    let addresses = records::addresses(name);
    let targets = targets(name);
    let mut best: Option<(usize, NodeId)> = None;
    for endpoint in endpoints {
        let Some(Facts::VpcEndpoint(facts)) = graph.facts(endpoint) else {
            continue;
        };
        match is_named(graph, endpoint, facts, &name.name) {
            Ok(true) => return Linked::One(endpoint),
            Ok(false) => {}
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
        if dns_names(facts).any(|dns| targets.contains(&dns)) {
            return Linked::One(endpoint);
        }
        let (own, incomplete) = network::addresses_of_endpoint(graph, endpoint);
        hidden = hidden.or(incomplete);
        let common = addresses
            .iter()
            .filter(|address| own.contains_key(*address))
            .count();
        if common > best.map_or(0, |(most, _)| most) {
            best = Some((common, endpoint));
        }
    }
    match best {
        Some((_, endpoint)) => Linked::One(endpoint),
        None => unmatched(graph, name, &addresses, hidden),
    }
}

/// No endpoint is known for the name. If interfaces explain its addresses, or they are not of the
/// VPC, it belongs to none; otherwise nobody knows whether it was an endpoint's.
fn unmatched(
    graph: &Graph<'_>,
    name: &NameInVpc<'_>,
    addresses: &BTreeSet<Text>,
    hidden: Option<Gap>,
) -> Linked {
    let (holders, untold) = records::holders(graph, name.vpc);
    let unexplained = addresses.iter().any(|address| {
        in_vpc(graph, name.vpc, address) && !holders.iter().any(|(held, ..)| held == address)
    });
    if !unexplained {
        return Linked::None;
    }
    match hidden.or(untold) {
        Some(gap) => Linked::Gap(gap),
        None if name.name.ends_with(".amazonaws.com") => {
            let node = graph.node(name.vpc);
            Linked::Gap(
                Gap::new(GapReason::UnsupportedHere, "ec2:DescribeVpcEndpoints")
                    .within(node.account, node.region)
                    .because("no fact ties the addresses of the record to an endpoint"),
            )
        }
        None => Linked::None,
    }
}

fn in_vpc(graph: &Graph<'_>, vpc: NodeId, address: &str) -> bool {
    let Some(Facts::Vpc(facts)) = graph.facts(vpc) else {
        return false;
    };
    let Ok(address) = address.parse::<std::net::IpAddr>() else {
        return false;
    };
    let associated = [
        &facts.cidr_block_associations,
        &facts.ipv6_cidr_block_associations,
    ];
    let ranges = associated
        .into_iter()
        .flat_map(|blocks| blocks.known().into_iter().flatten())
        .filter_map(|block| block.cidr_block.known())
        .chain(facts.cidr_block.known());
    ranges
        .filter_map(|range| range.parse::<IpNet>().ok())
        .any(|range| range.contains(&address))
}

/// Whether the endpoint's resource has this name. A configuration that nobody told us may have it.
fn is_named(
    graph: &Graph<'_>,
    node: NodeId,
    endpoint: &VpcEndpoint,
    name: &str,
) -> Result<bool, Gap> {
    let Some(arn) = endpoint.resource_configuration_arn.known() else {
        return Ok(false);
    };
    let configuration = graph.find_arn("vpc_lattice.resource_configuration", arn, node)?;
    let Some(resource) = graph.resource(configuration) else {
        return Ok(false);
    };
    let Facts::ResourceConfiguration(facts) = &resource.facts else {
        return Ok(false);
    };
    if is_name(&facts.custom_domain_name, name) || is_name(&facts.dns_resource_domain_name, name) {
        return Ok(true);
    }
    match &facts.dns_resource_domain_name {
        Fact::Missing => Err(graph.missing(resource, "dns_resource_domain_name")),
        Fact::Known(_) | Fact::None => Ok(false),
    }
}

/// The names that AWS made for an endpoint.
fn dns_names(endpoint: &VpcEndpoint) -> impl Iterator<Item = String> {
    let associations = endpoint.associations.known().into_iter().flatten();
    let entries = endpoint.dns_entries.known().into_iter().flatten();
    associations
        .filter_map(|association| association.dns_entry.known())
        .chain(entries)
        .filter_map(|entry| entry.dns_name.known())
        .map(|name| bare(name))
}

/// What the aliases and CNAMEs of a name point at.
fn targets(name: &NameInVpc<'_>) -> BTreeSet<String> {
    let all = name
        .zone_facts
        .record_sets
        .known()
        .map_or(&[][..], Vec::as_slice);
    let mut targets = BTreeSet::new();
    for record in name.records.iter().filter_map(|place| all.get(*place)) {
        if let Some(alias) = record
            .alias_target
            .known()
            .and_then(|alias| alias.dns_name.known())
        {
            targets.insert(bare(alias));
        }
        if record
            .record_type
            .known()
            .is_some_and(|kind| kind == "CNAME")
        {
            let values = record.resource_records.known().into_iter().flatten();
            targets.extend(values.map(|value| bare(value)));
        }
    }
    targets
}
