//! Getting at an account, and why it cannot be.

use std::time::Duration;

use assize::collect::{Access, AccessError, Limits, Session};
use aws_config::BehaviorVersion;
use serde_json::json;

use super::{config, limits, open, runtime};
use crate::server::Server;
use crate::world::{CONSUMER, PROVIDER, TOKYO};

#[test]
fn a_session_knows_whose_it_is() {
    let server = Server::of_world("lattice", &[]);
    let session = open(&server, CONSUMER, limits()).expect("a session");
    assert_eq!(session.account().as_str(), CONSUMER);
    assert_eq!(
        session.caller_arn(),
        format!("arn:aws:iam::{CONSUMER}:user/auditor")
    );
    assert_eq!(
        session.default_region().map(|region| region.as_str()),
        Some(TOKYO)
    );
}

#[test]
fn a_role_of_another_account_is_assumed() {
    let server = Server::of_world("lattice", &[]);
    let access = Access {
        role_arn: Some(format!("arn:aws:iam::{PROVIDER}:role/audit")),
        ..Access::default()
    };
    let session =
        Session::open_with(config(&server.url(), CONSUMER), &access, limits()).expect("a session");
    assert_eq!(session.account().as_str(), PROVIDER);
    assert_eq!(
        session.caller_arn(),
        format!("arn:aws:sts::{PROVIDER}:assumed-role/audit/assize")
    );
}

#[test]
fn who_gets_no_access_is_told_why() {
    let server = Server::of_world("lattice", &[]);
    let open =
        |access: &Access| Session::open_with(config(&server.url(), CONSUMER), access, limits());
    let role = Access {
        role_arn: Some("arn:aws:iam::999999999999:role/audit".to_owned()),
        ..Access::default()
    };
    let error = open(&role).expect_err("no such account");
    assert!(matches!(error, AccessError::RoleRefused { .. }), "{error}");
    assert!(
        error.to_string().contains("999999999999:role/audit"),
        "{error}"
    );
    server.faults(&json!([{"fault": "expired", "operation": "sts:*"}]));
    let error = open(&Access::default()).expect_err("expired");
    assert!(
        matches!(error, AccessError::Expired { .. }) && !error.is_usage(),
        "{error}"
    );
    server.faults(&json!([{"fault": "deny", "operation": "sts:*"}]));
    let error = open(&Access::default()).expect_err("denied");
    assert!(matches!(error, AccessError::Denied { .. }), "{error}");
    server.faults(&json!([{
        "fault": "error", "operation": "sts:*", "code": "SignatureDoesNotMatch", "status": 403,
        "message": "Signature expired: 20261125T000000Z is now earlier than 20261125T010000Z"
    }]));
    let error = open(&Access::default()).expect_err("another time");
    assert!(matches!(error, AccessError::ClockSkew { .. }), "{error}");
    server.faults(&json!([{"fault": "html", "operation": "sts:*"}]));
    let error = open(&Access::default()).expect_err("a page");
    assert!(
        error.to_string().contains("does not know the operation"),
        "{error}"
    );
    server.faults(&json!([{"fault": "hang", "operation": "sts:*", "seconds": 20}]));
    let hasty = Limits {
        attempts: 1,
        attempt_timeout: Duration::from_millis(500),
        ..limits()
    };
    let error = Session::open_with(config(&server.url(), CONSUMER), &Access::default(), hasty);
    let error = error.expect_err("no answer");
    assert!(matches!(error, AccessError::Unreachable { .. }), "{error}");
}

#[test]
fn a_key_that_nobody_knows_is_refused() {
    let server = Server::of_world("lattice", &[]);
    let error = open(&server, "123123123123", limits()).expect_err("an unknown key");
    assert!(matches!(error, AccessError::Denied { .. }), "{error}");
    assert!(error.to_string().contains(&server.url()), "{error}");
}

#[test]
fn an_endpoint_that_is_not_there_is_named() {
    // Nothing listens on the port of a server that has ended.
    let url = Server::of_world("lattice", &[]).url();
    let error = Session::open_with(config(&url, CONSUMER), &Access::default(), limits())
        .expect_err("nobody");
    let text = error.to_string();
    assert!(matches!(error, AccessError::Unreachable { .. }), "{text}");
    assert!(text.contains(&url) && text.contains("refused"), "{text}");
}

#[test]
fn without_a_region_or_credentials_there_is_nothing_to_ask() {
    let nothing = aws_config::SdkConfig::builder().behavior_version(BehaviorVersion::latest());
    let error =
        Session::open_with(nothing.build(), &Access::default(), limits()).expect_err("no region");
    assert!(
        matches!(error, AccessError::NoRegion { .. }) && error.is_usage(),
        "{error}"
    );
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .region(TOKYO)
        .no_credentials();
    let config = runtime().block_on(loader.load());
    let error =
        Session::open_with(config, &Access::default(), limits()).expect_err("no credentials");
    assert!(
        matches!(error, AccessError::NoCredentials { .. }) && !error.is_usage(),
        "{error}"
    );
}
