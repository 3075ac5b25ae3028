//! What is not known, by cause: one denied call is one line, however many verdicts it takes away.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region, Text};
use crate::model::verdict::Verdict;

use super::Assessment;

/// The unknown verdicts of an assessment by what they lack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unknowns {
    /// How many verdicts are unknown. One that lacks two things is one verdict with two causes.
    pub verdicts: usize,
    /// The causes: first the calls that failed, then what no call of the scan could tell; of each
    /// those with the most verdicts first.
    pub causes: Vec<Cause>,
}

/// One thing that is missing, and the verdicts that wait for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cause {
    /// The `service:Operation`; empty where no single call would tell.
    pub operation: Text,
    /// Why it is missing; nothing where a verdict does not say.
    pub reason: Option<GapReason>,
    /// Whether the call failed for its credentials: nothing else will do then but new ones.
    pub for_credentials: bool,
    /// The accounts in which it is missing.
    pub accounts: BTreeSet<AccountId>,
    /// The regions in which it is missing.
    pub regions: BTreeSet<Region>,
    /// What the service said.
    pub details: BTreeSet<Text>,
    /// How many verdicts of each rule wait for it.
    pub rules: BTreeMap<String, usize>,
    /// How many verdicts wait for it.
    pub verdicts: usize,
}

/// What makes two gaps one cause.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    operation: Text,
    reason: Option<GapReason>,
    for_credentials: bool,
    /// Without a call it is the account that is missing: each is a cause of its own.
    alone: Option<AccountId>,
}

impl Key {
    fn of(gap: &Gap, account: &AccountId, for_credentials: bool) -> Self {
        Key {
            operation: gap.operation.clone(),
            reason: Some(gap.reason),
            for_credentials,
            alone: gap.operation.is_empty().then(|| account.clone()),
        }
    }
}

impl Assessment {
    /// The unknown verdicts by what they lack.
    pub fn unknowns(&self) -> Unknowns {
        let mut causes: BTreeMap<Key, Cause> = BTreeMap::new();
        let mut verdicts = 0;
        let expired = self.snapshot.failed_for_credentials();
        for finding in self.with(Verdict::Unknown) {
            verdicts += 1;
            // A finding is counted once for a cause, whatever number of its facts the call would tell.
            let mut met = BTreeSet::new();
            for gap in &finding.gaps {
                let account = gap.account.as_ref().unwrap_or(&finding.account);
                let region = gap.region.as_ref().unwrap_or(&finding.region);
                let call = (account, region, &gap.operation);
                let key = Key::of(gap, account, expired.contains(&call));
                let cause = causes.entry(key.clone()).or_default();
                cause.accounts.insert(account.clone());
                cause.regions.insert(region.clone());
                if !gap.detail.is_empty() {
                    cause.details.insert(gap.detail.clone());
                }
                met.insert(key);
            }
            if met.is_empty() {
                met.insert(Key::default());
            }
            for key in met {
                let cause = causes.entry(key).or_default();
                cause.verdicts += 1;
                *cause.rules.entry(finding.rule.clone()).or_default() += 1;
            }
        }
        let named = causes.into_iter().map(|(key, cause)| Cause {
            operation: key.operation,
            reason: key.reason,
            for_credentials: key.for_credentials,
            ..cause
        });
        let mut causes: Vec<Cause> = named.collect();
        // The sort is stable: equals stay in the order of their calls.
        let is_failed = |cause: &Cause| cause.reason.is_some_and(GapReason::is_failed_call);
        causes.sort_by_key(|cause| (!is_failed(cause), Reverse(cause.verdicts)));
        Unknowns { verdicts, causes }
    }
}
