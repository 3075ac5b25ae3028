//! `assize init`: an `assize.toml` for accounts.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use assize::config::{FILE_NAME, ValidConfig, template};
use assize::model::id::{AccountId, Region};
use clap::Args;

use crate::account::{self, AccessArgs, Accounts};
use crate::console::{Console, plain};
use crate::end::{End, Failure};
use crate::files::{self, Readers};

/// Write an assize.toml: which account and regions are yours
///
/// The file is meant to be committed: alerts of code scanning point to its lines, and a scan that is
/// told no regions takes them from it. Nothing secret goes into it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize init --profile audit --region eu-central-1 --region us-east-1
  assize init --account 123456789012 --region eu-central-1       asks nobody")]
pub(crate) struct Arguments {
    /// The account; without it, AWS is asked whose the credentials are
    #[arg(long, value_name = "ID", value_parser = account::id)]
    account: Option<AccountId>,

    /// Replace an assize.toml that is there
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    access: AccessArgs,
}

pub(crate) fn run(
    args: &Arguments,
    config: Option<&Path>,
    console: Console,
) -> Result<End, Failure> {
    let path = config.map_or_else(|| PathBuf::from(FILE_NAME), Path::to_owned);
    let shown = path.display();
    if path.exists() && !args.force {
        return Err(Failure::Usage(format!(
            "`{shown}` is there already, and may say what nobody else knows; change it, or replace \
             it with `--force`"
        )));
    }
    files::probe(&path)?;
    let text = template(&accounts_and_regions(args, console)?);
    files::write(&path, Readers::Usual, |file| {
        file.write_all(text.as_bytes())
    })?;
    console.say(&plain(&format!("wrote {shown}; commit it\n")));
    Ok(End::Done)
}

/// As the user says them, else as AWS does.
fn accounts_and_regions(
    args: &Arguments,
    console: Console,
) -> Result<Vec<(AccountId, Vec<Region>)>, Failure> {
    match &args.account {
        Some(account) => Ok(vec![(account.clone(), args.access.named_regions())]),
        None => Ok(Accounts::open(&args.access, &ValidConfig::default(), console)?.regions()),
    }
}
