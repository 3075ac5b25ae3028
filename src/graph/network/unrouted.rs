//! The derived fact `unrouted_ways` of subnets: what lets packets in that no route brings.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::super::index::Reverse;
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;

record! {
    /// Something in a subnet by which packets come in without a route.
    UnroutedWay {
        /// The resource gateway of VPC Lattice, or the endpoint service.
        arn: Text, gap;
        /// The load balancer of an endpoint service that stands in the subnet.
        load_balancer_arn: Text, none;
    }
}

/// The derived fact.
///
/// A resource gateway passes on what consumers of its resource configurations send, a load balancer
/// behind an endpoint service what comes from the endpoints: by VPC Lattice and PrivateLink, whatever
/// the routes of the subnet are. Where such packets may go from there, groups, ACLs and routes decide.
/// <https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html>
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html>
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::Subnet(subnet) = &resource.facts else {
        return Answer::none();
    };
    let Some(id) = subnet.subnet_id.known() else {
        return Answer::gap(graph.missing(resource, "subnet_id"));
    };
    let mut ways = Ways {
        reading: Reading::new(graph),
        list: Vec::new(),
        sources: Vec::new(),
    };
    for gateway in ways.naming(Reverse::ResourceGatewaysBySubnet, id, node) {
        ways.add(gateway, None);
    }
    for balancer in ways.naming(Reverse::LoadBalancersBySubnet, id, node) {
        let arn = graph.node(balancer).arn.clone();
        for service in ways.naming(Reverse::EndpointServicesByLoadBalancer, &arn, balancer) {
            ways.add(service, Some(arn.clone()));
        }
    }
    Answer::list(ways.list, ways.reading.hidden, ways.sources)
}

struct Ways<'g, 's> {
    reading: Reading<'g, 's>,
    list: Vec<UnroutedWay>,
    sources: Vec<(String, Source)>,
}

impl Ways<'_, '_> {
    fn naming(&mut self, by: Reverse, id: &str, near: NodeId) -> Vec<NodeId> {
        let (nodes, hidden) = self.reading.graph.naming(by, id, near);
        self.reading.hide(hidden);
        nodes
    }

    fn add(&mut self, node: NodeId, balancer: Option<Text>) {
        let Some(resource) = self.reading.graph.resource(node) else {
            return;
        };
        let by = match &resource.facts {
            Facts::ResourceGateway(facts) => source(resource, "subnet_ids", &facts.subnet_ids),
            Facts::EndpointService(facts) => {
                let arns = &facts.network_load_balancer_arns;
                source(resource, "network_load_balancer_arns", arns)
            }
            _ => return,
        };
        self.sources.push((format!("[{}]", self.list.len()), by));
        self.list.push(UnroutedWay {
            arn: Text::from(resource.arn.as_str()).into(),
            load_balancer_arn: Fact::told(balancer),
        });
    }
}
