//! Security groups, prefix lists and interfaces in, what the internet reaches out.

use serde_json::{Value as Json, json};

use crate::model::gap::GapReason;
use crate::model::resource::Resource;

use super::super::testing::{snapshot, told, traced, view, written};

const NEEDS: [&str; 4] = [
    "internet_ingress[].protocol",
    "internet_ingress[].family",
    "internet_ingress[].from_port",
    "internet_ingress[].to_port",
];

fn group(permissions: &Json) -> Resource {
    let facts = json!({"group_id": "sg-1", "group_name": "g", "ip_permissions": permissions});
    told("ec2.security_group", "security-group/sg-1", &facts)
}

fn permission(protocol: &str, ports: [i64; 2], cidrs: &[&str]) -> Json {
    let ranges = |v6: bool, name: &str| -> Vec<Json> {
        let family = cidrs.iter().filter(|cidr| cidr.contains(':') == v6);
        family.map(|cidr| json!({name: cidr})).collect()
    };
    json!({
        "ip_protocol": protocol,
        "from_port": ports[0],
        "to_port": ports[1],
        "ip_ranges": ranges(false, "cidr_ip"),
        "ipv6_ranges": ranges(true, "cidr_ipv6"),
    })
}

fn open(permissions: &[Json]) -> Vec<String> {
    let snapshot = snapshot(vec![group(&json!(permissions))], &[]);
    let (view, gaps) = view(&snapshot, "ec2.security_group", &NEEDS);
    assert_eq!(gaps, []);
    let text = |item: &Json| {
        format!(
            "{} {} {}-{}",
            item["family"].as_str().expect("a text"),
            item["protocol"].as_str().expect("a text"),
            item["from_port"],
            item["to_port"]
        )
    };
    let items = view["internet_ingress"].as_array().expect("a list");
    items.iter().map(text).collect()
}

#[test]
fn the_internet_is_met_port_by_port() {
    for (permissions, wanted) in [
        (
            vec![permission("tcp", [22, 22], &["0.0.0.0/0", "::/0"])],
            vec!["ipv4 tcp 22-22", "ipv6 tcp 22-22"],
        ),
        (
            vec![permission("6", [0, 1024], &["0.0.0.0/0"])],
            vec!["ipv4 tcp 0-1024"],
        ),
        (
            vec![permission("tcp", [-1, -1], &["::/0"])],
            vec!["ipv6 tcp 0-65535"],
        ),
        (
            vec![permission("-1", [-1, -1], &["0.0.0.0/0"])],
            vec!["ipv4 all 0-65535"],
        ),
        (
            vec![
                permission("tcp", [20, 30], &["0.0.0.0/1"]),
                permission("tcp", [25, 40], &["128.0.0.0/1"]),
            ],
            vec!["ipv4 tcp 20-40"],
        ),
        (
            vec![
                permission("tcp", [5432, 5432], &["8.0.0.0/8"]),
                permission("-1", [-1, -1], &["9.0.0.0/8"]),
            ],
            vec!["ipv4 tcp 5432-5432"],
        ),
        (
            vec![permission("icmp", [-1, -1], &["0.0.0.0/0"])],
            vec!["ipv4 icmp -1--1"],
        ),
        (
            vec![permission(
                "tcp",
                [443, 443],
                &["10.0.0.0/8", "203.0.113.0/24"],
            )],
            vec![],
        ),
    ] {
        assert_eq!(open(&permissions), wanted, "{permissions:?}");
    }
}

fn with_list(list: Vec<Resource>) -> Vec<Resource> {
    let permission = json!({
        "ip_protocol": "tcp", "from_port": 22, "to_port": 22,
        "ip_ranges": [{"cidr_ip": "0.0.0.0/1"}],
        "prefix_list_ids": [{"prefix_list_id": "pl-1"}],
    });
    let mut resources = vec![group(&json!([permission]))];
    resources.extend(list);
    resources
}

