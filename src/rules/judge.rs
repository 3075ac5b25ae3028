//! Judging: every rule on every subject of its kind, each distinct view once.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::graph::{Graph, NodeId, ViewPlan};
use crate::model::assessment::{Finding, VerdictCounts};
use crate::model::datum::{Cell, Datum};
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::verdict::Verdict;

use super::engine::Denial;
use super::findings;
use super::set::{Rule, RuleSet};
use super::settings::Settings;

/// The verdicts of a run.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Every verdict but "not applicable", sorted by key.
    pub findings: Vec<Finding>,
    /// How many verdicts of each sort each rule gave.
    pub counts: BTreeMap<String, VerdictCounts>,
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
    let active: Vec<&Rule> = set
        .rules
        .iter()
        .filter(|rule| settings.is_on(rule))
        .collect();
    let judged: Vec<(Vec<Finding>, VerdictCounts, Stats)> = active
        .par_iter()
        .map(|rule| judge_rule(set, graph, settings, rule))
        .collect();
    let mut judgement = Judgement::default();
    for (rule, (findings, counts, stats)) in active.iter().zip(judged) {
        judgement.findings.extend(findings);
        judgement.counts.insert(rule.metadata.id.clone(), counts);
        judgement.stats.insert(rule.metadata.id.clone(), stats);
    }
    judgement.findings.sort_by(|a, b| a.key.cmp(&b.key));
    judgement
}

fn judge_rule(
    set: &RuleSet,
    graph: &Graph<'_>,
    settings: &Settings,
    rule: &Rule,
) -> (Vec<Finding>, VerdictCounts, Stats) {
    let subjects = graph.of_kind(&rule.metadata.subject);
    let (outcomes, stats) = outcomes(set, graph, settings, rule, subjects);
    let mut findings: Vec<Finding> = outcomes
        .into_par_iter()
        .flat_map_iter(|(node, outcome)| {
            findings::of_subject(graph, settings, rule, node, &outcome)
        })
        .collect();
    findings.extend(findings::of_extents(graph, rule));
    findings::settle_keys(&mut findings);
    let mut counts = VerdictCounts::default();
    findings
        .iter()
        .for_each(|finding| counts.add(finding.verdict));
    findings.retain(|finding| finding.verdict != Verdict::NotApplicable);
    (findings, counts, stats)
}

/// What a rule says of each subject. First the rule is asked whether it applies, then only those
/// subjects are projected whole.
fn outcomes(
    set: &RuleSet,
    graph: &Graph<'_>,
    settings: &Settings,
    rule: &Rule,
    subjects: &[NodeId],
) -> (Vec<(NodeId, Outcome)>, Stats) {
    let mut outcomes = Vec::new();
    let concerned: Vec<NodeId> = match &rule.applies {
        None => subjects.to_vec(),
        Some(plan) => {
            let views = Views::group(graph, settings, rule, plan, subjects);
            outcomes.extend(views.unknown);
            let asked = evaluate(set, views.distinct, |engine, view| {
                engine.applies(rule, view)
            });
            let mut concerned = Vec::new();
            for (answer, nodes) in asked {
                match answer {
                    Ok(true) => concerned.extend(nodes),
                    Ok(false) => outcomes
                        .extend(nodes.into_iter().map(|node| (node, Outcome::NotApplicable))),
                    Err(error) => outcomes.extend(
                        nodes
                            .into_iter()
                            .map(|node| (node, Outcome::Error(error.clone()))),
                    ),
                }
            }
            concerned
        }
    };
    let views = Views::group(graph, settings, rule, &rule.view, &concerned);
    let stats = Stats {
        views: views.distinct.iter().map(|(_, nodes)| nodes.len()).sum(),
        distinct: views.distinct.len(),
    };
    outcomes.extend(views.unknown);
    for (answer, nodes) in evaluate(set, views.distinct, |engine, view| engine.deny(rule, view)) {
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

/// Subjects by their views.
struct Views {
    /// Each distinct view without gaps, with the subjects that have it.
    distinct: Vec<(Cell, Vec<NodeId>)>,
    /// The subjects with gaps.
    unknown: Vec<(NodeId, Outcome)>,
}

/// Views with their subjects, and subjects with gaps, as one worker gathers them.
type Part = (HashMap<Cell, Vec<NodeId>>, Vec<(NodeId, Outcome)>);

impl Views {
    fn group(
        graph: &Graph<'_>,
        settings: &Settings,
        rule: &Rule,
        plan: &ViewPlan,
        subjects: &[NodeId],
    ) -> Views {
        let (views, unknown) = subjects
            .par_iter()
            .fold(Part::default, |(mut views, mut unknown), &node| {
                let view = plan.project(graph, node, false);
                let gaps = view.gaps();
                if gaps.is_empty() {
                    let cell = with_params(view.cell, graph, settings, rule, node);
                    views.entry(cell).or_default().push(node);
                } else {
                    unknown.push((node, Outcome::Unknown(gaps)));
                }
                (views, unknown)
            })
            .reduce(Part::default, merge);
        Views {
            distinct: views.into_iter().collect(),
            unknown,
        }
    }
}

fn merge((mut views, mut unknown): Part, (other, more): Part) -> Part {
    // The order does not matter: findings are sorted by key at the end.
    for (view, nodes) in other {
        views.entry(view).or_default().extend(nodes);
    }
    unknown.extend(more);
    (views, unknown)
}

/// The view with the rule's parameters, which are part of what is remembered.
pub(super) fn with_params(
    mut view: Cell,
    graph: &Graph<'_>,
    settings: &Settings,
    rule: &Rule,
    node: NodeId,
) -> Cell {
    if rule.metadata.params.is_empty() {
        return view;
    }
    let params = settings.params(rule, graph.environment(node));
    if let (Datum::Record(fields), Some(params)) = (&mut view.datum, params) {
        fields.push((Text::const_new("params"), params));
    }
    view
}

/// Evaluates each distinct view once, on all cores.
fn evaluate<T: Send>(
    set: &RuleSet,
    views: Vec<(Cell, Vec<NodeId>)>,
    ask: impl Fn(&mut super::engine::Engine, &Cell) -> Result<T, String> + Sync,
) -> Vec<(Result<T, String>, Vec<NodeId>)> {
    views
        .into_par_iter()
        .map_init(
            || set.engine.clone(),
            |engine, (view, nodes)| (ask(engine, &view), nodes),
        )
        .collect()
}
