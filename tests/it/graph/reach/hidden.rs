//! Whatever is hidden of a town, who can reach its database is what it was, or has a gap.

use assize::graph::Graph;
use serde_json::json;

use super::Town;
use crate::graph::hidden::{compare, hidden_attributes, no_complaints, plans, refused_calls, seen};
use crate::graph::world::World;

fn world() -> World {
    let mut town = Town::new();
    town.db = json!({"description": "RDSNetworkInterface", "requester_id": "amazon-rds", "requester_managed": true,
        "private_ip_addresses": [{"private_ip_address": "10.0.1.20", "public_ip": "203.0.113.20"}]});
    town.db_ingress = json!([
        {"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "user_id_group_pairs": [{"group_id": "sg-app", "user_id": "111122223333"}]},
        {"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    town.world()
        .with("rds.db_instance", "orders", json!({"engine": "postgres", "db_instance_status": "available", "db_subnet_group_name": "subnets-1",
            "availability_zone": "eu-west-1b", "publicly_accessible": true, "endpoint": {"address": "db.example", "port": 5432},
            "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]}))
        .with("rds.db_subnet_group", "subnets-1", json!({"vpc_id": "vpc-1", "subnets": [{"subnet_identifier": "subnet-a"}, {"subnet_identifier": "subnet-b"}]}))
}

#[test]
fn who_can_reach_it_is_what_it_was_or_has_a_gap() {
    let mut plans = plans();
    plans.retain(|(_, fact, _)| fact == "reach");
    assert_eq!(plans.len(), 5);
    let world = world();
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let before = seen(&plans, &graph);
    let known = before.values().filter(|told| told.is_ok()).count();
    assert!(known >= 3, "{before:#?}");
    let mut wrong = Vec::new();
    for (what, hidden) in hidden_attributes(&world).chain(refused_calls(&world)) {
        let snapshot = hidden.snapshot();
        let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
        compare(&before, &graph, &plans, &what, &mut wrong);
    }
    no_complaints(&wrong);
}

#[test]
fn sources_are_told_with_class_ports_and_way() {
    let seen = world().see(
        "rds.db_instance",
        "orders",
        &[
            "reach.sources[].class",
            "reach.sources[].label",
            "reach.sources[].protocol",
            "reach.sources[].from_port",
            "reach.sources[].to_port",
            "reach.sources[].family",
            "reach.sources[].path",
        ],
    );
    assert_eq!(seen.gaps, [""; 0]);
    let row = |class: &str, label: &str, port: i64, path: &str| json!({"class": class, "label": label, "protocol": "tcp", "from_port": port, "to_port": port, "family": "ipv4", "path": path});
    assert_eq!(
        seen.view["reach"]["sources"],
        json!([
            row(
                "interface",
                "eni-app",
                443,
                "eni-app > sg-app > acl-1 > rtb-1 > acl-1 > sg-db > eni-db"
            ),
            row(
                "interface",
                "eni-app",
                5432,
                "eni-app > sg-app > acl-1 > rtb-1 > acl-1 > sg-db > eni-db"
            ),
            row(
                "internet",
                "internet",
                443,
                "igw-1 > acl-1 > sg-db > eni-db"
            ),
        ])
    );
}
