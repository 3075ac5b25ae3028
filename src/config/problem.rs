//! What is wrong with an `assize.toml`, where, and what to do.

use std::fmt;
use std::ops::Range;

use super::places::At;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfigProblem {
    /// The file.
    pub file: String,
    /// Where in it.
    pub at: At,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ConfigProblem {
            file,
            at,
            message,
            help,
        } = self;
        write!(f, "{file}:{}:{}: {message}", at.line, at.column)?;
        if help.is_empty() {
            return Ok(());
        }
        write!(f, " ({help})")
    }
}

/// Everything that is wrong with a file, sorted by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The problems; at least one.
    pub problems: Vec<ConfigProblem>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// Problems of one file, as they are found.
pub(super) struct Problems<'t> {
    text: &'t str,
    path: &'t str,
    found: Vec<ConfigProblem>,
}

impl<'t> Problems<'t> {
    pub(super) fn of(text: &'t str, path: &'t str) -> Self {
        Problems {
            text,
            path,
            found: Vec::new(),
        }
    }

    /// The place of a range of bytes.
    pub(super) fn at(&self, span: Range<usize>) -> At {
        At::of(self.text, span)
    }

    pub(super) fn add(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(ConfigProblem {
            file: self.path.to_owned(),
            at: self.at(span),
            message: message.into(),
            help: help.into(),
        });
    }

    pub(super) fn into_error(mut self) -> Option<ConfigError> {
        self.found.sort();
        self.found.dedup();
        let problems = self.found;
        (!problems.is_empty()).then_some(ConfigError { problems })
    }
}
