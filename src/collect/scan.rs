//! One scan of an account: what all its collectors share.

use std::cell::{Cell, RefCell};

use tokio::sync::{Semaphore, watch};

use super::interrupt::Interrupt;
use super::ledger::Ledger;
use super::limits::Limits;
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Region};
use crate::model::resource::Resource;
use crate::snapshot::Snapshot;

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

/// What a scan brought.
#[derive(Debug)]
pub struct Collected {
    /// What was told.
    pub snapshot: Snapshot,
    /// Whether it was stopped; what was not asked any more are gaps.
    pub interrupted: bool,
    /// What it took.
    pub stats: Stats,
}

/// What a scan took. No part of a snapshot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// The calls, each page one.
    pub calls: u64,
    /// The attempts beyond the first of each call.
    pub retries: u64,
}

/// What the collectors of one scan share. They all run in one task, so that nothing here is locked.
pub(super) struct Scan<'p> {
    pub(super) account: AccountId,
    /// The region that services without regions are asked through.
    pub(super) home: Region,
    pub(super) ledger: Ledger,
    pub(super) found: RefCell<Vec<Resource>>,
    pub(super) limits: Limits,
    pub(super) permits: Semaphore,
    pub(super) route53_permits: Semaphore,
    pub(super) calls: Cell<u64>,
    pub(super) interrupt: Interrupt,
    pub(super) progress: &'p dyn Progress,
    /// The names of the account's zones, once they are listed.
    pub(super) zones: watch::Sender<Option<Vec<String>>>,
}

impl<'p> Scan<'p> {
    pub(super) fn new(
        account: AccountId,
        home: Region,
        limits: Limits,
        interrupt: Interrupt,
        progress: &'p dyn Progress,
    ) -> Self {
        Scan {
            ledger: Ledger::new(account.clone()),
            account,
            home,
            found: RefCell::default(),
            permits: Semaphore::new(limits.concurrency.max(1)),
            route53_permits: Semaphore::new(limits.route53_concurrency.max(1)),
            limits,
            calls: Cell::new(0),
            interrupt,
            progress,
            zones: watch::Sender::new(None),
        }
    }

    /// The names of the account's zones; waits until they were asked for. None if nobody told.
    pub(super) async fn zones(&self) -> Vec<String> {
        let mut listed = self.zones.subscribe();
        match listed.wait_for(Option::is_some).await {
            Ok(zones) => zones.iter().flatten().cloned().collect(),
            Err(_) => Vec::new(),
        }
    }
}
