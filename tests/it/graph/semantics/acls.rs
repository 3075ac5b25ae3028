//! Network ACLs (2.3): numbered lists at the border of subnets, both ways, without memory.

use assize::graph::packet::Service;
use serde_json::{Value as Json, json};

use super::super::reach::{Town, entry};
use super::{asked, over, tcp, udp};

/// An entry for everywhere, narrowed.
fn one(number: i64, egress: bool, action: &str, more: Json) -> Json {
    over(&entry(number, egress, action, "0.0.0.0/0"), more)
}

fn all(number: i64, egress: bool) -> Json {
    entry(number, egress, "allow", "0.0.0.0/0")
}

/// What is said of a service where the subnet of the database has these entries, and lets all out.
fn inward(entries: &[Json], service: Service) -> String {
    let mut town = Town::new();
    town.db_ingress = super::any();
    let mut list = vec![all(1, true)];
    list.extend(entries.iter().cloned());
    town.db_entries = Some(Json::Array(list));
    asked(&town.world(), "eni-app", "eni-db", service)
}

const NO: &str = "no: SUBNET_ACL_RESTRICTION at acl-2";

#[test]
fn the_lowest_number_that_matches_decides() {
    let deny = |number| one(number, false, "deny", json!({}));
    assert_eq!(inward(&[all(100, false), deny(200)], tcp(5432)), "yes");
    assert_eq!(inward(&[all(100, false), deny(50)], tcp(5432)), NO);
    assert_eq!(inward(&[deny(200), all(100, false)], tcp(5432)), "yes");
    // The last entry of each list is told with a number of its own.
    assert_eq!(inward(&[deny(32767)], tcp(5432)), NO);
    assert_eq!(inward(&[deny(32767), all(32766, false)], tcp(5432)), "yes");
}

#[test]
fn a_list_without_entries_denies_all() {
    assert_eq!(inward(&[], tcp(5432)), NO);
}

#[test]
fn an_entry_is_about_a_protocol_by_its_number_and_its_ports() {
    let ports = |protocol: &str, from: Json, to: Json| {
        one(
            100,
            false,
            "allow",
            json!({"protocol": protocol, "from_port": from, "to_port": to}),
        )
    };
    let icmp = |kind: i64, code: i64| {
        one(
            100,
            false,
            "allow",
            json!({"protocol": "1", "icmp_type": kind, "icmp_code": code}),
        )
    };
    let echo = || Service::icmp(Service::ICMP, Some(8), Some(0));
    let none = Json::Null;
    for (entry, service, wanted) in [
        (ports("6", json!(5432), json!(5432)), tcp(5432), true),
        (ports("6", none.clone(), none.clone()), tcp(5432), true),
        (ports("6", json!(0), json!(65535)), tcp(5432), true),
        (ports("6", json!(443), json!(443)), tcp(5432), false),
        (ports("17", json!(53), json!(53)), udp(53), true),
        (ports("17", json!(53), json!(53)), tcp(53), false),
        (ports("-1", json!(443), json!(443)), tcp(5432), true),
        (
            ports("50", none.clone(), none.clone()),
            Service::protocol(50),
            true,
        ),
        (
            ports("47", none.clone(), none.clone()),
            Service::protocol(50),
            false,
        ),
        (icmp(-1, -1), echo(), true),
        (icmp(8, -1), echo(), true),
        (icmp(8, 0), echo(), true),
        (icmp(8, 3), echo(), false),
        (icmp(0, -1), echo(), false),
    ] {
        let said = inward(std::slice::from_ref(&entry), service);
        assert_eq!(said == "yes", wanted, "{entry}: {said}");
        assert!(wanted || said == NO, "{entry}: {said}");
    }
}

#[test]
fn both_families_share_the_numbers_and_nothing_else() {
    let v6 = |number: i64| json!({"rule_number": number, "egress": false, "protocol": "-1", "rule_action": "deny", "ipv6_cidr_block": "::/0"});
    assert_eq!(inward(&[v6(1), all(100, false)], tcp(5432)), "yes");
    assert_eq!(inward(&[v6(1)], tcp(5432)), NO);
}

#[test]
fn both_borders_are_asked_on_the_way_out_and_in() {
    let town = |entries: [Json; 2]| {
        let mut town = Town::new();
        town.db_entries = Some(json!([all(1, true), all(1, false)]));
        town.entries = Json::Array(entries.to_vec());
        town.says()
    };
    assert_eq!(town([all(1, true), all(1, false)]), "yes");
    let deny = |egress| one(1, egress, "deny", json!({}));
    assert_eq!(
        town([deny(true), all(1, false)]),
        "no: SUBNET_ACL_RESTRICTION at acl-1"
    );
    assert_eq!(
        town([all(1, true), deny(false)]),
        "no: back SUBNET_ACL_RESTRICTION at acl-1"
    );
}

#[test]
fn answers_are_packets_like_any_others_to_a_port_of_the_client() {
    let answers = |first: i64, last: i64, allows: bool| {
        let mut town = Town::new();
        let action = if allows { "allow" } else { "deny" };
        let range = json!({"protocol": "6", "from_port": first, "to_port": last});
        let mut entries = vec![all(1, false), one(10, true, action, range)];
        entries.extend((!allows).then(|| all(20, true)));
        town.db_entries = Some(Json::Array(entries));
        town.says()
    };
    assert_eq!(answers(1024, 65535, true), "yes");
    assert_eq!(answers(32768, 60999, true), "yes");
    assert_eq!(
        answers(0, 65535, false),
        "no: back SUBNET_ACL_RESTRICTION at acl-2"
    );
    // A client is free to choose a port below.
    assert_eq!(answers(1024, 65535, false), "yes");
}

#[test]
fn inside_a_subnet_no_list_is_asked() {
    let mut town = Town::new();
    town.db = json!({"subnet_id": "subnet-a", "private_ip_addresses": [{"private_ip_address": "10.0.0.20"}]});
    town.entries = json!([]);
    assert_eq!(town.says(), "yes");
}

#[test]
fn a_list_that_is_cut_short_is_no_list() {
    let mut town = Town::new();
    town.db_entries = Some(json!([all(1, true), all(100, false)]));
    let world = town.world().refused("entries", "ec2:DescribeNetworkAcls");
    assert_eq!(
        asked(&world, "eni-app", "eni-db", tcp(5432)),
        "unknown: ec2:DescribeNetworkAcls"
    );
}

#[test]
fn a_subnet_that_no_list_names_has_the_default_one() {
    let mut town = Town::new();
    town.db_entries = Some(json!([]));
    let mut world = town.world();
    world
        .resources
        .retain(|one| !one.arn.as_str().ends_with("/acl-2"));
    let with = |facts: Json| {
        let told = over(
            &json!({"vpc_id": "vpc-1", "is_default": true, "associated_subnet_ids": []}),
            facts,
        );
        let world = world.clone().with("ec2.network_acl", "acl-0", told);
        asked(&world, "eni-app", "eni-db", tcp(5432))
    };
    let open = || json!([all(100, true), all(100, false)]);
    assert_eq!(with(json!({"entries": open()})), "yes");
    assert_eq!(
        with(json!({"entries": []})),
        "no: SUBNET_ACL_RESTRICTION at acl-0"
    );
    for other in [
        json!({"entries": open(), "is_default": false}),
        json!({"entries": open(), "vpc_id": "vpc-9"}),
    ] {
        let said = with(other);
        assert!(said.starts_with("unknown: "), "{said}");
    }
}
