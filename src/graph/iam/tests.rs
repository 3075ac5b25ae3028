//! Trust policies in, admitted tokens out.

use serde_json::{Value as Json, json};

use crate::model::datum::Cell;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::policy;
use crate::model::resource::Resource;

use super::super::testing::{ACCOUNT, snapshot, told, traced, view, written};

const GITHUB: &str = "token.actions.githubusercontent.com";
const MAIN: &str = "repo:o/r:ref:refs/heads/main";

fn provider(issuer: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer}")
}

fn document(statements: &Json) -> Json {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    serde_json::to_value(policy::parse(&text).expect("a policy")).expect("JSON")
}

/// A role with a trust policy, and the providers that are registered in its account.
fn resources(statements: &Json) -> Vec<Resource> {
    let trust = document(statements);
    let role = json!({"role_name": "r", "assume_role_policy_document": trust});
    let other = provider("accounts.example.com");
    vec![
        told("iam.role", "role/r", &role),
        told("iam.oidc_provider", &provider(GITHUB), &json!({})),
        told("iam.oidc_provider", &other, &json!({})),
    ]
}

fn pairs(statements: &Json, list: &str, names: [&str; 2]) -> Vec<[String; 2]> {
    let needs = names.map(|name| format!("{list}[].{name}"));
    let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
    let (view, gaps) = view(&snapshot(resources(statements), &[]), "iam.role", &needs);
    assert_eq!(gaps, [], "{statements}");
    let text = |item: &Json, name: &str| item[name].as_str().expect("a text").to_owned();
    let items = view[list].as_array().expect("a list").iter();
    items
        .map(|item| names.map(|name| text(item, name)))
        .collect()
}

fn subjects(statements: &Json) -> Vec<[String; 2]> {
    pairs(statements, "github_subjects", ["subject", "scope"])
}

fn audiences(statements: &Json) -> Vec<[String; 2]> {
    pairs(statements, "github_audiences", ["audience", "check"])
}

fn statement(effect: &str, conditions: &Json) -> Json {
    json!({
        "Effect": effect,
        "Principal": {"Federated": provider(GITHUB)},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": conditions,
    })
}

/// A condition on a claim of GitHub's tokens.
fn on(operator: &str, claim: &str, values: &Json) -> Json {
    json!({operator: {format!("{GITHUB}:{claim}"): values}})
}

fn allow(operator: &str, claim: &str, values: &Json) -> Json {
    statement("Allow", &on(operator, claim, values))
}

fn deny(operator: &str, claim: &str, values: &Json) -> Json {
    statement("Deny", &on(operator, claim, values))
}

#[test]
fn a_pinned_subject_is_pinned_by_every_operator_of_texts() {
    for operator in [
        "StringEquals",
        "StringLike",
        "StringEqualsIfExists",
        "ForAnyValue:StringEquals",
        "ForAllValues:StringLike",
        "stringequals",
    ] {
        let found = subjects(&json!([allow(operator, "sub", &json!(MAIN))]));
        assert_eq!(found, [[MAIN, "pinned"]], "{operator}");
    }
    let folded = allow(
        "StringEqualsIgnoreCase",
        "sub",
        &json!("Repo:o/r:environment:Prod"),
    );
    assert_eq!(
        subjects(&json!(folded)),
        [["repo:o/r:environment:prod", "pinned"]]
    );
}

