//! Every call is denied once, alone: nothing passes on it, and nothing vanishes without a word.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Report, report, scan, text};
use crate::server::Server;
use crate::world::{CONSUMER, HUB, KEEPER, PROVIDER, RUNNER};

#[test]
fn of_the_consumer() {
    deny_each("lattice", CONSUMER, &Report::told_something);
}

#[test]
fn of_the_provider() {
    deny_each("lattice", PROVIDER, &Report::told_something);
}

#[test]
fn of_the_runner() {
    deny_each("apprunner.json", RUNNER, &Report::told_something);
}

#[test]
fn of_the_hub() {
    deny_each("connected", HUB, &Report::told_something);
}

/// Here those are denied, too, that have nothing to tell: once is enough, and there are many.
#[test]
fn of_the_keeper() {
    deny_each("services", KEEPER, &|_, _| true);
}

fn deny_each(world: &str, account: &str, is_denied: &dyn Fn(&Report, &str) -> bool) {
    let server = Server::of_world(world, &["--page-size", "100"]);
    let full = report(&server, account);
    let mut operations: Vec<String> = server
        .calls()
        .iter()
        .map(|call| text(call, "operation").to_owned())
        .filter(|operation| operation != "sts:GetCallerIdentity" && is_denied(&full, operation))
        .collect();
    operations.sort();
    operations.dedup();
    assert!(operations.len() > 10, "only {operations:?} were called");
    for operation in &operations {
        server.faults(&json!([{"fault": "deny", "operation": operation}]));
        let (ran, denied) = scan(&server, account, &["--fail-on-incomplete"]);
        assert_eq!(ran.code, Some(4), "{operation} denied: {}", ran.stderr);
        let wrong = differences(account, &full, &denied, operation);
        assert!(
            wrong.is_empty(),
            "with {operation} denied:\n{}",
            wrong.join("\n")
        );
        assert_eq!(denied.call(operation).1, Some("denied"), "{operation}");
        assert!(
            ran.stderr.contains(operation),
            "the summary does not name {operation}:\n{}",
            ran.stderr
        );
    }
}

/// Verdicts of a scan with gaps that the full scan does not bear out.
fn differences(account: &str, full: &Report, denied: &Report, operation: &str) -> Vec<String> {
    let unknowns = unknowns(denied);
    let now = denied.verdicts();
    let mut wrong = Vec::new();
    for finding in full.findings() {
        let key = text(finding, "key");
        if now.get(key) == Some(&text(finding, "verdict")) {
            continue;
        }
        let rule = text(finding, "rule");
        let subject = text(finding, "resource");
        // What another account shares is listed, and covered, where it is shared with.
        let place = |account| {
            format!(
                "{account}/{}/{}",
                text(finding, "region"),
                text(finding, "kind")
            )
        };
        let places = [place(text(finding, "account")), place(account)];
        let is_covered = |by: &str| unknowns.contains_key(&(rule, by));
        if !is_covered(subject) && !places.iter().any(|place| is_covered(place)) {
            wrong.push(format!(
                "{key}: was {}, now {:?}",
                finding["verdict"],
                now.get(key)
            ));
        }
    }
    let before = full.verdicts();
    for (key, verdict) in now {
        if before.get(key) != Some(&verdict) && verdict != "unknown" {
            wrong.push(format!("{key}: {verdict} only since the call is denied"));
        }
    }
    let unknown_before = self::unknowns(full);
    for (subject, gaps) in unknowns {
        if !unknown_before.contains_key(&subject) && !gaps.contains(&operation) {
            wrong.push(format!(
                "{subject:?} is unknown and does not name {operation}, only {gaps:?}"
            ));
        }
    }
    wrong
}

/// The missing operations of each unknown, and of each fail on a part of the facts, by rule and subject.
fn unknowns(report: &Report) -> BTreeMap<(&str, &str), Vec<&str>> {
    let unknown = report
        .findings()
        .iter()
        .filter(|finding| finding["verdict"] == "unknown" || finding["gaps"] != json!([]));
    let named = unknown.map(|finding| {
        let gaps = finding["gaps"].as_array().expect("gaps").iter();
        let operations = gaps.map(|gap| text(gap, "operation")).collect();
        (
            (text(finding, "rule"), text(finding, "resource")),
            operations,
        )
    });
    named.collect()
}
