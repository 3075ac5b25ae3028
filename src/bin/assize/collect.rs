//! `assize collect`: what an account tells, kept for later.

use std::path::{Path, PathBuf};

use assize::model::coverage::{Completeness, CoverageEntry};
use assize::snapshot::Snapshot;
use clap::Args;

use crate::account::{self, AccessArgs, Account, Collected};
use crate::config;
use crate::console::{Console, plain};
use crate::end::{End, Failure};
use crate::files::{self, Readers};

/// Read an account and keep what it tells in a snapshot
///
/// Only read calls of metadata are made. A call that is denied, or fails, is no error: the snapshot
/// says so, and rules that need what it would have told answer `unknown`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize collect --profile audit --region eu-central-1 -o account.assize
  assize collect --role-arn arn:aws:iam::123456789012:role/audit -o account.assize
  assize check account.assize")]
pub(crate) struct Arguments {
    /// The snapshot to write; only you will be able to read it
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,

    /// Exit with 4 if something could not be read
    #[arg(long)]
    fail_on_incomplete: bool,

    #[command(flatten)]
    access: AccessArgs,
}

pub(crate) fn run(
    args: &Arguments,
    config: Option<&Path>,
    console: Console,
) -> Result<End, Failure> {
    files::probe(&args.output)?;
    let config = config::load(config)?;
    let account = Account::open(&args.access, &config)?;
    let named = args.access.named_regions();
    let regions = account::regions(named, &config, account.id(), account.default_region())?;
    let Collected {
        snapshot,
        interrupted,
    } = account.collect(&regions, console)?;
    keep(&snapshot, &args.output, console)?;
    let missing = unanswered(&snapshot);
    console.say(&plain(&told(&missing)));
    let incomplete = args.fail_on_incomplete && !missing.is_empty();
    Ok(match interrupted || incomplete {
        true => End::Incomplete,
        false => End::Done,
    })
}

/// Writes a snapshot for its owner.
pub(crate) fn keep(snapshot: &Snapshot, path: &Path, console: Console) -> Result<(), Failure> {
    files::write(path, Readers::Owner, |file| snapshot.write(file).map(drop))?;
    let accounts: Vec<&str> = snapshot
        .header
        .accounts
        .iter()
        .map(|id| id.as_str())
        .collect();
    let line = format!(
        "wrote {}: {} resources of account {}\n",
        path.display(),
        snapshot.resources.len(),
        accounts.join(", ")
    );
    console.say(&plain(&line));
    Ok(())
}

fn unanswered(snapshot: &Snapshot) -> Vec<&CoverageEntry> {
    let coverage = snapshot.coverage.iter();
    coverage
        .filter(|entry| entry.status != Completeness::Complete)
        .collect()
}

fn told(missing: &[&CoverageEntry]) -> String {
    if missing.is_empty() {
        return String::new();
    }
    let line = |entry: &&CoverageEntry| {
        let reason = entry.gap.as_ref().map(|gap| gap.reason.as_str());
        let (operation, region) = (&entry.operation, &entry.region);
        format!(
            "  {operation} in {region}: {}\n",
            reason.unwrap_or("partial")
        )
    };
    let lines: String = missing.iter().map(line).collect();
    let count = missing.len();
    format!("{count} calls were not answered to the end; what they tell is unknown:\n{lines}")
}
