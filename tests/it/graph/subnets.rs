//! Tiers by family and under the block of public access, NAT gateways of subnets, what stands in them.

use serde_json::{Value as Json, json};

use super::world::{Seen, World, arn};

const SUBNET: &str = "ec2.subnet";
const EXCLUSION: &str = "ec2.vpc_block_public_access_exclusion";

pub(super) fn region(mode: &str) -> World {
    World::new().with("region", "eu-west-1", json!({"vpc_block_public_access": {"internet_gateway_block_mode": mode, "state": "update-complete"}}))
}

fn subnet(world: World, name: &str, zone: &str, v4: Json, v6: Json) -> World {
    let facts = json!({"vpc_id": "vpc-1", "cidr_block": v4, "ipv6_cidr_block_associations": v6, "availability_zone_id": zone});
    world.with(SUBNET, name, facts)
}

fn table(world: World, name: &str, of: Json, routes: &[Json]) -> World {
    world.with(
        "ec2.route_table",
        name,
        json!({"vpc_id": "vpc-1", "associations": [of], "routes": routes}),
    )
}

fn route(destination: &str, target: &str, id: &str) -> Json {
    let kind = if destination.contains(':') {
        "destination_ipv6_cidr_block"
    } else {
        "destination_cidr_block"
    };
    json!({kind: destination, target: id, "state": "active"})
}

fn v6() -> Json {
    json!([{"cidr_block": "2001:db8::/64", "state": "associated"}])
}

/// Private over IPv4, public over IPv6.
pub(super) fn dual(world: World) -> World {
    let world = subnet(world, "subnet-a", "euw1-az1", json!("10.0.1.0/24"), v6());
    table(
        world,
        "rtb-1",
        json!({"main": true}),
        &[
            route("0.0.0.0/0", "nat_gateway_id", "nat-1"),
            route("::/0", "gateway_id", "igw-1"),
        ],
    )
}

fn tiers(world: &World) -> Json {
    let needs = [
        "family_tiers[].family",
        "family_tiers[].tier",
        "family_tiers[].effective_tier",
    ];
    let rows = world.see(SUBNET, "subnet-a", &needs).sole();
    let told = |row: &Json| json!([row["family"], row["tier"], row["effective_tier"]]);
    let mut rows: Vec<Json> = rows.as_array().expect("rows").iter().map(told).collect();
    rows.sort_by_key(|row| row[0].to_string());
    json!(rows)
}

#[test]
fn each_family_has_its_tier() {
    assert_eq!(
        tiers(&dual(region("off"))),
        json!([["ipv4", "private", "private"], ["ipv6", "public", "public"]])
    );
    let only_v6 = subnet(region("off"), "subnet-a", "euw1-az1", Json::Null, v6());
    let only_v6 = table(
        only_v6,
        "rtb-1",
        json!({"main": true}),
        &[route("::/0", "egress_only_internet_gateway_id", "eigw-1")],
    );
    assert_eq!(tiers(&only_v6), json!([["ipv6", "private", "private"]]));
    let gone = json!([{"cidr_block": "2001:db8::/64", "state": "disassociated"}]);
    let only_v4 = subnet(
        region("off"),
        "subnet-a",
        "euw1-az1",
        json!("10.0.1.0/24"),
        gone,
    );
    let only_v4 = table(only_v4, "rtb-1", json!({"main": true}), &[]);
    assert_eq!(tiers(&only_v4), json!([["ipv4", "isolated", "isolated"]]));
}

#[test]
fn s2_5_the_block_of_public_access_closes_internet_gateways() {
    let ingress = dual(region("block-ingress"));
    assert_eq!(
        tiers(&ingress),
        json!([
            ["ipv4", "private", "private"],
            ["ipv6", "public", "isolated"]
        ])
    );
    let both = dual(region("block-bidirectional"));
    assert_eq!(
        tiers(&both),
        json!([
            ["ipv4", "private", "isolated"],
            ["ipv6", "public", "isolated"]
        ])
    );
    // A transit gateway is no gateway of the VPC's own.
    let world = subnet(
        region("block-bidirectional"),
        "subnet-a",
        "euw1-az1",
        json!("10.0.1.0/24"),
        json!([]),
    );
    let world = table(
        world,
        "rtb-1",
        json!({"main": true}),
        &[route("0.0.0.0/0", "transit_gateway_id", "tgw-1")],
    );
    assert_eq!(tiers(&world), json!([["ipv4", "private", "private"]]));
}

