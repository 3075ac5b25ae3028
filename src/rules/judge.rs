//! Judging: every rule on every subject of its kind, each distinct view once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::graph::{Graph, NodeId, ViewPlan};
use crate::model::assessment::{Counts, Finding};
use crate::model::datum::Cell;
use crate::model::gap::Gap;
use crate::model::verdict::Verdict;

use super::engine::{Denial, Engine};
use super::findings;
use super::partial;
use super::set::{Rule, RuleSet};
use super::settings::Settings;
use super::views::Viewer;

/// The verdicts of a run.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Every verdict but "not applicable" and, unless they are kept, "pass"; sorted by key.
    pub findings: Vec<Finding>,
    /// How many verdicts of each sort each rule gave.
    pub counts: Counts,
    /// How often each rule was asked, and how often that view was new.
    pub stats: BTreeMap<String, Stats>,
}

/// How much of the work of a rule was repeats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Subjects whose needed facts were all known.
    pub views: usize,
    /// Distinct views among them: what was evaluated.
    pub distinct: usize,
}

/// What a rule says of one subject.
pub(super) enum Outcome {
    NotApplicable,
    Pass,
    Denied {
        denials: Vec<Denial>,
        /// What is not known besides, and could not take them back.
        gaps: Vec<Gap>,
    },
    Unknown(Vec<Gap>),
    Error(String),
}

/// Judges a graph.
pub fn judge(set: &RuleSet, graph: &Graph<'_>, settings: &Settings) -> Judgement {
    let active = set.rules.iter().filter(|rule| settings.is_on(rule));
    let active: Vec<Court<'_, '_>> = active
        .map(|rule| Court {
            graph,
            settings,
            rule,
            engine: &set.engine,
        })
        .collect();
    let judged: Vec<(Vec<Finding>, Counts, Stats)> = active.par_iter().map(Court::judge).collect();
    let mut judgement = Judgement::default();
    for (court, (findings, counts, stats)) in active.iter().zip(judged) {
        judgement.findings.extend(findings);
        judgement.counts.extend(counts);
        judgement
            .stats
            .insert(court.rule.metadata.id.clone(), stats);
    }
    judgement.findings.sort_by(|a, b| a.key.cmp(&b.key));
    judgement
}

/// One rule before the graph.
pub(super) struct Court<'a, 's> {
    pub(super) graph: &'a Graph<'s>,
    pub(super) settings: &'a Settings,
    pub(super) rule: &'a Rule,
    engine: &'a Engine,
}

/// What a rule says alike of some subjects.
type Told = (Outcome, Vec<NodeId>);

impl Court<'_, '_> {
    fn judge(&self) -> (Vec<Finding>, Counts, Stats) {
        let subjects = self.graph.of_kind(&self.rule.metadata.subject);
        let (told, stats) = self.told(subjects);
        let mut counts = Counts::default();
        counts.asked(&self.rule.metadata.id);
        let mut listed = Vec::new();
        for (outcome, nodes) in &told {
            match outcome {
                Outcome::NotApplicable => self.count(&mut counts, nodes, Verdict::NotApplicable),
                Outcome::Pass if !self.settings.keep_passes => {
                    self.count(&mut counts, nodes, Verdict::Pass);
                }
                _ => listed.extend(nodes.iter().map(|node| (*node, outcome))),
            }
        }
        let findings = listed.into_par_iter();
        let mut findings: Vec<Finding> = findings
            .flat_map_iter(|(node, outcome)| findings::of_subject(self, node, outcome))
            .collect();
        findings.extend(findings::of_extents(self.graph, self.rule));
        findings::settle_keys(&mut findings);
        for finding in &findings {
            counts.add(&finding.rule, &finding.account, finding.verdict);
        }
        (findings, counts, stats)
    }

    /// Counts subjects, which mostly stand beside others of their account.
    fn count(&self, counts: &mut Counts, nodes: &[NodeId], verdict: Verdict) {
        let account = |node: &NodeId| self.graph.node(*node).account;
        for alike in nodes.chunk_by(|one, next| account(one) == account(next)) {
            let id = &self.rule.metadata.id;
            counts.add_many(id, account(&alike[0]), verdict, alike.len());
        }
    }

    /// What the rule says of each subject. First it is asked whether it applies, then only those
    /// subjects are projected whole.
    fn told(&self, subjects: &[NodeId]) -> (Vec<Told>, Stats) {
        let mut told = Vec::new();
        let concerned = match &self.rule.applies {
            None => Cow::Borrowed(subjects),
            Some(plan) => Cow::Owned(self.concerned(plan, subjects, &mut told)),
        };
        let (views, with_gaps) = self.views(&self.rule.view, &concerned);
        told.extend(partial::told(self, with_gaps));
        let stats = Stats {
            views: views.iter().map(|(_, nodes)| nodes.len()).sum(),
            distinct: views.len(),
        };
        for (answer, nodes) in self.ask(views, |engine, view| engine.deny(self.rule, view)) {
            let outcome = match answer {
                Ok(denials) if denials.is_empty() => Outcome::Pass,
                Ok(denials) => Outcome::Denied {
                    denials,
                    gaps: Vec::new(),
                },
                Err(error) => Outcome::Error(error),
            };
            told.push((outcome, nodes));
        }
        (told, stats)
    }

    /// The subjects to which the rule applies; what it says of the others is told.
    fn concerned(&self, plan: &ViewPlan, subjects: &[NodeId], told: &mut Vec<Told>) -> Vec<NodeId> {
        let (views, with_gaps) = self.views(plan, subjects);
        let unknown = with_gaps.into_iter();
        told.extend(unknown.map(|(node, gaps)| (Outcome::Unknown(gaps), vec![node])));
        let mut concerned = Vec::new();
        for (answer, nodes) in self.ask(views, |engine, view| engine.applies(self.rule, view)) {
            match answer {
                Ok(true) => concerned.extend(nodes),
                Ok(false) => told.push((Outcome::NotApplicable, nodes)),
                Err(error) => told.push((Outcome::Error(error), nodes)),
            }
        }
        concerned
    }

    /// The distinct views of the subjects, and the subjects with gaps.
    fn views(
        &self,
        plan: &ViewPlan,
        subjects: &[NodeId],
    ) -> (Vec<(Cell, Vec<NodeId>)>, Vec<partial::WithGaps>) {
        let viewer = Viewer::of(self, plan);
        let mut views = viewer.group(subjects);
        let with_gaps = std::mem::take(&mut views.with_gaps);
        (viewer.distinct(views), with_gaps)
    }

    /// Evaluates each distinct view once, on all cores.
    pub(super) fn ask<T: Send, S: Send>(
        &self,
        views: Vec<(Cell, S)>,
        ask: impl Fn(&mut Engine, &Cell) -> Result<T, String> + Sync,
    ) -> Vec<(Result<T, String>, S)> {
        views
            .into_par_iter()
            .map_init(
                || self.engine.clone(),
                |engine, (view, subjects)| (ask(engine, &view), subjects),
            )
            .collect()
    }
}
