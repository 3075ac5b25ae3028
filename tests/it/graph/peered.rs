//! What is wanted of a peered VPC, against routes that lead to all of it.

use serde_json::{Value as Json, json};

use super::intent::world;
use super::world::{HERE, OTHER, Seen, UNTOLD, World};

const NEEDS: [&str; 2] = [
    "unneeded_peer_subnets[].vpc_peering_connection_id",
    "unneeded_peer_subnets[].subnet_id",
];

fn route(block: &str, way: &str, target: &str) -> Json {
    json!({"destination_cidr_block": block, way: target, "state": "active"})
}

/// The world with a second VPC over a peering connection: of its two subnets one has a database, which a
/// function of the first VPC names.
pub(super) fn joined(world: World, block: &str) -> World {
    let mut world = world;
    world.resources.retain(|one| one.arn.last() != "rtb-1");
    let table = |vpc: &str, routes: Json| {
        json!({"vpc_id": vpc, "routes": routes,
        "associations": [{"main": true, "state": "associated"}]})
    };
    let to_peer = json!([
        route("10.0.0.0/16", "gateway_id", "local"),
        route(block, "vpc_peering_connection_id", "pcx-1")
    ]);
    let back = json!([
        route("10.7.0.0/16", "gateway_id", "local"),
        route("10.0.0.0/24", "vpc_peering_connection_id", "pcx-1")
    ]);
    let side = |vpc: &str, block: &str| {
        json!({"vpc_id": vpc, "owner_id": HERE,
        "region": "eu-west-1", "cidr_block_set": [block]})
    };
    let subnet = |block: &str| {
        json!({"vpc_id": "vpc-7", "cidr_block": block,
        "availability_zone": "eu-west-1a"})
    };
    let variable = json!([{"name": "LEDGER", "kind": "plain",
        "endpoints": [{"host": "ledger.example", "port": 5432}]}]);
    world
        .with("ec2.route_table", "rtb-1", table("vpc-1", to_peer))
        .with("ec2.route_table", "rtb-7", table("vpc-7", back))
        .with(
            "ec2.vpc",
            "vpc-7",
            json!({"cidr_block": "10.7.0.0/16",
            "cidr_block_associations": [{"cidr_block": "10.7.0.0/16", "state": "associated"}]}),
        )
        .with("ec2.subnet", "subnet-71", subnet("10.7.1.0/24"))
        .with("ec2.subnet", "subnet-72", subnet("10.7.2.0/24"))
        .with(
            "ec2.vpc_peering_connection",
            "pcx-1",
            json!({"status": "active",
            "requester_vpc_info": side("vpc-1", "10.0.0.0/16"),
            "accepter_vpc_info": side("vpc-7", "10.7.0.0/16")}),
        )
        .with(
            "rds.db_subnet_group",
            "ledgers",
            json!({"vpc_id": "vpc-7",
            "subnets": [{"subnet_identifier": "subnet-71"}]}),
        )
        .with(
            "rds.db_instance",
            "ledger",
            json!({"engine": "postgres",
            "db_instance_status": "available", "db_subnet_group_name": "ledgers",
            "availability_zone": "eu-west-1a", "publicly_accessible": false,
            "endpoint": {"address": "ledger.example", "port": 5432},
            "vpc_security_groups": []}),
        )
        .with(
            "lambda.function",
            "teller",
            json!({"vpc_config": {"vpc_id": "vpc-1",
            "subnet_ids": ["subnet-1"], "security_group_ids": ["sg-client"]},
            "environment_variables": variable}),
        )
}

fn see(world: &World) -> Seen {
    world.see("ec2.route_table", "rtb-1", &NEEDS)
}

#[test]
fn a_subnet_that_nobody_wants_is_not_needed() {
    let world = joined(world(&[], &[], &[]), "10.7.0.0/16");
    let seen = see(&world);
    assert_eq!(seen.gaps, [""; 0]);
    assert_eq!(
        seen.view["unneeded_peer_subnets"],
        json!([{"vpc_peering_connection_id": "pcx-1", "subnet_id": "subnet-72"}])
    );
}

#[test]
fn a_route_in_a_state_that_says_nothing_of_packets_may_lead_to_the_peer() {
    let mut doubtful = route("10.7.0.0/16", "vpc_peering_connection_id", "pcx-1");
    doubtful["state"] = json!("filtered");
    let table = json!({"vpc_id": "vpc-1", "routes": [doubtful], "associations": []});
    let world = World::new().with("ec2.route_table", "rtb-1", table);
    let needs = ["peering_routes[].dropped[]"];
    assert_eq!(
        world.see("ec2.route_table", "rtb-1", &needs).gaps,
        ["ec2:DescribeRouteTables unsupported-here 111122223333/eu-west-1"]
    );
}

#[test]
fn routes_to_a_part_of_the_peer_are_not_asked_about() {
    let world = joined(world(&[], &[], &[]), "10.7.1.0/24");
    let hidden = world.clone().denied("lambda:ListFunctions");
    for world in [world, hidden] {
        let seen = see(&world);
        assert_eq!(seen.gaps, [""; 0]);
        assert_eq!(seen.view["unneeded_peer_subnets"], json!([]));
    }
}

#[test]
fn where_nothing_is_known_to_be_wanted_nobody_can_tell() {
    let known = joined(world(&[], &[], &[]), "10.7.0.0/16");
    let mut nobody = known.clone();
    nobody.resources.retain(|one| one.arn.last() != "teller");
    assert_eq!(see(&nobody).gaps.len(), 1, "{:?}", see(&nobody).gaps);
    let hidden = known.clone().denied("lambda:ListFunctions");
    assert_eq!(see(&hidden).gaps.len(), 1, "{:?}", see(&hidden).gaps);
    let secret = json!([{"name": "DB", "kind": "secretsmanager",
        "reference_arn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"}]);
    let by_secret = json!({"vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
        "security_group_ids": ["sg-other"]}, "environment_variables": secret});
    let secret = known
        .clone()
        .with("lambda.function", "by-secret", by_secret);
    assert_eq!(see(&secret).gaps.len(), 1, "{:?}", see(&secret).gaps);
    let mut unscanned = known;
    unscanned.resources.retain(|one| one.arn.last() != "vpc-7");
    let peering = json!({"status": "active",
        "requester_vpc_info": {"vpc_id": "vpc-1", "owner_id": HERE, "region": "eu-west-1", "cidr_block_set": ["10.0.0.0/16"]},
        "accepter_vpc_info": {"vpc_id": "vpc-7", "owner_id": OTHER, "region": "eu-west-1", "cidr_block_set": ["10.7.0.0/16"]}});
    unscanned.resources.retain(|one| one.arn.last() != "pcx-1");
    let unscanned = unscanned.with("ec2.vpc_peering_connection", "pcx-1", peering);
    assert_eq!(see(&unscanned).gaps.len(), 1, "{:?}", see(&unscanned).gaps);
}

#[test]
fn a_subnet_that_does_not_say_where_it_is_may_be_one_of_the_peer() {
    let subnet = json!({"vpc_id": UNTOLD, "cidr_block": "10.7.3.0/24",
        "availability_zone": "eu-west-1a"});
    let known = joined(world(&[], &[], &[]), "10.7.0.0/16");
    let seen = see(&known.with("ec2.subnet", "subnet-73", subnet));
    assert_eq!(seen.gaps.len(), 1, "{:?}", seen.gaps);
}
