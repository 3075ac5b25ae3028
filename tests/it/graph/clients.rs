//! Databases and their clients: who reaches a database and is none, and who is one and does not.

use serde_json::{Value as Json, json};

use super::intent::{admits, interface, labels, of, range, world};
use super::world::{Seen, World, arn};

fn database(world: &World, list: &str, field: &str) -> Seen {
    let arn = arn("rds.db_instance", "orders");
    world.see_arn("rds.database", &arn, &[&format!("{list}[].{field}")], &[])
}

#[test]
fn who_does_not_name_a_database_and_reaches_it_is_a_stranger() {
    let sound = world(&[admits(5432, of("sg-client"))], &[], &[]);
    let seen = database(&sound, "strange_sources", "label");
    assert_eq!(seen.gaps, [""; 0]);
    assert_eq!(labels(&seen, "strange_sources", "label"), [""; 0]);
    let open = world(&[admits(5432, range("10.0.0.4/31"))], &[], &[]);
    let seen = database(&open, "strange_sources", "label");
    assert_eq!(labels(&seen, "strange_sources", "label"), ["eni-other"]);
    let other_port = world(&[admits(5433, range("10.0.0.0/16"))], &[], &[]);
    let seen = database(&other_port, "strange_sources", "label");
    assert_eq!(labels(&seen, "strange_sources", "label"), [""; 0]);
}

#[test]
fn a_client_that_is_stopped_is_severed() {
    let seen = database(&world(&[], &[], &[]), "severed_clients", "client");
    let client = arn("lambda.function", "client");
    assert_eq!(labels(&seen, "severed_clients", "client"), [client]);
    let sound = world(&[admits(5432, of("sg-client"))], &[], &[]);
    let seen = database(&sound, "severed_clients", "client");
    assert_eq!(seen.gaps, [""; 0]);
    assert_eq!(labels(&seen, "severed_clients", "client"), [""; 0]);
}

/// An account whose function names a cluster of two, and one of the two.
fn cluster(ingress: &[Json]) -> World {
    let member = |world: World, name: &str, address: &str| {
        let facts = json!({"engine": "aurora-postgresql", "db_cluster_identifier": "pair",
            "db_instance_status": "available", "db_subnet_group_name": "subnets",
            "availability_zone": "eu-west-1a", "publicly_accessible": false,
            "endpoint": {"address": format!("{name}.example"), "port": 5432},
            "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]});
        let carried = json!({"requester_id": "amazon-rds", "description": "RDSNetworkInterface"});
        let world = world.with("rds.db_instance", name, facts);
        interface(world, &format!("eni-{name}"), "sg-db", address, carried)
    };
    let names = ["writer.pair", "one"].map(|name| {
        let host = format!("{name}.example");
        json!({"name": name, "kind": "plain", "endpoints": [{"host": host, "port": 5432}]})
    });
    let world = member(world(ingress, &[], &[]), "one", "10.0.0.10");
    member(world, "two", "10.0.0.11")
        .with("lambda.function", "both", json!({"environment_variables": names,
            "vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"], "security_group_ids": ["sg-client"]}}))
        .with("rds.db_cluster", "pair", json!({"engine": "aurora-postgresql", "status": "available",
            "endpoint": "writer.pair.example", "reader_endpoint": "reader.pair.example", "port": 5432,
            "db_subnet_group": "subnets", "db_cluster_members": [
                {"db_instance_identifier": "one", "is_cluster_writer": true},
                {"db_instance_identifier": "two", "is_cluster_writer": false}],
            "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]}))
}

#[test]
fn who_reaches_two_members_or_names_a_cluster_twice_is_told_once() {
    let of_cluster = |world: &World, list: &str, field: &str| {
        let need = format!("{list}[].{field}");
        let seen = world.see_arn(
            "rds.database",
            &arn("rds.db_cluster", "pair"),
            &[&need],
            &[],
        );
        labels(&seen, list, field)
    };
    let open = cluster(&[admits(5432, range("10.0.0.4/31"))]);
    assert_eq!(of_cluster(&open, "strange_sources", "label"), ["eni-other"]);
    let closed = cluster(&[]);
    let client = arn("lambda.function", "both");
    assert_eq!(of_cluster(&closed, "severed_clients", "client"), [client]);
}

#[test]
fn what_an_instance_wants_nobody_told() {
    let open = world(
        &[
            admits(5432, range("10.0.0.9/32")),
            admits(5432, of("sg-client")),
        ],
        &[],
        &[],
    );
    let instance = json!({"attachment": {"instance_id": "i-1", "status": "attached"}, "requester_managed": false});
    let open = interface(open, "eni-i", "sg-other", "10.0.0.9", instance);
    let seen = database(&open, "strange_sources", "label");
    assert_eq!(labels(&seen, "strange_sources", "label"), [""; 0]);
    assert_eq!(seen.gaps.len(), 1, "{:?}", seen.gaps);
}
