//! Databases as units, and the readers of a cluster.

use assize::graph::Graph;
use serde_json::{Value as Json, json};

use super::world::{HERE, UNTOLD, World, arn};

const CLUSTERS: &str = "rds:DescribeDBClusters";
const INSTANCES: &str = "rds:DescribeDBInstances";

fn cluster(members: Json) -> World {
    World::new().with(
        "rds.db_cluster",
        "cluster-1",
        json!({"engine": "aurora-mysql", "db_cluster_members": members}),
    )
}

fn member(name: &str, writer: Json) -> Json {
    json!({"db_instance_identifier": name, "is_cluster_writer": writer})
}

fn instance(world: World, name: &str, status: Json) -> World {
    world.with("rds.db_instance", name, json!({"engine": "aurora-mysql", "db_cluster_identifier": "cluster-1", "db_instance_status": status}))
}

fn readers(world: &World) -> (Vec<String>, Vec<String>) {
    let needs = [
        "readers[].db_instance_identifier",
        "readers[].db_instance_status",
    ];
    let seen = world.see("rds.db_cluster", "cluster-1", &needs);
    let list = seen.view["readers"].as_array().cloned().unwrap_or_default();
    let text = |one: &Json, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let list = list.iter().map(|one| {
        format!(
            "{} {}",
            text(one, "db_instance_identifier"),
            text(one, "db_instance_status")
        )
    });
    (list.collect(), seen.gaps)
}

#[test]
fn a_reader_serves_while_it_is_available_and_may_while_it_changes() {
    let says = |states: &[&str]| {
        let names = ["r1", "r2"];
        let members = names[..states.len()].iter();
        let members: Vec<Json> = members.map(|name| member(name, json!(false))).collect();
        let world = names
            .iter()
            .zip(states)
            .fold(cluster(json!(members)), |world, (name, state)| {
                instance(world, name, json!(state))
            });
        let seen = world.see("rds.db_cluster", "cluster-1", &["has_available_reader"]);
        match seen.gaps.as_slice() {
            [] => seen.view["has_available_reader"].to_string(),
            gaps => gaps.join(" "),
        }
    };
    let changing = format!("{INSTANCES} in-transition {HERE}/eu-west-1");
    assert_eq!(says(&[]), "false");
    assert_eq!(says(&["available"]), "true");
    assert_eq!(says(&["stopped", "available"]), "true");
    assert_eq!(says(&["modifying", "available"]), "true");
    for state in [
        "creating",
        "modifying",
        "rebooting",
        "backing-up",
        "starting",
        "upgrading",
    ] {
        assert_eq!(says(&[state]), changing, "{state}");
        assert_eq!(says(&["failed", state]), changing, "{state}");
    }
    for state in ["stopped", "failed", "storage-full", "incompatible-network"] {
        assert_eq!(says(&[state]), "false", "{state}");
    }
}

#[test]
fn the_readers_are_the_members_that_are_not_writers() {
    let both = || cluster(json!([member("w", json!(true)), member("r", json!(false))]));
    let world = instance(
        instance(both(), "w", json!("available")),
        "r",
        json!("creating"),
    );
    assert_eq!(readers(&world), (vec!["r creating".to_owned()], Vec::new()));
    assert_eq!(readers(&cluster(json!([]))), (Vec::new(), Vec::new()));
    assert_eq!(
        readers(&cluster(json!([member("w", json!(true))]))),
        (Vec::new(), Vec::new())
    );
}

#[test]
fn a_member_that_may_be_a_reader_is_a_gap() {
    let gap = |call: &str, reason: &str| vec![format!("{call} {reason} {HERE}/eu-west-1")];
    assert_eq!(
        readers(&cluster(json!(UNTOLD)).refused("db_cluster_members", CLUSTERS)).1,
        gap(CLUSTERS, "denied")
    );
    let cut = cluster(json!([member("w", json!(true))])).refused("db_cluster_members", CLUSTERS);
    assert_eq!(readers(&cut).1, gap(CLUSTERS, "denied"));
    assert_eq!(
        readers(&cluster(json!([member("r", json!(UNTOLD))]))).1,
        gap(CLUSTERS, "not-collected")
    );
    assert_eq!(
        readers(&cluster(json!([member(UNTOLD, json!(false))]))).1,
        gap(CLUSTERS, "not-collected")
    );
    let there = cluster(json!([member("r", json!(false))]));
    assert_eq!(
        readers(&there.clone().denied(INSTANCES)).1,
        gap(INSTANCES, "denied")
    );
    assert_eq!(readers(&there).1, gap(INSTANCES, "account-not-scanned"));
    assert_eq!(
        readers(&instance(there, "r", json!(UNTOLD))).1,
        gap(INSTANCES, "not-collected")
    );
}

