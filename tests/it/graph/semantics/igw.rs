//! Internet gateways (2.5): public addresses one to one, addresses of private use, and the block of
//! public access.

use serde_json::{Value as Json, json};

use super::super::reach::{Town, answer, says, to};
use super::super::world::{HERE, World};
use super::{any, open_town, public, tcp};

#[test]
fn out_goes_what_has_a_public_address_to_addresses_of_the_internet() {
    let mut town = Town::new();
    let said = |town: &Town, to: &str| says(&town.world(), "eni-app", to, 443);
    assert_eq!(
        said(&town, "198.51.100.7"),
        "no: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at igw-1"
    );
    town.app = public("10.0.0.10", "203.0.113.10");
    for (to, wanted) in [
        ("198.51.100.7", "yes"),
        (
            "192.168.9.9",
            "no: IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS at igw-1",
        ),
        (
            "172.16.9.9",
            "no: IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS at igw-1",
        ),
        ("172.32.9.9", "yes"),
        (
            "10.9.9.9",
            "no: IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS at igw-1",
        ),
        (
            "100.64.9.9",
            "no: IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS at igw-1",
        ),
        ("100.128.9.9", "yes"),
    ] {
        assert_eq!(said(&town, to), wanted, "{to}");
    }
}

#[test]
fn in_comes_what_is_for_a_public_address_of_the_vpc_and_not_from_private_use() {
    let town = open_town();
    for (from, wanted) in [
        ("198.51.100.7", "yes"),
        ("internet", "yes"),
        ("192.168.9.9", "no"),
        ("100.64.9.9", "no"),
    ] {
        let said = says(&town.world(), from, "eni-db", 5432);
        assert!(said.starts_with(wanted), "{from}: {said}");
    }
    let mut private = open_town();
    private.db = json!({});
    assert_eq!(
        says(&private.world(), "internet", "eni-db", 5432),
        "no: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at internet"
    );
}

#[test]
fn a_subnet_needs_a_route_for_the_answers() {
    let mut town = open_town();
    town.routes = json!([to("10.0.0.0/16", "gateway_id", "local")]);
    assert_eq!(
        says(&town.world(), "internet", "eni-db", 5432),
        "no: back NO_ROUTE_TO_DESTINATION at rtb-1"
    );
}

#[test]
fn a_gateway_serves_the_vpc_that_it_is_attached_to() {
    for (attachments, wanted) in [
        (json!([{"vpc_id": "vpc-1", "state": "available"}]), "yes"),
        (json!([{"vpc_id": "vpc-1", "state": "attached"}]), "yes"),
        (
            json!([{"vpc_id": "vpc-1", "state": "detaching"}]),
            "no: BAD_STATE_ATTACHMENT at igw-1",
        ),
        (json!([]), "no: CANNOT_ROUTE at vpc-1"),
    ] {
        let mut town = open_town();
        town.internet_gateway = json!({"attachments": attachments});
        assert_eq!(says(&town.world(), "internet", "eni-db", 5432), wanted);
    }
}

#[test]
fn by_their_public_addresses_two_interfaces_of_a_vpc_are_strangers() {
    let by = |ingress: Json| {
        let mut town = open_town();
        town.app = public("10.0.0.10", "203.0.113.10");
        town.db_ingress = ingress;
        let found = answer(&town.world(), "eni-app", "eni-db", tcp(5432));
        let each = found.report.packets.into_iter();
        each.flat_map(|one| one.to).collect::<Vec<_>>()
    };
    let group = json!([{"ip_protocol": "-1", "user_id_group_pairs": [{"group_id": "sg-app", "user_id": HERE}]}]);
    assert_eq!(by(group), ["10.0.1.20/32"]);
    let address = |block: &str| json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": block}]}]);
    assert_eq!(by(address("203.0.113.10/32")), ["203.0.113.20/32"]);
    assert_eq!(by(address("10.0.0.10/32")), ["10.0.1.20/32"]);
}

