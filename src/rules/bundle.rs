//! Policy files by their role: rules, libraries, cases.

use std::collections::BTreeMap;

use super::metadata::Origin;
use super::source::Source;

/// A policy file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFile {
    /// The path, with `/`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A set of policy files from one place.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// Who wrote them.
    pub origin: Origin,
    /// The files, sorted by path.
    pub files: Vec<PolicyFile>,
}

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/policies.rs"));
}

impl Bundle {
    /// The policies that come with the tool.
    pub fn built_in() -> Self {
        let files = embedded::FILES.iter().map(|(path, text)| PolicyFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        });
        Bundle {
            origin: Origin::BuiltIn,
            files: files.collect(),
        }
    }

    /// Policies of a user, read from somewhere.
    pub fn of_user(mut files: Vec<PolicyFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Bundle {
            origin: Origin::User,
            files,
        }
    }

    /// The rules.
    pub(super) fn rules(&self) -> impl Iterator<Item = Source<'_>> {
        self.rego().filter(|source| !is_library(source))
    }

    /// The libraries.
    pub(super) fn libraries(&self) -> impl Iterator<Item = Source<'_>> {
        self.rego().filter(is_library)
    }

    /// The cases, by the path of their rule.
    pub fn cases(&self) -> BTreeMap<String, Source<'_>> {
        let cases = self.files.iter().filter_map(|file| {
            let stem = file.path.strip_suffix(".cases.yaml")?;
            Some((
                format!("{stem}.rego"),
                Source {
                    file: &file.path,
                    text: &file.text,
                },
            ))
        });
        cases.collect()
    }

    fn rego(&self) -> impl Iterator<Item = Source<'_>> {
        self.files
            .iter()
            .filter(|file| file.path.ends_with(".rego"))
            .map(|file| Source {
                file: &file.path,
                text: &file.text,
            })
    }
}

/// A module without a METADATA block that names a subject is a library: its package says so.
fn is_library(source: &Source<'_>) -> bool {
    let package = source
        .text
        .lines()
        .find_map(|line| line.strip_prefix("package "));
    package.is_some_and(|package| package.split('.').any(|part| part.trim() == "lib"))
}
