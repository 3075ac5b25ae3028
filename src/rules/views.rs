//! Subjects by their views: each distinct view with all subjects that have it.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::graph::{Graph, NodeId, View, ViewPlan};
use crate::model::datum::{Cell, Datum};
use crate::model::gap::Gap;
use crate::model::id::Text;

use super::set::Rule;
use super::settings::Settings;

/// The views that a rule has of its subjects.
#[derive(Default)]
pub(super) struct Views {
    /// Each distinct view without gaps, with the subjects that have it.
    pub(super) distinct: HashMap<Cell, Vec<NodeId>>,
    /// The subjects with gaps.
    pub(super) unknown: Vec<(NodeId, Vec<Gap>)>,
}

impl Views {
    /// Projects each subject; parameters are part of its view.
    pub(super) fn group(
        graph: &Graph<'_>,
        settings: &Settings,
        rule: &Rule,
        plan: &ViewPlan,
        subjects: &[NodeId],
    ) -> Views {
        subjects
            .par_iter()
            .fold(Views::default, |mut views, &node| {
                let view = plan.project(graph, node, false);
                let gaps = view.gaps();
                if gaps.is_empty() {
                    let cell = with_params(view.cell, graph, settings, rule, node);
                    views.distinct.entry(cell).or_default().push(node);
                } else {
                    views.unknown.push((node, gaps));
                }
                views
            })
            .reduce(Views::default, Views::merge)
    }

    /// The order does not matter: findings are sorted by key at the end.
    fn merge(mut self, other: Views) -> Views {
        if self.distinct.len() < other.distinct.len() {
            return other.merge(self);
        }
        for (view, nodes) in other.distinct {
            self.distinct.entry(view).or_default().extend(nodes);
        }
        self.unknown.extend(other.unknown);
        self
    }
}

/// What a rule is shown of a subject, its `input`, whether or not a fact in it is missing.
pub fn input(graph: &Graph<'_>, settings: &Settings, rule: &Rule, node: NodeId) -> View {
    let view = rule.view.project(graph, node, false);
    View {
        cell: with_params(view.cell, graph, settings, rule, node),
    }
}

/// The view with the rule's parameters, which are part of what is remembered.
fn with_params(
    mut view: Cell,
    graph: &Graph<'_>,
    settings: &Settings,
    rule: &Rule,
    node: NodeId,
) -> Cell {
    if rule.metadata.params.is_empty() {
        return view;
    }
    let params = settings.params(rule, graph.environment(node), &graph.node(node).arn);
    if let (Datum::Record(fields), Some(params)) = (&mut view.datum, params) {
        fields.push((Text::const_new("params"), params));
    }
    view
}
