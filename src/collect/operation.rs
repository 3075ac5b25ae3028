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
    /// What somebody has to ask for before it is made; none if it is made without.
    pub only_with: Option<Extra>,
}

/// What a scan asks for only where somebody wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// Reports that IAM writes when it is asked to, which is no mere read.
    IamReports,
    /// Values of metrics, which are billed.
    /// <https://aws.amazon.com/cloudwatch/pricing/>
    Metrics,
}

impl Extra {
    /// The option that asks for it.
    pub fn option(self) -> &'static str {
        match self {
            Extra::IamReports => "--iam-reports",
            Extra::Metrics => "--metrics",
        }
    }
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
/// has another name for it or asks for others, and `as free` if it needs no permission, or the [`Extra`] that has to
/// be asked for: `as IamReports`.
macro_rules! operations {
    ($($see:vis $name:ident = $text:literal $(after $($other:ident),+)? $(action $($action:literal),+)? $(as $how:ident)?;)+) => {
        $(
            $see static $name: $crate::collect::operation::Operation = $crate::collect::operation::Operation {
                name: $text,
                actions: $crate::collect::operation::operations!(@actions $text $(($($action),+))? $($how)?),
                after: &[$($(&$other),+)?],
                only_with: $crate::collect::operation::operations!(@extra $($how)?),
            };
        )+

        /// Every operation that this file calls.
        const OPERATIONS: &[&$crate::collect::operation::Operation] = &[$(&$name),+];
    };
    (@actions $text:literal free) => { &[] };
    (@actions $text:literal ($($action:literal),+) $($extra:ident)?) => { &[$($action),+] };
    (@actions $text:literal $($extra:ident)?) => { &[$text] };
    (@extra) => { None };
    (@extra free) => { None };
    (@extra $extra:ident) => { Some($crate::collect::operation::Extra::$extra) };
}
pub(super) use operations;

#[cfg(test)]
mod tests {
    use super::Extra;

    operations! {
        LIST = "access-analyzer:ListFindingsV2" action "access-analyzer:ListFindings";
        ONE = "iam:GetUser" after LIST;
        BOTH = "s3:GetPublicAccessBlock" after LIST action "s3:GetBucketPublicAccessBlock";
        IDENTITY = "sts:GetCallerIdentity" as free;
        REPORT = "iam:GenerateCredentialReport" action "iam:GenerateCredentialReport", "iam:GetUser" as IamReports;
        VALUES = "cloudwatch:GetMetricData" as Metrics;
    }

    #[test]
    fn a_line_says_what_allows_an_operation_and_what_it_hangs_on() {
        let told: Vec<_> = OPERATIONS
            .iter()
            .map(|one| {
                (
                    one.actions,
                    one.after.first().map(|other| other.name),
                    one.only_with,
                )
            })
            .collect();
        let list = Some(LIST.name);
        assert_eq!(
            told,
            [
                (&["access-analyzer:ListFindings"][..], None, None),
                (&["iam:GetUser"], list, None),
                (&["s3:GetBucketPublicAccessBlock"], list, None),
                (&[], None, None),
                (
                    &["iam:GenerateCredentialReport", "iam:GetUser"],
                    None,
                    Some(Extra::IamReports)
                ),
                (&["cloudwatch:GetMetricData"], None, Some(Extra::Metrics)),
            ]
        );
    }
}
