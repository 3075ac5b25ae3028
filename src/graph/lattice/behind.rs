//! What a resource endpoint gives: the configurations behind it, by which names and on which ports.

use std::collections::BTreeSet;

use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::kinds::vpc_lattice::ResourceConfiguration;
use crate::model::resource::Resource;

use super::targets;
use crate::graph::dns::bare;
use crate::graph::node::NodeId;
use crate::graph::rds;
use crate::graph::reading::Reading;

/// One configuration behind an endpoint.
pub(super) struct Behind<'g> {
    pub(super) configuration: &'g Resource,
    /// The names by which clients may speak of it: that of the resource, the custom domain, and those
    /// that AWS made.
    pub(super) names: BTreeSet<String>,
    /// The ports to try.
    pub(super) ports: BTreeSet<u16>,
}

/// All configurations behind an endpoint. A group has no names and ports of its own.
pub(super) fn behind<'g>(
    reading: &mut Reading<'g, '_>,
    node: NodeId,
    endpoint: &VpcEndpoint,
) -> Vec<Behind<'g>> {
    let graph = reading.graph;
    let mut all = Vec::new();
    for found in reading.linked(node, "resource_configurations") {
        let Some(resource) = graph.resource(found) else {
            continue;
        };
        let Facts::ResourceConfiguration(facts) = &resource.facts else {
            continue;
        };
        let mut names = made_names(reading, node, endpoint, resource);
        names.extend(own_names(reading, found, resource, facts));
        all.push(Behind {
            configuration: resource,
            names,
            ports: ports(reading, found, resource, facts),
        });
    }
    all
}

/// The names that AWS made for a configuration at an endpoint.
fn made_names(
    reading: &mut Reading<'_, '_>,
    node: NodeId,
    endpoint: &VpcEndpoint,
    configuration: &Resource,
) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let Some(resource) = reading.graph.resource(node) else {
        return names;
    };
    for association in reading.items(resource, "associations", &endpoint.associations) {
        let path = "associations";
        let arn = reading.value(resource, path, &association.associated_resource_arn);
        if arn.is_some_and(|arn| arn != configuration.arn.as_str()) {
            continue;
        }
        for entry in [&association.dns_entry, &association.private_dns_entry] {
            let entry = reading.value(resource, path, entry);
            let name = entry.and_then(|entry| reading.value(resource, path, &entry.dns_name));
            names.extend(name.map(|name| bare(name)));
        }
    }
    names
}

fn own_names(
    reading: &mut Reading<'_, '_>,
    configuration: NodeId,
    resource: &Resource,
    facts: &ResourceConfiguration,
) -> BTreeSet<String> {
    let graph = reading.graph;
    let mut names = BTreeSet::new();
    let told = [
        ("dns_resource_domain_name", &facts.dns_resource_domain_name),
        ("custom_domain_name", &facts.custom_domain_name),
    ];
    for (path, fact) in told {
        names.extend(reading.value(resource, path, fact).map(|name| bare(name)));
    }
    if facts.arn_resource_arn.known().is_some() {
        for target in targets::of(reading, configuration) {
            let told = graph.facts(target).map(rds::names).unwrap_or_default();
            names.extend(told.into_iter().filter_map(|(_, name)| Some(bare(name?))));
        }
    }
    names
}

/// Those of the configuration where it names single ones, else those of its target.
fn ports(
    reading: &mut Reading<'_, '_>,
    configuration: NodeId,
    resource: &Resource,
    facts: &ResourceConfiguration,
) -> BTreeSet<u16> {
    let ranges = targets::ranges(reading, resource, &facts.port_ranges);
    let single = ranges.iter().filter(|(first, last)| first == last);
    let told: BTreeSet<u16> = single
        .filter_map(|(port, _)| u16::try_from(*port).ok())
        .collect();
    if !told.is_empty() {
        return told;
    }
    let mut ports = BTreeSet::new();
    for target in targets::of(reading, configuration) {
        let port = targets::port(reading, target);
        ports.extend(port.and_then(|port| u16::try_from(port).ok()));
    }
    ports
}
