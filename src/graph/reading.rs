//! Reading facts of several resources for one derived fact, with why some of them are missing.

use serde::Serialize;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::resource::Resource;

use super::links::operation_of;
use super::node::{Graph, NodeId};
use super::rds::through;
use super::schema::Linked;

/// What was read so far, and the first reason for which something of it may be missing.
pub(super) struct Reading<'g, 's> {
    pub(super) graph: &'g Graph<'s>,
    pub(super) hidden: Option<Gap>,
}

impl<'g, 's> Reading<'g, 's> {
    pub(super) fn new(graph: &'g Graph<'s>) -> Self {
        Reading {
            graph,
            hidden: None,
        }
    }

    /// Something may be missing.
    pub(super) fn hide(&mut self, gap: Option<Gap>) {
        self.hidden = self.hidden.take().or(gap);
    }

    /// A value; nothing if there is none or nobody told it.
    pub(super) fn value<'a, T>(
        &mut self,
        resource: &Resource,
        path: &str,
        fact: &'a Fact<T>,
    ) -> Option<&'a T> {
        if fact.is_missing() {
            self.hide(Some(self.graph.missing(resource, path)));
        }
        fact.known()
    }

    /// The known items of a list.
    pub(super) fn items<'a, T>(
        &mut self,
        resource: &Resource,
        path: &str,
        fact: &'a Fact<Vec<T>>,
    ) -> &'a [T] {
        let hidden = match fact.is_missing() {
            true => Some(self.graph.missing(resource, path)),
            false => self.graph.hole(resource, path),
        };
        self.hide(hidden);
        fact.known().map_or(&[], Vec::as_slice)
    }

    /// What was looked for, if it was found.
    pub(super) fn found<T>(&mut self, found: Result<T, Gap>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(gap) => {
                self.hide(Some(gap));
                None
            }
        }
    }

    /// Where a link of a node leads.
    pub(super) fn linked(&mut self, node: NodeId, link: &str) -> Vec<NodeId> {
        match through(self.graph, node, link) {
            Linked::One(node) => vec![node],
            Linked::None => Vec::new(),
            Linked::Gap(gap) => {
                self.hide(Some(gap));
                Vec::new()
            }
            Linked::Many(nodes, gap) => {
                self.hide(gap);
                let found = nodes.into_iter().map(|one| self.found(one));
                found.collect::<Vec<_>>().into_iter().flatten().collect()
            }
        }
    }
}

/// A fact at a path of a resource, as what something follows from.
pub(super) fn source(resource: &Resource, path: &str, value: &impl Serialize) -> Source {
    Source {
        resource: Text::from(resource.arn.as_str()),
        path: path.to_owned(),
        value: serde_json::to_value(value).unwrap_or_default(),
        operation: Text::from(operation_of(resource, path)),
    }
}
