//! The ways to a proxy, and from it to the databases behind it.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds::DbInstance;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::dns::bare;
use super::super::lattice::port_of;
use super::super::node::{Graph, NodeId};
use super::super::reach::Party;
use super::super::reading::{Reading, source};
use super::super::schema::Answer;
use super::super::workload::{Way, clients_of_vpc, ways_to};
use super::instances_behind;

record! {
    /// The way from a subnet to a proxy or a database.
    ProxyWay {
        /// Who sends: a proxy, a service or task of ECS, a function, a service of App Runner.
        from: Text, gap;
        /// The subnet.
        subnet_id: Text, gap;
        /// The database, the proxy or its endpoint.
        to: Text, gap;
        /// The port.
        port: i64, gap;
        /// Whether connections get there and the answers back.
        open: bool, gap;
        /// What stops them.
        why: Text, none;
    }
}

/// Ways as they are found.
struct Found<'g, 's> {
    reading: Reading<'g, 's>,
    ways: Vec<ProxyWay>,
    sources: Vec<(String, Source)>,
}

impl<'g, 's> Found<'g, 's> {
    fn new(graph: &'g Graph<'s>) -> Self {
        Found {
            reading: Reading::new(graph),
            ways: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// Adds the ways from each subnet to a port of a database or proxy.
    fn add(
        &mut self,
        from: NodeId,
        subnets: &BTreeSet<Text>,
        to: NodeId,
        port: i64,
        by: &[Source],
    ) {
        let graph = self.reading.graph;
        let Ok(number) = u16::try_from(port) else {
            return;
        };
        let sender = graph.under(from).unwrap_or(from);
        let ways = ways_to(graph, sender, &Party::Resource(to), number);
        self.reading.hide(ways.hidden.clone());
        for subnet in subnets {
            let (open, why, way) = match ways.from(subnet) {
                Way::Open(by) => (true, None, by),
                Way::Shut(why, by) => (false, Some(why), by),
                Way::Unknown(gap) => {
                    self.reading.hide(Some(gap));
                    continue;
                }
            };
            let at = format!("[{}]", self.ways.len());
            let all = by.iter().cloned().chain(way);
            self.sources.extend(all.map(|by| (at.clone(), by)));
            self.ways.push(ProxyWay {
                from: graph.node(from).arn.clone().into(),
                subnet_id: subnet.clone().into(),
                to: graph.node(to).arn.clone().into(),
                port: port.into(),
                open: open.into(),
                why: Fact::told(why),
            });
        }
    }

    fn answer(self) -> Answer {
        Answer::list(self.ways, self.reading.hidden, self.sources)
    }
}

/// The derived fact `target_ways`.
pub(super) fn to_targets(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut found = Found::new(graph);
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::DbProxy(proxy) = &resource.facts else {
        return Answer::none();
    };
    let path = "vpc_subnet_ids";
    let subnets = found.reading.items(resource, path, &proxy.vpc_subnet_ids);
    let subnets: BTreeSet<Text> = subnets.iter().cloned().collect();
    let path = "vpc_security_group_ids";
    let own = source(resource, path, &proxy.vpc_security_group_ids);
    for instance in instances_behind(&mut found.reading, node) {
        if let Some((port, by)) = port_of_instance(&mut found.reading, node, instance) {
            found.add(node, &subnets, instance, port, &[own.clone(), by]);
        }
    }
    found.answer()
}

/// The port of an instance behind a proxy, and its groups as evidence.
fn port_of_instance(
    reading: &mut Reading<'_, '_>,
    proxy: NodeId,
    instance: NodeId,
) -> Option<(i64, Source)> {
    let resource = reading.graph.resource(instance)?;
    let Facts::DbInstance(facts) = &resource.facts else {
        return None;
    };
    let by = source(resource, "vpc_security_groups", &facts.vpc_security_groups);
    if let Fact::None = facts.endpoint {
        let port = port_without_endpoint(reading, proxy, instance, resource, facts)?;
        return Some((port, by));
    }
    let endpoint = reading.value(resource, "endpoint", &facts.endpoint)?;
    let port = reading.value(resource, "endpoint.port", &endpoint.port)?;
    Some((*port, by))
}

/// The port that the proxy or the cluster tells of an instance without an endpoint: one that is not
/// made yet, and then it has no interface either, or of which it is not told.
fn port_without_endpoint(
    reading: &mut Reading<'_, '_>,
    proxy: NodeId,
    instance: NodeId,
    resource: &Resource,
    facts: &DbInstance,
) -> Option<i64> {
    let path = "db_instance_status";
    let status = reading.value(resource, path, &facts.db_instance_status)?;
    let port = (status == "available")
        .then(|| {
            port_of_target(reading, proxy, facts).or_else(|| port_of_cluster(reading, instance))
        })
        .flatten();
    if port.is_none() {
        let gap = Gap::new(GapReason::InTransition, resource.kind().operation());
        let gap = gap.within(&resource.account, &resource.region);
        let why = format!("{} is {status} and has no endpoint", resource.arn);
        reading.hide(Some(gap.because(why)));
    }
    port
}

/// The port under which the proxy knows an instance.
fn port_of_target(
    reading: &mut Reading<'_, '_>,
    proxy: NodeId,
    instance: &DbInstance,
) -> Option<i64> {
    let resource = reading.graph.resource(proxy)?;
    let Facts::DbProxy(facts) = &resource.facts else {
        return None;
    };
    let own = instance.db_instance_identifier.known()?;
    let mut targets = reading.items(resource, "targets", &facts.targets).iter();
    let target = targets.find(|target| {
        let kind = target.target_type.known();
        kind.is_some_and(|kind| kind == "RDS_INSTANCE")
            && target.rds_resource_id.known() == Some(own)
    })?;
    reading.value(resource, "targets", &target.port).copied()
}

fn port_of_cluster(reading: &mut Reading<'_, '_>, instance: NodeId) -> Option<i64> {
    let cluster = *reading.linked(instance, "cluster").first()?;
    let resource = reading.graph.resource(cluster)?;
    let Facts::DbCluster(facts) = &resource.facts else {
        return None;
    };
    reading.value(resource, "port", &facts.port).copied()
}

/// Those whose environment names the proxy, with the part of it that they name.
struct ProxyClient {
    node: NodeId,
    subnets: BTreeSet<Text>,
    to: NodeId,
    by: Source,
}

fn clients(reading: &mut Reading<'_, '_>, proxy: NodeId) -> Vec<ProxyClient> {
    let graph = reading.graph;
    let mut parts = vec![proxy];
    parts.extend(reading.linked(proxy, "endpoints"));
    let mut clients = Vec::new();
    for part in parts {
        let Some(resource) = graph.resource(part) else {
            continue;
        };
        let (name, vpc) = match &resource.facts {
            Facts::DbProxy(facts) => (&facts.endpoint, &facts.vpc_id),
            Facts::DbProxyEndpoint(facts) => (&facts.endpoint, &facts.vpc_id),
            _ => continue,
        };
        let name = reading.value(resource, "endpoint", name);
        let vpc = reading.value(resource, "vpc_id", vpc);
        let (Some(name), Some(vpc)) = (name, vpc) else {
            continue;
        };
        let name = bare(name);
        let Some(vpc) = reading.found(graph.find("ec2.vpc", vpc, part)) else {
            continue;
        };
        for client in clients_of_vpc(reading, vpc) {
            let hosts = client.hosts(reading);
            if let Some((_, by)) = hosts.into_iter().find(|(host, _)| *host == name) {
                clients.push(ProxyClient {
                    node: client.node,
                    subnets: client.subnets.iter().cloned().collect(),
                    to: part,
                    by,
                });
            }
        }
    }
    clients
}

fn port_of_proxy(reading: &mut Reading<'_, '_>, proxy: NodeId) -> Option<i64> {
    let resource = reading.graph.resource(proxy)?;
    let Facts::DbProxy(facts) = &resource.facts else {
        return None;
    };
    let family = reading.value(resource, "engine_family", &facts.engine_family)?;
    port_of(family)
}

/// The derived fact `client_ways`.
pub(super) fn from_clients(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut found = Found::new(graph);
    let port = port_of_proxy(&mut found.reading, node);
    for client in clients(&mut found.reading, node) {
        if let Some(port) = port {
            found.add(client.node, &client.subnets, client.to, port, &[client.by]);
        }
    }
    found.answer()
}

/// The derived fact `direct_ways`.
pub(super) fn past_the_proxy(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut found = Found::new(graph);
    let mut all = clients(&mut found.reading, node);
    // A client may name the proxy and an endpoint of it.
    let mut seen = BTreeSet::new();
    all.retain(|client| seen.insert((client.node, client.subnets.clone())));
    if !all.is_empty() {
        for instance in instances_behind(&mut found.reading, node) {
            let Some((port, by)) = port_of_instance(&mut found.reading, node, instance) else {
                continue;
            };
            for client in &all {
                let by = [client.by.clone(), by.clone()];
                found.add(client.node, &client.subnets, instance, port, &by);
            }
        }
    }
    found.answer()
}
