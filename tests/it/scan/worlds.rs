//! The reference systems on our own servers, in the real protocols: each flaw is found, and what is
//! in order passes.

use super::{Report, report, scan};
use crate::cli::assize;
use crate::server::Server;
use crate::world::{CONSUMER, PROVIDER, RUNNER, TOKYO, credentials};

fn told(report: &Report, rule: &str) -> Vec<String> {
    let findings = report
        .findings()
        .iter()
        .filter(|finding| finding["rule"] == rule);
    findings
        .map(|finding| {
            format!(
                "{} {} {}",
                finding["verdict"], finding["severity"], finding["key"]
            )
        })
        .collect()
}

#[test]
fn an_app_runner_service_that_reaches_its_database_only_from_outside_is_found() {
    let report = report(
        &Server::of_world("apprunner.json", &["--page-size", "1"]),
        RUNNER,
    );
    for rule in [
        "apprunner-egress-vpc",
        "apprunner-connector-active",
        "apprunner-connector-subnets-multi-az",
    ] {
        let told = told(&report, rule);
        assert!(
            told.iter().any(|verdict| verdict.contains("pass")),
            "{rule}: {told:#?}"
        );
    }
}

#[test]
fn a_snapshot_gives_the_same_bytes_every_time_and_holds_no_password() {
    let server = Server::of_world("apprunner.json", &[]);
    let directory = tempfile::tempdir().expect("a directory");
    let snapshot = directory.path().join("account.assize");
    let file = snapshot.to_str().expect("UTF-8");
    let ran = assize(["collect", "--region", TOKYO, "-o", file])
        .envs(credentials(&server, RUNNER))
        .run();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for format in ["json", "markdown", "sarif"] {
        let check = || {
            let output = format!("{format}=-");
            let ran = assize(["check", file, "-f", &output]).run();
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            assert!(!ran.stdout.contains("not-a-real-password"), "{format}");
            ran.stdout
        };
        assert_eq!(check(), check(), "{format}");
    }
    let read = std::fs::read(&snapshot).expect("the snapshot");
    let lines = zstd::decode_all(read.as_slice()).expect("zstd");
    let lines = String::from_utf8(lines).expect("UTF-8");
    assert!(!lines.contains("not-a-real-password"));
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &snapshot.metadata().expect("a file").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn two_accounts_together_know_what_each_alone_does_not() {
    let server = Server::of_world("lattice", &[]);
    let directory = tempfile::tempdir().expect("a directory");
    let mut files = Vec::new();
    for account in [PROVIDER, CONSUMER] {
        let file = directory.path().join(format!("{account}.assize"));
        let path = file.to_str().expect("UTF-8").to_owned();
        let ran = assize(["collect", "--region", TOKYO, "-o", &path])
            .envs(credentials(&server, account))
            .run();
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        files.push(path);
    }
    let ran = assize([
        "check",
        &files[0],
        &files[1],
        "-f",
        "json=-",
        "--include-passes",
    ])
    .run();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json = serde_json::from_str(&ran.stdout).expect("a report");
    let both = Report { json };
    let (_, alone) = scan(&server, CONSUMER, &[]);
    let unknown = |report: &Report| {
        report
            .verdicts()
            .values()
            .filter(|verdict| **verdict == "unknown")
            .count()
    };
    assert!(
        unknown(&both) <= unknown(&alone),
        "{} > {}",
        unknown(&both),
        unknown(&alone)
    );
}
