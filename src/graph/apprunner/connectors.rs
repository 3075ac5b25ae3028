//! Revisions of a connector that newer ones replace, and connectors that are twins.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::apprunner::VpcConnector;
use crate::model::path::Literal;
use crate::model::resource::Resource;

use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;

const KIND: &str = "apprunner.vpc_connector";
const LIST: &str = "apprunner:ListVpcConnectors";

/// The derived fact `newer_revisions`.
pub(super) fn newer(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, own)) = connector(graph, node) else {
        return Answer::none();
    };
    let Some(name) = own.vpc_connector_name.known() else {
        return Answer::gap(graph.missing(resource, "vpc_connector_name"));
    };
    let Some(revision) = own.vpc_connector_revision.known() else {
        return Answer::gap(graph.missing(resource, "vpc_connector_revision"));
    };
    let mut others = Others::of(graph, node);
    let mut newer = Vec::new();
    let mut sources = Vec::new();
    for (resource, other) in std::mem::take(&mut others.active) {
        match (
            other.vpc_connector_name.known(),
            other.vpc_connector_revision.known(),
        ) {
            (Some(other), _) if other != name => {}
            (Some(_), Some(number)) if number <= revision => {}
            (Some(_), Some(number)) => {
                let at = format!("[{}]", newer.len());
                sources.push((at, source(resource, "vpc_connector_revision", number)));
                newer.push(*number);
            }
            (None, _) => others.hide(graph, resource, "vpc_connector_name"),
            (_, None) => others.hide(graph, resource, "vpc_connector_revision"),
        }
    }
    Answer::list(newer, others.hidden, sources)
}

/// The derived fact `twins`.
pub(super) fn twins(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, own)) = connector(graph, node) else {
        return Answer::none();
    };
    let (subnets, groups) = match (places(graph, resource, own), guards(graph, resource, own)) {
        (Ok(subnets), Ok(groups)) => (subnets, groups),
        (Err(gap), _) | (_, Err(gap)) => return Answer::gap(gap),
    };
    let mut others = Others::of(graph, node);
    let mut twins = Vec::new();
    let mut sources = Vec::new();
    for (resource, other) in std::mem::take(&mut others.active) {
        // Revisions of one name replace each other: they are not two connectors.
        let same_name = own.vpc_connector_name.known().is_some()
            && own.vpc_connector_name == other.vpc_connector_name;
        if same_name {
            continue;
        }
        let same = places(graph, resource, other)
            .and_then(|theirs| Ok(theirs == subnets && guards(graph, resource, other)? == groups));
        match same {
            Ok(false) => {}
            Ok(true) => {
                let at = format!("[{}]", twins.len());
                sources.push((at.clone(), source(resource, "subnets", &other.subnets)));
                sources.push((
                    at,
                    source(resource, "security_groups", &other.security_groups),
                ));
                twins.push(Text::from(resource.arn.as_str()));
            }
            Err(gap) => others.hidden = others.hidden.take().or(Some(gap)),
        }
    }
    Answer::list(twins, others.hidden, sources)
}

fn connector<'s>(graph: &Graph<'s>, node: NodeId) -> Option<(&'s Resource, &'s VpcConnector)> {
    let resource = graph.resource(node)?;
    match &resource.facts {
        Facts::VpcConnector(facts) => Some((resource, facts)),
        _ => None,
    }
}

fn places<'s>(
    graph: &Graph<'s>,
    resource: &'s Resource,
    facts: &'s VpcConnector,
) -> Result<BTreeSet<&'s Text>, Gap> {
    whole(graph, resource, "subnets", &facts.subnets)
}

/// Without groups a connector has the default one of its VPC, which its subnets tell.
fn guards<'s>(
    graph: &Graph<'s>,
    resource: &'s Resource,
    facts: &'s VpcConnector,
) -> Result<BTreeSet<&'s Text>, Gap> {
    whole(graph, resource, "security_groups", &facts.security_groups)
}

fn whole<'s>(
    graph: &Graph<'s>,
    resource: &'s Resource,
    list: &str,
    items: &'s Fact<Vec<Text>>,
) -> Result<BTreeSet<&'s Text>, Gap> {
    if items.is_missing() {
        return Err(graph.missing(resource, list));
    }
    match graph.hole(resource, list) {
        Some(gap) => Err(gap),
        None => Ok(items.known().into_iter().flatten().collect()),
    }
}

/// The other connectors of the account and region that are active.
struct Others<'s> {
    active: Vec<(&'s Resource, &'s VpcConnector)>,
    /// Why there may be more.
    hidden: Option<Gap>,
}

impl<'s> Others<'s> {
    fn of(graph: &Graph<'s>, node: NodeId) -> Self {
        let here = graph.node(node);
        let mut others = Others {
            active: Vec::new(),
            hidden: graph.extent(KIND, here.account, here.region),
        };
        for &other in graph.of_kind(KIND) {
            let at = graph.node(other);
            if other == node || at.account != here.account || at.region != here.region {
                continue;
            }
            let Some((resource, facts)) = connector(graph, other) else {
                continue;
            };
            match &facts.status {
                Fact::Known(status) if status == "ACTIVE" => others.active.push((resource, facts)),
                Fact::Known(_) => {}
                Fact::None | Fact::Missing => others.hide(graph, resource, "status"),
            }
        }
        others
    }

    fn hide(&mut self, graph: &Graph<'_>, resource: &Resource, path: &str) {
        let gap = || graph.missing(resource, path);
        self.hidden.get_or_insert_with(gap);
    }
}

fn source(resource: &Resource, path: &str, value: &impl serde::Serialize) -> Source {
    Source {
        resource: Text::from(resource.arn.as_str()),
        path: path.to_owned(),
        value: serde_json::to_value(value).unwrap_or_default(),
        operation: Text::const_new(LIST),
    }
}
