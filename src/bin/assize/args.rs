//! The command line as a whole. What belongs to one subcommand stands in its file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{
    check, collect, completions, demo, iam_policy, init, least_privilege, man, reach, resolve,
    rules, scan, snapshot, view,
};

/// Audits AWS accounts by policies written in Rego
///
/// assize reads what an AWS account tells, without changing it, judges it by rules, and reports
/// every verdict with its evidence. What could not be read is reported as unknown; it never passes.
#[derive(Debug, Parser)]
#[command(
    name = "assize",
    version,
    after_help = AFTER,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The assize.toml to use
    ///
    /// Without it, assize.toml is looked for in the working directory and in those above it, up to
    /// the root of the repository.
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    pub(crate) config: Option<PathBuf>,

    /// No summary and no progress; only what goes wrong is said
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    pub(crate) quiet: bool,

    /// Log each call to AWS on standard error; RUST_LOG says more exactly what to log
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    pub(crate) verbose: bool,
}

const AFTER: &str = "\
Examples:
  assize demo                                       see it work, without an account
  assize init --profile audit                       write down which account and regions are yours
  assize scan --profile audit -f markdown=report.md
  assize rules list                                 what is judged

Exit codes:
  0  done; nothing at or above --fail-on
  1  assize failed, or a rule did
  2  wrong usage, or input that cannot be read
  3  findings at or above --fail-on
  4  incomplete, with --fail-on-incomplete or --min-coverage, or interrupted";

/// The subcommands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Scan(scan::Arguments),
    Collect(collect::Arguments),
    Check(check::Arguments),
    Demo(demo::Arguments),
    #[command(subcommand)]
    Rules(rules::Command),
    #[command(subcommand)]
    Snapshot(snapshot::Command),
    Reach(reach::Arguments),
    Resolve(resolve::Arguments),
    LeastPrivilege(least_privilege::Arguments),
    View(view::Arguments),
    Init(init::Arguments),
    IamPolicy(iam_policy::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Where rules come from.
#[derive(Debug, Args)]
pub(crate) struct PolicyArgs {
    /// A directory with rules of your own, beside those that assize brings (repeatable)
    #[arg(long, value_name = "DIR")]
    pub(crate) policies: Vec<PathBuf>,
}
