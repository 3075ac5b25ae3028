//! An assessment: everything that a report can say.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::coverage::CoverageEntry;
use super::gap::Gap;
use super::id::{AccountId, Region, Text};
use super::severity::Severity;
use super::verdict::Verdict;

/// The outcome of judging one snapshot by a set of rules. Findings are sorted by key, rules by id.
#[derive(Debug, Clone, Default)]
pub struct Assessment {
    /// What was judged.
    pub snapshot: SnapshotSummary,
    /// The rules, those without findings too.
    pub rules: Vec<RuleSummary>,
    /// Every verdict but those "not applicable", which are only counted.
    pub findings: Vec<Finding>,
    /// How many verdicts of each sort each rule gave, by rule id.
    pub counts: BTreeMap<String, VerdictCounts>,
    /// What is worth saying and belongs to no finding: limits that were met, settings that have no
    /// effect.
    pub notices: Vec<String>,
}

/// What a report says of the snapshot.
#[derive(Debug, Clone, Default)]
pub struct SnapshotSummary {
    /// The version of the tool that made it.
    pub tool_version: String,
    /// The SHA-256 of its lines.
    pub digest: String,
    /// When collecting began, RFC 3339.
    pub started: String,
    /// When it ended.
    pub ended: String,
    /// The time that ages are counted to.
    pub now: String,
    /// The accounts.
    pub accounts: Vec<AccountId>,
    /// The regions.
    pub regions: Vec<Region>,
    /// How many resources.
    pub resources: usize,
    /// The ledger of calls.
    pub coverage: Vec<CoverageEntry>,
}

/// How many verdicts of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VerdictCounts([usize; 6]);

impl VerdictCounts {
    /// Counts one more.
    pub fn add(&mut self, verdict: Verdict) {
        self.0[verdict as usize] += 1;
    }

    /// How many of one sort.
    pub fn of(&self, verdict: Verdict) -> usize {
        self.0[verdict as usize]
    }

    /// The sum with another count.
    #[must_use]
    pub fn plus(mut self, other: &VerdictCounts) -> Self {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
        self
    }
}

/// What a report says of a rule.
#[derive(Debug, Clone, Default)]
pub struct RuleSummary {
    /// The id, for ever.
    pub id: String,
    /// What is wrong when it fails.
    pub title: String,
    /// What is wrong, why it matters.
    pub description: String,
    /// The severity of the rule: the first that it declares.
    pub severity: Severity,
    /// The worst severity that a finding of it can have.
    pub worst: Severity,
    /// The kind it judges.
    pub subject: String,
    /// The `needs` as written.
    pub needs: Vec<String>,
    /// Controls by framework.
    pub frameworks: BTreeMap<String, Vec<String>>,
    /// What to do, in words.
    pub remedy: String,
    /// What to do with the AWS CLI.
    pub remedy_cli: String,
    /// What to do in Terraform.
    pub remedy_terraform: String,
    /// Further reading.
    pub references: Vec<String>,
}

/// One verdict on one subject, or on one aspect of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Rule, resource and discriminator: the same in every run.
    pub key: String,
    /// The rule.
    pub rule: String,
    /// The ARN of the subject.
    pub resource: String,
    /// The kind of the subject.
    pub kind: Text,
    /// The account.
    pub account: AccountId,
    /// The region, or `global`.
    pub region: Region,
    /// What was said.
    pub verdict: Verdict,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that names the problem.
    pub message: String,
    /// What it stands on.
    pub evidence: Vec<Evidence>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Where it stands in the repository.
    pub place: Option<Place>,
}

/// A fact that a verdict stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The ARN of the resource.
    pub resource: String,
    /// The path in its facts.
    pub path: String,
    /// The value there.
    pub value: Json,
    /// The call that told it; `derived` if it follows from other facts, which come next.
    pub operation: Text,
}

/// A place in a file of the repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path from the root of the repository, with `/`.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The first column, from 1.
    pub column: usize,
    /// The column after the last.
    pub end_column: usize,
}
