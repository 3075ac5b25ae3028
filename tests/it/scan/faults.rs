//! What AWS does to clients: the same verdicts as without, or unknown; and it ends.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Report, report, scan};
use crate::server::Server;
use crate::world::{CONSUMER, PROVIDER};

/// No verdict other than those of the full scan, but unknown.
fn only_unknown_is_new(full: &Report, other: &Report, what: &str) {
    let before = full.verdicts();
    for (key, verdict) in other.verdicts() {
        let same = before.get(key) == Some(&verdict);
        assert!(same || verdict == "unknown", "{what}: {key} is {verdict}");
    }
}

#[test]
fn pages_of_one_item_give_the_same_verdicts() {
    for account in [CONSUMER, PROVIDER] {
        let whole = report(
            &Server::of_world("lattice", &["--page-size", "100"]),
            account,
        );
        let paged = report(&Server::of_world("lattice", &["--page-size", "1"]), account);
        assert_eq!(whole.verdicts(), paged.verdicts());
    }
}

#[test]
fn what_passes_is_retried() {
    let server = Server::of_world("lattice", &[]);
    let full = report(&server, PROVIDER);
    for fault in ["throttle", "error500", "reset", "truncate"] {
        server.faults(&json!([{"fault": fault, "operation": "*", "calls": [2, 9, 17, 30]}]));
        let after = report(&server, PROVIDER);
        assert_eq!(full.verdicts(), after.verdicts(), "{fault}");
    }
}

#[test]
fn what_does_not_pass_is_a_gap_with_its_reason() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    let full = report(&server, PROVIDER);
    for (fault, reason) in [
        (json!({"fault": "throttle"}), "throttled"),
        (json!({"fault": "error500"}), "failed"),
        (json!({"fault": "truncate"}), "failed"),
        (json!({"fault": "html"}), "failed"),
        (json!({"fault": "scp-deny"}), "denied"),
        (json!({"fault": "expired"}), "failed"),
        (json!({"fault": "repeat-token"}), "truncated"),
    ] {
        let mut fault: Value = fault;
        fault["operation"] = "ec2:DescribeSubnets".into();
        server.faults(&json!([fault]));
        let (_, other) = scan(&server, PROVIDER, &[]);
        only_unknown_is_new(&full, &other, &fault.to_string());
        let (_, told) = other.call("ec2:DescribeSubnets");
        assert_eq!(told, Some(reason), "{fault}");
    }
}

#[test]
fn a_second_page_that_fails_leaves_the_first_and_a_gap() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    let full = report(&server, PROVIDER);
    server.faults(&json!([{"fault": "deny", "operation": "ec2:DescribeSecurityGroups", "calls": [2, 3, 4, 5, 6, 7, 8, 9]}]));
    let (_, other) = scan(&server, PROVIDER, &[]);
    only_unknown_is_new(&full, &other, "second page");
    let told = other.call("ec2:DescribeSecurityGroups");
    assert_eq!(told, ("partial", Some("denied")));
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let server = Server::of_world("lattice", &[]);
    let full = report(&server, CONSUMER);
    server
        .faults(&json!([{"fault": "hang", "operation": "rds:DescribeDBClusters", "seconds": 120}]));
    let begun = Instant::now();
    let (_, other) = scan(&server, CONSUMER, &["--timeout", "2"]);
    assert!(
        begun.elapsed() < Duration::from_secs(40),
        "{:?}",
        begun.elapsed()
    );
    only_unknown_is_new(&full, &other, "hang");
    let told = other.call("rds:DescribeDBClusters");
    assert_eq!(told, ("missing", Some("timeout")));
}

#[test]
fn a_field_that_the_service_leaves_out_is_not_a_no() {
    let server = Server::of_world("lattice", &[]);
    for (account, operation, field) in [
        (
            PROVIDER,
            "rds:DescribeDBClusters",
            "DBClusters[].StorageEncrypted",
        ),
        (
            PROVIDER,
            "rds:DescribeDBInstances",
            "DBInstances[].PubliclyAccessible",
        ),
        (
            PROVIDER,
            "rds:DescribeDBClusters",
            "DBClusters[].DeletionProtection",
        ),
        (CONSUMER, "ec2:DescribeVpcAttribute", "EnableDnsSupport"),
        (
            PROVIDER,
            "ec2:DescribeSecurityGroups",
            "SecurityGroups[].GroupName",
        ),
    ] {
        server.faults(&json!([]));
        let full = report(&server, account);
        server.faults(&json!([{"fault": "missing-field", "operation": operation, "field": field}]));
        let (_, other) = scan(&server, account, &[]);
        only_unknown_is_new(&full, &other, field);
        assert!(
            other.missing_operations().contains(&operation),
            "{field} left out"
        );
    }
}

#[test]
fn when_a_part_of_all_calls_fails_the_verdicts_are_the_same_or_unknown_and_it_ends() {
    let server = Server::of_world("lattice", &[]);
    let full = report(&server, PROVIDER);
    for (fault, tenths) in [
        ("throttle", 3),
        ("error500", 1),
        ("reset", 1),
        ("truncate", 1),
    ] {
        let calls: Vec<usize> = (1..5000).filter(|call| call * 7 % 10 < tenths).collect();
        server.faults(&json!([{"fault": fault, "operation": "*", "calls": calls}]));
        let begun = Instant::now();
        let (ran, other) = scan(&server, PROVIDER, &[]);
        // The time limit of a call, 120 seconds, for each of the calls that hang on each other.
        assert!(
            begun.elapsed() < Duration::from_secs(360),
            "{fault}: {:?}",
            begun.elapsed()
        );
        assert_eq!(ran.code, Some(0), "{fault}: {}", ran.stderr);
        only_unknown_is_new(&full, &other, fault);
    }
}
