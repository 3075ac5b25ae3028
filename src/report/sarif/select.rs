//! Which fails go into the file: all of them, or the worst where GitHub takes no more.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::model::assessment::{Assessment, Finding, RuleSummary};
use crate::model::verdict::Verdict;

use super::place::{self, Written};

/// GitHub keeps no more results of one file, and does not say which.
pub(super) const MOST: usize = 5_000;

/// What goes into the file.
pub(super) struct Selection<'a> {
    /// The rules of the assessment, and those that only a finding names.
    pub(super) rules: Vec<RuleSummary>,
    /// The results, the worst first.
    pub(super) results: Vec<Selected<'a>>,
    /// How many fails there are.
    pub(super) fails: usize,
    /// How many results have a place outside of the repository.
    pub(super) misplaced: usize,
}

/// A fail with what the file says of it.
pub(super) struct Selected<'a> {
    pub(super) finding: &'a Finding,
    pub(super) rule_index: usize,
    pub(super) place: Written,
    pub(super) fingerprint: String,
}

pub(super) fn select(assessment: &Assessment) -> Selection<'_> {
    let mut fails: Vec<&Finding> = assessment.with(Verdict::Fail).collect();
    fails.sort_by(|a, b| (Reverse(a.severity), &a.key).cmp(&(Reverse(b.severity), &b.key)));
    let count = fails.len();
    fails.truncate(MOST);
    let rules = rules(assessment);
    let index: BTreeMap<&str, usize> = rules
        .iter()
        .enumerate()
        .map(|(at, rule)| (rule.id.as_str(), at))
        .collect();
    let outside = |finding: &&&Finding| {
        let place = finding.place.as_ref();
        place.is_some_and(|place| !place::is_inside(&place.path))
    };
    let misplaced = fails.iter().filter(outside).count();
    let mut occurrences: BTreeMap<String, usize> = BTreeMap::new();
    let results = fails
        .into_iter()
        .map(|finding| {
            let hash = hash(&finding.key);
            let occurrence = occurrences.entry(hash.clone()).or_default();
            *occurrence += 1;
            Selected {
                finding,
                rule_index: index.get(finding.rule.as_str()).copied().unwrap_or(0),
                place: place::written(finding.place.as_ref()),
                // GitHub's own form: a hash, and which of those with the same hash it is.
                fingerprint: format!("{hash}:{occurrence}"),
            }
        })
        .collect();
    Selection {
        rules,
        results,
        fails: count,
        misplaced,
    }
}

/// The rules that results and notifications can point to.
fn rules(assessment: &Assessment) -> Vec<RuleSummary> {
    let mut rules: BTreeMap<&str, RuleSummary> = BTreeMap::new();
    for finding in &assessment.findings {
        let named = rules.entry(&finding.rule).or_insert_with(|| RuleSummary {
            id: finding.rule.clone(),
            severity: finding.severity,
            ..RuleSummary::default()
        });
        named.worst = named.worst.max(finding.severity);
    }
    for rule in &assessment.rules {
        let worst = rules.get(rule.id.as_str()).map(|named| named.worst);
        let mut rule_with_worst = rule.clone();
        // A severity that was set in the configuration may be worse than all that the rule declares.
        rule_with_worst.worst = rule.worst.max(worst.unwrap_or_default());
        rules.insert(&rule.id, rule_with_worst);
    }
    rules.into_values().collect()
}

/// The first sixteen digits of the SHA-256: the same in every run, wherever the finding stands.
fn hash(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    let mut hash = String::with_capacity(16);
    for byte in digest.iter().take(8) {
        // Writing to a String does not fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}
