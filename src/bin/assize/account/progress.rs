//! The progress bar of a scan: on a terminal only.

use assize::collect::Progress;
use assize::model::gap::Gap;
use assize::model::id::{AccountId, Region};
use indicatif::{ProgressBar, ProgressStyle};

use crate::console::Console;

/// How many calls were made, of how many that are known to come.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(console: Console) -> Self {
        if console.quiet {
            return Bar(ProgressBar::hidden());
        }
        // Hides itself where standard error is no terminal.
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} calls  {msg}") {
            bar.set_style(style);
        }
        Bar(bar)
    }

    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn planned(&self, calls: usize) {
        self.0.inc_length(calls as u64);
    }

    fn done(&self, operation: &str, _: &AccountId, region: &Region, _: usize, _: Option<&Gap>) {
        self.0.inc(1);
        self.0.set_message(format!("{operation} in {region}"));
    }
}
