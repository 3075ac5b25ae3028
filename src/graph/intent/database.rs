//! Databases: their port, who wants it, and whether the internet gets there.

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Service;
use crate::graph::rds::through;
use crate::graph::reach::{Between, Outside, Party, from_internet, own_service};
use crate::graph::reading::source;
use crate::graph::schema::{Answer, Linked};

use super::Flow;

/// The database as it was collected, and its port.
pub(super) fn database(graph: &Graph<'_>, node: NodeId) -> Option<(NodeId, Service)> {
    let under = graph.under(node)?;
    Some((under, own_service(graph, &Party::Resource(under))?))
}

fn path_of_port(graph: &Graph<'_>, under: Option<NodeId>) -> &'static str {
    match under.and_then(|under| graph.facts(under)) {
        Some(Facts::DbCluster(_)) => "port",
        _ => "endpoint.port",
    }
}

/// The gap of a database whose port nobody told.
pub(super) fn untold_port(graph: &Graph<'_>, node: NodeId) -> Answer {
    let path = path_of_port(graph, graph.under(node));
    match graph.resource(node) {
        Some(resource) => Answer::gap(graph.missing(resource, path)),
        None => Answer::none(),
    }
}

/// The derived fact `listens_on`.
pub(super) fn listens_on(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let told = database(graph, node).and_then(|(under, service)| {
        let port = i64::from(service.ports.single()?);
        let path = path_of_port(graph, Some(under));
        Some((port, source(graph.resource(under)?, path, &port)))
    });
    match told {
        Some((port, told)) => Answer::known(port, vec![(String::new(), told)]),
        None => untold_port(graph, node),
    }
}

/// The derived fact `is_reached_from_internet`.
pub(super) fn is_reached(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((told, _)) = outside(graph, node) else {
        return untold_port(graph, node);
    };
    match told.decided() {
        Ok(reached) => Answer::known(reached, told.sources_at("")),
        Err(gap) => Answer::gap(gap),
    }
}

/// The derived fact `reached_by_internet`.
pub(super) fn reached_by(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((told, outside)) = outside(graph, node) else {
        return untold_port(graph, node);
    };
    let who = match outside {
        Ok(Outside::Nobody) => Text::const_new("nobody"),
        Ok(Outside::Few(ranges)) => ranges,
        Ok(Outside::Internet) => Text::const_new("internet"),
        Err(gap) => return Answer::gap(gap),
    };
    Answer::known(who, told.sources_at(""))
}

fn outside(graph: &Graph<'_>, node: NodeId) -> Option<(Between, Result<Outside, Gap>)> {
    let (under, service) = database(graph, node)?;
    Some(from_internet(graph, &Party::Resource(under), &service))
}

/// The wanted connections to a database: to the cluster, and to its members by their own names.
pub(super) fn wanted<'g>(graph: &'g Graph<'_>, under: NodeId) -> Vec<&'g Flow> {
    let intent = graph.intent();
    let mut flows: Vec<&Flow> = intent.to(under).collect();
    if let Linked::Many(members, _) = through(graph, under, "members") {
        for member in members.into_iter().flatten() {
            flows.extend(intent.to(member));
        }
    }
    flows
}
