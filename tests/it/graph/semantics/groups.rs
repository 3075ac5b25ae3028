//! Security groups (2.2): rules by protocol, port and peer, references by membership, and what nothing
//! filters.

use assize::graph::packet::Service;
use serde_json::{Value as Json, json};

use super::super::reach::joined::{peered, peering, with_client};
use super::super::reach::{Town, says, to};
use super::super::world::{HERE, OTHER, World};
use super::{any, asked, over, tcp, udp};

const ICMP: u8 = Service::ICMP;

/// Whether a rule for everywhere lets a service in.
fn admits(rule: Json, service: Service) -> bool {
    let mut town = Town::new();
    let from = json!({"ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]});
    town.db_ingress = json!([over(&rule, from)]);
    let said = asked(&town.world(), "eni-app", "eni-db", service);
    assert!(
        said == "yes" || said == "no: ENI_SG_RULES_MISMATCH at sg-db",
        "{said}"
    );
    said == "yes"
}

#[test]
fn a_rule_is_about_a_protocol_and_what_that_has_for_ports() {
    let rule = |protocol: &str, from: Json, to: Json| json!({"ip_protocol": protocol, "from_port": from, "to_port": to});
    let none = Json::Null;
    let echo = || Service::icmp(ICMP, Some(8), Some(0));
    for (rule, service, wanted) in [
        (rule("-1", none.clone(), none.clone()), tcp(22), true),
        (rule("-1", json!(443), json!(443)), tcp(22), true),
        (
            rule("-1", none.clone(), none.clone()),
            Service::protocol(50),
            true,
        ),
        (rule("tcp", none.clone(), none.clone()), tcp(22), true),
        (rule("tcp", json!(-1), json!(-1)), tcp(22), true),
        (rule("tcp", json!(0), json!(65535)), tcp(0), true),
        (rule("tcp", json!(0), json!(0)), tcp(22), false),
        (rule("6", json!(20), json!(25)), tcp(22), true),
        (rule("17", json!(53), json!(53)), udp(53), true),
        (rule("udp", json!(53), json!(53)), tcp(53), false),
        (rule("icmp", json!(8), json!(-1)), echo(), true),
        (rule("1", json!(8), json!(0)), echo(), true),
        (rule("icmp", json!(8), json!(1)), echo(), false),
        (rule("icmp", json!(-1), json!(-1)), echo(), true),
        (rule("icmp", json!(0), json!(0)), echo(), false),
        (
            rule("50", json!(443), json!(443)),
            Service::protocol(50),
            true,
        ),
        (
            rule("47", none.clone(), none.clone()),
            Service::protocol(50),
            false,
        ),
        (
            rule("tcp", json!(443), json!(443)),
            Service::protocol(50),
            false,
        ),
    ] {
        assert_eq!(
            admits(rule.clone(), service.clone()),
            wanted,
            "{rule} {service:?}"
        );
    }
}

#[test]
fn icmp_of_ipv6_is_a_protocol_of_its_own() {
    let mut town = Town::new();
    let v6 = |address: &str| json!({"private_ip_addresses": [], "ipv6_addresses": [{"ipv6_address": address}]});
    (town.app, town.db) = (v6("fd12:0:0:1::10"), v6("fd12:0:0:2::20"));
    town.app_egress = any();
    town.routes = json!([to("fd12::/56", "gateway_id", "local")]);
    let all = |egress: bool| json!({"rule_number": 1, "egress": egress, "protocol": "-1", "rule_action": "allow", "ipv6_cidr_block": "::/0"});
    town.entries = json!([all(true), all(false)]);
    let echo = Service::icmp(Service::ICMPV6, Some(128), Some(0));
    for (protocol, wanted) in [
        ("icmpv6", "yes"),
        ("58", "yes"),
        ("icmp", "no"),
        ("tcp", "no"),
    ] {
        town.db_ingress = json!([{"ip_protocol": protocol, "from_port": -1, "to_port": -1, "ipv6_ranges": [{"cidr_ipv6": "::/0"}]}]);
        let said = asked(&town.world(), "eni-app", "eni-db", echo.clone());
        assert!(said.starts_with(wanted), "{protocol}: {said}");
    }
}

fn by_reference(group: &str, owner: &str) -> Json {
    json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "user_id_group_pairs": [{"group_id": group, "user_id": owner}]}])
}

#[test]
fn a_reference_matches_members_wherever_the_group_is_owned() {
    for (group, owner, wanted) in [
        ("sg-app", HERE, "yes"),
        // A group of a shared VPC, of which another account is the owner.
        ("sg-app", OTHER, "yes"),
        ("sg-db", HERE, "no: ENI_SG_RULES_MISMATCH at sg-db"),
        ("sg-gone", HERE, "no: ENI_SG_RULES_MISMATCH at sg-db"),
    ] {
        let mut town = Town::new();
        town.db_ingress = by_reference(group, owner);
        assert_eq!(town.says(), wanted, "{group}");
    }
}

#[test]
fn a_group_that_names_itself_admits_its_members() {
    let mut town = Town::new();
    town.db_ingress = by_reference("sg-db", HERE);
    town.app = json!({"groups": [{"group_id": "sg-app"}, {"group_id": "sg-db"}]});
    assert_eq!(town.says(), "yes");
}

