//! Subnet tiers, by the effective route table (section 2.4 of the semantics).

use serde_json::{Value as Json, json};

use super::world::{OTHER, UNTOLD, World};

const LISTING: &str = "ec2:DescribeRouteTables";

fn local() -> Json {
    json!({"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local", "state": "active"})
}

/// A route to everywhere in one family through a target.
fn route(destination: &str, target: &str, id: &str) -> Json {
    let kind = match destination {
        list if list.starts_with("pl-") => "destination_prefix_list_id",
        range if range.contains(':') => "destination_ipv6_cidr_block",
        _ => "destination_cidr_block",
    };
    json!({kind: destination, target: id, "state": "active"})
}

fn subnet(world: World) -> World {
    world.with("ec2.subnet", "subnet-a", json!({"vpc_id": "vpc-1"}))
}

fn table(world: World, name: &str, association: Json, routes: Vec<Json>) -> World {
    let facts = json!({"vpc_id": "vpc-1", "associations": [association], "routes": routes});
    world.with("ec2.route_table", name, facts)
}

fn main_table(world: World, routes: Vec<Json>) -> World {
    table(world, "rtb-main", json!({"main": true}), routes)
}

/// The tier of a subnet whose effective table has these routes besides the local one.
fn tier_of(routes: Vec<Json>) -> Json {
    let routes = [vec![local()], routes].concat();
    let world = main_table(subnet(World::new()), routes);
    world.see("ec2.subnet", "subnet-a", &["tier"]).sole()
}

fn unknown(world: &World) -> Vec<String> {
    world.see("ec2.subnet", "subnet-a", &["tier"]).gaps
}

#[test]
fn s2_4_each_target_makes_its_tier() {
    let everywhere = "0.0.0.0/0";
    for (destination, target, id, tier) in [
        (everywhere, "gateway_id", "igw-1", "public"),
        ("::/0", "gateway_id", "igw-1", "public"),
        ("203.0.113.7/32", "gateway_id", "igw-1", "public"),
        ("8.0.0.0/5", "gateway_id", "igw-1", "public"),
        (everywhere, "nat_gateway_id", "nat-1", "private"),
        ("64:ff9b::/96", "nat_gateway_id", "nat-1", "private"),
        (
            "::/0",
            "egress_only_internet_gateway_id",
            "eigw-1",
            "private",
        ),
        (everywhere, "transit_gateway_id", "tgw-1", "private"),
        (
            everywhere,
            "core_network_arn",
            "arn:aws:networkmanager::1:x",
            "private",
        ),
        (
            everywhere,
            "odb_network_arn",
            "arn:aws:odb:eu-west-1:1:odb-network/x",
            "private",
        ),
        (everywhere, "network_interface_id", "eni-1", "private"),
        (everywhere, "instance_id", "i-1", "private"),
        (everywhere, "carrier_gateway_id", "cagw-1", "private"),
        (everywhere, "gateway_id", "vgw-1", "private"),
        (everywhere, "local_gateway_id", "lgw-1", "private"),
        (everywhere, "vpc_peering_connection_id", "pcx-1", "isolated"),
        (everywhere, "gateway_id", "VpcLattice", "isolated"),
        ("10.1.0.0/16", "transit_gateway_id", "tgw-1", "isolated"),
        ("10.0.0.0/8", "gateway_id", "vgw-1", "isolated"),
        ("fd00:1::/48", "transit_gateway_id", "tgw-1", "isolated"),
    ] {
        let told = tier_of(vec![route(destination, target, id)]);
        assert_eq!(told, tier, "{destination} to {id}");
    }
    assert_eq!(tier_of(Vec::new()), "isolated");
}

#[test]
fn s2_4_the_most_exposed_route_decides_and_halves_of_the_internet_are_the_internet() {
    let nat = route("0.0.0.0/0", "nat_gateway_id", "nat-1");
    let igw = route("::/0", "gateway_id", "igw-1");
    assert_eq!(tier_of(vec![nat.clone(), igw.clone()]), "public");
    assert_eq!(tier_of(vec![igw, nat]), "public");
    let halves = ["0.0.0.0/1", "128.0.0.0/1"].map(|half| route(half, "nat_gateway_id", "nat-1"));
    assert_eq!(tier_of(halves.into()), "private");
}

#[test]
fn s2_4_a_blackhole_leads_nowhere_and_a_state_that_nobody_told_may_lead_anywhere() {
    let with_state = |id: &str, state: &str| {
        let mut route = route(
            "0.0.0.0/0",
            if id.starts_with("igw") {
                "gateway_id"
            } else {
                "nat_gateway_id"
            },
            id,
        );
        route["state"] = json!(state);
        route
    };
    assert_eq!(tier_of(vec![with_state("igw-1", "blackhole")]), "isolated");
    let world = main_table(
        subnet(World::new()),
        vec![local(), with_state("nat-1", UNTOLD)],
    );
    assert_eq!(
        unknown(&world),
        [format!("{LISTING} not-collected 111122223333/eu-west-1")]
    );
    // What is known to be public stays public.
    let public = vec![with_state("nat-1", UNTOLD), with_state("igw-1", "active")];
    assert_eq!(tier_of(public), "public");
}

