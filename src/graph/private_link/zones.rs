//! The zones of an endpoint and of its clients.

use std::collections::BTreeSet;

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::clients;
use crate::graph::lattice::zone_of;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// A zone in which a client stands and an endpoint does not.
    UncoveredZone {
        /// Its id.
        zone_id: Text, gap;
        /// The client.
        client: Text, gap;
    }
}

fn own(reading: &mut Reading<'_, '_>, endpoint: NodeId) -> BTreeSet<Text> {
    let subnets = reading.linked(endpoint, "subnets");
    subnets
        .into_iter()
        .filter_map(|subnet| zone_of(reading, subnet))
        .collect()
}

/// The derived fact `zone_count`.
pub(super) fn count(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let zones = own(&mut reading, node);
    if let Some(gap) = reading.hidden {
        return Answer::gap(gap);
    }
    let by = graph
        .resource(node)
        .and_then(|resource| match &resource.facts {
            Facts::VpcEndpoint(facts) => Some(source(resource, "subnet_ids", &facts.subnet_ids)),
            _ => None,
        });
    let count = i64::try_from(zones.len()).unwrap_or(i64::MAX);
    Answer::known(
        count,
        by.map(|by| (String::new(), by)).into_iter().collect(),
    )
}

/// The derived fact `uncovered_zones`.
pub(super) fn uncovered(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let own = own(&mut reading, node);
    if let Some(gap) = reading.hidden {
        return Answer::gap(gap);
    }
    let mut told: Vec<UncoveredZone> = Vec::new();
    let mut sources = Vec::new();
    let mut seen: BTreeSet<(Text, NodeId)> = BTreeSet::new();
    for (client, needs) in clients::of(&mut reading, node) {
        for subnet in &client.subnets {
            let subnet = reading.found(graph.find("ec2.subnet", subnet, node));
            let zone = subnet.and_then(|subnet| zone_of(&mut reading, subnet));
            let Some(zone) = zone.filter(|zone| !own.contains(zone)) else {
                continue;
            };
            match is_offered(&mut reading, node, &zone) {
                Some(true) if seen.insert((zone.clone(), client.node)) => {}
                _ => continue,
            }
            let at = format!("[{}]", told.len());
            sources.extend(needs.iter().map(|by| (at.clone(), by.clone())));
            told.push(UncoveredZone {
                zone_id: zone.into(),
                client: graph.node(client.node).arn.clone().into(),
            });
        }
    }
    Answer::list(told, reading.hidden, sources)
}

/// Whether the service can have endpoints in a zone.
fn is_offered(reading: &mut Reading<'_, '_>, endpoint: NodeId, zone: &Text) -> Option<bool> {
    let resource = reading.graph.resource(endpoint)?;
    let Facts::VpcEndpoint(facts) = &resource.facts else {
        return None;
    };
    let service = reading.value(resource, "service", &facts.service)?;
    let zones = reading.items(resource, "service", &service.availability_zone_ids);
    Some(zones.is_empty() || zones.contains(zone))
}
