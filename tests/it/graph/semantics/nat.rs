//! NAT gateways (2.6): what they take, from whom, and under which address it goes on.

use assize::graph::packet::Service;
use serde_json::{Value as Json, json};

use super::super::reach::joined::{peered, peering, with_client};
use super::super::reach::nat::town;
use super::super::reach::{entry, says, to};
use super::super::world::World;
use super::{asked, tcp, udp};

#[test]
fn tcp_udp_and_icmp_pass_and_nothing_else() {
    let echo = Service::icmp(Service::ICMP, Some(8), Some(0));
    for (service, wanted) in [
        (tcp(443), "yes"),
        (udp(53), "yes"),
        (echo, "yes"),
        (Service::protocol(50), "no: PROTOCOL_RESTRICTION at nat-1"),
        (Service::protocol(132), "no: PROTOCOL_RESTRICTION at nat-1"),
    ] {
        assert_eq!(
            asked(&town(json!({})), "eni-app", "internet", service),
            wanted
        );
    }
}

#[test]
fn nothing_comes_in_by_it_and_nothing_is_for_itself() {
    let own = json!({"interface_type": "nat_gateway", "subnet_id": "subnet-b", "vpc_id": "vpc-1", "status": "in-use", "source_dest_check": false,
        "owner_id": "111122223333", "groups": [], "private_ip_addresses": [{"private_ip_address": "10.0.1.100", "public_ip": "203.0.113.100"}]});
    let world = town(json!({})).with("ec2.network_interface", "eni-nat", own);
    assert!(says(&world, "internet", "eni-app", 443).starts_with("no: "));
    for from in ["internet", "eni-app"] {
        assert_eq!(
            says(&world, from, "eni-nat", 443),
            "no: NO_POSSIBLE_DESTINATION at eni-nat",
            "{from}"
        );
    }
}

#[test]
fn it_does_not_serve_its_own_subnet() {
    let own = json!({"subnet_id": "subnet-a", "nat_gateway_addresses": [{"private_ip": "10.0.0.100", "public_ip": "203.0.113.100"}]});
    assert_eq!(
        says(&town(own), "eni-app", "internet", 443),
        "no: CANNOT_ROUTE at nat-1"
    );
}

#[test]
fn the_table_of_its_subnet_decides_where_it_goes_on() {
    let mut world = town(json!({}));
    let main = |one: &assize::model::resource::Resource| one.arn.as_str().ends_with("/rtb-1");
    world.resources.retain(|one| !main(one));
    let table = json!({"vpc_id": "vpc-1", "routes": [to("10.0.0.0/16", "gateway_id", "local")], "associations": [{"main": true, "state": "associated"}]});
    let world = world.with("ec2.route_table", "rtb-1", table);
    assert_eq!(
        says(&world, "eni-app", "internet", 443),
        "no: NO_ROUTE_TO_DESTINATION at rtb-1"
    );
}

/// The network ACL of the gateway's subnet.
fn filtered(entries: Json) -> World {
    let mut world = town(json!({}));
    world
        .resources
        .retain(|one| one.kind().name != "ec2.network_acl");
    let all = json!([
        entry(1, true, "allow", "0.0.0.0/0"),
        entry(1, false, "allow", "0.0.0.0/0")
    ]);
    world
        .with(
            "ec2.network_acl",
            "acl-a",
            json!({"entries": all, "associated_subnet_ids": ["subnet-a"]}),
        )
        .with(
            "ec2.network_acl",
            "acl-nat",
            json!({"entries": entries, "associated_subnet_ids": ["subnet-b"]}),
        )
}

#[test]
fn the_network_acl_of_its_subnet_sees_both_sides_of_it_both_ways() {
    let all = |egress: bool| entry(100, egress, "allow", "0.0.0.0/0");
    let deny = |egress: bool, block: &str| entry(50, egress, "deny", block);
    for (entries, wanted) in [
        (json!([all(true), all(false)]), "yes"),
        // From the client to the gateway, and from there to the internet.
        (
            json!([all(true), all(false), deny(false, "10.0.0.0/24")]),
            "no: SUBNET",
        ),
        (
            json!([all(true), all(false), deny(true, "198.51.100.0/24")]),
            "no: SUBNET",
        ),
        // Answers from the internet, and on to the client.
        (
            json!([all(true), all(false), deny(false, "198.51.100.0/24")]),
            "no: back SUBNET",
        ),
        (
            json!([all(true), all(false), deny(true, "10.0.0.0/24")]),
            "no: back SUBNET",
        ),
    ] {
        let said = says(&filtered(entries.clone()), "eni-app", "198.51.100.7", 443);
        assert!(said.starts_with(wanted), "{entries}: {said}");
    }
    // It sends from ports from 1024 on, and answers come back there.
    let ports = |first: i64, last: i64| json!({"rule_number": 100, "egress": false, "protocol": "6", "rule_action": "allow", "cidr_block": "198.51.100.0/24", "from_port": first, "to_port": last});
    let inside = entry(10, false, "allow", "10.0.0.0/16");
    let with = |answers: Json| {
        says(
            &filtered(json!([all(true), inside, answers])),
            "eni-app",
            "198.51.100.7",
            443,
        )
    };
    assert_eq!(with(ports(1024, 65535)), "yes");
    assert!(with(ports(0, 1023)).starts_with("no: back SUBNET"));
}

