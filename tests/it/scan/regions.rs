//! Regions: all that are enabled, one that is not, and one that is not there.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::accounts::{FRANKFURT, HUB, MEMBER, as_hub};
use super::text;
use crate::cli::{Ran, assize};
use crate::server::Server;
use crate::world::credentials;

fn scan(server: &Server, account: &str, more: &[&str]) -> (Ran, Value) {
    let arguments = [&["scan", "-f", "json=-"], more].concat();
    let ran = assize(arguments).envs(credentials(server, account)).run();
    let json = serde_json::from_str(&ran.stdout).unwrap_or(Value::Null);
    (ran, json)
}

/// The calls that the report speaks of, as `operation region status reason`.
fn calls(json: &Value) -> Vec<String> {
    let calls = json["snapshot"]["coverage"]["calls"].as_array();
    let line = |call: &Value| {
        let reason = call["gap"]["reason"].as_str().unwrap_or("");
        let line = ["operation", "region", "status"]
            .map(|name| text(call, name))
            .join(" ");
        format!("{line} {reason}").trim_end().to_owned()
    };
    calls.expect("calls").iter().map(line).collect()
}

/// The regions in which the server was asked for VPCs.
fn asked(server: &Server) -> BTreeSet<String> {
    let calls = server.calls();
    let calls = calls
        .iter()
        .filter(|call| call["operation"] == "ec2:DescribeVpcs");
    calls.map(|call| text(call, "region").to_owned()).collect()
}

#[test]
fn all_are_those_that_the_account_has_enabled() {
    let server = Server::of_world("accounts.json", &[]);
    let (ran, json) = scan(&server, HUB, &["--region", "all"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    // This assize has not heard of eu-west-9, and the account has.
    let enabled = ["eu-central-1", "eu-south-1", "eu-west-9", "us-east-1"];
    assert_eq!(asked(&server), enabled.map(str::to_owned).into());
    let calls = calls(&json);
    assert!(
        calls.contains(&"ec2:DescribeRegions global complete".to_owned()),
        "{calls:?}"
    );
    assert!(
        calls.contains(&"ec2:DescribeVpcs eu-west-9 complete".to_owned()),
        "{calls:?}"
    );
    assert!(
        !calls.iter().any(|call| call.contains("me-south-1")),
        "{calls:?}"
    );
}

#[test]
fn nobody_is_asked_about_regions_that_every_account_has() {
    let server = Server::of_world("accounts.json", &[]);
    let (ran, json) = scan(&server, HUB, &["--region", "us-east-1,eu-central-1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let calls = calls(&json);
    assert!(
        !calls.iter().any(|call| call.contains("DescribeRegions")),
        "{calls:?}"
    );
    assert_eq!(asked(&server).len(), 2);
}

#[test]
fn a_region_that_is_not_enabled_is_a_gap_and_the_rest_goes_on() {
    let server = Server::of_world("accounts.json", &[]);
    let (ran, json) = scan(
        &server,
        MEMBER,
        &["--region", FRANKFURT, "--region", "eu-south-1"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("eu-south-1 is not scanned: the region is not enabled"),
        "{}",
        ran.stderr
    );
    assert_eq!(asked(&server), [FRANKFURT.to_owned()].into());
    let calls = calls(&json);
    let gap = "ec2:DescribeVpcs eu-south-1 missing region-not-scanned".to_owned();
    assert!(calls.contains(&gap), "{calls:?}");
    assert!(calls.contains(&"ec2:DescribeVpcs eu-central-1 complete".to_owned()));
    let unknown = json["findings"].as_array().expect("findings").iter();
    let unknown = unknown.filter(|one| one["region"] == "eu-south-1");
    assert!(unknown.clone().count() > 5);
    assert!(unknown.clone().all(|one| one["verdict"] == "unknown"));
}

#[test]
fn a_name_with_a_typo_is_answered_with_near_ones_before_anything_is_asked() {
    let server = Server::of_world("accounts.json", &[]);
    for (typo, near) in [
        ("eu-centrl-1", "`eu-central-1`"),
        ("eu-wets-9", "`eu-west-9`"),
    ] {
        server.forget_calls();
        let (ran, _) = scan(&server, HUB, &["--region", typo]);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains(near), "{}", ran.stderr);
        let calls = server.calls();
        let asked: BTreeSet<&str> = calls.iter().map(|call| text(call, "operation")).collect();
        assert_eq!(
            asked,
            ["ec2:DescribeRegions", "sts:GetCallerIdentity"].into()
        );
    }
    let (ran, _) = scan(&server, HUB, &["--region", "eu-west-9"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn regions_of_the_file_are_looked_at_too() {
    let server = Server::of_world("accounts.json", &[]);
    let mut run = as_hub(&server, &["scan", "-f", "json=-"]);
    let text = format!("version = 1\n[accounts.{HUB}]\nregions = [\"us-eats-1\"]\n");
    std::fs::write(run.home().join("assize.toml"), text).expect("a file");
    let ran = run.run();
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("`us-east-1`"), "{}", ran.stderr);
}

#[test]
fn who_may_not_ask_for_regions_scans_those_that_every_account_has() {
    let server = Server::of_world("accounts.json", &[]);
    server.faults(&json!([{"fault": "deny", "operation": "ec2:DescribeRegions"}]));
    let (ran, json) = scan(&server, HUB, &["--region", "all", "--fail-on-incomplete"]);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("the 17 that every account has"),
        "{}",
        ran.stderr
    );
    assert_eq!(asked(&server).len(), 17);
    let calls = calls(&json);
    let gap = "ec2:DescribeRegions global missing denied".to_owned();
    assert!(calls.contains(&gap), "{calls:?}");
}
