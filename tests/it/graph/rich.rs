//! An account in which every derived fact has something to say.

use serde_json::{Value as Json, json};

use super::world::{HERE, World, arn};

/// The account.
pub(super) fn world() -> World {
    resolution(identities(services(databases(names(placed(network(
        World::new(),
    )))))))
}

fn network(world: World) -> World {
    let out = |target: &str, id: &str| {
        json!([{"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local", "state": "active"},
        {"destination_cidr_block": "0.0.0.0/0", target: id, "state": "active"},
        {"destination_prefix_list_id": "pl-1", "transit_gateway_id": "tgw-1", "state": "active"}])
    };
    let table = |association: Json, routes: Json| json!({"vpc_id": "vpc-1", "associations": [association], "routes": routes});
    let peer = |port: i64, peers: Json| {
        let mut permission = json!({"ip_protocol": "tcp", "from_port": port, "to_port": port});
        for (key, value) in peers.as_object().expect("peers") {
            permission[key] = value.clone();
        }
        permission
    };
    let permissions = json!([
        peer(22, json!({"ip_ranges": [{"cidr_ip": "8.0.0.0/8"}], "prefix_list_ids": [{"prefix_list_id": "pl-1"}]})),
        peer(443, json!({"ipv6_ranges": [{"cidr_ipv6": "::/0"}], "ip_ranges": [{"cidr_ip": "10.0.0.0/8"}]})),
        peer(5432, json!({"user_id_group_pairs": [{"group_id": "sg-b", "user_id": HERE}]})),
        {"ip_protocol": "icmp", "from_port": 8, "to_port": -1, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]},
    ]);
    let interface = |subnet: &str, address: &str, public: Json, v6: &str| {
        json!({"vpc_id": "vpc-1", "subnet_id": subnet, "interface_type": "interface",
        "owner_id": HERE, "status": "in-use", "groups": [{"group_id": "sg-a"}],
        "private_ip_addresses": [{"private_ip_address": address, "public_ip": public}], "ipv6_addresses": [{"ipv6_address": v6}]})
    };
    world
        .with("ec2.subnet", "subnet-a", json!({"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24", "availability_zone_id": "euw1-az1", "available_ip_address_count": 20}))
        .with("ec2.subnet", "subnet-b", json!({"vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24", "availability_zone_id": "euw1-az2", "available_ip_address_count": 20}))
        .with("ec2.subnet", "subnet-fw", json!({"vpc_id": "vpc-1", "availability_zone_id": "euw1-az2"}))
        .with("ec2.route_table", "rtb-main", table(json!({"main": true, "state": "associated"}), out("gateway_id", "igw-1")))
        .with("ec2.route_table", "rtb-b", table(json!({"main": false, "subnet_id": "subnet-b"}), out("gateway_id", "vpce-fw")))
        .with("ec2.route_table", "rtb-fw", table(json!({"main": false, "subnet_id": "subnet-fw"}), out("nat_gateway_id", "nat-1")))
        .with("ec2.vpc_endpoint", "vpce-fw", json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "GatewayLoadBalancer", "state": "available", "private_dns_enabled": false,
            "subnet_ids": ["subnet-fw"]}))
        .with("ec2.prefix_list", "pl-1", json!({"prefix_list_name": "l", "owner_id": HERE, "entries": [{"cidr": "9.0.0.0/8"}]}))
        .with("ec2.security_group", "sg-a", json!({"group_name": "a", "vpc_id": "vpc-1", "ip_permissions": permissions}))
        .with("ec2.security_group", "sg-b", json!({"group_name": "b", "vpc_id": "vpc-1"}))
        .with("ec2.security_group", "sg-d", json!({"group_name": "default", "vpc_id": "vpc-1",
            "ip_permissions": [peer(443, json!({"user_id_group_pairs": [{"group_id": "sg-gone"}, {"group_id": "sg-z", "user_id": HERE}]}))],
            "ip_permissions_egress": [{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0", "description": "everything"}]},
                peer(443, json!({"ip_ranges": [{"cidr_ip": "192.0.2.0/24"}], "user_id_group_pairs": [{"group_id": "sg-b", "user_id": HERE}]}))]}))
        .with("ec2.security_group", "sg-z", json!({"group_name": "z", "vpc_id": "vpc-1"}))
        .with("lambda.function", "inside", json!({"function_name": "inside", "vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-b"], "security_group_ids": ["sg-d"]}}))
        .with("ec2.network_interface", "eni-public", interface("subnet-a", "10.0.0.9", json!("203.0.113.9"), "fd00::9"))
        .with("ec2.network_interface", "eni-private", interface("subnet-b", "10.0.1.9", json!(null), "2001:db8::9"))
}

