//! `assize check`: judge snapshots.

use std::mem::ManuallyDrop;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;

use crate::apart::Apart;
use crate::console::Console;
use crate::end::{End, Failure};
use crate::judging::{JudgeArgs, Judging};
use crate::snapshots;

/// Judge a snapshot and report what is found
///
/// The same snapshot, rules and assize.toml give the same bytes every time: nothing else is asked.
/// Several snapshots, and a directory with all below it, are judged as one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize check account.assize
  assize check account.assize -f markdown=report.md -f sarif=account.sarif --fail-on high
  assize check snapshots/ -f sarif=out-{account}.sarif
  assize check account.assize -f json | jq '.findings[] | select(.verdict == \"fail\")'")]
pub(crate) struct Arguments {
    /// Snapshots, or directories of them
    #[arg(value_name = "SNAPSHOT", required = true)]
    snapshots: Vec<PathBuf>,

    #[command(flatten)]
    judge: JudgeArgs,
}

pub(crate) fn run(
    args: &Arguments,
    config: Option<&Path>,
    console: Console,
) -> Result<End, Failure> {
    let paths = snapshots::files(&args.snapshots)?;
    let mut apart = Apart::default();
    for path in &paths {
        apart.read(path, "the snapshot")?;
    }
    // Meanwhile the rules are checked. What is wrong with them is said at once: nobody waits for the
    // rest of the snapshot then.
    let reading = thread::spawn(move || snapshots::read_files(&paths));
    let judging = Judging::prepare(&args.judge, config, apart)?;
    let snapshot = reading
        .join()
        .unwrap_or_else(|panic| resume_unwind(panic))?;
    // As in `finish`: nobody needs the memory before the process ends.
    let snapshot = ManuallyDrop::new(snapshot);
    judging.expect_accounts(&snapshot.header.accounts)?;
    judging.finish(&snapshot, console)
}
