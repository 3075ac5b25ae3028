//! From a graph, a set of rules and what a user says to an assessment.

use std::collections::BTreeMap;

use crate::config::{ConfigProblem, ValidConfig};
use crate::graph::{EnvironmentOf, Graph};
use crate::model::assessment::{Assessment, RuleSummary, SnapshotSummary};

use super::judge::{Judgement, Stats, judge};
use super::set::{Rule, RuleSet};
use super::settings::Settings;

/// How a run judges, apart from what `assize.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only these rules, by id, if any are named.
    pub only: Vec<String>,
    /// Whether the subjects that pass are listed, and not only counted.
    pub keep_passes: bool,
    /// The time that ages are counted to, RFC 3339; by default the end of the snapshot.
    pub now: Option<String>,
}

/// An assessment, and how much of the work for it was repeats.
#[derive(Debug, Default)]
pub struct Assessed {
    /// What reports are made of.
    pub assessment: Assessment,
    /// By rule, how many views were asked for and how many were distinct.
    pub stats: BTreeMap<String, Stats>,
}

/// What tells the graph the environment of a resource: what `assize.toml` says, else tag and name.
pub fn environments(config: &ValidConfig) -> Box<EnvironmentOf<'_>> {
    Box::new(|place| {
        let environment = match place.tags_told {
            true => config.environment_of(place.arn, place.account, place.tag),
            false => config
                .declared_environment(place.arn, place.account)
                .unwrap_or_default(),
        };
        environment.as_str()
    })
}

/// Judges a graph by a set of rules, as `assize.toml` says.
///
/// # Errors
/// What `assize.toml` says of rules or parameters that do not exist, or with values out of bounds.
pub fn assess(
    graph: &Graph<'_>,
    set: &RuleSet,
    config: &ValidConfig,
    options: &Options,
) -> Result<Assessed, Vec<ConfigProblem>> {
    let mut settings = Settings::new(config, set)?;
    settings.keep_passes = options.keep_passes;
    let named = options.only.iter().filter_map(|id| set.rule(id));
    settings.only = named.map(|rule| rule.metadata.id.clone()).collect();
    let Judgement {
        mut findings,
        counts,
        stats,
    } = judge(set, graph, &settings);
    for finding in &mut findings {
        finding.place = Some(config.place_of(&finding.account, &finding.region));
    }
    let rules = set.rules.iter().filter(|rule| settings.is_on(rule));
    let assessment = Assessment {
        snapshot: snapshot_summary(graph, options),
        rules: rules.map(|rule| rule_summary(rule, &settings)).collect(),
        findings,
        counts,
        notices: notices(graph, set, config, &settings),
    };
    Ok(Assessed { assessment, stats })
}

fn snapshot_summary(graph: &Graph<'_>, options: &Options) -> SnapshotSummary {
    let snapshot = graph.snapshot;
    let header = &snapshot.header;
    SnapshotSummary {
        tool_version: header.tool_version.clone(),
        digest: snapshot.digest.clone(),
        started: header.started.to_string(),
        ended: header.ended.to_string(),
        now: options
            .now
            .clone()
            .unwrap_or_else(|| header.ended.to_string()),
        accounts: header.accounts.clone(),
        regions: header.regions.clone(),
        resources: snapshot.resources.len(),
        coverage: snapshot.coverage.clone(),
    }
}

fn rule_summary(rule: &Rule, settings: &Settings) -> RuleSummary {
    let metadata = &rule.metadata;
    let set = settings.severity(rule);
    let worst = metadata.severities.iter().max().copied();
    RuleSummary {
        id: metadata.id.clone(),
        title: metadata.title.clone(),
        description: metadata.description.clone(),
        severity: set.unwrap_or_else(|| metadata.severity()),
        worst: set.or(worst).unwrap_or_default(),
        subject: metadata.subject.clone(),
        needs: metadata.needs.iter().map(ToString::to_string).collect(),
        frameworks: metadata.frameworks.clone(),
        remedy: metadata.remediation.text.clone(),
        remedy_cli: metadata.remediation.cli.clone().unwrap_or_default(),
        remedy_terraform: metadata.remediation.terraform.clone().unwrap_or_default(),
        references: metadata.references.clone(),
    }
}

/// What limits the assessment and would not be seen in its findings.
fn notices(
    graph: &Graph<'_>,
    set: &RuleSet,
    config: &ValidConfig,
    settings: &Settings,
) -> Vec<String> {
    let mut notices = Vec::new();
    let off: Vec<&str> = set
        .rules
        .iter()
        .filter(|rule| !settings.is_on(rule))
        .map(|rule| rule.metadata.id.as_str())
        .collect();
    if !settings.only.is_empty() {
        let (judged, all) = (settings.only.len(), set.rules.len());
        notices.push(format!(
            "only {judged} of {all} rules judged, as the run asked"
        ));
    } else if !off.is_empty() {
        notices.push(format!("{} switches off: {}", config.path, off.join(", ")));
    }
    for rule in set.rules.iter().filter(|rule| settings.is_on(rule)) {
        if let Some(why) = &rule.metadata.deprecated {
            notices.push(format!(
                "the rule {} is deprecated: {why}",
                rule.metadata.id
            ));
        }
    }
    for account in &graph.snapshot.header.accounts {
        if !config.accounts.is_empty() && !config.accounts.contains_key(account) {
            notices.push(format!(
                "account {account} has no entry in {}: its findings stand at the first line of the file",
                config.path
            ));
        }
    }
    notices
}
