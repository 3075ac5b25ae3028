//! Names as a VPC resolves them (section 2.9 of the semantics).

use assize::graph::Graph;
use serde_json::{Value as Json, json};

use super::world::{DUBLIN, HERE, UNTOLD, World, arn};

const RECORDS: &str = "route53:ListResourceRecordSets";

fn record(name: &str, kind: &str, values: &[&str]) -> Json {
    json!({"name": name, "record_type": kind, "ttl": 60, "resource_records": values})
}

fn alias(name: &str, target: &str) -> Json {
    json!({"name": name, "record_type": "A", "alias_target": {"dns_name": target, "hosted_zone_id": "ZE"}})
}

/// A VPC of `10.0.0.0/16` with these zones, each with its records.
fn zones(zones: &[(&str, Json)]) -> World {
    let associated: Vec<Json> = zones
        .iter()
        .map(|(name, _)| json!({"hosted_zone_id": format!("Z-{name}"), "name": name, "owning_account": HERE}))
        .collect();
    let vpc = json!({"cidr_block": "10.0.0.0/16", "hosted_zones": associated});
    let told = World::new().with("ec2.vpc", "vpc-1", vpc);
    zones.iter().fold(told, |world, (name, records)| {
        world.with(
            "route53.hosted_zone",
            &format!("Z-{name}"),
            json!({"name": name, "private_zone": true, "record_sets": records}),
        )
    })
}

fn name_in_vpc(name: &str) -> String {
    format!("{}/dns-name/{name}", arn("ec2.vpc", "vpc-1"))
}

/// Every name that the VPC answers.
fn names(world: &World) -> Vec<String> {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let nodes = graph.of_kind("dns.name_in_vpc").iter();
    let prefix = name_in_vpc("");
    let mut names: Vec<String> = nodes
        .map(|node| graph.node(*node).arn.replace(&prefix, ""))
        .collect();
    names.sort();
    names
}

fn see(world: &World, name: &str, needs: &[&str]) -> (Json, Vec<String>) {
    let seen = world.see_arn("dns.name_in_vpc", &name_in_vpc(name), needs, &[]);
    (seen.view, seen.gaps)
}

#[test]
fn s2_9_the_most_specific_zone_answers_and_no_other() {
    let world = zones(&[
        (
            "example.",
            json!([
                record("a.corp.example.", "A", &["10.0.0.1"]),
                record("b.example.", "A", &["10.0.0.2"])
            ]),
        ),
        (
            "corp.example.",
            json!([record("c.corp.example.", "A", &["10.0.0.3"])]),
        ),
        (
            "Other.Example.",
            json!([record("other.example.", "A", &["10.0.0.4"])]),
        ),
    ]);
    // `a.corp.example` is in the wider zone only: the nearer one answers that there is none.
    assert_eq!(
        names(&world),
        ["b.example", "c.corp.example", "other.example"]
    );
    let zone = |name: &str| see(&world, name, &["hosted_zone.name as zone", "is_apex"]).0;
    assert_eq!(
        zone("b.example"),
        json!({"zone": "example.", "is_apex": false})
    );
    assert_eq!(
        zone("other.example"),
        json!({"zone": "Other.Example.", "is_apex": true})
    );
}

#[test]
fn s2_9_a_zone_that_aws_manages_answers_without_a_record() {
    let mut world = zones(&[(
        "example.",
        json!([
            record("db.rds.example.", "A", &["10.0.0.1"]),
            record("b.example.", "A", &["10.0.0.2"])
        ]),
    )]);
    let managed = json!([
        {"hosted_zone_id": "Z-example.", "name": "example.", "owning_account": HERE},
        {"hosted_zone_id": "ZM", "name": "rds.example.", "owning_service": "vpce.amazonaws.com"},
    ]);
    world.resources.retain(|one| one.kind().name != "ec2.vpc");
    let world = world.with("ec2.vpc", "vpc-1", json!({"hosted_zones": managed}));
    assert_eq!(names(&world), ["b.example"]);
}

#[test]
fn s2_9_names_are_compared_without_case_escape_and_last_dot() {
    let world = zones(&[(
        "corp.example.",
        json!([
            record(r"\052.Corp.Example.", "A", &["10.0.0.1"]),
            record("corp.example", "AAAA", &["2001:DB8:0::1"])
        ]),
    )]);
    assert_eq!(names(&world), ["*.corp.example", "corp.example"]);
    let (view, _) = see(
        &world,
        "corp.example",
        &["record_sets[].values[]", "is_apex"],
    );
    assert_eq!(
        view,
        json!({"is_apex": true, "record_sets": [{"values": ["2001:db8::1"]}]})
    );
}

