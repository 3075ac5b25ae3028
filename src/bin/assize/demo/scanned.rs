//! What a scan of a described system asked, and which calls were answered.

use std::collections::BTreeMap;

use serde::Deserialize;

use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::gap::{Gap, GapReason};
use assize::model::id::{AccountId, Region, Text};
use assize::model::kinds::{self, KINDS, KindInfo};
use assize::model::resource::Resource;
use assize::snapshot::Header;

/// A call that was not answered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Untold {
    /// The account that was asked.
    pub(super) account: AccountId,
    /// The region that was asked, or `global`.
    pub(super) region: Region,
    /// The `service:Operation`.
    pub(super) operation: Text,
    /// Why not.
    reason: GapReason,
    /// What the service said.
    detail: Text,
}

impl Untold {
    fn gap(&self) -> Gap {
        Gap::new(self.reason, &self.operation).because(self.detail.clone())
    }
}

/// Why a call told nothing of a resource that stands in a place.
pub(super) fn gap(
    untold: &[Untold],
    operation: &str,
    account: &AccountId,
    region: &Region,
) -> Option<Gap> {
    let asked = place_of(operation, region);
    untold
        .iter()
        .find(|call| {
            call.operation == operation && call.account == *account && call.region == asked
        })
        .map(Untold::gap)
}

/// One entry for each call that the kinds name, in each place where it is asked.
pub(super) fn coverage(
    header: &Header,
    resources: &[Resource],
    untold: &[Untold],
) -> Vec<CoverageEntry> {
    let mut entries = Vec::new();
    for (operation, kinds) in operations() {
        let regions = if kinds::is_global(operation) {
            vec![Region::global()]
        } else {
            header.regions.clone()
        };
        for account in &header.accounts {
            for region in &regions {
                let told = resources.iter().filter(|resource| {
                    // What belongs to no scanned account, such as a policy of AWS, all are told.
                    let foreign = !header.accounts.contains(&resource.account);
                    (foreign || resource.account == *account)
                        && kinds.contains(&resource.kind().name)
                        && place_of(operation, &resource.region) == *region
                });
                let complete = CoverageEntry {
                    account: account.clone(),
                    region: region.clone(),
                    operation: Text::from(operation),
                    status: Completeness::Complete,
                    time: header.ended.clone(),
                    pages: 1,
                    items: told.count() as u64,
                    gap: None,
                    class: None,
                };
                entries.push(match gap(untold, operation, account, region) {
                    Some(gap) => missing(complete, gap),
                    None => complete,
                });
            }
        }
    }
    entries
}

fn missing(entry: CoverageEntry, gap: Gap) -> CoverageEntry {
    CoverageEntry {
        status: Completeness::Missing,
        pages: 0,
        items: 0,
        class: Some(gap.reason.into()),
        gap: Some(gap),
        ..entry
    }
}

/// The calls that enumerate a kind or tell one of its attributes, each with these kinds.
fn operations() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut operations: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for kind in KINDS {
        for operation in operations_of(kind) {
            operations.entry(operation).or_default().push(kind.name);
        }
    }
    operations
}

fn operations_of(kind: &'static KindInfo) -> impl Iterator<Item = &'static str> {
    let enumerating = kind.enumerated_by.iter().copied();
    enumerating.chain(
        kind.record
            .attributes
            .iter()
            .filter_map(|attribute| attribute.via),
    )
}

/// Where a call is asked that tells of resources in a region.
fn place_of(operation: &str, region: &Region) -> Region {
    if kinds::is_global(operation) {
        Region::global()
    } else {
        region.clone()
    }
}
