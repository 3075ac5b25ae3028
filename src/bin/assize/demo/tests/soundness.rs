//! Each reference system is what a scan would have told: whole, and nothing left hanging.

use std::collections::BTreeSet;

use assize::graph::ViewPlan;
use assize::graph::schema::{self, GraphKind};
use assize::model::coverage::Completeness;
use assize::model::gap::{Gap, GapReason};
use assize::model::path::Need;
use assize::model::record::{Record, Type, ValueRef};
use assize::snapshot::Snapshot;

use super::super::systems::System;
use super::super::told::NOT_SAID;
use super::{all, graph};

/// The calls that are known not to have been answered.
fn untold(system: &System) -> BTreeSet<&str> {
    let coverage = system.snapshot.coverage.iter();
    coverage
        .filter(|entry| entry.status != Completeness::Complete)
        .map(|entry| entry.operation.as_str())
        .collect()
}

/// Whether gaps come only from calls that were not answered, of what the description leaves out, or of
/// what no call tells.
fn explained(system: &System, gaps: &[Gap]) -> bool {
    let untold = untold(system);
    gaps.iter().all(|gap| {
        let untellable = matches!(gap.reason, GapReason::UnsupportedHere | GapReason::Redacted);
        untellable || gap.detail == NOT_SAID || untold.contains(gap.operation.as_str())
    })
}

#[test]
fn each_says_what_it_is() {
    let systems = all();
    let titles: BTreeSet<&str> = systems.iter().map(|system| system.title.as_str()).collect();
    assert_eq!(titles.len(), systems.len());
    for system in &systems {
        assert!(system.about.ends_with('.'), "{}", system.name);
        assert!(system.snapshot.header.started < system.snapshot.header.ended);
    }
}

#[test]
fn one_system_has_one_call_that_was_denied() {
    let untold: Vec<(&str, Vec<String>)> = all()
        .iter()
        .map(|system| {
            let operations = untold(system).into_iter().map(str::to_owned);
            (system.name, operations.collect())
        })
        .filter(|(_, operations): &(_, Vec<String>)| !operations.is_empty())
        .collect();
    assert_eq!(
        untold,
        [(
            "aurora-mock-testing",
            vec!["ec2:DescribeRouteTables".to_owned()]
        )]
    );
}

#[test]
fn every_call_that_a_kind_stands_on_is_accounted_for() {
    for system in all() {
        let graph = graph(&system);
        for kind in schema::kinds() {
            for (account, region) in graph.places(kind.name) {
                let gap = graph.extent(kind.name, &account, &region);
                let gaps: Vec<Gap> = gap.into_iter().collect();
                assert!(
                    explained(&system, &gaps),
                    "{}: {} in {account} {region}: {gaps:?}",
                    system.name,
                    kind.name
                );
            }
        }
    }
}

#[test]
fn a_snapshot_of_it_reads_as_it_was_written() {
    for system in all() {
        let mut file = Vec::new();
        system.snapshot.write(&mut file).unwrap();
        let read = Snapshot::read(file.as_slice(), system.name).unwrap();
        assert_eq!(read.header, system.snapshot.header, "{}", system.name);
        assert_eq!(read.coverage, system.snapshot.coverage, "{}", system.name);
        assert_eq!(read.resources, system.snapshot.resources, "{}", system.name);
    }
}

#[test]
fn nothing_was_left_out_of_a_resource() {
    for system in all() {
        for resource in &system.snapshot.resources {
            let mut missing = Vec::new();
            missing_in(resource.facts.record(), "", &mut missing);
            missing.retain(|path| resource.recorded_gap(path).is_none());
            assert_eq!(missing, [""; 0], "{}: {}", system.name, resource.arn);
        }
    }
}

/// The paths of what nobody told.
fn missing_in(record: &dyn Record, path: &str, into: &mut Vec<String>) {
    for (index, attribute) in record.record_type().attributes.iter().enumerate() {
        let dot = if path.is_empty() { "" } else { "." };
        let path = format!("{path}{dot}{}", attribute.name);
        missing_at(record.attribute(index), path, into);
    }
}

fn missing_at(value: ValueRef<'_>, path: String, into: &mut Vec<String>) {
    match value {
        ValueRef::Missing => into.push(path),
        ValueRef::Record(record) => missing_in(record, &path, into),
        ValueRef::List(items) => {
            for index in 0..items.count() {
                missing_at(items.item(index), format!("{path}[{index}]"), into);
            }
        }
        _ => {}
    }
}

#[test]
fn no_link_dangles_and_every_derived_fact_is_known() {
    for system in all() {
        let graph = graph(&system);
        for kind in schema::kinds() {
            for path in paths(kind) {
                let needs = [path.parse::<Need>().unwrap()];
                let plan = ViewPlan::new(kind.name, &needs, &[])
                    .unwrap_or_else(|errors| panic!("{}: {errors:?}", kind.name));
                for node in graph.of_kind(kind.name) {
                    let gaps = plan.project(&graph, *node, false).gaps();
                    let arn = &graph.node(*node).arn;
                    assert!(
                        explained(&system, &gaps),
                        "{}: {arn}: {path}: {gaps:?}",
                        system.name
                    );
                }
            }
        }
    }
}

/// A path for each link and each derived fact of a kind.
fn paths(kind: &GraphKind) -> Vec<String> {
    let links = kind.links.iter().map(|link| {
        let each = if link.many { "[]" } else { "" };
        format!("{}{each}", link.name)
    });
    let derived = kind.derived.iter();
    let derived = derived.map(|derived| first_leaf(derived.name.to_owned(), (derived.ty)()));
    links.chain(derived).collect()
}

/// The path of a type's first scalar.
fn first_leaf(path: String, ty: Type) -> String {
    match ty {
        Type::List(item) => first_leaf(format!("{path}[]"), item()),
        Type::Record(record) => {
            let first = &record().attributes[0];
            first_leaf(format!("{path}.{}", first.name), (first.ty)())
        }
        _ => path,
    }
}
