//! Whose name a host is, and whether it has a public address.

use std::collections::HashMap;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds::DbCluster;

use super::super::node::{Graph, NodeId};
use super::super::schema::Linked;
use super::database::through;

/// The fact that gives a host its name, and whether the name leads to a public address; nothing if
/// no scanned database has the name.
pub(in crate::graph) fn named(
    graph: &Graph<'_>,
    host: &str,
) -> Option<(Source, Result<bool, Gap>)> {
    let by_name = graph.databases_by_name.get_or_init(|| by_name(graph));
    let (node, path) = by_name.get(host.to_ascii_lowercase().as_str())?;
    let node = *node;
    let resource = graph.resource(node)?;
    let source = Source {
        resource: Text::from(resource.arn.as_str()),
        path: path.clone(),
        value: host.into(),
        operation: Text::from(resource.kind().operation()),
    };
    Some((source, is_public(graph, node)))
}

/// Databases by their names in lower case, each with the path that tells the name. Of two that have
/// one name, the first counts.
pub(in crate::graph) type ByName = HashMap<Text, (NodeId, String)>;

/// The kinds that have names.
pub(in crate::graph) const NAMED: [&str; 4] = [
    "rds.db_cluster",
    "rds.db_instance",
    "rds.db_proxy",
    "rds.db_proxy_endpoint",
];

pub(super) fn by_name(graph: &Graph<'_>) -> ByName {
    let mut by_name = ByName::new();
    for &node in NAMED.iter().flat_map(|kind| graph.of_kind(kind)) {
        let told = graph.facts(node).map(names).into_iter().flatten();
        let told = told.filter_map(|(path, name)| Some((path.to_owned(), name?)));
        for (path, name) in told.chain(graph.facts(node).into_iter().flat_map(made_by_hand)) {
            let name = Text::from(name.to_ascii_lowercase());
            by_name.entry(name).or_insert((node, path));
        }
    }
    by_name
}

/// The names of a database, with the paths that tell them.
pub(in crate::graph) fn names(facts: &Facts) -> Vec<(&'static str, Option<&Text>)> {
    match facts {
        Facts::DbCluster(cluster) => vec![
            ("endpoint", cluster.endpoint.known()),
            ("reader_endpoint", cluster.reader_endpoint.known()),
        ],
        Facts::DbInstance(instance) => {
            let endpoint = instance.endpoint.known();
            let address = endpoint.and_then(|endpoint| endpoint.address.known());
            vec![("endpoint.address", address)]
        }
        Facts::DbProxy(proxy) => vec![("endpoint", proxy.endpoint.known())],
        Facts::DbProxyEndpoint(endpoint) => vec![("endpoint", endpoint.endpoint.known())],
        _ => Vec::new(),
    }
}

/// The names of a cluster that were made by hand, each for some of its instances.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Custom.html>
fn made_by_hand(facts: &Facts) -> Vec<(String, &Text)> {
    let Facts::DbCluster(cluster) = facts else {
        return Vec::new();
    };
    let endpoints = cluster.endpoints.known().into_iter().flatten().enumerate();
    let told = endpoints.filter_map(|(index, one)| {
        Some((
            format!("endpoints[{index}].endpoint"),
            one.endpoint.known()?,
        ))
    });
    told.collect()
}

/// The attribute that would tell a name, if nobody told it.
pub(in crate::graph) fn untold_name(facts: &Facts) -> Option<&'static str> {
    let (path, untold) = match facts {
        Facts::DbCluster(cluster) if cluster.reader_endpoint.is_missing() => {
            ("reader_endpoint", true)
        }
        Facts::DbCluster(cluster) if cluster.endpoints.is_missing() => ("endpoints", true),
        Facts::DbCluster(cluster) => ("endpoint", cluster.endpoint.is_missing()),
        Facts::DbInstance(instance) => {
            let endpoint = &instance.endpoint;
            let address = endpoint.known().is_some_and(|one| one.address.is_missing());
            ("endpoint", endpoint.is_missing() || address)
        }
        Facts::DbProxy(proxy) => ("endpoint", proxy.endpoint.is_missing()),
        Facts::DbProxyEndpoint(endpoint) => ("endpoint", endpoint.endpoint.is_missing()),
        _ => return None,
    };
    untold.then_some(path)
}

/// A proxy is never public. <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html>
fn is_public(graph: &Graph<'_>, node: NodeId) -> Result<bool, Gap> {
    let Some(resource) = graph.resource(node) else {
        return Ok(false);
    };
    match &resource.facts {
        Facts::DbCluster(cluster) => cluster_is_public(graph, node, cluster),
        Facts::DbInstance(instance) => match instance.publicly_accessible {
            Fact::Known(public) => Ok(public),
            Fact::None | Fact::Missing => Err(graph.missing(resource, "publicly_accessible")),
        },
        _ => Ok(false),
    }
}

/// The names of an Aurora cluster lead to its members, each of which says for itself whether it is
/// public; those of other clusters are as the cluster says.
fn cluster_is_public(graph: &Graph<'_>, node: NodeId, cluster: &DbCluster) -> Result<bool, Gap> {
    let gateway = cluster.internet_access_gateway_enabled == Fact::Known(true);
    if gateway || cluster.publicly_accessible == Fact::Known(true) {
        return Ok(true);
    }
    if cluster.publicly_accessible == Fact::Known(false) {
        return Ok(false);
    }
    let Linked::Many(members, mut untold) = through(graph, node, "members") else {
        return Ok(false);
    };
    for member in members {
        match member.and_then(|member| is_public(graph, member)) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(gap) => untold = untold.or(Some(gap)),
        }
    }
    untold.map_or(Ok(false), Err)
}
