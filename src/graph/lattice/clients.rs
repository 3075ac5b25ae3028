//! The clients of a resource endpoint, and whether they reach it.

use std::collections::BTreeMap;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::behind::{Behind, behind};
use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::{Party, untellable};
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;
use crate::graph::workload::{Way, clients_of_vpc, ways_to};

record! {
    /// The way from a subnet of a client to a resource endpoint.
    LatticeClient {
        /// The service or task of ECS, the function, or the service of App Runner.
        client: Text, gap;
        /// The name that its environment has.
        name: Text, gap;
        /// The subnet.
        subnet_id: Text, gap;
        /// The port.
        port: i64, gap;
        /// Whether connections get there and the answers back.
        open: bool, gap;
        /// What stops them.
        why: Text, none;
    }
}

/// The derived fact `lattice_clients`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut told: Vec<LatticeClient> = Vec::new();
    let mut sources: Vec<(String, Source)> = Vec::new();
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return Answer::none();
    };
    let sort = reading.value(resource, "vpc_endpoint_type", &endpoint.vpc_endpoint_type);
    if sort.is_some_and(|sort| sort != "Resource") {
        return Answer::list(told, reading.hidden, sources);
    }
    let behind = behind(&mut reading, node, endpoint);
    for vpc in reading.linked(node, "vpc") {
        for client in clients_of_vpc(&mut reading, vpc) {
            let hosts = client.hosts(&mut reading);
            for (port, (name, by)) in wanted(&mut reading, &behind, &hosts) {
                let from = client.resource_node(graph);
                let ways = ways_to(graph, from, &Party::Resource(node), port);
                reading.hide(ways.hidden.clone());
                for subnet in &client.subnets {
                    let (open, why, way) = match ways.from(subnet) {
                        Way::Open(by) => (true, None, by),
                        Way::Shut(why, by) => (false, Some(why), by),
                        Way::Unknown(gap) => {
                            reading.hide(Some(gap));
                            continue;
                        }
                    };
                    let at = format!("[{}]", told.len());
                    sources.push((at.clone(), by.clone()));
                    sources.extend(way.into_iter().map(|by| (at.clone(), by)));
                    told.push(LatticeClient {
                        client: graph.node(client.node).arn.clone().into(),
                        name: name.clone().into(),
                        subnet_id: subnet.clone().into(),
                        port: i64::from(port).into(),
                        open: open.into(),
                        why: Fact::told(why),
                    });
                }
            }
        }
    }
    Answer::list(told, reading.hidden, sources)
}

/// The ports that a client wants, each with the first name by which it does: to the packets it is all one
/// which resource of a group they are for.
fn wanted<'a>(
    reading: &mut Reading<'_, '_>,
    behind: &[Behind<'_>],
    hosts: &'a [(Text, Source)],
) -> BTreeMap<u16, &'a (Text, Source)> {
    let mut wanted = BTreeMap::new();
    for given in behind {
        let Some(named) = hosts
            .iter()
            .find(|(host, _)| given.names.contains(host.as_str()))
        else {
            continue;
        };
        if given.ports.is_empty() {
            let what = "on which ports it is reached";
            reading.hide(Some(untellable(given.configuration, what.to_owned())));
        }
        for &port in &given.ports {
            wanted.entry(port).or_insert(named);
        }
    }
    wanted
}
