//! RDS Proxy (semantics 2.10): a client reaches the proxy, and the proxy reaches the database. Two
//! connections, one after the other.
//! <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html>

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds_proxy::DbProxy;

use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};

use super::ask::Question;
use super::listening;
use super::party::Party;
use super::route::Route;
use super::through::{Through, middle};

/// The ways to a database through the proxies in front of it, and why there may be more.
pub(super) fn ways(graph: &Graph<'_>, question: &Question) -> (Vec<Route>, Option<Gap>) {
    let Party::Resource(to) = question.to else {
        return (Vec::new(), None);
    };
    let Some(name) = identifier(graph, to) else {
        return (Vec::new(), None);
    };
    let here = graph.node(to);
    let hidden = graph.extent("rds.db_proxy", here.account, here.region);
    let mut ways = Vec::new();
    for proxy in graph.of_kind("rds.db_proxy") {
        let of_proxy = graph.node(*proxy);
        if of_proxy.account != here.account || of_proxy.region != here.region {
            continue;
        }
        let Some(Facts::DbProxy(facts)) = graph.facts(*proxy) else {
            continue;
        };
        match leads_to(graph, *proxy, facts, name) {
            Ok(false) => {}
            Ok(true) => ways.extend(through(graph, question, *proxy, Vec::new())),
            Err(gap) => ways.extend(through(graph, question, *proxy, vec![gap])),
        }
    }
    (ways, hidden)
}

/// By what a proxy names a database.
fn identifier<'s>(graph: &Graph<'s>, node: NodeId) -> Option<&'s Text> {
    match graph.facts(node)? {
        Facts::DbInstance(facts) => facts.db_instance_identifier.known(),
        Facts::DbCluster(facts) => facts.db_cluster_identifier.known(),
        _ => None,
    }
}

fn leads_to(graph: &Graph<'_>, node: NodeId, facts: &DbProxy, name: &Text) -> Result<bool, Gap> {
    let named = |fact: &Fact<Text>| fact.known() == Some(name);
    let mut targets = facts.targets.known().into_iter().flatten();
    if targets.any(|one| named(&one.rds_resource_id) || named(&one.tracked_cluster_id)) {
        return Ok(true);
    }
    let Some(resource) = graph.resource(node) else {
        return Ok(false);
    };
    let hidden = match facts.targets.is_missing() {
        true => Some(graph.missing(resource, "targets")),
        false => graph.hole(resource, "targets"),
    };
    hidden.map_or(Ok(false), Err)
}

/// The ways through one proxy: by itself, and by its further endpoints.
fn through(graph: &Graph<'_>, question: &Question, proxy: NodeId, gaps: Vec<Gap>) -> Vec<Route> {
    let port = listening::own_service(graph, &question.to);
    if port.is_some_and(|own| own.ports.is_apart(&question.service.ports)) {
        return Vec::new();
    }
    let mut doors = vec![proxy];
    if let Some(Facts::DbProxy(facts)) = graph.facts(proxy)
        && let Some(name) = facts.db_proxy_name.known()
    {
        doors.extend(graph.naming(Reverse::ProxyEndpointsByProxy, name, proxy).0);
    }
    let far = Route::direct(
        graph,
        &Question {
            from: Party::Resource(proxy),
            ..question.clone()
        },
    );
    let way = |door: NodeId| {
        let to = Party::Resource(door);
        let service = listening::own_service(graph, &to)?;
        let near = Question {
            from: question.from.clone(),
            to,
            service,
        };
        let through = Through {
            near: Route::direct(graph, &near),
            middle: vec![middle(graph, "proxy", door)],
            broken: None,
            gaps: gaps.clone(),
            far: Some(far.clone()),
        };
        Some(through.joined(graph, question))
    };
    doors.into_iter().filter_map(way).collect()
}
