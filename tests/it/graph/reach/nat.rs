//! 2.6: NAT gateways take TCP, UDP and ICMP of IPv4 from inside, and let nothing in.

use assize::graph::packet::Service;
use serde_json::{Value as Json, json};

use super::{Town, answer, says, to, told};
use crate::graph::world::World;

/// The application's subnet goes out by a NAT gateway in the database's.
pub(in crate::graph) fn town(gateway: Json) -> World {
    let town = Town::new();
    let mut facts = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-b", "state": "available", "connectivity_type": "public",
        "availability_mode": "zonal", "nat_gateway_addresses": [{"private_ip": "10.0.1.100", "public_ip": "203.0.113.100"}]});
    for (key, value) in gateway.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    let own = json!({"vpc_id": "vpc-1", "routes": [to("10.0.0.0/16", "gateway_id", "local"), to("0.0.0.0/0", "nat_gateway_id", "nat-1")],
        "associations": [{"main": false, "subnet_id": "subnet-a", "state": "associated"}]});
    town.world()
        .with("ec2.nat_gateway", "nat-1", facts)
        .with("ec2.route_table", "rtb-a", own)
}

#[test]
fn what_goes_out_by_nat_finds_back() {
    let found = answer(
        &town(json!({})),
        "eni-app",
        "internet",
        Service::ports(Service::TCP, 443, 443),
    );
    assert_eq!(told(&found), "yes");
    let ids = |leg: &assize::model::reach::Leg| -> Vec<String> {
        leg.path.iter().map(|hop| hop.id.clone()).collect()
    };
    let back = ids(found.report.back.as_ref().expect("a way back"));
    assert_eq!(
        back,
        [
            "igw-1", "acl-1", "nat-1", "acl-1", "rtb-1", "acl-1", "eni-app"
        ]
    );
}

#[test]
fn nothing_comes_in_by_nat() {
    assert_eq!(
        says(&town(json!({})), "internet", "eni-app", 443),
        "no: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at internet"
    );
}

#[test]
fn only_tcp_udp_and_icmp_of_ipv4_pass() {
    let found = answer(
        &town(json!({})),
        "eni-app",
        "internet",
        Service::protocol(47),
    );
    assert_eq!(told(&found), "no: PROTOCOL_RESTRICTION at nat-1");
    let echo = Service::icmp(Service::ICMP, Some(8), Some(0));
    assert_eq!(
        told(&answer(&town(json!({})), "eni-app", "internet", echo)),
        "yes"
    );
}

#[test]
fn a_gateway_that_is_gone_or_private_leads_nowhere() {
    assert_eq!(
        says(
            &town(json!({"state": "deleted"})),
            "eni-app",
            "internet",
            443
        ),
        "no: BAD_STATE at nat-1"
    );
    let private = json!({"connectivity_type": "private", "nat_gateway_addresses": [{"private_ip": "10.0.1.100"}]});
    assert_eq!(
        says(&town(private), "eni-app", "internet", 443),
        "no: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at igw-1"
    );
}

#[test]
fn a_gateway_does_not_serve_its_own_subnet() {
    let own = json!({"subnet_id": "subnet-a", "nat_gateway_addresses": [{"private_ip": "10.0.0.100", "public_ip": "203.0.113.100"}]});
    assert_eq!(
        says(&town(own), "eni-app", "internet", 443),
        "no: CANNOT_ROUTE at nat-1"
    );
}

#[test]
fn which_zones_a_regional_gateway_serves_nobody_tells() {
    let regional = json!({"subnet_id": null, "availability_mode": "regional"});
    let said = says(&town(regional), "eni-app", "internet", 443);
    assert!(
        said.starts_with("unknown: ") && said.contains("which zones nat-1 serves"),
        "{said}"
    );
}

/// Whoever stands behind a gateway that nobody told of may be given an address of the internet by it,
/// to which answers find back: a "no" would be a guess.
#[test]
fn behind_a_gateway_that_is_not_known_the_internet_may_be_reached() {
    let interfaces = "ec2:DescribeNetworkInterfaces";
    for (field, id, refused) in [
        ("nat_gateway_id", "nat-1", Some("ec2:DescribeNatGateways")),
        ("network_interface_id", "eni-gone", Some(interfaces)),
        ("gateway_id", "vpce-gone", Some("ec2:DescribeVpcEndpoints")),
        ("local_gateway_id", "lgw-1", None),
        ("carrier_gateway_id", "cagw-1", None),
    ] {
        let mut town = Town::new();
        town.routes = json!([
            to("10.0.0.0/16", "gateway_id", "local"),
            to("0.0.0.0/0", field, id)
        ]);
        let world = town.world();
        let world = refused.map_or(world.clone(), |call| world.denied(call));
        let said = says(&world, "eni-app", "internet", 443);
        assert!(said.starts_with("unknown: "), "{field}: {said}");
    }
}
