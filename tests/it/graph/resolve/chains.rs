//! Which records answer, and where they lead.

use serde_json::json;

use super::{Town, alias, answer, endpoint, record, set};

#[test]
fn s2_9_a_routing_policy_answers_with_any_of_its_sets() {
    let town = Town::new().zone(
        "corp.example",
        json!([
            set("db.corp.example.", "A", "one", &["10.0.0.1"]),
            set("db.corp.example.", "A", "two", &["10.0.0.2"]),
            record("db.corp.example.", "AAAA", &["2001:DB8:0::1"])
        ]),
    );
    assert_eq!(
        town.says("db.corp.example"),
        "addresses 10.0.0.1 10.0.0.2 2001:db8::1 by Z-corp.example"
    );
}

#[test]
fn s2_9_a_cname_is_asked_for_anew() {
    let town = Town::new()
        .zone(
            "a.example",
            json!([record("db.a.example.", "CNAME", &["db.b.example."])]),
        )
        .zone(
            "b.example",
            json!([record("db.b.example.", "A", &["10.0.0.2"])]),
        );
    assert_eq!(
        town.says("db.a.example"),
        "addresses 10.0.0.2 by Z-a.example"
    );
    let steps = answer(&town.world(), "db.a.example").steps;
    let ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids, ["Z-a.example", "Z-b.example"]);
    assert_eq!(steps[0].by[0].says, "CNAME db.b.example.");
}

#[test]
fn s2_9_names_that_lead_in_a_circle_have_no_address() {
    let town = Town::new().zone(
        "corp.example",
        json!([
            record("a.corp.example.", "CNAME", &["b.corp.example."]),
            record("b.corp.example.", "CNAME", &["A.corp.example."]),
            alias("c.corp.example.", "c.corp.example.", "Z-corp.example")
        ]),
    );
    assert_eq!(town.says("a.corp.example"), "loop by Z-corp.example");
    assert_eq!(town.says("c.corp.example"), "loop by Z-corp.example");
}

#[test]
fn s2_9_an_alias_leads_to_a_record_of_its_zone_and_to_no_other_zone() {
    let own = json!([
        alias("www.corp.example.", "x.sub.corp.example.", "Z-corp.example"),
        record("x.sub.corp.example.", "A", &["10.0.0.4"])
    ]);
    let town = Town::new()
        .zone("corp.example", own)
        .zone("sub.corp.example", json!([]));
    assert_eq!(
        town.says("www.corp.example"),
        "addresses 10.0.0.4 by Z-corp.example"
    );
}

#[test]
fn s2_9_an_alias_of_an_endpoint_leads_to_its_interfaces() {
    let target = "vpce-1-abc.vpce-svc-1.eu-west-1.vpce.amazonaws.com";
    let town = Town::new().zone(
        "corp.example",
        json!([alias("db.corp.example.", &format!("{target}."), "ZE")]),
    );
    let world = endpoint(
        town.world(),
        "vpce-1",
        "10.0.0.5",
        json!({"vpc_endpoint_type": "Interface", "private_dns_enabled": false,
        "dns_entries": [{"dns_name": target, "hosted_zone_id": "ZE"}]}),
    );
    let answer = answer(&world, "db.corp.example");
    assert_eq!(super::told(&answer), "addresses 10.0.0.5 by Z-corp.example");
    assert_eq!(answer.addresses[0].interfaces, ["eni-vpce-1"]);
}

#[test]
fn s2_9_a_wildcard_answers_only_for_names_that_do_not_exist() {
    let town = Town::new().zone(
        "corp.example",
        json!([
            record(r"\052.corp.example.", "A", &["10.0.0.1"]),
            record("t.corp.example.", "TXT", &["x"]),
            record("x.deep.corp.example.", "A", &["10.0.0.2"])
        ]),
    );
    assert_eq!(
        town.says("any.corp.example"),
        "addresses 10.0.0.1 by Z-corp.example"
    );
    assert_eq!(
        town.says("far.any.corp.example"),
        "addresses 10.0.0.1 by Z-corp.example"
    );
    // The name has another type: that is an answer, too.
    assert_eq!(town.says("t.corp.example"), "no-data by Z-corp.example");
    // Names above a record exist, and end what a wildcard stands for.
    assert_eq!(town.says("deep.corp.example"), "no-data by Z-corp.example");
    assert_eq!(
        town.says("y.deep.corp.example"),
        "no-such-name by Z-corp.example"
    );
    assert_eq!(town.says("corp.example"), "no-data by Z-corp.example");
}

#[test]
fn s2_9_a_name_with_one_family_has_no_address_of_the_other() {
    let town = Town::new().zone(
        "corp.example",
        json!([record("corp.example.", "AAAA", &["2001:db8::1"])]),
    );
    assert_eq!(
        town.says("corp.example"),
        "addresses 2001:db8::1 by Z-corp.example"
    );
}
