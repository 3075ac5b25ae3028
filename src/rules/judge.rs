//! Judging: every rule on every subject of its kind, each distinct view once.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::graph::{Graph, NodeId};
use crate::model::assessment::{Counts, Finding};
use crate::model::datum::Cell;
use crate::model::gap::Gap;
use crate::model::verdict::Verdict;

use super::engine::{Denial, Engine};
use super::findings;
use super::set::{Rule, RuleSet};
use super::settings::Settings;
use super::views::Views;

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
    Denied(Vec<Denial>),
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

impl Court<'_, '_> {
    fn judge(&self) -> (Vec<Finding>, Counts, Stats) {
        let subjects = self.graph.of_kind(&self.rule.metadata.subject);
        let (outcomes, stats) = self.outcomes(subjects);
        let mut counts = Counts::default();
        counts.asked(&self.rule.metadata.id);
        let counted = |outcome: &Outcome| match outcome {
            Outcome::NotApplicable => Some(Verdict::NotApplicable),
            Outcome::Pass if !self.settings.keep_passes => Some(Verdict::Pass),
            _ => None,
        };
        for (node, outcome) in &outcomes {
            if let Some(verdict) = counted(outcome) {
                let account = self.graph.node(*node).account;
                counts.add(&self.rule.metadata.id, account, verdict);
            }
        }
        let mut findings: Vec<Finding> = outcomes
            .into_par_iter()
            .filter(|(_, outcome)| counted(outcome).is_none())
            .flat_map_iter(|(node, outcome)| findings::of_subject(self, node, &outcome))
            .collect();
        findings.extend(findings::of_extents(self.graph, self.rule));
        findings::settle_keys(&mut findings);
        for finding in &findings {
            counts.add(&finding.rule, &finding.account, finding.verdict);
        }
        (findings, counts, stats)
    }

    /// What the rule says of each subject. First it is asked whether it applies, then only those
    /// subjects are projected whole.
    fn outcomes(&self, subjects: &[NodeId]) -> (Vec<(NodeId, Outcome)>, Stats) {
        let mut outcomes = Vec::new();
        let concerned = self.concerned(subjects, &mut outcomes);
        let views = self.views(&self.rule.view, &concerned, &mut outcomes);
        let stats = Stats {
            views: views.values().map(Vec::len).sum(),
            distinct: views.len(),
        };
        let asked = self.ask(views, |engine, view| engine.deny(self.rule, view));
        for (answer, nodes) in asked {
            outcomes.extend(nodes.into_iter().map(|node| {
                let outcome = match &answer {
                    Ok(denials) if denials.is_empty() => Outcome::Pass,
                    Ok(denials) => Outcome::Denied(denials.clone()),
                    Err(error) => Outcome::Error(error.clone()),
                };
                (node, outcome)
            }));
        }
        (outcomes, stats)
    }

    /// The subjects to which the rule applies; what it says of the others is told.
    fn concerned(&self, subjects: &[NodeId], told: &mut Vec<(NodeId, Outcome)>) -> Vec<NodeId> {
        let Some(plan) = &self.rule.applies else {
            return subjects.to_vec();
        };
        let views = self.views(plan, subjects, told);
        let mut concerned = Vec::new();
        for (answer, nodes) in self.ask(views, |engine, view| engine.applies(self.rule, view)) {
            match answer {
                Ok(true) => concerned.extend(nodes),
                Ok(false) => told.extend(nodes.into_iter().map(|n| (n, Outcome::NotApplicable))),
                Err(error) => {
                    let failed = |node| (node, Outcome::Error(error.clone()));
                    told.extend(nodes.into_iter().map(failed));
                }
            }
        }
        concerned
    }

    /// The distinct views of the subjects; those with gaps are told as unknown.
    fn views(
        &self,
        plan: &crate::graph::ViewPlan,
        subjects: &[NodeId],
        told: &mut Vec<(NodeId, Outcome)>,
    ) -> HashMap<Cell, Vec<NodeId>> {
        let views = Views::group(self.graph, self.settings, self.rule, plan, subjects);
        let unknown = views.unknown.into_iter();
        told.extend(unknown.map(|(node, gaps)| (node, Outcome::Unknown(gaps))));
        views.distinct
    }

    /// Evaluates each distinct view once, on all cores.
    fn ask<T: Send>(
        &self,
        views: HashMap<Cell, Vec<NodeId>>,
        ask: impl Fn(&mut Engine, &Cell) -> Result<T, String> + Sync,
    ) -> Vec<(Result<T, String>, Vec<NodeId>)> {
        views
            .into_par_iter()
            .map_init(
                || self.engine.clone(),
                |engine, (view, nodes)| (ask(engine, &view), nodes),
            )
            .collect()
    }
}
