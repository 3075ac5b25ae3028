//! Extents: whether every resource of a kind in an account and region is known.

use foldhash::HashMap;

use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region};
use crate::model::kinds::{self, Reach};

use crate::snapshot::Snapshot;

use super::node::Graph;
use super::{dns, schema};

/// What became of each call: every fact that is derived asks for it.
pub(super) struct Coverage<'s> {
    calls: HashMap<[&'s str; 3], &'s CoverageEntry>,
}

impl<'s> Coverage<'s> {
    pub(super) fn of(snapshot: &'s Snapshot) -> Self {
        let calls = snapshot.coverage.iter().map(|entry| {
            let call = [
                entry.operation.as_str(),
                entry.account.as_str(),
                entry.region.as_str(),
            ];
            (call, entry)
        });
        Coverage {
            calls: calls.collect(),
        }
    }
}

impl Graph<'_> {
    /// Why not every resource of a kind is known in a place; nothing if the extent is complete.
    pub fn extent(&self, kind: &str, account: &AccountId, region: &Region) -> Option<Gap> {
        let kind = schema::kind(kind)?;
        kind.enumerated_by
            .iter()
            .find_map(|operation| self.operation_gap(operation, account, region))
            .or_else(|| match kind.name {
                "dns.name_in_vpc" => dns::names_in(self, account, region),
                _ => None,
            })
    }

    /// The places where a kind has an extent: each scanned account with each of its scanned regions,
    /// or with `global`, which belongs to every account.
    pub fn places(&self, kind: &str) -> Vec<(AccountId, Region)> {
        let header = &self.snapshot.header;
        let global = schema::kind(kind).is_some_and(|kind| kind.reach == Reach::Global);
        let regions = if global {
            vec![Region::global()]
        } else {
            header.regions.clone()
        };
        let all = header.accounts.iter().flat_map(|account| {
            let regions = regions.iter();
            regions.map(|region| (account.clone(), region.clone()))
        });
        all.filter(|(account, region)| global || self.snapshot.has_scanned(account, region))
            .collect()
    }

    /// Why a call told nothing, or not everything, in a place.
    pub(super) fn operation_gap(
        &self,
        operation: &str,
        account: &AccountId,
        region: &Region,
    ) -> Option<Gap> {
        let global = kinds::is_global(operation).then(Region::global);
        let region = global.as_ref().unwrap_or(region);
        let call = [operation, account.as_str(), region.as_str()];
        let gap = match self.coverage.calls.get(&call) {
            Some(entry) if entry.status == Completeness::Complete => return None,
            Some(entry) => entry
                .gap
                .clone()
                .unwrap_or_else(|| Gap::new(GapReason::Truncated, operation)),
            None => self.unasked(operation, account, region),
        };
        Some(gap.within(account, region))
    }

    fn unasked(&self, operation: &str, account: &AccountId, region: &Region) -> Gap {
        let header = &self.snapshot.header;
        let reason = if !header.accounts.contains(account) {
            GapReason::AccountNotScanned
        } else if !self.snapshot.has_scanned(account, region) {
            GapReason::RegionNotScanned
        } else {
            GapReason::NotCollected
        };
        Gap::new(reason, operation)
    }
}
