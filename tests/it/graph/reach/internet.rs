//! 2.5: internet gateways map public addresses one to one, and the region may block them.

use serde_json::{Value as Json, json};

use super::{Town, says, to};
use crate::graph::world::World;

fn open() -> Town {
    let mut town = Town::new();
    town.db = json!({"private_ip_addresses": [{"private_ip_address": "10.0.1.20", "public_ip": "203.0.113.20"}]});
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    town
}

fn inbound(town: &Town) -> String {
    says(&town.world(), "internet", "eni-db", 5432)
}

#[test]
fn a_public_address_an_open_group_and_a_route_back_are_all_it_takes() {
    assert_eq!(inbound(&open()), "yes");
}

#[test]
fn without_a_public_address_nothing_comes_in() {
    let mut town = open();
    town.db = json!({});
    assert_eq!(
        inbound(&town),
        "no: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at internet"
    );
}

#[test]
fn without_a_route_the_answer_does_not_get_out() {
    let mut town = open();
    town.routes = json!([to("10.0.0.0/16", "gateway_id", "local")]);
    assert_eq!(inbound(&town), "no: back NO_ROUTE_TO_DESTINATION at rtb-1");
}

#[test]
fn a_gateway_serves_the_vpc_that_it_is_attached_to() {
    let mut town = open();
    town.internet_gateway = json!({"attachments": []});
    assert_eq!(inbound(&town), "no: CANNOT_ROUTE at vpc-1");
    town.internet_gateway = json!({"attachments": [{"vpc_id": "vpc-1", "state": "detaching"}]});
    assert_eq!(inbound(&town), "no: BAD_STATE_ATTACHMENT at igw-1");
}

#[test]
fn out_of_a_vpc_a_public_address_is_needed_too() {
    let town = Town::new();
    assert_eq!(
        says(&town.world(), "eni-app", "internet", 443),
        "no: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at igw-1"
    );
}

#[test]
fn addresses_of_private_use_are_not_on_the_internet() {
    let mut town = open();
    town.app = town.db.clone();
    town.app["private_ip_addresses"][0]["private_ip_address"] = json!("10.0.0.10");
    let said = says(&town.world(), "eni-app", "192.168.9.9", 443);
    assert!(
        said.starts_with("no: IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"),
        "{said}"
    );
}

#[test]
fn global_addresses_of_ipv6_are_public_by_themselves() {
    let mut town = Town::new();
    town.db =
        json!({"private_ip_addresses": [], "ipv6_addresses": [{"ipv6_address": "2600:1f10::20"}]});
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ipv6_ranges": [{"cidr_ipv6": "::/0"}]}]);
    let v6 = |egress: bool| json!({"rule_number": 101, "egress": egress, "protocol": "-1", "rule_action": "allow", "ipv6_cidr_block": "::/0"});
    town.entries = json!([v6(true), v6(false)]);
    town.routes = json!([
        to("2600:1f10::/56", "gateway_id", "local"),
        to("::/0", "gateway_id", "igw-1")
    ]);
    assert_eq!(inbound(&town), "yes");
    // By an egress-only gateway answers to what came in elsewhere may get out; nobody says.
    town.routes = json!([
        to("2600:1f10::/56", "gateway_id", "local"),
        to("::/0", "egress_only_internet_gateway_id", "eigw-1")
    ]);
    let world = town.world().with(
        "ec2.egress_only_internet_gateway",
        "eigw-1",
        json!({"attachments": [{"vpc_id": "vpc-1", "state": "attached"}]}),
    );
    assert_eq!(
        says(&world, "internet", "eni-db", 5432),
        "unknown: whether eigw-1 lets answers out"
    );
}

fn excluded(world: World, mode: &str) -> World {
    let facts = json!({"resource_arn": "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-b",
        "internet_gateway_exclusion_mode": mode, "state": "create-complete"});
    world.with(
        "ec2.vpc_block_public_access_exclusion",
        "vpcbpa-exclude-1",
        facts,
    )
}

#[test]
fn the_block_of_a_region_closes_gateways_but_for_what_is_left_out() {
    let mut town = open();
    for block in ["block-bidirectional", "block-ingress"] {
        town.block = block;
        assert_eq!(
            inbound(&town),
            "no: VPC_BLOCK_PUBLIC_ACCESS_ENABLED at vpc-1"
        );
        let bidirectional = excluded(town.world(), "allow-bidirectional");
        assert_eq!(says(&bidirectional, "internet", "eni-db", 5432), "yes");
        let egress = excluded(town.world(), "allow-egress");
        assert_eq!(
            says(&egress, "internet", "eni-db", 5432),
            "no: VPC_BLOCK_PUBLIC_ACCESS_ENABLED at vpc-1"
        );
    }
}

#[test]
fn two_interfaces_of_a_vpc_meet_on_the_internet_without_their_groups() {
    let mut town = open();
    town.app = json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.10", "public_ip": "203.0.113.10"}]});
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
        "user_id_group_pairs": [{"group_id": "sg-app", "user_id": "111122223333"}]}]);
    let packets = |town: &Town| -> Vec<Json> {
        let service = assize::graph::packet::Service::ports(6, 5432, 5432);
        let found = super::answer(&town.world(), "eni-app", "eni-db", service);
        found
            .report
            .packets
            .iter()
            .map(|one| json!(one.to))
            .collect()
    };
    assert_eq!(packets(&town), [json!(["10.0.1.20/32"])]);
    town.db_ingress = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "203.0.113.10/32"}]}]);
    assert_eq!(packets(&town), [json!(["203.0.113.20/32"])]);
}
