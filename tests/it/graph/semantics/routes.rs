//! Route tables (2.4): the longest prefix, then the sort of route, and what a blackhole does.

use serde_json::{Value as Json, json};

use super::super::reach::{Town, interface, says, to};
use super::super::world::World;
use super::{any, open_town, over, public};

fn local() -> Json {
    to("10.0.0.0/16", "gateway_id", "local")
}

fn learned(block: &str, gateway: &str) -> Json {
    over(
        &to(block, "gateway_id", gateway),
        json!({"origin": "EnableVgwRoutePropagation"}),
    )
}

fn listed(list: &str, gateway: &str) -> Json {
    json!({"destination_prefix_list_id": list, "gateway_id": gateway, "state": "active", "origin": "CreateRoute"})
}

fn with_lists(world: World, lists: &[(&str, &[&str])]) -> World {
    lists.iter().fold(world, |world, (id, blocks)| {
        let entries: Vec<Json> = blocks.iter().map(|block| json!({"cidr": block})).collect();
        let facts = json!({"prefix_list_name": "l", "owner_id": "x", "entries": entries});
        world.with("ec2.prefix_list", id, facts)
    })
}

/// What is said of the internet where the application's table has these routes: `yes` by the internet
/// gateway, and something else by a blackhole.
fn out(routes: &[Json], lists: &[(&str, &[&str])]) -> String {
    let mut town = Town::new();
    town.app = public("10.0.0.10", "203.0.113.10");
    let mut all = vec![local()];
    all.extend(routes.iter().cloned());
    town.routes = Json::Array(all);
    says(
        &with_lists(town.world(), lists),
        "eni-app",
        "198.51.100.7",
        443,
    )
}

/// A route that drops what it wins.
fn hole(mut route: Json) -> Json {
    route["state"] = json!("blackhole");
    route
}

const DROPPED: &str = "no: BAD_STATE_ROUTE at rtb-1";

#[test]
fn of_equal_prefixes_static_beats_listed_beats_propagated() {
    let block = "198.51.100.0/24";
    let igw = |block: &str| to(block, "gateway_id", "igw-1");
    let lists: &[(&str, &[&str])] = &[("pl-1", &[block])];
    for (routes, wanted) in [
        (vec![igw(block), hole(learned(block, "vgw-1"))], "yes"),
        (vec![hole(learned(block, "vgw-1")), igw(block)], "yes"),
        (vec![hole(igw(block)), learned(block, "igw-1")], DROPPED),
        (vec![igw(block), hole(listed("pl-1", "igw-1"))], "yes"),
        (vec![hole(igw(block)), listed("pl-1", "igw-1")], DROPPED),
        (
            vec![listed("pl-1", "igw-1"), hole(learned(block, "vgw-1"))],
            "yes",
        ),
        (
            vec![hole(listed("pl-1", "igw-1")), learned(block, "igw-1")],
            DROPPED,
        ),
    ] {
        assert_eq!(out(&routes, lists), wanted, "{routes:?}");
    }
}

#[test]
fn the_longest_prefix_wins_over_every_sort() {
    let lists: &[(&str, &[&str])] = &[("pl-1", &["198.51.100.0/25"])];
    let wide = to("198.51.0.0/16", "gateway_id", "igw-1");
    assert_eq!(
        out(
            &[wide.clone(), hole(learned("198.51.100.0/24", "vgw-1"))],
            lists
        ),
        DROPPED
    );
    assert_eq!(
        out(&[wide.clone(), hole(listed("pl-1", "igw-1"))], lists),
        DROPPED
    );
    assert_eq!(
        out(&[hole(wide), learned("198.51.100.0/24", "igw-1")], lists),
        "yes"
    );
}

#[test]
fn a_blackhole_that_wins_leaves_nothing_to_a_wider_route() {
    let narrow = hole(to("198.51.100.7/32", "network_interface_id", "eni-gone"));
    assert_eq!(
        out(&[to("0.0.0.0/0", "gateway_id", "igw-1"), narrow], &[]),
        DROPPED
    );
}

