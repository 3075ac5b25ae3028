//! Proxies: to the databases behind them.

use crate::graph::node::Graph;
use crate::graph::packet::Service;
use crate::graph::reading::{Reading, source};

use super::{Flow, From, Intent, port_of_database};

/// A proxy opens connections of its own to its targets, by its own interfaces and groups.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html>
pub(super) fn add(graph: &Graph<'_>, intent: &mut Intent) {
    for &node in graph.of_kind("rds.db_proxy") {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let mut reading = Reading::new(graph);
        let mut databases = reading.linked(node, "clusters");
        databases.extend(reading.linked(node, "instances"));
        for database in databases {
            if let Some(ports) = port_of_database(graph, database) {
                intent.add(Flow {
                    from: From::Resource(node),
                    to: database,
                    protocol: Service::TCP,
                    ports,
                    why: "the database is a target of the proxy",
                    sources: vec![source(resource, "targets", &graph.node(database).arn)],
                });
            }
        }
        if let Some(gap) = reading.hidden {
            intent.hide(graph, node, gap);
        }
    }
}
