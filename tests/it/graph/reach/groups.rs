//! 2.2: any rule of any group admits; references match members by their private addresses.

use assize::graph::packet::Service;
use serde_json::{Value as Json, json};

use super::{Town, answer, says, told};
use crate::graph::world::{HERE, UNTOLD};

fn rule(more: Json) -> Json {
    let mut rule = json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432});
    for (key, value) in more.as_object().expect("a record") {
        rule[key] = value.clone();
    }
    json!([rule])
}

fn admits(ingress: Json) -> String {
    let mut town = Town::new();
    town.db_ingress = ingress;
    town.says()
}

#[test]
fn no_rule_admits_nothing() {
    assert_eq!(admits(json!([])), "no: SG_HAS_NO_RULES at sg-db");
    let mut town = Town::new();
    town.app_egress = json!([]);
    assert_eq!(town.says(), "no: SG_HAS_NO_RULES at sg-app");
}

#[test]
fn a_rule_admits_its_protocol_ports_and_peers() {
    let from = |block: &str| json!({"ip_ranges": [{"cidr_ip": block}]});
    assert_eq!(admits(rule(from("10.0.0.10/32"))), "yes");
    assert_eq!(
        admits(rule(from("10.0.0.11/32"))),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
    let mut udp = rule(from("0.0.0.0/0"));
    udp[0]["ip_protocol"] = json!("udp");
    assert_eq!(admits(udp), "no: ENI_SG_RULES_MISMATCH at sg-db");
    let mut high = rule(from("0.0.0.0/0"));
    high[0]["from_port"] = json!(5433);
    high[0]["to_port"] = json!(65535);
    assert_eq!(admits(high), "no: ENI_SG_RULES_MISMATCH at sg-db");
    let mut all = rule(from("0.0.0.0/0"));
    all[0]["from_port"] = json!(-1);
    all[0]["to_port"] = json!(-1);
    assert_eq!(admits(all), "yes");
    assert_eq!(
        admits(json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}])),
        "yes"
    );
    // The number of TCP stands for its name.
    let mut number = rule(from("10.0.0.0/8"));
    number[0]["ip_protocol"] = json!("6");
    assert_eq!(admits(number), "yes");
}

#[test]
fn rules_of_all_groups_are_added_up_in_any_order() {
    let mut town = Town::new();
    town.db_ingress = json!([]);
    town.db = json!({"groups": [{"group_id": "sg-db"}, {"group_id": "sg-more"}]});
    let more = json!({"group_name": "m", "vpc_id": "vpc-1", "ip_permissions": rule(json!({"ip_ranges": [{"cidr_ip": "10.0.0.0/24"}]}))});
    let world = town.world().with("ec2.security_group", "sg-more", more);
    assert_eq!(says(&world, "eni-app", "eni-db", 5432), "yes");
}

