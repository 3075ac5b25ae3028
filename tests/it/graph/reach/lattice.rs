//! 2.10: a resource endpoint of VPC Lattice leads to a gateway in the VPC of the resource.

use serde_json::{Value as Json, json};

use super::{Town, interface, says, to};
use crate::graph::world::{World, arn};

/// A client in a VPC without any route to the town, with an endpoint to its database.
pub(in crate::graph) fn world(town: &Town, configuration: Json, endpoint_ingress: Json) -> World {
    let all = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let mut configured = json!({"resource_gateway_id": "rgw-1", "configuration_type": "ARN", "status": "ACTIVE",
        "arn_resource_arn": arn("rds.db_instance", "orders")});
    for (key, value) in configuration.as_object().expect("a record") {
        configured[key] = value.clone();
    }
    let over = json!({"vpc_id": "vpc-2"});
    town.world()
        .with("ec2.vpc", "vpc-2", json!({"cidr_block": "10.1.0.0/16", "cidr_block_associations": [{"cidr_block": "10.1.0.0/16", "state": "associated"}]}))
        .with("ec2.subnet", "subnet-c", json!({"vpc_id": "vpc-2", "cidr_block": "10.1.0.0/24", "availability_zone": "eu-west-1b", "availability_zone_id": "euw1-az2"}))
        .with("ec2.route_table", "rtb-c", json!({"vpc_id": "vpc-2", "routes": [to("10.1.0.0/16", "gateway_id", "local")], "associations": [{"main": true, "state": "associated"}]}))
        .with("ec2.network_acl", "acl-c", json!({"entries": town.entries, "associated_subnet_ids": ["subnet-c"]}))
        .with("ec2.security_group", "sg-client", json!({"group_name": "c", "vpc_id": "vpc-2", "ip_permissions_egress": all}))
        .with("ec2.security_group", "sg-endpoint", json!({"group_name": "e", "vpc_id": "vpc-2", "ip_permissions": endpoint_ingress}))
        .with("ec2.network_interface", "eni-client", interface("subnet-c", "10.1.0.30", "sg-client", &over))
        .with("ec2.network_interface", "eni-endpoint", interface("subnet-c", "10.1.0.40", "sg-endpoint", &json!({"vpc_id": "vpc-2", "interface_type": "vpc_endpoint"})))
        .with("ec2.vpc_endpoint", "vpce-1", json!({"vpc_id": "vpc-2", "vpc_endpoint_type": "Resource", "state": "available", "private_dns_enabled": false,
            "network_interface_ids": ["eni-endpoint"], "subnet_ids": ["subnet-c"], "groups": [{"group_id": "sg-endpoint"}],
            "resource_configuration_arn": arn("vpc_lattice.resource_configuration", "rcfg-1"),
            "associations": [{"id": "a-1", "associated_resource_accessibility": "Accessible"}]}))
        .with("vpc_lattice.resource_configuration", "rcfg-1", configured)
        .with("vpc_lattice.resource_gateway", "rgw-1", json!({"vpc_id": "vpc-1", "status": "ACTIVE", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-app"]}))
        .with("rds.db_instance", "orders", json!({"engine": "postgres", "db_instance_status": "available", "db_subnet_group_name": "subnets-1",
            "availability_zone": "eu-west-1b", "publicly_accessible": false, "endpoint": {"address": "db.example", "port": 5432},
            "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]}))
        .with("rds.db_subnet_group", "subnets-1", json!({"vpc_id": "vpc-1", "subnets": [{"subnet_identifier": "subnet-b"}]}))
}

pub(in crate::graph) fn open() -> Json {
    json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "10.1.0.0/16"}]}])
}

pub(in crate::graph) fn said(world: &World) -> String {
    says(world, "eni-client", "orders", 5432)
}

#[test]
fn a_client_reaches_a_database_by_its_endpoint_and_the_gateway() {
    assert_eq!(said(&world(&Town::new(), json!({}), open())), "yes");
    let by_name = json!({"arn_resource_arn": null, "dns_resource_domain_name": "DB.example.", "configuration_type": "SINGLE", "port_ranges": ["5432"]});
    assert_eq!(said(&world(&Town::new(), by_name, open())), "yes");
}

#[test]
fn each_part_can_stop_it() {
    let town = Town::new();
    assert!(said(&world(&town, json!({}), json!([]))).starts_with("no: "));
    assert!(said(&world(&town, json!({"status": "CREATE_FAILED"}), open())).starts_with("no: "));
    assert!(said(&world(&town, json!({"port_ranges": ["3306"]}), open())).starts_with("no: "));
    let mut closed = Town::new();
    closed.db_ingress = json!([]);
    assert!(said(&world(&closed, json!({}), open())).starts_with("no: "));
}

#[test]
fn a_configuration_that_nobody_told_is_no_reason_for_a_no() {
    let mut gone = world(&Town::new(), json!({}), open());
    let configuration = arn("vpc_lattice.resource_configuration", "rcfg-1");
    gone.resources
        .retain(|one| one.arn.as_str() != configuration);
    let hidden = gone.denied("vpc-lattice:ListResourceConfigurations");
    assert_eq!(
        said(&hidden),
        "unknown: vpc-lattice:ListResourceConfigurations"
    );
    // A name that RDS did not make may be that of the database.
    let another = json!({"arn_resource_arn": null, "dns_resource_domain_name": "db.corp.example", "configuration_type": "SINGLE", "port_ranges": ["5432"]});
    let told = said(&world(&Town::new(), another, open()));
    assert!(told.contains("what db.corp.example of rcfg-1 is"), "{told}");
}

/// The client's VPC has an endpoint to a service network, or is associated with one.
pub(in crate::graph) fn in_network(by_endpoint: bool, status: &str) -> World {
    let mut world = world(&Town::new(), json!({}), open());
    let network = arn("vpc_lattice.service_network", "sn-1");
    let endpoint = arn("ec2.vpc_endpoint", "vpce-1");
    world.resources.retain(|one| one.arn.as_str() != endpoint);
    let world = world
        .with(
            "vpc_lattice.service_network",
            "sn-1",
            json!({"auth_type": "NONE", "number_of_associated_services": 0}),
        )
        .with(
            "vpc_lattice.service_network_resource_association",
            "snra-1",
            json!({"status": status, "service_network_arn": network,
            "resource_configuration_arn": arn("vpc_lattice.resource_configuration", "rcfg-1")}),
        );
    match by_endpoint {
        true => world.with("ec2.vpc_endpoint", "vpce-2", json!({"vpc_id": "vpc-2", "vpc_endpoint_type": "ServiceNetwork", "state": "available",
            "private_dns_enabled": false, "network_interface_ids": ["eni-endpoint"], "subnet_ids": ["subnet-c"],
            "groups": [{"group_id": "sg-endpoint"}], "service_network_arn": network})),
        false => world.with("vpc_lattice.service_network_vpc_association", "snva-1", json!({"status": "ACTIVE",
            "service_network_arn": network, "vpc_id": "vpc-2"})),
    }
}

#[test]
fn an_endpoint_to_a_service_network_leads_to_its_resources() {
    assert_eq!(said(&in_network(true, "ACTIVE")), "yes");
    assert_eq!(
        said(&in_network(true, "CREATE_IN_PROGRESS")),
        "no: BAD_STATE at snra-1"
    );
}

#[test]
fn the_association_of_a_vpc_leads_to_the_resources_of_the_service_network() {
    assert_eq!(said(&in_network(false, "ACTIVE")), "yes");
    assert!(said(&in_network(false, "DELETE_FAILED")).starts_with("no: "));
}

#[test]
fn consumers_are_among_the_sources_of_a_database() {
    let sources = |world: &World| -> Vec<(String, String)> {
        let snapshot = world.snapshot();
        let graph = assize::graph::Graph::build(&snapshot, Box::new(|_| "unknown"));
        let to = assize::graph::reach::Party::find(&graph, "orders").expect("the database");
        let service = assize::graph::packet::Service::all();
        let all = assize::graph::reach::all_sources(&graph, &to, &service);
        let lattice = all
            .each
            .iter()
            .filter(|one| one.class == "resource-endpoint");
        let told = lattice.map(|one| {
            (
                one.label.to_string(),
                one.account.clone().unwrap_or_default().to_string(),
            )
        });
        told.collect()
    };
    let own = world(&Town::new(), json!({}), open());
    assert_eq!(
        sources(&own),
        [("vpce-1".to_owned(), super::HERE.to_owned())]
    );
    // The provider is told of endpoints in accounts that were not read.
    let more = own.with(
        "vpc_lattice.resource_endpoint_association",
        "rea-1",
        json!({"resource_configuration_arn": arn("vpc_lattice.resource_configuration", "rcfg-1"),
            "vpc_endpoint_id": "vpce-9", "vpc_endpoint_owner": "999988887777"}),
    );
    assert!(sources(&more).contains(&("vpce-9".to_owned(), "999988887777".to_owned())));
    let mut closed = Town::new();
    closed.db_ingress = json!([]);
    assert_eq!(sources(&world(&closed, json!({}), open())), []);
}
