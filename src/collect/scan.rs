//! One scan: an account in one region, or globally, and what the collectors of it share.

use std::cell::{Cell, RefCell};

use tokio::sync::{Semaphore, watch};

use super::ledger::Ledger;
use super::operation::Operation;
use super::rate::Rates;
use super::run::Run;
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Region};
use crate::model::kinds::Reach;
use crate::model::resource::Resource;

/// Is told what a scan does, call by call.
pub trait Progress: Send + Sync {
    /// That many more calls will be made.
    fn planned(&self, calls: usize);
    /// A call ended: what it told, or why it did not.
    fn done(
        &self,
        operation: &str,
        account: &AccountId,
        region: &Region,
        items: usize,
        gap: Option<&Gap>,
    );
}

/// Nobody is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn planned(&self, _: usize) {}
    fn done(&self, _: &str, _: &AccountId, _: &Region, _: usize, _: Option<&Gap>) {}
}

/// What the collectors of one account in one region share.
pub(super) struct Scan<'r> {
    pub(super) run: &'r Run<'r>,
    pub(super) account: AccountId,
    /// The region that services without regions are asked through.
    pub(super) home: Region,
    pub(super) ledger: Ledger,
    pub(super) found: RefCell<Vec<Resource>>,
    rates: RefCell<Rates>,
    pub(super) permits: Semaphore,
    whole: &'r WholeAccount,
}

/// What the scans of an account in all its regions share.
pub(super) struct WholeAccount {
    /// What services without regions take.
    rates: RefCell<Rates>,
    /// The names of the account's zones, once they are told.
    zones: watch::Sender<Option<Vec<String>>>,
    asked_for_zones: Cell<bool>,
}

impl<'r> Scan<'r> {
    pub(super) fn new(
        run: &'r Run<'r>,
        account: AccountId,
        home: Region,
        whole: &'r WholeAccount,
    ) -> Self {
        Scan {
            permits: Semaphore::new(run.limits.place_concurrency.max(1)),
            run,
            ledger: Ledger::new(account.clone()),
            account,
            home,
            found: RefCell::default(),
            rates: RefCell::default(),
            whole,
        }
    }

    /// What the service of an operation takes.
    pub(super) fn rates(&self, operation: &Operation) -> &RefCell<Rates> {
        match operation.reach() {
            Reach::Global => &self.whole.rates,
            Reach::Regional => &self.rates,
        }
    }

    /// The names of the account's zones; waits until they were asked for. None if nobody told.
    pub(super) async fn zones(&self) -> Vec<String> {
        let mut listed = self.whole.zones.subscribe();
        match listed.wait_for(Option::is_some).await {
            Ok(zones) => zones.iter().flatten().cloned().collect(),
            Err(_) => Vec::new(),
        }
    }

    /// Tells all regions the names of the account's zones.
    pub(super) fn tell_zones(&self, names: Vec<String>) {
        self.whole.zones.send_replace(Some(names));
    }

    /// Whether this scan is the one that has to ask for the names of the zones.
    pub(super) fn asks_for_zones(&self) -> bool {
        !self.whole.asked_for_zones.replace(true)
    }
}

impl WholeAccount {
    /// The names of the zones are told by whoever scans the account globally; without that, one of its
    /// regions has to ask for them.
    pub(super) fn new(with_global: bool) -> Self {
        WholeAccount {
            rates: RefCell::default(),
            zones: watch::Sender::new(None),
            asked_for_zones: Cell::new(with_global),
        }
    }
}
