//! What network ACLs leave open by the order of their entries (section 2.3 of the semantics).

use serde_json::{Value as Json, json};

use super::world::{UNTOLD, World, arn};

const ACL: &str = "ec2.network_acl";

fn entry(
    number: i64,
    egress: bool,
    action: &str,
    protocol: &str,
    block: &str,
    ports: Option<(i64, i64)>,
) -> Json {
    let family = if block.contains(':') {
        "ipv6_cidr_block"
    } else {
        "cidr_block"
    };
    let mut entry = json!({"rule_number": number, "egress": egress, "rule_action": action, "protocol": protocol, family: block});
    if let Some((from, to)) = ports {
        entry["from_port"] = from.into();
        entry["to_port"] = to.into();
    }
    entry
}

fn ingress(number: i64, action: &str, block: &str, ports: Option<(i64, i64)>) -> Json {
    let protocol = if ports.is_some() { "6" } else { "-1" };
    entry(number, false, action, protocol, block, ports)
}

fn acl(entries: &[Json]) -> World {
    World::new().with(
        ACL,
        "acl-1",
        json!({"is_default": false, "associated_subnet_ids": ["subnet-a"], "entries": entries}),
    )
}

/// What is open to the internet, each as `protocol family from-to`.
fn open(entries: &[Json]) -> Vec<String> {
    let needs = [
        "internet_ingress[].protocol",
        "internet_ingress[].family",
        "internet_ingress[].from_port",
        "internet_ingress[].to_port",
    ];
    let rows = acl(entries).see(ACL, "acl-1", &needs).sole();
    let told = |row: &Json| {
        format!(
            "{} {} {}-{}",
            row["protocol"].as_str().unwrap_or("?"),
            row["family"].as_str().unwrap_or("?"),
            row["from_port"],
            row["to_port"]
        )
    };
    rows.as_array().expect("rows").iter().map(told).collect()
}

#[test]
fn s2_3_the_lowest_number_decides_in_whatever_order_entries_are_told() {
    let (deny, allow) = (
        ingress(90, "deny", "0.0.0.0/0", Some((22, 22))),
        ingress(100, "allow", "0.0.0.0/0", Some((20, 25))),
    );
    for entries in [[deny.clone(), allow.clone()], [allow.clone(), deny]] {
        assert_eq!(open(&entries), ["tcp ipv4 20-21", "tcp ipv4 23-25"]);
    }
    let late = ingress(110, "deny", "0.0.0.0/0", Some((22, 22)));
    assert_eq!(open(&[late, allow]), ["tcp ipv4 20-25"]);
}

#[test]
fn s2_3_families_are_apart_and_no_ports_are_all() {
    assert_eq!(
        open(&[ingress(100, "allow", "::/0", None)]),
        ["all ipv6 0-65535"]
    );
    assert_eq!(
        open(&[
            ingress(100, "allow", "0.0.0.0/0", Some((22, 22))),
            ingress(90, "deny", "::/0", None)
        ]),
        ["tcp ipv4 22-22"]
    );
}

#[test]
fn ranges_that_add_up_are_the_internet_and_small_ones_are_not() {
    let halves = [
        ingress(1, "allow", "0.0.0.0/1", Some((22, 22))),
        ingress(2, "allow", "128.0.0.0/1", Some((22, 22))),
    ];
    assert_eq!(open(&halves), ["tcp ipv4 22-22"]);
    assert_eq!(
        open(&[ingress(1, "allow", "203.0.113.0/24", Some((22, 22)))]),
        [""; 0]
    );
    assert_eq!(open(&[ingress(1, "allow", "10.0.0.0/8", None)]), [""; 0]);
    // A small range that is denied leaves the internet.
    let but_one = [
        ingress(1, "deny", "203.0.113.0/24", None),
        ingress(2, "allow", "0.0.0.0/0", Some((22, 22))),
    ];
    assert_eq!(open(&but_one), ["tcp ipv4 22-22"]);
}

fn numbers(list: &str, entries: &[Json]) -> Json {
    let (number, egress) = (format!("{list}[].rule_number"), format!("{list}[].egress"));
    acl(entries).see(ACL, "acl-1", &[&number, &egress]).sole()
}

