//! Why a fact is missing.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::{AccountId, Region, Text};

/// The reasons for which a fact can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapReason {
    /// The call was refused: a missing permission or a service control policy.
    Denied,
    /// The call was throttled until the retries ran out.
    Throttled,
    /// The call did not end within its time limit.
    Timeout,
    /// The call failed for another reason; the detail says which.
    Failed,
    /// A list ended before its last page.
    Truncated,
    /// This version, or this run by choice, does not make the call, or the response did not say.
    NotCollected,
    /// The fact stands in an account that is not part of the snapshot.
    AccountNotScanned,
    /// The fact stands in a region that is not part of the snapshot.
    RegionNotScanned,
    /// A plan knows the value only after it is applied.
    KnownAfterApply,
    /// The value was removed on purpose.
    Redacted,
    /// The service or the front end cannot tell this.
    UnsupportedHere,
    /// The resource is changing, and its state says nothing until it has settled.
    InTransition,
}

impl GapReason {
    /// Whether a call that was made did not tell everything: whoever scans can do something about it.
    pub fn is_failed_call(self) -> bool {
        use GapReason::{Denied, Failed, Throttled, Timeout, Truncated};
        matches!(self, Denied | Throttled | Timeout | Failed | Truncated)
    }

    /// The reason as it stands in snapshots and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            GapReason::Denied => "denied",
            GapReason::Throttled => "throttled",
            GapReason::Timeout => "timeout",
            GapReason::Failed => "failed",
            GapReason::Truncated => "truncated",
            GapReason::NotCollected => "not-collected",
            GapReason::AccountNotScanned => "account-not-scanned",
            GapReason::RegionNotScanned => "region-not-scanned",
            GapReason::KnownAfterApply => "known-after-apply",
            GapReason::Redacted => "redacted",
            GapReason::UnsupportedHere => "unsupported-here",
            GapReason::InTransition => "in-transition",
        }
    }
}

impl fmt::Display for GapReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A hole in what we know: the reason, the call that would have told us, and where.
///
/// Inside a resource of a snapshot the account and the region are left out where they are the
/// resource's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Why.
    pub reason: GapReason,
    /// The `service:Operation` that would have told us; empty where no single call would.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub operation: Text,
    /// The account that was, or would have been, asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The region that was, or would have been, asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// What the service said, shortened; never a value of a fact.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub detail: Text,
}

impl Gap {
    /// A gap left by one call.
    pub fn new(reason: GapReason, operation: &str) -> Self {
        Gap {
            reason,
            operation: Text::from(operation),
            account: None,
            region: None,
            detail: Text::default(),
        }
    }

    /// The same gap, said of one account and region where it names none.
    #[must_use]
    pub fn within(mut self, account: &AccountId, region: &Region) -> Self {
        self.account.get_or_insert_with(|| account.clone());
        self.region.get_or_insert_with(|| region.clone());
        self
    }

    /// The same gap with what the service said.
    #[must_use]
    pub fn because(mut self, detail: impl Into<Text>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.operation.is_empty(), &self.account) {
            (false, _) => write!(f, "{} {}", self.operation, self.reason)?,
            (true, Some(account)) => write!(f, "account {account} {}", self.reason)?,
            (true, None) => write!(f, "{}", self.reason)?,
        }
        if let Some(region) = &self.region {
            write!(f, " in {region}")?;
        }
        Ok(())
    }
}