#[test]
fn a_reference_matches_members_and_not_what_the_group_admits() {
    assert_eq!(
        admits(rule(
            json!({"user_id_group_pairs": [{"group_id": "sg-app", "user_id": HERE}]})
        )),
        "yes"
    );
    // Itself: the application is no member of the database's group.
    assert_eq!(
        admits(rule(
            json!({"user_id_group_pairs": [{"group_id": "sg-db", "user_id": HERE}]})
        )),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
    // A group that nobody has.
    assert_eq!(
        admits(rule(
            json!({"user_id_group_pairs": [{"group_id": "sg-gone", "user_id": HERE}]})
        )),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
    let mut town = Town::new();
    town.app_egress =
        rule(json!({"user_id_group_pairs": [{"group_id": "sg-db", "user_id": HERE}]}));
    assert_eq!(town.says(), "yes");
    town.app_egress =
        rule(json!({"user_id_group_pairs": [{"group_id": "sg-app", "user_id": HERE}]}));
    assert_eq!(town.says(), "no: ENI_SG_RULES_MISMATCH at sg-app");
}

#[test]
fn a_prefix_list_is_its_entries() {
    let mut town = Town::new();
    town.db_ingress = rule(json!({"prefix_list_ids": [{"prefix_list_id": "pl-1"}]}));
    let list =
        |entries: Json| json!({"prefix_list_name": "l", "owner_id": HERE, "entries": entries});
    let own = town.world().with(
        "ec2.prefix_list",
        "pl-1",
        list(json!([{"cidr": "10.0.0.0/24"}])),
    );
    assert_eq!(says(&own, "eni-app", "eni-db", 5432), "yes");
    let other = town.world().with(
        "ec2.prefix_list",
        "pl-1",
        list(json!([{"cidr": "10.9.0.0/24"}])),
    );
    assert_eq!(
        says(&other, "eni-app", "eni-db", 5432),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
    let hidden = town
        .world()
        .with("ec2.prefix_list", "pl-1", list(json!(UNTOLD)));
    assert_eq!(
        says(&hidden, "eni-app", "eni-db", 5432),
        "unknown: ec2:GetManagedPrefixListEntries"
    );
}

#[test]
fn answers_pass_whatever_the_rules_of_the_other_direction() {
    // The town's database may send nothing, and the application takes nothing in.
    assert_eq!(Town::new().says(), "yes");
}

#[test]
fn icmp_is_by_type_and_code() {
    let mut town = Town::new();
    let echo = |kind: i64, code: i64| json!([{"ip_protocol": "icmp", "from_port": kind, "to_port": code, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let ask = |town: &Town| {
        told(&answer(
            &town.world(),
            "eni-app",
            "eni-db",
            Service::icmp(Service::ICMP, Some(8), Some(0)),
        ))
    };
    for (kind, code, wanted) in [
        (8, -1, "yes"),
        (8, 0, "yes"),
        (-1, -1, "yes"),
        (8, 1, "no"),
        (3, -1, "no"),
    ] {
        town.db_ingress = echo(kind, code);
        assert!(
            ask(&town).starts_with(wanted),
            "{kind} {code}: {}",
            ask(&town)
        );
    }
}

#[test]
fn an_interface_of_a_sort_without_groups_is_not_filtered() {
    let mut town = Town::new();
    town.db = json!({"interface_type": "network_load_balancer", "groups": []});
    assert_eq!(town.says(), "yes");
    town.db = json!({"groups": []});
    assert_eq!(
        town.says(),
        "unknown: contradictory: eni-db is of type interface and carries no group"
    );
}

#[test]
fn what_the_vpc_answers_itself_is_filtered_by_nothing() {
    let mut town = Town::new();
    town.app_egress = json!([]);
    town.entries = json!([]);
    let dns = Service::ports(Service::UDP, 53, 53);
    let found = answer(&town.world(), "eni-app", "169.254.169.253", dns);
    assert_eq!(told(&found), "yes");
}

#[test]
fn a_group_that_is_not_known_may_admit() {
    let mut town = Town::new();
    town.db = json!({"groups": [{"group_id": "sg-foreign"}]});
    assert!(
        town.says()
            .starts_with("unknown: sg-foreign is in no scanned account"),
        "{}",
        town.says()
    );
    // Unless the known ones admit already.
    town.db = json!({"groups": [{"group_id": "sg-foreign"}, {"group_id": "sg-db"}]});
    assert_eq!(town.says(), "yes");
}

#[test]
fn addresses_behind_nat_are_no_members() {
    // Through the internet the application comes with its public address.
    let mut town = Town::new();
    town.app = json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.10", "public_ip": "203.0.113.10"}]});
    town.db = json!({"private_ip_addresses": [{"private_ip_address": "10.0.1.20", "public_ip": "203.0.113.20"}]});
    let world = town.world();
    let found = answer(
        &world,
        "eni-app",
        "eni-db",
        Service::ports(Service::TCP, 5432, 5432),
    );
    assert_eq!(found.report.packets.len(), 1);
    assert_eq!(found.report.packets[0].to, ["10.0.1.20/32"]);
}
