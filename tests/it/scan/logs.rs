//! What a scan says of itself: its log, and what its calls took.

use serde_json::json;

use crate::cli::{Ran, assize};
use crate::server::Server;
use crate::world::{RUNNER, TOKYO, credentials};

fn scan(server: &Server, more: &[&str], variables: &[(&str, &str)]) -> Ran {
    let arguments = [&["scan", "--region", TOKYO, "-f", "json=report.json"], more].concat();
    let variables = variables.iter().copied();
    let mut run = assize(arguments)
        .envs(credentials(server, RUNNER))
        .envs(variables);
    run.run()
}

#[test]
fn each_call_is_logged_for_who_wants_it() {
    let server = Server::of_world("apprunner.json", &[]);
    server.faults(&json!([{"fault": "deny", "operation": "ec2:DescribeVpcs"}]));
    assert!(!scan(&server, &[], &[]).stderr.contains("attempts="));
    for ran in [
        scan(&server, &["-v"], &[]),
        scan(&server, &[], &[("RUST_LOG", "assize=debug")]),
    ] {
        let line = ran
            .stderr
            .lines()
            .find(|line| line.contains("ec2:DescribeVpcs\""));
        let line = line.unwrap_or_else(|| panic!("no line in: {}", ran.stderr));
        for word in [
            "DEBUG",
            TOKYO,
            RUNNER,
            "attempts=1",
            "ms=",
            "UnauthorizedOperation",
        ] {
            assert!(line.contains(word), "{line}");
        }
    }
    let ran = scan(&server, &[], &[("RUST_LOG", "assize=loud")]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("RUST_LOG"), "{}", ran.stderr);
}

#[test]
fn no_log_has_what_was_sent_or_told() {
    let server = Server::of_world("apprunner.json", &[]);
    for wanted in ["trace", "aws_smithy_runtime=trace,hyper=trace,assize=trace"] {
        let ran = scan(&server, &[], &[("RUST_LOG", wanted)]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("apprunner:DescribeService"),
            "{}",
            ran.stderr
        );
        let loud = ran
            .stderr
            .lines()
            .filter(|line| line.contains("DEBUG") || line.contains("TRACE"));
        let foreign: Vec<&str> = loud.filter(|line| !line.contains(" assize::")).collect();
        assert!(foreign.is_empty(), "{foreign:#?}");
        assert!(
            !ran.stderr.contains("not-a-real-password"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn what_calls_took_is_told_at_the_end() {
    let server = Server::of_world("apprunner.json", &[]);
    server
        .faults(&json!([{"fault": "error500", "operation": "ec2:DescribeSubnets", "calls": [1]}]));
    let ran = scan(&server, &["--profile-collect"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let line = |name: &str| -> Vec<&str> {
        let mut lines = ran
            .stderr
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>());
        let found = lines.find(|words| words.first() == Some(&name));
        found.unwrap_or_else(|| panic!("no {name} in: {}", ran.stderr))
    };
    let subnets = line("ec2:DescribeSubnets");
    assert_eq!(subnets[2], "1", "one retry: {subnets:?}");
    let calls: usize = line("all")[1].parse().expect("a number");
    // Asking who we are comes before the run.
    let attempts = server
        .calls()
        .iter()
        .filter(|call| call["operation"] != "sts:GetCallerIdentity")
        .count();
    assert_eq!(calls + 1, attempts, "{}", ran.stderr);
}
