//! `assize check`: judge snapshots.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;

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
    let judging = Judging::prepare(&args.judge, config)?;
    // As in `finish`: nobody needs the memory before the process ends.
    let snapshot = ManuallyDrop::new(snapshots::read(&args.snapshots)?);
    judging.expect_accounts(&snapshot.header.accounts)?;
    judging.finish(&snapshot, console)
}
