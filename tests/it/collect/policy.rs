//! The table of operations, the policy that allows them, and what a scan really calls.

use std::collections::BTreeSet;

use assize::collect::operations;
use serde_json::Value;

use super::collect;
use crate::corpus::root;
use crate::server::Server;
use crate::world::{CONSUMER, PROVIDER, RUNNER};

#[test]
fn the_policy_allows_what_is_called_and_nothing_else() {
    let text = std::fs::read_to_string(root().join("docs/iam-policy.json")).expect("the policy");
    let policy: Value = serde_json::from_str(&text).expect("JSON");
    let statements = policy["Statement"].as_array().expect("statements");
    let actions = statements.iter().flat_map(|statement| {
        assert_eq!(statement["Effect"], "Allow");
        statement["Action"].as_array().expect("actions")
    });
    let actions: Vec<&str> = actions
        .map(|action| action.as_str().expect("a text"))
        .collect();
    let allowed: BTreeSet<&str> = actions.iter().copied().collect();
    assert_eq!(allowed.len(), actions.len(), "an action stands twice");
    let wanted: BTreeSet<&str> = operations()
        .filter_map(|operation| operation.action)
        .collect();
    let missing: Vec<_> = wanted.difference(&allowed).collect();
    let more: Vec<_> = allowed.difference(&wanted).collect();
    assert!(
        missing.is_empty() && more.is_empty(),
        "missing {missing:?}, too many {more:?}"
    );
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
        let reads = ["Describe", "List", "Get"]
            .iter()
            .any(|read| verb.starts_with(read));
        assert!(reads, "{} is no read", operation.name);
    }
}

#[test]
fn every_call_is_in_the_table_and_every_operation_is_called() {
    let mut called = BTreeSet::new();
    let lattice = Server::of_world("lattice", &[]);
    collect(&lattice, CONSUMER);
    collect(&lattice, PROVIDER);
    let runner = Server::of_world("apprunner.json", &[]);
    collect(&runner, RUNNER);
    for call in lattice.calls().into_iter().chain(runner.calls()) {
        called.insert(call["operation"].as_str().expect("an operation").to_owned());
    }
    let table: BTreeSet<String> = operations()
        .map(|operation| operation.name.to_owned())
        .collect();
    assert_eq!(called, table);
}