#[test]
fn a_reference_brings_none_of_the_rules_of_the_group() {
    // Whoever the named group admits is nobody to the group that names it.
    let mut town = Town::new();
    town.db_ingress = by_reference("sg-other", HERE);
    let other = json!({"group_name": "o", "vpc_id": "vpc-1", "ip_permissions": any(), "ip_permissions_egress": any()});
    let world = town.world().with("ec2.security_group", "sg-other", other);
    assert_eq!(
        says(&world, "eni-app", "eni-db", 5432),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
}

#[test]
fn members_are_known_across_an_active_peering_of_the_region() {
    let said = |status: &str, region: &str| {
        let (town, routes) = peered();
        let world = with_client(&town, routes).with(
            "ec2.vpc_peering_connection",
            "pcx-1",
            peering(status, region),
        );
        says(&world, "eni-client", "eni-db", 5432)
    };
    assert_eq!(said("active", "eu-west-1"), "yes");
    assert_eq!(
        said("active", "eu-central-1"),
        "no: SG_REFERENCES_NOT_PRESERVED at sg-db"
    );
    assert!(said("pending-acceptance", "eu-west-1").starts_with("no: BAD_STATE"));
}

/// The way to the database leads by the endpoint of an inspecting appliance in a subnet of its own.
fn inspected(ingress: Json) -> World {
    let mut town = Town::new();
    town.db_ingress = ingress;
    let local = to("10.0.0.0/16", "gateway_id", "local");
    town.routes = json!([local, to("10.0.1.0/24", "gateway_id", "vpce-fw")]);
    town.world()
        .with("ec2.subnet", "subnet-fw", json!({"vpc_id": "vpc-1", "availability_zone": "eu-west-1a", "availability_zone_id": "euw1-az1"}))
        .with("ec2.route_table", "rtb-fw", json!({"vpc_id": "vpc-1", "routes": [local],
            "associations": [{"main": false, "subnet_id": "subnet-fw", "state": "associated"}]}))
        .with("ec2.vpc_endpoint", "vpce-fw", json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "GatewayLoadBalancer", "state": "available", "subnet_ids": ["subnet-fw"]}))
}

#[test]
fn on_the_way_through_an_appliance_members_are_not_known() {
    assert_eq!(
        says(
            &inspected(by_reference("sg-app", HERE)),
            "eni-app",
            "eni-db",
            5432
        ),
        "no: SG_REFERENCES_NOT_PRESERVED at sg-db"
    );
    assert_eq!(
        says(&inspected(any()), "eni-app", "eni-db", 5432),
        "unknown: what the appliance behind vpce-fw lets pass"
    );
}

#[test]
fn what_a_vpc_answers_itself_nothing_filters() {
    let mut town = Town::new();
    (town.app_egress, town.entries, town.routes) = (json!([]), json!([]), json!([]));
    for address in [
        "10.0.0.2",
        "169.254.169.253",
        "169.254.169.254",
        "169.254.170.2",
        "169.254.169.123",
        "169.254.169.250",
        "169.254.169.251",
    ] {
        assert_eq!(
            asked(&town.world(), "eni-app", address, udp(53)),
            "yes",
            "{address}"
        );
    }
    // The next address is not the resolver.
    assert!(
        asked(&town.world(), "eni-app", "10.0.0.3", udp(53)).starts_with("no: SG_HAS_NO_RULES")
    );
    town.app = json!({"ipv6_addresses": [{"ipv6_address": "fd12::10"}]});
    for address in ["fd00:ec2::253", "fd00:ec2::254", "fd00:ec2::123"] {
        assert_eq!(
            asked(&town.world(), "eni-app", address, udp(53)),
            "yes",
            "{address}"
        );
    }
}

#[test]
fn the_resolver_of_a_vpc_answers_nobody_else() {
    let (town, routes) = peered();
    let world = with_client(&town, routes).with(
        "ec2.vpc_peering_connection",
        "pcx-1",
        peering("active", "eu-west-1"),
    );
    assert_eq!(asked(&world, "eni-client", "10.1.0.2", udp(53)), "yes");
    let far = asked(&world, "eni-client", "10.0.0.2", udp(53));
    assert!(far.starts_with("no: "), "{far}");
}

#[test]
fn where_the_vpcs_are_not_told_an_address_may_be_the_resolver() {
    // A group that lets nothing out is no reason for a no: nothing filters what goes there.
    let mut town = Town::new();
    town.app_egress = json!([]);
    let mut world = town.world();
    world.resources.retain(|one| one.kind().name != "ec2.vpc");
    let said = asked(
        &world.denied("ec2:DescribeVpcs"),
        "eni-app",
        "10.0.0.2",
        udp(53),
    );
    assert!(said.starts_with("unknown: "), "{said}");
}

#[test]
fn on_premises_is_not_the_resolver() {
    // Every private address may be one of on premises, and this one is the VPC's own.
    let said = asked(&Town::new().world(), "eni-app", "on-premises", udp(53));
    assert!(said.starts_with("no: "), "{said}");
}

#[test]
fn a_list_of_aws_is_its_entries() {
    let mut town = Town::new();
    town.app_egress = json!([{"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "prefix_list_ids": [{"prefix_list_id": "pl-s3"}]}]);
    town.app = super::public("10.0.0.10", "203.0.113.10");
    let world = town.world().with(
        "ec2.prefix_list",
        "pl-s3",
        json!({"prefix_list_name": "com.amazonaws.eu-west-1.s3", "owner_id": "AWS", "entries": [{"cidr": "52.218.0.0/17"}]}),
    );
    assert_eq!(says(&world, "eni-app", "52.218.1.1", 443), "yes");
    assert_eq!(
        says(&world, "eni-app", "198.51.100.7", 443),
        "no: ENI_SG_RULES_MISMATCH at sg-app"
    );
}