#[test]
fn prefix_lists_count_with_their_ranges() {
    let halves = json!({"prefix_list_id": "pl-1", "entries": [{"cidr": "128.0.0.0/1"}]});
    let list = told("ec2.prefix_list", "prefix-list/pl-1", &halves);
    let snapshot = snapshot(with_list(vec![list]), &[]);
    let (cell, gaps) = traced(
        &snapshot,
        "ec2.security_group",
        &["internet_ingress[].from_port"],
    );
    assert_eq!(gaps, []);
    let item = cell.field("internet_ingress").and_then(|list| list.item(0));
    let origin = item.and_then(|item| item.field("from_port")?.origin.as_ref());
    let sources = origin.map(|origin| origin.sources.iter());
    let found = sources
        .into_iter()
        .flatten()
        .map(|source| (source.path.as_str(), &source.value));
    let wanted = [
        (
            "ip_permissions[0].ip_ranges[0].cidr_ip",
            &json!("0.0.0.0/1"),
        ),
        (
            "ip_permissions[0].prefix_list_ids[0].prefix_list_id",
            &json!("pl-1"),
        ),
        ("entries[0].cidr", &json!("128.0.0.0/1")),
    ];
    assert_eq!(found.collect::<Vec<_>>(), wanted);
}

#[test]
fn a_list_that_is_not_told_is_a_gap() {
    let untold = json!({"prefix_list_id": "pl-1", "owner_id": "AWS"});
    let list = written("ec2.prefix_list", "prefix-list/pl-1", &untold);
    for list in [vec![list], vec![]] {
        let snapshot = snapshot(with_list(list), &[]);
        let (_, gaps) = view(&snapshot, "ec2.security_group", &NEEDS);
        assert_eq!(gaps.len(), 1);
    }
}

#[test]
fn a_part_of_a_permission_that_is_not_told_is_a_gap() {
    let whole = permission("tcp", [22, 22], &["10.0.0.0/8"]);
    for part in [
        "ip_protocol",
        "from_port",
        "to_port",
        "ip_ranges",
        "ipv6_ranges",
        "prefix_list_ids",
    ] {
        let mut permission = whole.clone();
        permission["prefix_list_ids"] = json!([]);
        permission.as_object_mut().expect("an object").remove(part);
        let facts = json!({"group_id": "sg-1", "ip_permissions": [permission]});
        let group = written("ec2.security_group", "security-group/sg-1", &facts);
        let (_, gaps) = view(&snapshot(vec![group], &[]), "ec2.security_group", &NEEDS);
        assert_eq!(gaps.len(), 1, "{part}");
        assert_eq!(gaps[0].reason, GapReason::NotCollected);
    }
}

#[test]
fn a_list_that_was_told_to_be_absent_is_empty() {
    let snapshot = snapshot(vec![group(&Json::Null)], &[]);
    let needs = [
        "ip_permissions[].ip_protocol",
        "internet_ingress[].from_port",
    ];
    let (view, gaps) = view(&snapshot, "ec2.security_group", &needs);
    assert_eq!(gaps, []);
    assert_eq!(view, json!({"internet_ingress": [], "ip_permissions": []}));
}

/// A VPC with one subnet, its route to the internet gateway, and an interface of the group there.
fn attached(interface: &Json) -> Vec<Resource> {
    let mut facts = json!({
        "network_interface_id": "eni-1", "vpc_id": "vpc-1", "subnet_id": "subnet-1",
        "groups": [{"group_id": "sg-1"}],
    });
    for (name, value) in interface.as_object().into_iter().flatten() {
        facts[name] = value.clone();
    }
    let table = json!({
        "route_table_id": "rtb-1", "vpc_id": "vpc-1",
        "routes": [
            {"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"},
            {"destination_ipv6_cidr_block": "::/0", "gateway_id": "igw-1", "state": "active"},
        ],
        "associations": [{"main": true}],
    });
    let subnet = json!({"subnet_id": "subnet-1", "vpc_id": "vpc-1"});
    vec![
        group(&json!([])),
        told("ec2.subnet", "subnet/subnet-1", &subnet),
        told("ec2.route_table", "route-table/rtb-1", &table),
        told("ec2.network_interface", "network-interface/eni-1", &facts),
    ]
}

