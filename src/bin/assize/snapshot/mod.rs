//! `assize snapshot`: look into snapshots, and make them fit to be shown.

mod get;
mod info;
mod ls;
mod redact;

use clap::Subcommand;

use crate::console::Console;
use crate::end::{End, Failure};

/// Look into snapshots: what they hold, one resource, or without names for a bug report
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  assize snapshot info account.assize
  assize snapshot ls account.assize --kind ec2.security_group
  assize snapshot get account.assize sg-0a1b2c3d
  assize snapshot redact account.assize -o bug-report.assize")]
pub(crate) enum Command {
    Info(info::Arguments),
    Ls(ls::Arguments),
    Get(get::Arguments),
    Redact(redact::Arguments),
}

pub(crate) fn run(command: &Command, console: Console) -> Result<End, Failure> {
    match command {
        Command::Info(args) => info::run(args),
        Command::Ls(args) => ls::run(args),
        Command::Get(args) => get::run(args),
        Command::Redact(args) => redact::run(args, console),
    }
}
