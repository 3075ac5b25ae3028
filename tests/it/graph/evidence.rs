//! Evidence: where each value of a view stands in the snapshot.

use assize::model::datum::{Cell, Datum};
use serde_json::{Value as Json, json};

use super::world::{HERE, UNTOLD, World, arn};

const GROUP: &str = "ec2.security_group";
const LISTING: &str = "ec2:DescribeSecurityGroups";

fn range(protocol: &str, port: i64, cidrs: &[&str]) -> Json {
    let ranges: Vec<Json> = cidrs.iter().map(|cidr| json!({"cidr_ip": cidr})).collect();
    json!({"ip_protocol": protocol, "from_port": port, "to_port": port, "ip_ranges": ranges})
}

fn group(permissions: &[Json]) -> World {
    World::new().with(
        GROUP,
        "sg-a",
        json!({"group_name": "a", "ip_permissions": permissions}),
    )
}

/// Every cell of a view, with its place in it.
fn cells<'a>(cell: &'a Cell, at: &str, into: &mut Vec<(String, &'a Cell)>) {
    into.push((at.to_owned(), cell));
    match &cell.datum {
        Datum::Record(fields) => fields
            .iter()
            .for_each(|(name, cell)| cells(cell, &format!("{at}.{name}"), into)),
        Datum::List(items, _) => items
            .iter()
            .enumerate()
            .for_each(|(n, cell)| cells(cell, &format!("{at}[{n}]"), into)),
        _ => {}
    }
}

#[test]
fn every_value_says_where_it_stands_in_the_snapshot_and_the_view_is_the_same() {
    let world = group(&[
        range("udp", 53, &["10.0.0.0/8", "1.0.0.0/8"]),
        range("tcp", 22, &[]),
    ])
    .with(
        "ec2.network_interface",
        "eni-1",
        json!({"groups": [{"group_id": "sg-a"}], "subnet_id": "subnet-a", "status": "in-use"}),
    )
    .with("ec2.subnet", "subnet-a", json!({}));
    let needs = [
        "group_name",
        "ip_permissions[].from_port",
        "ip_permissions[].ip_ranges[].cidr_ip",
        "attached_interfaces[].subnet.subnet_id as subnets",
        "environment",
    ];
    let group = arn(GROUP, "sg-a");
    let (plain, _) = world.project(GROUP, &group, &needs, &[], false);
    let (traced, _) = world.project(GROUP, &group, &needs, &[], true);
    assert_eq!(plain, traced);
    let mut all = Vec::new();
    cells(&traced, "", &mut all);
    let at = |place: &str| {
        let (_, cell) = all.iter().find(|(at, _)| at == place).expect(place);
        let origin = cell.origin.as_ref().expect(place);
        (
            origin.resource.to_string(),
            origin.path.clone(),
            origin.operation.to_string(),
        )
    };
    let of_group = |path: &str| (group.clone(), path.to_owned(), LISTING.to_owned());
    assert_eq!(at(".group_name"), of_group("group_name"));
    // Sorted, the second permission of the snapshot comes first; it keeps its own index.
    assert_eq!(
        at(".ip_permissions[0].from_port"),
        of_group("ip_permissions[1].from_port")
    );
    assert_eq!(
        at(".ip_permissions[1].ip_ranges[0].cidr_ip"),
        of_group("ip_permissions[0].ip_ranges[1].cidr_ip")
    );
    let subnet = (
        arn("ec2.subnet", "subnet-a"),
        "subnet_id".to_owned(),
        "ec2:DescribeSubnets".to_owned(),
    );
    assert_eq!(at(".subnets[0]"), subnet);
    assert_eq!(
        at(".environment"),
        (
            group.clone(),
            "environment".to_owned(),
            "derived".to_owned()
        )
    );
}

#[test]
fn a_fact_that_another_call_tells_names_that_call() {
    let world = World::new().with(
        "ec2.vpc",
        "vpc-1",
        json!({"enable_dns_support": UNTOLD, "enable_dns_hostnames": true}),
    );
    let vpc = arn("ec2.vpc", "vpc-1");
    let needs = ["enable_dns_support", "enable_dns_hostnames"];
    let (view, gaps) = world.project("ec2.vpc", &vpc, &needs, &[], true);
    assert_eq!(
        gaps,
        [format!(
            "ec2:DescribeVpcAttribute not-collected {HERE}/eu-west-1"
        )]
    );
    let origin = view
        .field("enable_dns_hostnames")
        .and_then(|cell| cell.origin.clone())
        .expect("an origin");
    assert_eq!(origin.operation, "ec2:DescribeVpcAttribute");
}