#[test]
fn an_interface_is_exposed_by_a_public_address_in_a_public_subnet() {
    let needs = ["exposed_interfaces[].address"];
    for (interface, wanted) in [
        (
            json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.1", "public_ip": "203.0.113.1"}]}),
            json!([{"address": "203.0.113.1"}]),
        ),
        (
            json!({"ipv6_addresses": [{"ipv6_address": "2001:db8::1"}]}),
            json!([{"address": "2001:db8::1"}]),
        ),
        (
            json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.1"}]}),
            json!([]),
        ),
    ] {
        let (view, gaps) = view(
            &snapshot(attached(&interface), &[]),
            "ec2.security_group",
            &needs,
        );
        assert_eq!(gaps, []);
        assert_eq!(view["exposed_interfaces"], wanted);
    }
}

#[test]
fn an_interface_of_which_no_address_was_told_may_be_exposed() {
    let facts =
        json!({"vpc_id": "vpc-1", "subnet_id": "subnet-1", "groups": [{"group_id": "sg-1"}]});
    let mut resources = attached(&json!({}));
    resources.pop();
    resources.push(written(
        "ec2.network_interface",
        "network-interface/eni-1",
        &facts,
    ));
    let (_, gaps) = view(
        &snapshot(resources, &[]),
        "ec2.security_group",
        &["exposed_interfaces[].address"],
    );
    assert_eq!(gaps.len(), 1);
}

fn tier(tables: &[Json]) -> (Json, usize) {
    let subnet = json!({"subnet_id": "subnet-1", "vpc_id": "vpc-1"});
    let mut resources = vec![told("ec2.subnet", "subnet/subnet-1", &subnet)];
    resources.extend(tables.iter().enumerate().map(|(index, table)| {
        let mut facts = json!({"route_table_id": "rtb", "vpc_id": "vpc-1"});
        for (name, value) in table.as_object().into_iter().flatten() {
            facts[name] = value.clone();
        }
        told(
            "ec2.route_table",
            &format!("route-table/rtb-{index}"),
            &facts,
        )
    }));
    let (view, gaps) = view(&snapshot(resources, &[]), "ec2.subnet", &["tier"]);
    (view["tier"].clone(), gaps.len())
}

#[test]
fn the_tier_follows_the_routes_of_the_effective_table() {
    let main = json!([{"main": true}]);
    let own = json!([{"main": false, "subnet_id": "subnet-1"}]);
    let route = |target: &str, id: &str, state: &str| json!([{"destination_cidr_block": "0.0.0.0/0", target: id, "state": state}]);
    let public = route("gateway_id", "igw-1", "active");
    let nat = route("nat_gateway_id", "nat-1", "active");
    for (tables, wanted) in [
        (
            vec![json!({"associations": main, "routes": public})],
            "public",
        ),
        (
            vec![json!({"associations": main, "routes": nat})],
            "private",
        ),
        (
            vec![json!({"associations": main, "routes": []})],
            "isolated",
        ),
        (
            vec![
                json!({"associations": main, "routes": route("gateway_id", "igw-1", "blackhole")}),
            ],
            "isolated",
        ),
        (
            vec![
                json!({"associations": main, "routes": public}),
                json!({"associations": own, "routes": []}),
            ],
            "isolated",
        ),
    ] {
        assert_eq!(tier(&tables), (json!(wanted), 0), "{tables:?}");
    }
}

#[test]
fn a_route_that_is_not_told_whole_may_be_public() {
    let (_, gaps) = tier(&[json!({
        "associations": [{"main": true}],
        "routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}],
    })]);
    assert_eq!(gaps, 1);
    assert_eq!(tier(&[]).1, 1);
}
