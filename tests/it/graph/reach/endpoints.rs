//! 2.8: endpoints. One of type `Gateway` is a target of routes, an interface endpoint is an interface.

use assize::graph::packet::Service;
use serde_json::{Value as Json, json};

use super::{Town, answer, says, to, told};
use crate::graph::world::World;

fn with_gateway(routes: Json) -> World {
    let mut town = Town::new();
    town.routes = routes;
    town.world()
        .with("ec2.vpc_endpoint", "vpce-s3", json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Gateway", "state": "available", "route_table_ids": ["rtb-1"]}))
        .with("ec2.prefix_list", "pl-s3", json!({"prefix_list_name": "s3", "owner_id": "AWS", "entries": [{"cidr": "52.218.0.0/17"}]}))
}

fn list() -> Json {
    json!({"destination_prefix_list_id": "pl-s3", "gateway_id": "vpce-s3", "state": "active"})
}

#[test]
fn a_gateway_endpoint_is_reached_where_a_route_has_its_list() {
    let local = to("10.0.0.0/16", "gateway_id", "local");
    assert_eq!(
        says(
            &with_gateway(json!([local, list()])),
            "eni-app",
            "vpce-s3",
            443
        ),
        "yes"
    );
    let said = says(&with_gateway(json!([local])), "eni-app", "vpce-s3", 443);
    assert_eq!(said, "no: NO_ROUTE_TO_DESTINATION at rtb-1");
}

#[test]
fn a_gateway_endpoint_takes_tcp_and_echo() {
    let world = with_gateway(json!([list()]));
    let udp = answer(
        &world,
        "eni-app",
        "vpce-s3",
        Service::ports(Service::UDP, 443, 443),
    );
    assert_eq!(
        told(&udp),
        "no: VPCE_GATEWAY_PROTOCOL_RESTRICTION at vpce-s3"
    );
}

#[test]
fn what_goes_to_a_service_does_not_go_to_the_internet() {
    let routes = json!([list(), to("0.0.0.0/0", "gateway_id", "igw-1")]);
    let said = says(&with_gateway(routes), "eni-app", "52.218.1.1", 443);
    assert_eq!(said, "no: NO_POSSIBLE_DESTINATION at vpce-s3");
}

#[test]
fn an_interface_endpoint_has_groups_like_any_interface() {
    let town = Town::new();
    let facts = json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Interface", "state": "available", "private_dns_enabled": true,
        "network_interface_ids": ["eni-db"], "subnet_ids": ["subnet-b"], "groups": [{"group_id": "sg-db"}]});
    let world = town.world().with("ec2.vpc_endpoint", "vpce-1", facts);
    assert_eq!(says(&world, "eni-app", "vpce-1", 5432), "yes");
    assert_eq!(
        says(&world, "eni-app", "vpce-1", 443),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
}

#[test]
fn what_an_inspecting_appliance_lets_pass_nobody_knows() {
    let mut town = Town::new();
    town.routes = json!([
        to("10.0.0.0/16", "gateway_id", "local"),
        to("0.0.0.0/0", "gateway_id", "vpce-fw")
    ]);
    town.app = json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.10", "public_ip": "203.0.113.10"}]});
    let world = town
        .world()
        .with("ec2.subnet", "subnet-fw", json!({"vpc_id": "vpc-1", "availability_zone": "eu-west-1a", "availability_zone_id": "euw1-az1"}))
        .with("ec2.route_table", "rtb-fw", json!({"vpc_id": "vpc-1", "routes": [to("0.0.0.0/0", "gateway_id", "igw-1")],
            "associations": [{"main": false, "subnet_id": "subnet-fw", "state": "associated"}]}))
        .with("ec2.vpc_endpoint", "vpce-fw", json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "GatewayLoadBalancer", "state": "available", "subnet_ids": ["subnet-fw"]}));
    let said = says(&world, "eni-app", "198.51.100.7", 443);
    assert_eq!(said, "unknown: what the appliance behind vpce-fw lets pass");
}
