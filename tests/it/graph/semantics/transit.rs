//! Transit gateways (2.7): attachments with their zones, route tables, and what filters at their subnets.

use serde_json::{Value as Json, json};

use super::super::reach::joined::{associated, known, local, transit};
use super::super::reach::{entry, says, to};
use super::super::world::{HERE, World};
use super::{any, over};

fn client_asks(world: &World) -> String {
    says(world, "eni-client", "eni-db", 5432)
}

#[test]
fn a_transit_gateway_needs_attachment_association_and_route() {
    let route = |block: &str, kind: &str, more: Json| {
        over(
            &json!({"destination_cidr_block": block, "route_type": kind, "state": "active", "transit_gateway_attachment_ids": ["tgw-attach-1"]}),
            more,
        )
    };
    let hole = || json!({"state": "blackhole", "transit_gateway_attachment_ids": []});
    let back = known()[1].clone();
    let propagated = route("10.0.0.0/16", "propagated", json!({}));
    for (routes, wanted) in [
        (json!([propagated, back]), "yes"),
        (
            json!([back]),
            "no: TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT at tgw-rtb-1",
        ),
        // Static beats propagated, and the longest prefix beats both.
        (
            json!([propagated, route("10.0.0.0/16", "static", hole()), back]),
            "no: TGW_RTB_BAD_STATE_ROUTE at tgw-rtb-1",
        ),
        (
            json!([
                route("10.0.0.0/16", "static", json!({})),
                route("10.0.0.0/16", "propagated", hole()),
                back
            ]),
            "yes",
        ),
        (
            json!([route("10.0.0.0/8", "static", hole()), propagated, back]),
            "yes",
        ),
        (
            json!([propagated, route("10.0.1.0/24", "propagated", hole()), back]),
            "no: TGW_RTB_BAD_STATE_ROUTE at tgw-rtb-1",
        ),
    ] {
        let world = transit("enable", "subnet-b", associated(), routes.clone());
        assert_eq!(client_asks(&world), wanted, "{routes}");
    }
    let lone = transit("enable", "subnet-b", Json::Null, known());
    assert_eq!(
        client_asks(&lone),
        "no: TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION at tgw-attach-2"
    );
    let hidden = transit("enable", "subnet-b", associated(), json!("<untold>"));
    assert!(client_asks(&hidden).starts_with("unknown: ec2:SearchTransitGatewayRoutes"));
}

/// An attachment with other facts.
fn attached(world: World, name: &str, more: Json) -> World {
    let mut world = world;
    let vpc = if name == "tgw-attach-1" {
        "vpc-1"
    } else {
        "vpc-2"
    };
    let subnet = if name == "tgw-attach-1" {
        "subnet-b"
    } else {
        "subnet-c"
    };
    world
        .resources
        .retain(|one| !one.arn.as_str().ends_with(name));
    let facts = json!({"transit_gateway_id": "tgw-1", "transit_gateway_owner_id": HERE, "resource_type": "vpc", "resource_id": vpc, "state": "available", "association": associated(),
        "vpc": {"subnet_ids": [subnet], "security_group_referencing_support": "enable"}});
    world.with("ec2.transit_gateway_attachment", name, over(&facts, more))
}

fn good() -> World {
    transit("enable", "subnet-b", associated(), known())
}

#[test]
fn groups_are_known_across_a_transit_gateway_that_and_whose_attachments_support_it() {
    let vpc = |support: Json| json!({"vpc": {"subnet_ids": ["subnet-c"], "security_group_referencing_support": support}});
    let lost = "no: SG_REFERENCING_SUPPORT at sg-db";
    assert_eq!(
        client_asks(&transit("disable", "subnet-b", associated(), known())),
        lost
    );
    assert_eq!(
        client_asks(&attached(good(), "tgw-attach-2", vpc(json!("disable")))),
        lost
    );
    // An attachment supports it if it is not told otherwise.
    assert_eq!(
        client_asks(&attached(good(), "tgw-attach-2", vpc(Json::Null))),
        "yes"
    );
}

