//! Which regions there are, and which of them an account has enabled.

use aws_config::SdkConfig;

use super::failure::Failure;
use super::operation::{Operation, operations};
use crate::model::gap::Gap;
use crate::model::id::Region;

operations! {
    pub(super) REGIONS = "ec2:DescribeRegions";
}

/// The calls of this file.
pub(super) const TABLE: &[&Operation] = OPERATIONS;

/// Which regions of an account are scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Regions {
    /// These.
    Named(Vec<Region>),
    /// All that the account has enabled.
    All,
}

/// Regions that every account has, unless a policy of its organization forbids it.
/// <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>
const ALWAYS: [&str; 21] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    // Partitions of their own.
    "cn-north-1",
    "cn-northwest-1",
    "us-gov-east-1",
    "us-gov-west-1",
];

/// Regions that an account has only once it has enabled them. Newer ones are asked for.
const OPT_IN: [&str; 17] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/// A region as an account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) name: Region,
    /// Whether the account has it; one that is being enabled or disabled counts as not.
    pub(super) enabled: bool,
}

/// Whether every account has a region, so that nobody needs to ask.
pub(super) fn is_always_there(region: &Region) -> bool {
    ALWAYS.contains(&region.as_str())
}

/// Whether there is a region of this name, as far as this version of assize knows.
pub(super) fn is_known(region: &Region) -> bool {
    is_always_there(region) || OPT_IN.contains(&region.as_str())
}

/// The names of all known regions.
pub(super) fn known() -> impl Iterator<Item = Region> {
    ALWAYS.iter().chain(&OPT_IN).map(|name| Region::from(*name))
}

/// The regions of the partition that every account has: what is asked if nobody tells more.
pub(super) fn always(partition: &str) -> Vec<Region> {
    let regions = ALWAYS.iter().map(|name| Region::from(*name));
    regions
        .filter(|region| region.partition() == partition)
        .collect()
}

/// Asks for all regions of the partition, those that are not enabled too.
pub(super) async fn describe(config: &SdkConfig) -> Result<Vec<Told>, Gap> {
    let client = aws_sdk_ec2::Client::new(config);
    let told = client.describe_regions().all_regions(true).send().await;
    let told = told.map_err(|error| *Failure::of(REGIONS.name, &error).gap)?;
    let regions = told.regions.into_iter().flatten().filter_map(|region| {
        let status = region.opt_in_status;
        Some(Told {
            name: Region::from(region.region_name?.as_str()),
            enabled: matches!(status.as_deref(), Some("opt-in-not-required" | "opted-in")),
        })
    });
    Ok(regions.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_region_is_known_once() {
        let mut names: Vec<Region> = known().collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn what_every_account_has_depends_on_the_partition() {
        assert_eq!(always("aws").len(), 17);
        assert_eq!(always("aws-cn").len(), 2);
        assert!(!is_always_there(&Region::from("me-south-1")));
        assert!(is_known(&Region::from("me-south-1")));
        assert!(!is_known(&Region::from("eu-centrl-1")));
    }
}
