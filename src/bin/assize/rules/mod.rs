//! `assize rules`: what is judged, and how to judge more.

mod list;
mod new;
mod schema;
mod show;
mod starter;
mod test;

use clap::Subcommand;

use crate::end::{End, Failure};

/// List, read, test and write rules
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  assize rules list
  assize rules show db-in-isolated-subnet
  assize rules new --policies rules rds-no-postgres-13
  assize rules test --policies rules")]
pub(crate) enum Command {
    List(list::Arguments),
    Show(show::Arguments),
    Test(test::Arguments),
    New(new::Arguments),
    Schema(schema::Arguments),
}

pub(crate) fn run(command: &Command) -> Result<End, Failure> {
    match command {
        Command::List(args) => list::run(args),
        Command::Show(args) => show::run(args),
        Command::Test(args) => test::run(args),
        Command::New(args) => new::run(args),
        Command::Schema(args) => schema::run(args),
    }
}
