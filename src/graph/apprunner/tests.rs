//! What services cannot reach, and connectors whose subnets are gone.

use serde_json::{Value as Json, json};

use super::super::fixture::{World, arn};

const HOSTS: [&str; 3] = [
    "unreachable_hosts[].host",
    "unreachable_hosts[].sort",
    "unreachable_hosts[].variable",
];

fn service(egress: &str, hosts: &[&str]) -> World {
    let variables = hosts.iter().enumerate().map(|(index, host)| {
        json!({"name": format!("V{index}"), "kind": "plain", "endpoints": [{"host": host}]})
    });
    let facts = json!({
        "service_name": "web",
        "egress_type": egress,
        "environment_variables": variables.collect::<Vec<_>>(),
    });
    World::default().with("apprunner.service", "web", facts)
}

fn see(world: World) -> (Vec<String>, Vec<String>) {
    let (view, gaps) = world.see("apprunner.service", "web", &HOSTS);
    let hosts = view["unreachable_hosts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let told = |host: &Json| {
        format!(
            "{} {}",
            host["host"].as_str().unwrap(),
            host["sort"].as_str().unwrap()
        )
    };
    (hosts.iter().map(told).collect(), gaps)
}

#[test]
fn addresses_of_private_use_are_not_reached_from_outside() {
    let hosts = [
        "10.0.0.5",
        "172.31.1.1",
        "[fd00::1]",
        "203.0.113.9",
        "127.0.0.1",
        "169.254.169.254",
    ];
    let (found, gaps) = see(service("DEFAULT", &hosts));
    assert_eq!(
        found,
        ["10.0.0.5 address", "172.31.1.1 address", "fd00::1 address"]
    );
    assert!(gaps.is_empty(), "{gaps:?}");
}

#[test]
fn egress_through_a_vpc_reaches_everything() {
    let world =
        service("VPC", &["10.0.0.5"]).refused("environment_variables", "apprunner:DescribeService");
    let (found, gaps) = see(world);
    assert!(found.is_empty() && gaps.is_empty(), "{found:?} {gaps:?}");
}

#[test]
fn an_environment_that_was_not_told_is_a_gap() {
    let world = World::default()
        .with(
            "apprunner.service",
            "web",
            json!({"egress_type": "DEFAULT"}),
        )
        .refused("environment_variables", "apprunner:DescribeService");
    assert_eq!(see(world).1, ["apprunner:DescribeService denied"]);
}

#[test]
fn a_database_says_whether_its_name_is_public() {
    let host = "one.abc.eu-west-1.rds.amazonaws.com";
    let with = |public: bool| {
        let facts = json!({
            "db_instance_identifier": "one",
            "endpoint": {"address": host},
            "publicly_accessible": public,
        });
        see(service("DEFAULT", &[host]).with("rds.db_instance", "one", facts))
    };
    assert_eq!(with(false).0, [format!("{host} database")]);
    assert_eq!(with(true), (Vec::new(), Vec::new()));
}

#[test]
fn the_members_of_an_aurora_cluster_say_whether_it_is_public() {
    let host = "db.cluster-abc.eu-west-1.rds.amazonaws.com";
    let cluster = json!({
        "db_cluster_identifier": "db",
        "endpoint": host,
        "db_cluster_members": [{"db_instance_identifier": "one", "is_cluster_writer": true}],
    });
    let member = json!({"db_instance_identifier": "one", "publicly_accessible": false});
    let world = || service("DEFAULT", &[host]).with("rds.db_cluster", "db", cluster.clone());
    assert_eq!(
        see(world().with("rds.db_instance", "one", member)).0,
        [format!("{host} database")]
    );
    let (_, gaps) = see(world().deny("rds:DescribeDBInstances"));
    assert_eq!(gaps, ["rds:DescribeDBInstances denied"]);
}