#[test]
fn a_public_address_is_the_interface_that_it_is_mapped_to() {
    let mut town = open_town();
    town.app = public("10.0.0.10", "203.0.113.10");
    let said = |town: &Town, from: &str, to: &str| says(&town.world(), from, to, 5432);
    assert_eq!(said(&town, "internet", "203.0.113.20"), "yes");
    assert_eq!(said(&town, "eni-app", "203.0.113.20"), "yes");
    // Nobody here has the next one.
    assert_eq!(said(&town, "eni-app", "203.0.113.21"), "yes");
    // By its public address a member of the group is a stranger, and by the private one it is not.
    town.db_ingress = json!([{"ip_protocol": "-1", "user_id_group_pairs": [{"group_id": "sg-app", "user_id": HERE}]}]);
    assert_eq!(
        said(&town, "internet", "203.0.113.20"),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
    assert_eq!(
        said(&town, "eni-app", "203.0.113.20"),
        "no: SG_REFERENCES_NOT_PRESERVED at sg-db"
    );
    assert_eq!(said(&town, "eni-app", "10.0.1.20"), "yes");
}

/// The block of a region, and what is left out of it.
fn blocked(block: &'static str, left_out: Option<(&str, &str)>) -> World {
    let mut town = open_town();
    town.app = public("10.0.0.10", "203.0.113.10");
    town.block = block;
    let Some((what, mode)) = left_out else {
        return town.world();
    };
    let facts = json!({"resource_arn": format!("arn:aws:ec2:eu-west-1:{HERE}:{what}"), "internet_gateway_exclusion_mode": mode, "state": "create-complete"});
    town.world().with(
        "ec2.vpc_block_public_access_exclusion",
        "vpcbpa-exclude-1",
        facts,
    )
}

#[test]
fn the_block_of_public_access_closes_one_way_or_both() {
    let (yes, no) = ("yes", "no: VPC_BLOCK_PUBLIC_ACCESS_ENABLED at vpc-1");
    let (both, vpc) = ("allow-bidirectional", "vpc/vpc-1");
    for (block, left_out, inward, outward) in [
        ("off", None, yes, yes),
        ("block-bidirectional", None, no, no),
        ("block-ingress", None, no, no),
        ("block-bidirectional", Some((vpc, both)), yes, yes),
        ("block-ingress", Some((vpc, both)), yes, yes),
        ("block-bidirectional", Some((vpc, "allow-egress")), no, yes),
        (
            "block-bidirectional",
            Some(("subnet/subnet-b", both)),
            yes,
            no,
        ),
        ("block-bidirectional", Some(("vpc/vpc-9", both)), no, no),
    ] {
        let world = blocked(block, left_out);
        let at = format!("{block} {left_out:?}");
        assert_eq!(says(&world, "internet", "eni-db", 5432), inward, "{at}");
        assert_eq!(
            says(&world, "eni-app", "198.51.100.7", 443),
            outward,
            "{at}"
        );
    }
}

#[test]
fn an_egress_only_gateway_lets_out_and_lets_answers_in() {
    let mut town = Town::new();
    let v6 =
        json!({"private_ip_addresses": [], "ipv6_addresses": [{"ipv6_address": "2600:1f10::10"}]});
    town.app = v6.clone();
    town.db = super::over(
        &v6,
        json!({"ipv6_addresses": [{"ipv6_address": "2600:1f10::20"}]}),
    );
    (town.app_egress, town.db_ingress) = (any(), any());
    let all = |egress: bool| json!({"rule_number": 1, "egress": egress, "protocol": "-1", "rule_action": "allow", "ipv6_cidr_block": "::/0"});
    town.entries = json!([all(true), all(false)]);
    town.routes = json!([
        to("2600:1f10::/56", "gateway_id", "local"),
        to("::/0", "egress_only_internet_gateway_id", "eigw-1")
    ]);
    town.internet_gateway = json!({"attachments": []});
    let world = |town: &Town| {
        town.world().with(
            "ec2.egress_only_internet_gateway",
            "eigw-1",
            json!({"attachments": [{"vpc_id": "vpc-1", "state": "attached"}]}),
        )
    };
    assert_eq!(says(&world(&town), "eni-app", "internet", 443), "yes");
    assert_eq!(
        says(&world(&town), "internet", "eni-db", 5432),
        "no: CANNOT_ROUTE at vpc-1"
    );
    // It is one of the gateways that a block for what comes in leaves alone.
    town.block = "block-ingress";
    assert_eq!(says(&world(&town), "eni-app", "internet", 443), "yes");
    town.block = "block-bidirectional";
    assert_eq!(
        says(&world(&town), "eni-app", "internet", 443),
        "no: VPC_BLOCK_PUBLIC_ACCESS_ENABLED at vpc-1"
    );
}
