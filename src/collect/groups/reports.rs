//! Reports of IAM that have to be made before they can be read, which is no read: they are not asked
//! for unless somebody wants it.

use crate::collect::operation::Operation;
use crate::model::gap::{Gap, GapReason};

/// Passwords and keys, by user. Not among the operations of any collector yet.
pub(super) static CREDENTIAL_REPORT: Operation = Operation {
    name: "iam:GetCredentialReport",
    action: Some("iam:GetCredentialReport"),
    after: &[],
    is_report: false,
};

/// Which services a role used, and when.
pub(super) static LAST_ACCESSED: Operation = Operation {
    name: "iam:GetServiceLastAccessedDetails",
    action: Some("iam:GetServiceLastAccessedDetails"),
    after: &[],
    is_report: false,
};

/// The gap of what a report would tell.
pub(super) fn by_choice(report: &Operation) -> Gap {
    Gap::new(GapReason::NotCollected, report.name).because("a report of IAM is not asked for")
}
