//! What other derived facts are told: an answer with its way, its stop, and the facts it stands on.

use assize::graph::Graph;
use assize::graph::packet::Service;
use assize::graph::reach::{Between, Party, between, from_each_subnet};
use serde_json::{Value as Json, json};

use super::{Town, entry};
use crate::graph::world::{UNTOLD, World};

fn ask(world: &World, from: &str, to: &str) -> Between {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let party = |word: &str| Party::find(&graph, word).expect("a party");
    let service = Service::ports(Service::TCP, 5432, 5432);
    between(&graph, &party(from), &party(to), &service)
}

/// The sources as `id path`.
fn stands_on(told: &Between) -> Vec<String> {
    let each = told.sources.iter().map(|source| {
        let id = source.resource.rsplit(['/', ':']).next().unwrap_or("");
        format!("{id} {}", source.path)
    });
    each.collect()
}

fn has(told: &Between, wanted: &[&str]) {
    let sources = stands_on(told);
    for one in wanted {
        assert!(sources.contains(&(*one).to_owned()), "{one}: {sources:?}");
    }
}

#[test]
fn a_yes_has_its_way_and_the_rules_entries_and_routes_on_it() {
    let told = ask(&Town::new().world(), "eni-app", "eni-db");
    assert_eq!(told.decided(), Ok(true));
    assert_eq!(
        told.path,
        [
            "eni-app", "sg-app", "acl-1", "rtb-1", "acl-1", "sg-db", "eni-db"
        ]
    );
    has(
        &told,
        &[
            "eni-app groups",
            "sg-app ip_permissions_egress[0]",
            "acl-1 entries[0]",
            "acl-1 entries[1]",
            "rtb-1 routes[0]",
            "sg-db ip_permissions[0]",
            "eni-db groups",
        ],
    );
    assert_eq!(told.way(), told.path.join(" > "));
    assert_eq!(
        (
            told.sources[0].path.as_str(),
            told.sources[0].value.as_str()
        ),
        ("path", Some(told.way().as_str()))
    );
    let rule = told
        .sources
        .iter()
        .find(|one| one.path == "ip_permissions[0]");
    let rule = rule.expect("the rule");
    assert_eq!(rule.operation, "ec2:DescribeSecurityGroups");
    assert_eq!(rule.value["from_port"], json!(5432));
    assert!(told.stopped.is_none() && told.gaps.is_empty());
    let places: Vec<String> = told
        .sources_at("[0]")
        .into_iter()
        .map(|one| one.0)
        .collect();
    assert!(places.iter().all(|place| place == "[0]"));
}

#[test]
fn a_no_stands_on_what_stops_it() {
    let stopped = |town: &Town, from: &str| {
        let told = ask(&town.world(), from, "eni-db");
        assert_eq!(told.decided(), Ok(false));
        let stop = told.stopped.clone().expect("a stop");
        (stop.code, told)
    };
    let mut town = Town::new();
    town.db_ingress = json!([]);
    let (code, told) = stopped(&town, "eni-app");
    assert_eq!(code, "SG_HAS_NO_RULES");
    has(
        &told,
        &["sg-db ip_permissions", "eni-db groups", "rtb-1 routes[0]"],
    );

    let mut town = Town::new();
    town.db_entries = Some(json!([
        entry(90, false, "deny", "10.0.0.0/24"),
        entry(100, false, "allow", "0.0.0.0/0")
    ]));
    let (code, told) = stopped(&town, "eni-app");
    assert_eq!(code, "SUBNET_ACL_RESTRICTION");
    has(&told, &["acl-2 entries[0]"]);

    let (code, told) = stopped(&Town::new(), "internet");
    assert_eq!(code, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
    has(&told, &["eni-db private_ip_addresses"]);
}

#[test]
fn where_nobody_can_tell_the_call_is_named() {
    let mut town = Town::new();
    town.db_ingress = json!(UNTOLD);
    let told = ask(&town.world(), "eni-app", "eni-db");
    let gap = told.decided().expect_err("a gap");
    assert_eq!(gap.operation, "ec2:DescribeSecurityGroups");
    assert_eq!(told.gaps.len(), 1);
}

#[test]
fn each_subnet_of_a_source_can_be_asked_for_itself() {
    let connector: Json = json!({"vpc_connector_name": "c", "vpc_connector_revision": 1, "status": "ACTIVE",
        "subnets": ["subnet-a", "subnet-b"], "security_groups": ["sg-app"]});
    let mut town = Town::new();
    town.db_entries = Some(json!([
        entry(90, false, "deny", "10.0.0.0/24"),
        entry(100, false, "allow", "0.0.0.0/0"),
        entry(100, true, "allow", "0.0.0.0/0")
    ]));
    let world = town.world().with("apprunner.vpc_connector", "c", connector);
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let party = |word: &str| Party::find(&graph, word).expect("a party");
    let service = Service::ports(Service::TCP, 5432, 5432);
    let from = graph
        .by_arn(
            None,
            &crate::graph::world::arn("apprunner.vpc_connector", "c"),
        )
        .map(Party::Resource)
        .expect("the connector");
    let (each, hidden) = from_each_subnet(&graph, &from, &party("eni-db"), &service);
    assert_eq!(hidden, None);
    let told: Vec<_> = each
        .iter()
        .map(|one| (one.from_subnet.as_deref(), one.decided()))
        .collect();
    assert_eq!(
        told,
        [(Some("subnet-a"), Ok(false)), (Some("subnet-b"), Ok(true))]
    );
    let any = between(&graph, &from, &party("eni-db"), &service);
    assert_eq!(any.decided(), Ok(true));
}