#[test]
fn exclusions_open_a_vpc_or_a_subnet() {
    let excluded = |of: &str, mode: &str, state: &str| {
        let facts = json!({"resource_arn": format!("arn:aws:ec2:eu-west-1:111122223333:{of}"),
            "internet_gateway_exclusion_mode": mode, "state": state});
        let world = dual(region("block-bidirectional")).with(EXCLUSION, "vpcbpa-exclude-1", facts);
        world
            .see(SUBNET, "subnet-a", &["block_public_access"])
            .sole()
    };
    assert_eq!(
        excluded("vpc/vpc-1", "allow-bidirectional", "create-complete"),
        "off"
    );
    assert_eq!(
        excluded("subnet/subnet-a", "allow-egress", "update-complete"),
        "allow-egress"
    );
    assert_eq!(
        excluded("subnet/subnet-b", "allow-bidirectional", "create-complete"),
        "block-bidirectional"
    );
    assert_eq!(
        excluded("subnet/subnet-a", "allow-bidirectional", "delete-complete"),
        "block-bidirectional"
    );
}

#[test]
fn a_setting_that_was_refused_leaves_open_what_it_could_close() {
    let needs = ["family_tiers[].effective_tier"];
    let world = dual(World::new());
    assert_eq!(world.see(SUBNET, "subnet-a", &needs).gaps.len(), 1);
    let isolated = subnet(
        World::new(),
        "subnet-a",
        "euw1-az1",
        json!("10.0.1.0/24"),
        json!([]),
    );
    let isolated = table(isolated, "rtb-1", json!({"main": true}), &[]);
    assert_eq!(isolated.see(SUBNET, "subnet-a", &needs).gaps, [""; 0]);
}

/// A private subnet in the first zone behind a NAT gateway in a public subnet.
pub(super) fn behind_nat(zone: &str, gateway: Json, public: bool) -> World {
    let world = subnet(
        region("off"),
        "subnet-a",
        "euw1-az1",
        json!("10.0.1.0/24"),
        json!([]),
    );
    let world = subnet(world, "subnet-p", zone, json!("10.0.2.0/24"), json!([]));
    let world = table(
        world,
        "rtb-1",
        json!({"main": true}),
        &[route("0.0.0.0/0", "nat_gateway_id", "nat-1")],
    );
    let routes: &[Json] = &[route("0.0.0.0/0", "gateway_id", "igw-1")];
    let world = table(
        world,
        "rtb-p",
        json!({"main": false, "subnet_id": "subnet-p"}),
        if public { routes } else { &[] },
    );
    match gateway {
        Json::Null => world,
        facts => world.with("ec2.nat_gateway", "nat-1", facts),
    }
}

fn nat(world: &World) -> (Json, Vec<String>) {
    let needs = ["nat_routes[].problem", "nat_routes[].same_zone"];
    let seen = world.see(SUBNET, "subnet-a", &needs);
    (seen.view["nat_routes"].clone(), seen.gaps)
}

