//! 2.1: an interface sends from its own addresses and takes what is for them, while it is in use.

use serde_json::json;

use super::{Town, to};

#[test]
fn an_interface_that_is_attached_to_nothing_takes_no_part() {
    let mut town = Town::new();
    town.db = json!({"status": "available"});
    assert_eq!(town.says(), "no: BAD_STATE at eni-db");
    town.db = json!({});
    town.app = json!({"status": "available"});
    assert_eq!(town.says(), "no: BAD_STATE at eni-app");
    town.app = json!({"status": "attaching"});
    assert_eq!(town.says(), "unknown: eni-app is attaching");
}

#[test]
fn an_interface_drops_what_is_for_others_unless_its_check_is_off() {
    let mut town = Town::new();
    town.routes = json!([
        to("10.0.1.0/24", "network_interface_id", "eni-fw"),
        to("10.0.0.0/16", "gateway_id", "local")
    ]);
    let with = |check: bool| {
        let facts = super::interface(
            "subnet-a",
            "10.0.0.99",
            "sg-fw",
            &json!({"source_dest_check": check}),
        );
        let all = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
        let world = town.world().with("ec2.network_interface", "eni-fw", facts).with(
            "ec2.security_group",
            "sg-fw",
            json!({"group_name": "fw", "vpc_id": "vpc-1", "ip_permissions": all, "ip_permissions_egress": all}),
        );
        super::says(&world, "eni-app", "eni-db", 5432)
    };
    assert_eq!(
        with(true),
        "no: ENI_SOURCE_DEST_CHECK_RESTRICTION at eni-fw"
    );
    // Behind an appliance the database's rule does not know the application's group.
    assert!(with(false).starts_with("no: "), "{}", with(false));
}

#[test]
fn what_an_appliance_does_nobody_knows() {
    let mut town = Town::new();
    town.routes = json!([
        to("10.0.1.0/24", "network_interface_id", "eni-fw"),
        to("10.0.0.0/16", "gateway_id", "local")
    ]);
    town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "10.0.0.0/16"}]}]);
    let all = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    // The appliance stands in a subnet of its own, whose table is the usual one.
    let world = town
        .world()
        .with("ec2.subnet", "subnet-fw", json!({"vpc_id": "vpc-1", "availability_zone": "eu-west-1a", "availability_zone_id": "euw1-az1"}))
        .with("ec2.route_table", "rtb-fw", json!({"vpc_id": "vpc-1", "routes": [to("10.0.0.0/16", "gateway_id", "local")],
            "associations": [{"main": false, "subnet_id": "subnet-fw", "state": "associated"}]}))
        .with("ec2.network_acl", "acl-fw", json!({"entries": town.entries, "associated_subnet_ids": ["subnet-fw"]}))
        .with("ec2.network_interface", "eni-fw", super::interface("subnet-fw", "10.0.9.9", "sg-fw", &json!({"source_dest_check": false})))
        .with("ec2.security_group", "sg-fw", json!({"group_name": "fw", "vpc_id": "vpc-1", "ip_permissions": all, "ip_permissions_egress": all}));
    let said = super::says(&world, "eni-app", "eni-db", 5432);
    assert_eq!(
        said,
        "unknown: whether the appliance behind eni-fw passes packets on"
    );
}