#[test]
fn no_condition_on_the_subject_admits_anyone() {
    for conditions in [
        json!({}),
        on("StringEquals", "aud", &json!("sts.amazonaws.com")),
        on("StringNotLike", "sub", &json!("repo:evil/*")),
        on("Null", "sub", &json!("false")),
        json!({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
    ] {
        let found = subjects(&json!(statement("Allow", &conditions)));
        assert_eq!(found, [["*", "anyone"]], "{conditions}");
    }
}

#[test]
fn values_and_statements_widen_and_keys_narrow() {
    let values = json!([MAIN, "repo:o/*"]);
    assert_eq!(
        subjects(&json!(allow("StringLike", "sub", &values))),
        [["repo:o/*", "owner"], [MAIN, "pinned"]]
    );
    let statements = json!([
        allow("StringEquals", "sub", &json!(MAIN)),
        allow("StringLike", "sub", &json!("*")),
        allow("StringLike", "sub", &json!("*")),
    ]);
    assert_eq!(subjects(&statements), [["*", "anyone"], [MAIN, "pinned"]]);
    let both = json!({
        "StringLike": {format!("{GITHUB}:sub"): "repo:o/*"},
        "ForAnyValue:StringLike": {format!("{GITHUB}:SUB"): ["repo:o/r:*", "repo:p/*"]},
    });
    assert_eq!(
        subjects(&json!(statement("Allow", &both))),
        [["repo:o/r:*", "repository"]]
    );
}

#[test]
fn a_star_under_string_equals_admits_no_other_text() {
    let values = json!(["repo:o/*", "repo:o/r:ref:refs/heads/*", MAIN]);
    let statements = json!(allow("StringEquals", "sub", &values));
    assert_eq!(subjects(&statements), [[MAIN, "pinned"]]);
}

#[test]
fn other_claims_bind_too() {
    let claims = json!({"StringEquals": {
        format!("{GITHUB}:repository_id"): "42",
        format!("{GITHUB}:environment"): ["prod", "staging"],
    }});
    assert_eq!(
        subjects(&json!(statement("Allow", &claims))),
        [["*", "pinned"]]
    );
    let workflow = "o/r/.github/workflows/x.yml@refs/heads/main";
    let claims = on("StringEquals", "job_workflow_ref", &json!(workflow));
    assert_eq!(
        subjects(&json!(statement("Allow", &claims))),
        [["*", "pinned"]]
    );
    // A job without an environment passes the first, and everybody can name one `prod`.
    for conditions in [
        on("StringEqualsIfExists", "repository_id", &json!("42")),
        on("ForAllValues:StringEquals", "repository_id", &json!("42")),
        on("StringEquals", "environment", &json!("prod")),
    ] {
        let found = subjects(&json!(statement("Allow", &conditions)));
        assert_eq!(found, [["*", "anyone"]], "{conditions}");
    }
}

#[test]
fn a_denial_takes_away_what_it_surely_refuses() {
    let wide = allow(
        "StringLike",
        "sub",
        &json!(["repo:o/*", "repo:p/q:pull_request"]),
    );
    for (denial, wanted) in [
        (
            deny("StringNotLike", "sub", &json!("repo:o/r:*")),
            vec![["repo:o/r:*", "repository"]],
        ),
        (
            deny("StringLike", "sub", &json!("*:pull_request")),
            vec![["repo:o/*", "owner"]],
        ),
        (
            deny("StringNotEquals", "repository_id", &json!("42")),
            vec![
                ["repo:o/*", "repository"],
                ["repo:p/q:pull_request", "repository"],
            ],
        ),
        (statement("Deny", &json!({})), vec![]),
        (deny("StringLike", "sub", &json!("*")), vec![]),
    ] {
        assert_eq!(subjects(&json!([wide, denial])), wanted, "{denial}");
    }
    let mut of_two = on("StringNotLike", "sub", &json!("repo:o/r:*"));
    of_two["Bool"] = json!({"aws:SecureTransport": "false"});
    for denial in [
        statement("Deny", &of_two),
        json!({"Effect": "Deny", "Principal": {"AWS": ACCOUNT}, "Action": "sts:*"}),
        json!({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}),
        json!({"Effect": "Deny", "NotPrincipal": {"Federated": provider(GITHUB)}, "Action": "*"}),
    ] {
        assert_eq!(subjects(&json!([wide, denial])).len(), 2, "{denial}");
    }
    let denial = json!({"Effect": "Deny", "NotPrincipal": {"AWS": ACCOUNT}, "Action": "sts:*"});
    assert!(subjects(&json!([wide, denial])).is_empty());
}

#[test]
fn actions_and_principals_may_be_wide() {
    for (element, value) in [
        (
            "Action",
            json!(["sts:TagSession", "STS:assumerolewithWEBidentity"]),
        ),
        ("Action", json!("sts:*")),
        ("NotAction", json!("sts:AssumeRole")),
    ] {
        let mut statement = statement("Allow", &json!({}));
        statement
            .as_object_mut()
            .expect("an object")
            .remove("Action");
        statement[element] = value;
        assert_eq!(subjects(&json!(statement)).len(), 1, "{statement}");
    }
    for (element, value) in [
        ("Principal", json!("*")),
        ("Principal", json!({"Federated": "*"})),
        (
            "Principal",
            json!({"Federated": [provider("accounts.example.com"), provider(GITHUB)]}),
        ),
        ("NotPrincipal", json!({"AWS": ACCOUNT})),
    ] {
        let mut statement = statement("Allow", &json!({}));
        statement
            .as_object_mut()
            .expect("an object")
            .remove("Principal");
        statement[element] = value;
        assert_eq!(
            subjects(&json!(statement)),
            [["*", "anyone"]],
            "{statement}"
        );
    }
}

#[test]
fn what_is_not_about_github_is_left_out() {
    let other = provider("accounts.example.com");
    let action = "sts:AssumeRoleWithWebIdentity";
    for statement in [
        json!({"Effect": "Allow", "Principal": {"Federated": other}, "Action": action}),
        json!({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}),
        json!({"Effect": "Allow", "Principal": {"Federated": provider(GITHUB)}, "Action": "sts:TagSession"}),
        json!({"Effect": "Allow", "NotPrincipal": {"Federated": provider(GITHUB)}, "Action": action}),
        statement(
            "Allow",
            &json!({"StringEquals": {"accounts.example.com:aud": "x"}}),
        ),
        statement(
            "Allow",
            &json!({"StringEquals": {format!("{GITHUB}:sub"): []}}),
        ),
        statement("Allow", &on("Null", "sub", &json!("true"))),
    ] {
        assert!(subjects(&json!(statement)).is_empty(), "{statement}");
        assert!(audiences(&json!(statement)).is_empty(), "{statement}");
    }
}

#[test]
fn an_enterprise_has_keys_of_its_own() {
    let issuer = format!("{GITHUB}/octo");
    for (key, wanted) in [(issuer.as_str(), "pinned"), (GITHUB, "anyone")] {
        let statement = json!({
            "Effect": "Allow",
            "Principal": {"Federated": provider(&issuer)},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {format!("{key}:sub"): MAIN}},
        });
        let found = subjects(&json!(statement));
        assert_eq!(
            found.iter().map(|[_, scope]| scope).collect::<Vec<_>>(),
            [wanted]
        );
    }
}

#[test]
fn audiences_are_pinned_by_whole_values() {
    let sts = json!("sts.amazonaws.com");
    for (conditions, wanted) in [
        (
            on("StringEquals", "aud", &sts),
            vec![["sts.amazonaws.com", "exact"]],
        ),
        (
            on("StringLike", "AUD", &sts),
            vec![["sts.amazonaws.com", "exact"]],
        ),
        (on("StringLike", "aud", &json!("*")), vec![["*", "pattern"]]),
        (
            on("StringEqualsIfExists", "aud", &sts),
            vec![["*", "if-present"]],
        ),
        (
            on("ForAllValues:StringEquals", "aud", &sts),
            vec![["*", "if-present"]],
        ),
        (
            on("StringNotEquals", "aud", &json!("x")),
            vec![["*", "none"]],
        ),
        (on("StringEquals", "sub", &json!(MAIN)), vec![["*", "none"]]),
        (
            on("StringEquals", "aud", &json!(["sts.amazonaws.com", "x"])),
            vec![["sts.amazonaws.com", "exact"], ["x", "exact"]],
        ),
    ] {
        assert_eq!(
            audiences(&json!(statement("Allow", &conditions))),
            wanted,
            "{conditions}"
        );
    }
    let statements = json!([
        statement("Allow", &json!({})),
        deny("StringNotEquals", "aud", &sts),
    ]);
    assert_eq!(audiences(&statements), [["sts.amazonaws.com", "exact"]]);
}

#[test]
fn the_evidence_is_the_statement() {
    let statements = json!([
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"},
        allow("StringLike", "sub", &json!("repo:o/*")),
    ]);
    let snapshot = snapshot(resources(&statements), &[]);
    let (cell, _) = traced(&snapshot, "iam.role", &["github_subjects[].subject"]);
    let subject = cell.field("github_subjects").and_then(|list| list.item(0));
    let origin = subject.and_then(|item| item.field("subject")?.origin.as_ref());
    let paths = origin.map(|origin| origin.sources.iter().map(|source| source.path.as_str()));
    assert_eq!(
        paths.map(Iterator::collect::<Vec<_>>),
        Some(vec!["assume_role_policy_document.statements[1]"])
    );
}

#[test]
fn what_is_not_told_is_a_gap() {
    let role = json!({"role_name": "r"});
    let untold = snapshot(vec![written("iam.role", "role/r", &role)], &[]);
    for need in [
        "github_subjects[].scope",
        "github_audiences[].check",
        "github_providers[]",
    ] {
        let (_, gaps) = view(&untold, "iam.role", &[need]);
        assert_eq!(gaps.len(), 1, "{need}");
    }
    let everyone = json!({"Effect": "Allow", "Principal": "*", "Action": "sts:*"});
    let untold = snapshot(resources(&everyone), &["iam:ListOpenIDConnectProviders"]);
    let (_, gaps) = view(&untold, "iam.role", &["github_subjects[].scope"]);
    assert_eq!(gaps[0].reason, GapReason::Denied);
}

#[test]
fn the_providers_of_a_role_are_githubs() {
    let statements = json!(allow("StringLike", "sub", &json!("repo:o/*")));
    let told = snapshot(resources(&statements), &[]);
    let (view, gaps) = view(&told, "iam.role", &["github_providers[]"]);
    assert_eq!(gaps, []);
    assert_eq!(
        view["github_providers"],
        json!([{"kind": "iam.oidc_provider"}])
    );
}

fn can_write(role: &Json, policies: Vec<Resource>, denied: &[&str]) -> (Cell, Vec<Gap>) {
    let mut resources = policies;
    resources.push(told("iam.role", "role/r", role));
    traced(&snapshot(resources, denied), "iam.role", &["can_write"])
}

#[test]
fn a_role_that_may_do_more_than_read_can_write() {
    for (action, wanted) in [
        (json!("s3:PutObject"), true),
        (json!("*"), true),
        (json!("ec2:*"), true),
        (json!(["ec2:Describe*", "s3:GetObject", "s3:List*"]), false),
        (json!("sts:AssumeRole"), true),
        (json!([]), false),
    ] {
        let policy = document(&json!({"Effect": "Allow", "Action": action, "Resource": "*"}));
        let role = json!({"role_policy_list": [{"policy_name": "p", "policy_document": policy}]});
        let (cell, gaps) = can_write(&role, vec![], &[]);
        assert_eq!(gaps, [], "{action}");
        assert_eq!(cell.to_json()["can_write"], wanted, "{action}");
    }
    let policy = document(&json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}));
    let managed = json!({"policy_name": "p", "default_version_document": policy});
    let arn = format!("arn:aws:iam::{ACCOUNT}:policy/p");
    let role = json!({"attached_managed_policies": [{"policy_name": "p", "policy_arn": arn}]});
    let policy = told("iam.policy", &arn, &managed);
    let (cell, _) = can_write(&role, vec![policy], &[]);
    assert_eq!(cell.to_json()["can_write"], true);
    let origin = cell
        .field("can_write")
        .and_then(|cell| cell.origin.as_ref());
    let path = origin.map(|origin| origin.sources[0].path.clone());
    assert_eq!(
        path.as_deref(),
        Some("default_version_document.statements[0]")
    );
}

#[test]
fn a_policy_that_is_not_told_hides_only_that_there_is_no_write() {
    let attached = json!([{"policy_name": "p", "policy_arn": "arn:aws:iam::aws:policy/p"}]);
    let read = document(&json!({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}));
    let write = document(&json!({"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"}));
    for (policy, gaps_wanted) in [(read, 1), (write, 0)] {
        let role = json!({
            "attached_managed_policies": attached,
            "role_policy_list": [{"policy_name": "q", "policy_document": policy}],
        });
        let (_, gaps) = can_write(&role, vec![], &[]);
        assert_eq!(gaps.len(), gaps_wanted);
    }
}
