//! 2.7: peering, transit gateways and VPN join networks, with routes on both sides, and no further.

use serde_json::{Value as Json, json};

use super::{Town, interface, says, to};
use crate::graph::world::{HERE, World};

/// A second VPC with a client of the database, whose routes are given.
pub(in crate::graph) fn with_client(town: &Town, routes: Json) -> World {
    let facts = interface(
        "subnet-c",
        "10.1.0.30",
        "sg-client",
        &json!({"vpc_id": "vpc-2"}),
    );
    town.world()
        .with("ec2.vpc", "vpc-2", json!({"owner_id": HERE, "cidr_block": "10.1.0.0/16",
            "cidr_block_associations": [{"cidr_block": "10.1.0.0/16", "state": "associated"}]}))
        .with("ec2.subnet", "subnet-c", json!({"vpc_id": "vpc-2", "cidr_block": "10.1.0.0/24", "availability_zone": "eu-west-1b", "availability_zone_id": "euw1-az2"}))
        .with("ec2.route_table", "rtb-c", json!({"vpc_id": "vpc-2", "routes": routes, "associations": [{"main": true, "state": "associated"}]}))
        .with("ec2.network_acl", "acl-c", json!({"entries": town.entries, "associated_subnet_ids": ["subnet-c"]}))
        .with("ec2.security_group", "sg-client", json!({"group_name": "c", "vpc_id": "vpc-2",
            "ip_permissions_egress": [{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]}))
        .with("ec2.network_interface", "eni-client", facts)
}

pub(in crate::graph) fn peering(status: &str, far: &str) -> Json {
    let side = |vpc: &str, block: &str, region: &str| json!({"vpc_id": vpc, "owner_id": HERE, "region": region, "cidr_block_set": [block]});
    json!({"status": status, "requester_vpc_info": side("vpc-1", "10.0.0.0/16", "eu-west-1"), "accepter_vpc_info": side("vpc-2", "10.1.0.0/16", far)})
}

pub(in crate::graph) fn local(block: &str) -> Json {
    to(block, "gateway_id", "local")
}

/// The town with a route back and a rule for the client by its group.
pub(in crate::graph) fn peered() -> (Town, Json) {
    let mut town = Town::new();
    town.routes = json!([
        local("10.0.0.0/16"),
        to("10.1.0.0/16", "vpc_peering_connection_id", "pcx-1")
    ]);
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "user_id_group_pairs": [{"group_id": "sg-client", "user_id": HERE}]}]);
    (
        town,
        json!([
            local("10.1.0.0/16"),
            to("10.0.0.0/16", "vpc_peering_connection_id", "pcx-1")
        ]),
    )
}

fn over(town: &Town, routes: Json, facts: Json) -> String {
    let world = with_client(town, routes).with("ec2.vpc_peering_connection", "pcx-1", facts);
    says(&world, "eni-client", "eni-db", 5432)
}

#[test]
fn an_active_peering_joins_two_vpcs_and_their_groups() {
    let (town, routes) = peered();
    assert_eq!(
        over(&town, routes.clone(), peering("active", "eu-west-1")),
        "yes"
    );
    assert_eq!(
        over(&town, routes.clone(), peering("deleted", "eu-west-1")),
        "no: BAD_STATE at pcx-1"
    );
    // Across regions groups cannot be referenced.
    assert_eq!(
        over(&town, routes, peering("active", "us-east-1")),
        "no: SG_REFERENCES_NOT_PRESERVED at sg-db"
    );
}

#[test]
fn both_sides_need_a_route() {
    let (mut town, routes) = peered();
    assert_eq!(
        over(
            &town,
            json!([local("10.1.0.0/16")]),
            peering("active", "eu-west-1")
        ),
        "no: NO_ROUTE_TO_DESTINATION at rtb-c"
    );
    town.routes = json!([local("10.0.0.0/16")]);
    assert_eq!(
        over(&town, routes, peering("active", "eu-west-1")),
        "no: back NO_ROUTE_TO_DESTINATION at rtb-1"
    );
}

#[test]
fn a_peering_takes_only_addresses_of_its_two_vpcs() {
    let (town, _) = peered();
    let routes = json!([
        local("10.1.0.0/16"),
        to("0.0.0.0/0", "vpc_peering_connection_id", "pcx-1")
    ]);
    let world = with_client(&town, routes).with(
        "ec2.vpc_peering_connection",
        "pcx-1",
        peering("active", "eu-west-1"),
    );
    let said = says(&world, "eni-client", "198.51.100.7", 443);
    assert_eq!(said, "no: PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at pcx-1");
}