#[test]
fn states_of_attachments_decide() {
    for state in ["pendingAcceptance", "deleted", "failed"] {
        let world = attached(good(), "tgw-attach-1", json!({"state": state}));
        assert_eq!(
            client_asks(&world),
            "no: BAD_STATE_ATTACHMENT at tgw-attach-1"
        );
    }
}

#[test]
fn an_attachment_serves_the_zones_of_its_subnets() {
    let world = transit("enable", "subnet-a", associated(), known());
    assert_eq!(
        client_asks(&world),
        "no: back TGW_ROUTE_AZ_RESTRICTION at tgw-attach-1"
    );
}

/// The attachment of the database's VPC has a subnet of its own, with a table and a network ACL.
fn by_own_subnet(routes: Json, entries: Json) -> World {
    let world = good()
        .with("ec2.subnet", "subnet-tgw", json!({"vpc_id": "vpc-1", "cidr_block": "10.0.9.0/28", "availability_zone": "eu-west-1b", "availability_zone_id": "euw1-az2"}))
        .with("ec2.route_table", "rtb-tgw", json!({"vpc_id": "vpc-1", "routes": routes, "associations": [{"main": false, "subnet_id": "subnet-tgw", "state": "associated"}]}))
        .with("ec2.network_acl", "acl-tgw", json!({"entries": entries, "associated_subnet_ids": ["subnet-tgw"]}));
    attached(
        world,
        "tgw-attach-1",
        json!({"vpc": {"subnet_ids": ["subnet-tgw"], "security_group_referencing_support": "enable"}}),
    )
}

#[test]
fn the_subnet_of_the_attachment_filters_and_routes_what_enters_the_vpc() {
    let all = || {
        json!([
            entry(1, true, "allow", "0.0.0.0/0"),
            entry(1, false, "allow", "0.0.0.0/0")
        ])
    };
    let local = || json!([local("10.0.0.0/16")]);
    assert_eq!(client_asks(&by_own_subnet(local(), all())), "yes");
    assert_eq!(
        client_asks(&by_own_subnet(json!([]), all())),
        "no: NO_ROUTE_TO_DESTINATION at rtb-tgw"
    );
    let outward = json!([entry(1, false, "allow", "0.0.0.0/0")]);
    assert_eq!(
        client_asks(&by_own_subnet(local(), outward)),
        "no: SUBNET_ACL_RESTRICTION at acl-tgw"
    );
    // What the gateway takes from the VPC enters that subnet.
    let inward = json!([entry(1, true, "allow", "0.0.0.0/0")]);
    assert_eq!(
        client_asks(&by_own_subnet(local(), inward)),
        "no: back SUBNET_ACL_RESTRICTION at acl-tgw"
    );
}

/// The attachment of the database's VPC has a subnet in each zone, each with a network ACL of its own.
fn in_two_zones(mode: &str, denies: &[&str]) -> String {
    let subnets = [("subnet-t1", "euw1-az1"), ("subnet-t2", "euw1-az2")];
    let world = subnets.iter().fold(good(), |world, (subnet, zone)| {
        let inward = if denies.contains(subnet) {
            "deny"
        } else {
            "allow"
        };
        let entries = json!([
            entry(1, true, inward, "0.0.0.0/0"),
            entry(1, false, "allow", "0.0.0.0/0")
        ]);
        let facts = json!({"entries": entries, "associated_subnet_ids": [subnet]});
        world
            .with(
                "ec2.subnet",
                subnet,
                json!({"vpc_id": "vpc-1", "availability_zone_id": zone}),
            )
            .with("ec2.network_acl", &format!("acl-{subnet}"), facts)
    });
    let vpc = json!({"subnet_ids": ["subnet-t1", "subnet-t2"], "appliance_mode_support": mode, "security_group_referencing_support": "enable"});
    client_asks(&attached(world, "tgw-attach-1", json!({"vpc": vpc})))
}

