//! What a run took, call by call. No part of a snapshot.

use std::collections::BTreeMap;
use std::time::Duration;

/// What the calls of one operation took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// The calls, each page one.
    pub calls: u64,
    /// The attempts beyond the first of each call.
    pub retries: u64,
    /// How long calls waited for their turn, all together.
    pub waited: Duration,
    /// How long they took, retries and the waits before them included, all together.
    pub took: Duration,
}

/// What the calls of a run took, by operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile(BTreeMap<&'static str, Spent>);

impl Profile {
    pub(super) fn add(&mut self, operation: &'static str, spent: Spent) {
        *self.0.entry(operation).or_default() += spent;
    }

    /// The same with what another run took.
    pub fn extend(&mut self, other: &Profile) {
        for (operation, spent) in &other.0 {
            self.add(operation, *spent);
        }
    }

    /// Each operation that was called, by name.
    pub fn operations(&self) -> impl Iterator<Item = (&'static str, Spent)> {
        self.0.iter().map(|(operation, spent)| (*operation, *spent))
    }

    /// All of them together.
    pub fn total(&self) -> Spent {
        let mut total = Spent::default();
        self.0.values().for_each(|spent| total += *spent);
        total
    }
}

impl std::ops::AddAssign for Spent {
    fn add_assign(&mut self, other: Spent) {
        self.calls += other.calls;
        self.retries += other.retries;
        self.waited += other.waited;
        self.took += other.took;
    }
}
