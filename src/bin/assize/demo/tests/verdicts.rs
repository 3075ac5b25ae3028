//! Every reference system is judged as its description demands: `demo/expected.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

use assize::config::ValidConfig;
use assize::graph::Graph;
use assize::model::assessment::Finding;
use assize::model::severity::Severity;
use assize::model::verdict::Verdict;
use assize::rules::assess::{self, Options, assess};
use assize::rules::bundle::Bundle;
use assize::rules::set::RuleSet;
use assize::snapshot::Snapshot;

use super::all;

/// What a rule must say of a resource.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    rule: String,
    /// How its ARN ends.
    resource: String,
    verdict: Verdict,
    /// How bad a failure is.
    severity: Option<Severity>,
    /// Which of the failures, where the rule says several things of a resource.
    key: Option<String>,
    /// What the description says about it.
    because: String,
}

impl Expected {
    fn is_said_of(&self, finding: &Finding) -> bool {
        self.rule == finding.rule
            && finding.resource.ends_with(&self.resource)
            && self.verdict == finding.verdict
            && self
                .severity
                .is_none_or(|severity| severity == finding.severity)
            && self
                .key
                .as_ref()
                .is_none_or(|key| finding.key.ends_with(key))
    }
}

fn expected() -> BTreeMap<String, Vec<Expected>> {
    serde_json::from_str(include_str!("../../../../../demo/expected.json")).unwrap()
}

pub(super) fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| {
        RuleSet::load(&[Bundle::built_in()]).unwrap_or_else(|problems| panic!("{problems:?}"))
    })
}

pub(super) fn findings(rules: &RuleSet, snapshot: &Snapshot) -> Vec<Finding> {
    let config = ValidConfig::default();
    let graph = Graph::build(snapshot, assess::environments(&config));
    let options = Options {
        keep_passes: true,
        ..Options::default()
    };
    let assessed = assess(&graph, rules, &config, &options).unwrap();
    assessed.assessment.findings
}

fn show(finding: &Finding) -> String {
    let Finding {
        rule,
        resource,
        verdict,
        severity,
        message,
        gaps,
        ..
    } = finding;
    format!("{verdict} ({severity:?}) {rule}: {resource}: {message} {gaps:?}")
}

#[test]
fn each_rule_says_what_the_description_demands() {
    let rules = rules();
    let expected = expected();
    let mut wrong = Vec::new();
    for system in all() {
        let findings = findings(rules, &system.snapshot);
        for expected in &expected[system.name] {
            let said = findings.iter().filter(|found| expected.is_said_of(found));
            if said.count() != 1 {
                let about = |found: &&Finding| {
                    found.rule == expected.rule && found.resource.ends_with(&expected.resource)
                };
                let instead: Vec<String> = findings.iter().filter(about).map(show).collect();
                wrong.push(format!("{}: {expected:?}\n  {instead:#?}", system.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_fails_that_no_description_speaks_of() {
    let rules = rules();
    let expected = expected();
    let mut surprising = Vec::new();
    for system in all() {
        for finding in findings(rules, &system.snapshot) {
            let demanded = expected[system.name]
                .iter()
                .any(|expected| expected.is_said_of(&finding));
            if finding.verdict != Verdict::Pass && !demanded {
                surprising.push(format!("{}: {}", system.name, show(&finding)));
            }
        }
    }
    assert!(surprising.is_empty(), "{}", surprising.join("\n"));
}

#[test]
fn each_rule_has_a_system_that_it_concerns() {
    let expected = expected();
    let named: BTreeSet<&str> = expected
        .values()
        .flatten()
        .map(|expected| expected.rule.as_str())
        .collect();
    let rules = rules();
    assert_eq!(named, rules.ids());
    assert!(
        expected
            .values()
            .flatten()
            .all(|one| !one.because.is_empty())
    );
}

#[test]
fn the_readme_shows_the_list() {
    let readme = include_str!("../../../../../demo/README.md");
    for expected in expected().values().flatten() {
        let row = row(expected);
        assert!(
            readme.contains(&row),
            "demo/README.md lacks the row:\n{row}"
        );
    }
}

fn row(expected: &Expected) -> String {
    let severity = expected
        .severity
        .map_or(String::new(), |severity| format!(" ({severity})"));
    let because = expected.because.replace('<', "\\<").replace('*', "\\*");
    let (rule, verdict) = (&expected.rule, expected.verdict);
    let resource = expected.resource.trim_start_matches('/');
    format!("| {rule} | `{resource}` | {verdict}{severity} | {because} |\n")
}
