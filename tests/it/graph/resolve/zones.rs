//! Which zone decides.

use serde_json::json;

use super::super::world::{OTHER, UNTOLD};
use super::{Town, answer, record, says};

#[test]
fn s2_9_the_most_specific_zone_decides_and_nothing_falls_through() {
    let town = Town::new()
        .zone(
            "example",
            json!([
                record("a.corp.example.", "A", &["10.0.0.1"]),
                record("b.example.", "A", &["10.0.0.2"])
            ]),
        )
        .zone(
            "corp.example",
            json!([
                record("c.corp.example.", "A", &["10.0.0.3"]),
                record("t.corp.example.", "TXT", &["x"])
            ]),
        );
    assert_eq!(town.says("b.example"), "addresses 10.0.0.2 by Z-example");
    assert_eq!(
        town.says("c.corp.example"),
        "addresses 10.0.0.3 by Z-corp.example"
    );
    // The wider zone has the name, public DNS may have it: neither is asked.
    assert_eq!(
        town.says("a.corp.example"),
        "no-such-name by Z-corp.example"
    );
    assert_eq!(town.says("t.corp.example"), "no-data by Z-corp.example");
    let shadowed = answer(&town.world(), "a.corp.example").shadowed;
    assert_eq!(shadowed.len(), 1);
    assert_eq!(shadowed[0].id, "Z-example");
}

#[test]
fn s2_9_a_name_is_under_a_zone_label_by_label() {
    let town = Town::new().zone("corp.example", json!([]));
    assert!(town.says("xcorp.example").starts_with("public"));
    assert_eq!(town.says("CORP.example."), "no-data by Z-corp.example");
}

#[test]
fn s2_9_without_a_zone_public_dns_answers_and_nobody_tells_what() {
    assert_eq!(
        Town::new().says("www.example.com"),
        "public ?  unsupported-here"
    );
}

#[test]
fn s2_9_a_zone_of_another_account_decides_too() {
    let zone = json!({"hosted_zone_id": "Z-far", "name": "far.example.", "owning_account": OTHER});
    let town = Town::new()
        .zone(
            "example",
            json!([record("db.far.example.", "A", &["10.0.0.1"])]),
        )
        .other(zone);
    assert_eq!(
        town.says("db.far.example"),
        "unknown by Z-far ? route53:ListResourceRecordSets account-not-scanned"
    );
    assert_eq!(town.says("x.example"), "no-such-name by Z-example");
}

#[test]
fn s2_9_a_zone_tells_itself_where_it_is_answered() {
    let town = Town::new();
    let facts = json!({"name": "own.example.", "private_zone": true, "vpcs": [{"vpc_id": "vpc-1", "vpc_region": "eu-west-1"}],
        "record_sets": [record("own.example.", "A", &["10.0.0.9"])]});
    let world = town.world().with("route53.hosted_zone", "Z-own", facts);
    assert_eq!(says(&world, "own.example"), "addresses 10.0.0.9 by Z-own");
}

fn profile(resources: serde_json::Value) -> serde_json::Value {
    json!({"profile_id": "rp-1", "resource_id": "vpc-1", "status": "COMPLETE", "profile_resources": resources})
}

#[test]
fn s2_9_a_profile_gives_zones_and_the_vpcs_own_come_first() {
    let kind = "route53profiles.profile_association";
    let given = |id: &str| json!([{"resource_arn": format!("arn:aws:route53:::hostedzone/{id}"), "resource_type": "PRIVATE_HOSTED_ZONE", "status": "COMPLETE"}]);
    let facts = |address: &str| json!({"name": "corp.example.", "private_zone": true, "record_sets": [record("corp.example.", "A", &[address])]});
    let world = Town::new()
        .world()
        .with(kind, "rpassoc-1", profile(given("Z-profile")))
        .with("route53.hosted_zone", "Z-profile", facts("10.0.0.7"));
    assert_eq!(
        says(&world, "corp.example"),
        "addresses 10.0.0.7 by Z-profile"
    );
    let both = Town::new()
        .zone(
            "corp.example",
            json!([record("corp.example.", "A", &["10.0.0.8"])]),
        )
        .world()
        .with(kind, "rpassoc-1", profile(given("Z-profile")))
        .with("route53.hosted_zone", "Z-profile", facts("10.0.0.7"));
    assert_eq!(
        says(&both, "corp.example"),
        "addresses 10.0.0.8 by Z-corp.example"
    );
    // Whatever name a zone has that nobody tells may be meant.
    let untold = Town::new()
        .world()
        .with(kind, "rpassoc-1", profile(given("Z-nobody")));
    assert_eq!(
        says(&untold, "corp.example"),
        "unknown ? route53:ListResourceRecordSets account-not-scanned ?  unsupported-here"
    );
}

#[test]
fn s2_9_private_zones_need_both_attributes_of_the_vpc() {
    let mut town = Town::new().zone(
        "corp.example",
        json!([record("corp.example.", "A", &["10.0.0.1"])]),
    );
    town.vpc = json!({"enable_dns_hostnames": false});
    assert!(town.says("corp.example").starts_with("public"));
    town.vpc = json!({"enable_dns_support": false});
    assert_eq!(town.says("corp.example"), "no-resolver");
    town.vpc = json!({"enable_dns_hostnames": UNTOLD});
    assert_eq!(
        town.says("corp.example"),
        "unknown by Z-corp.example ? ec2:DescribeVpcAttribute not-collected"
    );
    town.vpc = json!({"enable_dns_support": UNTOLD});
    assert_eq!(
        town.says("corp.example"),
        "unknown ? ec2:DescribeVpcAttribute not-collected"
    );
}
