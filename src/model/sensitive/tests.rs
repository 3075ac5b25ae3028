//! What is kept of values, and what must not be.

use super::{reduced, reduced_text, reference};
use crate::model::fact::Fact;

const ZONES: [&str; 2] = ["corp.internal", "example.internal"];

/// The pattern and the hosts that are kept of a value.
fn kept(name: &str, value: &str) -> (String, Vec<String>) {
    let zones = ZONES.map(str::to_owned);
    let variable = reduced(name, value, &zones);
    let endpoints = variable.endpoints.known().expect("a list");
    let hosts = endpoints.iter().map(|endpoint| {
        let host = endpoint.host.known().expect("a host");
        match endpoint.port {
            Fact::Known(port) => format!("{host} {port}"),
            Fact::None => host.to_string(),
            Fact::Missing => panic!("a port is told or there is none"),
        }
    });
    let pattern = variable.credential_pattern.known();
    (
        pattern.map(ToString::to_string).unwrap_or_default(),
        hosts.collect(),
    )
}

#[track_caller]
fn check(name: &str, value: &str, pattern: &str, hosts: &[&str]) {
    let (found, named) = kept(name, value);
    assert_eq!(found, pattern, "{name}={value}");
    assert_eq!(named, hosts, "{name}={value}");
}

#[test]
fn hosts_of_urls_are_kept_without_what_stands_around_them() {
    let db = "db.cabcdefghijk.ap-northeast-1.rds.amazonaws.com";
    check(
        "DATABASE_URL",
        &format!("postgresql://app:pw@{db}:5432/campus?sslmode=require"),
        "password-in-url",
        &[&format!("{db} 5432")],
    );
    check(
        "DATABASE_URL",
        &format!("postgres://app@{db}/campus"),
        "",
        &[db],
    );
    check(
        "JDBC",
        &format!("jdbc:postgresql://{}:5432/x", db.to_uppercase()),
        "",
        &[&format!("{db} 5432")],
    );
    check("REDIS", "rediss://10.0.3.7:6379", "", &["10.0.3.7 6379"]);
    check("V6", "http://[fd00:0::1]:80/x", "", &["fd00::1 80"]);
    check(
        "MONGO",
        "mongodb://u:p@a.corp.internal:27017,b.corp.internal:27018/db",
        "password-in-url",
        &["a.corp.internal 27017", "b.corp.internal 27018"],
    );
}

#[test]
fn bare_hosts_are_kept_if_they_are_known() {
    check("HOST", "db.corp.internal", "", &["db.corp.internal"]);
    check(
        "HOST",
        "db.corp.internal.:5432",
        "",
        &["db.corp.internal 5432"],
    );
    check(
        "HOST",
        "10.0.0.1,10.0.0.2:5432",
        "",
        &["10.0.0.1", "10.0.0.2 5432"],
    );
    check("HOST", "fd00::2", "", &["fd00::2"]);
    check("ZONE", "example.internal", "", &["example.internal"]);
}

#[test]
fn anything_else_is_dropped() {
    for value in [
        "info",
        "",
        "1.4.2",
        "8080",
        "db.other.example",
        "notcorp.internal",
        "a b.corp.internal",
        "https://partner.example/x?host=10.0.0.1",
        "x@10.0.0.1",
        "db.corp.internal:http",
        "..corp.internal",
        "evil.amazonaws.com.attacker.example",
        "https://user:10.0.0.1@partner.example/",
    ] {
        assert_eq!(kept("SETTING", value).1, [""; 0], "{value}");
    }
}