#[test]
fn s2_4_a_state_that_says_nothing_of_packets_is_unknown() {
    for state in ["filtered", "pending", "weird"] {
        let mut out = route("0.0.0.0/0", "nat_gateway_id", "nat-1");
        out["state"] = json!(state);
        let world = main_table(subnet(World::new()), vec![local(), out.clone()]);
        assert_eq!(
            unknown(&world),
            [format!("{LISTING} unsupported-here 111122223333/eu-west-1")],
            "{state}"
        );
        let igw = route("0.0.0.0/0", "gateway_id", "igw-1");
        assert_eq!(tier_of(vec![out, igw]), "public", "{state}");
    }
}

#[test]
fn s2_4_an_association_of_the_subnets_own_beats_the_main_table() {
    let public = vec![local(), route("0.0.0.0/0", "gateway_id", "igw-1")];
    let own = |state: &str| json!({"main": false, "subnet_id": "subnet-a", "state": state});
    let of_another = json!({"main": false, "subnet_id": "subnet-b"});
    let tier = |world: World| world.see("ec2.subnet", "subnet-a", &["tier"]).sole();
    let world = || main_table(subnet(World::new()), public.clone());
    assert_eq!(
        tier(table(world(), "rtb-own", own("associated"), vec![local()])),
        "isolated"
    );
    assert_eq!(
        tier(table(world(), "rtb-own", of_another, vec![local()])),
        "public"
    );
    assert_eq!(
        tier(table(
            world(),
            "rtb-own",
            own("disassociated"),
            vec![local()]
        )),
        "public"
    );
    // The main table of another VPC is nobody's here.
    let elsewhere =
        json!({"vpc_id": "vpc-2", "associations": [{"main": true}], "routes": [local()]});
    assert_eq!(
        tier(world().with("ec2.route_table", "rtb-else", elsewhere)),
        "public"
    );
}

#[test]
fn s2_4_whatever_may_hide_the_effective_table_is_unknown() {
    let isolated = || main_table(subnet(World::new()), vec![local()]);
    let denied = format!("{LISTING} denied 111122223333/eu-west-1");
    assert_eq!(
        unknown(&isolated().denied(LISTING)),
        std::slice::from_ref(&denied)
    );
    assert_eq!(
        unknown(&isolated().unasked(LISTING)),
        [format!("{LISTING} not-collected 111122223333/eu-west-1")]
    );
    let cut = isolated().refused("routes", LISTING);
    assert_eq!(unknown(&cut), std::slice::from_ref(&denied));
    // Another table whose associations are not known may be the subnet's own.
    for associations in [
        json!(UNTOLD),
        json!([{"main": false, "subnet_id": "subnet-b"}]),
    ] {
        let facts = json!({"vpc_id": "vpc-1", "associations": associations, "routes": [local()]});
        let world = isolated()
            .with("ec2.route_table", "rtb-z", facts)
            .refused("associations", LISTING);
        assert_eq!(unknown(&world), std::slice::from_ref(&denied));
    }
    let homeless = json!({"vpc_id": UNTOLD, "associations": [], "routes": [local()]});
    let world = isolated().with("ec2.route_table", "rtb-z", homeless);
    assert_eq!(
        unknown(&world),
        [format!("{LISTING} not-collected 111122223333/eu-west-1")]
    );
    let untold_main = table(
        subnet(World::new()),
        "rtb-main",
        json!({"main": UNTOLD}),
        vec![local()],
    );
    assert_eq!(
        unknown(&untold_main),
        [format!("{LISTING} not-collected 111122223333/eu-west-1")]
    );
}

#[test]
fn s2_4_a_shared_subnet_is_judged_by_its_owners_tables() {
    let shared = || subnet(World::new()).owned_by(OTHER);
    let of_owner = format!("arn:aws:ec2:eu-west-1:{OTHER}:subnet/subnet-a");
    let see = |world: World| world.see_arn("ec2.subnet", &of_owner, &["tier"], &[]);
    let foreign = [format!("{LISTING} account-not-scanned {OTHER}/eu-west-1")];
    assert_eq!(see(shared()).gaps, foreign);
    assert_eq!(
        see(main_table(shared(), vec![local()]).owned_by(OTHER)).gaps,
        foreign
    );
    let own = json!({"main": false, "subnet_id": "subnet-a"});
    let nat = route("0.0.0.0/0", "nat_gateway_id", "nat-1");
    let told = table(shared(), "rtb-own", own, vec![local(), nat]).owned_by(OTHER);
    assert_eq!(see(told).sole(), "private");
}