fn databases(world: &World) -> Vec<String> {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let nodes = graph.of_kind("rds.database").iter();
    nodes
        .map(|node| {
            graph
                .node(*node)
                .arn
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

#[test]
fn a_database_is_a_cluster_or_an_instance_outside_of_any() {
    let engine = |engine: &str| json!({"engine": engine});
    let world = instance(
        cluster(json!([member("m", json!(true))])),
        "m",
        json!("available"),
    )
    .with("rds.db_instance", "single", engine("postgres"))
    .with(
        "rds.db_instance",
        "replica",
        json!({"engine": "mysql", "read_replica_source_db_instance_identifier": "single"}),
    )
    .with("rds.db_cluster", "documents", engine("docdb"))
    .with("rds.db_cluster", "graphs", engine("neptune"))
    .with("rds.db_cluster", "multi-az", engine("postgres"))
    .with("rds.db_cluster", "who", json!({"engine": UNTOLD}));
    assert_eq!(
        databases(&world),
        ["cluster-1", "multi-az", "who", "replica", "single"]
    );
}

/// A fact of the database that the instance `db` is.
fn fact(facts: Json, need: &str) -> (Json, Vec<String>) {
    let world = World::new().with("rds.db_instance", "db", facts);
    let seen = world.see_arn("rds.database", &arn("rds.db_instance", "db"), &[need], &[]);
    (seen.view[need].clone(), seen.gaps)
}

#[test]
fn settings_are_those_of_the_cluster_or_of_the_instance() {
    let known = |value: Json| (value, Vec::new());
    assert_eq!(
        fact(
            json!({"engine": "postgres", "storage_encrypted": false}),
            "storage_encrypted"
        ),
        known(json!(false))
    );
    assert_eq!(
        fact(json!({"engine": "postgres"}), "is_aurora"),
        known(json!(false))
    );
    let of_cluster = |need: &str| {
        let facts = json!({"engine": "aurora-mysql", "deletion_protection": true, "db_cluster_members": [member("m", json!(true))]});
        let world = World::new().with("rds.db_cluster", "c", facts);
        world
            .see_arn("rds.database", &arn("rds.db_cluster", "c"), &[need], &[])
            .sole()
    };
    assert_eq!(of_cluster("deletion_protection"), true);
    assert_eq!(of_cluster("is_aurora"), true);
    assert_eq!(of_cluster("is_read_replica"), false);
    assert_eq!(of_cluster("identifier"), "c");
}

#[test]
fn an_instance_that_may_be_a_member_tells_nothing_of_the_database() {
    let untold = vec![format!("{INSTANCES} not-collected {HERE}/eu-west-1")];
    for need in [
        "storage_encrypted",
        "deletion_protection",
        "backup_retention_period",
        "multi_az",
    ] {
        let facts = json!({"engine": "aurora-mysql", "db_cluster_identifier": UNTOLD, "deletion_protection": false,
            "storage_encrypted": true, "backup_retention_period": 0, "multi_az": false});
        assert_eq!(fact(facts, need).1, untold, "{need}");
    }
    let engine = fact(json!({"engine": UNTOLD}), "is_aurora");
    assert_eq!(engine.1, untold);
}

#[test]
fn a_replica_is_one_by_either_source() {
    let replica = |instance: Json, cluster: Json| {
        let facts = json!({"engine": "mysql", "read_replica_source_db_instance_identifier": instance, "read_replica_source_db_cluster_identifier": cluster});
        fact(facts, "is_read_replica")
    };
    let none = || json!(null);
    assert_eq!(replica(none(), none()), (json!(false), Vec::new()));
    assert_eq!(replica(json!("db-0"), none()), (json!(true), Vec::new()));
    assert_eq!(
        replica(json!(UNTOLD), json!("cluster-0")),
        (json!(true), Vec::new())
    );
    assert_eq!(replica(json!(UNTOLD), none()).1.len(), 1);
}

#[test]
fn every_setting_is_evidenced_by_what_it_stands_on() {
    let world = World::new().with("rds.db_instance", "db", json!({"engine": "postgres", "multi_az": true, "read_replica_source_db_instance_identifier": "db-0"}));
    let database = arn("rds.db_instance", "db");
    let needs = ["is_aurora", "multi_az", "is_read_replica"];
    let (view, _) = world.project("rds.database", &database, &needs, &[], true);
    for (need, path) in [
        ("is_aurora", "engine"),
        ("multi_az", "multi_az"),
        (
            "is_read_replica",
            "read_replica_source_db_instance_identifier",
        ),
    ] {
        let origin = view
            .field(need)
            .and_then(|cell| cell.origin.as_ref())
            .expect(need);
        let source = origin.sources.first().expect(need);
        assert_eq!(
            (source.resource.as_str(), source.path.as_str()),
            (database.as_str(), path)
        );
    }
}