#[test]
fn credentials_are_named_by_their_pattern() {
    let key = format!("AKIA{}", "ABCDEFGH12345678");
    let token = format!("ghp_{}", "a1B2".repeat(9));
    let web = format!("eyJ{0}.eyJ{0}.{0}", "abcdefghijkl");
    for (name, value, pattern) in [
        ("KEY", key.as_str(), "aws-access-key-id"),
        ("X", "id=AKIAABCDEFGH12345678;", "aws-access-key-id"),
        ("X", "AKIAABCDEFGH1234567", ""),
        ("X", token.as_str(), "github-token"),
        ("X", "ghp_short", ""),
        ("X", web.as_str(), "json-web-token"),
        ("X", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", "private-key"),
        (
            "X",
            "Server=db;User=x;Password=hunter2;",
            "password-in-connection-string",
        ),
        ("X", "postgres://app:${DB_PASSWORD}@db.corp.internal/x", ""),
        ("DB_PASSWORD", "correct-horse", "secret-by-name"),
        ("jwt-secret", "0123456789abcdef", "secret-by-name"),
        ("DB_PASSWORD", "${DB_PASSWORD}", ""),
        ("DB_PASSWORD_FILE", "run-secrets-db", ""),
        ("TOKEN_TTL", "86400000", ""),
        (
            "SECRET_ARN",
            "arn:aws:secretsmanager:eu-central-1:111122223333:secret:x-AbCdEf",
            "",
        ),
        ("LOG_LEVEL", "information", ""),
    ] {
        assert_eq!(kept(name, value).0, pattern, "{name}={value}");
    }
}

#[test]
fn references_keep_the_arn_of_what_they_name() {
    let secret = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:app/db-AbCdEf";
    let check = |from: &str, kind: &str, arn: Fact<&str>| {
        let variable = reference("X", from);
        assert_eq!(
            variable.kind.known().map(|kind| kind.as_str()),
            Some(kind),
            "{from}"
        );
        assert_eq!(
            variable.reference_arn.as_ref().map(|arn| arn.as_str()),
            arn,
            "{from}"
        );
    };
    check(secret, "secret-reference", Fact::Known(secret));
    check(
        &format!("{secret}:password::"),
        "secret-reference",
        Fact::Known(secret),
    );
    let parameter = "arn:aws:ssm:eu-central-1:111122223333:parameter/app/db";
    check(parameter, "parameter-reference", Fact::Known(parameter));
    check("app-db", "parameter-reference", Fact::Missing);
    let plain = reduced("SECRET_ARN", secret, &[]);
    assert_eq!(plain.kind.known().map(|kind| kind.as_str()), Some("plain"));
    assert_eq!(
        plain.reference_arn.known().map(|arn| arn.as_str()),
        Some(secret)
    );
}

#[test]
fn no_value_is_kept() {
    let secret = "hunter2hunter2";
    for value in [
        secret.to_owned(),
        format!(
            "postgres://{secret}:{secret}@db.corp.internal:5432/{secret}?password={secret}#{secret}"
        ),
        format!("https://{secret}.example/{secret}"),
        format!("arn:aws:secretsmanager:eu-central-1:1:secret:{secret} {secret}"),
        format!("{secret}@db.corp.internal"),
        format!("{secret},db.corp.internal"),
    ] {
        let zones = ZONES.map(str::to_owned);
        let text = serde_json::to_string(&reduced("X", &value, &zones)).expect("JSON");
        assert!(!text.contains(secret), "{value}: {text}");
    }
}

#[test]
fn of_a_script_only_the_credentials_that_it_looks_like_are_kept() {
    let check = |script: &str, wanted: &[&str]| {
        let kept = reduced_text(script).credential_patterns;
        let kept = kept.known().expect("a list");
        assert_eq!(kept, wanted, "{script}");
    };
    check("#!/bin/sh\nyum update -y\necho done\n", &[]);
    check(
        "export DB_PASSWORD=\"correct-horse-battery\"\n",
        &["secret-by-name"],
    );
    check("  api_key: 'a1b2c3d4e5f6g7'\n", &["secret-by-name"]);
    check("export PASSWORD_FILE=/run/secrets/db\n", &[]);
    check("TOKEN=${TOKEN}\n", &[]);
    check(
        "aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE\ncurl https://u:pass@host/\n",
        &["aws-access-key-id", "password-in-url"],
    );
}
