//! An assessment: everything that a report can say.

mod counts;
mod coverage;
#[cfg(test)]
mod tests;
mod unknowns;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::coverage::CoverageEntry;
use super::gap::Gap;
use super::id::{AccountId, Region, Text};
use super::severity::Severity;
use super::verdict::Verdict;

pub use counts::{Counts, VerdictCounts};
pub use coverage::Answers;
pub use unknowns::{Cause, Unknowns};

/// The outcome of judging one snapshot by a set of rules. Findings are sorted by key, rules by id.
#[derive(Debug, Clone, Default)]
pub struct Assessment {
    /// What was judged.
    pub snapshot: SnapshotSummary,
    /// The rules, those without findings too.
    pub rules: Vec<RuleSummary>,
    /// Every fail, unknown, error and waived fail. Passes may be left out: they are counted.
    pub findings: Vec<Finding>,
    /// How many verdicts of each sort each rule gave, those that are not listed too.
    pub counts: Counts,
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

impl Assessment {
    /// The findings with one verdict, in order of their keys.
    pub fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.verdict == verdict)
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&RuleSummary> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// What concerns one account of the snapshot, for formats that take one account at a time.
    ///
    /// Every finding is part of exactly one account: one on a resource of an account that is not
    /// part of the snapshot, such as the owner of a shared subnet, goes with the first account.
    #[must_use]
    pub fn of_account(&self, account: &AccountId) -> Assessment {
        let accounts = &self.snapshot.accounts;
        let home = |of: &AccountId| {
            let foreign = !accounts.contains(of);
            of == account || foreign && accounts.first() == Some(account)
        };
        let mut snapshot = self.snapshot.clone();
        snapshot.accounts.retain(|other| other == account);
        snapshot.coverage.retain(|entry| home(&entry.account));
        Assessment {
            snapshot,
            rules: self.rules.clone(),
            findings: self
                .findings
                .iter()
                .filter(|finding| home(&finding.account))
                .cloned()
                .collect(),
            counts: self.counts.of_accounts(home),
            notices: self.notices.clone(),
        }
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
