//! Views: exactly what was asked for, in canonical order, with gaps where they are.

use serde_json::{Value as Json, json};

use super::world::{HERE, UNTOLD, World, arn};

const GROUP: &str = "ec2.security_group";
const LISTING: &str = "ec2:DescribeSecurityGroups";

fn range(protocol: &str, port: i64, cidrs: &[&str]) -> Json {
    let ranges: Vec<Json> = cidrs.iter().map(|cidr| json!({"cidr_ip": cidr})).collect();
    json!({"ip_protocol": protocol, "from_port": port, "to_port": port, "ip_ranges": ranges})
}

fn group(permissions: Json) -> World {
    World::new().with(
        GROUP,
        "sg-a",
        json!({"group_name": "a", "ip_permissions": permissions}),
    )
}

fn see(world: &World, needs: &[&str]) -> Json {
    let seen = world.see(GROUP, "sg-a", needs);
    assert_eq!(seen.gaps, [""; 0]);
    seen.view
}

/// The view with wants besides a need.
fn wanting(world: &World, wants: &[&str]) -> Json {
    let seen = world.see_arn(GROUP, &arn(GROUP, "sg-a"), &["group_name"], wants);
    assert_eq!(seen.gaps, [""; 0], "a want never decides");
    seen.view
}

#[test]
fn a_view_holds_what_was_asked_for_and_nothing_else() {
    let world = group(json!([range("tcp", 22, &["10.0.0.0/8"])]));
    let view = see(
        &world,
        &[
            "group_name",
            "ip_permissions[].from_port",
            "ip_permissions[].ip_ranges[].cidr_ip",
        ],
    );
    let permission = json!({"from_port": 22, "ip_ranges": [{"cidr_ip": "10.0.0.0/8"}]});
    assert_eq!(
        view,
        json!({"group_name": "a", "ip_permissions": [permission]})
    );
}

#[test]
fn lists_are_in_one_order_whatever_order_they_were_told_in() {
    let [a, b, c] = [
        range("tcp", 443, &["10.0.0.0/8", "1.0.0.0/8"]),
        range("tcp", 22, &["::"]),
        range("udp", 1, &[]),
    ];
    let needs = [
        "ip_permissions[].ip_protocol",
        "ip_permissions[].from_port",
        "ip_permissions[].ip_ranges[].cidr_ip",
    ];
    let one = see(&group(json!([a, b, c])), &needs);
    let other = see(&group(json!([c, a, b])), &needs);
    assert_eq!(one, other);
    assert_eq!(one["ip_permissions"][0]["from_port"], 1);
}

#[test]
fn a_list_that_was_told_to_be_absent_is_an_empty_one() {
    let untagged = group(json!([]));
    assert_eq!(see(&untagged, &["tags[].key"]), json!({"tags": []}));
    assert_eq!(see(&untagged, &["tags[].key as keys"]), json!({"keys": []}));
    let inner =
        group(json!([{"ip_protocol": "-1", "ip_ranges": null}, range("tcp", 22, &["10.0.0.0/8"])]));
    assert_eq!(
        see(&inner, &["ip_permissions[].ip_ranges[].cidr_ip as cidrs"]),
        json!({"cidrs": ["10.0.0.0/8"]})
    );
    let unlinked = World::new().with("rds.db_instance", "db", json!({"engine": "postgres"}));
    let seen = unlinked.see(
        "rds.db_instance",
        "db",
        &["cluster.db_cluster_members[].db_instance_identifier as ids"],
    );
    assert_eq!(seen.sole(), json!([]));
    let linked = unlinked.see("rds.db_instance", "db", &["cluster.engine"]);
    assert_eq!(linked.sole(), json!(null));
    // What is contradictory, told to be absent and not told, is not told.
    let contradictory = group(json!(null)).refused("ip_permissions", LISTING);
    let seen = contradictory.see(GROUP, "sg-a", &["ip_permissions[].from_port"]);
    assert_eq!(seen.gaps, [format!("{LISTING} denied {HERE}/eu-west-1")]);
}

#[test]
fn an_alias_is_one_value_or_one_flat_list() {
    let world = group(json!([
        range("tcp", 22, &["10.0.0.0/8", "1.0.0.0/8"]),
        range("tcp", 80, &["10.0.0.0/8"])
    ]))
    .with(
        "ec2.network_interface",
        "eni-1",
        json!({"groups": [{"group_id": "sg-a"}], "subnet_id": "subnet-a"}),
    )
    .with("ec2.subnet", "subnet-a", json!({"vpc_id": "vpc-1"}))
    .with("ec2.vpc", "vpc-1", json!({"cidr_block": "10.0.0.0/16"}));
    let cidrs = json!({"cidrs": ["1.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8"]});
    assert_eq!(
        see(&world, &["ip_permissions[].ip_ranges[].cidr_ip as cidrs"]),
        cidrs
    );
    assert_eq!(see(&world, &["group_name as name"]), json!({"name": "a"}));
    let deep = "attached_interfaces[].subnet.vpc.cidr_block as blocks";
    assert_eq!(see(&world, &[deep]), json!({"blocks": ["10.0.0.0/16"]}));
    assert_eq!(
        see(&world, &["attached_interfaces[] as carriers"]),
        json!({"carriers": [{"kind": "ec2.network_interface"}]})
    );
}