#[test]
fn s2_6_a_nat_gateway_has_a_zone_and_a_way_out() {
    let row = |problem: Json, same: Json| {
        (
            json!([{"problem": problem, "same_zone": same}]),
            Vec::<String>::new(),
        )
    };
    let zonal = || json!({"vpc_id": "vpc-1", "subnet_id": "subnet-p", "state": "available"});
    assert_eq!(
        nat(&behind_nat("euw1-az1", zonal(), true)),
        row(Json::Null, json!(true))
    );
    assert_eq!(
        nat(&behind_nat("euw1-az2", zonal(), true)),
        row(Json::Null, json!(false))
    );
    assert_eq!(
        nat(&behind_nat("euw1-az1", zonal(), false)),
        row(json!("no-internet-gateway"), json!(true))
    );
    let regional =
        json!({"vpc_id": "vpc-1", "state": "available", "availability_mode": "regional"});
    assert_eq!(
        nat(&behind_nat("euw1-az1", regional, true)),
        row(Json::Null, Json::Null)
    );
    let private = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-p", "state": "available", "connectivity_type": "private"});
    assert_eq!(
        nat(&behind_nat("euw1-az1", private, true)),
        row(json!("private"), json!(true))
    );
    let failed = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-p", "state": "failed"});
    assert_eq!(
        nat(&behind_nat("euw1-az1", failed, true)),
        row(json!("not-available"), Json::Null)
    );
    assert_eq!(
        nat(&behind_nat("euw1-az1", Json::Null, true)),
        row(json!("gone"), Json::Null)
    );
}

#[test]
fn a_nat_gateway_that_nobody_told_is_a_gap() {
    let pending = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-p", "state": "pending"});
    assert!(nat(&behind_nat("euw1-az1", pending, true)).1[0].contains("in-transition"));
    let refused = behind_nat("euw1-az1", Json::Null, true).denied("ec2:DescribeNatGateways");
    assert_eq!(nat(&refused).1.len(), 1);
}

#[test]
fn balancers_and_tasks_stand_in_subnets_of_a_tier() {
    let world = behind_nat("euw1-az2", Json::Null, true)
        .with("elbv2.load_balancer", "web", json!({"scheme": "internet-facing", "availability_zones": [
            {"zone_name": "eu-west-1a", "subnet_id": "subnet-a"}, {"zone_name": "eu-west-1b", "subnet_id": "subnet-p"}]}))
        .with("ecs.service", "api", json!({"status": "ACTIVE",
            "network_configuration": {"awsvpc_configuration": {"subnets": ["subnet-a"], "security_groups": ["sg-1"]}},
            "task_sets": [
                {"status": "PRIMARY", "network_configuration": {"awsvpc_configuration": {"subnets": ["subnet-p"], "security_groups": ["sg-1"], "assign_public_ip": "ENABLED"}}},
                {"status": "DRAINING", "network_configuration": {"awsvpc_configuration": {"subnets": ["subnet-x"]}}}]}))
        .with("ecs.service", "host", json!({"status": "ACTIVE"}));
    let needs = [
        "placements[].subnet_id",
        "placements[].availability_zone_id",
        "placements[].effective_tier",
    ];
    let place = |id: &str, zone: &str, tier: &str| json!({"subnet_id": id, "availability_zone_id": zone, "effective_tier": tier});
    let (a, p) = (
        place("subnet-a", "euw1-az1", "private"),
        place("subnet-p", "euw1-az2", "public"),
    );
    assert_eq!(
        world.see("elbv2.load_balancer", "web", &needs).sole(),
        json!([a, p])
    );
    assert_eq!(
        workload(&world, "ecs.service", "api", &needs).sole(),
        json!([a, p])
    );
    let assigns = |name: &str| workload(&world, "ecs.service", name, &["assigns_public_ip"]).sole();
    assert_eq!((assigns("api"), assigns("host")), (json!(true), Json::Null));
}

