//! How a run ends: why it could not do what it was asked, and its exit code.

use std::fmt;
use std::process::ExitCode;

/// How a run ended, in rising precedence: where several hold, the greatest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// Nothing is to be said.
    #[default]
    Done,
    /// Something could not be read, or somebody interrupted.
    Incomplete,
    /// Findings at or above `--fail-on`.
    Findings,
    /// assize failed, or a rule did.
    Failed,
    /// Wrong usage, or input that cannot be read.
    Usage,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        ExitCode::from(match end {
            End::Done => 0,
            End::Failed => 1,
            End::Usage => 2,
            End::Findings => 3,
            End::Incomplete => 4,
        })
    }
}

/// Why a run could not do what it was asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The user can do something about it: another argument, another file.
    Usage(String),
    /// It is the fault of assize or of what it stands on.
    Failed(String),
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Failure::Usage(message.into())
    }

    /// Several problems, a line each, under one headline.
    pub(crate) fn usage_of(headline: &str, problems: &[impl fmt::Display]) -> Self {
        let lines = problems.iter().map(|problem| format!("\n  {problem}"));
        Failure::Usage(format!("{headline}:{}", lines.collect::<String>()))
    }

    pub(crate) fn end(&self) -> End {
        match self {
            Failure::Usage(_) => End::Usage,
            Failure::Failed(_) => End::Failed,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(message) | Failure::Failed(message) => f.write_str(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::End;

    #[test]
    fn precedence_is_2_1_3_4_0() {
        let falling = [
            End::Usage,
            End::Failed,
            End::Findings,
            End::Incomplete,
            End::Done,
        ];
        assert!(falling.is_sorted_by(|a, b| a > b));
    }
}
