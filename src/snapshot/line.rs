//! The lines of a snapshot as they stand in the file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Header;
use crate::model::coverage::CoverageEntry;
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Arn, Region, Text};
use crate::model::kinds::Facts;
use crate::model::resource::Resource;

/// The first line.
#[derive(Serialize)]
pub(super) struct HeaderLine<'a> {
    pub(super) assize: &'a Header,
}

/// The first line as a later version may have written it: only what tells the version.
#[derive(Deserialize)]
pub(super) struct AnyHeaderLine {
    pub(super) assize: AnyHeader,
}

#[derive(Deserialize)]
pub(super) struct AnyHeader {
    pub(super) format: u32,
}

/// The first line of the format that we write.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnHeaderLine {
    pub(super) assize: Header,
}

/// What became of a call.
#[derive(Serialize)]
pub(super) struct CoverageLine<'a> {
    pub(super) coverage: &'a CoverageEntry,
}

/// The same, read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnCoverageLine {
    pub(super) coverage: CoverageEntry,
}

/// A resource.
#[derive(Serialize)]
pub(super) struct ResourceLine<'a> {
    kind: &'a str,
    arn: &'a Arn,
    account: &'a AccountId,
    region: &'a Region,
    facts: &'a Facts,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    gaps: &'a BTreeMap<Text, Gap>,
}

impl<'a> From<&'a Resource> for ResourceLine<'a> {
    fn from(resource: &'a Resource) -> Self {
        ResourceLine {
            kind: resource.kind().name,
            arn: &resource.arn,
            account: &resource.account,
            region: &resource.region,
            facts: &resource.facts,
            gaps: &resource.gaps,
        }
    }
}

/// A resource, read up to its facts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnResourceLine<'a> {
    #[serde(borrow)]
    pub(super) kind: Cow<'a, str>,
    pub(super) arn: Arn,
    pub(super) account: AccountId,
    pub(super) region: Region,
    #[serde(borrow)]
    pub(super) facts: &'a RawValue,
    #[serde(default)]
    pub(super) gaps: BTreeMap<Text, Gap>,
}

/// The last line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndLine {
    pub(super) end: End,
}

/// What was written before the last line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    pub(super) coverage: usize,
    pub(super) resources: usize,
    pub(super) sha256: String,
}

/// What a line is, by how it begins. Lines are written in one way only, and the checksum keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Coverage,
    Resource,
    End,
    Other,
}

impl Tag {
    pub(super) fn of(line: &[u8]) -> Self {
        let tags: [(&[u8], Tag); 3] = [
            (br#"{"kind":"#, Tag::Resource),
            (br#"{"coverage":"#, Tag::Coverage),
            (br#"{"end":"#, Tag::End),
        ];
        tags.iter()
            .find(|(start, _)| line.starts_with(start))
            .map_or(Tag::Other, |(_, tag)| *tag)
    }
}

/// By what resources are sorted, and what no two of them share.
pub(super) fn key(resource: &Resource) -> (&'static str, &str) {
    (resource.kind().name, resource.arn.as_str())
}

/// By what coverage is sorted, and what no two entries share.
pub(super) fn coverage_key(entry: &CoverageEntry) -> (&str, &str, &str) {
    (
        entry.account.as_str(),
        entry.region.as_str(),
        entry.operation.as_str(),
    )
}

/// The SHA-256 of everything that was given to it, in hex.
pub(super) fn hex(digest: impl AsRef<[u8]>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    digest
        .as_ref()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}
