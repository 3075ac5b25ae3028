//! Facts by resource and path, as what an answer follows from.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::id::Text;

use super::super::node::Graph;

/// A fact by resource and path, as it was told.
pub(super) fn at(graph: &Graph<'_>, arn: &str, path: &str) -> Option<Source> {
    let resource = graph.resource(graph.resource_by_arn(arn)?)?;
    let facts = serde_json::to_value(&resource.facts).ok()?;
    let mut value = &facts;
    for step in path.split(['.', '[']) {
        value = match step.strip_suffix(']') {
            Some(index) => value.get(index.parse::<usize>().ok()?)?,
            None => value.get(step)?,
        };
    }
    Some(Source {
        resource: Text::from(arn),
        path: path.to_owned(),
        value: Json::clone(value),
        operation: graph.missing(resource, path).operation,
    })
}
