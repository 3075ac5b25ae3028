//! To which endpoint a name belongs.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;

use super::super::index::Reverse;
use super::super::network;
use super::super::node::{Graph, NodeId};
use super::super::schema::Linked;
use super::made::{self, made_names};
use super::name::{NameInVpc, bare, is_name};
use super::records;

/// The link `endpoint` of a name.
///
/// Of several endpoints to one resource the name belongs to the one that has the most addresses in
/// common with it. If two have equally many, nobody knows which of them is meant; nor if another
/// endpoint, of which we were not told all, may have the name of its resource.
pub(super) fn of_name(graph: &Graph<'_>, node: NodeId) -> Linked {
    match records::name_of(graph, node) {
        Some(name) => name.endpoint.get_or_init(|| search(graph, name)).clone(),
        None => Linked::None,
    }
}

fn search(graph: &Graph<'_>, name: &NameInVpc<'_>) -> Linked {
    let Some(resource) = graph.resource(name.vpc) else {
        return Linked::None;
    };
    let Facts::Vpc(vpc) = &resource.facts else {
        return Linked::None;
    };
    let Some(vpc_id) = vpc.vpc_id.known() else {
        return Linked::Gap(graph.missing(resource, "vpc_id"));
    };
    if let Some(gap) = records::untold(graph, name) {
        return Linked::Gap(gap);
    }
    let (endpoints, more) = graph.naming(Reverse::EndpointsByVpc, vpc_id, name.vpc);
    let addresses = records::addresses(name);
    let targets = targets(name);
    let made = targets.iter().any(|target| made::may_be_made(target));
    let mut claims: Vec<(Claim, NodeId)> = Vec::new();
    // An endpoint that nobody told of, or not what the resource is called that it gives, may have any
    // name.
    let mut nameless = more.clone();
    let mut hidden: Vec<(Option<NodeId>, Gap)> = more.map(|gap| (None, gap)).into_iter().collect();
    for endpoint in endpoints {
        let Some(Facts::VpcEndpoint(facts)) = graph.facts(endpoint) else {
            continue;
        };
        let by_resource = is_named(graph, endpoint, facts, &name.name).unwrap_or_else(|gap| {
            nameless = nameless.take().or(Some(gap.clone()));
            hidden.push((Some(endpoint), gap));
            false
        });
        if let Some(resource) = graph.resource(endpoint).filter(|_| made) {
            let gap = made::untold(graph, resource, facts);
            hidden.extend(gap.map(|gap| (Some(endpoint), gap)));
        }
        let (own, incomplete) = network::addresses_of_endpoint(graph, endpoint);
        hidden.extend(incomplete.clone().map(|gap| (Some(endpoint), gap)));
        claims.push((
            Claim {
                by_name: by_resource || made_names(facts).any(|dns| targets.contains(&dns)),
                in_common: addresses
                    .iter()
                    .filter(|one| own.contains_key(*one))
                    .count(),
            },
            endpoint,
        ));
    }
    claims.retain(|(claim, _)| *claim != Claim::default());
    claims.sort_by(|(one, _), (other, _)| other.cmp(one));
    match claims.as_slice() {
        [] => {
            let first = hidden.into_iter().next().map(|(_, gap)| gap);
            let gap = nameless.or_else(|| first.clone().filter(|_| made));
            match gap {
                Some(gap) => Linked::Gap(gap),
                None => unmatched(graph, name, &addresses, first),
            }
        }
        [(best, one), (second, other), ..] if best == second && best.in_common > 0 => {
            Linked::Gap(undecided(graph, name, *one, *other))
        }
        [(best, endpoint), ..] => {
            let rival = hidden
                .into_iter()
                .find(|(other, _)| *other != Some(*endpoint));
            match rival {
                Some((_, gap)) if !best.by_name => Linked::Gap(gap),
                _ => Linked::One(*endpoint),
            }
        }
    }
}

/// What ties a name to an endpoint; the greater claim wins.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    /// By the name of the endpoint's resource, or by the target of an alias.
    by_name: bool,
    /// How many addresses of the records are the endpoint's.
    in_common: usize,
}

fn undecided(graph: &Graph<'_>, name: &NameInVpc<'_>, one: NodeId, other: NodeId) -> Gap {
    let (one, other) = (&graph.node(one).arn, &graph.node(other).arn);
    let why = format!("{} may belong to {one} or to {other}", name.name);
    unsupported(graph, name).because(why)
}

fn unsupported(graph: &Graph<'_>, name: &NameInVpc<'_>) -> Gap {
    let node = graph.node(name.vpc);
    let gap = Gap::new(GapReason::UnsupportedHere, "ec2:DescribeVpcEndpoints");
    gap.within(node.account, node.region)
}

/// No endpoint is known for the name. If interfaces that are not an endpoint's explain its
/// addresses, or they are not of the VPC, it belongs to none; otherwise nobody knows whether it is
/// an endpoint's.
fn unmatched(
    graph: &Graph<'_>,
    name: &NameInVpc<'_>,
    addresses: &BTreeSet<Text>,
    mut hidden: Option<Gap>,
) -> Linked {
    let mut unexplained = false;
    for address in addresses {
        match in_vpc(graph, name.vpc, address) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(gap) => return Linked::Gap(gap),
        }
        let (holders, untold) = records::holders(graph, name.vpc, address);
        if let Some(gap) = holders.iter().find_map(|one| foreign_endpoint(graph, *one)) {
            return Linked::Gap(gap);
        }
        if holders.is_empty() {
            unexplained = true;
            hidden = hidden.or(untold);
        }
    }
    match hidden {
        _ if !unexplained => Linked::None,
        Some(gap) => Linked::Gap(gap),
        None if name.name.ends_with(".amazonaws.com") => {
            let why = "no fact ties the addresses of the record to an endpoint";
            Linked::Gap(unsupported(graph, name).because(why))
        }
        None => Linked::None,
    }
}

