//! What would open a connection, and what would close it.

use assize::graph::Graph;
use assize::graph::packet::Service;
use assize::graph::reach::{Party, Question, ask_with_changes};
use assize::model::reach::{Change, Reachability};
use serde_json::json;

use super::balancers::Front;
use super::{Town, entry, to};
use crate::graph::world::World;

fn asked(world: &World, from: &str, to: &str) -> Reachability {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let party = |word: &str| Party::find(&graph, word).expect("a party");
    let question = Question {
        from: party(from),
        to: party(to),
        service: Service::ports(Service::TCP, 5432, 5432),
    };
    ask_with_changes(&graph, &question).report
}

fn lines(changes: &[Change]) -> Vec<String> {
    let lines = changes.iter();
    lines
        .map(|one| format!("{}: {}", one.at, one.what))
        .collect()
}

#[test]
fn one_missing_rule_is_one_change() {
    let mut town = Town::new();
    town.db_ingress = json!([]);
    let found = asked(&town.world(), "eni-app", "eni-db");
    assert_eq!(
        lines(&found.to_open),
        ["the groups of eni-db: let in tcp 5432 from 10.0.0.10/32"]
    );
}

#[test]
fn several_things_that_stop_are_several_changes() {
    let mut town = Town::new();
    town.db_ingress = json!([]);
    town.db_entries = Some(json!([entry(100, false, "allow", "0.0.0.0/0")]));
    let found = asked(&town.world(), "eni-app", "eni-db");
    assert_eq!(
        lines(&found.to_open),
        [
            "the groups of eni-db: let in tcp 5432 from 10.0.0.10/32",
            "the network ACL of subnet-b: allow tcp all out to 10.0.0.10/32, before what denies it",
        ]
        .map(|line| line.replace("tcp all", "tcp"))
    );
}

#[test]
fn a_missing_route_is_a_change_of_the_table() {
    let mut town = Town::new();
    town.db = json!({"private_ip_addresses": [{"private_ip_address": "10.0.1.20", "public_ip": "203.0.113.20"}]});
    town.db_ingress = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "198.51.100.0/24"}]}]);
    town.routes = json!([to("10.0.0.0/16", "gateway_id", "local")]);
    let found = asked(&town.world(), "internet", "eni-db");
    assert_eq!(
        lines(&found.to_open),
        ["rtb-1: route 198.51.100.0/24 by igw-1"]
    );
}

#[test]
fn the_rule_that_admits_is_what_closes() {
    let found = asked(&Town::new().world(), "eni-app", "eni-db");
    assert_eq!(
        lines(&found.to_close),
        ["sg-db: revoke the ingress rule `tcp 5432 from sg-app` (ip_permissions[0])"]
    );
}

#[test]
fn where_two_rules_admit_both_must_go() {
    let mut town = Town::new();
    let by = |peers: serde_json::Value| {
        let mut rule = json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432});
        for (key, value) in peers.as_object().expect("peers") {
            rule[key] = value.clone();
        }
        rule
    };
    let group = json!({"user_id_group_pairs": [{"group_id": "sg-app", "user_id": "111122223333"}]});
    town.db_ingress = json!([
        by(json!({"ip_ranges": [{"cidr_ip": "10.0.0.0/8"}]})),
        by(group)
    ]);
    let found = asked(&town.world(), "eni-app", "eni-db");
    // One egress rule, or one route, is less than two rules of the database.
    assert_eq!(found.to_close.len(), 1);
}

/// Through a load balancer there are two connections, and each of them closes the way.
#[test]
fn a_way_through_a_load_balancer_closes_with_one_of_its_connections() {
    let found = asked(&Front::new("application").world(), "eni-app", "eni-db");
    assert_eq!(
        lines(&found.to_close),
        ["sg-db: revoke the ingress rule `tcp 5432 from sg-lb` (ip_permissions[0])"]
    );
}

#[test]
fn a_way_through_a_load_balancer_opens_where_that_takes_less() {
    let mut front = Front::new("application");
    // Directly it takes two rules: one that lets out, and one that lets in.
    front.town.app_egress = json!([{"ip_protocol": "tcp", "from_port": 443, "to_port": 443,
        "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    front.town.db_ingress = json!([]);
    let found = asked(&front.world(), "eni-app", "eni-db");
    let changes = lines(&found.to_open);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(changes[0].starts_with("the groups of eni-db: let in tcp 5432 from "));
    assert!(!changes[0].contains("10.0.0.10"), "{changes:?}");
}

#[test]
fn where_a_way_leads_directly_too_both_are_closed() {
    let mut front = Front::new("application");
    let from = |group: &str| {
        json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
            "user_id_group_pairs": [{"group_id": group, "user_id": super::HERE}]})
    };
    front.town.db_ingress = json!([from("sg-app"), from("sg-lb")]);
    let found = asked(&front.world(), "eni-app", "eni-db");
    assert_eq!(
        lines(&found.to_close),
        ["sg-app: revoke the egress rule `everything to 0.0.0.0/0` (ip_permissions_egress[0])"]
    );
}
