//! Names that a VPC holds and does not answer.

use serde_json::{Value as Json, json};

use super::super::world::OTHER;
use super::facts::see;
use super::{Town, endpoint, record};

const SHADOWED: [&str; 4] = [
    "shadowed_names[].name",
    "shadowed_names[].record_type",
    "shadowed_names[].shadowed_by",
    "shadowed_names[].answer",
];

#[test]
fn names_that_a_more_specific_zone_leaves_out_are_shadowed() {
    let wide = json!([
        record("a.corp.example.", "A", &["10.0.0.1"]),
        record("t.corp.example.", "A", &["10.0.0.1"]),
        record("b.corp.example.", "A", &["10.0.0.1"]),
        record("w.sub.corp.example.", "AAAA", &["2001:db8::1"]),
        record("c.example.", "A", &["10.0.0.1"])
    ]);
    let narrow = json!([
        record("t.corp.example.", "TXT", &["x"]),
        record("b.corp.example.", "CNAME", &["c.example."]),
        record(r"\052.sub.corp.example.", "AAAA", &["2001:db8::2"])
    ]);
    let world = Town::new()
        .zone("example", wide)
        .zone("corp.example", narrow)
        .world();
    let (view, gaps) = see(&world, "ec2.vpc", "vpc-1", &SHADOWED);
    assert_eq!(gaps, [""; 0]);
    let hidden = |name: &str, answer: &str| json!({"name": name, "record_type": "A", "shadowed_by": "Z-corp.example", "answer": answer});
    assert_eq!(
        view["shadowed_names"],
        json!([
            hidden("t.corp.example", "no-data"),
            hidden("a.corp.example", "no-such-name")
        ])
    );
}

#[test]
fn a_zone_of_another_account_may_leave_names_out() {
    let zone = json!({"hosted_zone_id": "Z-far", "name": "corp.example.", "owning_account": OTHER});
    let town = Town::new()
        .zone(
            "example",
            json!([record("a.corp.example.", "A", &["10.0.0.1"])]),
        )
        .other(zone);
    let (_, gaps) = see(&town.world(), "ec2.vpc", "vpc-1", &SHADOWED);
    assert_eq!(
        gaps,
        [format!(
            "route53:ListResourceRecordSets account-not-scanned {OTHER}/global"
        )]
    );
}

/// The names of an endpoint for `*.dkr.example` and `api.example` that are hidden in a VPC with a zone.
fn brought(zone: &'static str, records: Json) -> Json {
    let facts = json!({"vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-west-1.ecr.dkr",
        "dns_entries": [{"dns_name": "*.dkr.example", "hosted_zone_id": "ZM"},
            {"dns_name": "api.example", "hosted_zone_id": "ZM"}]});
    let world = Town::new().zone(zone, records).world();
    let world = endpoint(world, "vpce-1", "10.0.0.5", facts);
    let (view, gaps) = see(&world, "ec2.vpc", "vpc-1", &SHADOWED);
    assert_eq!(gaps, [""; 0]);
    let names = view["shadowed_names"].as_array().expect("a list").iter();
    names.map(|one| one["name"].clone()).collect()
}

#[test]
fn names_that_an_endpoint_brings_are_shadowed_by_a_zone_that_lacks_them() {
    let text = |name: &str| json!([record(&format!("{name}."), "TXT", &["x"])]);
    let address = |name: &str| json!([record(&format!("{name}."), "A", &["10.0.0.9"])]);
    assert_eq!(
        brought("1.dkr.example", json!([])),
        json!(["1.dkr.example"])
    );
    assert_eq!(
        brought("1.dkr.example", text("1.dkr.example")),
        json!(["1.dkr.example"])
    );
    assert_eq!(
        brought("1.dkr.example", address("1.dkr.example")),
        json!([])
    );
    assert_eq!(
        brought("dkr.example", address("1.dkr.example")),
        json!(["*.dkr.example"])
    );
    assert_eq!(
        brought("dkr.example", address(r"\052.dkr.example")),
        json!([])
    );
    assert_eq!(
        brought("api.example", text("api.example")),
        json!(["api.example"])
    );
    // The name itself is more specific than a wider zone.
    assert_eq!(brought("example", json!([])), json!([]));
}
