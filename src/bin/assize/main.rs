//! The command line: reads arguments and files, and ends with an exit code.

mod account;
mod apart;
mod args;
mod asked;
mod check;
mod collect;
mod color;
mod completions;
mod config;
mod console;
mod demo;
mod directory;
mod end;
mod files;
mod iam_policy;
mod init;
mod judging;
mod least_privilege;
mod logging;
mod man;
mod near;
mod outputs;
mod policies;
mod reach;
mod resolve;
mod rules;
mod scan;
mod snapshot;
mod snapshots;
mod view;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use console::Console;
use end::{End, Failure};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let console = Console { quiet: cli.quiet };
    let end = run(&cli, console).unwrap_or_else(|failure| {
        console.complain(&failure);
        failure.end()
    });
    end.into()
}

fn run(cli: &Cli, console: Console) -> Result<End, Failure> {
    logging::begin(cli.verbose)?;
    let config = cli.config.as_deref();
    match &cli.command {
        Command::Scan(args) => scan::run(args, config, console),
        Command::Collect(args) => collect::run(args, config, console),
        Command::Check(args) => check::run(args, config, console),
        Command::Demo(args) => demo::run(args),
        Command::Rules(command) => rules::run(command),
        Command::Snapshot(command) => snapshot::run(command, console),
        Command::Reach(args) => reach::run(args, config, console),
        Command::Resolve(args) => resolve::run(args, config, console),
        Command::LeastPrivilege(args) => least_privilege::run(args, config, console),
        Command::View(args) => view::run(args, config, console),
        Command::Init(args) => init::run(args, config, console),
        Command::IamPolicy(args) => iam_policy::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}
