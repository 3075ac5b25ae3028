//! 2.4: the longest prefix decides, a blackhole that wins drops, and what matches nothing drops.

use serde_json::{Value as Json, json};

use super::{Town, says, to};

fn internet(routes: Json) -> String {
    let mut town = Town::new();
    town.routes = routes;
    town.app = json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.10", "public_ip": "203.0.113.10"}]});
    says(&town.world(), "eni-app", "198.51.100.7", 443)
}

fn local() -> Json {
    to("10.0.0.0/16", "gateway_id", "local")
}

#[test]
fn without_a_route_packets_drop() {
    assert_eq!(
        internet(json!([local()])),
        "no: NO_ROUTE_TO_DESTINATION at rtb-1"
    );
    assert_eq!(
        internet(json!([local(), to("0.0.0.0/0", "gateway_id", "igw-1")])),
        "yes"
    );
}

#[test]
fn a_blackhole_that_is_longer_wins_and_drops() {
    let mut hole = to("198.51.100.0/24", "gateway_id", "igw-1");
    hole["state"] = json!("blackhole");
    assert_eq!(
        internet(json!([
            local(),
            to("0.0.0.0/0", "gateway_id", "igw-1"),
            hole
        ])),
        "no: BAD_STATE_ROUTE at rtb-1"
    );
}

#[test]
fn what_a_route_in_another_state_does_is_unknown() {
    let mut doubtful = to("198.51.100.0/24", "gateway_id", "igw-1");
    doubtful["state"] = json!("filtered");
    let everywhere = to("0.0.0.0/0", "gateway_id", "igw-1");
    assert_eq!(
        internet(json!([local(), everywhere, doubtful])),
        "unknown: a route in the state filtered: routes[2]"
    );
}

#[test]
fn a_static_route_beats_a_propagated_one() {
    let mut learned = to("0.0.0.0/0", "gateway_id", "vgw-1");
    learned["origin"] = json!("EnableVgwRoutePropagation");
    assert_eq!(
        internet(json!([
            local(),
            learned,
            to("0.0.0.0/0", "gateway_id", "igw-1")
        ])),
        "yes"
    );
}

#[test]
fn a_table_of_the_subnet_beats_the_main_one() {
    let town = Town::new();
    let own = json!({"vpc_id": "vpc-1", "routes": [local()], "associations": [{"main": false, "subnet_id": "subnet-a", "state": "associated"}]});
    let world = town.world().with("ec2.route_table", "rtb-2", own);
    assert_eq!(
        says(&world, "eni-app", "198.51.100.7", 443),
        "no: NO_ROUTE_TO_DESTINATION at rtb-2"
    );
}

#[test]
fn two_lists_with_one_prefix_are_a_matter_of_luck() {
    let list = |id: &str, target: &str| json!({"destination_prefix_list_id": id, "gateway_id": target, "state": "active"});
    let mut town = Town::new();
    town.routes = json!([local(), list("pl-1", "igw-1"), list("pl-2", "vgw-1")]);
    town.app = json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.10", "public_ip": "203.0.113.10"}]});
    let entries =
        json!({"prefix_list_name": "l", "owner_id": "x", "entries": [{"cidr": "198.51.100.0/24"}]});
    let world = town
        .world()
        .with("ec2.prefix_list", "pl-1", entries.clone())
        .with("ec2.prefix_list", "pl-2", entries);
    let said = says(&world, "eni-app", "198.51.100.7", 443);
    assert!(
        said.starts_with("unknown: ")
            && said.contains("two prefix lists of rtb-1 have 198.51.100.0/24"),
        "{said}"
    );
}

#[test]
fn the_table_of_a_gateway_decides_for_what_comes_in() {
    let mut town = Town::new();
    town.db = json!({"private_ip_addresses": [{"private_ip_address": "10.0.1.20", "public_ip": "203.0.113.20"}]});
    town.db_ingress = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let edge = |target: &str| {
        json!({"vpc_id": "vpc-1", "routes": [local(), to("10.0.1.0/24", "network_interface_id", target)],
        "associations": [{"main": false, "gateway_id": "igw-1", "state": "associated"}]})
    };
    assert_eq!(says(&town.world(), "internet", "eni-db", 5432), "yes");
    let world = town
        .world()
        .with("ec2.route_table", "rtb-edge", edge("eni-app"));
    assert_eq!(
        says(&world, "internet", "eni-db", 5432),
        "no: ENI_SOURCE_DEST_CHECK_RESTRICTION at eni-app"
    );
}
