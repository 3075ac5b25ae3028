//! Synthetic snapshots: all kinds of resources in the shares and shapes of a company's accounts, linked
//! together, completely told, and the same for the same seed.

mod databases;
mod dns;
mod endpoints;
mod groups;
mod iam;
mod machines;
mod network;
mod random;
mod services;
mod site;
mod whole;

use std::collections::BTreeSet;

use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::id::{AccountId, Region, Text};
use assize::model::kinds::{KINDS, Reach};
use assize::snapshot::{Header, Snapshot};

use site::Site;

/// What a snapshot is made of.
#[derive(Clone, Copy)]
pub(crate) struct World {
    /// How many resources; at least [`World::SITE`].
    pub(crate) resources: usize,
    /// Of a hundred subjects, how many have what rules need in common with others. The rest has
    /// values of its own.
    pub(crate) repeats: u32,
    /// Where the random numbers begin.
    pub(crate) seed: u64,
}

impl World {
    /// The resources of one account in one region.
    pub(crate) const SITE: usize = 1000;

    fn sites(self) -> usize {
        (self.resources / World::SITE).max(1)
    }
}

/// Of a hundred subjects, how many are not as they should be.
const FAILING: u32 = 3;

const REGIONS: [&str; 4] = ["ap-northeast-1", "eu-west-1", "us-east-1", "us-west-2"];
const STARTED: &str = "2026-11-24T01:00:00Z";
const ENDED: &str = "2026-11-24T01:20:00Z";

/// Makes a snapshot.
pub(crate) fn snapshot(world: World) -> Snapshot {
    let sites = world.sites();
    let mut resources = Vec::with_capacity(world.resources);
    for number in 0..sites {
        let target = world.resources * (number + 1) / sites - world.resources * number / sites;
        let site = Site::new(world, number, account(number), region(number));
        resources.extend(site.populate(target));
    }
    let accounts: BTreeSet<AccountId> = (0..sites).map(account).collect();
    let regions: BTreeSet<Region> = (0..sites).map(region).collect();
    let coverage = accounts
        .iter()
        .flat_map(|account| complete(account, &regions))
        .collect();
    let header = Header {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        accounts: accounts.into_iter().collect(),
        regions: regions.into_iter().collect(),
        started: Text::from(STARTED),
        ended: Text::from(ENDED),
        ..Header::default()
    };
    Snapshot::assemble(header, coverage, resources)
}

fn account(site: usize) -> AccountId {
    AccountId::from(format!("{:012}", 100_000_000_000 + site / REGIONS.len()).as_str())
}

fn region(site: usize) -> Region {
    Region::from(REGIONS[site % REGIONS.len()])
}

/// Every call of every kind, answered to the end, in one account.
fn complete(account: &AccountId, regions: &BTreeSet<Region>) -> Vec<CoverageEntry> {
    let mut asked = BTreeSet::new();
    for kind in KINDS {
        let via = kind.record.attributes.iter();
        let via = via.filter_map(|attribute| attribute.via);
        for operation in kind.enumerated_by.iter().copied().chain(via) {
            if kind.reach == Reach::Global || operation.starts_with("route53:") {
                asked.insert((Region::global(), operation));
            } else {
                asked.extend(regions.iter().map(|region| (region.clone(), operation)));
            }
        }
    }
    let answered = asked.into_iter().map(|(region, operation)| CoverageEntry {
        account: account.clone(),
        region,
        operation: Text::from(operation),
        status: Completeness::Complete,
        time: Text::from(ENDED),
        pages: 1,
        items: 1,
        gap: None,
        class: None,
    });
    answered.collect()
}
