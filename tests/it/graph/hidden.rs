//! Nothing passes on missing data: whatever is hidden, each fact is what it was, or has a gap.

use std::collections::BTreeMap;

use assize::graph::{Graph, ViewPlan, schema};
use assize::model::datum::Cell;
use assize::model::gap::{Gap, GapReason};
use assize::model::id::Text;
use assize::model::kinds::Facts;
use assize::model::record::{RecordType, Type};
use assize::model::resource::Resource;
use assize::snapshot::Snapshot;
use serde_json::Value as Json;

use super::intent;
use super::rich;
use super::site;
use super::world::{World, plan};

/// Every derived fact and every link of a kind, each as a plan of its own.
pub(super) fn plans() -> Vec<(&'static str, String, ViewPlan)> {
    let mut plans = Vec::new();
    for kind in schema::kinds() {
        for derived in &kind.derived {
            let mut needs = Vec::new();
            leaves(derived.name, (derived.ty)(), &mut needs);
            let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
            plans.push((
                kind.name,
                derived.name.to_owned(),
                plan(kind.name, &needs, &[]),
            ));
        }
        for link in &kind.links {
            let need = format!("{}{}", link.name, if link.many { "[]" } else { "" });
            plans.push((kind.name, need.clone(), plan(kind.name, &[&need], &[])));
        }
    }
    plans
}

/// The paths of a type that end in a scalar.
fn leaves(path: &str, ty: Type, into: &mut Vec<String>) {
    match ty {
        Type::Record(record) => {
            for attribute in record().attributes {
                leaves(
                    &format!("{path}.{}", attribute.name),
                    (attribute.ty)(),
                    into,
                );
            }
        }
        Type::List(item) => leaves(&format!("{path}[]"), item(), into),
        _ => into.push(path.to_owned()),
    }
}

pub(super) type Seen = BTreeMap<(String, String), Result<Cell, Vec<Gap>>>;