/// The two VPCs at a transit gateway.
pub(in crate::graph) fn transit(
    references: &str,
    zone_subnet: &str,
    association: Json,
    routes: Json,
) -> World {
    let mut town = Town::new();
    town.routes = json!([
        local("10.0.0.0/16"),
        to("10.1.0.0/16", "transit_gateway_id", "tgw-1")
    ]);
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "user_id_group_pairs": [{"group_id": "sg-client", "user_id": HERE}]}]);
    let attachment = |vpc: &str, subnet: &str, association: &Json| {
        json!({"transit_gateway_id": "tgw-1", "transit_gateway_owner_id": HERE, "resource_type": "vpc", "resource_id": vpc, "state": "available", "association": association,
            "vpc": {"subnet_ids": [subnet], "security_group_referencing_support": "enable"}})
    };
    let associated = json!({"transit_gateway_route_table_id": "tgw-rtb-1", "state": "associated"});
    with_client(
        &town,
        json!([
            local("10.1.0.0/16"),
            to("10.0.0.0/16", "transit_gateway_id", "tgw-1")
        ]),
    )
    .with(
        "ec2.transit_gateway",
        "tgw-1",
        json!({"state": "available", "security_group_referencing_support": references}),
    )
    .with(
        "ec2.transit_gateway_attachment",
        "tgw-attach-1",
        attachment("vpc-1", zone_subnet, &associated),
    )
    .with(
        "ec2.transit_gateway_attachment",
        "tgw-attach-2",
        attachment("vpc-2", "subnet-c", &association),
    )
    .with(
        "ec2.transit_gateway_route_table",
        "tgw-rtb-1",
        json!({"transit_gateway_id": "tgw-1", "state": "available", "routes": routes}),
    )
}

pub(in crate::graph) fn known() -> Json {
    let route = |block: &str, attachment: &str| json!({"destination_cidr_block": block, "route_type": "propagated", "state": "active", "transit_gateway_attachment_ids": [attachment]});
    json!([
        route("10.0.0.0/16", "tgw-attach-1"),
        route("10.1.0.0/16", "tgw-attach-2")
    ])
}

pub(in crate::graph) fn associated() -> Json {
    json!({"transit_gateway_route_table_id": "tgw-rtb-1", "state": "associated"})
}

#[test]
fn a_transit_gateway_routes_by_the_table_of_the_attachment() {
    let says = |world: World| says(&world, "eni-client", "eni-db", 5432);
    assert_eq!(
        says(transit("enable", "subnet-b", associated(), known())),
        "yes"
    );
    assert_eq!(
        says(transit("disable", "subnet-b", associated(), known())),
        "no: SG_REFERENCING_SUPPORT at sg-db"
    );
    assert_eq!(
        says(transit("enable", "subnet-b", Json::Null, known())),
        "no: TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION at tgw-attach-2"
    );
    let mut hole = known();
    let blackhole = json!({"destination_cidr_block": "10.0.0.0/16", "route_type": "static", "state": "blackhole"});
    hole.as_array_mut().expect("routes").push(blackhole);
    assert_eq!(
        says(transit("enable", "subnet-b", associated(), hole)),
        "no: TGW_RTB_BAD_STATE_ROUTE at tgw-rtb-1"
    );
    let mut doubtful = known();
    doubtful[0]["state"] = json!("deleting");
    assert_eq!(
        says(transit("enable", "subnet-b", associated(), doubtful)),
        "unknown: a route in the state deleting: routes[0]"
    );
    assert_eq!(
        says(transit("enable", "subnet-b", associated(), json!([]))),
        "no: TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT at tgw-rtb-1"
    );
}

#[test]
fn an_attachment_serves_the_zones_of_its_subnets() {
    // The answers of the database leave from a zone without an attachment.
    let world = transit("enable", "subnet-a", associated(), known());
    assert_eq!(
        says(&world, "eni-client", "eni-db", 5432),
        "no: back TGW_ROUTE_AZ_RESTRICTION at tgw-attach-1"
    );
}

#[test]
fn vpn_reaches_what_routes_lead_back_from() {
    let mut town = Town::new();
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "192.168.0.0/16"}]}]);
    town.routes = json!([
        local("10.0.0.0/16"),
        to("192.168.0.0/20", "gateway_id", "vgw-1")
    ]);
    let gateway = json!({"state": "available", "vpc_attachments": [{"vpc_id": "vpc-1", "state": "attached"}]});
    let world = town.world().with("ec2.vpn_gateway", "vgw-1", gateway);
    let said = says(&world, "on-premises", "eni-db", 5432);
    assert_eq!(said, "unknown: whether Direct Connect leads to vgw-1");
    let vpn = json!({"state": "available", "vpn_gateway_id": "vgw-1"});
    let world = world.with("ec2.vpn_connection", "vpn-1", vpn);
    let found = super::answer(
        &world,
        "on-premises",
        "eni-db",
        assize::graph::packet::Service::ports(6, 5432, 5432),
    );
    assert_eq!(found.report.packets[0].from, ["192.168.0.0/20"]);
    assert_eq!(
        says(&Town::new().world(), "on-premises", "eni-db", 5432),
        "no: CANNOT_ROUTE at on-premises"
    );
}
