//! Cases as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::model::severity::Severity;

/// One case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    /// What it shows.
    pub(super) name: String,
    /// The view; `{unknown: reason}` in place of a value is a gap.
    pub(super) given: Json,
    /// Parameters other than their defaults.
    #[serde(default)]
    pub(super) params: BTreeMap<String, Json>,
    /// The verdict.
    pub(super) want: Want,
}

/// What a case expects.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Want {
    /// `pass`, `unknown` or `not-applicable`.
    Plain(PlainWant),
    /// These denials and no others.
    Fail {
        /// The denials.
        fail: Vec<WantedDenial>,
    },
}

/// A verdict without denials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PlainWant {
    Pass,
    Unknown,
    NotApplicable,
}

/// A denial that a case expects; what it leaves out may be anything.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WantedDenial {
    /// The id of the message.
    pub(super) message: String,
    /// The severity.
    #[serde(default)]
    pub(super) severity: Option<Severity>,
    /// The discriminator.
    #[serde(default)]
    pub(super) key: Option<String>,
    /// The facts.
    #[serde(default)]
    pub(super) facts: Option<Vec<String>>,
}

impl Case {
    /// Reads a file of cases.
    pub(super) fn read(text: &str) -> Result<Vec<Case>, (u32, u32, String)> {
        serde_saphyr::from_str(text).map_err(|error| {
            let place = error.location().map_or((1, 1), |at| {
                (
                    u32::try_from(at.line()).unwrap_or(1),
                    u32::try_from(at.column()).unwrap_or(1),
                )
            });
            (place.0, place.1, error.to_string())
        })
    }
}
