//! Reports of IAM: read where somebody asks for them, and a gap where nobody does.

use assize::model::gap::GapReason;
use assize::model::resource::Resource;
use assize::snapshot::Snapshot;
use serde_json::{Value, json};

use crate::cli::assize;
use crate::server::Server;
use crate::world::{HUB, MOTO, TOKYO, credentials, seed};

const REPORTS: [&str; 4] = [
    "iam:GenerateCredentialReport",
    "iam:GenerateServiceLastAccessedDetails",
    "iam:GetCredentialReport",
    "iam:GetServiceLastAccessedDetails",
];

pub(super) fn collect(server: &Server, account: &str, more: &[&str]) -> Snapshot {
    let arguments = [&["collect", "--region", TOKYO, "-o", "one.assize"], more].concat();
    let mut run = assize(arguments).envs(credentials(server, account));
    let ran = run.run();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let file = std::fs::File::open(run.home().join("one.assize")).expect("a snapshot");
    Snapshot::read(file, "one.assize").expect("a snapshot")
}

/// What became of the calls for reports, by name: the status and how many answers there were.
fn calls(snapshot: &Snapshot) -> Vec<(&str, &str, u64)> {
    let entries = snapshot.coverage.iter();
    entries
        .filter(|entry| REPORTS.contains(&entry.operation.as_str()))
        .map(|entry| (entry.operation.as_str(), entry.status.as_str(), entry.pages))
        .collect()
}

pub(super) fn one<'s>(snapshot: &'s Snapshot, arn: &str) -> &'s Resource {
    let mut resources = snapshot.resources.iter();
    let found = resources.find(|resource| resource.arn.as_str() == arn);
    found.unwrap_or_else(|| panic!("no {arn}"))
}

pub(super) fn fact(resource: &Resource, name: &str) -> Value {
    serde_json::to_value(&resource.facts).expect("JSON")[name].clone()
}

#[test]
fn passwords_and_uses_are_told_where_reports_are_wanted() {
    let server = Server::of_world("connected", &["--page-size", "1"]);
    let snapshot = collect(&server, HUB, &["--iam-reports"]);
    let complete = |name, pages| (name, "complete", pages);
    assert_eq!(
        calls(&snapshot),
        [
            complete("iam:GenerateCredentialReport", 1),
            complete("iam:GenerateServiceLastAccessedDetails", 1),
            complete("iam:GetCredentialReport", 1),
            // Once to see that it is written, then page by page.
            complete("iam:GetServiceLastAccessedDetails", 3),
        ]
    );
    let user = one(&snapshot, "arn:aws:iam::222233334444:user/ci");
    assert_eq!(
        fact(user, "credential_report"),
        json!({"password_enabled": true, "password_last_used": null, "password_last_changed": "2024-01-01T00:00:00Z"})
    );
    // Made since the report was written.
    let nobody = one(&snapshot, "arn:aws:iam::222233334444:user/nobody");
    let gap = nobody.recorded_gap("credential_report").expect("a gap");
    assert_eq!(gap.reason, GapReason::NotCollected);
    let root = one(&snapshot, "arn:aws:iam::222233334444:root");
    assert_eq!(
        fact(root, "credential_report")["password_last_used"],
        "2026-01-05T00:00:00Z"
    );
    let role = one(&snapshot, "arn:aws:iam::222233334444:role/worker");
    assert_eq!(
        fact(role, "services_last_accessed"),
        json!([
            {"service_namespace": "ec2", "last_authenticated": "2026-01-02T00:00:00Z"},
            {"service_namespace": "s3", "last_authenticated": null}
        ])
    );
}

#[test]
fn without_a_wish_for_them_no_report_is_asked_for_and_what_they_tell_is_a_gap() {
    let server = Server::of_world("connected", &[]);
    let snapshot = collect(&server, HUB, &[]);
    assert_eq!(calls(&snapshot), []);
    let asked = server.calls();
    let asked = asked.iter().filter_map(|call| call["operation"].as_str());
    assert_eq!(asked.filter(|one| REPORTS.contains(one)).count(), 0);
    let user = one(&snapshot, "arn:aws:iam::222233334444:user/ci");
    let gap = user.recorded_gap("credential_report").expect("a gap");
    assert_eq!(gap.reason, GapReason::NotCollected);
    assert!(gap.detail.contains("--iam-reports"), "{gap:?}");
}

#[test]
fn a_report_that_is_denied_is_the_gap_of_what_it_would_tell() {
    let server = Server::of_world("connected", &[]);
    server.faults(&json!([
        {"fault": "deny", "operation": "iam:GenerateCredentialReport"},
        {"fault": "deny", "operation": "iam:GetServiceLastAccessedDetails"},
    ]));
    let snapshot = collect(&server, HUB, &["--iam-reports"]);
    for (arn, name, by) in [
        (
            "user/ci",
            "credential_report",
            "iam:GenerateCredentialReport",
        ),
        ("root", "credential_report", "iam:GenerateCredentialReport"),
        (
            "role/worker",
            "services_last_accessed",
            "iam:GetServiceLastAccessedDetails",
        ),
    ] {
        let resource = one(&snapshot, &format!("arn:aws:iam::222233334444:{arn}"));
        let gap = resource.recorded_gap(name).expect("a gap");
        assert_eq!(
            (gap.reason, gap.operation.as_str()),
            (GapReason::Denied, by),
            "{arn}"
        );
    }
}

#[test]
fn a_report_that_is_still_being_written_is_waited_for() {
    let moto = Server::moto();
    seed(&moto);
    let snapshot = collect(&moto, MOTO, &["--iam-reports"]);
    let calls = calls(&snapshot);
    let (_, status, asked) = calls[0];
    assert_eq!(status, "complete", "{calls:?}");
    assert!(asked > 1, "moto writes it when it was asked for: {calls:?}");
}