#[test]
fn a_gateway_stays_in_the_zone_unless_its_attachment_is_for_appliances() {
    // The client stands in the second zone.
    assert_eq!(in_two_zones("disable", &[]), "yes");
    assert_eq!(in_two_zones("disable", &["subnet-t1"]), "yes");
    assert_eq!(
        in_two_zones("disable", &["subnet-t2"]),
        "no: SUBNET_ACL_RESTRICTION at acl-subnet-t2"
    );
    let told = in_two_zones("enable", &["subnet-t1"]);
    assert_eq!(
        told,
        "unknown: by which of its subnets tgw-attach-1 enters vpc-1"
    );
    let told = in_two_zones("enable", &["subnet-t1", "subnet-t2"]);
    assert!(told.starts_with("no: SUBNET_ACL_RESTRICTION"), "{told}");
}

/// The client goes out by the NAT gateway of the other VPC, to which a transit gateway leads.
fn central(entries: Json) -> String {
    let route = |block: &str, to: &str| json!({"destination_cidr_block": block, "route_type": "static", "state": "active", "transit_gateway_attachment_ids": [to]});
    let routes = json!([
        route("0.0.0.0/0", "tgw-attach-1"),
        route("10.1.0.0/16", "tgw-attach-2")
    ]);
    let mut world = transit("enable", "subnet-b", associated(), routes);
    let gone = ["/rtb-1", "/rtb-c"];
    world
        .resources
        .retain(|one| !gone.iter().any(|end| one.arn.as_str().ends_with(end)));
    let table = |vpc: &str, routes: Json, association: Json| json!({"vpc_id": vpc, "routes": routes, "associations": [over(&json!({"state": "associated"}), association)]});
    let main = || json!({"main": true});
    let out = json!([
        local("10.0.0.0/16"),
        to("10.1.0.0/16", "transit_gateway_id", "tgw-1"),
        to("0.0.0.0/0", "gateway_id", "igw-1")
    ]);
    let world = world
        .with("ec2.route_table", "rtb-1", table("vpc-1", out, main()))
        .with("ec2.route_table", "rtb-c", table("vpc-2", json!([local("10.1.0.0/16"), to("0.0.0.0/0", "transit_gateway_id", "tgw-1")]), main()))
        .with("ec2.subnet", "subnet-tgw", json!({"vpc_id": "vpc-1", "cidr_block": "10.0.9.0/28", "availability_zone": "eu-west-1b", "availability_zone_id": "euw1-az2"}))
        .with("ec2.route_table", "rtb-tgw", table("vpc-1", json!([local("10.0.0.0/16"), to("0.0.0.0/0", "nat_gateway_id", "nat-1")]), json!({"main": false, "subnet_id": "subnet-tgw"})))
        .with("ec2.network_acl", "acl-tgw", json!({"entries": entries, "associated_subnet_ids": ["subnet-tgw"]}))
        .with("ec2.nat_gateway", "nat-1", json!({"vpc_id": "vpc-1", "subnet_id": "subnet-b", "state": "available", "connectivity_type": "public", "availability_mode": "zonal",
            "nat_gateway_addresses": [{"private_ip": "10.0.1.100", "public_ip": "203.0.113.100"}]}));
    let world = attached(
        world,
        "tgw-attach-1",
        json!({"vpc": {"subnet_ids": ["subnet-tgw"]}}),
    );
    says(&world, "eni-client", "198.51.100.7", 443)
}

#[test]
fn by_a_transit_gateway_a_vpc_goes_out_by_the_nat_gateway_of_another() {
    let all = |egress: bool| entry(100, egress, "allow", "0.0.0.0/0");
    assert_eq!(central(json!([all(true), all(false)])), "yes");
    assert_eq!(
        central(json!([all(false)])),
        "no: SUBNET_ACL_RESTRICTION at acl-tgw"
    );
    // Answers go from the NAT gateway to the transit gateway, past the same subnet.
    assert_eq!(
        central(json!([all(true)])),
        "no: back SUBNET_ACL_RESTRICTION at acl-tgw"
    );
}

