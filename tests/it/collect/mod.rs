//! Collecting through the library, against the servers that stand in for AWS.

mod access;
mod connected;
mod databases;
mod faults;
mod hub;
mod interrupt;
mod keeper;
mod moto;
mod policy;
mod services;
mod worlds;

use std::collections::BTreeSet;
use std::time::Duration;

use assize::collect::{Access, AccessError, Collected, Limits, Session, Silent};
use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::id::{AccountId, Region};
use assize::model::record::{Items, Record, ValueRef};
use assize::model::resource::Resource;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use serde_json::Value;

use crate::server::Server;
use crate::world::TOKYO;

/// The SDK's configuration for a user of an account of a server.
fn config(url: &str, account: &str) -> SdkConfig {
    let key = format!("AKIA0000{account}");
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .region(TOKYO)
        .endpoint_url(url)
        .credentials_provider(Credentials::new(key, "secret", None, None, "test"));
    runtime().block_on(loader.load())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Limits for a server on the loopback that may do wrong.
fn limits() -> Limits {
    Limits {
        attempts: 2,
        attempt_timeout: Duration::from_secs(20),
        operation_timeout: Duration::from_secs(60),
        ..Limits::default()
    }
}

fn open(server: &Server, account: &str, limits: Limits) -> Result<Session, AccessError> {
    Session::open_with(config(&server.url(), account), &Access::default(), limits)
}

/// What a scan of Tokyo brings.
fn collect(server: &Server, account: &str) -> Collected {
    collect_within(server, account, limits())
}

fn collect_within(server: &Server, account: &str, limits: Limits) -> Collected {
    let session = open(server, account, limits).expect("a session");
    session.collect(&[Region::from(TOKYO)], "0.0.0-test", &Silent)
}

/// What became of an operation, in Tokyo or globally.
fn coverage<'c>(collected: &'c Collected, operation: &str) -> &'c CoverageEntry {
    let mut entries = collected.snapshot.coverage.iter();
    let found = entries.find(|entry| entry.operation == operation);
    found.unwrap_or_else(|| panic!("{operation} has no coverage"))
}

/// The operations that were not answered to the end, with status, reason and the call of the gap.
fn incomplete(collected: &Collected) -> Vec<String> {
    let entries = collected.snapshot.coverage.iter();
    let lacking = entries.filter(|entry| entry.status != Completeness::Complete);
    lacking
        .map(|entry| {
            let gap = entry.gap.as_ref().expect("a gap");
            let status = match entry.status {
                Completeness::Partial => "partial",
                _ => "missing",
            };
            format!(
                "{} {status}: {} {}",
                entry.operation, gap.operation, gap.reason
            )
        })
        .collect()
}

/// The resources of a kind as JSON, in their order.
fn facts(collected: &Collected, kind: &str) -> Vec<Value> {
    of_kind(collected, kind)
        .map(|resource| serde_json::to_value(&resource.facts).expect("JSON"))
        .collect()
}

fn of_kind<'c>(collected: &'c Collected, kind: &str) -> impl Iterator<Item = &'c Resource> {
    let resources = collected.snapshot.resources.iter();
    resources.filter(move |resource| resource.kind().name == kind)
}

/// The facts of the resource of a kind with this value in its JSON.
fn with<'v>(facts: &'v [Value], key: &str, value: &str) -> &'v Value {
    let found = facts.iter().find(|facts| facts[key] == value);
    found.unwrap_or_else(|| panic!("no {key} is {value} in {facts:?}"))
}

/// How many resources of each kind there are.
fn counts(collected: &Collected) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for resource in &collected.snapshot.resources {
        match counts.last_mut() {
            Some((kind, count)) if *kind == resource.kind().name => *count += 1,
            _ => counts.push((resource.kind().name, 1)),
        }
    }
    counts
}

/// The facts that are missing without a gap that says why, by kind and path: the service did not say
/// them, or a collector forgot them.
fn unexplained(collected: &Collected) -> Vec<String> {
    let mut found = BTreeSet::new();
    for resource in &collected.snapshot.resources {
        let mut missing = Vec::new();
        look(resource.facts.record(), "", &mut missing);
        missing.retain(|path| resource.recorded_gap(path).is_none());
        let kind = resource.kind().name;
        found.extend(missing.into_iter().map(|path| format!("{kind} {path}")));
    }
    found.into_iter().collect()
}

fn look(record: &dyn Record, above: &str, missing: &mut Vec<String>) {
    for (position, attribute) in record.record_type().attributes.iter().enumerate() {
        value(
            record.attribute(position),
            &format!("{above}{}", attribute.name),
            missing,
        );
    }
}

fn value(value: ValueRef<'_>, path: &str, missing: &mut Vec<String>) {
    match value {
        ValueRef::Missing => missing.push(path.to_owned()),
        ValueRef::Record(record) => look(record, &format!("{path}."), missing),
        ValueRef::List(items) => list(items, path, missing),
        _ => {}
    }
}

fn list(items: &dyn Items, path: &str, missing: &mut Vec<String>) {
    for index in 0..items.count() {
        value(items.item(index), &format!("{path}[{index}]"), missing);
    }
}

/// The account of a snapshot entry, for comparisons.
fn account(id: &str) -> AccountId {
    AccountId::from(id)
}