#[test]
fn only_records_that_lead_to_addresses_make_a_name() {
    let world = zones(&[(
        "corp.example.",
        json!([
            record("corp.example.", "SOA", &["ns. admin. 1 2 3 4 5"]),
            record("t.corp.example.", "TXT", &["\"x\""]),
            record("c.corp.example.", "CNAME", &["target.example."]),
            alias("l.corp.example.", "vpce-1.example."),
        ]),
    )]);
    assert_eq!(names(&world), ["c.corp.example", "l.corp.example"]);
    let needs = [
        "record_sets[].record_type",
        "record_sets[].ttl",
        "record_sets[].alias_dns_name",
        "record_sets[].values[]",
    ];
    let (view, gaps) = see(&world, "l.corp.example", &needs);
    assert_eq!(
        view,
        json!({"record_sets": [{"record_type": "A", "ttl": null, "alias_dns_name": "vpce-1.example.", "values": []}]})
    );
    assert_eq!(gaps, [""; 0]);
}

#[test]
fn sets_of_a_routing_policy_answer_one_by_one_with_their_own_place() {
    let mut sets =
        ["10.0.0.1", "10.0.0.2"].map(|address| record("w.corp.example.", "A", &[address]));
    sets[0]["set_identifier"] = json!("a");
    sets[1]["set_identifier"] = json!("b");
    let [a, b] = sets;
    let world = zones(&[(
        "corp.example.",
        json!([record("corp.example.", "NS", &["ns."]), a, b]),
    )]);
    let name = name_in_vpc("w.corp.example");
    let (view, _) = world.project(
        "dns.name_in_vpc",
        &name,
        &["record_sets[].values[]"],
        &[],
        true,
    );
    let second = view
        .field("record_sets")
        .and_then(|sets| sets.item(1))
        .expect("two sets");
    let values = second.field("values").expect("values");
    assert_eq!(values.to_json(), json!(["10.0.0.2"]));
    let source = &values.origin.as_ref().expect("an origin").sources[0];
    assert_eq!(
        (source.path.as_str(), source.operation.as_str()),
        ("record_sets[2]", RECORDS)
    );
    assert_eq!(
        source.resource,
        arn("route53.hosted_zone", "Z-corp.example.")
    );
}

#[test]
fn a_zone_serves_each_vpc_that_it_is_associated_with() {
    let zone = json!([{"hosted_zone_id": "Z-corp.example.", "name": "corp.example.", "owning_account": HERE}]);
    let world = zones(&[(
        "corp.example.",
        json!([record("db.corp.example.", "A", &["10.0.0.1"])]),
    )])
    .with("ec2.vpc", "vpc-2", json!({"hosted_zones": zone}))
    .with("ec2.vpc", "vpc-3", json!({}));
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let arns: Vec<&str> = graph
        .of_kind("dns.name_in_vpc")
        .iter()
        .map(|node| graph.node(*node).arn.as_str())
        .collect();
    assert_eq!(
        arns,
        ["vpc-1", "vpc-2"].map(|vpc| format!("{}/dns-name/db.corp.example", arn("ec2.vpc", vpc)))
    );
    // Each can be found by its name.
    for name in arns {
        let found = graph.by_arn(Some("dns.name_in_vpc"), name).expect(name);
        assert_eq!(
            (
                graph.node(found).arn.as_str(),
                graph.node(found).region.as_str()
            ),
            (name, DUBLIN)
        );
    }
}

/// The VPC with one name and an interface that is nobody's.
fn one_name(record: Json) -> World {
    let facts = json!({"vpc_id": "vpc-1", "interface_type": "interface", "private_ip_addresses": [{"private_ip_address": "10.0.0.9"}]});
    zones(&[("corp.example.", json!([record]))]).with("ec2.network_interface", "eni-other", facts)
}

fn endpoint(world: World, facts: &Json) -> World {
    let interface = json!({"vpc_id": "vpc-1", "interface_type": "vpc_endpoint", "private_ip_addresses": [
        {"private_ip_address": "10.0.0.5", "primary": true}, {"private_ip_address": "10.0.0.6"}], "ipv6_addresses": [{"ipv6_address": "2001:db8::5"}]});
    let mut whole = json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Interface", "network_interface_ids": ["eni-5"]});
    for (key, value) in facts.as_object().expect("facts") {
        whole[key] = value.clone();
    }
    world
        .with("ec2.network_interface", "eni-5", interface)
        .with("ec2.vpc_endpoint", "vpce-1", whole)
}

const WHOSE: [&str; 2] = [
    "endpoint.vpc_endpoint_id as endpoint",
    "stranger_addresses[].address as strangers",
];

fn whose(world: &World) -> (Json, Vec<String>) {
    see(world, "db.corp.example", &WHOSE)
}

