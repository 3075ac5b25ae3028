//! The live account: how it is reached, and which of its regions are meant.

#[cfg(not(feature = "aws"))]
mod absent;
#[cfg(feature = "aws")]
mod live;
#[cfg(feature = "aws")]
mod progress;

use assize::config::ValidConfig;
use assize::model::id::{AccountId, Region};
use assize::snapshot::Snapshot;
use clap::Args;

use crate::end::Failure;

#[cfg(not(feature = "aws"))]
pub(crate) use absent::Account;
#[cfg(feature = "aws")]
pub(crate) use live::Account;

/// How to reach the account.
#[derive(Debug, Args)]
#[command(next_help_heading = "Account")]
pub(crate) struct AccessArgs {
    /// The profile of ~/.aws to use; without it, the usual AWS chain decides
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,

    /// A region (repeatable); without it, those of the account in assize.toml, else that of the
    /// profile or the environment
    #[arg(long, value_name = "REGION", value_parser = region)]
    region: Vec<Region>,

    /// Take on this role, and read the account that it is in
    #[arg(long, value_name = "ARN")]
    role_arn: Option<String>,

    /// The external id that the role asks for
    #[arg(long, value_name = "ID", requires = "role_arn")]
    external_id: Option<String>,

    /// Give up an attempt of a call after this time, and the call with all its attempts after four
    /// times as long
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

impl AccessArgs {
    /// The regions that the user named.
    pub(crate) fn named_regions(&self) -> &[Region] {
        &self.region
    }
}

/// What a live account told.
pub(crate) struct Collected {
    /// What was told, with its digest.
    pub(crate) snapshot: Snapshot,
    /// Whether somebody stopped it.
    pub(crate) interrupted: bool,
}

/// The regions to scan: those that the user names, else those of the account in `assize.toml`, else
/// the one of the AWS chain.
pub(crate) fn regions(
    named: &[Region],
    config: &ValidConfig,
    account: &AccountId,
    of_chain: Option<&Region>,
) -> Result<Vec<Region>, Failure> {
    let of_config = config.accounts.get(account);
    let of_config = of_config.map(|entry| entry.regions.keys().cloned().collect());
    let ways: [Vec<Region>; 3] = [
        named.to_vec(),
        of_config.unwrap_or_default(),
        of_chain.cloned().into_iter().collect(),
    ];
    let named = ways.into_iter().find(|regions| !regions.is_empty());
    let mut regions = named.ok_or_else(|| no_region(account.as_str()))?;
    regions.sort();
    regions.dedup();
    Ok(regions)
}

/// The three ways to name a region, to somebody who has used none.
fn no_region(account: &str) -> Failure {
    Failure::Usage(format!(
        "no region is named: give `--region REGION`, or name `regions` under [accounts.{account}] \
         in assize.toml (`assize init` writes it), or set AWS_REGION or the profile's `region`"
    ))
}

fn region(text: &str) -> Result<Region, String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match text.contains('-') && text.chars().all(allowed) {
        true => Ok(Region::from(text)),
        false => Err("a region is written as eu-central-1".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use assize::config::{self, ValidConfig};
    use assize::model::id::{AccountId, Region};

    use super::{region, regions};

    #[test]
    fn regions_are_named_in_three_ways() {
        let account = AccountId::from("123456789012");
        let text = "version = 1\n[accounts.123456789012]\nregions = [\"eu-west-1\"]\n";
        let told = config::read(text, "assize.toml").expect("a good file");
        let nothing = ValidConfig::default();
        let (named, of_chain) = (Region::from("us-east-1"), Region::from("ap-south-1"));
        let of = |named: &[Region], config, of_chain| {
            regions(named, config, &account, of_chain).map(|found| found[0].to_string())
        };
        let names = std::slice::from_ref(&named);
        assert_eq!(
            of(names, &told, Some(&of_chain)).as_deref(),
            Ok("us-east-1")
        );
        assert_eq!(of(&[], &told, Some(&of_chain)).as_deref(), Ok("eu-west-1"));
        assert_eq!(
            of(&[], &nothing, Some(&of_chain)).as_deref(),
            Ok("ap-south-1")
        );
        let failure = of(&[], &nothing, None).expect_err("no region").to_string();
        for way in ["--region", "[accounts.123456789012]", "AWS_REGION"] {
            assert!(failure.contains(way), "{failure}");
        }
    }

    #[test]
    fn a_region_has_the_form_of_one() {
        assert!(region("eu-central-1").is_ok());
        for wrong in ["", "Frankfurt", "eu_central_1", "eu-central-1 us-east-1"] {
            assert!(region(wrong).is_err(), "{wrong}");
        }
    }
}
