//! Network interfaces (2.1): addresses, the check of source and destination, states, and what services
//! keep interfaces for.

use serde_json::json;

use super::super::reach::{Town, interface, says, to};
use super::{any, asked, open_town, tcp};

#[test]
fn an_interface_takes_part_while_it_is_in_use() {
    for (status, wanted) in [
        ("in-use", "yes"),
        ("associated", "yes"),
        ("available", "no: BAD_STATE at eni-db"),
        ("attaching", "unknown: eni-db is attaching"),
    ] {
        let mut town = Town::new();
        town.db = json!({"status": status});
        assert_eq!(town.says(), wanted);
    }
}

#[test]
fn each_private_address_has_its_own_public_one() {
    let mut town = open_town();
    town.db = json!({"private_ip_addresses": [{"private_ip_address": "10.0.1.20"},
        {"private_ip_address": "10.0.1.21", "public_ip": "203.0.113.21"}]});
    let world = town.world();
    let found = super::super::reach::answer(&world, "internet", "eni-db", tcp(5432));
    assert_eq!(found.report.packets[0].to, ["203.0.113.21/32"]);
    // The first one has none: what leaves from it does not get out.
    assert_eq!(
        says(&world, "10.0.1.20", "198.51.100.7", 443),
        "no: SG_HAS_NO_RULES at sg-db"
    );
    town.app = json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.10"},
        {"private_ip_address": "10.0.0.11", "public_ip": "203.0.113.11"}]});
    let world = town.world();
    let from = |address: &str| says(&world, address, "198.51.100.7", 443);
    assert_eq!(from("10.0.0.11"), "yes");
}

#[test]
fn an_interface_has_the_addresses_of_the_blocks_that_are_delegated_to_it() {
    let mut town = Town::new();
    town.db = json!({"ipv4_prefixes": [{"ipv4_prefix": "10.0.1.64/28"}]});
    let said = |town: &Town, from: &str, to: &str| says(&town.world(), from, to, 5432);
    assert_eq!(said(&town, "eni-app", "10.0.1.70"), "yes");
    assert!(said(&town, "eni-app", "10.0.1.80").starts_with("no: NO_POSSIBLE_DESTINATION"));
    // What it sends from there is still a member's.
    town.app = json!({"ipv4_prefixes": [{"ipv4_prefix": "10.0.0.64/28"}]});
    assert_eq!(said(&town, "10.0.0.70", "eni-db"), "yes");
    town.app = json!({"ipv4_prefixes": super::super::world::UNTOLD});
    assert!(
        said(&town, "10.0.0.70", "eni-db").starts_with("unknown: ec2:DescribeNetworkInterfaces")
    );
    // Not an address of another subnet.
    assert!(said(&town, "10.0.2.70", "eni-db").starts_with("no: "));
}

#[test]
fn a_global_address_of_ipv6_is_public_and_a_local_one_is_not() {
    let with = |address: &str, block: &str| {
        let mut town = open_town();
        town.db =
            json!({"private_ip_addresses": [], "ipv6_addresses": [{"ipv6_address": address}]});
        town.entries = json!([
            {"rule_number": 1, "egress": true, "protocol": "-1", "rule_action": "allow", "ipv6_cidr_block": "::/0"},
            {"rule_number": 1, "egress": false, "protocol": "-1", "rule_action": "allow", "ipv6_cidr_block": "::/0"}
        ]);
        town.routes = json!([
            to(block, "gateway_id", "local"),
            to("::/0", "gateway_id", "igw-1")
        ]);
        says(&town.world(), "internet", "eni-db", 5432)
    };
    assert_eq!(with("2600:1f10::20", "2600:1f10::/56"), "yes");
    assert!(
        with("fd12::20", "fd12::/56").starts_with("no: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS")
    );
}

#[test]
fn what_is_for_others_is_dropped_unless_the_check_is_off() {
    let mut town = Town::new();
    town.routes = json!([
        to("10.0.1.0/24", "network_interface_id", "eni-fw"),
        to("10.0.0.0/16", "gateway_id", "local")
    ]);
    town.db_ingress = any();
    let with = |check: bool| {
        let facts = interface(
            "subnet-a",
            "10.0.0.99",
            "sg-fw",
            &json!({"source_dest_check": check}),
        );
        let group = json!({"group_name": "fw", "vpc_id": "vpc-1", "ip_permissions": any(), "ip_permissions_egress": any()});
        let world = town.world().with("ec2.network_interface", "eni-fw", facts);
        let world = world.with("ec2.security_group", "sg-fw", group);
        says(&world, "eni-app", "eni-db", 5432)
    };
    assert_eq!(
        with(true),
        "no: ENI_SOURCE_DEST_CHECK_RESTRICTION at eni-fw"
    );
    assert!(!with(false).contains("SOURCE_DEST"), "{}", with(false));
}

#[test]
fn sorts_without_groups_are_not_filtered_and_others_need_one() {
    for (sort, wanted) in [
        ("network_load_balancer", "yes"),
        ("gateway_load_balancer", "yes"),
    ] {
        let mut town = Town::new();
        town.db = json!({"interface_type": sort, "groups": []});
        assert_eq!(town.says(), wanted, "{sort}");
    }
}

#[test]
fn interfaces_that_services_keep_take_or_begin_only_what_they_are_for() {
    let taken = |sort: &str| {
        let mut town = open_town();
        town.db = super::over(&town.db, json!({"interface_type": sort}));
        let world = town.world();
        [
            asked(&world, "internet", "eni-db", tcp(5432)),
            asked(&world, "eni-app", "eni-db", tcp(5432)),
        ]
    };
    let no = "no: NO_POSSIBLE_DESTINATION at eni-db";
    for sort in [
        "nat_gateway",
        "transit_gateway",
        "lambda",
        "gateway_load_balancer_endpoint",
    ] {
        assert_eq!(taken(sort), [no, no], "{sort}");
    }
    for sort in ["interface", "vpc_endpoint", "network_load_balancer"] {
        assert_eq!(taken(sort), ["yes", "yes"], "{sort}");
    }
    let begun = |sort: &str| {
        let mut town = Town::new();
        town.app = json!({"interface_type": sort});
        town.says()
    };
    let no = "no: NO_POSSIBLE_DESTINATION at eni-app";
    for sort in ["vpc_endpoint", "nat_gateway", "transit_gateway"] {
        assert_eq!(begun(sort), no, "{sort}");
    }
    for sort in ["interface", "lambda", "efa"] {
        assert_eq!(begun(sort), "yes", "{sort}");
    }
}