#[test]
fn a_task_is_exposed_by_its_interface() {
    let interface = |group: &str, description: &str, public: Json| {
        json!({"vpc_id": "vpc-1", "subnet_id": "subnet-p", "interface_type": "interface",
        "groups": [{"group_id": group}], "description": description, "private_ip_addresses": [{"private_ip_address": "10.0.2.9", "public_ip": public}]})
    };
    let attachment = "arn:aws:ecs:eu-west-1:111122223333:attachment/1";
    let world = behind_nat("euw1-az1", Json::Null, true)
        .with("ecs.service", "api", json!({"network_configuration": {"awsvpc_configuration": {"subnets": ["subnet-p"], "security_groups": ["sg-1"]}}}))
        .with("ec2.network_interface", "eni-task", interface("sg-1", attachment, json!("203.0.113.1")))
        .with("ec2.network_interface", "eni-quiet", interface("sg-1", attachment, Json::Null))
        .with("ec2.network_interface", "eni-other", interface("sg-2", attachment, json!("203.0.113.2")))
        .with("ec2.network_interface", "eni-host", interface("sg-1", "", json!("203.0.113.3")));
    let needs = [
        "exposed_tasks[].network_interface_id",
        "exposed_tasks[].address",
    ];
    let exposed = json!([{"network_interface_id": "eni-task", "address": "203.0.113.1"}]);
    let seen = workload(&world, "ecs.service", "api", &needs);
    assert_eq!(seen.sole(), exposed);
    // A task that no service started is judged by its own interface.
    let task = |id: &str| {
        json!({"group": "family:batch", "last_status": "RUNNING", "attachments": [
            {"type": "ElasticNetworkInterface", "details": [
                {"name": "subnetId", "value": "subnet-p"}, {"name": "networkInterfaceId", "value": id}]}]})
    };
    let world = world
        .with("ecs.task", "open", task("eni-task"))
        .with("ecs.task", "quiet", task("eni-quiet"))
        .with(
            "ecs.task",
            "host",
            json!({"group": "family:batch", "last_status": "RUNNING"}),
        );
    let seen = |name: &str, needs: &[&str]| workload(&world, "ecs.task", name, needs).sole();
    assert_eq!(seen("open", &needs), exposed);
    assert_eq!(seen("quiet", &needs), json!([]));
    let assigns = |name: &str| seen(name, &["assigns_public_ip"]);
    assert_eq!(assigns("open"), json!(true));
    assert_eq!(assigns("quiet"), json!(false));
    assert_eq!(assigns("host"), Json::Null);
    let tiers = ["placements[].subnet_id", "placements[].effective_tier"];
    let place = json!([{"subnet_id": "subnet-p", "effective_tier": "public"}]);
    assert_eq!(seen("quiet", &tiers), place);
    let world = world.with("ecs.task", "unseen", task("eni-unseen"));
    let refused = world.denied("ec2:DescribeNetworkInterfaces");
    for (kind, name) in [("ecs.service", "api"), ("ecs.task", "unseen")] {
        let seen = workload(&refused, kind, name, &needs);
        assert_eq!(seen.gaps.len(), 1, "{name}");
    }
}

pub(super) fn workload(world: &World, kind: &str, name: &str, needs: &[&str]) -> Seen {
    world.see_arn("ecs.workload", &arn(kind, name), needs, &[])
}

#[test]
fn what_faces_the_internet_is_meant_to() {
    let address = |kind: &str| json!({"interface_type": kind, "private_ip_addresses": [{"private_ip_address": "10.0.2.9", "public_ip": "203.0.113.1"}]});
    let world = region("off")
        .with(
            "elbv2.load_balancer",
            "web",
            json!({"scheme": "internet-facing"}),
        )
        .with(
            "elbv2.load_balancer",
            "inner",
            json!({"scheme": "internal"}),
        )
        .with("ec2.network_interface", "eni-nat", address("nat_gateway"))
        .with("ec2.network_interface", "eni-host", address("interface"))
        .with(
            "rds.db_instance",
            "db",
            json!({"publicly_accessible": false}),
        );
    let see = |world: &World| {
        world.see(
            "region",
            "eu-west-1",
            &["internet_facing[].resource_arn", "internet_facing[].sort"],
        )
    };
    assert_eq!(
        see(&world).sole(),
        json!([
        {"resource_arn": arn("ec2.network_interface", "eni-host"), "sort": "address"},
        {"resource_arn": arn("elbv2.load_balancer", "web"), "sort": "load-balancer"}])
    );
    assert_eq!(
        see(&world.denied("elasticloadbalancing:DescribeLoadBalancers"))
            .gaps
            .len(),
        1
    );
}