/// What stands in the subnets, and what filters them.
fn placed(world: World) -> World {
    let entry = |number: i64, block: &str| {
        json!({"rule_number": number, "egress": false, "protocol": "6", "rule_action": "allow",
        "cidr_block": block, "from_port": 22, "to_port": 22})
    };
    let place = json!({"awsvpc_configuration": {"subnets": ["subnet-a"], "security_groups": ["sg-b"], "assign_public_ip": "ENABLED"}});
    world
        .with("ec2.route_table", "rtb-peer", json!({"vpc_id": "vpc-1", "associations": [], "routes": [
            {"destination_cidr_block": "10.9.0.0/16", "vpc_peering_connection_id": "pcx-1", "state": "active"}]}))
        .with("ec2.vpc_peering_connection", "pcx-1", json!({"status": "active", "requester_vpc_info": {"vpc_id": "vpc-1", "owner_id": HERE, "cidr_block_set": ["10.0.0.0/16"]},
            "accepter_vpc_info": {"vpc_id": "vpc-9", "owner_id": HERE, "cidr_block_set": ["10.9.0.0/16"]}}))
        .with("region", "eu-west-1", json!({"vpc_block_public_access": {"internet_gateway_block_mode": "off", "state": "default-state"}}))
        .with("ec2.nat_gateway", "nat-1", json!({"vpc_id": "vpc-1", "subnet_id": "subnet-a", "state": "available"}))
        .with("ec2.network_acl", "acl-1", json!({"vpc_id": "vpc-1", "is_default": false, "associated_subnet_ids": ["subnet-a"],
            "entries": [entry(1, "0.0.0.0/0"), entry(2, "10.0.0.0/8")]}))
        .with("elbv2.load_balancer", "balancer", json!({"scheme": "internet-facing", "vpc_id": "vpc-1", "type": "application",
            "availability_zones": [{"zone_name": "eu-west-1a", "subnet_id": "subnet-a"}]}))
        .with("ecs.service", "tasks", json!({"status": "ACTIVE", "network_configuration": place}))
        .with("ec2.network_interface", "eni-task", json!({"vpc_id": "vpc-1", "subnet_id": "subnet-a", "interface_type": "interface",
            "owner_id": HERE, "status": "in-use", "groups": [{"group_id": "sg-b"}], "description": "arn:aws:ecs:eu-west-1:111122223333:attachment/1",
            "private_ip_addresses": [{"private_ip_address": "10.0.0.77", "public_ip": "203.0.113.77"}]}))
}

fn names(world: World) -> World {
    let record = |name: &str, more: Json| {
        let mut record = json!({"name": name, "record_type": "A"});
        for (key, value) in more.as_object().expect("a record") {
            record[key] = value.clone();
        }
        record
    };
    let records = json!([
        record("corp.example.", json!({"ttl": 60, "resource_records": ["10.0.0.5", "10.0.0.9"]})),
        record("www.corp.example.", json!({"alias_target": {"dns_name": "vpce-1.vpce.amazonaws.com.", "hosted_zone_id": "ZV"}})),
        record("shadowed.deep.corp.example.", json!({"ttl": 60, "resource_records": ["10.0.0.5"]})),
        {"name": "text.corp.example.", "record_type": "TXT", "ttl": 1, "resource_records": ["x"]},
    ]);
    let interface = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-b", "interface_type": "vpc_endpoint", "owner_id": HERE, "status": "in-use",
        "groups": [{"group_id": "sg-b"}], "private_ip_addresses": [{"private_ip_address": "10.0.0.5"}]});
    world
        .with("ec2.dhcp_options", "dopt-1", json!({"domain_name_servers": ["AmazonProvidedDNS"]}))
        .with("ec2.vpc", "vpc-1", json!({"cidr_block": "10.0.0.0/16", "enable_dns_support": true, "enable_dns_hostnames": true, "dhcp_options_id": "dopt-1", "hosted_zones": [
            {"hosted_zone_id": "Z1", "name": "corp.example.", "owning_account": HERE},
            {"hosted_zone_id": "ZM", "name": "deep.corp.example.", "owning_service": "vpce.amazonaws.com"}]}))
        .with("ec2.vpc", "vpc-2", json!({"cidr_block": "10.2.0.0/16"}))
        .with("route53.hosted_zone", "Z1", json!({"name": "corp.example.", "private_zone": true, "record_sets": records}))
        .with("ec2.network_interface", "eni-endpoint", interface)
        .with("ec2.vpc_endpoint", "vpce-1", json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Resource", "state": "available", "private_dns_enabled": true,
            "network_interface_ids": ["eni-endpoint"], "groups": [{"group_id": "sg-b"}], "subnet_ids": ["subnet-b"],
            "resource_configuration_arn": arn("vpc_lattice.resource_configuration", "rcfg-1"),
            "associations": [{"id": "a-1", "associated_resource_arn": arn("vpc_lattice.resource_configuration", "rcfg-1"),
                "associated_resource_accessibility": "Accessible", "dns_entry": {"dns_name": "vpce-1.vpce.amazonaws.com", "hosted_zone_id": "ZV"},
                "private_dns_entry": {"dns_name": "db.deep.corp.example"}}]}))
        .with("vpc_lattice.resource_configuration", "rcfg-1", json!({"resource_gateway_id": "rgw-1", "configuration_type": "ARN", "status": "ACTIVE",
            "arn_resource_arn": arn("rds.db_cluster", "cluster-1")}))
        .with("vpc_lattice.resource_gateway", "rgw-1", json!({"vpc_id": "vpc-2", "status": "ACTIVE", "subnet_ids": ["subnet-b"], "security_group_ids": ["sg-b"]}))
}

