//! `assize snapshot redact`: a snapshot without names, accounts and addresses.

use std::path::PathBuf;

use clap::Args;

use crate::collect::keep;
use crate::console::Console;
use crate::end::{End, Failure};
use crate::{files, snapshots};

/// Replace accounts, names, ids and addresses, so that a snapshot can go with a bug report
///
/// The same name becomes the same other name everywhere, and an address stays inside of the blocks
/// that it was inside of, so that all resources hang together as they did. States, sizes, ports,
/// times and the words of AWS stay. Read the result before you give it away.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize snapshot redact account.assize -o bug-report.assize
  zstdcat bug-report.assize | less")]
pub(crate) struct Arguments {
    /// Snapshots, or directories of them, taken as one
    #[arg(value_name = "SNAPSHOT", required = true)]
    snapshots: Vec<PathBuf>,

    /// The snapshot to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(args: &Arguments, console: Console) -> Result<End, Failure> {
    files::probe(&args.output)?;
    let snapshot = snapshots::read(&args.snapshots)?;
    let redacted = snapshot
        .redacted()
        .map_err(|error| Failure::Failed(error.to_string()))?;
    keep(&redacted, &args.output, console)?;
    Ok(End::Done)
}
