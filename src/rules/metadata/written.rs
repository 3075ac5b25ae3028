//! The METADATA block as it is written: the closed schema of its keys.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;
use serde_saphyr::{Error, Spanned};

use super::super::nearest::did_you_mean;
use super::super::problem::Problem;
use super::super::source::Source;
use super::block::Block;
use super::param::ParamType;

/// A text and where it stands.
pub(super) type Text = Spanned<String>;

/// The whole block: keys of OPA, and ours under `custom`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub title: Text,
    pub description: Text,
    pub scope: Option<Text>,
    pub custom: Spanned<Custom>,
}

/// What we add to the keys of OPA.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Custom {
    pub id: Text,
    pub severities: Spanned<Vec<Text>>,
    pub subject: Text,
    pub applies: Option<Applies>,
    pub needs: Spanned<Vec<Text>>,
    #[serde(default)]
    pub wants: Vec<Text>,
    pub partial: Option<Text>,
    #[serde(default)]
    pub params: BTreeMap<String, Spanned<WrittenParam>>,
    pub messages: Option<Spanned<BTreeMap<String, Text>>>,
    #[serde(default)]
    pub frameworks: BTreeMap<String, Spanned<Vec<Text>>>,
    pub remediation: Option<WrittenRemediation>,
    #[serde(default)]
    pub references: Vec<Text>,
    #[serde(default)]
    pub aliases: Vec<Text>,
    pub deprecated: Option<Text>,
    pub since: Option<Text>,
}

/// `applies`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Applies {
    pub needs: Spanned<Vec<Text>>,
}

/// One of `params`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenParam {
    #[serde(rename = "type")]
    pub kind: ParamType,
    pub default: Spanned<Json>,
    pub unit: Option<String>,
    pub min: Option<Spanned<i64>>,
    pub max: Option<Spanned<i64>>,
    #[serde(default)]
    pub by_environment: BTreeMap<String, Spanned<Json>>,
    pub description: Option<String>,
}

/// `remediation`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRemediation {
    pub text: Text,
    pub cli: Option<String>,
    pub terraform: Option<String>,
}

/// Reads the YAML of a block.
pub(super) fn read(source: Source<'_>, block: &Block) -> Result<Written, Vec<Problem>> {
    let options = serde_saphyr::options! { with_snippet: false };
    serde_saphyr::from_str_with_options(&block.yaml, options)
        .map_err(|error| vec![explain(source, block, &error)])
}

/// An error of the YAML, at its place in the file, with what to do.
fn explain(source: Source<'_>, block: &Block, error: &Error) -> Problem {
    let error = error.without_snippet();
    let spot = match error.location() {
        Some(at) => block.spot(at.line(), at.column()),
        None => block.spot(0, 1),
    };
    let (message, help) = match error {
        Error::SerdeUnknownField {
            field, expected, ..
        } => (
            format!("METADATA has no key `{field}` here"),
            did_you_mean(field, "the keys here", expected.iter().copied()),
        ),
        Error::SerdeUnknownVariant {
            variant, expected, ..
        } => (
            format!("`{variant}` is not known here"),
            did_you_mean(variant, "known here", expected.iter().copied()),
        ),
        Error::SerdeMissingField { field, .. } => (
            format!("METADATA lacks the key `{field}`"),
            "add it".to_owned(),
        ),
        Error::SerdeInvalidType {
            unexpected,
            expected,
            ..
        } => (
            format!("METADATA has {unexpected} where {expected} is expected"),
            "see the rule contract for the type of each key".to_owned(),
        ),
        Error::DuplicateMappingKey { key, .. } => (
            format!(
                "METADATA has the key `{}` twice",
                key.as_deref().unwrap_or_default()
            ),
            "keep one".to_owned(),
        ),
        other => (
            format!(
                "METADATA is not YAML of the expected form: {}",
                first_line(other)
            ),
            "texts with `: `, `#`, `[`, `{` or a quote at the start need quotes".to_owned(),
        ),
    };
    spot.problem(source.file, message, help)
}

fn first_line(error: &Error) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}
