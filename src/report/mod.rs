//! Reports: an assessment in, bytes out. A reporter does not filter, count or decide.

mod escape;
mod flow;
mod guidance;
mod json;
mod markdown;
pub mod privilege;
pub mod reach;
pub mod resolution;
#[cfg(test)]
mod samples;
mod sarif;
mod terminal;
mod words;

use std::fmt;
use std::str::FromStr;

use crate::model::assessment::Assessment;

pub use terminal::{failed_rules, terminal};

/// The formats of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// SARIF 2.1.0 for code scanning: the fails of one account.
    Sarif,
    /// A report to read.
    Markdown,
    /// Everything, for programs; versioned.
    Json,
}

impl Format {
    /// Every format, in the order of their names.
    pub const ALL: [Format; 3] = [Format::Json, Format::Markdown, Format::Sarif];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Sarif => "sarif",
            Format::Markdown => "markdown",
            Format::Json => "json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a report format: expected json, markdown or sarif")]
pub struct NotAFormat(pub String);

impl FromStr for Format {
    type Err = NotAFormat;

    fn from_str(text: &str) -> Result<Self, NotAFormat> {
        Format::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| NotAFormat(text.to_owned()))
    }
}

/// What a user chooses about the content of reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Lists the passes too, where they were kept. SARIF has only fails.
    pub include_passes: bool,
}

/// Why a report cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// GitHub closes the alerts that a later file of the same account lacks, so a file is of one account.
    #[error(
        "cannot write one SARIF file about {} accounts ({}): write one file for each, such as `-f sarif=out-{{account}}.sarif`",
        .0.len(),
        .0.join(", ")
    )]
    SeveralAccounts(Vec<String>),
    /// Without an account there is no name for the analysis.
    #[error(
        "cannot write a SARIF file about a snapshot that names no account: collect it again, or use another format"
    )]
    NoAccount,
    /// The writer of JSON refused.
    #[error(
        "cannot write the {format} report: {source}; this is a bug of assize, please report it"
    )]
    Json {
        /// The format.
        format: Format,
        /// What the writer said.
        source: serde_json::Error,
    },
}

/// Writes a report.
///
/// # Errors
/// SARIF of other than exactly one account; see [`ReportError`].
pub fn render(
    format: Format,
    assessment: &Assessment,
    options: &Options,
) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Json => json::render(assessment, options),
        Format::Markdown => Ok(markdown::render(assessment, options).into_bytes()),
        Format::Sarif => sarif::render(assessment),
    }
}

/// JSON as people can read it too, with an end to its last line.
fn pretty(format: Format, value: &impl serde::Serialize) -> Result<Vec<u8>, ReportError> {
    let mut bytes =
        serde_json::to_vec_pretty(value).map_err(|source| ReportError::Json { format, source })?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Format, NotAFormat};

    #[test]
    fn formats_have_names() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        let error = "html".parse::<Format>().unwrap_err();
        assert_eq!(error, NotAFormat("html".to_owned()));
        for format in Format::ALL {
            assert!(error.to_string().contains(format.as_str()), "{error}");
        }
    }
}
