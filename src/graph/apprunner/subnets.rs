//! Subnets that a connector names and that are gone.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;

use super::super::links::is_gone;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;

/// The derived fact `missing_subnets`.
pub(super) fn missing(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcConnector(connector) = &resource.facts else {
        return Answer::none();
    };
    let Fact::Known(subnets) = &connector.subnets else {
        return Answer::gap(graph.missing(resource, "subnets"));
    };
    let mut incomplete = graph.hole(resource, "subnets");
    let mut missing = Vec::new();
    for subnet in subnets {
        match graph.find("ec2.subnet", subnet, node) {
            Ok(_) => {}
            Err(gap) if is_gone(graph, node, "ec2.subnet", &gap) => missing.push(subnet.clone()),
            Err(gap) => incomplete = incomplete.or(Some(gap)),
        }
    }
    let named = Source {
        resource: Text::from(resource.arn.as_str()),
        path: "subnets".to_owned(),
        value: serde_json::to_value(subnets).unwrap_or_default(),
        operation: Text::const_new("apprunner:ListVpcConnectors"),
    };
    Answer::list(missing, incomplete, vec![(String::new(), named)])
}
