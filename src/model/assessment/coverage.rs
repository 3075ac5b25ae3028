//! How much of what was asked was answered.

use std::collections::BTreeSet;

use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::gap::Gap;
use crate::model::verdict::Verdict;

use super::{Assessment, Finding, SnapshotSummary};

/// The ledger of calls in numbers. A call is one operation in one account and region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers<'a> {
    /// How many calls were asked.
    pub asked: usize,
    /// How many of them were answered to the end.
    pub complete: usize,
    /// Those that were not, in the order of the ledger.
    pub incomplete: Vec<&'a CoverageEntry>,
}

impl SnapshotSummary {
    /// The ledger of calls in numbers.
    pub fn answers(&self) -> Answers<'_> {
        let incomplete: Vec<&CoverageEntry> = self
            .coverage
            .iter()
            .filter(|entry| entry.status != Completeness::Complete)
            .collect();
        Answers {
            asked: self.coverage.len(),
            complete: self.coverage.len() - incomplete.len(),
            incomplete,
        }
    }
}

impl Assessment {
    /// How many verdicts are unknown for want of a call that was not answered to the end. Others
    /// are unknown for another reason, such as an account that was not scanned.
    pub fn unknown_for_want_of_calls(&self) -> usize {
        let answers = self.snapshot.answers();
        let missing: BTreeSet<(&str, &str)> = answers
            .incomplete
            .iter()
            .map(|entry| (entry.account.as_str(), entry.operation.as_str()))
            .collect();
        let wants = |gap: &Gap, finding: &Finding| {
            let account = gap.account.as_ref().unwrap_or(&finding.account);
            missing.contains(&(account.as_str(), gap.operation.as_str()))
        };
        self.with(Verdict::Unknown)
            .filter(|finding| finding.gaps.iter().any(|gap| wants(gap, finding)))
            .count()
    }
}