#[test]
fn a_private_one_keeps_private_addresses_and_has_no_way_to_the_internet() {
    let private = || json!({"connectivity_type": "private", "nat_gateway_addresses": [{"private_ip": "10.0.1.100"}]});
    assert_eq!(
        says(&town(private()), "eni-app", "internet", 443),
        "no: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at igw-1"
    );
    // To a peer it comes with the address of the gateway, and not of the client.
    let (mut own, routes) = peered();
    own.routes = json!([
        to("10.0.0.0/16", "gateway_id", "local"),
        to("10.1.0.0/16", "vpc_peering_connection_id", "pcx-1")
    ]);
    let said = |from: &str| {
        let ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": from}]}]);
        let mut world = with_client(&own, routes.clone());
        world
            .resources
            .retain(|one| !one.arn.as_str().ends_with("/sg-client"));
        let gateway = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-b", "state": "available", "connectivity_type": "private", "availability_mode": "zonal",
            "nat_gateway_addresses": [{"private_ip": "10.0.1.100"}]});
        let table = json!({"vpc_id": "vpc-1", "routes": [to("10.0.0.0/16", "gateway_id", "local"), to("0.0.0.0/0", "nat_gateway_id", "nat-1")],
            "associations": [{"main": false, "subnet_id": "subnet-a", "state": "associated"}]});
        let world = world
            .with(
                "ec2.security_group",
                "sg-client",
                json!({"group_name": "c", "vpc_id": "vpc-2", "ip_permissions": ingress}),
            )
            .with("ec2.nat_gateway", "nat-1", gateway)
            .with("ec2.route_table", "rtb-a", table)
            .with(
                "ec2.vpc_peering_connection",
                "pcx-1",
                peering("active", "eu-west-1"),
            );
        says(&world, "eni-app", "eni-client", 5432)
    };
    assert_eq!(said("10.0.1.100/32"), "yes");
    assert_eq!(
        said("10.0.0.10/32"),
        "no: ENI_SG_RULES_MISMATCH at sg-client"
    );
}

#[test]
fn a_peer_has_no_use_of_it() {
    let (town, _) = peered();
    let routes = json!([
        to("10.1.0.0/16", "gateway_id", "local"),
        to("0.0.0.0/0", "vpc_peering_connection_id", "pcx-1")
    ]);
    let world = with_client(&town, routes)
        .with("ec2.vpc_peering_connection", "pcx-1", peering("active", "eu-west-1"))
        .with("ec2.nat_gateway", "nat-1", json!({"vpc_id": "vpc-1", "subnet_id": "subnet-b", "state": "available", "connectivity_type": "public",
            "availability_mode": "zonal", "nat_gateway_addresses": [{"private_ip": "10.0.1.100", "public_ip": "203.0.113.100"}]}));
    assert_eq!(
        says(&world, "eni-client", "198.51.100.7", 443),
        "no: PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at pcx-1"
    );
}

#[test]
fn states_and_places_decide() {
    for (gateway, wanted) in [
        (json!({"state": "available"}), "yes"),
        (json!({"state": "deleted"}), "no: BAD_STATE at nat-1"),
        (json!({"state": "failed"}), "no: BAD_STATE at nat-1"),
        (
            json!({"subnet_id": null, "availability_mode": "regional"}),
            "unknown: ",
        ),
        (json!({"nat_gateway_addresses": "<untold>"}), "unknown: "),
    ] {
        let said = says(&town(gateway.clone()), "eni-app", "internet", 443);
        assert!(said.starts_with(wanted), "{gateway}: {said}");
    }
}

#[test]
fn a_regional_one_serves_the_zones_that_it_has_addresses_in_by_its_own_table() {
    let address = |zone: &str| json!({"public_ip": "203.0.113.100", "availability_zone_id": zone});
    let with = |zones: &[&str], routes: Json| {
        let addresses: Vec<Json> = zones.iter().map(|zone| address(zone)).collect();
        let gateway = json!({"subnet_id": null, "availability_mode": "regional", "route_table_id": "rtb-nat", "nat_gateway_addresses": addresses});
        let table = json!({"vpc_id": "vpc-1", "routes": routes, "associations": []});
        says(
            &town(gateway).with("ec2.route_table", "rtb-nat", table),
            "eni-app",
            "internet",
            443,
        )
    };
    let local = || to("10.0.0.0/16", "gateway_id", "local");
    let out = || json!([local(), to("0.0.0.0/0", "gateway_id", "igw-1")]);
    // The application stands in the first zone.
    assert_eq!(with(&["euw1-az1", "euw1-az2"], out()), "yes");
    assert_eq!(
        with(&["euw1-az2"], out()),
        "no: REGIONAL_NGW_ROUTE_AZ_RESTRICTION at nat-1"
    );
    assert_eq!(
        with(&["euw1-az1"], json!([local()])),
        "no: NO_ROUTE_TO_DESTINATION at rtb-nat"
    );
    let unknown = with(&["<untold>"], out());
    assert!(
        unknown.starts_with("unknown: which zones nat-1 serves"),
        "{unknown}"
    );
}
