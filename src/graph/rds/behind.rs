//! Which instances stand behind a database, and in which zones.

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use super::super::node::{Graph, NodeId};
use super::super::reading::Reading;

/// The database with a name, if one was scanned.
pub(in crate::graph) fn by_host(graph: &Graph<'_>, host: &str) -> Option<NodeId> {
    let by_name = graph
        .databases_by_name
        .get_or_init(|| super::names::by_name(graph));
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    by_name.get(host.as_str()).map(|found| found.0)
}

/// The instances behind a cluster, an instance, a proxy or an endpoint of one.
pub(in crate::graph) fn instances_behind(
    reading: &mut Reading<'_, '_>,
    database: NodeId,
) -> Vec<NodeId> {
    match reading.graph.facts(database) {
        Some(Facts::DbInstance(_)) => vec![database],
        Some(Facts::DbCluster(_)) => reading.linked(database, "members"),
        Some(Facts::DbProxyEndpoint(_)) => {
            let proxies = reading.linked(database, "proxy");
            let mut all = Vec::new();
            for proxy in proxies {
                all.extend(instances_behind(reading, proxy));
            }
            all
        }
        Some(Facts::DbProxy(_)) => {
            let mut all = reading.linked(database, "instances");
            for cluster in reading.linked(database, "clusters") {
                all.extend(reading.linked(cluster, "members"));
            }
            all
        }
        _ => Vec::new(),
    }
}

/// The id of the zone that an instance stands in, by a subnet of its group with the same name of the
/// zone; nothing while it is made.
///
/// # Errors
/// The instance, its group or a subnet was not told whole.
pub(in crate::graph) fn zone_of_instance(
    reading: &mut Reading<'_, '_>,
    instance: NodeId,
) -> Result<Option<Text>, Gap> {
    let graph = reading.graph;
    let Some(resource) = graph.resource(instance) else {
        return Ok(None);
    };
    let Facts::DbInstance(facts) = &resource.facts else {
        return Ok(None);
    };
    let zone = match &facts.availability_zone {
        Fact::Known(zone) => zone,
        Fact::None => return Ok(None),
        Fact::Missing => return Err(graph.missing(resource, "availability_zone")),
    };
    let mut own = Reading::new(graph);
    for group in own.linked(instance, "subnet_group") {
        for subnet in own.linked(group, "member_subnets") {
            let Some(resource) = graph.resource(subnet) else {
                continue;
            };
            let Facts::Subnet(facts) = &resource.facts else {
                continue;
            };
            let name = own.value(resource, "availability_zone", &facts.availability_zone);
            let id = own.value(
                resource,
                "availability_zone_id",
                &facts.availability_zone_id,
            );
            if name == Some(zone)
                && let Some(id) = id
            {
                return Ok(Some(id.clone()));
            }
        }
    }
    let untold = || graph.missing(resource, "availability_zone");
    Err(own.hidden.unwrap_or_else(untold))
}
