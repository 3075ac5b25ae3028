//! In which zones the records of a name have addresses of its endpoint.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::datum::Source;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::dns::endpoint;
use crate::graph::dns::name::bare;
use crate::graph::dns::records::{self, addresses, name_of};
use crate::graph::lattice::zone_of;
use crate::graph::network;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::Reading;
use crate::graph::schema::{Answer, Linked};
use crate::graph::workload::clients_of_vpc;

record! {
    /// A zone in which a client of a name runs.
    ClientZone {
        /// The id of the zone.
        zone_id: Text, gap;
        /// The service or task of ECS, the function, or the service of App Runner.
        client: Text, gap;
    }
}

record! {
    /// The zones of an endpoint, and those that its records lead to.
    ZoneCoverage {
        /// The zones in which the endpoint has an interface.
        endpoint_zones: Vec<Text>, none;
        /// Those of them with an address that the records hold.
        record_zones: Vec<Text>, none;
    }
}

/// The derived fact `zone_coverage`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(name) = name_of(graph, node) else {
        return Answer::none();
    };
    let written = addresses(name);
    if written.is_empty() && records::untold(graph, name).is_none() {
        return Answer::none();
    }
    let endpoint = match endpoint::of_name(graph, node) {
        Linked::One(endpoint) => endpoint,
        Linked::Gap(gap) => return Answer::gap(gap),
        Linked::None | Linked::Many(..) => return Answer::none(),
    };
    if let Some(gap) = records::untold(graph, name) {
        return Answer::gap(gap);
    }
    let (own, hidden) = network::addresses_of_endpoint(graph, endpoint);
    if let Some(gap) = hidden {
        return Answer::gap(gap.clone());
    }
    let mut zones = Zones::default();
    for (address, (interface, _)) in own {
        let held = written.contains(address);
        if let Err(gap) = zones.add(graph, *interface, held) {
            return Answer::gap(gap);
        }
    }
    let list = |zones: &BTreeSet<Text>| zones.iter().cloned().collect::<Vec<_>>();
    let coverage = ZoneCoverage {
        endpoint_zones: list(&zones.all).into(),
        record_zones: list(&zones.held).into(),
    };
    let sources = zones.sources.into_values();
    Answer::known(coverage, sources.map(|one| (String::new(), one)).collect())
}

/// The derived fact `client_zones`.
pub(super) fn clients(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut list: Vec<ClientZone> = Vec::new();
    let mut sources = Vec::new();
    let Some(name) = name_of(graph, node) else {
        return Answer::list(list, None, sources);
    };
    let mut reading = Reading::new(graph);
    for vpc in reading.linked(node, "vpc") {
        for client in clients_of_vpc(&mut reading, vpc) {
            let hosts = client.hosts(&mut reading);
            let Some((_, named)) = hosts.into_iter().find(|(host, _)| bare(host) == name.name)
            else {
                continue;
            };
            let mut zones = BTreeSet::new();
            for subnet in &client.subnets {
                let subnet = reading.found(graph.find("ec2.subnet", subnet, vpc));
                zones.extend(subnet.and_then(|subnet| zone_of(&mut reading, subnet)));
            }
            for zone in zones {
                sources.push((format!("[{}]", list.len()), named.clone()));
                list.push(ClientZone {
                    zone_id: zone.into(),
                    client: graph.node(client.node).arn.clone().into(),
                });
            }
        }
    }
    Answer::list(list, reading.hidden, sources)
}

#[derive(Default)]
struct Zones {
    all: BTreeSet<Text>,
    held: BTreeSet<Text>,
    sources: BTreeMap<Text, Source>,
}

impl Zones {
    fn add(&mut self, graph: &Graph<'_>, interface: NodeId, held: bool) -> Result<(), Gap> {
        let Some(resource) = graph.resource(interface) else {
            return Ok(());
        };
        let Facts::NetworkInterface(facts) = &resource.facts else {
            return Ok(());
        };
        let subnet = facts.subnet_id.known();
        let subnet = subnet.ok_or_else(|| graph.missing(resource, "subnet_id"))?;
        let subnet = graph.find("ec2.subnet", subnet, interface)?;
        let Some(told) = graph.resource(subnet) else {
            return Ok(());
        };
        let zone = match &told.facts {
            Facts::Subnet(facts) => facts.availability_zone_id.known(),
            _ => None,
        };
        let zone = zone.ok_or_else(|| graph.missing(told, "availability_zone_id"))?;
        self.all.insert(zone.clone());
        if held {
            self.held.insert(zone.clone());
        }
        self.sources.entry(zone.clone()).or_insert_with(|| Source {
            resource: Text::from(told.arn.as_str()),
            path: "availability_zone_id".to_owned(),
            value: zone.as_str().into(),
            operation: Text::const_new("ec2:DescribeSubnets"),
        });
        Ok(())
    }
}
