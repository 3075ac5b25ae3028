//! The table of operations, the policy that allows them, and what a scan really calls.

use std::collections::BTreeSet;

use assize::collect::{Extra, operations};
use serde_json::{Value, json};

use super::collect;
use crate::cli::assize;
use crate::corpus::root;
use crate::server::Server;
use crate::world::{CONSUMER, HUB, KEEPER, PROVIDER, RUNNER, TOKYO, credentials};

/// What the command prints.
fn printed(arguments: &[&str]) -> String {
    let ran = assize([&["iam-policy"], arguments].concat()).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

#[test]
fn the_policies_of_the_documentation_are_those_that_the_command_prints() {
    let parts: Vec<Value> = serde_json::from_str(&printed(&["--split"])).expect("a list");
    let mut stale = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let name = match index {
            0 => "docs/iam-policy.json".to_owned(),
            index => format!("docs/iam-policy-{}.json", index + 1),
        };
        let path = root().join(&name);
        let kept = std::fs::read_to_string(&path).ok();
        let kept: Option<Value> = kept.and_then(|text| serde_json::from_str(&text).ok());
        if kept.as_ref() == Some(part) {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            let text = match parts.len() {
                1 => printed(&[]),
                _ => format!("{part:#}\n"),
            };
            std::fs::write(&path, text).expect("a file");
        } else {
            stale.push(name);
        }
    }
    assert!(
        stale.is_empty(),
        "out of date: {stale:?}; write them with: UPDATE=1 cargo test --test it collect::policy"
    );
}

#[test]
fn the_other_forms_have_the_same_policies() {
    let parts: Vec<Value> = serde_json::from_str(&printed(&["--split"])).expect("a list");
    let template: Value =
        serde_json::from_str(&printed(&["--split", "-f", "cloudformation"])).expect("a template");
    for (index, part) in parts.iter().enumerate() {
        let name = format!("AssizePolicy{}", index + 1);
        let properties = &template["Resources"][&name]["Properties"];
        assert_eq!(properties["PolicyDocument"], *part);
        assert_eq!(
            template["Outputs"][format!("{name}Arn")]["Value"]["Ref"],
            name
        );
    }
    let terraform = printed(&["--split", "-f", "terraform"]);
    let documents: Vec<Value> = terraform
        .split("jsonencode(")
        .skip(1)
        .map(|rest| {
            let (inner, _) = rest.split_once(")\n}").expect("an end");
            serde_json::from_str(inner).expect("JSON")
        })
        .collect();
    assert_eq!(documents, parts);
    // What one policy cannot hold is not cut short without a word.
    let whole = assize(["iam-policy"]).run();
    match parts.len() {
        1 => assert_eq!(whole.code, Some(0)),
        _ => assert!(
            whole.code == Some(2) && whole.stderr.contains("--split"),
            "{}",
            whole.stderr
        ),
    }
}

#[test]
fn an_operation_stands_in_the_table_once_and_is_a_read() {
    let mut seen = BTreeSet::new();
    for operation in operations() {
        assert!(
            seen.insert(operation.name),
            "{} stands twice",
            operation.name
        );
        let (_, verb) = operation.name.split_once(':').expect("service:Operation");
        // What it begins with as the contracts have it: these are reads by what they do.
        let reads = ["Describe", "List", "Get", "BatchGet", "Search", "Lookup"];
        let is_read = reads.iter().any(|read| verb.starts_with(read));
        let is_report =
            operation.only_with == Some(Extra::IamReports) && verb.starts_with("Generate");
        assert!(is_read || is_report, "{} is no read", operation.name);
    }
}

#[test]
fn every_call_is_in_the_table_and_every_operation_is_called() {
    let mut called = BTreeSet::new();
    for (world, accounts) in [
        ("lattice", &[CONSUMER, PROVIDER][..]),
        ("apprunner.json", &[RUNNER]),
        ("connected", &[HUB]),
        ("services", &[KEEPER]),
    ] {
        let server = Server::of_world(world, &[]);
        for account in accounts {
            collect(&server, account);
        }
        for call in server.calls() {
            called.insert(call["operation"].as_str().expect("an operation").to_owned());
        }
    }
    // Only who does not know the accounts and regions asks for them.
    let accounts = Server::of_world("accounts.json", &[]);
    let variables = credentials(&accounts, "210987654321");
    let mut run = assize([
        "scan",
        "--organization",
        "--role-name",
        "audit",
        "--region",
        "all",
        "-q",
    ])
    .envs(variables);
    assert_eq!(run.run().code, Some(0));
    // Connectors and gateways in use are asked for one by one where the list does not tell them.
    for (world, account, list) in [
        ("lattice", PROVIDER, "vpc-lattice:ListResourceGateways"),
        ("apprunner.json", RUNNER, "apprunner:ListVpcConnectors"),
    ] {
        let server = Server::of_world(world, &[]);
        server.faults(&json!([{"fault": "deny", "operation": list}]));
        collect(&server, account);
        for call in server.calls() {
            called.insert(call["operation"].as_str().expect("an operation").to_owned());
        }
    }
    // Only who wants reports has them written, and metrics are billed.
    let hub = Server::of_world("connected", &[]);
    let arguments = [
        "collect",
        "--iam-reports",
        "--metrics",
        "--region",
        TOKYO,
        "-o",
        "one.assize",
    ];
    let mut run = assize(arguments).envs(credentials(&hub, HUB));
    assert_eq!(run.run().code, Some(0));
    let calls = [accounts.calls(), hub.calls()].concat();
    let assumed = |call: &&Value| call["operation"] != "sts:AssumeRole";
    for call in calls.iter().filter(assumed) {
        called.insert(call["operation"].as_str().expect("an operation").to_owned());
    }
    let table: BTreeSet<String> = operations()
        .map(|operation| operation.name.to_owned())
        .collect();
    let missing: Vec<_> = called.symmetric_difference(&table).collect();
    assert!(
        missing.is_empty(),
        "called or in the table, not both: {missing:?}"
    );
}
