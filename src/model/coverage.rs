//! What was asked, and what of it was answered.

use serde::{Deserialize, Serialize};

use super::error_class::ErrorClass;
use super::gap::Gap;
use super::id::{AccountId, Region, Text};

/// How far a call was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Completeness {
    /// To the end.
    Complete,
    /// Some pages, or the answer for some resources.
    Partial,
    /// Not at all.
    Missing,
}

impl Completeness {
    /// The word as it stands in snapshots and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Completeness::Complete => "complete",
            Completeness::Partial => "partial",
            Completeness::Missing => "missing",
        }
    }
}

/// What became of one operation in one account and region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageEntry {
    /// The account.
    pub account: AccountId,
    /// The region, or `global`.
    pub region: Region,
    /// The `service:Operation`.
    pub operation: Text,
    /// How far it was answered.
    pub status: Completeness,
    /// When it was asked last, RFC 3339 in UTC.
    pub time: Text,
    /// The pages, or the answers for single resources, that arrived.
    pub pages: u64,
    /// The items in them.
    pub items: u64,
    /// Why it is not complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
    /// What kind of failure that was. Snapshots of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ErrorClass>,
}

impl CoverageEntry {
    /// What kept the call from being answered to the end, in a word; empty if nothing did.
    pub fn why(&self) -> &'static str {
        let class = self.class.map(ErrorClass::as_str);
        let reason = self.gap.as_ref().map(|gap| gap.reason.as_str());
        class.or(reason).unwrap_or("")
    }
}
