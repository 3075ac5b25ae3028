//! Who uses the reader's name of a cluster.

use crate::model::datum::Source;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds::DbCluster;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::dns::bare;
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;
use super::super::workload::environments_of;

record! {
    /// A use of the reader's name.
    ReaderUse {
        /// What uses it.
        user: Text, gap;
        /// How: `environment`, `resource-endpoint`, `resource-configuration`, `record` or
        /// `custom-endpoint`.
        how: Text, gap;
        /// The name.
        name: Text, gap;
    }
}

/// The derived fact `reader_endpoint_use`: one use is enough.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::DbCluster(cluster) = &resource.facts else {
        return Answer::none();
    };
    if let Some((told, by)) = custom(&mut reading, resource, cluster) {
        return Answer::known(told, vec![(String::new(), by)]);
    }
    let Some(name) = reading.value(resource, "reader_endpoint", &cluster.reader_endpoint) else {
        return finish(reading);
    };
    let name = bare(name);
    let finders = [in_endpoints, in_configurations, in_environments, in_zones];
    for find in finders {
        if let Some((how, by)) = find(&mut reading, &name) {
            let told = ReaderUse {
                user: by.resource.clone().into(),
                how: Text::const_new(how).into(),
                name: Text::from(name.as_str()).into(),
            };
            return Answer::known(told, vec![(String::new(), by)]);
        }
    }
    finish(reading)
}

fn finish(mut reading: Reading<'_, '_>) -> Answer {
    const KINDS: [&str; 6] = [
        "ecs.task_definition",
        "lambda.function",
        "apprunner.service",
        "ec2.vpc_endpoint",
        "vpc_lattice.resource_configuration",
        "route53.hosted_zone",
    ];
    let graph = reading.graph;
    for kind in KINDS {
        for (account, region) in graph.places(kind) {
            reading.hide(graph.extent(kind, &account, &region));
        }
    }
    match reading.hidden {
        Some(gap) => Answer::gap(gap),
        None => Answer::none(),
    }
}

/// A custom endpoint for readers.
fn custom(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    cluster: &DbCluster,
) -> Option<(ReaderUse, Source)> {
    let endpoints = reading.items(resource, "endpoints", &cluster.endpoints);
    for (at, endpoint) in endpoints.iter().enumerate() {
        let sort = reading.value(resource, "endpoints", &endpoint.custom_endpoint_type);
        if sort.is_some_and(|sort| sort == "READER") {
            let told = ReaderUse {
                user: Text::from(resource.arn.as_str()).into(),
                how: Text::const_new("custom-endpoint").into(),
                name: endpoint.endpoint.clone(),
            };
            let by = source(resource, &format!("endpoints[{at}]"), endpoint);
            return Some((told, by));
        }
    }
    None
}

type Found = Option<(&'static str, Source)>;

/// A resource endpoint whose association answers the name.
fn in_endpoints(reading: &mut Reading<'_, '_>, name: &str) -> Found {
    let graph = reading.graph;
    for &node in graph.of_kind("ec2.vpc_endpoint") {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::VpcEndpoint(facts) = &resource.facts else {
            continue;
        };
        let all = reading.items(resource, "associations", &facts.associations);
        for (at, association) in all.iter().enumerate() {
            let path = format!("associations[{at}]");
            let entry = reading.value(resource, &path, &association.private_dns_entry);
            let own = entry.and_then(|entry| reading.value(resource, &path, &entry.dns_name));
            if own.is_some_and(|own| bare(own) == name) {
                let by = source(resource, &format!("{path}.private_dns_entry"), &entry);
                return Some(("resource-endpoint", by));
            }
        }
    }
    None
}

/// A resource configuration that gives the name.
fn in_configurations(reading: &mut Reading<'_, '_>, name: &str) -> Found {
    let graph = reading.graph;
    for &node in graph.of_kind("vpc_lattice.resource_configuration") {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::ResourceConfiguration(facts) = &resource.facts else {
            continue;
        };
        let path = "dns_resource_domain_name";
        let own = reading.value(resource, path, &facts.dns_resource_domain_name);
        if own.is_some_and(|own| bare(own) == name) {
            return Some(("resource-configuration", source(resource, path, &own)));
        }
    }
    None
}

/// A variable that names the host.
fn in_environments(reading: &mut Reading<'_, '_>, name: &str) -> Found {
    let graph = reading.graph;
    let mut hosts = Vec::new();
    for kind in [
        "ecs.task_definition",
        "lambda.function",
        "apprunner.service",
    ] {
        for &node in graph.of_kind(kind) {
            for environment in environments_of(reading, node) {
                environment.hosts(reading, &mut hosts);
            }
        }
    }
    let found = hosts.into_iter().find(|(host, _)| host == name);
    found.map(|(_, by)| ("environment", by))
}

/// A record that leads to the name.
fn in_zones(reading: &mut Reading<'_, '_>, name: &str) -> Found {
    let graph = reading.graph;
    for &zone in graph.of_kind("route53.hosted_zone") {
        let Some(resource) = graph.resource(zone) else {
            continue;
        };
        let Facts::HostedZone(facts) = &resource.facts else {
            continue;
        };
        let records = reading.items(resource, "record_sets", &facts.record_sets);
        for (at, record) in records.iter().enumerate() {
            let path = format!("record_sets[{at}]");
            let own = reading.value(resource, &path, &record.name);
            let values = reading.items(resource, &path, &record.resource_records);
            let leads = values.iter().any(|value| bare(value) == name);
            if leads || own.is_some_and(|own| bare(own) == name) {
                return Some(("record", source(resource, &path, record)));
            }
        }
    }
    None
}
