//! Which members of a group the internet reaches, and on which ports.

use serde_json::{Value as Json, json};

use super::{Town, entry};
use crate::graph::world::World;

/// A town whose database has a public address and admits the internet on every port of TCP.
fn open() -> Town {
    let mut town = Town::new();
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 0, "to_port": 65535,
        "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    town.db = json!({"private_ip_addresses": [{"private_ip_address": "10.0.1.20",
        "public_ip": "198.51.100.20", "primary": true}]});
    town
}

/// What of the internet reaches members of the database's group: the interface, protocol and ports.
pub(super) fn reached(world: &World) -> (Vec<String>, Vec<String>) {
    let fields = [
        "network_interface_id",
        "protocol",
        "family",
        "from_port",
        "to_port",
    ];
    let needs = fields.map(|field| format!("internet_reach[].{field}"));
    let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
    let seen = world.see("ec2.security_group", "sg-db", &needs);
    let list = seen.view["internet_reach"].as_array().cloned();
    let told = |one: &Json| {
        let text = |field: &str| one[field].as_str().unwrap_or_default().to_owned();
        let (from, to) = (&one["from_port"], &one["to_port"]);
        format!(
            "{} {} {} {from}-{to}",
            text("network_interface_id"),
            text("protocol"),
            text("family")
        )
    };
    (
        list.unwrap_or_default().iter().map(told).collect(),
        seen.gaps,
    )
}

fn says(town: &Town) -> Vec<String> {
    let (list, gaps) = reached(&town.world());
    assert_eq!(gaps, [""; 0]);
    list
}

#[test]
fn a_public_address_behind_an_open_group_is_reached() {
    assert_eq!(says(&open()), ["eni-db tcp ipv4 0-65535"]);
}

#[test]
fn what_stops_packets_on_the_way_counts() {
    let mut acl = open();
    acl.db_entries = Some(json!([
        {"rule_number": 100, "egress": false, "protocol": "6", "rule_action": "allow",
            "cidr_block": "0.0.0.0/0", "from_port": 443, "to_port": 443},
        entry(100, true, "allow", "0.0.0.0/0"),
    ]));
    assert_eq!(says(&acl), ["eni-db tcp ipv4 443-443"]);
    let mut blocked = open();
    blocked.block = "block-bidirectional";
    assert_eq!(says(&blocked), [""; 0]);
    let mut private = open();
    private.db = json!({});
    assert_eq!(says(&private), [""; 0]);
}

#[test]
fn a_group_for_private_ranges_admits_no_internet() {
    let mut town = open();
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 22, "to_port": 22,
        "ip_ranges": [{"cidr_ip": "10.0.0.0/8"}]}]);
    assert_eq!(says(&town), [""; 0]);
}

#[test]
fn interfaces_that_nobody_told_may_be_reached() {
    let (_, gaps) = reached(&open().world().denied("ec2:DescribeNetworkInterfaces"));
    assert_eq!(gaps.len(), 1, "{gaps:?}");
}
