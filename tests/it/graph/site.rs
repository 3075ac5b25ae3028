//! A VPC with tasks, endpoints, a proxy and what VPC Lattice shares of it: here the facts of these have
//! something to say.

use assize::model::kinds::Facts;
use serde_json::{Value as Json, json};

use super::world::{HERE, OTHER, World, arn};

/// An account with nothing else.
pub(super) fn world() -> World {
    with(World::new().with("account", "it", json!({})))
}

/// Adds it.
pub(super) fn with(world: World) -> World {
    shares(databases(lattice(endpoints(tasks(network(world))))))
}

fn network(world: World) -> World {
    let subnet = |zone: &str, name: &str, block: &str| {
        json!({"vpc_id": "vpc-s", "cidr_block": block,
        "availability_zone": name, "availability_zone_id": zone})
    };
    let from = |port: i64, range: &str| json!({"ip_protocol": "tcp", "from_port": port, "to_port": port, "ip_ranges": [{"cidr_ip": range}]});
    let all = |egress: bool| json!({"rule_number": 100, "egress": egress, "protocol": "-1", "rule_action": "allow", "cidr_block": "0.0.0.0/0"});
    world
        .with("ec2.vpc", "vpc-s", json!({"owner_id": HERE, "cidr_block": "10.5.0.0/16", "enable_dns_support": true, "enable_dns_hostnames": true,
            "cidr_block_associations": [{"cidr_block": "10.5.0.0/16", "state": "associated"}],
            "hosted_zones": [{"hosted_zone_id": "ZS", "name": "example.", "owning_account": HERE}]}))
        .with("ec2.subnet", "subnet-sa", subnet("euw1-az1", "eu-west-1a", "10.5.0.0/24"))
        .with("ec2.subnet", "subnet-sb", subnet("euw1-az2", "eu-west-1b", "10.5.1.0/24"))
        .with("ec2.route_table", "rtb-s", json!({"vpc_id": "vpc-s", "associations": [{"main": true, "state": "associated"}],
            "routes": [{"destination_cidr_block": "10.5.0.0/16", "gateway_id": "local", "state": "active"}]}))
        .with("ec2.network_acl", "acl-s", json!({"vpc_id": "vpc-s", "owner_id": HERE, "associated_subnet_ids": ["subnet-sa", "subnet-sb"],
            "entries": [all(false), all(true)]}))
        .with("ec2.security_group", "sg-s", json!({"group_name": "s", "vpc_id": "vpc-s",
            "ip_permissions": [from(443, "10.5.0.0/16"), from(5432, "10.5.0.0/16"), from(80, "0.0.0.0/0")],
            "ip_permissions_egress": [{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]}))
        .with("route53.hosted_zone", "ZS", json!({"name": "example.", "private_zone": true, "record_sets": [
            {"name": "proxy.example.", "record_type": "A", "ttl": 60, "resource_records": ["10.5.0.30"]},
            {"name": "api.example.", "record_type": "A", "ttl": 60, "resource_records": ["10.5.0.10"]}]}))
}

fn interface(subnet: &str, address: &str, sort: &str) -> Json {
    // One of a task is alike none of a database, so that none stands for both.
    let requester = match sort {
        "branch" => HERE,
        _ => "amazon-rds",
    };
    json!({"vpc_id": "vpc-s", "subnet_id": subnet, "owner_id": HERE, "status": "in-use", "interface_type": sort,
        "requester_managed": true, "source_dest_check": true, "description": "of the site", "requester_id": requester,
        "groups": [{"group_id": "sg-s"}], "private_ip_addresses": [{"private_ip_address": address, "primary": true}]})
}

fn tasks(world: World) -> World {
    let cluster = arn("ecs.cluster", "main");
    let definition = arn("ecs.task_definition", "web");
    let host = |name: &str, host: &str| json!({"name": name, "kind": "plain", "endpoints": [{"host": host}]});
    let containers = json!([{"name": "web", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1",
        "log_configuration": {"log_driver": "awslogs"},
        "environment_variables": [host("DB", "proxy.example"), host("READER", "ro.example")]}]);
    let allow = json!({"statements": [{"effect": "Allow", "actions": ["ssmmessages:*"], "resources": ["*"]}]});
    let detail = |name: &str, value: &str| json!({"name": name, "value": value});
    world
        .with("ecs.cluster", "main", json!({"status": "ACTIVE", "configuration": {"execute_command_configuration":
            {"logging": "OVERRIDE", "kms_key_id": "key", "log_configuration": {"s3_bucket_name": "sessions"}}}}))
        .with("ecs.service", "web", json!({"cluster_arn": cluster, "status": "ACTIVE", "desired_count": 1, "task_definition": definition,
            "launch_type": "FARGATE", "platform_version": "LATEST", "enable_execute_command": true,
            "network_configuration": {"awsvpc_configuration": {"subnets": ["subnet-sb"], "security_groups": ["sg-s"]}}}))
        .with("ecs.task_definition", "web", json!({"revision": 1, "network_mode": "awsvpc", "task_role_arn": arn("iam.role", "web"),
            "compatibilities": ["FARGATE"], "container_definitions": containers}))
        .with("iam.role", "web", json!({"assume_role_policy_document": {"statements": []},
            "role_policy_list": [{"policy_name": "exec", "policy_document": allow}]}))
        .with("ec2.network_interface", "eni-task", interface("subnet-sa", "10.5.0.40", "branch"))
        .with("ecs.task", "lone", json!({"cluster_arn": cluster, "task_definition_arn": definition, "group": "family:web", "last_status": "RUNNING",
            "enable_execute_command": true,
            "containers": [{"name": "web", "managed_agents": [{"name": "ExecuteCommandAgent", "last_status": "RUNNING"}]}],
            "attachments": [{"type": "ElasticNetworkInterface", "details": [detail("subnetId", "subnet-sa"), detail("networkInterfaceId", "eni-task")]}]}))
}

fn endpoints(world: World) -> World {
    let endpoint = |service: &str, name: &str, interface: &str| {
        json!({"vpc_id": "vpc-s", "vpc_endpoint_type": "Interface", "state": "available", "owner_id": HERE, "private_dns_enabled": false,
        "policy_document": {"version": "2012-10-17", "statements": [{"effect": "Allow", "principals": [{"kind": "*", "value": "*"}],
            "actions": ["*"], "resources": ["*"], "conditions": []}]},
        "service_name": format!("com.amazonaws.eu-west-1.{service}"),
        "service": {"owner": "amazon", "availability_zone_ids": ["euw1-az1", "euw1-az2"], "private_dns_names": [name], "acceptance_required": false},
        "network_interface_ids": [interface], "subnet_ids": ["subnet-sa"], "groups": [{"group_id": "sg-s"}]})
    };
    world
        .with(
            "ec2.vpc_endpoint",
            "vpce-api",
            endpoint("ecr.api", "api.example", "eni-api"),
        )
        .with(
            "ec2.network_interface",
            "eni-api",
            interface("subnet-sa", "10.5.0.10", "vpc_endpoint"),
        )
}

fn lattice(world: World) -> World {
    let configuration = arn("vpc_lattice.resource_configuration", "rcfg-s");
    let network = arn("vpc_lattice.service_network", "sn-s");
    world
        .with("ec2.vpc_endpoint", "vpce-r", json!({"vpc_id": "vpc-s", "vpc_endpoint_type": "Resource", "state": "available", "owner_id": HERE,
            "private_dns_enabled": true, "network_interface_ids": ["eni-r"], "subnet_ids": ["subnet-sa"], "groups": [{"group_id": "sg-s"}],
            "resource_configuration_arn": configuration,
            "associations": [{"id": "a-s", "associated_resource_accessibility": "Accessible", "associated_resource_arn": configuration,
                "dns_entry": {"dns_name": "vpce-r.on.aws"}}]}))
        .with("ec2.network_interface", "eni-r", interface("subnet-sa", "10.5.0.20", "vpc_endpoint"))
        .with("vpc_lattice.resource_configuration", "rcfg-s", json!({"configuration_type": "SINGLE", "status": "ACTIVE", "resource_gateway_id": "rgw-s",
            "dns_resource_domain_name": "proxy.example", "custom_domain_name": "example", "port_ranges": ["80"]}))
        .with("vpc_lattice.resource_gateway", "rgw-s", json!({"vpc_id": "vpc-s", "status": "ACTIVE", "subnet_ids": ["subnet-sa"],
            "security_group_ids": ["sg-s"], "resource_config_dns_resolution": "IN_VPC"}))
        .with("vpc_lattice.resource_endpoint_association", "rea-s", json!({"resource_configuration_arn": configuration,
            "vpc_endpoint_id": "vpce-r", "vpc_endpoint_owner": HERE}))
        .with("vpc_lattice.service_network", "sn-s", json!({"number_of_associated_services": 1, "auth_type": "NONE"}))
        .with("vpc_lattice.service_network_vpc_association", "snva-s", json!({"status": "ACTIVE", "service_network_arn": network, "vpc_id": "vpc-s"}))
        .with("vpc_lattice.service_network_resource_association", "snra-s", json!({"status": "ACTIVE", "service_network_arn": network,
            "resource_configuration_arn": configuration}))
}

fn databases(world: World) -> World {
    world
        .with("rds.db_cluster", "cluster-s", json!({"engine": "aurora-postgresql", "status": "available", "db_subnet_group": "subnets-s", "port": 5432,
            "endpoint": "rw.example", "reader_endpoint": "ro.example", "storage_encrypted": true, "backup_retention_period": 7,
            "deletion_protection": true, "iam_database_authentication_enabled": true, "multi_az": false,
            "vpc_security_groups": [{"vpc_security_group_id": "sg-s", "status": "active"}],
            "db_cluster_members": [{"db_instance_identifier": "db-s", "is_cluster_writer": true}]}))
        .with("rds.db_instance", "db-s", json!({"db_cluster_identifier": "cluster-s", "engine": "aurora-postgresql", "db_instance_status": "available",
            "db_subnet_group_name": "subnets-s", "availability_zone": "eu-west-1b", "publicly_accessible": false, "storage_encrypted": true,
            "multi_az": false, "backup_retention_period": 7, "deletion_protection": false, "iam_database_authentication_enabled": false,
            "endpoint": {"address": "db-s.example", "port": 5432}, "vpc_security_groups": [{"vpc_security_group_id": "sg-s", "status": "active"}]}))
        .with("rds.db_subnet_group", "subnets-s", json!({"vpc_id": "vpc-s", "subnets": [{"subnet_identifier": "subnet-sa"}, {"subnet_identifier": "subnet-sb"}]}))
        .with("ec2.network_interface", "eni-db", {
            let mut database = interface("subnet-sb", "10.5.1.50", "interface");
            database["description"] = json!("RDSNetworkInterface");
            database
        })
        .with("rds.db_proxy", "proxy-s", json!({"status": "available", "engine_family": "POSTGRESQL", "endpoint": "proxy.example", "vpc_id": "vpc-s",
            "vpc_subnet_ids": ["subnet-sa"], "vpc_security_group_ids": ["sg-s"], "require_tls": true, "debug_logging": false,
            "role_arn": arn("iam.role", "proxy"), "auth": [{"secret_arn": arn("secretsmanager.secret", "login"), "iam_auth": "DISABLED"}],
            "targets": [{"target_type": "RDS_INSTANCE", "rds_resource_id": "db-s", "tracked_cluster_id": "cluster-s", "role": "READ_WRITE",
                "target_health": {"state": "AVAILABLE"}}]}))
        .with("ec2.network_interface", "eni-proxy", {
            let mut proxy = interface("subnet-sa", "10.5.0.30", "interface");
            proxy["description"] = json!("Network interface for DBProxy proxy-s");
            proxy
        })
        .with("iam.role", "proxy", json!({"assume_role_policy_document": {"statements": []}}))
        .with("secretsmanager.secret", "login", json!({"kms_key_id": "alias/aws/secretsmanager"}))
}

fn shares(world: World) -> World {
    let shared = arn("vpc_lattice.resource_configuration", "rcfg-t");
    let share = arn("ram.resource_share", "share-s");
    world
        .with("vpc_lattice.resource_configuration", "rcfg-g", json!({"configuration_type": "GROUP", "status": "ACTIVE",
            "access_log_subscriptions": [{"destination_arn": "arn:aws:logs:eu-west-1:111122223333:log-group:l"}]}))
        .with("vpc_lattice.resource_configuration", "rcfg-t", json!({"configuration_type": "CHILD", "status": "ACTIVE",
            "resource_configuration_group_id": "rcfg-g", "ip_resource_ip_address": "10.5.0.99"}))
        .with("vpc_lattice.resource_endpoint_association", "rea-t", json!({"resource_configuration_arn": shared,
            "vpc_endpoint_id": "vpce-x", "vpc_endpoint_owner": OTHER}))
        .with("ram.resource_share", "share-s", json!({"resource_share_arn": share, "owning_account_id": HERE, "allow_external_principals": true, "status": "ACTIVE",
            "principals": [{"associated_entity": OTHER, "status": "ASSOCIATED", "external": true}],
            "resources": [{"associated_entity": shared, "status": "ASSOCIATED"},
                {"associated_entity": "arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetwork/sn-s", "status": "ASSOCIATED"}]}))
        .with("ram.resource_share_invitation", "invitation-s", json!({"resource_share_arn": share, "sender_account_id": HERE, "status": "PENDING"}))
}

/// The site with another fact: a JSON pointer into the facts of a resource, and what stands there.
pub(super) fn with_fact(kind: &str, name: &str, pointer: &str, value: Json) -> World {
    let mut world = world();
    put(&mut world, kind, name, pointer, value);
    world
}

/// Puts another fact into a world.
pub(super) fn put(world: &mut World, kind: &str, name: &str, pointer: &str, value: Json) {
    let arn = arn(kind, name);
    let mut all = world.resources.iter_mut();
    let resource = all.find(|one| one.arn.as_str() == arn).expect("a resource");
    let mut facts = serde_json::to_value(&resource.facts).expect("facts");
    *facts.pointer_mut(pointer).expect("a fact") = value;
    let raw = serde_json::value::to_raw_value(&facts).expect("JSON");
    resource.facts = Facts::parse(kind, &raw).expect("facts of the kind");
}

/// The site whose group admits this alone, and a prefix list with one range; its VPC has these blocks.
pub(super) fn admitting(permissions: Json, blocks: &[&str], list: Option<&str>) -> World {
    let mut site = world();
    let old = |one: &str| one.ends_with("/vpc-s") || one.ends_with("/sg-s");
    site.resources.retain(|one| !old(one.arn.as_str()));
    let group = json!({"group_name": "s", "vpc_id": "vpc-s", "ip_permissions": permissions});
    let mut site = site.with("ec2.security_group", "sg-s", group);
    if let Some(range) = list {
        let facts = json!({"prefix_list_id": "pl-s", "entries": [{"cidr": range}]});
        site = site.with("ec2.prefix_list", "pl-s", facts);
    }
    let associations = blocks
        .iter()
        .map(|block| json!({"cidr_block": block, "state": "associated"}));
    let facts = json!({"owner_id": HERE, "cidr_block": blocks[0],
        "cidr_block_associations": associations.collect::<Json>(),
        "enable_dns_support": true, "enable_dns_hostnames": true});
    site.with("ec2.vpc", "vpc-s", facts)
}
