//! Resolver rules beside zones.

use serde_json::{Value as Json, json};

use super::super::world::World;
use super::{Town, answer_in, record, says, told};

fn rule(world: World, domain: &str, kind: &str, targets: &[&str]) -> World {
    let id = format!("rslvr-rr-{domain}");
    let targets: Vec<Json> = targets.iter().map(|ip| json!({"ip": ip})).collect();
    world
        .with("route53resolver.rule", &id, json!({"domain_name": format!("{domain}."), "rule_type": kind, "status": "COMPLETE", "target_ips": targets}))
        .with("route53resolver.rule_association", &format!("rslvr-rrassoc-{domain}"), json!({"resolver_rule_id": id, "vpc_id": "vpc-1", "status": "COMPLETE"}))
}

fn town() -> World {
    Town::new()
        .zone(
            "corp.example",
            json!([record("db.corp.example.", "A", &["10.0.0.1"])]),
        )
        .world()
}

const FORWARDED: &str = "? route53resolver:ListResolverRules unsupported-here";

#[test]
fn s2_9_a_rule_beats_a_zone_of_the_same_name_and_a_wider_one() {
    let name = "db.corp.example";
    let forward = |domain: &str| says(&rule(town(), domain, "FORWARD", &["192.168.0.2"]), name);
    assert_eq!(
        forward("corp.example"),
        format!("unknown by rslvr-rr-corp.example {FORWARDED}")
    );
    assert_eq!(
        forward("db.corp.example"),
        format!("unknown by rslvr-rr-db.corp.example {FORWARDED}")
    );
    assert_eq!(forward("example"), "addresses 10.0.0.1 by Z-corp.example");
    assert_eq!(forward(""), "addresses 10.0.0.1 by Z-corp.example");
}

#[test]
fn s2_9_a_system_rule_takes_names_out_of_a_wider_rule() {
    let world = rule(town(), "corp.example", "FORWARD", &["192.168.0.2"]);
    let world = rule(world, "db.corp.example", "SYSTEM", &[]);
    assert_eq!(
        says(&world, "db.corp.example"),
        "addresses 10.0.0.1 by Z-corp.example"
    );
    assert!(says(&world, "x.corp.example").starts_with("unknown by rslvr-rr-corp.example"));
}

#[test]
fn s2_9_a_rule_for_every_domain_forwards_what_no_zone_holds_but_the_names_of_instances() {
    let world = rule(town(), "", "FORWARD", &["192.168.0.2"]);
    assert_eq!(
        says(&world, "www.example.com"),
        format!("unknown by rslvr-rr- {FORWARDED}")
    );
    assert_eq!(
        says(&world, "ip-10-0-0-7.eu-west-1.compute.internal"),
        "addresses 10.0.0.7"
    );
    let recursive = rule(town(), "", "RECURSIVE", &[]);
    assert!(says(&recursive, "www.example.com").starts_with("public"));
}

#[test]
fn s2_9_an_association_that_does_not_work_forwards_nothing() {
    let world = rule(town(), "corp.example", "FORWARD", &["192.168.0.2"]);
    let with = |status: &str| {
        let mut world = world.clone();
        world
            .resources
            .retain(|one| one.kind().name != "route53resolver.rule_association");
        says(&world.with("route53resolver.rule_association", "a", json!({"resolver_rule_id": "rslvr-rr-corp.example", "vpc_id": "vpc-1", "status": status})), "db.corp.example")
    };
    assert_eq!(with("OVERRIDDEN"), "addresses 10.0.0.1 by Z-corp.example");
    assert_eq!(with("DELETING"), "addresses 10.0.0.1 by Z-corp.example");
    assert!(with("CREATING").starts_with("unknown"));
}

#[test]
fn s2_9_queries_that_are_forwarded_to_another_vpc_are_answered_as_there() {
    let inbound = json!({"direction": "INBOUND", "host_vpc_id": "vpc-hub", "status": "OPERATIONAL",
        "ip_addresses": [{"ip": "10.9.0.5"}, {"ip": "10.9.1.5"}]});
    let hub = json!({"enable_dns_support": true, "enable_dns_hostnames": true, "dhcp_options_id": "dopt-1",
        "hosted_zones": [{"hosted_zone_id": "Z-hub", "name": "hub.example.", "owning_account": "111122223333"}]});
    let zone = json!({"name": "hub.example.", "private_zone": true, "record_sets": [record("db.hub.example.", "A", &["10.9.0.9"])]});
    let world = rule(town(), "hub.example", "FORWARD", &["10.9.0.5", "10.9.1.5"])
        .with("ec2.vpc", "vpc-hub", hub)
        .with("route53.hosted_zone", "Z-hub", zone)
        .with("route53resolver.endpoint", "rslvr-in-1", inbound);
    assert_eq!(
        says(&world, "db.hub.example"),
        "addresses 10.9.0.9 by rslvr-rr-hub.example"
    );
    // Rules that forward to each other lead in a circle.
    let back = json!({"domain_name": "hub.example.", "rule_type": "FORWARD", "status": "COMPLETE", "target_ips": [{"ip": "10.9.0.5"}]});
    let circle = world
        .with("route53resolver.rule", "rslvr-rr-back", back)
        .with(
            "route53resolver.rule_association",
            "b",
            json!({"resolver_rule_id": "rslvr-rr-back", "vpc_id": "vpc-hub", "status": "COMPLETE"}),
        );
    assert_eq!(
        told(&answer_in(&circle, "/vpc-hub", "db.hub.example")),
        "loop by rslvr-rr-back"
    );
}

#[test]
fn s2_9_a_profile_gives_rules_and_the_vpcs_own_come_first() {
    let given = json!({"profile_id": "rp-1", "resource_id": "vpc-1", "status": "COMPLETE", "profile_resources": [
        {"resource_arn": "arn:aws:route53resolver:eu-west-1:111122223333:resolver-rule/rslvr-rr-p", "resource_type": "RESOLVER_RULE", "status": "COMPLETE"}]});
    let world = town()
        .with("route53profiles.profile_association", "rpassoc-1", given)
        .with("route53resolver.rule", "rslvr-rr-p", json!({"domain_name": "corp.example.", "rule_type": "FORWARD", "status": "COMPLETE", "target_ips": [{"ip": "192.168.0.2"}]}));
    assert!(says(&world, "db.corp.example").starts_with("unknown by rslvr-rr-p"));
    let own = rule(world, "corp.example", "SYSTEM", &[]);
    assert_eq!(
        says(&own, "db.corp.example"),
        "addresses 10.0.0.1 by Z-corp.example"
    );
}
