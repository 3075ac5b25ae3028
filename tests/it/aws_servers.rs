//! The servers that stand in for AWS are what they claim to be: boto3 reads back what they were given.

use serde_json::json;

use crate::server::{Server, script};
use crate::world::{CONSUMER, MOTO, PROVIDER, RUNNER, credentials, seed};

#[test]
fn aws_server_selftest() {
    passes("selftest.py", &[]);
}

#[test]
fn aws_server_conduct() {
    passes("selftest_conduct.py", &[]);
}

#[test]
fn moto_holds_the_seeded_account() {
    let moto = Server::moto();
    let made = seed(&moto);
    assert_eq!(made["account"], MOTO);
    passes("selftest_moto.py", &[&moto.url(), &made.to_string()]);
}

#[test]
fn a_server_does_what_the_test_tells_it() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    server.faults(&json!([{"fault": "throttle", "operation": "sts:*", "account": CONSUMER}]));
    assert!(who_am_i(&server, PROVIDER).contains(PROVIDER));
    assert!(who_am_i(&server, CONSUMER).contains("(Throttling)"));
    let calls = server.calls();
    assert_eq!(calls[0]["account"], PROVIDER);
    assert_eq!(calls[0]["operation"], "sts:GetCallerIdentity");
    assert_eq!(calls[1]["outcome"], "throttle");
    server.forget_calls();
    assert!(server.calls().is_empty());
}

#[test]
fn a_server_plays_a_second_world() {
    let server = Server::of_world("apprunner.json", &[]);
    assert!(who_am_i(&server, RUNNER).contains(RUNNER));
    assert!(who_am_i(&server, PROVIDER).contains("(InvalidClientTokenId)"));
}

/// What STS says, the error too, with the credentials that `assize` is given.
fn who_am_i(server: &Server, account: &str) -> String {
    let mut command = script("whoami.py");
    let output = command
        .envs(credentials(server, account))
        .output()
        .expect("Python");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn passes(name: &str, arguments: &[&str]) {
    let output = script(name).args(arguments).output().expect("Python");
    assert!(
        output.status.success(),
        "{name} failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
