//! The names that AWS makes for an endpoint, which follow its addresses.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::{DnsEntry, VpcEndpoint};
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::name::bare;

record! {
    /// A name that AWS made for an endpoint.
    MadeName {
        /// The name, lower case, without its last dot.
        dns_name: Text, gap;
        /// The zone for alias records.
        hosted_zone_id: Text, none;
    }
}

/// The derived fact `made_names`. Resource and service network endpoints have their names in the
/// associations, and none of their own; all others the other way round.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html>
pub(super) fn of_endpoint(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return Answer::none();
    };
    let (attribute, entries) = match &endpoint.vpc_endpoint_type {
        Fact::Known(kind) if has_associations(kind) => ("associations", of_associations(endpoint)),
        Fact::Known(_) => ("dns_entries", of_itself(endpoint)),
        Fact::None | Fact::Missing => {
            return Answer::gap(graph.missing(resource, "vpc_endpoint_type"));
        }
    };
    let Some(entries) = entries else {
        return Answer::gap(graph.missing(resource, attribute));
    };
    let untold = untold(graph, resource, endpoint);
    let mut names = Vec::new();
    let mut sources = Vec::new();
    for (path, entry) in entries {
        let Some(name) = entry.dns_name.known() else {
            continue;
        };
        sources.push((
            format!("[{}]", names.len()),
            source(resource, attribute, path, name),
        ));
        names.push(MadeName {
            dns_name: Text::from(bare(name)).into(),
            hosted_zone_id: entry.hosted_zone_id.clone(),
        });
    }
    Answer::list(names, untold, sources)
}

/// Why AWS may have made more names for an endpoint.
pub(super) fn untold(
    graph: &Graph<'_>,
    resource: &Resource,
    endpoint: &VpcEndpoint,
) -> Option<Gap> {
    let of_associations = match &endpoint.vpc_endpoint_type {
        Fact::Known(kind) => has_associations(kind),
        Fact::None | Fact::Missing => {
            return Some(graph.missing(resource, "vpc_endpoint_type"));
        }
    };
    let nameless = |entry: &Fact<DnsEntry>| {
        let known = entry.known();
        entry.is_missing() || known.is_some_and(|entry| entry.dns_name.is_missing())
    };
    let (attribute, missing) = if of_associations {
        let mut known = endpoint.associations.known().into_iter().flatten();
        let missing = known.any(|one| nameless(&one.dns_entry));
        (
            "associations",
            missing || endpoint.associations.is_missing(),
        )
    } else {
        let mut known = endpoint.dns_entries.known().into_iter().flatten();
        let missing = known.any(|one| one.dns_name.is_missing());
        ("dns_entries", missing || endpoint.dns_entries.is_missing())
    };
    let whole = || missing.then(|| graph.missing(resource, attribute));
    graph.hole(resource, attribute).or_else(whole)
}

/// Whether AWS may have made a name for an endpoint: by its form.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html>
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html>
pub(super) fn may_be_made(name: &str) -> bool {
    name.starts_with("vpce-") || name.split('.').any(|label| label == "vpc-lattice-rsc")
}

pub(super) fn has_associations(kind: &str) -> bool {
    kind == "Resource" || kind == "ServiceNetwork"
}

/// Every name that AWS is known to have made for an endpoint.
pub(super) fn made_names(endpoint: &VpcEndpoint) -> impl Iterator<Item = String> {
    let entries = of_associations(endpoint).into_iter().flatten();
    entries
        .chain(of_itself(endpoint).into_iter().flatten())
        .filter_map(|(_, entry)| entry.dns_name.known())
        .map(|name| bare(name))
}

type Entries<'a> = Vec<(String, &'a DnsEntry)>;

fn of_associations(endpoint: &VpcEndpoint) -> Option<Entries<'_>> {
    let associations = items(&endpoint.associations)?.iter().enumerate();
    let entries = associations.filter_map(|(index, association)| {
        let entry = association.dns_entry.known()?;
        Some((format!("associations[{index}].dns_entry.dns_name"), entry))
    });
    Some(entries.collect())
}

fn of_itself(endpoint: &VpcEndpoint) -> Option<Entries<'_>> {
    let entries = items(&endpoint.dns_entries)?.iter().enumerate();
    let named = entries.map(|(index, entry)| (format!("dns_entries[{index}].dns_name"), entry));
    Some(named.collect())
}

/// The items of a list, or nothing if nobody told us.
pub(super) fn items<T>(list: &Fact<Vec<T>>) -> Option<&[T]> {
    match list {
        Fact::Known(items) => Some(items),
        Fact::None => Some(&[]),
        Fact::Missing => None,
    }
}

fn source(resource: &Resource, attribute: &str, path: String, name: &str) -> Source {
    let operation = match attribute {
        "associations" => "ec2:DescribeVpcEndpointAssociations",
        _ => "ec2:DescribeVpcEndpoints",
    };
    Source {
        resource: Text::from(resource.arn.as_str()),
        path,
        value: name.into(),
        operation: Text::const_new(operation),
    }
}
