//! How many verdicts of each sort: by rule, by account, and in all.

use std::collections::BTreeMap;

use crate::model::id::AccountId;
use crate::model::verdict::Verdict;

/// How many verdicts of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VerdictCounts([usize; 6]);

impl VerdictCounts {
    /// Counts some more.
    fn add(&mut self, verdict: Verdict, many: usize) {
        self.0[verdict as usize] += many;
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

/// The verdicts of each rule on the subjects of each account.
///
/// They are counted by account because not every verdict is listed: what belongs to one account
/// could not be counted again later.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<String, BTreeMap<AccountId, VerdictCounts>>);

impl Counts {
    /// Says that a rule was asked, even if it finds no subject.
    pub fn asked(&mut self, rule: &str) {
        self.0.entry(rule.to_owned()).or_default();
    }

    /// Counts one more verdict.
    pub fn add(&mut self, rule: &str, account: &AccountId, verdict: Verdict) {
        self.add_many(rule, account, verdict, 1);
    }

    /// Counts as many verdicts of one sort.
    pub fn add_many(&mut self, rule: &str, account: &AccountId, verdict: Verdict, many: usize) {
        let accounts = match self.0.get_mut(rule) {
            Some(accounts) => accounts,
            None => self.0.entry(rule.to_owned()).or_default(),
        };
        match accounts.get_mut(account) {
            Some(counts) => counts.add(verdict, many),
            None => accounts
                .entry(account.clone())
                .or_default()
                .add(verdict, many),
        }
    }

    /// The counts of other rules, or of the same rules elsewhere, added to these.
    pub fn extend(&mut self, other: Counts) {
        for (rule, accounts) in other.0 {
            let mine = self.0.entry(rule).or_default();
            for (account, counts) in accounts {
                let sum = mine.entry(account).or_default();
                *sum = sum.plus(&counts);
            }
        }
    }

    /// The rules that were asked, by id, with their verdicts.
    pub fn rules(&self) -> impl Iterator<Item = (&str, VerdictCounts)> {
        self.0
            .iter()
            .map(|(rule, accounts)| (rule.as_str(), sum(accounts)))
    }

    /// The verdicts of one rule; nothing if it was not asked.
    pub fn of_rule(&self, rule: &str) -> VerdictCounts {
        self.0.get(rule).map(sum).unwrap_or_default()
    }

    /// The verdicts of all rules.
    pub fn total(&self) -> VerdictCounts {
        self.rules()
            .fold(VerdictCounts::default(), |all, (_, counts)| {
                all.plus(&counts)
            })
    }

    /// The verdicts on the subjects of some accounts; every rule stays.
    #[must_use]
    pub fn of_accounts(&self, wanted: impl Fn(&AccountId) -> bool) -> Counts {
        let mut counts = self.clone();
        for accounts in counts.0.values_mut() {
            accounts.retain(|account, _| wanted(account));
        }
        counts
    }
}

fn sum(accounts: &BTreeMap<AccountId, VerdictCounts>) -> VerdictCounts {
    accounts
        .values()
        .fold(VerdictCounts::default(), |all, counts| all.plus(counts))
}

#[cfg(test)]
mod tests {
    use super::{Counts, VerdictCounts};
    use crate::model::id::AccountId;
    use crate::model::verdict::Verdict;

    #[test]
    fn verdicts_are_counted_by_rule_and_account() {
        let (shop, bank) = (AccountId::from("111111111111"), AccountId::from("2"));
        let mut counts = Counts::default();
        counts.asked("idle");
        counts.add("a", &shop, Verdict::Pass);
        counts.add("a", &bank, Verdict::Pass);
        let mut more = Counts::default();
        more.add("a", &bank, Verdict::Fail);
        more.add("b", &bank, Verdict::Pass);
        counts.extend(more);

        assert_eq!(counts.of_rule("a").of(Verdict::Pass), 2);
        assert_eq!(counts.of_rule("a").of(Verdict::Fail), 1);
        assert_eq!(counts.of_rule("never asked"), VerdictCounts::default());
        assert_eq!(counts.total().of(Verdict::Pass), 3);
        let names: Vec<&str> = counts.rules().map(|(rule, _)| rule).collect();
        assert_eq!(names, ["a", "b", "idle"]);

        let bank_only = counts.of_accounts(|account| *account == bank);
        assert_eq!(bank_only.of_rule("a").of(Verdict::Pass), 1);
        assert_eq!(bank_only.total().of(Verdict::Pass), 2);
        assert_eq!(bank_only.rules().count(), 3);
    }
}
