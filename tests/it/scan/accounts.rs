//! Many accounts: each by its role, and one that cannot be entered is a gap of its own.

use assize::snapshot::Snapshot;
use serde_json::Value;

use super::text;
use crate::cli::{Assize, Ran, assize};
use crate::server::Server;
use crate::world::credentials;

/// The account of the credentials; nobody can take on a role in it.
pub(super) const HUB: &str = "210987654321";
/// It has the roles `audit` and `other`.
pub(super) const MEMBER: &str = "321098765432";
/// Its role `audit` asks for an external id.
const GUARDED: &str = "432109876543";
pub(super) const FRANKFURT: &str = "eu-central-1";

/// A run of `assize` as a user of the hub.
pub(super) fn as_hub(server: &Server, arguments: &[&str]) -> Assize {
    assize(arguments).envs(credentials(server, HUB))
}

fn scan(server: &Server, more: &[&str]) -> (Ran, Value) {
    let arguments = [&["scan", "--region", FRANKFURT, "-f", "json=-"], more].concat();
    let ran = as_hub(server, &arguments).run();
    let json = serde_json::from_str(&ran.stdout).unwrap_or(Value::Null);
    (ran, json)
}

/// The status and reason of each call of an account.
fn calls<'j>(json: &'j Value, account: &str) -> Vec<(&'j str, Option<&'j str>)> {
    let calls = json["snapshot"]["coverage"]["calls"].as_array();
    let calls = calls.expect("calls").iter();
    calls
        .filter(|call| call["account"] == account)
        .map(|call| (text(call, "status"), call["gap"]["reason"].as_str()))
        .collect()
}

#[test]
fn accounts_are_read_by_roles_of_the_same_name() {
    let server = Server::of_world("accounts.json", &[]);
    let both = format!("{HUB},{MEMBER}");
    let mut run = as_hub(
        &server,
        &[
            "collect",
            "--accounts",
            &both,
            "--role-name",
            "audit",
            "--session-name",
            "night",
            "--region",
            FRANKFURT,
            "-o",
            "all.assize",
        ],
    );
    let ran = run.run();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let file = std::fs::File::open(run.home().join("all.assize")).expect("a snapshot");
    let snapshot = Snapshot::read(file, "all.assize").expect("a snapshot");
    let accounts: Vec<&str> = snapshot
        .header
        .accounts
        .iter()
        .map(|id| id.as_str())
        .collect();
    assert_eq!(accounts, [HUB, MEMBER]);
    let vpcs = snapshot
        .resources
        .iter()
        .filter(|one| one.kind().name == "ec2.vpc");
    let vpcs: Vec<&str> = vpcs.map(|vpc| vpc.account.as_str()).collect();
    assert_eq!(vpcs, [HUB, MEMBER]);
    // The hub has no such role, and needs none.
    let own = format!("account {HUB} is the caller's own");
    assert!(ran.stderr.contains(&own), "{}", ran.stderr);
    assert!(
        ran.stderr.contains(": AccessDenied: User: "),
        "{}",
        ran.stderr
    );
    let calls = server.calls();
    let callers = calls
        .iter()
        .filter(|call| call["operation"] == "ec2:DescribeVpcs");
    assert_eq!(callers.count(), 2);
    let assumed: Vec<&Value> = calls
        .iter()
        .filter(|call| call["operation"] == "sts:AssumeRole" && call["outcome"] == "answered")
        .collect();
    assert_eq!(
        assumed.len(),
        1,
        "credentials are asked for once: {assumed:?}"
    );
    assert_eq!(assumed[0]["parameters"]["RoleSessionName"], "night");
}

