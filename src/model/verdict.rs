//! What a rule can answer about a subject: the verdicts, in the order that reports count them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a rule says of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The facts deny it.
    Fail,
    /// A fact is missing.
    Unknown,
    /// The rule itself failed.
    Error,
    /// The facts deny it, and somebody answers for that.
    Waived,
    /// All facts are known and none denies it.
    Pass,
    /// The rule does not concern it.
    NotApplicable,
}

impl Verdict {
    /// Every verdict, in the order of reports.
    pub const ALL: [Verdict; 6] = [
        Verdict::Fail,
        Verdict::Unknown,
        Verdict::Error,
        Verdict::Waived,
        Verdict::Pass,
        Verdict::NotApplicable,
    ];

    /// The verdict as it stands in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Fail => "fail",
            Verdict::Unknown => "unknown",
            Verdict::Error => "error",
            Verdict::Waived => "waived",
            Verdict::Pass => "pass",
            Verdict::NotApplicable => "not-applicable",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
