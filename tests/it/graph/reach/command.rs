//! `assize reach`, as a user runs it.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value as Json, json};

use super::Town;

struct Place {
    directory: tempfile::TempDir,
}

impl Place {
    fn new(town: &Town) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let file = File::create(directory.path().join("town.assize")).expect("a file");
        let world = town.world().with(
            "ec2.instance",
            "i-0a1b2c3d",
            json!({"state": "running", "network_interface_ids": ["eni-app"]}),
        );
        world.snapshot().write(file).expect("a snapshot");
        Place { directory }
    }

    fn reach(&self, arguments: &[&str]) -> Output {
        let snapshot: PathBuf = self.directory.path().join("town.assize");
        Command::new(env!("CARGO_BIN_EXE_assize"))
            .arg("reach")
            .args(arguments)
            .arg("--snapshot")
            .arg(snapshot)
            .current_dir(self.directory.path())
            .output()
            .expect("a run")
    }

    fn out(&self, arguments: &[&str]) -> String {
        let ran = self.reach(arguments);
        let errors = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(0), "{errors}");
        String::from_utf8(ran.stdout).expect("text")
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let ran = self.reach(arguments);
        assert_eq!(ran.status.code(), Some(2));
        String::from_utf8(ran.stderr).expect("text")
    }
}

#[test]
fn an_answer_is_told_for_people_and_for_programs() {
    let place = Place::new(&Town::new());
    let pair = ["--from", "i-0a1b2c3d", "--to", "eni-db", "--port", "5432"];
    let text = place.out(&pair);
    assert!(text.starts_with("yes: arn:aws:ec2:"), "{text}");
    assert!(text.contains("tcp 5432 from sg-app"), "{text}");
    let json = place.out(&[&pair[..], &["--format", "json"]].concat());
    let told: Json = serde_json::from_str(&json).expect("JSON");
    assert_eq!(told["answer"], "yes");
    for leg in ["forward", "return"] {
        let fields: Vec<&String> = told[leg].as_object().expect("a leg").keys().collect();
        assert_eq!(fields, ["answer", "path", "stopped", "unknown"]);
        assert_eq!(told[leg]["answer"], "yes");
    }
    assert!(
        place
            .out(&[&pair[..], &["--format", "mermaid"]].concat())
            .starts_with("flowchart LR\n")
    );
    assert!(
        place
            .out(&[&pair[..], &["--format", "dot"]].concat())
            .starts_with("digraph reach {\n")
    );
}

#[test]
fn a_blocked_way_says_where_why_and_what_would_open_it() {
    let mut town = Town::new();
    town.db_ingress = json!([]);
    let text = Place::new(&town).out(&[
        "--from",
        "10.0.0.10",
        "--to",
        "eni-db",
        "--port",
        "5432",
        "--protocol",
        "tcp",
    ]);
    assert!(text.starts_with("no: "), "{text}");
    assert!(text.contains("(SG_HAS_NO_RULES)"), "{text}");
    assert!(
        text.contains("to open it:\n    the groups of eni-db: let in tcp 5432 from 10.0.0.10/32"),
        "{text}"
    );
}

#[test]
fn lists_name_all_sources_and_all_destinations() {
    let place = Place::new(&Town::new());
    let text = place.out(&["--all-sources", "eni-db"]);
    assert!(text.contains("these can reach arn:"), "{text}");
    assert!(text.contains("interface     eni-app"), "{text}");
    let json = place.out(&[
        "--all-destinations",
        "eni-app",
        "--port",
        "5432",
        "--format",
        "json",
    ]);
    let told: Json = serde_json::from_str(&json).expect("JSON");
    assert_eq!(told["each"][0]["label"], "eni-db");
}

#[test]
fn names_that_are_not_there_get_help() {
    let place = Place::new(&Town::new());
    let error = place.refused(&["--from", "eni-ap", "--to", "eni-db"]);
    assert!(
        error.contains("nothing in the snapshot is called `eni-ap`; did you mean `eni-app`"),
        "{error}"
    );
    let error = place.refused(&["--from", "rtb-1", "--to", "eni-db"]);
    assert!(error.contains("`rtb-1`"), "{error}");
    let error = place.refused(&["--from", "eni-app", "--to", "eni-db", "--protocol", "tpc"]);
    assert!(error.contains("did you mean `tcp`"), "{error}");
    let error = place.refused(&[
        "--from",
        "eni-app",
        "--to",
        "eni-db",
        "--protocol",
        "icmp",
        "--port",
        "8",
    ]);
    assert!(error.contains("only tcp and udp have ports"), "{error}");
}
