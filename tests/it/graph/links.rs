//! Links: from each resource to those that it names and those that name it.

use assize::graph::schema;
use serde_json::{Value as Json, json};

use super::world::{HERE, World, arn};

/// Two of everything, linked in every way.
fn world() -> World {
    network(databases(services(World::new())))
}

fn network(world: World) -> World {
    let pair =
        |group: &str| json!({"ip_protocol": "tcp", "user_id_group_pairs": [{"group_id": group}]});
    world
        .with("ec2.vpc", "vpc-1", json!({"hosted_zones": [{"hosted_zone_id": "Z1", "name": "corp.example."}], "dhcp_options_id": "dopt-1"}))
        .with("ec2.vpc", "vpc-2", json!({"dhcp_options_id": "default"}))
        .with("ec2.dhcp_options", "dopt-1", json!({}))
        .with("ec2.subnet", "subnet-a", json!({"vpc_id": "vpc-1"}))
        .with("ec2.subnet", "subnet-b", json!({"vpc_id": "vpc-1"}))
        .with("ec2.route_table", "rtb-1", json!({"vpc_id": "vpc-1"}))
        .with("ec2.security_group", "sg-a", json!({"vpc_id": "vpc-1", "ip_permissions": [pair("sg-a"), pair("sg-b")], "ip_permissions_egress": []}))
        .with("ec2.security_group", "sg-b", json!({"vpc_id": "vpc-1", "ip_permissions": [], "ip_permissions_egress": []}))
        .with("ec2.network_interface", "eni-1", json!({"vpc_id": "vpc-1", "subnet_id": "subnet-a", "groups": [{"group_id": "sg-a"}, {"group_id": "sg-b"}],
            "private_ip_addresses": [{"private_ip_address": "10.0.0.5"}]}))
        .with("ec2.vpc_endpoint", "vpce-1", json!({"vpc_id": "vpc-1", "network_interface_ids": ["eni-1"], "groups": [{"group_id": "sg-b"}],
            "vpc_endpoint_type": "Resource", "resource_configuration_arn": arn("vpc_lattice.resource_configuration", "rcfg-1")}))
        .with("vpc_lattice.resource_configuration", "rcfg-1", json!({"resource_gateway_id": "rgw-1", "configuration_type": "SINGLE"}))
        .with("vpc_lattice.resource_gateway", "rgw-1", json!({"vpc_id": "vpc-2", "subnet_ids": ["subnet-b"], "security_group_ids": ["sg-b"]}))
        .with("route53.hosted_zone", "Z1", json!({"name": "corp.example.", "record_sets": [
            {"name": "db.corp.example.", "record_type": "A", "resource_records": ["10.0.0.5"], "ttl": 60}]}))
}

fn databases(world: World) -> World {
    let in_group = |cluster: Json| {
        json!({"db_cluster_identifier": cluster, "db_subnet_group_name": "subnets-own", "engine": "postgres",
        "db_parameter_groups": [{"db_parameter_group_name": "parameters-2"}],
        "vpc_security_groups": [{"vpc_security_group_id": "sg-a"}]})
    };
    let member = json!({"db_cluster_identifier": "cluster-1", "engine": "aurora-postgresql"});
    world
        .with("rds.db_cluster", "cluster-1", json!({"engine": "aurora-postgresql", "db_subnet_group": "subnets-1", "db_cluster_parameter_group": "parameters-1",
            "vpc_security_groups": [{"vpc_security_group_id": "sg-b"}],
            "db_cluster_members": [{"db_instance_identifier": "member-1", "is_cluster_writer": true}]}))
        .with("rds.db_instance", "member-1", member)
        .with("rds.db_instance", "single-1", in_group(json!(null)))
        .with("rds.db_cluster_parameter_group", "parameters-1", json!({}))
        .with("rds.db_parameter_group", "parameters-2", json!({}))
        .with("rds.db_subnet_group", "subnets-1", json!({"subnets": [{"subnet_identifier": "subnet-a"}, {"subnet_identifier": "subnet-b"}]}))
        .with("rds.db_subnet_group", "subnets-own", json!({"subnets": [{"subnet_identifier": "subnet-b"}]}))
        .with("rds.db_proxy", "proxy-1", json!({"vpc_security_group_ids": ["sg-a"], "targets": [
            {"target_type": "TRACKED_CLUSTER", "rds_resource_id": "cluster-1"},
            {"target_type": "RDS_INSTANCE", "rds_resource_id": "member-1", "tracked_cluster_id": "cluster-1"},
            {"target_type": "RDS_INSTANCE", "rds_resource_id": "single-1"}]}))
        .with("rds.db_proxy_endpoint", "reader", json!({"db_proxy_name": "proxy-1"}))
        .with("rds.db_proxy_endpoint", "elsewhere", json!({"db_proxy_name": "proxy-2"}))
}

