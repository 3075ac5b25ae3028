//! The port that a thing listens on, where its facts say so.

use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};

use super::balancer;
use super::party::Party;

/// The service of a database, of a proxy, or of what a load balancer listens on.
pub fn own_service(graph: &Graph<'_>, party: &Party) -> Option<Service> {
    let Party::Resource(node) = party else {
        return None;
    };
    if let Some(Facts::LoadBalancer(_)) = graph.facts(*node) {
        let listeners = balancer::of_balancer(graph, *node).each;
        let tcp = listeners.iter().filter(|one| one.protocol == Service::TCP);
        let ports = Ports::of(tcp.filter_map(|one| one.port.map(|port| (port, port))));
        return (!ports.is_empty()).then(|| Service {
            ports,
            ..Service::protocol(Service::TCP)
        });
    }
    let port = u16::try_from(port(graph, *node)?).ok()?;
    Some(Service::ports(Service::TCP, port, port))
}

fn port(graph: &Graph<'_>, node: NodeId) -> Option<i64> {
    match graph.facts(node)? {
        Facts::DbInstance(facts) => facts.endpoint.known()?.port.known().copied(),
        Facts::DbCluster(facts) => facts.port.known().copied(),
        Facts::DbProxy(facts) => of_engine(facts.engine_family.known()?),
        Facts::DbProxyEndpoint(facts) => {
            let proxy = facts.db_proxy_name.known()?;
            let proxy = graph.find("rds.db_proxy", proxy, node).ok()?;
            match graph.facts(proxy)? {
                Facts::DbProxy(facts) => of_engine(facts.engine_family.known()?),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A proxy listens on the usual port of its engine.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-network-prereqs.html>
fn of_engine(family: &Text) -> Option<i64> {
    match family.as_str() {
        "POSTGRESQL" => Some(5432),
        "MYSQL" => Some(3306),
        "SQLSERVER" => Some(1433),
        _ => None,
    }
}
