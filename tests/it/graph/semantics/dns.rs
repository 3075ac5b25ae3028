//! Names (2.9): which zone, rule or firewall answers in a VPC, and with what.

use serde_json::{Value as Json, json};

use super::super::resolve::{Town, record, says};
use super::super::world::World;

fn zone(name: &'static str, records: Json) -> World {
    Town::new().zone(name, records).world()
}

fn forwarded(world: World, domain: &str) -> World {
    let id = format!("rslvr-rr-{domain}");
    world
        .with("route53resolver.rule", &id, json!({"domain_name": format!("{domain}."), "rule_type": "FORWARD", "status": "COMPLETE", "target_ips": [{"ip": "192.168.0.2"}]}))
        .with("route53resolver.rule_association", "a", json!({"resolver_rule_id": id, "vpc_id": "vpc-1", "status": "COMPLETE"}))
}

#[test]
fn a_vpc_answers_by_its_own_resolver_or_nobody_knows() {
    let mut town = Town::new().zone(
        "corp.example",
        json!([record("db.corp.example.", "A", &["10.0.0.1"])]),
    );
    assert!(
        town.says("db.corp.example")
            .starts_with("addresses 10.0.0.1")
    );
    town.vpc = json!({"enable_dns_support": false});
    assert_eq!(town.says("db.corp.example"), "no-resolver");
    town.vpc = json!({});
    for servers in [
        json!(["192.168.0.2"]),
        json!(["AmazonProvidedDNS", "192.168.0.2"]),
    ] {
        town.servers = servers;
        assert!(
            town.says("db.corp.example").starts_with("unknown"),
            "{}",
            town.says("db.corp.example")
        );
    }
    // The resolver by its address is the resolver.
    for own in ["169.254.169.253", "10.0.0.2"] {
        town.servers = json!([own]);
        assert!(
            town.says("db.corp.example")
                .starts_with("addresses 10.0.0.1"),
            "{own}"
        );
    }
}

#[test]
fn the_most_specific_of_zones_and_rules_decides_and_a_rule_before_a_zone() {
    let name = "db.corp.example";
    let own = || {
        zone(
            "corp.example",
            json!([record("db.corp.example.", "A", &["10.0.0.1"])]),
        )
    };
    for (domain, by_rule) in [
        ("corp.example", true),
        ("db.corp.example", true),
        ("example", false),
        ("orp.example", false),
    ] {
        let said = says(&forwarded(own(), domain), name);
        assert_eq!(
            said.starts_with("unknown by rslvr-rr-"),
            by_rule,
            "{domain}: {said}"
        );
    }
}

#[test]
fn a_zone_that_lacks_a_name_or_a_type_ends_the_search() {
    let town = Town::new()
        .zone(
            "example",
            json!([record("a.corp.example.", "A", &["10.0.0.9"])]),
        )
        .zone(
            "corp.example",
            json!([record("t.corp.example.", "TXT", &["x"])]),
        );
    for (name, wanted) in [
        ("a.corp.example", "no-such-name by Z-corp.example"),
        ("t.corp.example", "no-data by Z-corp.example"),
        ("corp.example", "no-data by Z-corp.example"),
    ] {
        assert_eq!(town.says(name), wanted);
    }
}

#[test]
fn a_wildcard_stands_for_names_that_are_not_there() {
    let town = Town::new().zone(
        "corp.example",
        json!([
            record("*.corp.example.", "A", &["10.0.0.1"]),
            record("own.corp.example.", "A", &["10.0.0.2"]),
            record("mail.corp.example.", "MX", &["10 mx.corp.example."])
        ]),
    );
    for (name, wanted) in [
        ("any.corp.example", "addresses 10.0.0.1 by Z-corp.example"),
        ("a.b.corp.example", "addresses 10.0.0.1 by Z-corp.example"),
        ("own.corp.example", "addresses 10.0.0.2 by Z-corp.example"),
        ("mail.corp.example", "no-data by Z-corp.example"),
        ("x.own.corp.example", "no-such-name by Z-corp.example"),
    ] {
        assert_eq!(town.says(name), wanted, "{name}");
    }
}

#[test]
fn a_cname_begins_anew_with_every_zone_and_rule() {
    let town = Town::new()
        .zone(
            "a.example",
            json!([
                record("db.a.example.", "CNAME", &["db.b.example."]),
                record("out.a.example.", "CNAME", &["www.example.com."])
            ]),
        )
        .zone(
            "b.example",
            json!([record("db.b.example.", "A", &["10.0.0.2"])]),
        );
    assert_eq!(
        town.says("db.a.example"),
        "addresses 10.0.0.2 by Z-a.example"
    );
    assert!(
        town.says("out.a.example")
            .starts_with("public by Z-a.example")
    );
    let rule = forwarded(town.world(), "b.example");
    assert!(
        says(&rule, "db.a.example").starts_with("unknown by Z-a.example"),
        "{}",
        says(&rule, "db.a.example")
    );
}

#[test]
fn a_blocked_name_is_blocked_whatever_a_zone_holds() {
    let own = || {
        zone(
            "corp.example",
            json!([record("db.corp.example.", "A", &["10.0.0.1"])]),
        )
    };
    let filtered = |action: &str, domain: &str| {
        let rules = json!([{"firewall_domain_list_id": "rslvr-fdl-1", "priority": 1, "action": action, "block_response": "NODATA"}]);
        let world = own()
            .with("route53resolver.firewall_domain_list", "rslvr-fdl-1", json!({"domains": [domain]}))
            .with("route53resolver.firewall_rule_group_association", "f", json!({"firewall_rule_group_id": "rslvr-frg-1", "vpc_id": "vpc-1", "priority": 1, "status": "COMPLETE", "firewall_rules": rules}));
        says(&world, "db.corp.example")
    };
    for (action, domain, blocks) in [
        ("BLOCK", "db.corp.example.", true),
        ("BLOCK", "*.corp.example.", true),
        ("BLOCK", "other.example.", false),
        ("ALERT", "db.corp.example.", false),
        ("ALLOW", "db.corp.example.", false),
    ] {
        let said = filtered(action, domain);
        assert_eq!(said == "blocked", blocks, "{action} {domain}: {said}");
    }
}

#[test]
fn where_no_zone_is_public_dns_answers_what_nobody_tells() {
    assert!(says(&zone("corp.example", json!([])), "www.example.com").starts_with("public"));
}
