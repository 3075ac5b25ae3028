//! Between networks (2.7): peering, and gateways to networks on premises.

use serde_json::{Value as Json, json};

use super::super::reach::joined::{local, peered, peering, with_client};
use super::super::reach::{Town, interface, says, to};
use super::super::world::{HERE, OTHER, World};
use super::{any, over};

fn client_asks(world: &World) -> String {
    says(world, "eni-client", "eni-db", 5432)
}

fn by_peering(town: &Town, routes: Json) -> World {
    let facts = peering("active", "eu-west-1");
    with_client(town, routes).with("ec2.vpc_peering_connection", "pcx-1", facts)
}

#[test]
fn a_peering_works_while_it_is_active_and_routed_on_both_sides() {
    for (status, wanted) in [
        ("active", "yes"),
        ("pending-acceptance", "no: BAD_STATE at pcx-1"),
        ("deleted", "no: BAD_STATE at pcx-1"),
        ("expired", "no: BAD_STATE at pcx-1"),
    ] {
        let (town, routes) = peered();
        let world = with_client(&town, routes);
        let world = world.with(
            "ec2.vpc_peering_connection",
            "pcx-1",
            peering(status, "eu-west-1"),
        );
        assert_eq!(client_asks(&world), wanted, "{status}");
    }
    let (mut town, routes) = peered();
    let alone = json!([local("10.1.0.0/16")]);
    assert_eq!(
        client_asks(&by_peering(&town, alone)),
        "no: NO_ROUTE_TO_DESTINATION at rtb-c"
    );
    town.routes = json!([local("10.0.0.0/16")]);
    assert_eq!(
        client_asks(&by_peering(&town, routes)),
        "no: back NO_ROUTE_TO_DESTINATION at rtb-1"
    );
}

#[test]
fn the_gateways_of_a_peer_are_not_for_others() {
    let (town, _) = peered();
    let routes = json!([
        local("10.1.0.0/16"),
        to("0.0.0.0/0", "vpc_peering_connection_id", "pcx-1")
    ]);
    let world = by_peering(&town, routes);
    for (to, wanted) in [
        (
            "198.51.100.7",
            "no: PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at pcx-1",
        ),
        (
            "192.168.9.9",
            "no: PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at pcx-1",
        ),
        ("eni-db", "yes"),
    ] {
        assert_eq!(says(&world, "eni-client", to, 5432), wanted, "{to}");
    }
}

#[test]
fn a_peer_of_a_peer_is_no_peer() {
    let (town, _) = peered();
    let routes = json!([
        local("10.1.0.0/16"),
        to("10.2.0.0/16", "vpc_peering_connection_id", "pcx-1")
    ]);
    let side = |vpc: &str, block: &str| json!({"vpc_id": vpc, "owner_id": HERE, "region": "eu-west-1", "cidr_block_set": [block]});
    let further = json!({"status": "active", "requester_vpc_info": side("vpc-1", "10.0.0.0/16"), "accepter_vpc_info": side("vpc-3", "10.2.0.0/16")});
    let host = interface(
        "subnet-d",
        "10.2.0.40",
        "sg-far",
        &json!({"vpc_id": "vpc-3"}),
    );
    let world = by_peering(&town, routes)
        .with("ec2.vpc_peering_connection", "pcx-2", further)
        .with(
            "ec2.vpc",
            "vpc-3",
            json!({"owner_id": HERE, "cidr_block": "10.2.0.0/16"}),
        )
        .with(
            "ec2.subnet",
            "subnet-d",
            json!({"vpc_id": "vpc-3", "cidr_block": "10.2.0.0/24"}),
        )
        .with(
            "ec2.security_group",
            "sg-far",
            json!({"group_name": "f", "vpc_id": "vpc-3", "ip_permissions": any()}),
        )
        .with("ec2.network_interface", "eni-far", host);
    assert_eq!(
        says(&world, "eni-client", "eni-far", 443),
        "no: PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at pcx-1"
    );
}

#[test]
fn an_interface_endpoint_of_a_peer_is_for_all() {
    let (mut town, routes) = peered();
    town.db = json!({"interface_type": "vpc_endpoint"});
    let facts = json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Interface", "state": "available", "network_interface_ids": ["eni-db"], "subnet_ids": ["subnet-b"]});
    let world = by_peering(&town, routes).with("ec2.vpc_endpoint", "vpce-1", facts);
    assert_eq!(says(&world, "eni-client", "vpce-1", 5432), "yes");
}