#[test]
fn lists_with_the_same_prefix_and_other_targets_are_a_matter_of_luck() {
    let lists: &[(&str, &[&str])] = &[
        ("pl-1", &["198.51.100.0/24"]),
        ("pl-2", &["198.51.100.0/24"]),
    ];
    let said = out(&[listed("pl-1", "igw-1"), listed("pl-2", "vgw-9")], lists);
    assert!(
        said.starts_with("unknown: ") && said.contains("198.51.100.0/24"),
        "{said}"
    );
    // The same target is no matter of luck.
    assert_eq!(
        out(&[listed("pl-1", "igw-1"), listed("pl-2", "igw-1")], lists),
        "yes"
    );
    // A route by its own prefix decides before both.
    let own = to("198.51.100.0/24", "gateway_id", "igw-1");
    assert_eq!(
        out(
            &[own, listed("pl-1", "igw-1"), listed("pl-2", "vgw-9")],
            lists
        ),
        "yes"
    );
}

#[test]
fn nothing_that_matches_drops() {
    assert_eq!(out(&[], &[]), "no: NO_ROUTE_TO_DESTINATION at rtb-1");
    let other = to("192.0.2.0/24", "gateway_id", "igw-1");
    assert_eq!(out(&[other], &[]), "no: NO_ROUTE_TO_DESTINATION at rtb-1");
}

#[test]
fn each_family_has_routes_of_its_own() {
    assert_eq!(
        out(&[to("::/0", "gateway_id", "igw-1")], &[]),
        "no: NO_ROUTE_TO_DESTINATION at rtb-1"
    );
}

#[test]
fn inside_the_vpc_local_wins_unless_a_route_is_narrower() {
    let said = |route: Json| {
        let mut town = Town::new();
        town.routes = json!([local(), route]);
        town.says()
    };
    let same = to("10.0.0.0/16", "vpc_peering_connection_id", "pcx-1");
    assert_eq!(said(same), "yes");
    assert_eq!(said(to("10.0.0.0/8", "transit_gateway_id", "tgw-1")), "yes");
    // What is narrower takes packets from local, and a firewall may give them back.
    assert_eq!(
        said(hole(to("10.0.1.0/24", "network_interface_id", "eni-x"))),
        DROPPED
    );
}

#[test]
fn a_subnet_has_its_own_table_or_the_main_one() {
    let town = Town::new();
    let table =
        |associations: Json| json!({"vpc_id": "vpc-1", "routes": [], "associations": associations});
    let of =
        |subnet: &str| table(json!([{"main": false, "subnet_id": subnet, "state": "associated"}]));
    let with = |facts: Json| {
        says(
            &town.world().with("ec2.route_table", "rtb-2", facts),
            "eni-app",
            "eni-db",
            5432,
        )
    };
    assert_eq!(with(of("subnet-a")), "no: NO_ROUTE_TO_DESTINATION at rtb-2");
    assert_eq!(
        with(of("subnet-b")),
        "no: back NO_ROUTE_TO_DESTINATION at rtb-2"
    );
    assert_eq!(with(table(json!([]))), "yes");
}

/// The internet gateway has a table that leads what is for the database past an appliance.
fn edge(town: &Town, appliance: Json) -> World {
    let facts = over(
        &interface(
            "subnet-a",
            "10.0.0.99",
            "sg-fw",
            &json!({"source_dest_check": false}),
        ),
        appliance,
    );
    let routes = json!([local(), to("10.0.1.0/24", "network_interface_id", "eni-fw")]);
    town.world()
        .with("ec2.network_interface", "eni-fw", facts)
        .with("ec2.security_group", "sg-fw", json!({"group_name": "fw", "vpc_id": "vpc-1", "ip_permissions": any(), "ip_permissions_egress": any()}))
        .with("ec2.route_table", "rtb-edge", json!({"vpc_id": "vpc-1", "routes": routes,
            "associations": [{"main": false, "gateway_id": "igw-1", "state": "associated"}]}))
}

#[test]
fn the_table_of_a_gateway_leads_what_comes_in_past_an_appliance() {
    let town = open_town();
    assert_eq!(says(&town.world(), "internet", "eni-db", 5432), "yes");
    let checked = edge(&town, json!({"source_dest_check": true}));
    assert_eq!(
        says(&checked, "internet", "eni-db", 5432),
        "no: ENI_SOURCE_DEST_CHECK_RESTRICTION at eni-fw"
    );
    // Without a public address it gets nothing from the internet.
    assert_eq!(
        says(&edge(&town, json!({})), "internet", "eni-db", 5432),
        "no: INGRESS_RTB_NO_PUBLIC_IP at eni-fw"
    );
}

