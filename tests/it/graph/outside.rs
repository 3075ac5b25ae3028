//! How much of the internet reaches a listener or a database: whoever is there, or a few addresses.

use assize::model::kinds::Facts;
use serde_json::{Value as Json, json};

use super::intent::{admits, labels, public, range, world};
use super::world::{World, arn};

/// An account whose load balancer and database stand in the public subnet, with public addresses.
fn facing(database: &[Json], balancer: &[Json]) -> World {
    let addresses = |private: &str, public: &str| json!([{"private_ip_address": private, "public_ip": public, "primary": true}]);
    let mut world = public(world(database, &[], balancer));
    for resource in &mut world.resources {
        let mut facts = serde_json::to_value(&resource.facts).expect("facts");
        let name = resource.arn.as_str().rsplit('/').next().expect("a name");
        match (resource.kind().name, name) {
            ("elbv2.load_balancer", _) => {
                facts["scheme"] = json!("internet-facing");
                facts["availability_zones"][0]["subnet_id"] = json!("subnet-p");
            }
            ("rds.db_instance", _) => facts["publicly_accessible"] = json!(true),
            ("rds.db_subnet_group", _) => {
                facts["subnets"][0]["subnet_identifier"] = json!("subnet-p");
            }
            (_, "eni-lb") => {
                facts["subnet_id"] = json!("subnet-p");
                facts["private_ip_addresses"] = addresses("10.0.9.8", "198.18.0.8");
            }
            (_, "eni-db") => {
                facts["subnet_id"] = json!("subnet-p");
                facts["private_ip_addresses"] = addresses("10.0.9.6", "198.18.0.6");
            }
            _ => continue,
        }
        let raw = serde_json::value::to_raw_value(&facts).expect("JSON");
        resource.facts = Facts::parse(resource.kind().name, &raw).expect("facts of the kind");
    }
    world
}

#[test]
fn a_few_addresses_are_not_the_internet() {
    let reached = |cidrs: &[&str]| {
        let on = |port: i64| -> Vec<Json> {
            let each = cidrs.iter().map(|cidr| admits(port, range(cidr)));
            each.collect()
        };
        let world = facing(&on(5432), &on(8080));
        let need = "test_listeners[].reached_by";
        let listener = world.see("codedeploy.deployment_group", "dg", &[need]);
        let needs = ["is_reached_from_internet", "reached_by_internet"];
        let database = world.see_arn(
            "rds.database",
            &arn("rds.db_instance", "orders"),
            &needs,
            &[],
        );
        assert_eq!(database.gaps, [""; 0]);
        (
            labels(&listener, "test_listeners", "reached_by"),
            database.view["is_reached_from_internet"].clone(),
            database.view["reached_by_internet"].clone(),
        )
    };
    let all = (vec!["internet".to_owned()], json!(true), json!("internet"));
    assert_eq!(reached(&["0.0.0.0/0"]), all);
    assert_eq!(reached(&["0.0.0.0/1", "128.0.0.0/1"]), all);
    let few = |ranges: &str| (vec!["somebody".to_owned()], json!(true), json!(ranges));
    assert_eq!(reached(&["198.51.100.7/32"]), few("198.51.100.7/32"));
    let none = (vec!["nobody".to_owned()], json!(false), json!("nobody"));
    assert_eq!(reached(&[]), none);
}

#[test]
fn how_much_of_the_internet_comes_is_unknown_where_a_list_of_ranges_is() {
    let list = json!({"prefix_list_ids": [{"prefix_list_id": "pl-1"}]});
    let ingress = [admits(8080, range("198.51.100.7/32")), admits(8080, list)];
    let world = facing(&[], &ingress);
    let need = "test_listeners[].reached_by";
    let seen = world.see("codedeploy.deployment_group", "dg", &[need]);
    assert_eq!(seen.gaps.len(), 1, "{:?}", seen.view);
}
