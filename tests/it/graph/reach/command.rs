//! `assize reach`, as a user runs it.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value as Json, json};

use super::super::world::{HERE, World};
use super::{Town, interface};

struct Place {
    directory: tempfile::TempDir,
}

impl Place {
    fn new(town: &Town) -> Self {
        Place::of(&town.world())
    }

    /// The town, where DNS works and a private zone names the database.
    fn named() -> Self {
        let mut world = Town::new().world();
        world.resources.retain(|one| one.kind().name != "ec2.vpc");
        let vpc = json!({"owner_id": HERE, "cidr_block": "10.0.0.0/16", "dhcp_options_id": "dopt-1",
            "cidr_block_associations": [{"cidr_block": "10.0.0.0/16", "state": "associated"}],
            "enable_dns_support": true, "enable_dns_hostnames": true,
            "hosted_zones": [{"hosted_zone_id": "Z1", "name": "corp.example.", "owning_account": HERE}]});
        let record = json!({"name": "db.corp.example.", "record_type": "A", "ttl": 60, "resource_records": ["10.0.1.20"]});
        let world = world
            .with("ec2.vpc", "vpc-1", vpc)
            .with(
                "ec2.dhcp_options",
                "dopt-1",
                json!({"domain_name_servers": ["AmazonProvidedDNS"]}),
            )
            .with(
                "route53.hosted_zone",
                "Z1",
                json!({"name": "corp.example.", "private_zone": true, "record_sets": [record]}),
            );
        Place::of(&world)
    }

    fn of(world: &World) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let file = File::create(directory.path().join("town.assize")).expect("a file");
        let world = world.clone().with(
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
fn lists_take_names_and_ports() {
    let place = Place::named();
    let list = |name: &str| {
        let told = [
            "--all-sources",
            name,
            "--from-vpc",
            "vpc-1",
            "--format",
            "json",
        ];
        let told: Json = serde_json::from_str(&place.out(&told)).expect("JSON");
        told
    };
    let told = list("db.corp.example:5432");
    assert_eq!(told["of"], "db.corp.example");
    assert_eq!(told["each"][0]["label"], "eni-app");
    assert_eq!(told["unknown"], json!([]));
    assert_eq!(list("db.corp.example:22")["each"], json!([]));
    // What public DNS answers, no call tells: there may be others.
    let public = &list("www.example.com:443")["unknown"];
    assert_ne!(public, &json!([]), "{public}");
    let error = place.refused(&["--all-sources", "db.corp.example:5432"]);
    assert!(
        error.contains("say with --from-vpc in which VPC"),
        "{error}"
    );
}

/// Two databases that differ in nothing but their addresses are one class of sources and destinations,
/// and still each is a source and a destination of the other.
#[test]
fn an_interface_is_listed_for_its_twin() {
    let ingress = json!([{"ip_protocol": "-1", "user_id_group_pairs": [{"group_id": "sg-db", "user_id": HERE}]}]);
    let twin = interface("subnet-b", "10.0.1.21", "sg-db", &json!({}));
    let egress = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let group = json!({"group_name": "g", "vpc_id": "vpc-1", "ip_permissions": ingress, "ip_permissions_egress": egress});
    let mut world = Town::new()
        .world()
        .with("ec2.network_interface", "eni-twin", twin);
    world
        .resources
        .retain(|one| !one.arn.as_str().ends_with("/sg-db"));
    let place = Place::of(&world.with("ec2.security_group", "sg-db", group));
    for list in ["--all-sources", "--all-destinations"] {
        for (one, other) in [("eni-db", "eni-twin"), ("eni-twin", "eni-db")] {
            let told = place.out(&[list, one, "--port", "5432", "--format", "json"]);
            let told: Json = serde_json::from_str(&told).expect("JSON");
            let each = told["each"].as_array().expect("a list");
            let labels: Vec<&Json> = each.iter().map(|one| &one["label"]).collect();
            assert_eq!(labels, [other], "{list} {one}");
        }
    }
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

#[test]
fn an_end_can_be_named_as_dns_names_it() {
    let place = Place::named();
    let to = |name: &'static str| ["--from", "eni-app", "--to", name, "--from-vpc", "vpc-1"];
    let text = place.out(&to("db.corp.example:5432"));
    assert!(text.starts_with("yes: arn:"), "{text}");
    assert!(
        text.contains("can reach db.corp.example on tcp 5432"),
        "{text}"
    );
    assert!(
        text.contains("addresses: db.corp.example is 10.0.1.20 in vpc-1"),
        "{text}"
    );
    let json = place.out(&[&to("db.corp.example:5432")[..], &["--format", "json"]].concat());
    let told: Json = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (&told["answer"], &told["each"][0]["answer"]),
        (&json!("yes"), &json!("yes"))
    );
    assert_eq!(
        told["names"][0]["addresses"][0]["interfaces"],
        json!(["eni-db"])
    );
    let dot = place.out(&[&to("db.corp.example:5432")[..], &["--format", "dot"]].concat());
    assert!(dot.starts_with("digraph reach {\n"), "{dot}");
    assert!(place.out(&to("db.corp.example:22")).starts_with("no: "));
    assert!(place.out(&to("no.corp.example:5432")).starts_with("no: "));
    assert!(
        place
            .out(&to("www.example.com:443"))
            .starts_with("unknown: ")
    );
    let from_vpc = ["--to", "db.corp.example:5432", "--from-vpc", "vpc-1"];
    assert!(
        place
            .out(&from_vpc)
            .starts_with("yes: arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1 can reach")
    );
    // Without it the VPC of the source asks, if there is one.
    let inferred = place.out(&["--from", "eni-app", "--to", "db.corp.example:5432"]);
    assert_eq!(inferred, text);
    let error = place.refused(&["--from", "internet", "--to", "db.corp.example:5432"]);
    assert!(
        error.contains("say with --from-vpc in which VPC"),
        "{error}"
    );
    let twice = place.refused(&[&to("db.corp.example:5432")[..], &["--port", "22"]].concat());
    assert!(twice.contains("the port is given twice"), "{twice}");
}
