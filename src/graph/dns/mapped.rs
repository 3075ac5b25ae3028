//! Private zones that lead from the name of an AWS service to an endpoint, as hubs of endpoints do it
//! instead of private DNS.

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::route53::RecordSet;
use crate::model::path::Literal;
use crate::record;

use super::super::network;
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;
use super::made::made_names;
use super::name::{bare, is_under};

record! {
    /// A zone that leads to an endpoint.
    ServiceName {
        /// The name.
        name: Text, gap;
        /// The zone.
        hosted_zone_id: Text, gap;
    }
}

/// The derived fact `service_name_zone`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    if let Some(Facts::VpcEndpoint(endpoint)) = graph.facts(node)
        && endpoint.private_dns_enabled == Fact::Known(true)
    {
        return Answer::none();
    }
    let found = match mapped(graph, node, None) {
        Ok(found) => found,
        Err(gap) => return Answer::gap(gap),
    };
    let Some((zone, at)) = found else {
        return Answer::none();
    };
    let Some(resource) = graph.resource(zone) else {
        return Answer::none();
    };
    let Facts::HostedZone(facts) = &resource.facts else {
        return Answer::none();
    };
    let record = facts.record_sets.known().and_then(|sets| sets.get(at));
    let name = record.and_then(|record| record.name.known());
    let told = ServiceName {
        name: Fact::told(name.map(|name| Text::from(bare(name)))),
        hosted_zone_id: facts.hosted_zone_id.clone(),
    };
    let path = format!("record_sets[{at}]");
    let by = record.map(|record| (String::new(), source(resource, &path, record)));
    Answer::known(told, by.into_iter().collect())
}

/// The zone, and the place of its record, that answers a name of the endpoint's service with the
/// endpoint: one that the VPC is associated with, or any.
///
/// # Errors
/// No zone is known to, and one that may was not told.
pub(in crate::graph) fn mapped(
    graph: &Graph<'_>,
    endpoint: NodeId,
    vpc: Option<NodeId>,
) -> Result<Option<(NodeId, usize)>, Gap> {
    let mut reading = Reading::new(graph);
    let Some(resource) = graph.resource(endpoint) else {
        return Ok(None);
    };
    let Facts::VpcEndpoint(facts) = &resource.facts else {
        return Ok(None);
    };
    let service = reading.value(resource, "service", &facts.service);
    let names: Vec<String> = match service {
        Some(service) => {
            let names = reading.items(resource, "service", &service.private_dns_names);
            names.iter().map(|name| bare(name)).collect()
        }
        None => {
            // What the names of the service are, nobody told.
            let gap = Gap::new(GapReason::NotCollected, "ec2:DescribeVpcEndpointServices");
            reading.hide(Some(gap.within(&resource.account, &resource.region)));
            Vec::new()
        }
    };
    let zones = zones(&mut reading, vpc, &names);
    let (addresses, hidden) = network::addresses_of_endpoint(graph, endpoint);
    reading.hide(hidden.clone());
    for zone in zones {
        let Some(resource) = graph.resource(zone) else {
            continue;
        };
        let Facts::HostedZone(told) = &resource.facts else {
            continue;
        };
        let records = reading.items(resource, "record_sets", &told.record_sets);
        for (at, record) in records.iter().enumerate() {
            let name = reading.value(resource, "record_sets", &record.name);
            let ours = name.is_some_and(|name| {
                let name = bare(name);
                names.contains(&name)
            });
            if !ours {
                continue;
            }
            let has = |value: &str| addresses.contains_key(&super::super::cidr::canonical(value));
            let made: Vec<String> = made_names(facts).collect();
            if leads(record, has, |target| made.iter().any(|own| own == target)) {
                return Ok(Some((zone, at)));
            }
            let untold = record.record_type.is_missing() || record.resource_records.is_missing();
            reading.hide(untold.then(|| graph.missing(resource, "record_sets")));
        }
    }
    reading.hidden.map_or(Ok(None), Err)
}

fn leads(record: &RecordSet, has: impl Fn(&str) -> bool, is_made: impl Fn(&str) -> bool) -> bool {
    let alias = record.alias_target.known();
    let alias = alias.and_then(|alias| alias.dns_name.known());
    if alias.is_some_and(|alias| is_made(&bare(alias))) {
        return true;
    }
    let values = record.resource_records.known().into_iter().flatten();
    let mut values = values.map(|value| value.as_str());
    match record.record_type.known().map(Text::as_str) {
        Some("A" | "AAAA") => values.any(has),
        Some("CNAME") => values.any(|value| is_made(&bare(value))),
        _ => false,
    }
}

/// The private zones that may have one of these names.
fn zones(reading: &mut Reading<'_, '_>, vpc: Option<NodeId>, names: &[String]) -> Vec<NodeId> {
    let graph = reading.graph;
    let may_have = |zone: &str| {
        let zone = bare(zone);
        names.iter().any(|name| is_under(name, &zone))
    };
    let mut zones = Vec::new();
    let Some(vpc) = vpc else {
        for &zone in graph.of_kind("route53.hosted_zone") {
            let Some(resource) = graph.resource(zone) else {
                continue;
            };
            let Facts::HostedZone(facts) = &resource.facts else {
                continue;
            };
            let private = reading.value(resource, "private_zone", &facts.private_zone);
            let name = reading.value(resource, "name", &facts.name);
            if private == Some(&true) && name.is_some_and(|name| may_have(name)) {
                zones.push(zone);
            }
        }
        for (account, region) in graph.places("route53.hosted_zone") {
            reading.hide(graph.extent("route53.hosted_zone", &account, &region));
        }
        return zones;
    };
    let Some(resource) = graph.resource(vpc) else {
        return zones;
    };
    let Facts::Vpc(facts) = &resource.facts else {
        return zones;
    };
    for told in reading.items(resource, "hosted_zones", &facts.hosted_zones) {
        let name = reading.value(resource, "hosted_zones", &told.name);
        let managed = reading.value(resource, "hosted_zones", &told.owning_service);
        if managed.is_some() || !name.is_some_and(|name| may_have(name)) {
            continue;
        }
        if let Some(id) = reading.value(resource, "hosted_zones", &told.hosted_zone_id) {
            zones.extend(reading.found(graph.find("route53.hosted_zone", id, vpc)));
        }
    }
    zones
}
