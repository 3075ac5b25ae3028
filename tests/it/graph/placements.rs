//! Where load balancers and tasks stand, by the family of addresses that counts for each.

use serde_json::{Value as Json, json};

use super::subnets::{behind_nat, dual, region, workload};
use super::world::{UNTOLD, World};

#[test]
fn placements_are_of_the_family_that_counts() {
    let zones = json!([{"zone_name": "eu-west-1a", "subnet_id": "subnet-a"}]);
    let needs = ["placements[].effective_tier"];
    let of_balancer = |sort: Json| {
        let facts = json!({"scheme": "internet-facing", "ip_address_type": sort, "availability_zones": zones});
        let world = dual(region("off")).with("elbv2.load_balancer", "web", facts);
        let seen = world.see("elbv2.load_balancer", "web", &needs);
        (
            seen.view["placements"][0]["effective_tier"].clone(),
            seen.gaps.len(),
        )
    };
    assert_eq!(of_balancer(json!("ipv4")), (json!("private"), 0));
    assert_eq!(of_balancer(json!("dualstack")), (json!("private"), 0));
    let without = "dualstack-without-public-ipv4";
    assert_eq!(of_balancer(json!(without)), (json!("public"), 0));
    assert_eq!(of_balancer(json!(UNTOLD)).1, 1);
    let network = json!({"awsvpc_configuration": {"subnets": ["subnet-a"]}});
    let service = json!({"status": "ACTIVE", "network_configuration": network});
    let tasks = |world: World| {
        let world = world.with("ecs.service", "api", service.clone());
        workload(&world, "ecs.service", "api", &needs).sole()
    };
    let place = |tier: &str| json!([{"effective_tier": tier}]);
    assert_eq!(tasks(dual(region("off"))), place("public"));
    let single = behind_nat("euw1-az1", Json::Null, true);
    assert_eq!(tasks(single), place("private"));
}
