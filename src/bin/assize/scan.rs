//! `assize scan`: collect, then check.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::account::{AccessArgs, Accounts, Collected};
use crate::apart::Apart;
use crate::collect;
use crate::console::Console;
use crate::end::{End, Failure};
use crate::files;
use crate::judging::{JudgeArgs, Judging};

/// Read accounts, judge them, and report what is found
///
/// The same as `assize collect` and then `assize check`. Only read calls of metadata are made.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize scan --profile audit --region eu-central-1
  assize scan --profile audit -f markdown=report.md -f sarif=account.sarif --fail-on high
  assize scan --role-arn arn:aws:iam::123456789012:role/audit --snapshot account.assize
  assize scan --accounts 111111111111,222222222222 --role-name audit --region all -f json=all.json")]
pub(crate) struct Arguments {
    /// Keep what the account told, for `assize check`; only you will be able to read it
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,

    #[command(flatten)]
    judge: JudgeArgs,

    #[command(flatten)]
    access: AccessArgs,
}

pub(crate) fn run(
    args: &Arguments,
    config: Option<&Path>,
    console: Console,
) -> Result<End, Failure> {
    let apart = Apart::written(args.snapshot.as_deref(), "--snapshot");
    let judging = Judging::prepare(&args.judge, config, apart)?;
    if let Some(path) = &args.snapshot {
        files::probe(path)?;
    }
    let accounts = Accounts::open(&args.access, &judging.config, console)?;
    judging.expect_accounts(&accounts.ids())?;
    let Collected { snapshot, mut end } = accounts.read(console)?;
    // What was told is reported even if it cannot be kept.
    if let Some(path) = &args.snapshot
        && let Err(failure) = collect::keep(&snapshot, path, console)
    {
        console.complain(&failure);
        end = end.max(failure.end());
    }
    Ok(end.max(judging.finish(&snapshot, console)?))
}
