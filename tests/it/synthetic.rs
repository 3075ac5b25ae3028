//! The synthetic snapshots of the benchmarks are what they claim to be.

#[path = "../../benches/synthetic/mod.rs"]
mod world;

use std::collections::BTreeMap;

use assize::config::ValidConfig;
use assize::graph::{Graph, schema};
use assize::model::kinds::KINDS;
use assize::model::record::{Record, ValueRef};
use assize::rules::assess::environments;
use assize::snapshot::Snapshot;

use world::World;

const SMALL: World = World {
    resources: 2_500,
    repeats: 90,
    seed: 7,
};

#[test]
fn every_kind_is_there_in_the_shares_of_a_company() {
    let snapshot = world::snapshot(SMALL);
    assert_eq!(snapshot.resources.len(), SMALL.resources);
    let mut counts = BTreeMap::new();
    for resource in &snapshot.resources {
        *counts.entry(resource.kind().name).or_insert(0) += 1;
    }
    for kind in KINDS {
        assert!(counts.contains_key(kind.name), "no {}", kind.name);
    }
    let interfaces = counts["ec2.network_interface"] * 100 / SMALL.resources;
    assert!((30..=50).contains(&interfaces), "{interfaces} % interfaces");
}

#[test]
fn nothing_is_left_untold() {
    let snapshot = world::snapshot(SMALL);
    for resource in &snapshot.resources {
        let untold = untold(resource.facts.record());
        assert_eq!(untold, None, "{}", resource.arn);
        assert!(resource.gaps.is_empty(), "{}", resource.arn);
    }
    let config = ValidConfig::default();
    let graph = Graph::build(&snapshot, environments(&config));
    for kind in schema::kinds() {
        for (account, region) in graph.places(kind.name) {
            let gap = graph.extent(kind.name, &account, &region);
            assert_eq!(gap, None, "{} in {account} {region}", kind.name);
        }
    }
}

/// The first attribute that nobody told, inner records included.
fn untold(record: &dyn Record) -> Option<&'static str> {
    let attributes = record.record_type().attributes.iter().enumerate();
    let mut looks = attributes.map(|(place, attribute)| (attribute, record.attribute(place)));
    looks.find_map(|(attribute, look)| match look {
        ValueRef::Missing => Some(attribute.name),
        ValueRef::Record(inner) => untold(inner),
        ValueRef::List(items) => (0..items.count()).find_map(|place| match items.item(place) {
            ValueRef::Record(inner) => untold(inner),
            _ => None,
        }),
        _ => None,
    })
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let written = |world: World| {
        let mut file = Vec::new();
        let digest = world::snapshot(world).write(&mut file);
        (digest.expect("memory to write to"), file)
    };
    let (digest, file) = written(SMALL);
    assert_eq!(written(SMALL).1, file);
    assert_ne!(written(World { seed: 8, ..SMALL }).0, digest);
    let read = Snapshot::read(file.as_slice(), "synthetic").expect("a snapshot");
    assert_eq!(read.digest, digest);
}

#[test]
fn few_repeats_mean_values_of_ones_own() {
    let names = |repeats: u32| {
        let snapshot = world::snapshot(World { repeats, ..SMALL });
        let groups = snapshot.resources.iter();
        let groups = groups.filter(|resource| resource.kind().name == "ec2.security_group");
        let facts = groups.map(|resource| match &resource.facts {
            assize::model::kinds::Facts::SecurityGroup(group) => group.ip_permissions.clone(),
            other => panic!("a group: {other:?}"),
        });
        let all: Vec<String> = facts.map(|facts| format!("{facts:?}")).collect();
        let mut distinct = all.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.len() * 100 / all.len()
    };
    let (few, many) = (names(0), names(90));
    assert!(few > 90, "{few} % distinct without repeats");
    assert!(many < 40, "{many} % distinct with 90 % repeats");
}
