//! A resource: its identity, where it stands, its facts and its gaps.

use std::collections::BTreeMap;

use super::gap::{Gap, GapReason};
use super::id::{AccountId, Arn, Region, Text};
use super::kinds::{Facts, KindInfo};

/// One resource as an account told it.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Its ARN, built where the API gives none.
    pub arn: Arn,
    /// The account that owns it.
    pub account: AccountId,
    /// The region, or `global`.
    pub region: Region,
    /// Its facts.
    pub facts: Facts,
    /// Why facts are missing or lists are cut short, by the path of the attribute.
    pub gaps: BTreeMap<Text, Gap>,
}

impl Resource {
    /// The kind.
    pub fn kind(&self) -> &'static KindInfo {
        self.facts.kind()
    }

    /// Why the fact at a path is missing: the gap recorded there or above it, or else that it was
    /// not collected.
    pub fn gap(&self, path: &str, operation: &str) -> Gap {
        self.recorded_gap(path)
            .cloned()
            .unwrap_or_else(|| Gap::new(GapReason::NotCollected, operation))
            .within(&self.account, &self.region)
    }

    /// The gap that was recorded at a path or above it.
    pub fn recorded_gap(&self, path: &str) -> Option<&Gap> {
        if self.gaps.is_empty() {
            return None;
        }
        let mut prefix = path;
        loop {
            if let Some(gap) = self.gaps.get(prefix) {
                return Some(gap);
            }
            prefix = &prefix[..prefix.rfind(['.', '['])?];
        }
    }
}
