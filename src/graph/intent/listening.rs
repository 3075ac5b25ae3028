//! On which ports a thing takes connections, where its facts say so.

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::resource::Resource;

use crate::graph::lattice::{ranges_of, targets_of};
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};
use crate::graph::reach::{listeners_of, untellable};
use crate::graph::reading::Reading;

use super::{port_of, port_of_database};

/// What a thing takes.
#[derive(Debug, Clone)]
pub enum Listening {
    /// These protocols and ports, and nothing else; nothing at all for what only sends.
    On(Vec<(u8, Ports)>),
    /// Nobody told: an instance listens on whatever runs on it.
    Unknown(Gap),
}

/// The ports of a carrier of a group.
pub fn of(graph: &Graph<'_>, node: NodeId) -> Listening {
    let Some(resource) = graph.resource(node) else {
        return Listening::On(Vec::new());
    };
    match &resource.facts {
        Facts::DbInstance(_)
        | Facts::DbCluster(_)
        | Facts::DbProxy(_)
        | Facts::DbProxyEndpoint(_) => match port_of_database(graph, node) {
            Some(ports) => Listening::On(vec![(Service::TCP, ports)]),
            None => Listening::Unknown(graph.missing(resource, "endpoint")),
        },
        Facts::LoadBalancer(_) => balancer(graph, node),
        Facts::EcsService(_) => service(graph, node, resource),
        Facts::VpcEndpoint(facts) => endpoint(graph, node, resource, facts),
        // These only send.
        Facts::LambdaFunction(_) | Facts::VpcConnector(_) | Facts::CodeBuildProject(_) => {
            Listening::On(Vec::new())
        }
        // So does the interface of a function.
        Facts::NetworkInterface(facts)
            if facts
                .interface_type
                .known()
                .is_some_and(|sort| sort == "lambda") =>
        {
            Listening::On(Vec::new())
        }
        _ => unknown(resource, "on which ports it listens"),
    }
}

fn unknown(resource: &Resource, what: &str) -> Listening {
    Listening::Unknown(untellable(
        resource,
        format!("{what}: {}", resource.arn.last()),
    ))
}

/// Every listener of a load balancer.
fn balancer(graph: &Graph<'_>, node: NodeId) -> Listening {
    let listeners = listeners_of(graph, node);
    if let Some(gap) = listeners.hidden {
        return Listening::Unknown(gap);
    }
    let each = listeners.each.into_iter();
    let ports = |port: Option<u16>| port.map_or_else(Ports::none, Ports::one);
    Listening::On(each.map(|one| (one.protocol, ports(one.port))).collect())
}

/// The ports of containers, and those on which load balancers ask for them.
fn service(graph: &Graph<'_>, node: NodeId, resource: &Resource) -> Listening {
    let mut reading = Reading::new(graph);
    let mut all: Vec<(u8, Ports)> = Vec::new();
    let definitions = reading.linked(node, "definition");
    for definition in &definitions {
        all.extend(of_containers(&mut reading, *definition));
    }
    if let Some(gap) = reading.hidden {
        return Listening::Unknown(gap);
    }
    let revisions = graph.intent().untold(node);
    if let Some(gap) = revisions.filter(|gap| gap.reason == GapReason::InTransition) {
        return Listening::Unknown(gap.clone());
    }
    if definitions.is_empty() {
        return unknown(resource, "what its tasks run");
    }
    if let Some(gap) = graph.intent().unbalanced(graph, node) {
        return Listening::Unknown(gap.clone());
    }
    let asked = graph.intent().to(node);
    all.extend(asked.map(|flow| (flow.protocol, flow.ports.clone())));
    Listening::On(all)
}

fn of_containers(reading: &mut Reading<'_, '_>, definition: NodeId) -> Vec<(u8, Ports)> {
    let Some(resource) = reading.graph.resource(definition) else {
        return Vec::new();
    };
    let Facts::TaskDefinition(facts) = &resource.facts else {
        return Vec::new();
    };
    let list = "container_definitions";
    let mut all = Vec::new();
    for container in reading.items(resource, list, &facts.container_definitions) {
        for mapping in reading.items(resource, list, &container.port_mappings) {
            // A range of ports is not collected.
            let Some(port) = mapping.container_port.known() else {
                let gap = reading.graph.missing(resource, list);
                reading.hide(Some(gap));
                continue;
            };
            let protocol = reading.value(resource, list, &mapping.protocol);
            let protocol = match protocol.map(Text::as_str) {
                Some("udp") => Service::UDP,
                _ => Service::TCP,
            };
            all.push((protocol, port_of(*port)));
        }
    }
    all
}

/// An interface endpoint of a service of AWS, or a resource endpoint with the ports of what it leads to.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>
fn endpoint(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    facts: &VpcEndpoint,
) -> Listening {
    match facts.vpc_endpoint_type.known().map(Text::as_str) {
        Some("Interface") if is_of_aws(&facts.service_name) => {
            Listening::On(vec![(Service::TCP, Ports::one(443))])
        }
        Some("Gateway" | "GatewayLoadBalancer") => Listening::On(Vec::new()),
        Some("Resource") => of_configuration(graph, node, resource),
        _ => unknown(
            resource,
            "on which ports the service behind the endpoint listens",
        ),
    }
}

/// The services of AWS have names of their own; others are `com.amazonaws.vpce.REGION.vpce-svc-...`.
/// These take more than HTTPS: mail by SMTP, and the results of queries that are streamed.
/// <https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html>
/// <https://docs.aws.amazon.com/athena/latest/ug/interface-vpc-endpoint.html>
fn is_of_aws(name: &Fact<Text>) -> bool {
    name.known().is_some_and(|name| {
        let others = [".vpce-svc-", ".email-smtp", ".athena"];
        (name.starts_with("com.amazonaws.") || name.starts_with("aws."))
            && !others.iter().any(|other| name.contains(other))
    })
}

fn of_configuration(graph: &Graph<'_>, node: NodeId, resource: &Resource) -> Listening {
    let mut reading = Reading::new(graph);
    let mut ports = Ports::none();
    for configuration in reading.linked(node, "resource_configurations") {
        let Some(resource) = graph.resource(configuration) else {
            continue;
        };
        let Facts::ResourceConfiguration(facts) = &resource.facts else {
            continue;
        };
        let runs = ranges_of(&mut reading, resource, &facts.port_ranges);
        let runs = runs.into_iter().filter_map(|(first, last)| {
            Some((u16::try_from(first).ok()?, u16::try_from(last).ok()?))
        });
        ports = ports.or(&Ports::of(runs));
        // What is given by its ARN listens on the port that it has.
        if facts.arn_resource_arn.known().is_some() {
            for target in targets_of(&mut reading, configuration) {
                let own = port_of_database(graph, target);
                ports = ports.or(&own.unwrap_or_else(Ports::none));
            }
        }
    }
    match (reading.hidden, ports.is_empty()) {
        (Some(gap), _) => Listening::Unknown(gap),
        (None, true) => unknown(resource, "on which ports the resource behind it listens"),
        (None, false) => Listening::On(vec![(Service::TCP, ports)]),
    }
}