fn databases(world: World) -> World {
    let instance = |cluster: Json, zone: &str| {
        json!({"db_cluster_identifier": cluster, "db_subnet_group_name": "subnets-1", "engine": "aurora-mysql",
        "db_parameter_groups": [{"db_parameter_group_name": "parameters-2"}], "availability_zone": zone, "db_instance_status": "available", "publicly_accessible": false, "storage_encrypted": true, "multi_az": false,
        "backup_retention_period": 7, "deletion_protection": false, "iam_database_authentication_enabled": false,
        "endpoint": {"address": "m.example", "port": 3306}, "vpc_security_groups": [{"vpc_security_group_id": "sg-a"}]})
    };
    let target = |id: &str, cluster: Json| {
        json!({"target_type": "RDS_INSTANCE", "rds_resource_id": id, "tracked_cluster_id": cluster,
        "role": "READ_ONLY", "target_health": {"state": "AVAILABLE"}})
    };
    let member =
        |id: &str, writer: bool| json!({"db_instance_identifier": id, "is_cluster_writer": writer});
    world
        .with("rds.db_cluster", "cluster-1", json!({"engine": "aurora-mysql", "status": "available", "db_subnet_group": "subnets-1", "db_cluster_parameter_group": "parameters-1",
            "endpoint": "db.deep.corp.example", "reader_endpoint": "db-ro.deep.corp.example", "storage_encrypted": true, "storage_encryption_type": "sse-kms", "backup_retention_period": 7,
            "deletion_protection": true, "iam_database_authentication_enabled": true, "multi_az": true,
            "vpc_security_groups": [{"vpc_security_group_id": "sg-b"}], "db_cluster_members": [member("writer", true), member("reader", false)]}))
        .with("rds.db_instance", "writer", instance(json!("cluster-1"), "eu-west-1a"))
        .with("rds.db_instance", "reader", instance(json!("cluster-1"), "eu-west-1b"))
        .with("rds.db_instance", "single", instance(json!(null), "eu-west-1a"))
        .with("rds.db_cluster_parameter_group", "parameters-1", json!({}))
        .with("rds.db_parameter_group", "parameters-2", json!({}))
        .with("rds.db_subnet_group", "subnets-1", json!({"vpc_id": "vpc-1", "subnets": [{"subnet_identifier": "subnet-a"}, {"subnet_identifier": "subnet-b"}]}))
        .with("rds.db_proxy", "proxy-1", json!({"endpoint": "p.proxy-abc.eu-west-1.rds.amazonaws.com", "engine_family": "MYSQL", "vpc_id": "vpc-1", "status": "available", "vpc_security_group_ids": ["sg-a"], "targets": [
            {"target_type": "TRACKED_CLUSTER", "rds_resource_id": "cluster-1"}, target("reader", json!("cluster-1")), target("single", json!(null))]}))
        .with("rds.db_proxy_endpoint", "read-only", json!({"db_proxy_name": "proxy-1", "target_role": "READ_ONLY", "is_default": false, "status": "available"}))
}

