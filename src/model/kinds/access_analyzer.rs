//! IAM Access Analyzer: who watches for access from outside, and what they found.

use crate::model::id::Text;
use crate::record;

record! {
    /// An analyzer.
    /// <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html>
    Analyzer {
        /// The name.
        name: Text, gap;
        /// `ACCOUNT` or `ORGANIZATION` for access from outside; the others look for unused or internal
        /// access.
        r#type: Text, gap;
        /// `ACTIVE`, `CREATING`, `DISABLED` or `FAILED`.
        status: Text, gap;
        /// The active findings of one for access from outside.
        findings: Vec<Finding>, none, via "access-analyzer:ListFindingsV2";
    }
}

record! {
    /// Access from outside that an analyzer found.
    /// <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummaryV2.html>
    Finding {
        /// The ARN of what can be reached.
        resource: Text, none;
        /// `AWS::IAM::Role` and others.
        resource_type: Text, gap;
        /// The account of the resource.
        resource_owner_account: Text, gap;
        /// `ExternalAccess`.
        finding_type: Text, none;
    }
}