#[test]
fn in_the_very_subnet_of_the_attachment_no_network_acl_sees_what_enters() {
    let mut world = good();
    world
        .resources
        .retain(|one| !one.arn.as_str().ends_with("/acl-1"));
    let entries = |inward: &str| {
        json!([
            entry(1, true, "allow", "0.0.0.0/0"),
            entry(1, false, "allow", inward)
        ])
    };
    let with = |inward: &str| {
        let facts =
            json!({"entries": entries(inward), "associated_subnet_ids": ["subnet-a", "subnet-b"]});
        client_asks(&world.clone().with("ec2.network_acl", "acl-1", facts))
    };
    assert_eq!(with("0.0.0.0/0"), "yes");
    // Its answers enter by the same list, from their own address.
    assert_eq!(with("10.0.1.0/24"), "yes");
    assert_eq!(
        with("10.1.0.0/16"),
        "no: back SUBNET_ACL_RESTRICTION at acl-1"
    );
}

#[test]
fn a_vpc_in_which_traffic_is_inspected_is_no_circle() {
    // From the client to the gateway, by the appliance of a third VPC, and to the gateway again.
    let route = |block: &str, to: &str| json!({"destination_cidr_block": block, "route_type": "static", "state": "active", "transit_gateway_attachment_ids": [to]});
    let table = |id: &str| json!({"transit_gateway_route_table_id": id, "state": "associated"});
    let of = |routes: Json| json!({"transit_gateway_id": "tgw-1", "state": "available", "routes": routes});
    let zone = json!({"vpc_id": "vpc-fw", "availability_zone": "eu-west-1b", "availability_zone_id": "euw1-az2"});
    let own = |subnet: &str, target: &str, id: &str| json!({"vpc_id": "vpc-fw", "routes": [to("0.0.0.0/0", target, id)], "associations": [{"main": false, "subnet_id": subnet, "state": "associated"}]});
    let all = json!([
        entry(1, true, "allow", "0.0.0.0/0"),
        entry(1, false, "allow", "0.0.0.0/0")
    ]);
    let world = attached(
        good(),
        "tgw-attach-2",
        json!({"association": table("tgw-rtb-spoke")}),
    );
    let world = attached(
        world,
        "tgw-attach-1",
        json!({"association": table("tgw-rtb-spoke")}),
    );
    let mut world = world
        .with("ec2.transit_gateway_route_table", "tgw-rtb-spoke", of(json!([route("0.0.0.0/0", "tgw-attach-fw")])))
        .with("ec2.vpc", "vpc-fw", json!({"owner_id": HERE, "cidr_block": "10.9.0.0/16"}))
        .with("ec2.subnet", "subnet-in", zone.clone())
        .with("ec2.subnet", "subnet-fw", zone)
        .with("ec2.route_table", "rtb-in", own("subnet-in", "gateway_id", "vpce-fw"))
        .with("ec2.route_table", "rtb-fw", own("subnet-fw", "transit_gateway_id", "tgw-1"))
        .with("ec2.network_acl", "acl-fw", json!({"entries": all, "associated_subnet_ids": ["subnet-in", "subnet-fw"]}))
        .with("ec2.vpc_endpoint", "vpce-fw", json!({"vpc_id": "vpc-fw", "vpc_endpoint_type": "GatewayLoadBalancer", "state": "available", "subnet_ids": ["subnet-fw"]}))
        .with("ec2.transit_gateway_attachment", "tgw-attach-fw", json!({"transit_gateway_id": "tgw-1", "transit_gateway_owner_id": HERE, "resource_type": "vpc", "resource_id": "vpc-fw", "state": "available",
            "association": table("tgw-rtb-1"), "vpc": {"subnet_ids": ["subnet-in"]}}));
    assert_eq!(
        client_asks(&world),
        "no: SG_REFERENCES_NOT_PRESERVED at sg-db"
    );
    world
        .resources
        .retain(|one| !one.arn.as_str().ends_with("/sg-db"));
    let open = json!({"group_name": "db", "vpc_id": "vpc-1", "ip_permissions": any(), "ip_permissions_egress": []});
    let world = world.with("ec2.security_group", "sg-db", open);
    assert_eq!(
        client_asks(&world),
        "unknown: what the appliance behind vpce-fw lets pass"
    );
}
