//! Where a resource gateway asks for the name of a target, and who answers it there.

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;

use crate::graph::dns::{bare, is_under};
use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

/// The name of a configuration's target, lower case, without its last dot.
fn target_name(reading: &mut Reading<'_, '_>, node: NodeId) -> Option<String> {
    let resource = reading.graph.resource(node)?;
    let Facts::ResourceConfiguration(facts) = &resource.facts else {
        return None;
    };
    let path = "dns_resource_domain_name";
    let name = reading.value(resource, path, &facts.dns_resource_domain_name);
    name.map(|name| bare(name))
}

/// The VPC of a configuration's gateway.
fn gateway_vpc(reading: &mut Reading<'_, '_>, node: NodeId) -> Option<NodeId> {
    let gateways = reading.linked(node, "resource_gateway");
    let gateway = *gateways.first()?;
    reading.linked(gateway, "vpc").first().copied()
}

/// The derived fact `gateway_vpc_zone`: of the zones of the VPC the most specific one decides, and it
/// must have a record for the name.
pub(super) fn zone(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let name = target_name(&mut reading, node);
    let vpc = name.as_ref().and_then(|_| gateway_vpc(&mut reading, node));
    let (Some(name), Some(vpc)) = (name, vpc) else {
        return nothing(reading);
    };
    let Some(resource) = graph.resource(vpc) else {
        return nothing(reading);
    };
    let Facts::Vpc(facts) = &resource.facts else {
        return nothing(reading);
    };
    let mut best: Option<(usize, &Text)> = None;
    for zone in reading.items(resource, "hosted_zones", &facts.hosted_zones) {
        let own = reading.value(resource, "hosted_zones", &zone.name);
        let id = reading.value(resource, "hosted_zones", &zone.hosted_zone_id);
        let (Some(own), Some(id)) = (own, id) else {
            continue;
        };
        let own = bare(own);
        if is_under(&name, &own) && best.is_none_or(|(length, _)| own.len() > length) {
            best = Some((own.len(), id));
        }
    }
    if reading.hidden.is_some() {
        return nothing(reading);
    }
    let Some((_, id)) = best else {
        return Answer::none();
    };
    let Some(zone) = reading.found(graph.find("route53.hosted_zone", id, vpc)) else {
        return nothing(reading);
    };
    let Some(resource) = graph.resource(zone) else {
        return nothing(reading);
    };
    let Facts::HostedZone(facts) = &resource.facts else {
        return nothing(reading);
    };
    let records = reading.items(resource, "record_sets", &facts.record_sets);
    for (at, record) in records.iter().enumerate() {
        let own = reading.value(resource, "record_sets", &record.name);
        let sort = reading.value(resource, "record_sets", &record.record_type);
        let is_host = sort.is_some_and(|sort| matches!(sort.as_str(), "A" | "AAAA" | "CNAME"));
        if is_host && own.is_some_and(|own| answers(&bare(own), &name)) {
            let told = source(resource, &format!("record_sets[{at}]"), record);
            return Answer::known(id.clone(), vec![(String::new(), told)]);
        }
    }
    nothing(reading)
}

/// Whether a record, maybe one with a wildcard, is of a name.
fn answers(record: &str, name: &str) -> bool {
    match record.strip_prefix("*.") {
        Some(rest) => name != rest && is_under(name, rest),
        None => record == name,
    }
}

fn nothing(reading: Reading<'_, '_>) -> Answer {
    match reading.hidden {
        Some(gap) => Answer::gap(gap),
        None => Answer::none(),
    }
}

/// The derived fact `looping_endpoints`.
pub(super) fn loops(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut found: Vec<Text> = Vec::new();
    let mut sources = Vec::new();
    let name = target_name(&mut reading, node);
    let vpc = name.as_ref().and_then(|_| gateway_vpc(&mut reading, node));
    let (Some(name), Some(vpc)) = (name, vpc) else {
        return Answer::list(found, reading.hidden, sources);
    };
    let id = match graph.facts(vpc) {
        Some(Facts::Vpc(facts)) => facts.vpc_id.known(),
        _ => None,
    };
    let Some(id) = id else {
        return Answer::list(found, reading.hidden, sources);
    };
    let (endpoints, hidden) = graph.naming(Reverse::EndpointsByVpc, id, vpc);
    reading.hide(hidden);
    for endpoint in endpoints {
        let Some(resource) = graph.resource(endpoint) else {
            continue;
        };
        let Facts::VpcEndpoint(facts) = &resource.facts else {
            continue;
        };
        let Some(id) = reading.value(resource, "vpc_endpoint_id", &facts.vpc_endpoint_id) else {
            continue;
        };
        let sort = reading.value(resource, "vpc_endpoint_type", &facts.vpc_endpoint_type);
        if sort.is_some_and(|sort| sort != "Resource")
            || facts.private_dns_enabled == Fact::Known(false)
        {
            continue;
        }
        let private = reading.value(resource, "private_dns_enabled", &facts.private_dns_enabled);
        for configuration in reading.linked(endpoint, "resource_configurations") {
            let Some(resource) = graph.resource(configuration) else {
                continue;
            };
            let Facts::ResourceConfiguration(told) = &resource.facts else {
                continue;
            };
            let path = "custom_domain_name";
            let custom = reading.value(resource, path, &told.custom_domain_name);
            if let (Some(custom), Some(true)) = (custom, private)
                && is_under(&name, &bare(custom))
            {
                sources.push((format!("[{}]", found.len()), source(resource, path, custom)));
                found.push(id.clone());
            }
        }
    }
    Answer::list(found, reading.hidden, sources)
}
