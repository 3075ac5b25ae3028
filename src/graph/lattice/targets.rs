//! What a resource configuration leads to.

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Arn, Text};
use crate::model::kinds::Facts;
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};
use crate::graph::rds;
use crate::graph::reading::Reading;

/// The databases that a configuration leads to: by ARN, or by the name that it has; a group leads
/// nowhere itself.
pub(in crate::graph) fn of(reading: &mut Reading<'_, '_>, configuration: NodeId) -> Vec<NodeId> {
    let graph = reading.graph;
    let Some(resource) = graph.resource(configuration) else {
        return Vec::new();
    };
    let Facts::ResourceConfiguration(facts) = &resource.facts else {
        return Vec::new();
    };
    let is_group = reading
        .value(resource, "configuration_type", &facts.configuration_type)
        .is_some_and(|sort| sort == "GROUP");
    if is_group {
        return Vec::new();
    }
    let arn = reading.value(resource, "arn_resource_arn", &facts.arn_resource_arn);
    if let Some(arn) = arn {
        return of_arn(reading, configuration, resource, arn)
            .into_iter()
            .collect();
    }
    let path = "dns_resource_domain_name";
    if let Some(name) = reading.value(resource, path, &facts.dns_resource_domain_name) {
        let found = rds::by_host(graph, name);
        if found.is_none() {
            reading.hide(Some(unknown(graph, resource, name)));
        }
        return found.into_iter().collect();
    }
    let path = "ip_resource_ip_address";
    if let Some(address) = reading.value(resource, path, &facts.ip_resource_ip_address) {
        reading.hide(Some(unknown(graph, resource, address)));
    }
    Vec::new()
}

fn of_arn(
    reading: &mut Reading<'_, '_>,
    near: NodeId,
    resource: &Resource,
    arn: &Text,
) -> Option<NodeId> {
    let parsed = Arn::try_from(arn.clone()).ok();
    let kind = match parsed.as_ref().map(Arn::resource) {
        Some(one) if one.starts_with("cluster:") => "rds.db_cluster",
        Some(one) if one.starts_with("db:") => "rds.db_instance",
        _ => {
            reading.hide(Some(unknown(reading.graph, resource, arn)));
            return None;
        }
    };
    reading.found(reading.graph.find_arn(kind, arn, near))
}

/// Nobody knows what stands behind a name: its database was not scanned, or it is no database.
fn unknown(graph: &Graph<'_>, resource: &Resource, name: &str) -> Gap {
    for operation in [
        "rds:DescribeDBClusters",
        "rds:DescribeDBInstances",
        "rds:DescribeDBProxies",
        "rds:DescribeDBProxyEndpoints",
    ] {
        if let Some(gap) = graph.operation_gap(operation, &resource.account, &resource.region) {
            return gap;
        }
    }
    Gap::new(GapReason::UnsupportedHere, resource.kind().operation())
        .within(&resource.account, &resource.region)
        .because(format!("what listens behind {name} is not known"))
}

/// The port of a database, if it is known.
pub(super) fn port(reading: &mut Reading<'_, '_>, target: NodeId) -> Option<i64> {
    let graph = reading.graph;
    let resource = graph.resource(target)?;
    match &resource.facts {
        Facts::DbCluster(facts) => reading.value(resource, "port", &facts.port).copied(),
        Facts::DbInstance(facts) => {
            let endpoint = reading.value(resource, "endpoint", &facts.endpoint)?;
            reading
                .value(resource, "endpoint.port", &endpoint.port)
                .copied()
        }
        Facts::DbProxy(facts) => {
            let family = reading.value(resource, "engine_family", &facts.engine_family)?;
            let port = port_of(family);
            if port.is_none() {
                reading.hide(Some(graph.missing(resource, "engine_family")));
            }
            port
        }
        Facts::DbProxyEndpoint(_) => {
            let proxies = reading.linked(target, "proxy");
            proxies.first().and_then(|proxy| port(reading, *proxy))
        }
        _ => None,
    }
}

/// A proxy listens on the usual port of its engine.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-setup.html>
pub(in crate::graph) fn port_of(family: &str) -> Option<i64> {
    match family {
        "POSTGRESQL" => Some(5432),
        "MYSQL" => Some(3306),
        "SQLSERVER" => Some(1433),
        _ => None,
    }
}

/// The ports of a configuration as runs, or that it has none of its own.
pub(in crate::graph) fn ranges(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    ranges: &Fact<Vec<Text>>,
) -> Vec<(i64, i64)> {
    let told = reading.items(resource, "port_ranges", ranges);
    let mut runs = Vec::new();
    for range in told {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        match (first.trim().parse(), last.trim().parse()) {
            (Ok(first), Ok(last)) if runs.contains(&(first, last)) => {}
            (Ok(first), Ok(last)) => runs.push((first, last)),
            _ => reading.hide(Some(reading.graph.unreadable(resource, "port_ranges"))),
        }
    }
    runs
}
