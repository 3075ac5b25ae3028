//! 2.3: network ACLs stand at the border of subnets, both ways, without memory, by rule number.

use serde_json::{Value as Json, json};

use super::{Town, entry};

fn ports(number: i64, egress: bool, action: &str, first: i64, last: i64) -> Json {
    json!({"rule_number": number, "egress": egress, "protocol": "6", "rule_action": action, "cidr_block": "0.0.0.0/0",
        "from_port": first, "to_port": last})
}

fn db(entries: Json) -> String {
    let mut town = Town::new();
    town.db_entries = Some(entries);
    town.says()
}

#[test]
fn the_lowest_number_decides_in_whatever_order_entries_are_told() {
    let open = entry(100, true, "allow", "0.0.0.0/0");
    let deny = ports(90, false, "deny", 5432, 5432);
    let allow = entry(100, false, "allow", "0.0.0.0/0");
    assert_eq!(
        db(json!([open, allow, deny])),
        "no: SUBNET_ACL_RESTRICTION at acl-2"
    );
    let late = ports(110, false, "deny", 5432, 5432);
    assert_eq!(db(json!([open, late, allow])), "yes");
}

#[test]
fn what_no_entry_allows_is_denied() {
    assert_eq!(db(json!([])), "no: SUBNET_ACL_RESTRICTION at acl-2");
    assert_eq!(
        db(json!([
            entry(100, true, "allow", "0.0.0.0/0"),
            entry(100, false, "allow", "10.9.0.0/16")
        ])),
        "no: SUBNET_ACL_RESTRICTION at acl-2"
    );
}

#[test]
fn answers_need_the_ephemeral_ports() {
    let allow = ports(100, false, "allow", 5432, 5432);
    assert_eq!(
        db(json!([allow, ports(100, true, "allow", 1024, 65535)])),
        "yes"
    );
    assert_eq!(
        db(json!([allow, ports(100, true, "allow", 5432, 5432)])),
        "yes",
        "a client may choose the one port that is open"
    );
    assert_eq!(
        db(json!([allow, entry(100, true, "deny", "0.0.0.0/0")])),
        "no: back SUBNET_ACL_RESTRICTION at acl-2"
    );
}

#[test]
fn inside_a_subnet_no_acl_is_asked() {
    let mut town = Town::new();
    town.entries = json!([]);
    town.db = json!({"subnet_id": "subnet-a", "private_ip_addresses": [{"private_ip_address": "10.0.0.20"}]});
    assert_eq!(town.says(), "yes");
}

#[test]
fn entries_of_the_other_family_say_nothing() {
    let v6 = |number: i64, egress: bool| json!({"rule_number": number, "egress": egress, "protocol": "-1", "rule_action": "deny", "ipv6_cidr_block": "::/0"});
    let entries = json!([
        v6(1, false),
        v6(1, true),
        entry(100, false, "allow", "0.0.0.0/0"),
        entry(100, true, "allow", "0.0.0.0/0")
    ]);
    assert_eq!(db(entries), "yes");
}
