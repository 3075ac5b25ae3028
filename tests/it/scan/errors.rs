//! A scan that cannot begin says what was being done, why it failed and what to do; nothing is left
//! half-written.

use serde_json::json;

use super::names;
use crate::cli::{Ran, assize};
use crate::server::Server;
use crate::world::{CONSUMER, TOKYO, credentials};

fn refused(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    for word in words {
        assert!(ran.stderr.contains(word), "no `{word}` in:\n{}", ran.stderr);
    }
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

#[test]
fn without_credentials() {
    let ran = assize(["scan", "--region", TOKYO, "-f", "json=-"]).run();
    refused(&ran, 1, &["credentials"]);
}

#[test]
fn without_a_region() {
    let server = Server::of_world("lattice", &[]);
    let variables = credentials(&server, CONSUMER);
    let variables = variables
        .into_iter()
        .filter(|(name, _)| name != "AWS_REGION");
    let ran = assize(["scan", "-f", "json=-"]).envs(variables).run();
    refused(&ran, 2, &["region", "--region", "assize.toml"]);
}

#[test]
fn with_a_profile_that_is_not_there() {
    let ran = assize([
        "scan",
        "--profile",
        "nobody",
        "--region",
        TOKYO,
        "-f",
        "json=-",
    ])
    .run();
    refused(&ran, 2, &["profile", "nobody"]);
}

#[test]
fn with_a_token_that_has_expired() {
    let server = Server::of_world("lattice", &[]);
    server.faults(&json!([{"fault": "expired", "operation": "*"}]));
    let ran = assize(["scan", "--region", TOKYO, "-f", "json=-"])
        .envs(credentials(&server, CONSUMER))
        .run();
    refused(&ran, 1, &["expired"]);
}

#[test]
fn with_an_endpoint_that_does_not_answer() {
    // Nobody listens on the port of a server that has ended.
    let server = Server::of_world("lattice", &[]);
    let variables = credentials(&server, CONSUMER);
    drop(server);
    let ran = assize(["scan", "--region", TOKYO, "-f", "json=-"])
        .envs(variables)
        .run();
    refused(&ran, 1, &["127.0.0.1"]);
}

#[test]
fn with_a_role_and_nobody_who_gives_it() {
    let server = Server::of_world("lattice", &[]);
    let mut variables = credentials(&server, CONSUMER);
    let nowhere = "http://127.0.0.1:1".to_owned();
    variables.push(("AWS_ENDPOINT_URL_STS".to_owned(), nowhere.clone()));
    let role = format!("arn:aws:iam::{CONSUMER}:role/audit");
    let ran = assize(["scan", "--region", TOKYO, "--role-arn", &role])
        .envs(variables)
        .run();
    refused(&ran, 1, &[&nowhere, "cannot be reached", "sts:AssumeRole"]);
    assert!(!ran.stderr.contains("trust policy"), "{}", ran.stderr);
}

#[test]
fn with_an_endpoint_that_is_none() {
    let server = Server::of_world("lattice", &[]);
    for (name, url) in [
        ("AWS_ENDPOINT_URL", "127.0.0.1:4566"),
        ("AWS_ENDPOINT_URL_RDS", "garbage"),
    ] {
        let mut variables = credentials(&server, CONSUMER);
        variables.retain(|(other, _)| other != name);
        variables.push((name.to_owned(), url.to_owned()));
        let ran = assize(["scan", "--region", TOKYO]).envs(variables).run();
        refused(&ran, 2, &[name, url, "https://"]);
    }
}

#[test]
fn with_an_output_that_cannot_be_written() {
    let server = Server::of_world("lattice", &[]);
    let mut assize = assize([
        "scan",
        "--region",
        TOKYO,
        "-f",
        "json=no/such/folder/report.json",
    ])
    .envs(credentials(&server, CONSUMER));
    let ran = assize.run();
    refused(&ran, 2, &["no/such/folder/report.json"]);
    assert!(
        server.calls().is_empty(),
        "it asked AWS before it looked at the output"
    );
    assert_eq!(names(assize.home()), [""; 0]);
}
