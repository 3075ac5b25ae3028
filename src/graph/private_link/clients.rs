//! The clients of an interface endpoint to a service of AWS.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::Party;
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;
use crate::graph::workload::{Client, Way, clients_of_vpc, service_of, ways_to};

record! {
    /// The way from a subnet of a client to an interface endpoint.
    ServiceClient {
        /// The service or task of ECS, the function, or the service of App Runner.
        client: Text, gap;
        /// The subnet.
        subnet_id: Text, gap;
        /// Whether connections to port 443 get there and the answers back.
        open: bool, gap;
        /// What stops them.
        why: Text, none;
    }
}

/// The clients in the VPC of an interface endpoint, each with the facts that say so.
pub(super) fn of<'g>(
    reading: &mut Reading<'g, '_>,
    endpoint: NodeId,
) -> Vec<(&'g Client, Vec<Source>)> {
    let graph = reading.graph;
    let mut clients = Vec::new();
    let Some(resource) = graph.resource(endpoint) else {
        return clients;
    };
    let Facts::VpcEndpoint(facts) = &resource.facts else {
        return clients;
    };
    let sort = reading.value(resource, "vpc_endpoint_type", &facts.vpc_endpoint_type);
    if sort.is_some_and(|sort| sort != "Interface") {
        return clients;
    }
    let named = reading.value(resource, "service_name", &facts.service_name);
    let region = resource.region.as_str();
    let Some(service) = named.and_then(|_| service_of(facts, region)) else {
        return clients;
    };
    for vpc in reading.linked(endpoint, "vpc") {
        for client in clients_of_vpc(reading, vpc) {
            let needs = client.needs(reading, service);
            if !needs.is_empty() {
                clients.push((client, needs));
            }
        }
    }
    clients
}

/// The derived fact `service_clients`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut told: Vec<ServiceClient> = Vec::new();
    let mut sources = Vec::new();
    for (client, needs) in of(&mut reading, node) {
        let from = client.resource_node(graph);
        let ways = ways_to(graph, from, &Party::Resource(node), 443);
        reading.hide(ways.hidden.clone());
        for subnet in &client.subnets {
            let (open, why, by) = match ways.from(subnet) {
                Way::Open(by) => (true, None, by),
                Way::Shut(why, by) => (false, Some(why), by),
                Way::Unknown(gap) => {
                    reading.hide(Some(gap));
                    continue;
                }
            };
            let at = format!("[{}]", told.len());
            let all = needs.iter().cloned().chain(by);
            sources.extend(all.map(|by| (at.clone(), by)));
            told.push(ServiceClient {
                client: graph.node(client.node).arn.clone().into(),
                subnet_id: subnet.clone().into(),
                open: open.into(),
                why: Fact::told(why),
            });
        }
    }
    Answer::list(told, reading.hidden, sources)
}
