//! Names that AWS gives and public DNS answers: of endpoints, databases, load balancers and instances.
//! They lead to interfaces that are known, most of them by private addresses.

mod balancers;
mod databases;
mod endpoints;
mod instances;
mod remote;

use std::sync::OnceLock;

use foldhash::HashMap;

use crate::graph::node::{Graph, NodeId};

use super::found::{Found, Step};
use super::resolver::Query;
use super::space::Place;

/// Names of AWS, by what they lead to.
pub(in crate::graph) struct Names {
    endpoints: OnceLock<HashMap<String, endpoints::Made>>,
    balancers: OnceLock<HashMap<String, NodeId>>,
}

impl Names {
    pub(super) fn new() -> Self {
        Names {
            endpoints: OnceLock::new(),
            balancers: OnceLock::new(),
        }
    }
}

/// What a name of AWS leads to, as a VPC sees it; nothing for any other name.
pub(super) fn answer(query: &Query<'_, '_>, place: Place<'_, '_>, name: &str) -> Option<Found> {
    endpoints::answer(query, name)
        .or_else(|| databases::answer(query, place, name))
        .or_else(|| balancers::answer(query, name))
        .or_else(|| instances::answer(query, place, name))
}

/// A step that a fact tells.
fn step(graph: &Graph<'_>, node: NodeId, name: &str, path: String, call: &'static str) -> Step {
    let arn = graph.node(node).arn.clone();
    Step {
        name: name.to_owned(),
        kind: "aws",
        id: arn.rsplit(['/', ':']).next().unwrap_or_default().into(),
        by: vec![crate::model::datum::Source {
            resource: arn,
            path,
            value: name.into(),
            operation: crate::model::id::Text::const_new(call),
        }],
    }
}
