//! 2.10: databases, proxies and services stand where their subnets and groups say.

use serde_json::{Value as Json, json};

use super::{Town, says};
use crate::graph::world::{UNTOLD, World};

fn database(over: Json) -> Json {
    let mut facts = json!({"engine": "postgres", "db_instance_status": "available", "db_subnet_group_name": "subnets-1",
        "availability_zone": "eu-west-1b", "publicly_accessible": false, "endpoint": {"address": "db.example", "port": 5432},
        "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]});
    for (key, value) in over.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    facts
}

fn with(town: &Town, over: Json) -> World {
    town.world().with("rds.db_instance", "orders", database(over)).with(
        "rds.db_subnet_group",
        "subnets-1",
        json!({"vpc_id": "vpc-1", "subnets": [{"subnet_identifier": "subnet-a"}, {"subnet_identifier": "subnet-b"}]}),
    )
}

#[test]
fn a_database_is_reached_by_its_group_without_its_interface() {
    let mut town = Town::new();
    assert_eq!(
        says(&with(&town, json!({})), "eni-app", "orders", 5432),
        "yes"
    );
    town.db_ingress = json!([]);
    assert_eq!(
        says(&with(&town, json!({})), "eni-app", "orders", 5432),
        "no: SG_HAS_NO_RULES at sg-db"
    );
}

#[test]
fn where_it_stands_matters_only_where_its_subnets_differ() {
    let mut town = Town::new();
    let anywhere = json!({"availability_zone": UNTOLD});
    assert_eq!(
        says(&with(&town, anywhere.clone()), "eni-app", "orders", 5432),
        "yes"
    );
    town.db_entries = Some(json!([]));
    let said = says(&with(&town, anywhere), "eni-app", "orders", 5432);
    assert!(
        said.contains("in which of its subnets orders stands"),
        "{said}"
    );
}

#[test]
fn the_address_of_its_interface_matters_where_it_is_found() {
    let mut town = Town::new();
    town.db = json!({"description": "RDSNetworkInterface", "requester_id": "amazon-rds", "requester_managed": true,
        "private_ip_addresses": [{"private_ip_address": "10.0.1.20", "public_ip": "203.0.113.20"}]});
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    assert_eq!(
        says(
            &with(&town, json!({"publicly_accessible": true})),
            "internet",
            "orders",
            5432
        ),
        "yes"
    );
    // Without it, a public address must be there, and nobody knows which.
    town.db = json!({"description": "another"});
    let said = says(
        &with(&town, json!({"publicly_accessible": true})),
        "internet",
        "orders",
        5432,
    );
    assert!(said.contains("which public address orders has"), "{said}");
}

#[test]
fn a_service_of_app_runner_sends_by_its_connector() {
    let town = Town::new();
    let connector = "arn:aws:apprunner:eu-west-1:111122223333:vpc_connector/c";
    let service = |egress: &str| json!({"service_name": "web", "status": "RUNNING", "egress_type": egress, "vpc_connector_arn": if egress == "VPC" { json!(connector) } else { Json::Null }});
    let world = |egress: &str| {
        with(&town, json!({}))
            .with("apprunner.service", "web", service(egress))
            .with(
                "apprunner.vpc_connector",
                "c",
                json!({"vpc_connector_name": "c", "vpc_connector_revision": 1, "status": "ACTIVE",
                "subnets": ["subnet-a"], "security_groups": ["sg-app"]}),
            )
    };
    assert_eq!(says(&world("VPC"), "web", "orders", 5432), "yes");
    assert_eq!(
        says(&world("DEFAULT"), "web", "orders", 5432),
        "no: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at internet"
    );
}
