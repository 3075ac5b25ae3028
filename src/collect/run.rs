//! A run: what the scans of all its accounts and regions share.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::interrupt::Interrupt;
use super::limits::Limits;
use super::operation::{Extra, Operation};
use super::profile::{Profile, Spent};
use super::rate::Rates;
use super::scan::Progress;

tokio::task_local! {
    /// How many attempts the call that is being made has taken so far.
    static ATTEMPTS: Cell<u64>;
}

/// Counts an attempt of the call that is being made.
pub(super) fn count_attempt() {
    // Calls outside of a run, such as those for credentials, are not counted.
    ATTEMPTS
        .try_with(|attempts| attempts.set(attempts.get() + 1))
        .ok();
}

/// What the scans of a run share. They are all in one task, so that nothing here is locked.
pub(super) struct Run<'p> {
    pub(super) limits: Limits,
    pub(super) interrupt: Interrupt,
    pub(super) progress: &'p dyn Progress,
    /// What is asked for besides what every run asks for.
    pub(super) extras: Vec<Extra>,
    pub(super) profile: RefCell<Profile>,
    permits: Semaphore,
}

/// What a call brought, and what it took.
pub(super) struct Made<T> {
    pub(super) answer: T,
    pub(super) attempts: u64,
    pub(super) took: Duration,
}

impl<'p> Run<'p> {
    pub(super) fn new(limits: Limits, interrupt: Interrupt, progress: &'p dyn Progress) -> Self {
        Run {
            permits: Semaphore::new(limits.concurrency.max(1)),
            limits,
            interrupt,
            progress,
            extras: Vec::new(),
            profile: RefCell::default(),
        }
    }

    /// Makes a call when its turn has come, and counts what it took; nothing if the run was stopped.
    pub(super) async fn make<T>(
        &self,
        operation: &'static Operation,
        rates: &RefCell<Rates>,
        place: &Semaphore,
        call: impl Future<Output = T>,
    ) -> Option<Made<T>> {
        let asked = Instant::now();
        let wait = rates.borrow_mut().take(operation.name, asked);
        let made = async {
            // A wait of no time would still be one.
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            // Neither is ever closed, so that a permit always comes. The narrow gate is first: who
            // waits there takes no turn from others.
            let _narrow = place.acquire().await.ok();
            let _permit = self.permits.acquire().await.ok();
            let begun = Instant::now();
            let counted = ATTEMPTS.scope(Cell::new(0), async {
                let answer = call.await;
                (answer, ATTEMPTS.with(Cell::get))
            });
            let (answer, attempts) = counted.await;
            let took = begun.elapsed();
            // The SDK tells nobody why it tried again; a service that fails is spared too.
            rates
                .borrow_mut()
                .learn(operation.name, attempts > 1, Instant::now());
            self.profile.borrow_mut().add(
                operation.name,
                Spent {
                    calls: 1,
                    retries: attempts.saturating_sub(1),
                    waited: begun.duration_since(asked),
                    took,
                },
            );
            Made {
                answer,
                attempts,
                took,
            }
        };
        tokio::select! {
            biased;
            () = self.interrupt.stopped() => None,
            made = made => Some(made),
        }
    }
}
