//! What accounts told us, frozen.

mod assemble;
mod digest;
mod error;
mod line;
mod read;
mod redact;
#[cfg(test)]
mod tests;
mod unify;
mod write;

pub use error::{Fault, SnapshotError};
pub use redact::RedactError;

use serde::{Deserialize, Serialize};

use crate::model::coverage::CoverageEntry;
use crate::model::id::{AccountId, Region, Text};
use crate::model::resource::Resource;

/// The major version of the format that is written, and the newest that is read.
pub const FORMAT: u32 = 1;

/// The first line of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The major version of the format; a newer one is refused.
    pub format: u32,
    /// The version of the tool that wrote it.
    pub tool_version: String,
    /// The version of each kind's attributes.
    pub kinds: std::collections::BTreeMap<Text, u32>,
    /// The operations that were asked, and the versions of their collectors.
    pub operations: std::collections::BTreeMap<Text, u32>,
    /// The accounts that were scanned, sorted.
    pub accounts: Vec<AccountId>,
    /// The regions that were scanned, sorted, without `global`.
    pub regions: Vec<Region>,
    /// When collecting began, RFC 3339 in UTC.
    pub started: Text,
    /// When it ended; "now" for every layer unless another time is given.
    pub ended: Text,
}

/// A snapshot in memory: sorted, and what a file of it says byte for byte.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// What was scanned, when, by what.
    pub header: Header,
    /// What was asked and what of it was answered, sorted by account, region, operation.
    pub coverage: Vec<CoverageEntry>,
    /// The resources, sorted by kind and ARN.
    pub resources: Vec<Resource>,
    /// The SHA-256 of the uncompressed lines before the trailer, in hex; empty unless it was read.
    /// Of several that were merged: of their digests, sorted, a line each.
    pub digest: String,
}

impl Snapshot {
    /// Whether an account and region was scanned. Where several snapshots are read as one, not every
    /// account was asked in every region.
    pub fn has_scanned(&self, account: &AccountId, region: &Region) -> bool {
        let is_global = region.as_str() == Region::GLOBAL;
        let header = &self.header;
        if !header.accounts.contains(account) || !is_global && !header.regions.contains(region) {
            return false;
        }
        let first = self
            .coverage
            .partition_point(|entry| entry.account < *account);
        let own = self.coverage[first..].iter();
        let mut own = own.take_while(|entry| entry.account == *account).peekable();
        // Without any word about its calls, the header is all that there is.
        own.peek().is_none()
            || own.any(|entry| {
                // Regions ask Route 53, which is global, for their own sake.
                entry.region == *region && (!is_global || entry.operation == WHO)
            })
    }
}

/// What is asked of each account that is scanned globally, and of no region.
const WHO: &str = "sts:GetCallerIdentity";
