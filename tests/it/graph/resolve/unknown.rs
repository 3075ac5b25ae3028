//! What is not known is never an answer.

use serde_json::json;

use super::super::world::{UNTOLD, World};
use super::{Town, record, says, set};

fn town() -> Town {
    Town::new().zone(
        "corp.example",
        json!([
            record("db.corp.example.", "A", &["10.0.0.1"]),
            set("two.corp.example.", "A", "one", &["10.0.0.2"])
        ]),
    )
}

#[test]
fn s2_9_records_that_were_refused_are_no_answer() {
    let refused = |name: &str| {
        let mut world = town().world();
        world
            .resources
            .retain(|one| one.kind().name != "route53.hosted_zone");
        let facts = json!({"name": "corp.example.", "private_zone": true, "record_sets": UNTOLD});
        let world = world.with("route53.hosted_zone", "Z-corp.example", facts);
        says(
            &world.refused("record_sets", "route53:ListResourceRecordSets"),
            name,
        )
    };
    assert_eq!(
        refused("db.corp.example"),
        "unknown by Z-corp.example ? route53:ListResourceRecordSets denied"
    );
}

#[test]
fn s2_9_records_that_were_cut_short_may_hold_others() {
    let cut = |name: &str| {
        says(
            &town()
                .world()
                .refused("record_sets", "route53:ListResourceRecordSets"),
            name,
        )
    };
    let gap = "? route53:ListResourceRecordSets denied";
    // A name has one set of a type, unless a routing policy chooses.
    assert!(cut("db.corp.example").starts_with("addresses 10.0.0.1 by"));
    assert_eq!(
        cut("two.corp.example"),
        format!("addresses 10.0.0.2 by Z-corp.example {gap}")
    );
    assert_eq!(
        cut("no.corp.example"),
        format!("unknown by Z-corp.example {gap}")
    );
}

#[test]
fn s2_9_zones_that_were_not_told_may_be_more_specific() {
    let world = |zone: &'static str, name: &str| {
        Town::new()
            .zone(zone, json!([record(name, "A", &["10.0.0.1"])]))
            .world()
    };
    let cut = |world: World| {
        let mut world = world;
        let vpc = world
            .resources
            .iter_mut()
            .find(|one| one.kind().name == "ec2.vpc")
            .expect("a VPC");
        let gap = assize::model::gap::Gap::new(
            assize::model::gap::GapReason::Truncated,
            "route53:ListHostedZonesByVPC",
        );
        vpc.gaps.insert("hosted_zones".into(), gap);
        says(&world, "db.corp.example")
    };
    assert_eq!(
        cut(world("corp.example", "db.corp.example.")),
        "unknown by Z-corp.example ? route53:ListHostedZonesByVPC truncated"
    );
    // No zone is more specific than the name itself.
    assert_eq!(
        cut(world("db.corp.example", "db.corp.example.")),
        "addresses 10.0.0.1 by Z-db.corp.example"
    );
}

#[test]
fn s2_9_rules_firewalls_and_profiles_that_were_refused_may_decide() {
    for call in [
        "route53resolver:ListResolverRuleAssociations",
        "route53resolver:ListFirewallRuleGroupAssociations",
        "route53profiles:ListProfileAssociations",
    ] {
        let world = town().world().denied(call);
        assert_eq!(
            says(&world, "db.corp.example"),
            format!("unknown by Z-corp.example ? {call} denied")
        );
    }
    let endpoints = town().world().denied("ec2:DescribeVpcEndpoints");
    assert!(says(&endpoints, "db.corp.example").starts_with("unknown"));
}