fn services(world: World) -> World {
    let connector = arn("apprunner.vpc_connector", "connector-1");
    let variable = |name: &str, host: &str| json!({"name": name, "kind": "plain", "endpoints": [{"host": host, "port": 3306}]});
    world
        .with("apprunner.vpc_connector", "connector-1", json!({"vpc_connector_name": "c", "vpc_connector_revision": 1, "status": "ACTIVE",
            "subnets": ["subnet-a", "subnet-gone"], "security_groups": ["sg-a"]}))
        .with("apprunner.vpc_connector", "connector-2", json!({"vpc_connector_name": "c", "vpc_connector_revision": 2, "status": "ACTIVE",
            "subnets": ["subnet-c"], "security_groups": ["sg-c"]}))
        .with("apprunner.vpc_connector", "twin", json!({"vpc_connector_name": "t", "vpc_connector_revision": 1, "status": "ACTIVE",
            "subnets": ["subnet-a", "subnet-gone"], "security_groups": ["sg-a"]}))
        .with("ec2.subnet", "subnet-c", json!({"vpc_id": "vpc-1", "cidr_block": "10.0.3.0/24", "availability_zone_id": "euw1-az1",
            "tags": [{"key": "Name", "value": "db-c"}]}))
        .with("ec2.route_table", "rtb-c", json!({"vpc_id": "vpc-1", "associations": [{"main": false, "subnet_id": "subnet-c"}],
            "routes": [{"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local", "state": "active"}]}))
        .with("ec2.security_group", "sg-c", json!({"group_name": "c", "vpc_id": "vpc-1", "ip_permissions_egress": [
            {"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]}))
        .with("iam.role", "AWSServiceRoleForAppRunnerNetworking", json!({}))
        .with("logs.log_group", "/aws/apprunner/inside/1/application", json!({"retention_in_days": 30}))
        .with("apprunner.auto_scaling_configuration", "few", json!({}))
        .with("apprunner.vpc_ingress_connection", "in", json!({"service_arn": arn("apprunner.service", "inside"), "status": "AVAILABLE"}))
        .with("apprunner.service", "inside", json!({"service_id": "1", "status": "RUNNING", "egress_type": "VPC", "vpc_connector_arn": connector,
            "auto_scaling_configuration_arn": arn("apprunner.auto_scaling_configuration", "few"),
            "instance_role_arn": arn("iam.role", "deploy"), "operations": [
                {"id": "2", "operation_type": "PAUSE_SERVICE", "status": "SUCCEEDED"}, {"id": "1", "operation_type": "UPDATE_SERVICE", "status": "FAILED"}],
            "environment_variables": [variable("DB", "10.0.0.5"), variable("PROXY", "p.proxy-abc.eu-west-1.rds.amazonaws.com"),
                variable("OLD", "old.abc.eu-west-1.rds.amazonaws.com"), variable("WWW", "www.corp.example")]}))
        .with("apprunner.service", "asking", json!({"status": "RUNNING", "egress_type": "VPC",
            "vpc_connector_arn": arn("apprunner.vpc_connector", "connector-2"), "environment_variables": [variable("SELF", "p.proxy-abc.eu-west-1.rds.amazonaws.com")]}))
        .with("apprunner.service", "outside", json!({"status": "RUNNING", "egress_type": "DEFAULT",
            "instance_role_arn": arn("iam.role", "deploy"),
            "environment_variables": [variable("DB", "10.0.0.5"), variable("API", "203.0.113.77"),
                {"name": "KEY", "kind": "secret-reference",
                    "reference_arn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:k-AbCdEf"}]}))
}

fn identities(world: World) -> World {
    let provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    let condition =
        |key: &str, value: &str| json!({"operator": "StringLike", "key": key, "values": [value]});
    let trust = json!({"statements": [{"effect": "Allow", "principals": [{"kind": "Federated", "value": provider}],
        "actions": ["sts:AssumeRoleWithWebIdentity"], "conditions": [
            condition("token.actions.githubusercontent.com:aud", "sts.amazonaws.com"),
            condition("token.actions.githubusercontent.com:sub", "repo:o/r:*")]}]});
    let statement = |action: &str| json!({"statements": [{"effect": "Allow", "actions": [action], "resources": ["*"]}]});
    let summary = json!({"account_access_keys_present": 0, "account_mfa_enabled": 1, "account_password_present": 1});
    let mut world = world
        .with("account", "it", json!({"summary": summary, "password_policy": {"minimum_password_length": 14, "password_reuse_prevention": 3}}))
        .with("iam.role", "deploy", json!({"assume_role_policy_document": trust,
            "role_policy_list": [{"policy_name": "inline", "policy_document": statement("s3:GetObject")}],
            "attached_managed_policies": [{"policy_name": "policy-1", "policy_arn": arn("iam.policy", "policy-1")}]}))
        .with("iam.policy", "policy-1", json!({"default_version_document": statement("ecs:UpdateService")}))
        .with("iam.oidc_provider", "github", json!({"url": "token.actions.githubusercontent.com", "client_id_list": ["sts.amazonaws.com"]}));
    let last = world.resources.last_mut().expect("a provider");
    last.arn = provider.parse().expect("an ARN");
    world
}

/// A VPC whose zones overlap, whose names a rule takes away, and with an endpoint to a DNS name.
fn resolution(world: World) -> World {
    let record = |name: &str, address: &str| json!({"name": name, "record_type": "A", "ttl": 60, "resource_records": [address]});
    let zone = |name: &str, records: Json| json!({"name": name, "private_zone": true, "record_sets": records});
    let listed =
        |id: &str, name: &str| json!({"hosted_zone_id": id, "name": name, "owning_account": HERE});
    let configuration = arn("vpc_lattice.resource_configuration", "rcfg-3");
    let pattern = r#"{"source":["aws.ec2"],"detail":{"eventName":["ModifyVpcEndpoint"]}}"#;
    let dns = |protocol: &str| json!({"ip_protocol": protocol, "from_port": 53, "to_port": 53, "ip_ranges": [{"cidr_ip": "10.4.0.0/16"}]});
    world
        .with("ec2.vpc", "vpc-3", json!({"cidr_block": "10.3.0.0/16", "enable_dns_support": true, "enable_dns_hostnames": true,
            "dhcp_options_id": "dopt-1", "hosted_zones": [listed("Z3", "wide.example."), listed("Z4", "a.wide.example.")]}))
        .with("route53.hosted_zone", "Z3", zone("wide.example.", json!([record("x.a.wide.example.", "10.3.0.9"), record("z.wide.example.", "10.3.0.5")])))
        .with("route53.hosted_zone", "Z4", zone("a.wide.example.", json!([record("y.a.wide.example.", "10.3.0.9")])))
        .with("route53resolver.rule", "rslvr-rr-1", json!({"domain_name": "a.wide.example.", "rule_type": "FORWARD", "status": "COMPLETE", "target_ips": [{"ip": "192.168.0.2"}]}))
        .with("route53resolver.rule_association", "rslvr-rrassoc-1", json!({"resolver_rule_id": "rslvr-rr-1", "vpc_id": "vpc-3", "status": "COMPLETE"}))
        .with("ec2.network_interface", "eni-3", json!({"vpc_id": "vpc-3", "subnet_id": "subnet-3", "interface_type": "vpc_endpoint", "owner_id": HERE,
            "status": "in-use", "groups": [{"group_id": "sg-b"}], "private_ip_addresses": [{"private_ip_address": "10.3.0.5"}]}))
        .with("ec2.subnet", "subnet-3", json!({"vpc_id": "vpc-3", "availability_zone_id": "euw1-az1"}))
        .with("ec2.vpc_endpoint", "vpce-3", json!({"vpc_id": "vpc-3", "vpc_endpoint_type": "Resource", "state": "available", "private_dns_enabled": false,
            "network_interface_ids": ["eni-3"], "groups": [{"group_id": "sg-b"}], "resource_configuration_arn": configuration,
            "associations": [{"id": "a-3", "associated_resource_arn": configuration, "dns_entry": {"dns_name": "vpce-3.on.aws"}}]}))
        .with("vpc_lattice.resource_configuration", "rcfg-3", json!({"resource_gateway_id": "rgw-1", "configuration_type": "SINGLE", "status": "ACTIVE",
            "dns_resource_domain_name": "z.wide.example"}))
        .with("vpc_lattice.resource_configuration", "rcfg-4", json!({"resource_gateway_id": "rgw-1", "configuration_type": "SINGLE", "status": "ACTIVE",
            "dns_resource_domain_name": "db.deep.corp.example"}))
        .with("events.rule", "follow", json!({"state": "ENABLED", "event_pattern": pattern}))
        .with("ec2.dhcp_options", "dopt-4", json!({"domain_name_servers": ["10.4.0.53"]}))
        .with("ec2.vpc", "vpc-4", json!({"cidr_block": "10.4.0.0/16", "dhcp_options_id": "dopt-4"}))
        .with("ec2.subnet", "subnet-4", json!({"vpc_id": "vpc-4", "availability_zone_id": "euw1-az1", "available_ip_address_count": 20}))
        .with("ec2.security_group", "sg-dns", json!({"group_name": "dns", "vpc_id": "vpc-4", "ip_permissions_egress": [dns("udp"), dns("tcp")]}))
        .with("apprunner.vpc_connector", "connector-4", json!({"status": "ACTIVE", "subnets": ["subnet-4"], "security_groups": ["sg-dns"]}))
}
