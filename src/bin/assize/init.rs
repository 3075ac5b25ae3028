//! `assize init`: an `assize.toml` for an account.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use assize::config::{FILE_NAME, template};
use assize::model::id::{AccountId, Region};
use clap::Args;

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
    #[arg(long, value_name = "ID", value_parser = account_id)]
    account: Option<AccountId>,

    /// A region to scan (repeatable)
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,

    /// Replace an assize.toml that is there
    #[arg(long)]
    force: bool,
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
    let regions: Vec<Region> = args
        .region
        .iter()
        .map(|name| Region::from(name.as_str()))
        .collect();
    let Some(account) = args.account.clone() else {
        return Err(Failure::usage("say which account: `--account ID`"));
    };
    let text = template(&[(account, regions)]);
    files::write(&path, Readers::Usual, |file| {
        file.write_all(text.as_bytes())
    })?;
    console.say(&plain(&format!("wrote {shown}; commit it\n")));
    Ok(End::Done)
}

fn account_id(text: &str) -> Result<AccountId, String> {
    let is_id = text.len() == 12 && text.chars().all(|c| c.is_ascii_digit());
    match is_id {
        true => Ok(AccountId::from(text)),
        false => Err("an account has twelve digits, such as 123456789012".to_owned()),
    }
}
