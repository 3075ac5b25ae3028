//! What is not known makes an answer unknown, never no; and facts that do not fit together are named.

use serde_json::json;

use super::{Town, says, to};
use crate::graph::world::UNTOLD;

#[test]
fn each_call_that_was_refused_is_named() {
    for call in [
        "ec2:DescribeRouteTables",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeSecurityGroups",
    ] {
        let mut world = Town::new().world();
        world
            .resources
            .retain(|one| one.kind().enumerated_by[0] != call);
        let said = says(&world.denied(call), "eni-app", "eni-db", 5432);
        assert!(
            said.starts_with("unknown: ") && said.contains(call),
            "{call}: {said}"
        );
    }
}

#[test]
fn what_stops_packets_for_certain_stops_them_whatever_else_is_hidden() {
    let mut town = Town::new();
    town.db_ingress = json!([]);
    let mut world = town.world();
    world
        .resources
        .retain(|one| one.kind().name != "ec2.network_acl");
    let said = says(
        &world.denied("ec2:DescribeNetworkAcls"),
        "eni-app",
        "eni-db",
        5432,
    );
    assert_eq!(said, "no: SG_HAS_NO_RULES at sg-db");
}

#[test]
fn contradictions_are_told_and_nothing_panics() {
    let mut town = Town::new();
    town.db = json!({"subnet_id": null});
    let said = town.says();
    assert!(said.starts_with("unknown: "), "{said}");
    // Its address is nowhere for certain no more than it is; others are as before.
    let by_address = says(&town.world(), "eni-app", "10.0.1.20/32", 5432);
    assert!(by_address.starts_with("unknown: "), "{by_address}");
    let other = says(&town.world(), "eni-app", "10.0.1.99/32", 5432);
    assert!(other.starts_with("no"), "{other}");

    let mut town = Town::new();
    town.routes = json!([
        to("10.0.0.0/16", "gateway_id", "local"),
        to("0.0.0.0/0", "gateway_id", "igw-gone")
    ]);
    town.app = json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.10", "public_ip": "203.0.113.10"}]});
    let said = says(&town.world(), "eni-app", "internet", 443);
    assert!(said.contains("igw-gone is in no scanned account"), "{said}");

    let mut world = Town::new().world();
    world
        .resources
        .retain(|one| one.kind().name != "ec2.network_acl");
    let said = says(&world, "eni-app", "eni-db", 5432);
    assert!(
        said.contains("contradictory: subnet-") && said.contains("has no network ACL"),
        "{said}"
    );

    let mut town = Town::new();
    town.db = json!({"vpc_id": "vpc-9"});
    let said = town.says();
    assert!(
        said.contains("contradictory: subnet-b is in vpc-1 and in vpc-9"),
        "{said}"
    );
}

#[test]
fn groups_that_are_nowhere_and_ranges_that_overlap_are_no_reason_to_panic() {
    // A rule that names a group that is gone matches nobody.
    let mut town = Town::new();
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
        "user_id_group_pairs": [{"group_id": "sg-gone", "user_id": super::HERE}]}]);
    assert_eq!(town.says(), "no: ENI_SG_RULES_MISMATCH at sg-db");
    // What an interface with a group that is gone lets in, nobody knows.
    let mut town = Town::new();
    town.db = json!({"groups": [{"group_id": "sg-gone"}]});
    let said = town.says();
    assert!(
        said.starts_with("unknown: ") && said.contains("sg-gone"),
        "{said}"
    );
    // A peer with the same range: what is local stays local.
    let mut town = Town::new();
    town.routes = json!([
        to("10.0.0.0/16", "gateway_id", "local"),
        to("10.0.0.0/16", "vpc_peering_connection_id", "pcx-1")
    ]);
    let world = town
        .world()
        .with(
            "ec2.vpc",
            "vpc-2",
            json!({"owner_id": super::HERE, "cidr_block": "10.0.0.0/16",
            "cidr_block_associations": [{"cidr_block": "10.0.0.0/16", "state": "associated"}]}),
        )
        .with(
            "ec2.vpc_peering_connection",
            "pcx-1",
            json!({"status": "active",
            "requester_vpc_info": {"vpc_id": "vpc-1", "region": "eu-west-1", "cidr_block_set": ["10.0.0.0/16"]},
            "accepter_vpc_info": {"vpc_id": "vpc-2", "region": "eu-west-1", "cidr_block_set": ["10.0.0.0/16"]}}),
        );
    assert_eq!(says(&world, "eni-app", "eni-db", 5432), "yes");
}

#[test]
fn an_address_that_nobody_told_may_be_any() {
    let mut town = Town::new();
    town.app = json!({"private_ip_addresses": UNTOLD});
    // By its group the application is known, whatever its address.
    assert!(town.says().starts_with("unknown: "), "{}", town.says());
    town.db_ingress = json!([]);
    assert_eq!(town.says(), "no: SG_HAS_NO_RULES at sg-db");
}
