//! Live accounts: how they are reached, and which of their regions are meant.

#[cfg(not(feature = "aws"))]
mod absent;
#[cfg(feature = "aws")]
mod live;
#[cfg(feature = "aws")]
mod profile;
#[cfg(feature = "aws")]
mod progress;
mod regions;
#[cfg(feature = "aws")]
mod targets;

use std::collections::BTreeSet;

#[cfg(feature = "aws")]
use assize::collect::Extra;
use assize::model::id::{AccountId, Region, Scope};
use assize::snapshot::Snapshot;
use clap::Args;

use crate::end::End;

#[cfg(not(feature = "aws"))]
pub(crate) use absent::Accounts;
#[cfg(feature = "aws")]
pub(crate) use live::Accounts;

/// How to reach accounts.
#[derive(Debug, Args)]
#[command(next_help_heading = "Accounts")]
pub(crate) struct AccessArgs {
    /// The profile of ~/.aws to use (repeatable); without it, the usual AWS chain decides
    #[arg(long, value_name = "NAME")]
    profile: Vec<String>,

    /// A region (repeatable), or `all` that the account has enabled; without it, those of the account
    /// in assize.toml, else that of the profile or the environment
    #[arg(long, alias = "regions", value_name = "REGION", value_delimiter = ',', value_parser = regions::parse)]
    region: Vec<Region>,

    /// Take on this role, and read the account that it is in (repeatable)
    #[arg(long, value_name = "ARN")]
    role_arn: Vec<String>,

    /// Read these accounts, each by the role that --role-name names
    ///
    /// Each is scanned even if others cannot be: what cannot be read is unknown. The account of the
    /// credentials may be one of them; it needs no role.
    #[arg(long, value_name = "ID,ID", value_delimiter = ',', value_parser = id)]
    accounts: Vec<AccountId>,

    /// Read all accounts of the organization, each by the role that --role-name names
    ///
    /// The credentials must be those of its management account, or of a delegated administrator.
    /// Accounts that are suspended are left out.
    #[arg(long, conflicts_with = "accounts", requires = "role_name")]
    organization: bool,

    /// The name of the role to take on in each account, with its path if it has one
    #[arg(long, value_name = "NAME")]
    role_name: Option<String>,

    /// The external id that roles ask for
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,

    /// What sessions of roles are called in CloudTrail
    #[arg(long, value_name = "NAME", default_value = "assize")]
    session_name: String,

    /// Also have IAM write its reports, and read them; without it, what they tell is unknown
    #[arg(long)]
    iam_reports: bool,

    /// Also read metrics of CloudWatch, which AWS bills by the metric; without it, what they tell is
    /// unknown
    #[arg(long)]
    metrics: bool,

    /// Say at the end what the calls took: how many of each, retries, time waited for a turn, time
    #[arg(long)]
    profile_collect: bool,

    /// Give up an attempt of a call after this time, and the call with all its attempts after four
    /// times as long
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

impl AccessArgs {
    /// What to ask for besides what every scan asks for.
    #[cfg(feature = "aws")]
    fn extras(&self) -> Vec<Extra> {
        let wanted = [
            (Extra::IamReports, self.iam_reports),
            (Extra::Metrics, self.metrics),
        ];
        let wanted = wanted.into_iter().filter(|(_, wanted)| *wanted);
        wanted.map(|(extra, _)| extra).collect()
    }

    /// Whether roles of other accounts are taken on from the account of the credentials.
    #[cfg(feature = "aws")]
    fn goes_on(&self) -> bool {
        self.organization || !self.accounts.is_empty()
    }

    /// The regions that the user named.
    pub(crate) fn named_regions(&self) -> Vec<Region> {
        let named = self.region.iter();
        named
            .filter(|region| region.as_str() != regions::ALL)
            .cloned()
            .collect()
    }
}

/// What of the accounts is meant.
#[derive(Debug, Default)]
#[cfg_attr(
    not(feature = "aws"),
    expect(dead_code, reason = "without AWS support no part is read")
)]
pub(crate) struct Part {
    /// Of several machines, what this one takes on.
    pub(crate) shard: Option<String>,
    /// What is there already.
    pub(crate) done: BTreeSet<Scope>,
}

/// Is given the snapshot of each account and region.
pub(crate) type Keep<'k> = dyn FnMut(Scope, Snapshot) + 'k;

/// How reading accounts ended.
#[derive(Debug)]
pub(crate) struct Read {
    /// What it means for the exit code.
    pub(crate) end: End,
}

/// What live accounts told, as one.
pub(crate) struct Collected {
    /// What was told, with its digest.
    pub(crate) snapshot: Snapshot,
    /// What it means for the exit code.
    pub(crate) end: End,
}

/// The id of an account, from the command line.
pub(crate) fn id(text: &str) -> Result<AccountId, String> {
    match text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(AccountId::from(text)),
        false => Err("an account has twelve digits, such as 123456789012".to_owned()),
    }
}