#[test]
fn names_of_proxies_and_caches_are_private() {
    let proxy =
        json!({"db_proxy_name": "p", "endpoint": "p.proxy-abc.eu-west-1.rds.amazonaws.com"});
    let hosts = [
        "P.proxy-abc.eu-west-1.rds.amazonaws.com",
        "c.abc.0001.euw1.cache.amazonaws.com",
    ];
    let (found, _) = see(service("DEFAULT", &hosts).with("rds.db_proxy", "p", proxy));
    assert_eq!(
        found,
        [
            "c.abc.0001.euw1.cache.amazonaws.com cache",
            "p.proxy-abc.eu-west-1.rds.amazonaws.com database",
        ]
    );
}

#[test]
fn a_database_that_nobody_scanned_may_be_private() {
    let (found, gaps) = see(service("DEFAULT", &["x.abc.eu-west-1.rds.amazonaws.com"]));
    assert!(found.is_empty());
    assert!(
        gaps[0].starts_with("rds:DescribeDBInstances account-not-scanned"),
        "{gaps:?}"
    );
}

#[test]
fn a_name_of_a_private_zone_may_be_public_elsewhere() {
    let zone = |id: &str, private: bool| {
        json!({
            "hosted_zone_id": id,
            "name": "example.test.",
            "private_zone": private,
            "record_sets": [{"name": "db.example.test.", "record_type": "A"}],
        })
    };
    let world = service("DEFAULT", &["db.example.test"]).with(
        "route53.hosted_zone",
        "Z1",
        zone("Z1", true),
    );
    let (_, gaps) = see(world);
    assert!(
        gaps[0].starts_with("route53:ListResourceRecordSets unsupported-here"),
        "{gaps:?}"
    );
    let world = service("DEFAULT", &["db.example.test"])
        .with("route53.hosted_zone", "Z1", zone("Z1", true))
        .with("route53.hosted_zone", "Z2", zone("Z2", false));
    assert_eq!(see(world), (Vec::new(), Vec::new()));
}

const SUBNETS: [&str; 2] = ["missing_subnets[]", "member_subnets[].subnet_id"];

fn connector() -> World {
    let facts = json!({"status": "ACTIVE", "subnets": ["subnet-1", "subnet-2"]});
    World::default()
        .with("apprunner.vpc_connector", "c", facts)
        .with("ec2.subnet", "subnet-1", json!({"subnet_id": "subnet-1"}))
}

#[test]
fn a_subnet_that_a_complete_enumeration_does_not_show_is_gone() {
    let (view, gaps) = connector().see("apprunner.vpc_connector", "c", &SUBNETS);
    assert_eq!(view["missing_subnets"], json!(["subnet-2"]));
    assert_eq!(view["member_subnets"], json!([{"subnet_id": "subnet-1"}]));
    assert!(gaps.is_empty(), "{gaps:?}");
}

#[test]
fn a_subnet_that_was_not_told_is_a_gap() {
    let world = connector().deny("ec2:DescribeSubnets");
    let (view, gaps) = world.see("apprunner.vpc_connector", "c", &SUBNETS);
    assert_eq!(view["missing_subnets"], json!([]));
    assert_eq!(gaps, ["ec2:DescribeSubnets denied"]);
}

#[test]
fn the_connector_of_a_service_can_be_gone() {
    let facts =
        json!({"egress_type": "VPC", "vpc_connector_arn": arn("apprunner.vpc_connector", "c")});
    let world = || World::default().with("apprunner.service", "web", facts.clone());
    let (view, gaps) = world().see("apprunner.service", "web", &["vpc_connector.status"]);
    assert_eq!(view["vpc_connector"], Json::Null);
    assert!(gaps.is_empty(), "{gaps:?}");
    let world = world().deny("apprunner:ListVpcConnectors");
    let (_, gaps) = world.see("apprunner.service", "web", &["vpc_connector.status"]);
    assert_eq!(gaps, ["apprunner:ListVpcConnectors denied"]);
}
