//! Scans of servers that stand in for AWS, by the built program, judged by its JSON report.

mod accounts;
mod canaries;
mod denied;
mod errors;
mod faults;
mod logs;
mod metrics;
mod moto;
mod questions;
mod regions;
mod reports;
mod shards;
mod worlds;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::cli::{Ran, assize};
use crate::server::Server;
use crate::world::{TOKYO, credentials};

/// What a scan said, by what it said it of.
pub(crate) struct Report {
    /// The whole report.
    pub json: Value,
}

/// Scans an account of a server; more arguments may follow.
pub(crate) fn scan(server: &Server, account: &str, more: &[&str]) -> (Ran, Report) {
    let arguments = [
        &[
            "scan",
            "--region",
            TOKYO,
            "-f",
            "json=-",
            "--include-passes",
        ],
        more,
    ]
    .concat();
    let ran = assize(arguments).envs(credentials(server, account)).run();
    let json = serde_json::from_str(&ran.stdout)
        .unwrap_or_else(|error| panic!("no report: {error}\n{}\n{}", ran.stdout, ran.stderr));
    (ran, Report { json })
}

/// A scan without gaps that matter: it ends with 0.
pub(crate) fn report(server: &Server, account: &str) -> Report {
    let (ran, report) = scan(server, account, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    report
}

impl Report {
    /// The findings.
    pub(crate) fn findings(&self) -> &[Value] {
        self.json["findings"].as_array().expect("findings")
    }

    /// The verdict of each finding key.
    pub(crate) fn verdicts(&self) -> BTreeMap<&str, &str> {
        let told = self.findings().iter();
        told.map(|finding| (text(finding, "key"), text(finding, "verdict")))
            .collect()
    }

    /// What a rule says of the resource whose ARN ends so: each verdict with its severity and
    /// message. Nothing is "not applicable".
    pub(crate) fn of(&self, rule: &str, resource: &str) -> Vec<String> {
        let told = self.findings().iter().filter(|finding| {
            finding["rule"] == rule && text(finding, "resource").ends_with(resource)
        });
        let mut told: Vec<String> = told
            .map(|finding| match text(finding, "verdict") {
                "fail" => format!("fail {}", text(finding, "severity")),
                verdict => verdict.to_owned(),
            })
            .collect();
        told.sort();
        told
    }

    /// Fails with every line of a table `rule, end of the ARN, verdicts` that does not hold.
    #[track_caller]
    pub(crate) fn demand(&self, table: &[(&str, &str, &[&str])]) {
        let wrong: Vec<String> = table
            .iter()
            .filter(|(rule, resource, wanted)| self.of(rule, resource) != *wanted)
            .map(|(rule, resource, wanted)| {
                let told = self.findings().iter().filter(|finding| {
                    finding["rule"] == *rule && text(finding, "resource").ends_with(resource)
                });
                let told: Vec<String> = told
                    .map(|finding| format!("{} {}", finding["verdict"], finding["message"]))
                    .collect();
                format!("{rule} of {resource}: wanted {wanted:?}, got {told:#?}")
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// What became of an operation, by its status, and the reason if it was not told to the end.
    #[track_caller]
    pub(crate) fn call(&self, operation: &str) -> (&str, Option<&str>) {
        let call = self.entry(operation);
        (text(call, "status"), call["gap"]["reason"].as_str())
    }

    /// Whether an operation told anything at all.
    #[track_caller]
    pub(crate) fn told_something(&self, operation: &str) -> bool {
        self.entry(operation)["items"].as_u64() > Some(0)
    }

    #[track_caller]
    fn entry(&self, operation: &str) -> &Value {
        let calls = self.json["snapshot"]["coverage"]["calls"].as_array();
        let mut calls = calls.expect("calls").iter();
        let call = calls.find(|call| call["operation"] == operation);
        call.unwrap_or_else(|| panic!("the report does not speak of {operation}"))
    }

    /// The operations named by the gaps of the unknown findings.
    pub(crate) fn missing_operations(&self) -> Vec<&str> {
        let unknown = self
            .findings()
            .iter()
            .filter(|finding| finding["verdict"] == "unknown");
        let gaps = unknown.flat_map(|finding| finding["gaps"].as_array().into_iter().flatten());
        let mut operations: Vec<&str> = gaps.map(|gap| text(gap, "operation")).collect();
        operations.sort_unstable();
        operations.dedup();
        operations
    }
}

/// A text of a JSON object.
pub(crate) fn text<'a>(json: &'a Value, name: &str) -> &'a str {
    json[name]
        .as_str()
        .unwrap_or_else(|| panic!("no text `{name}` in {json}"))
}

/// The names in a directory.
pub(crate) fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("a directory");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