/// What every plan sees of every subject.
pub(super) fn seen(plans: &[(&'static str, String, ViewPlan)], graph: &Graph<'_>) -> Seen {
    let mut seen = Seen::new();
    for (kind, name, plan) in plans {
        for node in graph.of_kind(kind) {
            let view = plan.project(graph, *node, false);
            let gaps = view.gaps();
            let told = if gaps.is_empty() {
                Ok(view.cell)
            } else {
                Err(gaps)
            };
            seen.insert(
                (format!("{kind} {}", graph.node(*node).arn), name.clone()),
                told,
            );
        }
    }
    seen
}

/// Complains of each fact that is known, and other than before.
pub(super) fn compare(
    before: &Seen,
    graph: &Graph<'_>,
    plans: &[(&'static str, String, ViewPlan)],
    what: &str,
    wrong: &mut Vec<String>,
) {
    let after = seen(plans, graph);
    for ((subject, fact), told) in before {
        let Ok(told) = told else { continue };
        match after.get(&(subject.clone(), fact.clone())) {
            Some(Err(_)) => {}
            Some(Ok(now)) if now == told => {}
            Some(Ok(now)) => wrong.push(format!(
                "{what}: {fact} of {subject} is {}, was {}",
                now.to_json(),
                told.to_json()
            )),
            None => {
                let kind = subject.split(' ').next().unwrap_or_default();
                let places = graph.places(kind);
                let complete = places
                    .iter()
                    .all(|(account, region)| graph.extent(kind, account, region).is_none());
                if complete {
                    wrong.push(format!(
                        "{what}: {subject} is gone, and its extent is complete"
                    ));
                }
            }
        }
    }
}

/// The facts of a resource with each attribute left out in turn, and each list without its last
/// item, with the path.
fn variants(resource: &Resource) -> Vec<(String, Facts, bool)> {
    let facts = serde_json::to_value(&resource.facts).expect("facts");
    let mut paths = Vec::new();
    attribute_paths(&facts, resource.kind().record, "", "", &mut paths);
    let parse = |facts: &Json| {
        let raw = serde_json::value::to_raw_value(facts).expect("JSON");
        Facts::parse(resource.kind().name, &raw).expect("facts")
    };
    let mut variants = Vec::new();
    for (pointer, path) in paths {
        let (above, name) = pointer.rsplit_once('/').expect("a pointer");
        let mut without = facts.clone();
        let record = without
            .pointer_mut(above)
            .and_then(Json::as_object_mut)
            .expect("a record");
        let value = record.remove(name).expect("an attribute");
        variants.push((path.clone(), parse(&without), false));
        if value.as_array().is_some_and(|items| !items.is_empty()) {
            let mut cut = facts.clone();
            let list = cut
                .pointer_mut(&pointer)
                .and_then(Json::as_array_mut)
                .expect("a list");
            list.pop();
            variants.push((path, parse(&cut), true));
        }
    }
    variants
}

/// Each attribute of a record and of those inside it: as a JSON pointer, and as a path.
fn attribute_paths(
    facts: &Json,
    record: &RecordType,
    pointer: &str,
    path: &str,
    into: &mut Vec<(String, String)>,
) {
    for attribute in record.attributes {
        let Some(value) = facts.get(attribute.name) else {
            continue;
        };
        let pointer = format!("{pointer}/{}", attribute.name);
        let path = if path.is_empty() {
            attribute.name.to_owned()
        } else {
            format!("{path}.{}", attribute.name)
        };
        into.push((pointer.clone(), path.clone()));
        match ((attribute.ty)(), value) {
            (Type::Record(record), Json::Object(_)) => {
                attribute_paths(value, record(), &pointer, &path, into)
            }
            (Type::List(item), Json::Array(items)) => {
                if let Type::Record(record) = item() {
                    for (index, item) in items.iter().enumerate() {
                        attribute_paths(
                            item,
                            record(),
                            &format!("{pointer}/{index}"),
                            &format!("{path}[{index}]"),
                            into,
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

fn graph(snapshot: &Snapshot) -> Graph<'_> {
    Graph::build(snapshot, Box::new(|_| "unknown"))
}

pub(super) fn no_complaints(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} facts pass on missing data:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The account with each attribute untold and each list cut short, in turn.
pub(super) fn hidden_attributes(world: &World) -> impl Iterator<Item = (String, World)> {
    world
        .resources
        .iter()
        .enumerate()
        .flat_map(move |(index, resource)| {
            variants(resource)
                .into_iter()
                .map(move |(path, facts, cut)| {
                    let mut hidden = world.clone();
                    hidden.resources[index].facts = facts;
                    if cut {
                        let gap = Gap::new(GapReason::Truncated, "test:Cut");
                        hidden.resources[index]
                            .gaps
                            .insert(Text::from(path.as_str()), gap);
                    }
                    let how = if cut { "cut" } else { "untold" };
                    (format!("{path} of {} {how}", resource.arn), hidden)
                })
        })
}

/// The account with each call not made, so that what it tells is gone, and refused after all but its
/// last page came, in turn.
pub(super) fn refused_calls(world: &World) -> impl Iterator<Item = (String, World)> {
    let calls: std::collections::BTreeSet<String> = world
        .coverage
        .iter()
        .map(|entry| entry.operation.to_string())
        .collect();
    calls.into_iter().flat_map(move |call| {
        let gone = without(world, &call, false).unasked(&call);
        let short = without(world, &call, true).denied(&call);
        [
            (format!("{call} not made"), gone),
            (format!("{call} refused"), short),
        ]
    })
}

#[test]
fn a_fact_is_what_it_was_or_has_a_gap_whatever_is_hidden() {
    hide_all_of(&rich::world(), &plans());
}

#[test]
fn a_fact_of_tasks_endpoints_and_shares_is_what_it_was_or_has_a_gap() {
    hide_all_of(&site::world(), &plans());
}

#[test]
fn a_fact_of_what_is_wanted_is_what_it_was_or_has_a_gap() {
    let wanted = [
        "strange_sources",
        "severed_clients",
        "is_reached_from_internet",
        "listens_on",
        "dead_ports",
        "wider_than_peers",
        "peerless_rules",
        "bypasses",
        "test_listeners",
        "left_out_vpcs",
    ];
    // Of several things that stop packets another may be named first; what is judged stays the same.
    let is_told = |need: &String| !need.ends_with(".why") && !need.ends_with(".path");
    let mut own = Vec::new();
    for kind in schema::kinds() {
        for derived in kind.derived.iter().filter(|one| wanted.contains(&one.name)) {
            let mut needs = Vec::new();
            leaves(derived.name, (derived.ty)(), &mut needs);
            let needs: Vec<&str> = needs
                .iter()
                .filter(|one| is_told(one))
                .map(String::as_str)
                .collect();
            own.push((
                kind.name,
                derived.name.to_owned(),
                plan(kind.name, &needs, &[]),
            ));
        }
    }
    hide_all_of(&intent::all(), &own);
}

fn hide_all_of(world: &World, plans: &[(&'static str, String, ViewPlan)]) {
    let snapshot = world.snapshot();
    let before = seen(plans, &graph(&snapshot));
    let mut wrong = Vec::new();
    for (what, hidden) in hidden_attributes(world).chain(refused_calls(world)) {
        let snapshot = hidden.snapshot();
        compare(&before, &graph(&snapshot), plans, &what, &mut wrong);
    }
    no_complaints(&wrong);
}

/// The account without what a call tells: without the resources that it lists (all, or the last of
/// each kind), and without the attributes that it tells.
fn without(world: &World, call: &str, keep: bool) -> World {
    let mut left = world.clone();
    let listed = |resource: &Resource| resource.kind().enumerated_by[0] == call;
    let lasts: BTreeMap<&str, Text> = world
        .resources
        .iter()
        .filter(|one| listed(one))
        .map(|one| (one.kind().name, Text::from(one.arn.as_str())))
        .collect();
    left.resources.retain(|one| {
        let last = lasts
            .get(one.kind().name)
            .is_some_and(|last| last == one.arn.as_str());
        !listed(one) || (keep && !last)
    });
    for resource in &mut left.resources {
        let told: Vec<&str> = resource
            .kind()
            .record
            .attributes
            .iter()
            .filter(|one| one.via == Some(call))
            .map(|one| one.name)
            .collect();
        if told.is_empty() {
            continue;
        }
        let mut facts = serde_json::to_value(&resource.facts).expect("facts");
        for name in &told {
            facts.as_object_mut().expect("a record").remove(*name);
            resource
                .gaps
                .insert(Text::from(*name), Gap::new(GapReason::Denied, call));
        }
        let raw = serde_json::value::to_raw_value(&facts).expect("JSON");
        resource.facts = Facts::parse(resource.kind().name, &raw).expect("facts");
    }
    left
}

#[test]
fn every_derived_fact_and_every_link_has_something_to_say_in_this_account() {
    let plans = plans();
    let worlds = [rich::world(), site::world(), intent::all()];
    let told = worlds.map(|world| seen(&plans, &graph(&world.snapshot())));
    let silent: Vec<String> = plans
        .iter()
        .filter(|(kind, name, _)| {
            let all = told.iter().flatten();
            let mut told = all.filter(|((subject, fact), _)| {
                fact == name && subject.starts_with(&format!("{kind} "))
            });
            !told.any(|(_, told)| {
                told.as_ref().is_ok_and(|cell| {
                    let text = cell.to_json().to_string();
                    !text.ends_with(":[]}") && !text.ends_with(":null}")
                })
            })
        })
        .map(|(kind, name, _)| format!("{kind} {name}"))
        .collect();
    assert_eq!(silent, [""; 0]);
}
