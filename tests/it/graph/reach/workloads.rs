//! 2.10: functions, services and proxies stand where they are told; a proxy connects anew.

use serde_json::json;

use super::{Town, says};
use crate::graph::world::{UNTOLD, World};

fn function(town: &Town, vpc: serde_json::Value) -> World {
    town.world().with(
        "lambda.function",
        "worker",
        json!({"role": "r", "timeout": 3, "memory_size": 128, "vpc_config": vpc}),
    )
}

#[test]
fn a_function_stands_in_its_subnets_with_its_groups() {
    let inside =
        json!({"vpc_id": "vpc-1", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-app"]});
    assert_eq!(
        says(
            &function(&Town::new(), inside.clone()),
            "worker",
            "eni-db",
            5432
        ),
        "yes"
    );
    let mut town = Town::new();
    town.db_ingress = json!([]);
    assert_eq!(
        says(&function(&town, inside.clone()), "worker", "eni-db", 5432),
        "no: SG_HAS_NO_RULES at sg-db"
    );
    // Out of a VPC it sends by the internet.
    let outside = json!({"vpc_id": null, "subnet_ids": [], "security_group_ids": []});
    assert_eq!(
        says(&function(&Town::new(), outside), "worker", "eni-db", 5432),
        "no: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at internet"
    );
    // Nothing connects to it.
    let said = says(&function(&Town::new(), inside), "eni-app", "worker", 443);
    assert_eq!(said, "no: NO_POSSIBLE_DESTINATION at worker");
}

#[test]
fn tasks_stand_in_the_subnets_of_their_service() {
    let service = |network: serde_json::Value| {
        Town::new().world().with(
            "ecs.service",
            "web",
            json!({"cluster_arn": "c", "status": "ACTIVE", "desired_count": 1, "enable_execute_command": false,
                "network_configuration": network}),
        )
    };
    let network =
        json!({"awsvpc_configuration": {"subnets": ["subnet-a"], "security_groups": ["sg-app"]}});
    assert_eq!(says(&service(network), "web", "eni-db", 5432), "yes");
    let said = says(&service(json!(null)), "web", "eni-db", 5432);
    assert!(
        said.contains("on which instances the tasks of web run"),
        "{said}"
    );
    let said = says(&service(json!(UNTOLD)), "web", "eni-db", 5432);
    assert_eq!(said, "unknown: ecs:DescribeServices");
}

#[test]
fn a_proxy_reaches_a_database_that_its_clients_do_not() {
    let world = |town: &Town, targets: serde_json::Value| {
        let any = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
        town.world()
            .with("ec2.security_group", "sg-proxy", json!({"group_name": "p", "vpc_id": "vpc-1", "ip_permissions": any, "ip_permissions_egress": any}))
            .with("rds.db_proxy", "front", json!({"status": "available", "engine_family": "POSTGRESQL", "vpc_id": "vpc-1",
                "vpc_subnet_ids": ["subnet-a"], "vpc_security_group_ids": ["sg-proxy"], "targets": targets}))
            .with("rds.db_instance", "orders", json!({"engine": "postgres", "db_instance_status": "available", "db_subnet_group_name": "subnets-1",
                "availability_zone": "eu-west-1b", "publicly_accessible": false, "endpoint": {"address": "db.example", "port": 5432},
                "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]}))
            .with("rds.db_subnet_group", "subnets-1", json!({"vpc_id": "vpc-1", "subnets": [{"subnet_identifier": "subnet-b"}]}))
    };
    let targets = json!([{"target_type": "RDS_INSTANCE", "rds_resource_id": "orders"}]);
    let mut town = Town::new();
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
        "user_id_group_pairs": [{"group_id": "sg-proxy", "user_id": super::HERE}]}]);
    assert_eq!(
        says(&world(&town, targets.clone()), "eni-app", "orders", 5432),
        "yes"
    );
    assert_eq!(
        says(&world(&town, json!([])), "eni-app", "orders", 5432),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
    let said = says(&world(&town, json!(UNTOLD)), "eni-app", "orders", 5432);
    assert_eq!(said, "unknown: rds:DescribeDBProxyTargets");
    town.db_ingress = json!([]);
    assert_eq!(
        says(&world(&town, targets), "eni-app", "orders", 5432),
        "no: SG_HAS_NO_RULES at sg-db"
    );
}
