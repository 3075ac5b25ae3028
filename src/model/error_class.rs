//! What kind of failure kept a call from being answered.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::gap::GapReason;

/// What kind of failure it was, finer than the reason of a gap: what somebody has to do about it
/// differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorClass {
    /// No policy allows the call.
    MissingPermission,
    /// A service control policy of the organization denies it.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
    ScpDeny,
    /// The credentials expired, or the clock that signs is wrong.
    Credentials,
    /// It was throttled until the attempts ran out.
    ThrottledOut,
    /// The account has not enabled the region, or not signed up for the service.
    RegionNotEnabled,
    /// Nothing answers there, or what answers does not know the operation.
    ServiceNotThere,
    /// No answer came in time.
    Timeout,
    /// The answer is not one of the service's protocol, or contradicts itself.
    Protocol,
    /// The service said that it failed.
    ServiceError,
    /// It was not asked: by choice, or because somebody stopped the scan or the account could not
    /// be got into.
    NotAsked,
}

impl ErrorClass {
    /// The class as it stands in snapshots and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorClass::MissingPermission => "missing-permission",
            ErrorClass::ScpDeny => "scp-deny",
            ErrorClass::Credentials => "credentials",
            ErrorClass::ThrottledOut => "throttled-out",
            ErrorClass::RegionNotEnabled => "region-not-enabled",
            ErrorClass::ServiceNotThere => "service-not-there",
            ErrorClass::Timeout => "timeout",
            ErrorClass::Protocol => "protocol",
            ErrorClass::ServiceError => "service-error",
            ErrorClass::NotAsked => "not-asked",
        }
    }
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is known of a failure if only its reason is.
impl From<GapReason> for ErrorClass {
    fn from(reason: GapReason) -> Self {
        match reason {
            GapReason::Denied => ErrorClass::MissingPermission,
            GapReason::Throttled => ErrorClass::ThrottledOut,
            GapReason::Timeout => ErrorClass::Timeout,
            GapReason::Failed => ErrorClass::ServiceError,
            GapReason::Truncated => ErrorClass::Protocol,
            GapReason::UnsupportedHere => ErrorClass::ServiceNotThere,
            GapReason::RegionNotScanned => ErrorClass::RegionNotEnabled,
            GapReason::NotCollected
            | GapReason::AccountNotScanned
            | GapReason::KnownAfterApply
            | GapReason::Redacted
            | GapReason::InTransition => ErrorClass::NotAsked,
        }
    }
}