#[test]
fn who_stands_in_a_peer_that_nobody_scanned_nobody_knows() {
    let (mut town, _) = peered();
    let side = |vpc: &str, owner: &str, block: &str| json!({"vpc_id": vpc, "owner_id": owner, "region": "eu-west-1", "cidr_block_set": [block]});
    let facts = json!({"status": "active", "requester_vpc_info": side("vpc-1", HERE, "10.0.0.0/16"), "accepter_vpc_info": side("vpc-9", OTHER, "10.1.0.0/16")});
    let world = |town: &Town| {
        town.world()
            .with("ec2.vpc_peering_connection", "pcx-1", facts.clone())
    };
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "10.1.0.0/24"}]}]);
    for (from, wanted) in [
        ("10.1.0.5", "unknown: vpc-9"),
        ("10.1.9.5", "no: ENI_SG"),
        ("10.8.0.5", "no: CANNOT_ROUTE"),
    ] {
        let said = says(&world(&town), from, "eni-db", 5432);
        assert!(said.starts_with(wanted), "{from}: {said}");
    }
    for (to, wanted) in [("10.1.0.5", "unknown: vpc-9"), ("10.8.0.5", "no: NO_ROUTE")] {
        let said = says(&world(&town), "eni-app", to, 443);
        assert!(said.starts_with(wanted), "{to}: {said}");
    }
    // It is no network on premises.
    assert!(says(&world(&town), "on-premises", "eni-db", 5432).starts_with("no: "));
}

#[test]
fn a_peer_that_nobody_scanned_may_be_among_the_sources() {
    let side = |vpc: &str, owner: &str, block: &str| json!({"vpc_id": vpc, "owner_id": owner, "region": "eu-west-1", "cidr_block_set": [block]});
    let facts = json!({"status": "active", "requester_vpc_info": side("vpc-1", HERE, "10.0.0.0/16"), "accepter_vpc_info": side("vpc-9", OTHER, "10.1.0.0/16")});
    let listed = |ingress: &str, sources: bool| -> Vec<String> {
        let (mut town, _) = peered();
        town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": ingress}]}]);
        let world = town
            .world()
            .with("ec2.vpc_peering_connection", "pcx-1", facts.clone());
        let snapshot = world.snapshot();
        let graph = assize::graph::Graph::build(&snapshot, Box::new(|_| "unknown"));
        let party = |id: &str| assize::graph::reach::Party::find(&graph, id).expect("a party");
        let all = match sources {
            true => assize::graph::reach::all_sources(&graph, &party("eni-db"), &super::tcp(5432)),
            false => {
                assize::graph::reach::all_destinations(&graph, &party("eni-app"), &super::tcp(5432))
            }
        };
        let rows = all.each.iter();
        rows.map(|row| format!("{} {} {}", row.class, row.label, row.certainty.as_str()))
            .collect()
    };
    let foreign = "foreign-vpc vpc-9 unknown".to_owned();
    assert!(
        listed("10.1.0.0/24", true).contains(&foreign),
        "{:?}",
        listed("10.1.0.0/24", true)
    );
    // What the groups do not let in from there, nobody there sends.
    assert!(!listed("10.0.0.0/16", true).contains(&foreign));
    assert!(
        listed("10.0.0.0/16", false).contains(&foreign),
        "{:?}",
        listed("10.0.0.0/16", false)
    );
}

/// A VPN gateway, and a connection of it.
fn vpn(town: &Town, gateway: Json) -> World {
    let facts = json!({"state": "available", "vpc_attachments": [{"vpc_id": "vpc-1", "state": "attached"}]});
    town.world()
        .with("ec2.vpn_gateway", "vgw-1", over(&facts, gateway))
        .with(
            "ec2.vpn_connection",
            "vpn-1",
            json!({"state": "available", "vpn_gateway_id": "vgw-1"}),
        )
}

fn routed(block: &str) -> Town {
    let mut town = Town::new();
    town.routes = json!([local("10.0.0.0/16"), to(block, "gateway_id", "vgw-1")]);
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "192.168.0.0/16"}]}]);
    town
}

#[test]
fn a_vpn_gateway_joins_its_vpc_with_what_routes_lead_to_it() {
    let town = routed("192.168.0.0/20");
    let world = vpn(&town, json!({}));
    for (from, wanted) in [
        ("192.168.1.1", "yes"),
        ("192.168.200.1", "no: back NO_ROUTE_TO_DESTINATION at rtb-1"),
        ("172.16.1.1", "no: ENI_SG_RULES_MISMATCH at sg-db"),
    ] {
        assert_eq!(says(&world, from, "eni-db", 5432), wanted, "{from}");
    }
    assert_eq!(says(&world, "eni-app", "192.168.1.1", 443), "yes");
    for (gateway, wanted) in [
        (
            json!({"state": "deleted"}),
            "no: BAD_STATE_ATTACHMENT at vgw-1",
        ),
        (
            json!({"vpc_attachments": [{"vpc_id": "vpc-1", "state": "detached"}]}),
            "no: BAD_STATE_ATTACHMENT at vgw-1",
        ),
    ] {
        assert_eq!(
            says(&vpn(&town, gateway), "eni-app", "192.168.1.1", 443),
            wanted
        );
    }
}

#[test]
fn whether_a_network_on_premises_leads_on_to_the_internet_nobody_tells() {
    let mut town = routed("0.0.0.0/0");
    let world = vpn(&town, json!({}));
    let said = says(&world, "eni-app", "internet", 443);
    assert_eq!(
        said,
        "unknown: whether networks on premises send packets on to the internet"
    );
    // Where nothing but a private range is routed there, it does not.
    town = routed("192.168.0.0/16");
    assert_eq!(
        says(&vpn(&town, json!({})), "eni-app", "internet", 443),
        "no: NO_ROUTE_TO_DESTINATION at rtb-1"
    );
}
