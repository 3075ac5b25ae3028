//! `assize collect`: what accounts tell, kept for later.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::id::AccountId;
use assize::snapshot::Snapshot;
use clap::Args;

use crate::account::{AccessArgs, Accounts, Collected, Part};
use crate::apart::Apart;
use crate::config;
use crate::console::{Console, plain};
use crate::directory::Directory;
use crate::end::{End, Failure};
use crate::files::{self, Readers};

/// Read accounts and keep what they tell in snapshots
///
/// Only read calls of metadata are made. A call that is denied, or fails, is no error: the snapshot
/// says so, and rules that need what it would have told answer `unknown`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize collect --profile audit --region eu-central-1 -o account.assize
  assize collect --role-arn arn:aws:iam::123456789012:role/audit -o account.assize
  assize check account.assize
  assize collect --accounts 111111111111,222222222222 --role-name audit --region all -o all/ --shard 1/4
  assize check all/")]
pub(crate) struct Arguments {
    /// The snapshot to write; only you will be able to read it
    ///
    /// A path that ends in `/` is a directory: there, each account and region has a snapshot of its
    /// own, written as soon as it is read. `assize check` takes the directory.
    #[arg(long, short, value_name = "PATH")]
    output: PathBuf,

    /// Read a part only, such as 2/5: of five machines that fill a directory together, the second
    ///
    /// Which accounts and regions a part has follows from their names.
    #[arg(long, value_name = "I/N")]
    shard: Option<String>,

    /// Go on with a collection that was stopped: leave out what is in the directory already
    #[arg(long)]
    resume: bool,

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
    let (end, coverage) = match Directory::of(&args.output) {
        Some(directory) => into_directory(args, &directory, config, console)?,
        None if args.shard.is_some() || args.resume => return Err(no_directory(&args.output)),
        None => into_file(args, config, console)?,
    };
    let missing = unanswered(&coverage);
    console.say(&plain(&told(&missing)));
    let incomplete = args.fail_on_incomplete && !missing.is_empty();
    Ok(match incomplete {
        true => end.max(End::Incomplete),
        false => end,
    })
}

fn into_file(
    args: &Arguments,
    config: Option<&Path>,
    console: Console,
) -> Result<(End, Vec<CoverageEntry>), Failure> {
    config::keep_apart(config, &mut Apart::written(Some(&args.output), "-o"))?;
    files::probe(&args.output)?;
    let accounts = Accounts::open(&args.access, &config::load(config)?, console)?;
    let Collected { snapshot, end } = accounts.read(console)?;
    keep(&snapshot, &args.output, console)?;
    Ok((end, snapshot.coverage))
}

fn into_directory(
    args: &Arguments,
    directory: &Directory,
    config: Option<&Path>,
    console: Console,
) -> Result<(End, Vec<CoverageEntry>), Failure> {
    directory.prepare()?;
    // Others may be filling it with their parts.
    if !args.resume && args.shard.is_none() {
        directory.expect_empty()?;
    }
    let accounts = Accounts::open(&args.access, &config::load(config)?, console)?;
    let finished = match args.resume {
        true => directory.finished(|snapshot| accounts.is_finished(snapshot))?,
        false => BTreeMap::new(),
    };
    let part = Part {
        shard: args.shard.clone(),
        done: finished.keys().cloned().collect(),
    };
    let before = finished.len();
    let mut coverage: Vec<CoverageEntry> = finished.into_values().flatten().collect();
    let (mut kept, mut resources, mut failed) = (0_usize, 0, None);
    let read = accounts.read_each(&part, console, &mut |scope, snapshot| {
        match directory.keep(&scope, &snapshot) {
            Ok(()) => kept += 1,
            Err(failure) => failed = Some(failure),
        }
        resources += snapshot.resources.len();
        coverage.extend(snapshot.coverage);
    })?;
    if let Some(failure) = failed {
        return Err(failure);
    }
    let line = match before {
        0 => String::new(),
        before => format!("; {before} were there already"),
    };
    let shown = args.output.display();
    let line = format!("wrote {kept} snapshots to {shown}: {resources} resources{line}\n");
    console.say(&plain(&line));
    Ok((read.end, coverage))
}

fn no_directory(path: &Path) -> Failure {
    let shown = path.display();
    Failure::Usage(format!(
        "`--shard` and `--resume` need a directory, where each account and region has a snapshot of \
         its own; write it with a `/` at its end, as `-o {shown}/`"
    ))
}

/// Writes a snapshot for its owner.
pub(crate) fn keep(snapshot: &Snapshot, path: &Path, console: Console) -> Result<(), Failure> {
    files::write(path, Readers::Owner, |file| snapshot.write(file).map(drop))?;
    let accounts: Vec<&str> = snapshot
        .header
        .accounts
        .iter()
        .map(AccountId::as_str)
        .collect();
    let word = match accounts.len() {
        1 => "account",
        _ => "accounts",
    };
    let line = format!(
        "wrote {}: {} resources of {word} {}\n",
        path.display(),
        snapshot.resources.len(),
        accounts.join(", ")
    );
    console.say(&plain(&line));
    Ok(())
}

fn unanswered(coverage: &[CoverageEntry]) -> Vec<&CoverageEntry> {
    let coverage = coverage.iter();
    coverage
        .filter(|entry| entry.status != Completeness::Complete)
        .collect()
}

fn told(missing: &[&CoverageEntry]) -> String {
    if missing.is_empty() {
        return String::new();
    }
    let several = missing
        .iter()
        .any(|entry| entry.account != missing[0].account);
    let line = |entry: &&CoverageEntry| {
        let reason = entry.gap.as_ref().map(|gap| gap.reason.as_str());
        let (operation, region) = (&entry.operation, &entry.region);
        let place = match several {
            true => format!("{} {region}", entry.account),
            false => region.to_string(),
        };
        format!(
            "  {operation} in {place}: {}\n",
            reason.unwrap_or("partial")
        )
    };
    let lines: String = missing.iter().map(line).collect();
    let count = missing.len();
    format!("{count} calls were not answered to the end; what they tell is unknown:\n{lines}")
}
