//! Extents: whether every resource of a kind in a place is known.

use assize::graph::{Graph, schema};
use assize::model::coverage::Completeness;
use assize::model::kinds::Reach;
use serde_json::json;

use super::world::{DUBLIN, HERE, OTHER, TOKYO, UNTOLD, World};

#[test]
fn an_extent_is_complete_only_if_every_call_that_lists_the_kind_was_answered() {
    for kind in schema::kinds() {
        let region = if kind.reach == Reach::Global {
            "global"
        } else {
            DUBLIN
        };
        assert_eq!(
            World::new().extent(kind.name, HERE, region),
            None,
            "{}",
            kind.name
        );
        for call in &kind.enumerated_by {
            let denied = World::new()
                .denied(call)
                .extent(kind.name, HERE, region)
                .expect(call);
            assert!(
                denied.starts_with(&format!("{call} denied {HERE}/")),
                "{denied}"
            );
            let unasked = World::new()
                .unasked(call)
                .extent(kind.name, HERE, region)
                .expect(call);
            // An account of which nobody asked who we are is one that nobody scanned.
            let why = match *call {
                "sts:GetCallerIdentity" => "region-not-scanned",
                _ => "not-collected",
            };
            assert!(
                unasked.starts_with(&format!("{call} {why} {HERE}/")),
                "{unasked}"
            );
            let mut partial = World::new();
            partial
                .coverage
                .iter_mut()
                .filter(|entry| entry.operation == *call)
                .for_each(|entry| entry.status = Completeness::Partial);
            let partial = partial.extent(kind.name, HERE, region).expect(call);
            assert!(
                partial.starts_with(&format!("{call} truncated {HERE}/")),
                "{partial}"
            );
        }
    }
}

#[test]
fn an_extent_stands_in_one_account_and_region() {
    let world =
        World::of(&[HERE, OTHER], &[DUBLIN, TOKYO]).denied_in(HERE, TOKYO, "ec2:DescribeVpcs");
    let extent = |account, region| world.extent("ec2.vpc", account, region);
    assert_eq!(
        extent(HERE, TOKYO),
        Some(format!("ec2:DescribeVpcs denied {HERE}/{TOKYO}"))
    );
    assert_eq!(extent(HERE, DUBLIN), None);
    assert_eq!(extent(OTHER, TOKYO), None);
    assert_eq!(
        extent("999999999999", DUBLIN),
        Some(format!(
            "ec2:DescribeVpcs account-not-scanned 999999999999/{DUBLIN}"
        ))
    );
    assert_eq!(
        extent(HERE, "us-east-1"),
        Some(format!(
            "ec2:DescribeVpcs region-not-scanned {HERE}/us-east-1"
        ))
    );
}

#[test]
fn the_calls_of_services_without_regions_are_asked_once() {
    let world = World::new().denied("route53:ListHostedZones");
    let told = Some(format!("route53:ListHostedZones denied {HERE}/global"));
    assert_eq!(world.extent("route53.hosted_zone", HERE, "global"), told);
    assert_eq!(world.extent("dns.name_in_vpc", HERE, DUBLIN), told);
}

#[test]
fn every_scanned_account_is_a_place_in_every_scanned_region_or_once() {
    let snapshot = World::of(&[HERE, OTHER], &[DUBLIN, TOKYO]).snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let places = |kind: &str| -> Vec<String> {
        let places = graph.places(kind).into_iter();
        places
            .map(|(account, region)| format!("{account}/{region}"))
            .collect()
    };
    let regional = [
        (HERE, TOKYO),
        (HERE, DUBLIN),
        (OTHER, TOKYO),
        (OTHER, DUBLIN),
    ]
    .map(|(account, region)| format!("{account}/{region}"));
    assert_eq!(places("ec2.vpc"), regional);
    assert_eq!(places("dns.name_in_vpc"), regional);
    assert_eq!(
        places("iam.role"),
        [format!("{HERE}/global"), format!("{OTHER}/global")]
    );
}

#[test]
fn s2_9_names_of_zones_that_nobody_told_leave_the_names_of_a_vpc_incomplete() {
    let vpc = |zone: serde_json::Value| {
        World::of(&[HERE], &[DUBLIN, TOKYO]).with(
            "ec2.vpc",
            "vpc-1",
            json!({"hosted_zones": [zone]}),
        )
    };
    let zone = |owner: &str| json!({"hosted_zone_id": "Z1", "name": "corp.example.", "owning_account": owner});
    let extent = |world: &World| world.extent("dns.name_in_vpc", HERE, DUBLIN);
    let records = "route53:ListResourceRecordSets";
    assert_eq!(
        extent(&vpc(zone(OTHER))),
        Some(format!("{records} account-not-scanned {OTHER}/global"))
    );
    // Only the places that have such a VPC are incomplete.
    assert_eq!(
        vpc(zone(OTHER)).extent("dns.name_in_vpc", HERE, TOKYO),
        None
    );
    // A zone of an AWS service has no names that somebody made.
    let managed = json!({"hosted_zone_id": "Z1", "name": "corp.example.", "owning_service": "vpce.amazonaws.com"});
    assert_eq!(extent(&vpc(managed)), None);
    let told = |world: World| {
        world.with(
            "route53.hosted_zone",
            "Z1",
            json!({"name": "corp.example."}),
        )
    };
    assert_eq!(extent(&told(vpc(zone(HERE)))), None);
    // The zones of one VPC, or the records of one zone, were not told.
    let by_vpc = "route53:ListHostedZonesByVPC";
    let untold = World::new()
        .with("ec2.vpc", "vpc-1", json!({"hosted_zones": UNTOLD}))
        .refused("hosted_zones", by_vpc);
    assert_eq!(
        extent(&untold),
        Some(format!("{by_vpc} denied {HERE}/{DUBLIN}"))
    );
    let cut = vpc(zone(HERE)).refused("hosted_zones", by_vpc);
    assert_eq!(
        extent(&told(cut)),
        Some(format!("{by_vpc} denied {HERE}/{DUBLIN}"))
    );
    for sets in [json!(UNTOLD), json!([])] {
        let world = vpc(zone(HERE)).with(
            "route53.hosted_zone",
            "Z1",
            json!({"name": "corp.example.", "record_sets": sets}),
        );
        let world = world.refused("record_sets", records);
        assert_eq!(
            extent(&world),
            Some(format!("{records} denied {HERE}/global"))
        );
    }
    // A zone of a scanned account, of which the list was refused.
    let both = World::of(&[HERE, OTHER], &[DUBLIN, TOKYO])
        .denied_in(OTHER, "global", "route53:ListHostedZones")
        .with("ec2.vpc", "vpc-1", json!({"hosted_zones": [zone(OTHER)]}));
    assert_eq!(
        extent(&both),
        Some(format!("route53:ListHostedZones denied {OTHER}/global"))
    );
    for part in ["name", "hosted_zone_id"] {
        let mut zone = zone(HERE);
        zone[part] = json!(UNTOLD);
        assert_eq!(
            extent(&told(vpc(zone))),
            Some(format!("{by_vpc} not-collected {HERE}/{DUBLIN}")),
            "{part}"
        );
    }
}