#[test]
fn an_association_that_ended_leads_nothing_anywhere() {
    let town = open_town();
    let mut world = edge(&town, json!({}));
    world
        .resources
        .retain(|one| !one.arn.as_str().ends_with("/rtb-edge"));
    let routes = json!([local(), to("10.0.1.0/24", "network_interface_id", "eni-fw")]);
    let with = |state: &str| {
        let facts = json!({"vpc_id": "vpc-1", "routes": routes, "associations": [{"main": false, "gateway_id": "igw-1", "state": state}]});
        says(
            &world.clone().with("ec2.route_table", "rtb-edge", facts),
            "internet",
            "eni-db",
            5432,
        )
    };
    assert_eq!(with("associated"), "no: INGRESS_RTB_NO_PUBLIC_IP at eni-fw");
    assert_eq!(with("disassociated"), "yes");
}

#[test]
fn what_comes_in_past_an_appliance_does_not_go_out_beside_it() {
    let mut town = Town::new();
    town.app = public("10.0.0.10", "203.0.113.10");
    town.routes = json!([local(), to("0.0.0.0/0", "gateway_id", "igw-1")]);
    let table = |block: &str| {
        let routes = json!([local(), to(block, "network_interface_id", "eni-db")]);
        let facts = json!({"vpc_id": "vpc-1", "routes": routes, "associations": [{"main": false, "gateway_id": "igw-1", "state": "associated"}]});
        says(
            &town.world().with("ec2.route_table", "rtb-edge", facts),
            "eni-app",
            "198.51.100.7",
            443,
        )
    };
    assert_eq!(
        table("10.0.0.0/24"),
        "no: INGRESS_RTB_TRAFFIC_REDIRECTION at rtb-edge"
    );
    assert_eq!(
        table("10.0.0.10/32"),
        "no: INGRESS_RTB_TRAFFIC_REDIRECTION at rtb-edge"
    );
    // Subnets that the table does not name go out as ever.
    assert_eq!(table("10.0.1.0/24"), "yes");
    // What comes in past an appliance may have its address: answers may find back by it.
    let world = edge(&open_town(), public("10.0.0.99", "203.0.113.99"));
    let said = says(&world, "internet", "eni-db", 5432);
    assert_eq!(
        said,
        "unknown: whether the appliance behind eni-fw passes packets on"
    );
}

#[test]
fn a_gateway_that_only_routes_name_may_lead_anywhere() {
    for (field, id) in [
        ("carrier_gateway_id", "cagw-1"),
        ("local_gateway_id", "lgw-1"),
        (
            "core_network_arn",
            "arn:aws:networkmanager::111122223333:core-network/cn-1",
        ),
        (
            "odb_network_arn",
            "arn:aws:odb:eu-west-1:111122223333:odb-network/odbnet-1",
        ),
    ] {
        let mut town = Town::new();
        town.routes = json!([local(), to("0.0.0.0/0", field, id)]);
        for to in ["internet", "on-premises"] {
            let said = says(&town.world(), "eni-app", to, 443);
            assert!(said.starts_with("unknown: "), "{field} {to}: {said}");
        }
    }
    // And where routes are not told, one of them may be there.
    let world = Town::new().world().denied("ec2:DescribeRouteTables");
    let mut world = world;
    world
        .resources
        .retain(|one| one.kind().name != "ec2.route_table");
    for to in ["internet", "on-premises"] {
        let said = says(&world, "eni-app", to, 443);
        assert!(said.contains("ec2:DescribeRouteTables"), "{to}: {said}");
    }
}

#[test]
fn a_list_that_nobody_told_may_have_the_prefix() {
    let unknown = out(
        &[
            to("0.0.0.0/0", "gateway_id", "igw-1"),
            listed("pl-foreign", "vgw-1"),
        ],
        &[],
    );
    assert!(unknown.starts_with("unknown: "), "{unknown}");
}
