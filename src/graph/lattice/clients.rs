//! The clients of a resource endpoint, and whether they reach it.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::targets;
use crate::graph::dns::bare;
use crate::graph::node::{Graph, NodeId};
use crate::graph::rds;
use crate::graph::reach::Party;
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;
use crate::graph::workload::{Way, clients_of_vpc, ways_to};

record! {
    /// The way from a subnet of a client to a resource endpoint.
    LatticeClient {
        /// The service or task of ECS, the function, or the service of App Runner.
        client: Text, gap;
        /// The name that its environment has.
        name: Text, gap;
        /// The subnet.
        subnet_id: Text, gap;
        /// The port.
        port: i64, gap;
        /// Whether connections get there and the answers back.
        open: bool, gap;
        /// What stops them.
        why: Text, none;
    }
}

/// The derived fact `lattice_clients`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut told: Vec<LatticeClient> = Vec::new();
    let mut sources: Vec<(String, Source)> = Vec::new();
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return Answer::none();
    };
    let sort = reading.value(resource, "vpc_endpoint_type", &endpoint.vpc_endpoint_type);
    if sort.is_some_and(|sort| sort != "Resource") {
        return Answer::list(told, reading.hidden, sources);
    }
    let names = names(&mut reading, node);
    let ports = ports(&mut reading, node);
    for vpc in reading.linked(node, "vpc") {
        for client in clients_of_vpc(&mut reading, vpc) {
            let hosts = client.hosts(&mut reading);
            let Some((name, by)) = hosts
                .into_iter()
                .find(|(host, _)| names.contains(host.as_str()))
            else {
                continue;
            };
            for &port in &ports {
                let from = client.resource_node(graph);
                let ways = ways_to(graph, from, &Party::Resource(node), port);
                reading.hide(ways.hidden.clone());
                for subnet in &client.subnets {
                    let (open, why, way) = match ways.from(subnet) {
                        Way::Open(by) => (true, None, by),
                        Way::Shut(why, by) => (false, Some(why), by),
                        Way::Unknown(gap) => {
                            reading.hide(Some(gap));
                            continue;
                        }
                    };
                    let at = format!("[{}]", told.len());
                    sources.push((at.clone(), by.clone()));
                    sources.extend(way.into_iter().map(|by| (at.clone(), by)));
                    told.push(LatticeClient {
                        client: graph.node(client.node).arn.clone().into(),
                        name: name.clone().into(),
                        subnet_id: subnet.clone().into(),
                        port: i64::from(port).into(),
                        open: open.into(),
                        why: Fact::told(why),
                    });
                }
            }
        }
    }
    Answer::list(told, reading.hidden, sources)
}

/// The names by which clients may speak of what is behind an endpoint: that of the resource, the
/// custom domain, and those that AWS made.
fn names(reading: &mut Reading<'_, '_>, node: NodeId) -> BTreeSet<String> {
    let graph = reading.graph;
    let mut names = BTreeSet::new();
    if let Some(resource) = graph.resource(node)
        && let Facts::VpcEndpoint(endpoint) = &resource.facts
    {
        for association in reading.items(resource, "associations", &endpoint.associations) {
            let entries = [&association.dns_entry, &association.private_dns_entry];
            for entry in entries {
                let entry = reading.value(resource, "associations", entry);
                let name = entry
                    .and_then(|entry| reading.value(resource, "associations", &entry.dns_name));
                names.extend(name.map(|name| bare(name)));
            }
        }
    }
    for configuration in reading.linked(node, "resource_configuration") {
        let Some(resource) = graph.resource(configuration) else {
            continue;
        };
        let Facts::ResourceConfiguration(facts) = &resource.facts else {
            continue;
        };
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
    }
    names
}

/// The ports to try: those of the configuration where it names single ones, else those of its target.
fn ports(reading: &mut Reading<'_, '_>, node: NodeId) -> BTreeSet<u16> {
    let graph = reading.graph;
    let mut ports = BTreeSet::new();
    for configuration in reading.linked(node, "resource_configuration") {
        let Some(resource) = graph.resource(configuration) else {
            continue;
        };
        let Facts::ResourceConfiguration(facts) = &resource.facts else {
            continue;
        };
        let ranges = targets::ranges(reading, resource, &facts.port_ranges);
        let single = ranges.iter().filter(|(first, last)| first == last);
        ports.extend(single.filter_map(|(port, _)| u16::try_from(*port).ok()));
        if !ports.is_empty() {
            continue;
        }
        for target in targets::of(reading, configuration) {
            let port = targets::port(reading, target);
            ports.extend(port.and_then(|port| u16::try_from(port).ok()));
        }
    }
    ports
}
