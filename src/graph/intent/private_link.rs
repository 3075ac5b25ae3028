//! Resource gateways of VPC Lattice, to what they give.

use crate::model::fact::Fact;
use crate::model::kinds::Facts;

use crate::graph::lattice::targets_of;
use crate::graph::node::Graph;
use crate::graph::packet::Service;
use crate::graph::reading::{Reading, source};

use super::{Flow, From, Intent, port_of_database};

/// The database sees the gateway, and not whoever is behind it.
/// <https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html>
pub(super) fn add(graph: &Graph<'_>, intent: &mut Intent) {
    for &node in graph.of_kind("vpc_lattice.resource_configuration") {
        let (Some(resource), Some(Facts::ResourceConfiguration(facts))) =
            (graph.resource(node), graph.facts(node))
        else {
            continue;
        };
        let mut reading = Reading::new(graph);
        let gateways = reading.linked(node, "resource_gateway");
        for to in targets_of(&mut reading, node) {
            let Some(ports) = port_of_database(graph, to) else {
                continue;
            };
            let told = match &facts.arn_resource_arn {
                Fact::Known(arn) => source(resource, "arn_resource_arn", arn),
                _ => source(
                    resource,
                    "dns_resource_domain_name",
                    &facts.dns_resource_domain_name,
                ),
            };
            let by = source(resource, "resource_gateway_id", &facts.resource_gateway_id);
            for &gateway in &gateways {
                intent.add(Flow {
                    from: From::Resource(gateway),
                    to,
                    protocol: Service::TCP,
                    ports: ports.clone(),
                    why: "the resource is given through the gateway",
                    sources: vec![told.clone(), by.clone()],
                });
            }
        }
        if let Some(gap) = reading.hidden {
            gateways
                .iter()
                .for_each(|one| intent.hide(graph, *one, gap.clone()));
        }
    }
}
