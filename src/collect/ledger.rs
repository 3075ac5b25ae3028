//! The ledger of calls: what was asked where, and what of it was answered.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::operation::Operation;
use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::error_class::ErrorClass;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region, Text};

/// What became of each operation in one region of one account, or globally.
pub(super) struct Ledger {
    account: AccountId,
    entries: RefCell<BTreeMap<(Region, &'static str), Tally>>,
}

/// What became of one operation in one region so far.
#[derive(Default)]
struct Tally {
    time: Text,
    pages: u64,
    items: u64,
    /// The first of the gaps in their own order, with its class: which call failed first says
    /// nothing.
    gap: Option<(Gap, ErrorClass)>,
}

impl Ledger {
    pub(super) fn new(account: AccountId) -> Self {
        Ledger {
            account,
            entries: RefCell::default(),
        }
    }

    /// A page, or the answer about one resource, arrived.
    pub(super) fn answered(&self, operation: &Operation, asked_in: &Region, items: usize) {
        self.note(operation, asked_in, |tally| {
            tally.pages += 1;
            tally.items += items as u64;
        });
    }

    /// A call failed, or its answer lacked something that counts for all of it.
    pub(super) fn lacks(
        &self,
        operation: &Operation,
        asked_in: &Region,
        gap: &Gap,
        class: ErrorClass,
    ) {
        self.note(operation, asked_in, |tally| {
            let is_first = |(first, _): &(Gap, ErrorClass)| gap < first;
            if tally.gap.as_ref().is_none_or(is_first) {
                tally.gap = Some((gap.clone(), class));
            }
        });
    }

    fn note(&self, operation: &Operation, asked_in: &Region, change: impl FnOnce(&mut Tally)) {
        let mut entries = self.entries.borrow_mut();
        let key = (operation.place(asked_in), operation.name);
        let tally = entries.entry(key).or_default();
        tally.time = now();
        change(tally);
    }

    /// One entry for each operation of a table, those that nobody asked too: there was nothing to ask
    /// about, or who would have told it did not.
    pub(super) fn close<'t>(
        &self,
        table: impl Iterator<Item = &'t Operation>,
        asked_in: &Region,
    ) -> Vec<CoverageEntry> {
        table
            .map(|operation| self.entry(operation, asked_in))
            .collect()
    }

    fn entry(&self, operation: &Operation, asked_in: &Region) -> CoverageEntry {
        let region = operation.place(asked_in);
        let entries = self.entries.borrow();
        let tally = entries.get(&(region.clone(), operation.name));
        let (pages, items) = tally.map_or((0, 0), |tally| (tally.pages, tally.items));
        let own = tally.and_then(|tally| tally.gap.clone());
        let told_by = operation.after.iter();
        let mut causes = told_by.filter_map(|told_by| self.cause(told_by, asked_in, &region));
        let not_asked = || {
            let nobody_asked = operation.after.is_empty() && tally.is_none();
            let gap = Gap::new(GapReason::NotCollected, operation.name);
            nobody_asked.then(|| (gap.because("not asked"), ErrorClass::NotAsked))
        };
        let gap = own.or_else(|| causes.next()).or_else(not_asked);
        let (gap, class) = gap.unzip();
        CoverageEntry {
            account: self.account.clone(),
            status: match (&gap, pages) {
                (None, _) => Completeness::Complete,
                (Some(_), 0) => Completeness::Missing,
                (Some(_), _) => Completeness::Partial,
            },
            operation: Text::from(operation.name),
            time: tally.map_or_else(now, |tally| tally.time.clone()),
            region,
            pages,
            items,
            gap,
            class,
        }
    }

    /// Why the operation that should have told what to ask about did not tell all of it.
    fn cause(
        &self,
        told_by: &Operation,
        asked_in: &Region,
        region: &Region,
    ) -> Option<(Gap, ErrorClass)> {
        let entry = self.entry(told_by, asked_in);
        let (mut gap, class) = entry.gap.zip(entry.class)?;
        if entry.region != *region {
            gap.region.get_or_insert(entry.region);
        }
        Some((gap, class))
    }
}

/// The time.
#[expect(
    clippy::disallowed_methods,
    reason = "a snapshot says when it was told: collecting is where time becomes data"
)]
pub(super) fn clock() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// The time, as a snapshot has it.
pub(super) fn now() -> Text {
    Text::from(clock().strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests;