fn services(world: World) -> World {
    let policy = arn("iam.policy", "policy-1");
    world
        .with(
            "apprunner.vpc_connector",
            "connector-1",
            json!({"subnets": ["subnet-a"], "security_groups": ["sg-a"]}),
        )
        .with(
            "apprunner.service",
            "service-1",
            json!({"vpc_connector_arn": arn("apprunner.vpc_connector", "connector-1"), "auto_scaling_configuration_arn": arn("apprunner.auto_scaling_configuration", "few")}),
        )
        .with("apprunner.auto_scaling_configuration", "few", json!({}))
        .with("apprunner.service", "service-2", json!({}))
        .with(
            "iam.role",
            "role-1",
            json!({"attached_managed_policies": [{"policy_name": "policy-1", "policy_arn": policy}],
            "assume_role_policy_document": {}}),
        )
        .with("iam.policy", "policy-1", json!({"policy_name": "policy-1"}))
}

/// From where, by which link, to which ids.
const LINKS: &[(&str, &str, &str, &[&str])] = &[
    ("ec2.subnet", "subnet-a", "vpc.vpc_id", &["vpc-1"]),
    (
        "ec2.vpc",
        "vpc-1",
        "dhcp_options.dhcp_options_id",
        &["dopt-1"],
    ),
    (
        "apprunner.service",
        "service-1",
        "auto_scaling_configuration.auto_scaling_configuration_name",
        &["few"],
    ),
    (
        "rds.db_cluster",
        "cluster-1",
        "parameter_group.db_cluster_parameter_group_name",
        &["parameters-1"],
    ),
    (
        "rds.db_instance",
        "single-1",
        "parameter_groups[].db_parameter_group_name",
        &["parameters-2"],
    ),
    ("ec2.security_group", "sg-a", "vpc.vpc_id", &["vpc-1"]),
    (
        "ec2.security_group",
        "sg-a",
        "referenced_groups[].group_id",
        &["sg-a", "sg-b"],
    ),
    (
        "ec2.security_group",
        "sg-b",
        "referenced_groups[].group_id",
        &[],
    ),
    (
        "ec2.security_group",
        "sg-a",
        "attached_interfaces[].network_interface_id",
        &["eni-1"],
    ),
    (
        "ec2.security_group",
        "sg-a",
        "attached_connectors[].vpc_connector_name",
        &["connector-1"],
    ),
    (
        "ec2.security_group",
        "sg-b",
        "attached_connectors[].vpc_connector_name",
        &[],
    ),
    (
        "ec2.security_group",
        "sg-a",
        "attached_endpoints[].vpc_endpoint_id",
        &[],
    ),
    (
        "ec2.security_group",
        "sg-b",
        "attached_endpoints[].vpc_endpoint_id",
        &["vpce-1"],
    ),
    ("ec2.network_interface", "eni-1", "vpc.vpc_id", &["vpc-1"]),
    (
        "ec2.network_interface",
        "eni-1",
        "subnet.subnet_id",
        &["subnet-a"],
    ),
    (
        "ec2.network_interface",
        "eni-1",
        "security_groups[].group_id",
        &["sg-a", "sg-b"],
    ),
    ("ec2.vpc_endpoint", "vpce-1", "vpc.vpc_id", &["vpc-1"]),
    (
        "ec2.vpc_endpoint",
        "vpce-1",
        "network_interfaces[].network_interface_id",
        &["eni-1"],
    ),
    (
        "ec2.vpc_endpoint",
        "vpce-1",
        "security_groups[].group_id",
        &["sg-b"],
    ),
    (
        "ec2.vpc_endpoint",
        "vpce-1",
        "resource_configuration.id",
        &["rcfg-1"],
    ),
    (
        "ec2.vpc_endpoint",
        "vpce-1",
        "resource_configurations[].id",
        &["rcfg-1"],
    ),
    (
        "ec2.vpc",
        "vpc-1",
        "endpoints[].vpc_endpoint_id",
        &["vpce-1"],
    ),
    ("ec2.vpc", "vpc-2", "endpoints[].vpc_endpoint_id", &[]),
    (
        "ec2.vpc",
        "vpc-1",
        "network_interfaces[].network_interface_id",
        &["eni-1"],
    ),
    (
        "ec2.vpc",
        "vpc-1",
        "route_tables[].route_table_id",
        &["rtb-1"],
    ),
    (
        "vpc_lattice.resource_configuration",
        "rcfg-1",
        "resource_gateway.id",
        &["rgw-1"],
    ),
    (
        "vpc_lattice.resource_gateway",
        "rgw-1",
        "vpc.vpc_id",
        &["vpc-2"],
    ),
    (
        "vpc_lattice.resource_gateway",
        "rgw-1",
        "subnets[].subnet_id",
        &["subnet-b"],
    ),
    (
        "vpc_lattice.resource_gateway",
        "rgw-1",
        "security_groups[].group_id",
        &["sg-b"],
    ),
    (
        "rds.db_instance",
        "member-1",
        "cluster.db_cluster_identifier",
        &["cluster-1"],
    ),
    (
        "rds.db_instance",
        "single-1",
        "cluster.db_cluster_identifier",
        &[],
    ),
    (
        "rds.db_instance",
        "member-1",
        "subnet_group.db_subnet_group_name",
        &["subnets-1"],
    ),
    (
        "rds.db_instance",
        "single-1",
        "subnet_group.db_subnet_group_name",
        &["subnets-own"],
    ),
    (
        "rds.db_instance",
        "single-1",
        "security_groups[].group_id",
        &["sg-a"],
    ),
    (
        "rds.db_cluster",
        "cluster-1",
        "members[].db_instance_identifier",
        &["member-1"],
    ),
    (
        "rds.db_cluster",
        "cluster-1",
        "subnet_group.db_subnet_group_name",
        &["subnets-1"],
    ),
    (
        "rds.db_cluster",
        "cluster-1",
        "security_groups[].group_id",
        &["sg-b"],
    ),
    (
        "rds.db_subnet_group",
        "subnets-1",
        "member_subnets[].subnet_id",
        &["subnet-a", "subnet-b"],
    ),
    (
        "rds.db_proxy",
        "proxy-1",
        "security_groups[].group_id",
        &["sg-a"],
    ),
    (
        "rds.db_proxy",
        "proxy-1",
        "endpoints[].db_proxy_endpoint_name",
        &["reader"],
    ),
    (
        "rds.db_proxy",
        "proxy-1",
        "clusters[].db_cluster_identifier",
        &["cluster-1"],
    ),
    (
        "rds.db_proxy",
        "proxy-1",
        "instances[].db_instance_identifier",
        &["single-1"],
    ),
    (
        "rds.db_proxy_endpoint",
        "reader",
        "proxy.db_proxy_name",
        &["proxy-1"],
    ),
    (
        "rds.database",
        "cluster-1",
        "cluster.db_cluster_identifier",
        &["cluster-1"],
    ),
    (
        "rds.database",
        "cluster-1",
        "instance.db_instance_identifier",
        &[],
    ),
    (
        "rds.database",
        "single-1",
        "cluster.db_cluster_identifier",
        &[],
    ),
    (
        "rds.database",
        "single-1",
        "instance.db_instance_identifier",
        &["single-1"],
    ),
    (
        "rds.database",
        "cluster-1",
        "members[].db_instance_identifier",
        &["member-1"],
    ),
    (
        "rds.database",
        "single-1",
        "members[].db_instance_identifier",
        &["single-1"],
    ),
    (
        "rds.database",
        "cluster-1",
        "subnet_group.db_subnet_group_name",
        &["subnets-1"],
    ),
    (
        "rds.database",
        "single-1",
        "security_groups[].group_id",
        &["sg-a"],
    ),
    (
        "apprunner.service",
        "service-1",
        "vpc_connector.vpc_connector_name",
        &["connector-1"],
    ),
    (
        "apprunner.service",
        "service-2",
        "vpc_connector.vpc_connector_name",
        &[],
    ),
    (
        "apprunner.vpc_connector",
        "connector-1",
        "services[].service_name",
        &["service-1"],
    ),
    (
        "apprunner.vpc_connector",
        "connector-1",
        "member_subnets[].subnet_id",
        &["subnet-a"],
    ),
    (
        "apprunner.vpc_connector",
        "connector-1",
        "member_security_groups[].group_id",
        &["sg-a"],
    ),
    (
        "iam.role",
        "role-1",
        "managed_policies[].policy_name",
        &["policy-1"],
    ),
    ("dns.name_in_vpc", "vpc-1", "vpc.vpc_id", &["vpc-1"]),
    (
        "dns.name_in_vpc",
        "vpc-1",
        "hosted_zone.hosted_zone_id",
        &["Z1"],
    ),
    (
        "dns.name_in_vpc",
        "vpc-1",
        "endpoint.vpc_endpoint_id",
        &["vpce-1"],
    ),
];

