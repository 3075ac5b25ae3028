//! Order and names say nothing: views are the same however things are told and called.

use assize::graph::{Graph, ViewPlan};
use assize::model::kinds::Facts;
use assize::model::resource::Resource;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value as Json;

use super::hidden::{plans, seen};
use super::rich;
use super::world::World;

fn parse(resource: &Resource, facts: &Json) -> Facts {
    let raw = serde_json::value::to_raw_value(facts).expect("JSON");
    Facts::parse(resource.kind().name, &raw).expect("facts")
}

/// Puts every list in an order that follows from a seed.
fn shuffle(value: &mut Json, seed: &mut u64) {
    match value {
        Json::Array(items) => {
            items.iter_mut().for_each(|item| shuffle(item, seed));
            for end in (1..items.len()).rev() {
                *seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let other = usize::try_from(*seed >> 33).unwrap_or(0) % (end + 1);
                items.swap(end, other);
            }
        }
        Json::Object(fields) => fields.values_mut().for_each(|field| shuffle(field, seed)),
        _ => {}
    }
}

fn shuffled(world: &World, mut seed: u64) -> World {
    let mut world = world.clone();
    for resource in &mut world.resources {
        let mut facts = serde_json::to_value(&resource.facts).expect("facts");
        shuffle(&mut facts, &mut seed);
        resource.facts = parse(resource, &facts);
    }
    let half = world.resources.len() / 2;
    world
        .resources
        .rotate_left(usize::try_from(seed >> 40).unwrap_or(0) % half);
    world.resources.reverse();
    world
}

#[test]
fn the_order_in_which_things_are_told_changes_no_view() {
    let plans = plans();
    let world = rich::world();
    let snapshot = world.snapshot();
    let before = seen(&plans, &graph(&snapshot));
    run(24, &any::<u64>(), |seed| {
        let snapshot = shuffled(&world, seed).snapshot();
        let after = seen(&plans, &graph(&snapshot));
        for (place, told) in &before {
            prop_assert_eq!(after.get(place), Some(told), "{:?}", place);
        }
        prop_assert_eq!(after.len(), before.len());
        Ok(())
    });
}

/// The ids that can be given other names, with those that they get.
const IDS: [&str; 24] = [
    "subnet-a",
    "subnet-b",
    "subnet-fw",
    "rtb-main",
    "rtb-b",
    "rtb-fw",
    "pl-1",
    "sg-a",
    "sg-b",
    "eni-public",
    "eni-private",
    "eni-endpoint",
    "rgw-1",
    "rcfg-1",
    "vpc-1",
    "vpc-2",
    "tgw-1",
    "nat-1",
    "connector-1",
    "proxy-1",
    "subnets-1",
    "policy-1",
    "single",
    "writer",
];

/// Gives each id a name of its own, by a number that decides the order of the names.
fn renamed(text: &str, order: &[u16]) -> String {
    let mut text = text.to_owned();
    for (id, order) in IDS.iter().zip(order) {
        let (kind, _) = id.split_once('-').unwrap_or((id, ""));
        // In two steps, and only where the id is a word: `sg-a` is no part of another name.
        text = replace_word(
            &text,
            id,
            &format!(
                "{kind}-{order:05}x{}",
                id.len() * 1000 + usize::from(id.as_bytes()[id.len() - 1])
            ),
        );
    }
    text
}

fn replace_word(text: &str, word: &str, with: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, found) = rest.split_at(at);
        let after = &found[word.len()..];
        let alone = !before.ends_with(is_part) && !after.starts_with(is_part);
        out.push_str(before);
        out.push_str(if alone { with } else { word });
        rest = after;
    }
    out.push_str(rest);
    out
}

fn renamed_json(value: &mut Json, order: &[u16]) {
    match value {
        Json::String(text) => *text = renamed(text, order),
        Json::Array(items) => items.iter_mut().for_each(|item| renamed_json(item, order)),
        Json::Object(fields) => fields
            .values_mut()
            .for_each(|field| renamed_json(field, order)),
        _ => {}
    }
}

#[test]
fn other_ids_change_no_fact_but_the_ids() {
    let plans: Vec<(&'static str, String, ViewPlan)> = plans();
    let world = rich::world();
    let snapshot = world.snapshot();
    let before = seen(&plans, &graph(&snapshot));
    run(
        24,
        &proptest::collection::vec(any::<u16>(), IDS.len()),
        |order| {
            let mut other = world.clone();
            for resource in &mut other.resources {
                let mut facts = serde_json::to_value(&resource.facts).expect("facts");
                renamed_json(&mut facts, &order);
                resource.facts = parse(resource, &facts);
                resource.arn = renamed(resource.arn.as_str(), &order)
                    .parse()
                    .expect("an ARN");
            }
            let snapshot = other.snapshot();
            let after = seen(&plans, &graph(&snapshot));
            for ((subject, fact), told) in &before {
                let place = (renamed(subject, &order), fact.clone());
                let now = after.get(&place);
                match told {
                    // The ids in a view are other ones, and so is the order of a list by them.
                    Ok(cell) => {
                        let mut wanted = cell.to_json();
                        renamed_json(&mut wanted, &order);
                        let now = now
                            .and_then(|told| told.as_ref().ok())
                            .map(|cell| sorted(cell.to_json()));
                        prop_assert_eq!(now, Some(sorted(wanted)), "{:?}", place);
                    }
                    Err(_) => prop_assert!(matches!(now, Some(Err(_))), "{:?}", place),
                }
            }
            prop_assert_eq!(after.len(), before.len());
            Ok(())
        },
    );
}

fn sorted(mut value: Json) -> Json {
    match &mut value {
        Json::Array(items) => {
            *items = std::mem::take(items).into_iter().map(sorted).collect();
            items.sort_by_key(ToString::to_string);
        }
        Json::Object(fields) => {
            for field in fields.values_mut() {
                *field = sorted(std::mem::take(field));
            }
        }
        _ => {}
    }
    value
}

fn graph(snapshot: &assize::snapshot::Snapshot) -> Graph<'_> {
    Graph::build(snapshot, Box::new(|_| "unknown"))
}

/// Runs a property the same way every time.
fn run<S: Strategy>(
    cases: u32,
    strategy: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    if let Err(error) = runner.run(strategy, property) {
        panic!("{error}");
    }
}
