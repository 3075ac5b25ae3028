//! Subjects by their views: each distinct view with all subjects that have it.

use foldhash::HashMap;
use rayon::prelude::*;

use crate::graph::{Graph, KeyBuffer, NodeId, View, ViewPlan};
use crate::model::datum::{Cell, Datum};
use crate::model::id::Text;

use super::judge::Court;
use super::partial::WithGaps;
use super::set::Rule;
use super::settings::Settings;

/// How many subjects one thread takes at a time: as few as make the slowest of them wait for no other,
/// as many as make it worth while to join what was found.
const CHUNK: std::ops::RangeInclusive<usize> = 64..=4096;

/// The views that a rule has of its subjects.
#[derive(Default)]
pub(super) struct Views {
    /// The subjects of each distinct view without any gap, by the view's key: the view itself is
    /// made once, of the first of them.
    by_key: HashMap<Box<[u8]>, Vec<NodeId>>,
    /// Each distinct view in which the gap of a wanted fact is shown, with its subjects.
    shown: HashMap<Cell, Vec<NodeId>>,
    /// The subjects with gaps that decide.
    pub(super) with_gaps: Vec<WithGaps>,
}

/// What makes views.
#[derive(Clone, Copy)]
pub(super) struct Viewer<'a, 's> {
    pub(super) graph: &'a Graph<'s>,
    pub(super) settings: &'a Settings,
    pub(super) rule: &'a Rule,
    pub(super) plan: &'a ViewPlan,
}

impl<'a, 's> Viewer<'a, 's> {
    /// What makes the views of a rule by a plan of it.
    pub(super) fn of(court: &Court<'a, 's>, plan: &'a ViewPlan) -> Self {
        Viewer {
            graph: court.graph,
            settings: court.settings,
            rule: court.rule,
            plan,
        }
    }

    /// Groups subjects by their views; parameters are part of a view.
    pub(super) fn group(&self, subjects: &[NodeId]) -> Views {
        let share = subjects.len() / (8 * rayon::current_num_threads());
        let chunk = share.clamp(*CHUNK.start(), *CHUNK.end());
        let grouped = subjects.par_chunks(chunk).map(|chunk| {
            let mut views = Views::default();
            let mut key = KeyBuffer::default();
            for &node in chunk {
                self.add(node, &mut key, &mut views);
            }
            views
        });
        grouped.reduce(Views::default, Views::merge)
    }

    fn add(&self, node: NodeId, key: &mut KeyBuffer, views: &mut Views) {
        key.clear();
        if self.plan.key(self.graph, node, key).is_ok() {
            self.settings.mark(self.rule, self.graph, node, key);
            match views.by_key.get_mut(key.as_bytes()) {
                Some(nodes) => nodes.push(node),
                None => {
                    views.by_key.insert(key.as_bytes().into(), vec![node]);
                }
            }
            return;
        }
        let view = self.view(node);
        let gaps = view.gaps();
        if gaps.is_empty() {
            views.shown.entry(view.cell).or_default().push(node);
        } else {
            views.with_gaps.push((node, gaps));
        }
    }

    /// The view of a subject, whether or not a fact in it is missing.
    pub(super) fn view(&self, node: NodeId) -> View {
        let view = self.plan.project(self.graph, node, false);
        View {
            cell: self.with_params(view.cell, node),
        }
    }

    /// Each distinct view with its subjects.
    pub(super) fn distinct(&self, views: Views) -> Vec<(Cell, Vec<NodeId>)> {
        let by_key: Vec<Vec<NodeId>> = views.by_key.into_values().collect();
        let made = by_key.into_par_iter().filter_map(|nodes| {
            let view = self.view(*nodes.first()?);
            Some((view.cell, nodes))
        });
        let mut distinct: Vec<(Cell, Vec<NodeId>)> = made.collect();
        distinct.extend(views.shown);
        distinct
    }

    /// The view with the rule's parameters, which are part of what is remembered.
    fn with_params(&self, mut view: Cell, node: NodeId) -> Cell {
        if self.rule.metadata.params.is_empty() {
            return view;
        }
        let arn = &self.graph.node(node).arn;
        let environment = self.graph.environment(node);
        let params = self.settings.params(self.rule, environment, arn);
        if let (Datum::Record(fields), Some(params)) = (&mut view.datum, params) {
            fields.push((Text::const_new("params"), params));
        }
        view
    }
}

/// What a rule is shown of a subject, its `input`, whether or not a fact in it is missing.
pub fn input(graph: &Graph<'_>, settings: &Settings, rule: &Rule, node: NodeId) -> View {
    let plan = &rule.view;
    let viewer = Viewer {
        graph,
        settings,
        rule,
        plan,
    };
    viewer.view(node)
}

impl Views {
    /// The order does not matter: findings are sorted by key at the end.
    fn merge(mut self, other: Views) -> Views {
        if self.by_key.len() < other.by_key.len() {
            return other.merge(self);
        }
        for (key, nodes) in other.by_key {
            self.by_key.entry(key).or_default().extend(nodes);
        }
        for (view, nodes) in other.shown {
            self.shown.entry(view).or_default().extend(nodes);
        }
        self.with_gaps.extend(other.with_gaps);
        self
    }
}