#[test]
fn a_name_belongs_to_the_endpoint_whose_addresses_or_names_it_gives() {
    let db = |values: &[&str]| one_name(record("db.corp.example.", "A", values));
    let told = |endpoint: Json, strangers: Json| {
        (
            json!({"endpoint": endpoint, "strangers": strangers}),
            Vec::new(),
        )
    };
    let plain = json!({});
    assert_eq!(
        whose(&endpoint(db(&["10.0.0.5", "10.0.0.6"]), &plain)),
        told(json!("vpce-1"), json!([]))
    );
    assert_eq!(
        whose(&endpoint(db(&["10.0.0.6", "10.0.0.9"]), &plain)),
        told(json!("vpce-1"), json!(["10.0.0.9"]))
    );
    assert_eq!(
        whose(&endpoint(db(&["10.0.0.9"]), &plain)),
        told(json!(null), json!([]))
    );
    assert_eq!(
        whose(&endpoint(db(&["192.0.2.1"]), &plain)),
        told(json!(null), json!([]))
    );
    let v6 = one_name(record("db.corp.example.", "AAAA", &["2001:DB8::5"]));
    assert_eq!(
        whose(&endpoint(v6, &plain)),
        told(json!("vpce-1"), json!([]))
    );
    let named = json!({"dns_entries": [{"dns_name": "vpce-1.Vpce.amazonaws.com"}]});
    let cname = one_name(record(
        "db.corp.example.",
        "CNAME",
        &["vpce-1.vpce.amazonaws.com."],
    ));
    assert_eq!(
        whose(&endpoint(cname, &named)),
        told(json!("vpce-1"), json!([]))
    );
    let aliased = one_name(alias("db.corp.example.", "VPCE-1.vpce.amazonaws.com."));
    assert_eq!(
        whose(&endpoint(aliased, &named)),
        told(json!("vpce-1"), json!([]))
    );
}

#[test]
fn what_may_tie_a_name_to_an_endpoint_is_a_gap() {
    let db = || one_name(record("db.corp.example.", "A", &["10.0.0.77"]));
    let denied = |call: &str| vec![format!("{call} denied {HERE}/eu-west-1")];
    let untold = |call: &str, region: &str| vec![format!("{call} not-collected {HERE}/{region}")];
    for call in ["ec2:DescribeVpcEndpoints", "ec2:DescribeNetworkInterfaces"] {
        assert_eq!(whose(&db().denied(call)).1, denied(call), "{call}");
    }
    let hidden = endpoint(db(), &json!({"network_interface_ids": UNTOLD}));
    assert_eq!(
        whose(&hidden).1,
        untold("ec2:DescribeVpcEndpoints", "eu-west-1")
    );
    // A range of the VPC that nobody told may hold the address.
    for key in [
        "cidr_block",
        "cidr_block_associations",
        "ipv6_cidr_block_associations",
    ] {
        let mut world = zones(&[(
            "corp.example.",
            json!([record("db.corp.example.", "A", &["172.16.0.1"])]),
        )]);
        world.resources.retain(|one| one.kind().name != "ec2.vpc");
        let zone = json!({"hosted_zone_id": "Z-corp.example.", "name": "corp.example.", "owning_account": HERE});
        let mut vpc = json!({"cidr_block": "10.0.0.0/16", "hosted_zones": [zone]});
        vpc[key] = json!(UNTOLD);
        let world = world.with("ec2.vpc", "vpc-1", vpc);
        assert_eq!(
            whose(&world).1,
            untold("ec2:DescribeVpcs", "eu-west-1"),
            "{key}"
        );
    }
    // Values or targets of the record that nobody told.
    for key in ["resource_records", "alias_target"] {
        let mut record = record("db.corp.example.", "A", &["10.0.0.5"]);
        record[key] = json!(UNTOLD);
        let world = endpoint(one_name(record), &json!({}));
        assert_eq!(whose(&world).1, untold(RECORDS, "global"), "{key}");
    }
    // More sets of the name may be on a page that did not come.
    let cut = one_name(record("db.corp.example.", "A", &["10.0.0.5"]));
    let mut cut = endpoint(cut, &json!({}));
    let zone = cut
        .resources
        .iter_mut()
        .find(|one| one.kind().name == "route53.hosted_zone")
        .expect("a zone");
    let gap = assize::model::gap::Gap::new(assize::model::gap::GapReason::Truncated, RECORDS);
    zone.gaps.insert("record_sets".into(), gap);
    assert_eq!(
        whose(&cut).1,
        [format!("{RECORDS} truncated {HERE}/global")]
    );
    assert_eq!(
        see(&cut, "db.corp.example", &["record_sets[].ttl"]).1,
        [format!("{RECORDS} truncated {HERE}/global")]
    );
}