/// Why an interface may be of an endpoint that claimed no name: nobody told what it is of, or where
/// the endpoint is. The owner of a VPC sees the interfaces of endpoints that other accounts made in
/// it, and not the endpoints. <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html>
fn foreign_endpoint(graph: &Graph<'_>, interface: NodeId) -> Option<Gap> {
    let resource = graph.resource(interface)?;
    let Facts::NetworkInterface(facts) = &resource.facts else {
        return None;
    };
    match &facts.interface_type {
        Fact::Known(kind) if kind == "vpc_endpoint" => {}
        Fact::Known(_) => return None,
        Fact::None | Fact::Missing => return Some(graph.missing(resource, "interface_type")),
    }
    let Some(id) = facts.network_interface_id.known() else {
        return Some(graph.missing(resource, "network_interface_id"));
    };
    let (endpoints, incomplete) = graph.naming(Reverse::EndpointsByInterface, id, interface);
    if let Some(endpoint) = endpoints.first().and_then(|one| graph.resource(*one)) {
        return match &endpoint.facts {
            Facts::VpcEndpoint(facts) if facts.vpc_id.is_missing() => {
                Some(graph.missing(endpoint, "vpc_id"))
            }
            _ => None,
        };
    }
    let owner = facts
        .owner_id
        .known()
        .map(|owner| AccountId::from(owner.as_str()));
    Some(incomplete.unwrap_or_else(|| {
        Gap::new(GapReason::AccountNotScanned, "ec2:DescribeVpcEndpoints")
            .within(
                owner.as_ref().unwrap_or(&resource.account),
                &resource.region,
            )
            .because(format!(
                "{id} is of an endpoint that no scanned account has"
            ))
    }))
}

/// Whether an address is of the VPC. A range that nobody told may hold it.
fn in_vpc(graph: &Graph<'_>, vpc: NodeId, address: &str) -> Result<bool, Gap> {
    let Some(resource) = graph.resource(vpc) else {
        return Ok(false);
    };
    let Facts::Vpc(facts) = &resource.facts else {
        return Ok(false);
    };
    let Ok(address) = address.parse::<std::net::IpAddr>() else {
        return Ok(false);
    };
    let lists = [
        ("cidr_block_associations", &facts.cidr_block_associations),
        (
            "ipv6_cidr_block_associations",
            &facts.ipv6_cidr_block_associations,
        ),
    ];
    let blocks = || {
        lists
            .iter()
            .flat_map(|(_, list)| list.known().into_iter().flatten())
    };
    let ranges = blocks().map(|block| &block.cidr_block);
    let mut ranges = ranges.chain([&facts.cidr_block]).filter_map(Fact::known);
    let holds = |range: &Text| {
        let range = range.parse::<IpNet>();
        range.is_ok_and(|range| range.contains(&address))
    };
    if ranges.any(holds) {
        return Ok(true);
    }
    let untold = lists.iter().find_map(|(path, list)| {
        let nameless = list
            .known()
            .into_iter()
            .flatten()
            .any(|one| one.cidr_block.is_missing());
        let missing = list.is_missing() || nameless;
        let whole = || missing.then(|| graph.missing(resource, path));
        graph.hole(resource, path).or_else(whole)
    });
    let primary = facts.cidr_block.is_missing();
    match untold.or_else(|| primary.then(|| graph.missing(resource, "cidr_block"))) {
        Some(gap) => Err(gap),
        None => Ok(false),
    }
}

/// Whether a resource of the endpoint has this name. A configuration that nobody told us may have it.
fn is_named(
    graph: &Graph<'_>,
    node: NodeId,
    endpoint: &VpcEndpoint,
    name: &str,
) -> Result<bool, Gap> {
    let associations = endpoint.associations.known().into_iter().flatten();
    let private = associations.clone().any(|association| {
        let entry = association.private_dns_entry.known();
        entry.is_some_and(|entry| is_name(&entry.dns_name, name))
    });
    if private {
        return Ok(true);
    }
    let associated = associations.filter_map(|association| {
        let arn = association.associated_resource_arn.known();
        arn.filter(|arn| arn.contains(":resourceconfiguration/"))
    });
    let arns = endpoint.resource_configuration_arn.known().into_iter();
    let own = graph.resource(node);
    let own = own.filter(|_| endpoint.resource_configuration_arn.is_missing());
    let mut untold = own.map(|own| graph.missing(own, "resource_configuration_arn"));
    for arn in arns.chain(associated).collect::<BTreeSet<_>>() {
        match has_name(graph, node, arn, name) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(gap) => untold = untold.or(Some(gap)),
        }
    }
    untold.map_or(Ok(false), Err)
}

fn has_name(graph: &Graph<'_>, endpoint: NodeId, arn: &str, name: &str) -> Result<bool, Gap> {
    let configuration = graph.find_arn("vpc_lattice.resource_configuration", arn, endpoint)?;
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
