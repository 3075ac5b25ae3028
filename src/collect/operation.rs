//! An operation of AWS that a collector may call, declared beside the code that calls it.

use crate::model::id::Region;
use crate::model::kinds::{self, Reach};

/// One read of one service.
#[derive(Debug)]
pub struct Operation {
    /// `service:Operation`, by the names that IAM has for both: `ec2:DescribeVpcs`.
    pub name: &'static str,
    /// The IAM actions that allow it, all of them; none if everybody may.
    pub actions: &'static [&'static str],
    /// The operations that tell what this one asks about; none if it needs no other.
    pub after: &'static [&'static Operation],
    /// Whether it makes AWS write a report for us, which is done only where somebody asks for it.
    pub is_report: bool,
}

impl Operation {
    /// Where it is asked: in each region, or once for the account.
    pub fn reach(&self) -> Reach {
        match kinds::is_global(self.name) {
            true => Reach::Global,
            false => Reach::Regional,
        }
    }

    /// The region under which the coverage of a call is told.
    pub(super) fn place(&self, asked_in: &Region) -> Region {
        match self.reach() {
            Reach::Global => Region::global(),
            Reach::Regional => asked_in.clone(),
        }
    }
}

/// Declares the operations of a file, a line each, and the list of them: `NAME = "service:Operation"`,
/// then `after OTHER, ANOTHER` if it asks about what others told, `action "service:Action", ..` if IAM
/// has another name for it or asks for others, and `as free` if it needs no permission, or `as report` if it makes AWS
/// write a report.
macro_rules! operations {
    ($($see:vis $name:ident = $text:literal $(after $($other:ident),+)? $(action $($action:literal),+)? $(as $how:ident)?;)+) => {
        $(
            $see static $name: $crate::collect::operation::Operation = $crate::collect::operation::Operation {
                name: $text,
                actions: $crate::collect::operation::operations!(@actions $text $(($($action),+))? $($how)?),
                after: &[$($(&$other),+)?],
                is_report: $crate::collect::operation::operations!(@report $($how)?),
            };
        )+

        /// Every operation that this file calls.
        const OPERATIONS: &[&$crate::collect::operation::Operation] = &[$(&$name),+];
    };
    (@actions $text:literal free) => { &[] };
    (@actions $text:literal ($($action:literal),+) $(report)?) => { &[$($action),+] };
    (@actions $text:literal $(report)?) => { &[$text] };
    (@report report) => { true };
    (@report $(free)?) => { false };
}
pub(super) use operations;

#[cfg(test)]
mod tests {
    operations! {
        LIST = "access-analyzer:ListFindingsV2" action "access-analyzer:ListFindings";
        ONE = "iam:GetUser" after LIST;
        BOTH = "s3:GetPublicAccessBlock" after LIST action "s3:GetBucketPublicAccessBlock";
        IDENTITY = "sts:GetCallerIdentity" as free;
        REPORT = "iam:GenerateCredentialReport" action "iam:GenerateCredentialReport", "iam:GetUser" as report;
    }

    #[test]
    fn a_line_says_what_allows_an_operation_and_what_it_hangs_on() {
        let told: Vec<_> = OPERATIONS
            .iter()
            .map(|one| {
                (
                    one.actions,
                    one.after.first().map(|other| other.name),
                    one.is_report,
                )
            })
            .collect();
        let list = Some(LIST.name);
        assert_eq!(
            told,
            [
                (&["access-analyzer:ListFindings"][..], None, false),
                (&["iam:GetUser"], list, false),
                (&["s3:GetBucketPublicAccessBlock"], list, false),
                (&[], None, false),
                (&["iam:GenerateCredentialReport", "iam:GetUser"], None, true),
            ]
        );
    }
}
