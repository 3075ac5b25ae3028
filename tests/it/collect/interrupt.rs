//! A scan that is stopped keeps what it was told.

use std::sync::atomic::{AtomicUsize, Ordering};

use assize::collect::{Interrupt, Limits, Progress};
use assize::model::gap::{Gap, GapReason};
use assize::model::id::{AccountId, Region};

use super::{incomplete, limits, open};
use crate::server::Server;
use crate::world::{CONSUMER, TOKYO};

/// Stops the scan after some calls, and counts.
struct Stopping {
    interrupt: Interrupt,
    after: usize,
    planned: AtomicUsize,
    done: AtomicUsize,
}

impl Progress for Stopping {
    fn planned(&self, calls: usize) {
        self.planned.fetch_add(calls, Ordering::Relaxed);
    }

    fn done(&self, _: &str, account: &AccountId, _: &Region, _: usize, gap: Option<&Gap>) {
        assert_eq!(account.as_str(), CONSUMER);
        assert!(
            gap.is_none_or(|gap| gap.reason == GapReason::Failed),
            "{gap:?}"
        );
        if self.done.fetch_add(1, Ordering::Relaxed) + 1 == self.after {
            self.interrupt.stop();
        }
    }
}

#[test]
fn what_was_told_is_kept_and_the_rest_are_gaps() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    let slow = Limits {
        concurrency: 1,
        ..limits()
    };
    let session = open(&server, CONSUMER, slow).expect("a session");
    let progress = Stopping {
        interrupt: session.interrupt(),
        after: 10,
        planned: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
    };
    server.forget_calls();
    let collected = session.collect(&[Region::from(TOKYO)], "0.0.0-test", &progress);
    assert!(collected.interrupted);
    assert!(server.calls().len() <= 12, "{}", server.calls().len());
    assert!(!collected.snapshot.resources.is_empty());
    let lacking = incomplete(&collected);
    assert!(lacking.len() > 10, "{lacking:?}");
    let details = collected
        .snapshot
        .coverage
        .iter()
        .filter_map(|entry| entry.gap.as_ref());
    assert!(
        details.clone().all(|gap| gap.detail == "interrupted"),
        "{:?}",
        details.collect::<Vec<_>>()
    );
    let planned = progress.planned.load(Ordering::Relaxed);
    assert_eq!(planned, progress.done.load(Ordering::Relaxed));
}