#[test]
fn a_session_may_do_no_more_than_collect() {
    let server = Server::of_world("accounts.json", &[]);
    let role = format!("arn:aws:iam::{MEMBER}:role/audit");
    let (ran, _) = scan(&server, &["--role-arn", &role]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let calls = server.calls();
    let mut assumed = calls
        .iter()
        .filter(|call| call["operation"] == "sts:AssumeRole");
    let parameters = &assumed.next().expect("a call")["parameters"];
    let policy: Value = serde_json::from_str(text(parameters, "Policy")).expect("a policy");
    assert!(text(parameters, "Policy").len() <= 2048);
    let actions = policy["Statement"][0]["Action"]
        .as_array()
        .expect("actions");
    assert!(actions.iter().all(|action| action != "*"), "{policy}");
    assert!(!policy.to_string().contains("sts:AssumeRole"), "{policy}");
}

#[test]
fn an_account_that_cannot_be_entered_is_data() {
    let server = Server::of_world("accounts.json", &[]);
    let (alone, of_member) = scan(&server, &["--accounts", MEMBER, "--role-name", "audit"]);
    assert_eq!(alone.code, Some(0), "{}", alone.stderr);
    let unknown = "999999999999";
    let three = [MEMBER, GUARDED, unknown].join(",");
    let arguments = ["--accounts", &three, "--role-name", "audit"];
    let (ran, json) = scan(&server, &arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let (ran, _) = scan(
        &server,
        &[&arguments[..], &["--fail-on-incomplete"]].concat(),
    );
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    for account in [GUARDED, unknown] {
        let role =
            format!("account {account} is not scanned: the role arn:aws:iam::{account}:role/audit");
        assert!(ran.stderr.contains(&role), "{}", ran.stderr);
        let calls = calls(&json, account);
        assert_eq!(calls.len(), self::calls(&json, MEMBER).len());
        let missing = ("missing", Some("account-not-scanned"));
        assert!(calls.iter().all(|call| *call == missing), "{calls:?}");
    }
    assert_eq!(calls(&json, MEMBER), calls(&of_member, MEMBER));
    let of = |json: &Value| -> Vec<String> {
        let findings = json["findings"].as_array().expect("findings").iter();
        let findings = findings.filter(|one| one["account"] == MEMBER);
        findings
            .map(|one| format!("{} {}", one["key"], one["verdict"]))
            .collect()
    };
    assert_eq!(of(&json), of(&of_member));
}

#[test]
fn an_external_id_is_given_to_roles() {
    let server = Server::of_world("accounts.json", &[]);
    let arguments = [
        "--accounts",
        GUARDED,
        "--role-name",
        "audit",
        "--external-id",
        "only-for-you",
    ];
    let (ran, json) = scan(&server, &arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        calls(&json, GUARDED)
            .iter()
            .all(|call| *call == ("complete", None))
    );
}

#[test]
fn if_no_account_can_be_read_the_run_has_failed() {
    let server = Server::of_world("accounts.json", &[]);
    let (ran, json) = scan(&server, &["--accounts", MEMBER, "--role-name", "audti"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("no account could be read"),
        "{}",
        ran.stderr
    );
    assert!(
        json["findings"].is_array(),
        "the report is written all the same"
    );
}

#[test]
fn an_account_that_is_reached_twice_is_scanned_once() {
    let server = Server::of_world("accounts.json", &[]);
    let role = |name| format!("arn:aws:iam::{MEMBER}:role/{name}");
    let (ran, _) = scan(
        &server,
        &["--role-arn", &role("audit"), "--role-arn", &role("other")],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let twice = format!("account {MEMBER} is reached in two ways; it is scanned once");
    assert!(ran.stderr.contains(&twice), "{}", ran.stderr);
    let calls = server.calls();
    let vpcs = calls
        .iter()
        .filter(|call| call["operation"] == "ec2:DescribeVpcs");
    assert_eq!(vpcs.count(), 1);
}

#[test]
fn profiles_are_accounts_of_their_own() {
    let server = Server::of_world("accounts.json", &[]);
    let arguments = [
        "scan",
        "--profile",
        "one",
        "--profile",
        "other",
        "--profile",
        "same",
        "--profile",
        "nobody",
        "--region",
        FRANKFURT,
        "-f",
        "json=-",
    ];
    let variables = credentials(&server, HUB).into_iter();
    let variables = variables.filter(|(name, _)| !name.contains("ACCESS_KEY"));
    let mut run = assize(arguments).envs(variables);
    let profile = |name: &str, account: &str| {
        format!("[{name}]\naws_access_key_id = AKIA0000{account}\naws_secret_access_key = secret\n")
    };
    let profiles = profile("one", HUB) + &profile("other", MEMBER) + &profile("same", HUB);
    let directory = run.home().join(".aws");
    std::fs::create_dir(&directory).expect("a directory");
    std::fs::write(directory.join("credentials"), profiles).expect("a file");
    let ran = run.run();
    // The profile that is not there was a mistake, and the others are read.
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("nobody"), "{}", ran.stderr);
    let twice = format!("account {HUB} is reached by two profiles");
    assert!(ran.stderr.contains(&twice), "{}", ran.stderr);
    let json: Value = serde_json::from_str(&ran.stdout).expect("a report");
    for account in [HUB, MEMBER] {
        assert!(
            calls(&json, account)
                .iter()
                .all(|call| *call == ("complete", None))
        );
    }
}

#[test]
fn what_does_not_fit_together_is_wrong_usage() {
    let server = Server::of_world("accounts.json", &[]);
    let two = format!("{HUB},{MEMBER}");
    for (arguments, word) in [
        (vec!["--accounts", &two], "--role-name"),
        (vec!["--accounts", "12"], "twelve digits"),
        (vec!["--role-arn", "audit"], "not the ARN of a role"),
        (vec!["--role-name", "audit"], "--accounts"),
        (vec!["--organization"], "--role-name"),
        (
            vec!["--region", "all", "--region", "us-east-1"],
            "--region all",
        ),
    ] {
        let (ran, _) = scan(&server, &arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(word), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn the_accounts_of_the_organization_are_read() {
    let server = Server::of_world("accounts.json", &[]);
    let (ran, json) = scan(&server, &["--organization", "--role-name", "audit"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let suspended = "account 543210987654 is left out: it is SUSPENDED";
    assert!(ran.stderr.contains(suspended), "{}", ran.stderr);
    let accounts = json["snapshot"]["accounts"].as_array().expect("accounts");
    assert_eq!(accounts, &[Value::from(HUB), Value::from(MEMBER)]);
    for account in [HUB, MEMBER] {
        assert!(
            calls(&json, account)
                .iter()
                .all(|call| *call == ("complete", None))
        );
    }
    let listed = server.calls();
    let listed = listed
        .iter()
        .filter(|call| call["operation"] == "organizations:ListAccounts");
    // Once to know whom to read, and once as what the organization tells of itself.
    assert_eq!(listed.count() % 2, 0, "three accounts in pages of two");
}

#[test]
fn an_organization_that_is_not_visible_is_a_gap_and_the_own_account_is_read() {
    let server = Server::of_world("accounts.json", &[]);
    server.faults(&serde_json::json!([{
        "fault": "error", "operation": "organizations:ListAccounts", "status": 400,
        "code": "AWSOrganizationsNotInUseException", "message": "Your account is not a member of an organization."
    }]));
    let arguments = [
        "--organization",
        "--role-name",
        "audit",
        "--fail-on-incomplete",
    ];
    let (ran, json) = scan(&server, &arguments);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    for word in [
        "the organization is not visible",
        "AWSOrganizationsNotInUseException",
        HUB,
    ] {
        assert!(ran.stderr.contains(word), "no {word} in: {}", ran.stderr);
    }
    let mut missing = calls(&json, HUB).into_iter();
    assert!(missing.any(|call| call.0 != "complete" && call.1 == Some("failed")));
}

#[test]
fn credentials_that_end_during_a_scan_are_renewed() {
    let server = Server::of_world("accounts.json", &[]);
    let arguments = ["--accounts", MEMBER, "--role-name", "short"];
    let (ran, json) = scan(&server, &arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        calls(&json, MEMBER)
            .iter()
            .all(|call| *call == ("complete", None))
    );
    let assumed = server.calls();
    let assumed = assumed
        .iter()
        .filter(|call| call["operation"] == "sts:AssumeRole");
    assert!(assumed.count() > 1, "nobody renewed them");
}

#[test]
fn credentials_that_cannot_be_renewed_are_the_reason_of_gaps() {
    let server = Server::of_world("accounts.json", &[]);
    let later: Vec<usize> = (2..1000).collect();
    server.faults(
        &serde_json::json!([{"fault": "deny", "operation": "sts:AssumeRole", "calls": later}]),
    );
    let arguments = [
        "--accounts",
        MEMBER,
        "--role-name",
        "short",
        "--fail-on-incomplete",
    ];
    let (ran, json) = scan(&server, &arguments);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    let lacking = calls(&json, MEMBER)
        .into_iter()
        .filter(|call| call.0 != "complete");
    assert!(lacking.clone().count() > 30 && lacking.clone().all(|call| call.1 == Some("failed")));
}
