//! The zones of a resource gateway, and those of what is behind it and in front of it.

use std::collections::BTreeSet;

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::targets;
use crate::graph::node::{Graph, NodeId};
use crate::graph::rds;
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// A zone in which a gateway has no subnet.
    MissingZone {
        /// Its id.
        zone_id: Text, gap;
        /// What stands there: an instance, or an endpoint.
        resource: Text, gap;
    }
}

/// The zones of a gateway's subnets.
fn own(reading: &mut Reading<'_, '_>, gateway: NodeId) -> BTreeSet<Text> {
    let subnets = reading.linked(gateway, "subnets");
    subnets
        .into_iter()
        .filter_map(|subnet| zone_of(reading, subnet))
        .collect()
}

/// The zone of a subnet, by the id that is the same in every account.
pub(in crate::graph) fn zone_of(reading: &mut Reading<'_, '_>, subnet: NodeId) -> Option<Text> {
    let resource = reading.graph.resource(subnet)?;
    let Facts::Subnet(facts) = &resource.facts else {
        return None;
    };
    reading
        .value(
            resource,
            "availability_zone_id",
            &facts.availability_zone_id,
        )
        .cloned()
}

/// The derived fact `zone_count`.
pub(super) fn count(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let zones = own(&mut reading, node);
    if let Some(gap) = reading.hidden {
        return Answer::gap(gap);
    }
    let sources = graph.resource(node).map(|resource| match &resource.facts {
        Facts::ResourceGateway(facts) => source(resource, "subnet_ids", &facts.subnet_ids),
        _ => source(resource, "subnet_ids", &zones.len()),
    });
    let count = i64::try_from(zones.len()).unwrap_or(i64::MAX);
    Answer::known(
        count,
        sources
            .map(|one| (String::new(), one))
            .into_iter()
            .collect(),
    )
}

/// The derived fact `missing_zones`.
pub(super) fn missing(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let own = own(&mut reading, node);
    if let Some(gap) = reading.hidden {
        return Answer::gap(gap);
    }
    let mut missing = Vec::new();
    let mut sources = Vec::new();
    let mut seen: BTreeSet<(Text, NodeId)> = BTreeSet::new();
    for configuration in reading.linked(node, "configurations") {
        for target in targets::of(&mut reading, configuration) {
            for instance in rds::instances_behind(&mut reading, target) {
                match rds::zone_of_instance(&mut reading, instance) {
                    Ok(Some(zone)) => {
                        seen.insert((zone, instance));
                    }
                    Ok(None) => {}
                    Err(gap) => reading.hide(Some(gap)),
                }
            }
        }
        for association in reading.linked(configuration, "endpoint_associations") {
            for endpoint in reading.linked(association, "vpc_endpoint") {
                for subnet in reading.linked(endpoint, "subnets") {
                    let zone = zone_of(&mut reading, subnet);
                    seen.extend(zone.map(|zone| (zone, endpoint)));
                }
            }
        }
    }
    for (zone, at) in seen {
        if own.contains(&zone) {
            continue;
        }
        if let Some(resource) = graph.resource(at) {
            let (path, value) = match &resource.facts {
                Facts::DbInstance(facts) => (
                    "availability_zone",
                    serde_json::to_value(&facts.availability_zone),
                ),
                Facts::VpcEndpoint(facts) => {
                    ("subnet_ids", serde_json::to_value(&facts.subnet_ids))
                }
                _ => continue,
            };
            let told = source(resource, path, &value.unwrap_or_default());
            sources.push((format!("[{}]", missing.len()), told));
        }
        missing.push(MissingZone {
            zone_id: zone.into(),
            resource: last(graph, at).into(),
        });
    }
    Answer::list(missing, reading.hidden, sources)
}

fn last(graph: &Graph<'_>, node: NodeId) -> Text {
    let arn = graph.node(node).arn.as_str();
    Text::from(arn.rsplit([':', '/']).next().unwrap_or(arn))
}