#[test]
fn the_route_that_decides_is_the_evidence() {
    let routes = vec![
        local(),
        route("0.0.0.0/0", "nat_gateway_id", "nat-1"),
        route("0.0.0.0/0", "gateway_id", "igw-1"),
    ];
    let world = main_table(subnet(World::new()), routes);
    let subnet = super::world::arn("ec2.subnet", "subnet-a");
    let (view, _) = world.project("ec2.subnet", &subnet, &["tier"], &[], true);
    let origin = view
        .field("tier")
        .and_then(|cell| cell.origin.clone())
        .expect("an origin");
    assert_eq!(
        (
            origin.resource.as_str(),
            origin.path.as_str(),
            origin.operation.as_str()
        ),
        (subnet.as_str(), "tier", "derived")
    );
    let [source] = origin.sources.as_slice() else {
        panic!("one source: {:?}", origin.sources);
    };
    assert_eq!(
        source.resource,
        super::world::arn("ec2.route_table", "rtb-main")
    );
    assert_eq!(
        (source.path.as_str(), source.operation.as_str()),
        ("routes[2]", LISTING)
    );
    assert_eq!(source.value["gateway_id"], "igw-1");
}

#[test]
fn s2_4_an_endpoint_as_target_is_a_service_of_aws_or_passes_packets_on() {
    let to_endpoint = |destination| {
        main_table(
            subnet(World::new()),
            vec![local(), route(destination, "gateway_id", "vpce-1")],
        )
    };
    let with_type = |world: World, kind: &str| {
        let facts = json!({"vpc_endpoint_type": kind, "subnet_ids": ["subnet-fw"]});
        world.with("ec2.vpc_endpoint", "vpce-1", facts)
    };
    let tier = |world: &World| world.see("ec2.subnet", "subnet-a", &["tier"]).sole();
    assert_eq!(
        tier(&with_type(to_endpoint("pl-s3"), "Gateway")),
        "isolated"
    );
    // Nobody knows the endpoint, so nobody knows what is behind it.
    assert_eq!(
        unknown(&to_endpoint("0.0.0.0/0").denied("ec2:DescribeVpcEndpoints")),
        ["ec2:DescribeVpcEndpoints denied 111122223333/eu-west-1"]
    );
    let firewall = |routes: Vec<Json>| {
        let world = with_type(to_endpoint("0.0.0.0/0"), "GatewayLoadBalancer");
        let world = world.with("ec2.subnet", "subnet-fw", json!({"vpc_id": "vpc-1"}));
        table(
            world,
            "rtb-fw",
            json!({"main": false, "subnet_id": "subnet-fw"}),
            routes,
        )
    };
    let out = |kind, id| vec![local(), route("0.0.0.0/0", kind, id)];
    assert_eq!(tier(&firewall(out("gateway_id", "igw-1"))), "public");
    assert_eq!(tier(&firewall(out("nat_gateway_id", "nat-1"))), "private");
    assert_eq!(tier(&firewall(vec![local()])), "private");
    // Two endpoints that point at each other end as unknown.
    let looped = unknown(&firewall(out("gateway_id", "vpce-1")));
    assert_eq!(
        looped,
        ["ec2:DescribeVpcEndpoints unsupported-here 111122223333/eu-west-1"]
    );
}

#[test]
fn s2_4_a_prefix_list_leads_where_its_ranges_lead() {
    let with_list = |entries: Json| {
        let routes = vec![local(), route("pl-1", "transit_gateway_id", "tgw-1")];
        let list = json!({"address_family": "IPv4", "entries": entries});
        main_table(subnet(World::new()), routes).with("ec2.prefix_list", "pl-1", list)
    };
    let tier = |world: World| world.see("ec2.subnet", "subnet-a", &["tier"]).sole();
    assert_eq!(
        tier(with_list(json!([{"cidr": "10.9.0.0/16"}]))),
        "isolated"
    );
    assert_eq!(
        tier(with_list(
            json!([{"cidr": "10.9.0.0/16"}, {"cidr": "0.0.0.0/0"}])
        )),
        "private"
    );
    let call = "ec2:GetManagedPrefixListEntries";
    let refused = with_list(json!(UNTOLD)).refused("entries", call);
    assert_eq!(
        unknown(&refused),
        [format!("{call} denied 111122223333/eu-west-1")]
    );
    let cut = with_list(json!([{"cidr": "10.9.0.0/16"}])).refused("entries", call);
    assert_eq!(
        unknown(&cut),
        [format!("{call} denied 111122223333/eu-west-1")]
    );
    let unlisted = main_table(
        subnet(World::new()),
        vec![route("pl-1", "nat_gateway_id", "nat-1")],
    );
    assert_eq!(
        unknown(&unlisted.denied("ec2:DescribeManagedPrefixLists")),
        ["ec2:DescribeManagedPrefixLists denied 111122223333/eu-west-1"]
    );
}

#[test]
fn s2_4_a_target_that_this_version_does_not_know_is_unknown() {
    let odd = json!({"destination_cidr_block": "0.0.0.0/0", "state": "active"});
    let world = main_table(subnet(World::new()), vec![local(), odd]);
    assert_eq!(
        unknown(&world),
        [format!("{LISTING} not-collected 111122223333/eu-west-1")]
    );
}