fn peering(routes: &[Json]) -> World {
    let side = |id: &str, blocks: Json| json!({"vpc_id": id, "owner_id": "111122223333", "region": "eu-west-1", "cidr_block_set": blocks, "allow_dns_resolution_from_remote_vpc": false});
    table(World::new(), "rtb-1", json!({"main": true}), routes).with(
        "ec2.vpc_peering_connection",
        "pcx-1",
        json!({"status": "active", "requester_vpc_info": side("vpc-1", json!(["10.0.0.0/16"])), "accepter_vpc_info": side("vpc-2", json!(["10.9.0.0/16", "10.10.0.0/16"]))}),
    )
}

#[test]
fn routes_to_a_peer_lead_to_all_of_it_together() {
    let see = |world: &World| {
        world.see(
            "ec2.route_table",
            "rtb-1",
            &["peering_routes[].whole_peer", "peering_routes[].dropped[]"],
        )
    };
    let to = |destination: &str| route(destination, "vpc_peering_connection_id", "pcx-1");
    let row = |whole: bool, dropped: Json| json!([{"whole_peer": whole, "dropped": dropped}]);
    assert_eq!(
        see(&peering(&[to("10.9.0.0/16")])).sole(),
        row(false, json!([]))
    );
    assert_eq!(
        see(&peering(&[to("10.9.0.0/16"), to("10.10.0.0/16")])).sole(),
        row(true, json!([]))
    );
    assert_eq!(
        see(&peering(&[to("10.8.0.0/13")])).sole(),
        row(true, json!([]))
    );
    assert_eq!(see(&peering(&[])).sole(), json!([]));
    let mut dropped = to("10.9.0.0/16");
    dropped["state"] = "blackhole".into();
    assert_eq!(
        see(&peering(&[dropped])).sole(),
        row(false, json!(["10.9.0.0/16"]))
    );
    let mut refused = peering(&[to("10.9.0.0/16")]);
    refused
        .resources
        .retain(|one| one.kind().name != "ec2.vpc_peering_connection");
    assert_eq!(
        see(&refused.denied("ec2:DescribeVpcPeeringConnections"))
            .gaps
            .len(),
        1
    );
}

#[test]
fn packets_come_in_by_lattice_and_private_link_without_a_route() {
    let zones = json!([{"zone_name": "eu-west-1a", "subnet_id": "subnet-a"}]);
    let balancer = arn("elbv2.load_balancer", "nlb");
    let world = table(region("off"), "rtb-1", json!({"main": true}), &[]);
    let world = subnet(
        world,
        "subnet-a",
        "euw1-az1",
        json!("10.0.1.0/24"),
        json!([]),
    );
    let world = subnet(
        world,
        "subnet-b",
        "euw1-az2",
        json!("10.0.2.0/24"),
        json!([]),
    )
    .with(
        "vpc_lattice.resource_gateway",
        "rgw-1",
        json!({"vpc_id": "vpc-1", "subnet_ids": ["subnet-a"]}),
    )
    .with(
        "elbv2.load_balancer",
        "nlb",
        json!({"availability_zones": zones}),
    )
    .with(
        "elbv2.load_balancer",
        "own",
        json!({"availability_zones": zones}),
    )
    .with(
        "ec2.vpc_endpoint_service",
        "vpce-svc-1",
        json!({"network_load_balancer_arns": [balancer]}),
    );
    let see = |world: &World, subnet: &str| {
        let needs = ["unrouted_ways[].arn", "unrouted_ways[].load_balancer_arn"];
        world.see(SUBNET, subnet, &needs)
    };
    let gateway = arn("vpc_lattice.resource_gateway", "rgw-1");
    let service = arn("ec2.vpc_endpoint_service", "vpce-svc-1");
    assert_eq!(
        see(&world, "subnet-a").sole(),
        json!([{"arn": service, "load_balancer_arn": balancer}, {"arn": gateway, "load_balancer_arn": null}])
    );
    assert_eq!(see(&world, "subnet-b").sole(), json!([]));
    for operation in [
        "vpc-lattice:ListResourceGateways",
        "ec2:DescribeVpcEndpointServiceConfigurations",
        "elasticloadbalancing:DescribeLoadBalancers",
    ] {
        let gaps = see(&world.clone().denied(operation), "subnet-a").gaps;
        assert!(gaps[0].contains(operation), "{operation}: {gaps:?}");
    }
}
