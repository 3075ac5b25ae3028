//! DNS Firewall before everything else.

use serde_json::{Value as Json, json};

use super::super::world::World;
use super::{Town, record, says};

fn town() -> World {
    Town::new()
        .zone(
            "corp.example",
            json!([
                record("db.corp.example.", "A", &["10.0.0.1"]),
                record("db.corp.example.", "AAAA", &["2001:db8::1"]),
                record("www.corp.example.", "CNAME", &["db.corp.example."])
            ]),
        )
        .world()
        .with(
            "route53resolver.firewall_domain_list",
            "rslvr-fdl-db",
            json!({"domains": ["db.corp.example."]}),
        )
        .with(
            "route53resolver.firewall_domain_list",
            "rslvr-fdl-all",
            json!({"domains": ["*"]}),
        )
        .with(
            "route53resolver.firewall_domain_list",
            "rslvr-fdl-aws",
            json!({"managed_owner_name": "Route 53 Resolver DNS Firewall"}),
        )
}

fn filter(rules: Json) -> World {
    let facts = json!({"firewall_rule_group_id": "rslvr-frg-1", "vpc_id": "vpc-1", "priority": 101, "status": "COMPLETE", "firewall_rules": rules});
    town().with(
        "route53resolver.firewall_rule_group_association",
        "rslvr-frgassoc-1",
        facts,
    )
}

fn rule(priority: i64, action: &str, list: Json) -> Json {
    json!({"firewall_domain_list_id": list, "priority": priority, "action": action, "block_response": "NXDOMAIN"})
}

#[test]
fn s2_9_a_blocked_name_is_not_answered() {
    let block = |list: &str| {
        says(
            &filter(json!([rule(1, "BLOCK", json!(list))])),
            "db.corp.example",
        )
    };
    assert_eq!(block("rslvr-fdl-db"), "blocked");
    assert_eq!(block("rslvr-fdl-all"), "blocked");
    let answered = "addresses 10.0.0.1 2001:db8::1 by Z-corp.example";
    let alert = filter(json!([rule(1, "ALERT", json!("rslvr-fdl-db"))]));
    assert_eq!(says(&alert, "db.corp.example"), answered);
}

#[test]
fn s2_9_the_first_rule_that_knows_the_name_decides() {
    let allow = filter(json!([
        rule(2, "BLOCK", json!("rslvr-fdl-all")),
        rule(1, "ALLOW", json!("rslvr-fdl-db"))
    ]));
    assert!(says(&allow, "db.corp.example").starts_with("addresses"));
    assert_eq!(says(&allow, "x.corp.example"), "blocked");
}

#[test]
fn s2_9_a_rule_for_one_type_leaves_the_other() {
    let mut one = rule(1, "BLOCK", json!("rslvr-fdl-db"));
    one["qtype"] = "AAAA".into();
    assert_eq!(
        says(&filter(json!([one])), "db.corp.example"),
        "addresses 10.0.0.1 by Z-corp.example"
    );
}

#[test]
fn s2_9_what_a_list_of_aws_holds_is_not_known() {
    let managed = |action: &str| {
        says(
            &filter(json!([rule(1, action, json!("rslvr-fdl-aws"))])),
            "db.corp.example",
        )
    };
    assert_eq!(
        managed("BLOCK"),
        "unknown by Z-corp.example ? route53resolver:ListFirewallDomains unsupported-here"
    );
    assert!(managed("ALERT").starts_with("addresses"));
    let by_looks = filter(json!([rule(1, "BLOCK", json!(null))]));
    assert!(says(&by_looks, "db.corp.example").starts_with("unknown"));
}

#[test]
fn s2_9_whether_a_rule_trusts_the_way_to_a_blocked_name_is_not_told() {
    let world = filter(json!([rule(1, "BLOCK", json!("rslvr-fdl-db"))]));
    assert_eq!(
        says(&world, "www.corp.example"),
        "unknown by Z-corp.example ? route53resolver:ListFirewallRules not-collected"
    );
}