pub(super) fn subject(kind: &str, name: &str) -> String {
    match kind {
        "dns.name_in_vpc" => format!("{}/dns-name/db.corp.example", arn("ec2.vpc", name)),
        "rds.database" if name.starts_with("cluster") => arn("rds.db_cluster", name),
        "rds.database" => arn("rds.db_instance", name),
        _ => arn(kind, name),
    }
}

/// The ids at the end of a path.
pub(super) fn ids(world: &World, kind: &str, arn: &str, path: &str) -> (Vec<String>, Vec<String>) {
    let seen = world.see_arn(kind, arn, &[&format!("{path} as ids")], &[]);
    let ids = match &seen.view["ids"] {
        Json::Array(ids) => ids
            .iter()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect(),
        Json::String(id) => vec![id.clone()],
        _ => Vec::new(),
    };
    (ids, seen.gaps)
}

#[test]
fn each_link_leads_to_what_is_named() {
    let world = world();
    for (kind, name, path, wanted) in LINKS {
        let (ids, gaps) = ids(&world, kind, &subject(kind, name), path);
        assert_eq!(ids, *wanted, "{kind} {name} {path}");
        assert_eq!(gaps, [""; 0], "{kind} {name} {path}");
    }
}

#[test]
fn a_call_that_was_refused_hides_what_a_link_leads_to() {
    for (kind, name, path, wanted) in LINKS {
        let (first, _) = path.split_once(['.', '[']).expect("a link");
        let link = schema::kind(kind)
            .and_then(|kind| kind.links.iter().find(|link| link.name == first))
            .expect("a link");
        if wanted.is_empty()
            || link.target == "dns.name_in_vpc"
            || kind == &link.target
            || kind == &"rds.database"
            || kind == &"dns.name_in_vpc"
        {
            continue;
        }
        // Nothing of the target's kind was told.
        let mut world = world();
        world.resources.retain(|one| one.kind().name != link.target);
        let listing = schema::kind(link.target).expect("a kind").enumerated_by[0];
        let seen = ids(&world.denied(listing), kind, &subject(kind, name), path);
        let there = if listing.starts_with("iam:") || listing.starts_with("route53:") {
            "global"
        } else {
            "eu-west-1"
        };
        assert_eq!(
            seen.1,
            [format!("{listing} denied {HERE}/{there}")],
            "{kind} {name} {path}"
        );
    }
}
