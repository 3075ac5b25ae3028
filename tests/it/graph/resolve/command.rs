//! `assize resolve`, as a user runs it.

use std::fs::File;
use std::process::{Command, Output};

use serde_json::{Value as Json, json};

use super::{Town, record};

fn resolve(arguments: &[&str]) -> Output {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("town.assize");
    let town = Town::new().zone(
        "corp.example",
        json!([record("db.corp.example.", "A", &["10.0.0.1"])]),
    );
    let file = File::create(&path).expect("a file");
    town.world().snapshot().write(file).expect("a snapshot");
    Command::new(env!("CARGO_BIN_EXE_assize"))
        .arg("resolve")
        .args(arguments)
        .arg("--snapshot")
        .arg(directory.path())
        .current_dir(directory.path())
        .output()
        .expect("a run")
}

fn out(arguments: &[&str]) -> String {
    let ran = resolve(arguments);
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(0), "{errors}");
    String::from_utf8(ran.stdout).expect("text")
}

fn refused(arguments: &[&str]) -> String {
    let ran = resolve(arguments);
    assert_eq!(ran.status.code(), Some(2));
    String::from_utf8(ran.stderr).expect("text")
}

const QUESTION: [&str; 3] = ["DB.corp.example.", "--vpc", "vpc-1"];

#[test]
fn an_answer_is_told_for_people_and_for_programs() {
    let text = out(&QUESTION);
    assert!(
        text.starts_with("addresses: db.corp.example is 10.0.0.1 in vpc-1\n"),
        "{text}"
    );
    assert!(
        text.contains("decided by private zone Z-corp.example (corp.example)"),
        "{text}"
    );
    let with = |format: &str| out(&[&QUESTION[..], &["--format", format]].concat());
    let told: Json = serde_json::from_str(&with("json")).expect("JSON");
    let fields: Vec<&String> = told.as_object().expect("an answer").keys().collect();
    assert_eq!(
        fields,
        [
            "addresses",
            "answer",
            "decided_by",
            "name",
            "shadowed",
            "steps",
            "unknown",
            "vpc"
        ]
    );
    assert_eq!(
        told["addresses"],
        json!([{"address": "10.0.0.1", "interfaces": []}])
    );
    assert!(with("mermaid").starts_with("flowchart LR\n"));
    assert!(with("dot").starts_with("digraph resolution {\n"));
}

#[test]
fn what_is_no_name_and_vpcs_that_are_not_there_get_help() {
    let error = refused(&["db.corp.example", "--vpc", "vpc-2"]);
    assert!(
        error.contains("the snapshot has no VPC `vpc-2`; did you mean `vpc-1`"),
        "{error}"
    );
    for bad in ["", "a..b", "http://db.corp.example", "10.0.0.1"] {
        let error = refused(&[bad, "--vpc", "vpc-1"]);
        assert!(error.contains("is no name"), "{error}");
    }
}
