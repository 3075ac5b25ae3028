//! Which regions are meant.

use assize::config::ValidConfig;
use assize::model::id::{AccountId, Region};

use crate::end::Failure;

/// What stands for all regions that an account has enabled.
pub(super) const ALL: &str = "all";

/// The regions to scan: those that the user names, else those of the account in `assize.toml`, else
/// the one of the AWS chain. None if all are meant.
#[cfg_attr(
    not(any(feature = "aws", test)),
    expect(dead_code, reason = "only the reading of accounts asks for regions")
)]
pub(super) fn choose(
    named: &[Region],
    config: &ValidConfig,
    account: &AccountId,
    of_chain: Option<&Region>,
) -> Result<Option<Vec<Region>>, Failure> {
    match named {
        [all] if all.as_str() == ALL => return Ok(None),
        several if several.iter().any(|region| region.as_str() == ALL) => {
            return Err(Failure::usage(
                "`--region all` means every region; name it alone, or the regions without it",
            ));
        }
        _ => {}
    }
    let of_config = config.accounts.get(account);
    let of_config = of_config.map(|entry| entry.regions.keys().cloned().collect());
    let ways: [Vec<Region>; 3] = [
        named.to_vec(),
        of_config.unwrap_or_default(),
        of_chain.cloned().into_iter().collect(),
    ];
    let named = ways.into_iter().find(|regions| !regions.is_empty());
    let mut regions = named.ok_or_else(|| none(account.as_str()))?;
    regions.sort();
    regions.dedup();
    Ok(Some(regions))
}

/// The three ways to name a region, to somebody who has used none.
pub(super) fn none(account: &str) -> Failure {
    Failure::Usage(format!(
        "no region is named: give `--region REGION`, or name `regions` under [accounts.{account}] \
         in assize.toml (`assize init` writes it), or set AWS_REGION or the profile's `region`"
    ))
}

pub(super) fn parse(text: &str) -> Result<Region, String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match text == ALL || text.contains('-') && text.chars().all(allowed) {
        true => Ok(Region::from(text)),
        false => Err("a region is written as eu-central-1; `all` means every one".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use assize::config::{self, ValidConfig};
    use assize::model::id::{AccountId, Region};

    use super::{choose, parse};

    #[test]
    fn regions_are_named_in_three_ways() {
        let account = AccountId::from("123456789012");
        let text = "version = 1\n[accounts.123456789012]\nregions = [\"eu-west-1\"]\n";
        let told = config::read(text, "assize.toml").expect("a good file");
        let nothing = ValidConfig::default();
        let (named, of_chain) = (Region::from("us-east-1"), Region::from("ap-south-1"));
        let of = |named: &[Region], config, of_chain| {
            let chosen = choose(named, config, &account, of_chain);
            chosen.map(|found| found.map_or("all".to_owned(), |found| found[0].to_string()))
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
        let all = [Region::from("all"), named];
        assert_eq!(of(&all[..1], &told, None).as_deref(), Ok("all"));
        of(&all, &told, None).expect_err("all, and one more");
        let failure = of(&[], &nothing, None).expect_err("no region").to_string();
        for way in ["--region", "[accounts.123456789012]", "AWS_REGION"] {
            assert!(failure.contains(way), "{failure}");
        }
    }

    #[test]
    fn a_region_has_the_form_of_one() {
        assert!(parse("eu-central-1").is_ok());
        assert!(parse("all").is_ok());
        for wrong in ["", "Frankfurt", "eu_central_1", "eu-central-1 us-east-1"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
