//! `assize snapshot`: what a snapshot holds, resource by resource, and without names.

use std::path::Path;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::cli::{Ran, assize};
use crate::snapshots::{BANK, Databases, SHOP};

const CALL: &str = "rds:DescribeDBInstances";

/// A directory with two snapshots, one of them with a call that was denied.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a directory");
    let write = |name: &str, account, databases: &[(&str, Option<bool>)], denied| {
        let databases = Databases {
            account,
            databases,
            denied,
        };
        databases.write(&place.path().join(name));
    };
    write(
        "shop.assize",
        SHOP,
        &[("orders", Some(true)), ("returns", None)],
        None,
    );
    write("bank.assize", BANK, &[("vault", Some(false))], Some(CALL));
    place
}

fn run(directory: &Path, arguments: &[&str]) -> Ran {
    let mut all = vec!["snapshot"];
    all.extend(arguments);
    assize(&all).cwd(directory).run()
}

fn json(ran: &Ran) -> Json {
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

#[track_caller]
fn refused(ran: &Ran, words: &[&str]) {
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    for word in words {
        assert!(ran.stderr.contains(word), "no `{word}` in: {}", ran.stderr);
    }
}

#[test]
fn info_says_what_came_and_what_did_not() {
    let place = place();
    let ran = run(place.path(), &["info", "bank.assize"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for words in [
        BANK,
        "eu-central-1",
        "1  rds.db_instance",
        "rds:DescribeDBInstances in eu-central-1 of 222222222222: missing: denied",
    ] {
        assert!(
            ran.stdout.contains(words),
            "no `{words}` in:\n{}",
            ran.stdout
        );
    }
    let info = json(&run(
        place.path(),
        &["info", "--format", "json", "shop.assize", "bank.assize"],
    ));
    assert_eq!(info["accounts"], serde_json::json!([SHOP, BANK]));
    assert_eq!(info["resources"]["rds.db_instance"], 3);
    assert_eq!(info["calls"]["incomplete"][0]["operation"], CALL);
}

#[test]
fn ls_lists_what_was_asked_for() {
    let place = place();
    let ran = run(
        place.path(),
        &["ls", "shop.assize", "bank.assize", "--account", BANK],
    );
    assert_eq!(
        ran.stdout,
        "rds.db_instance\tarn:aws:rds:eu-central-1:222222222222:db:vault\n"
    );
    let ran = run(place.path(), &["ls", "shop.assize", "--kind", "ec2.vpc"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    let ran = run(
        place.path(),
        &["ls", "shop.assize", "--kind", "rds.db_instances"],
    );
    refused(
        &ran,
        &["rds.db_instances", "did you mean `rds.db_instance`?"],
    );
}

#[test]
fn get_prints_one_resource() {
    let place = place();
    let arn = "arn:aws:rds:eu-central-1:111111111111:db:orders";
    for name in [arn, "orders", "db:orders"] {
        let shown = json(&run(place.path(), &["get", "shop.assize", name]));
        assert_eq!(shown["arn"], arn);
        assert_eq!(shown["facts"]["publicly_accessible"], true);
    }
    let ran = run(place.path(), &["get", "shop.assize", "order"]);
    refused(&ran, &["no resource `order`", "did you mean", arn]);
}

#[test]
fn redacted_is_a_snapshot_without_the_names() {
    let place = place();
    let ran = run(
        place.path(),
        &["redact", "shop.assize", "-o", "other.assize"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let list = run(place.path(), &["ls", "other.assize"]);
    assert_eq!(list.stdout.lines().count(), 2, "{}", list.stdout);
    for name in [SHOP, "orders", "returns"] {
        assert!(!list.stdout.contains(name), "{name} in:\n{}", list.stdout);
    }
    let again = run(
        place.path(),
        &["redact", "shop.assize", "-o", "again.assize"],
    );
    assert_eq!(again.code, Some(0));
    assert_eq!(
        run(place.path(), &["ls", "again.assize"]).stdout,
        list.stdout
    );
    let info = json(&run(
        place.path(),
        &["info", "--format", "json", "other.assize"],
    ));
    assert_eq!(info["resources"]["rds.db_instance"], 2);
}