#[test]
fn an_entry_is_dead_if_earlier_ones_decide_about_all_of_it() {
    let dead = |entries: &[Json]| numbers("dead_entries", entries);
    let none = json!([]);
    let both = [
        ingress(100, "allow", "0.0.0.0/0", None),
        ingress(200, "deny", "10.0.0.0/8", Some((22, 22))),
    ];
    assert_eq!(dead(&both), json!([{"rule_number": 200, "egress": false}]));
    // Two halves together, and the other direction for itself.
    let halves = [
        ingress(1, "allow", "0.0.0.0/1", None),
        ingress(2, "deny", "128.0.0.0/1", None),
        ingress(3, "allow", "0.0.0.0/0", Some((443, 443))),
        entry(4, true, "allow", "6", "0.0.0.0/0", Some((443, 443))),
    ];
    assert_eq!(dead(&halves), json!([{"rule_number": 3, "egress": false}]));
    let apart = [
        ingress(1, "allow", "0.0.0.0/0", Some((22, 22))),
        ingress(2, "allow", "0.0.0.0/0", Some((22, 23))),
    ];
    assert_eq!(dead(&apart), none);
    // The last one of each direction is dead behind an entry for everything, and always there.
    let last = [
        ingress(100, "allow", "0.0.0.0/0", None),
        ingress(32767, "deny", "0.0.0.0/0", None),
    ];
    assert_eq!(dead(&last), none);
}

#[test]
fn s2_3_a_service_needs_a_port_for_its_answers() {
    let https = ingress(100, "allow", "0.0.0.0/0", Some((443, 443)));
    let out = |block: &str, ports| entry(100, true, "allow", "6", block, ports);
    let lacking = |back: &[Json]| {
        numbers(
            "unanswered_entries",
            &[std::slice::from_ref(&https), back].concat(),
        )
    };
    let unanswered = json!([{"rule_number": 100, "egress": false}]);
    let none = json!([]);
    assert_eq!(lacking(&[]), unanswered);
    assert_eq!(lacking(&[out("0.0.0.0/0", Some((1024, 65535)))]), none);
    assert_eq!(lacking(&[out("0.0.0.0/0", Some((32768, 60999)))]), none);
    // Egress to low ports, or elsewhere, is no way for answers.
    assert_eq!(
        lacking(&[out("0.0.0.0/0", Some((25, 25)))])[0],
        unanswered[0]
    );
    let only_there = lacking(&[out("10.0.0.0/8", Some((1024, 65535)))]);
    assert_eq!(only_there, none, "clients of 10.0.0.0/8 get answers");
    let denied = [
        entry(90, true, "deny", "6", "0.0.0.0/0", Some((1024, 65535))),
        out("0.0.0.0/0", None),
    ];
    let both = json!([{"rule_number": 100, "egress": false}, {"rule_number": 100, "egress": true}]);
    assert_eq!(
        lacking(&denied),
        both,
        "what is left of egress gets no answers either"
    );
}

#[test]
fn entries_for_answers_are_no_services() {
    let answers = [
        ingress(100, "allow", "0.0.0.0/0", Some((1024, 65535))),
        entry(100, true, "allow", "6", "0.0.0.0/0", Some((443, 443))),
    ];
    assert_eq!(numbers("unanswered_entries", &answers), json!([]));
}

#[test]
fn an_entry_that_nobody_told_leaves_everything_open() {
    let mut untold = ingress(100, "deny", "0.0.0.0/0", None);
    untold["rule_action"] = UNTOLD.into();
    let world = acl(&[untold, ingress(200, "allow", "0.0.0.0/0", Some((22, 22)))]);
    for list in [
        "internet_ingress[].from_port",
        "dead_entries[].rule_number",
        "unanswered_entries[].rule_number",
    ] {
        assert_eq!(world.see(ACL, "acl-1", &[list]).gaps.len(), 1, "{list}");
    }
}

#[test]
fn databases_stand_behind_the_acl_of_a_subnet_of_their_group() {
    let world = acl(&[])
        .with("rds.db_subnet_group", "here", json!({"subnets": [{"subnet_identifier": "subnet-a"}, {"subnet_identifier": "subnet-b"}]}))
        .with("rds.db_subnet_group", "there", json!({"subnets": [{"subnet_identifier": "subnet-c"}]}))
        .with("rds.db_instance", "in", json!({"engine": "postgres", "db_subnet_group_name": "here"}))
        .with("rds.db_instance", "out", json!({"engine": "postgres", "db_subnet_group_name": "there"}));
    assert_eq!(
        world.see(ACL, "acl-1", &["databases[]"]).sole(),
        json!([arn("rds.db_instance", "in")])
    );
    let refused = world.denied("rds:DescribeDBClusters");
    assert_eq!(refused.see(ACL, "acl-1", &["databases[]"]).gaps.len(), 1);
}
