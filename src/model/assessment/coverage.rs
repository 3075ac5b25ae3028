//! How much of what was asked was answered.

use std::collections::BTreeSet;

use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::error_class::ErrorClass;
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Region, Text};
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

    /// The calls that failed because their credentials had expired, or were signed by a wrong clock.
    pub fn failed_for_credentials(&self) -> BTreeSet<(&AccountId, &Region, &Text)> {
        let is_so = |entry: &&CoverageEntry| entry.class == Some(ErrorClass::Credentials);
        let calls = self.coverage.iter().filter(is_so);
        calls
            .map(|entry| {
                // What was not asked for want of another call has that call's class, and its gap names it.
                let gap = entry.gap.as_ref();
                let failed = gap.map_or(&entry.operation, |gap| &gap.operation);
                let region = gap.and_then(|gap| gap.region.as_ref());
                (&entry.account, region.unwrap_or(&entry.region), failed)
            })
            .collect()
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