#[test]
fn a_gap_under_an_alias_decides_and_is_told_once() {
    let world = group(
        json!([range("tcp", 22, &["10.0.0.0/8"]), {"ip_protocol": "tcp", "ip_ranges": UNTOLD}, {"ip_protocol": "udp", "ip_ranges": UNTOLD}]),
    );
    let seen = world.see(
        GROUP,
        "sg-a",
        &["ip_permissions[].ip_ranges[].cidr_ip as cidrs"],
    );
    assert_eq!(
        seen.gaps,
        [format!("{LISTING} not-collected {HERE}/eu-west-1")]
    );
    let cut = group(json!([range("tcp", 22, &["10.0.0.0/8"])]))
        .refused("ip_permissions[0].ip_ranges", LISTING);
    let seen = cut.see(
        GROUP,
        "sg-a",
        &["ip_permissions[].ip_ranges[].cidr_ip as cidrs"],
    );
    assert_eq!(seen.gaps, [format!("{LISTING} denied {HERE}/eu-west-1")]);
    assert_eq!(seen.view, json!({"cidrs": ["10.0.0.0/8"]}));
}

#[test]
fn a_filter_keeps_the_items_that_are_known_to_fit() {
    let world = || {
        group(json!([
            range("tcp", 22, &[]),
            range("udp", 53, &[]),
            range("tcp", 80, &[])
        ]))
    };
    let ports = |filter: &str| {
        see(
            &world(),
            &[&format!("ip_permissions[?{filter}].from_port as ports")],
        )["ports"]
            .clone()
    };
    assert_eq!(ports(r#"ip_protocol == "tcp""#), json!([22, 80]));
    assert_eq!(ports("ip_protocol == udp"), json!([53]));
    assert_eq!(ports(r#"ip_protocol in ["udp", "icmp"]"#), json!([53]));
    assert_eq!(ports("from_port == 80"), json!([80]));
    assert_eq!(ports("from_port in [22, 53]"), json!([22, 53]));
    assert_eq!(ports(r#"from_port == "80""#), json!([]));
    // Over links, and over facts that follow.
    let carriers = world()
        .with(
            "ec2.network_interface",
            "eni-1",
            json!({"groups": [{"group_id": "sg-a"}], "status": "in-use"}),
        )
        .with(
            "ec2.network_interface",
            "eni-2",
            json!({"groups": [{"group_id": "sg-a"}], "status": "available"}),
        );
    let used = r#"attached_interfaces[?status == "in-use"].network_interface_id as ids"#;
    assert_eq!(see(&carriers, &[used]), json!({"ids": ["eni-1"]}));
    let open = group(json!([
        range("tcp", 22, &["0.0.0.0/0"]),
        range("udp", 53, &["0.0.0.0/0"])
    ]));
    let udp = "internet_ingress[?protocol == udp].from_port as ports";
    assert_eq!(see(&open, &[udp]), json!({"ports": [53]}));
}

#[test]
fn a_filter_over_a_gap_leaves_the_list_incomplete() {
    let world = group(json!([range("tcp", 22, &[]), {"ip_protocol": UNTOLD, "from_port": 9}]));
    let seen = world.see(
        GROUP,
        "sg-a",
        &["ip_permissions[?ip_protocol == tcp].from_port"],
    );
    assert_eq!(seen.view, json!({"ip_permissions": [{"from_port": 22}]}));
    assert_eq!(
        seen.gaps,
        [format!("{LISTING} not-collected {HERE}/eu-west-1")]
    );
    let carriers = group(json!([])).with(
        "ec2.network_interface",
        "eni-1",
        json!({"groups": [{"group_id": "sg-a"}], "status": UNTOLD}),
    );
    let seen = carriers.see(
        GROUP,
        "sg-a",
        &["attached_interfaces[?status == available].network_interface_id"],
    );
    assert_eq!(seen.view, json!({"attached_interfaces": []}));
    assert_eq!(
        seen.gaps,
        [format!(
            "ec2:DescribeNetworkInterfaces not-collected {HERE}/eu-west-1"
        )]
    );
}

#[test]
fn a_gap_on_the_way_stands_at_its_prefix_and_the_siblings_go_on() {
    let world = World::new()
        .with(
            "ec2.network_interface",
            "eni-1",
            json!({"status": "in-use", "subnet_id": "subnet-x", "vpc_id": "vpc-1"}),
        )
        .with("ec2.vpc", "vpc-1", json!({"cidr_block": "10.0.0.0/16"}));
    let needs = ["status", "subnet.vpc.cidr_block", "vpc.cidr_block"];
    let seen = world.see("ec2.network_interface", "eni-1", &needs);
    let subnet = json!({"unknown": "account-not-scanned"});
    assert_eq!(
        seen.view,
        json!({"status": "in-use", "subnet": subnet, "vpc": {"cidr_block": "10.0.0.0/16"}})
    );
    assert_eq!(
        seen.gaps,
        ["ec2:DescribeSubnets account-not-scanned ?/eu-west-1"]
    );
}

#[test]
fn a_dangling_item_of_a_list_is_a_gap_beside_the_others() {
    let world = World::new()
        .with(
            "ec2.network_interface",
            "eni-1",
            json!({"groups": [{"group_id": "sg-a"}, {"group_id": "sg-gone"}]}),
        )
        .with(GROUP, "sg-a", json!({"group_name": "a"}));
    let seen = world.see(
        "ec2.network_interface",
        "eni-1",
        &["security_groups[].group_name"],
    );
    assert_eq!(
        seen.view,
        json!({"security_groups": [{"group_name": "a"}, {"unknown": "account-not-scanned"}]})
    );
    assert_eq!(
        seen.gaps,
        [format!("{LISTING} account-not-scanned ?/eu-west-1")]
    );
}

#[test]
fn what_is_wanted_shows_its_gap_and_never_decides() {
    let denied = group(json!(UNTOLD)).refused("ip_permissions", LISTING);
    let unknown = json!({"unknown": "denied"});
    for (want, name) in [
        ("ip_permissions[].from_port", "ip_permissions"),
        ("ip_permissions[].from_port as ports", "ports"),
        ("ip_permissions[].ip_ranges[].cidr_ip as cidrs", "cidrs"),
        ("internet_ingress[].from_port", "internet_ingress"),
    ] {
        assert_eq!(
            wanting(&denied, &[want]),
            json!({"group_name": "a", name: unknown}),
            "{want}"
        );
    }
    // A list that is cut short is not shown in part: nothing in it would say so.
    let cut = group(json!([range("tcp", 22, &["10.0.0.0/8"])]))
        .refused("ip_permissions[0].ip_ranges", LISTING);
    let permission = json!({"from_port": 22, "ip_ranges": unknown});
    let seen = wanting(
        &cut,
        &[
            "ip_permissions[].from_port",
            "ip_permissions[].ip_ranges[].cidr_ip",
        ],
    );
    assert_eq!(
        seen,
        json!({"group_name": "a", "ip_permissions": [permission]})
    );
    let cidrs = wanting(&cut, &["ip_permissions[].ip_ranges[].cidr_ip as cidrs"]);
    assert_eq!(cidrs, json!({"group_name": "a", "cidrs": unknown}));
    // One item of which a field is not known.
    let part = group(json!([range("tcp", 22, &[]), {"ip_protocol": "tcp", "from_port": UNTOLD}]));
    let ports = wanting(&part, &["ip_permissions[].from_port as ports"]);
    assert_eq!(
        ports,
        json!({"group_name": "a", "ports": [22, {"unknown": "not-collected"}]})
    );
    let gone = World::new().with(
        "ec2.network_interface",
        "eni-1",
        json!({"subnet_id": "subnet-x", "status": "in-use"}),
    );
    let seen = gone.see_arn(
        "ec2.network_interface",
        &arn("ec2.network_interface", "eni-1"),
        &["status"],
        &["subnet.vpc.cidr_block as block"],
    );
    assert_eq!(
        seen.view,
        json!({"status": "in-use", "block": {"unknown": "account-not-scanned"}})
    );
}

#[test]
fn one_field_of_a_list_can_be_needed_and_another_wanted() {
    let world = group(json!([{"ip_protocol": "tcp", "from_port": UNTOLD}]));
    let group = arn(GROUP, "sg-a");
    let seen = world.see_arn(
        GROUP,
        &group,
        &["ip_permissions[].ip_protocol"],
        &["ip_permissions[].from_port"],
    );
    assert_eq!(
        seen.view,
        json!({"ip_permissions": [{"ip_protocol": "tcp", "from_port": {"unknown": "not-collected"}}]})
    );
    assert_eq!(seen.gaps, [""; 0]);
    let seen = world.see_arn(
        GROUP,
        &group,
        &["ip_permissions[].from_port"],
        &["ip_permissions[].ip_protocol"],
    );
    assert_eq!(seen.gaps.len(), 1);
}

#[test]
fn a_field_that_is_missing_inside_a_derived_fact_says_where() {
    let table = json!({"vpc_id": "vpc-1", "associations": [{"main": true}], "routes": [{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}]});
    let interface = json!({"network_interface_id": UNTOLD, "subnet_id": "subnet-a", "groups": [{"group_id": "sg-a"}],
        "private_ip_addresses": [{"private_ip_address": "10.0.0.4", "public_ip": "203.0.113.9"}]});
    let world = group(json!([]))
        .with("ec2.subnet", "subnet-a", json!({"vpc_id": "vpc-1"}))
        .with("ec2.route_table", "rtb-a", table)
        .with("ec2.network_interface", "eni-1", interface);
    let seen = world.see(
        GROUP,
        "sg-a",
        &["exposed_interfaces[].network_interface_id"],
    );
    assert_eq!(
        seen.gaps,
        [format!("{LISTING} not-collected {HERE}/eu-west-1")]
    );
}
