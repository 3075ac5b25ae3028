//! What is wanted, by the account's own facts, and what is reached or admitted beyond it (section 4 of
//! the semantics).

use serde_json::{Value as Json, json};

use super::world::{HERE, Seen, UNTOLD, World, arn};

const GROUP: &str = "ec2.security_group";

fn with(mut facts: Json, more: Json) -> Json {
    for (key, value) in more.as_object().expect("facts") {
        facts[key] = value.clone();
    }
    facts
}

pub(super) fn admits(port: i64, peers: Json) -> Json {
    with(
        json!({"ip_protocol": "tcp", "from_port": port, "to_port": port}),
        peers,
    )
}

pub(super) fn of(group: &str) -> Json {
    json!({"user_id_group_pairs": [{"group_id": group, "user_id": HERE}]})
}

pub(super) fn range(cidr: &str) -> Json {
    json!({"ip_ranges": [{"cidr_ip": cidr}]})
}

fn group(name: &str, ingress: &[Json]) -> Json {
    json!({"group_name": name, "vpc_id": "vpc-1", "owner_id": HERE, "ip_permissions": ingress,
        "ip_permissions_egress": [{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]})
}

pub(super) fn interface(world: World, name: &str, group: &str, address: &str, more: Json) -> World {
    let facts = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-1", "interface_type": "interface",
        "owner_id": HERE, "status": "in-use", "source_dest_check": true, "requester_managed": true,
        "groups": [{"group_id": group}], "private_ip_addresses": [{"private_ip_address": address}]});
    world.with("ec2.network_interface", name, with(facts, more))
}

/// A function that names a database, another one that does not, a load balancer before a service.
pub(super) fn world(database: &[Json], app: &[Json], balancer: &[Json]) -> World {
    let entry = |egress: bool| {
        json!({"rule_number": 1, "egress": egress, "protocol": "-1",
        "rule_action": "allow", "cidr_block": "0.0.0.0/0"})
    };
    let variable = json!([{"name": "DB", "kind": "plain",
        "endpoints": [{"host": "orders.example", "port": 5432}]}]);
    let function = |group: &str| {
        json!({"vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
        "security_group_ids": [group]}})
    };
    let world = World::new()
        .with("ec2.vpc", "vpc-1", json!({"cidr_block": "10.0.0.0/16",
            "cidr_block_associations": [{"cidr_block": "10.0.0.0/16", "state": "associated"}]}))
        .with("ec2.subnet", "subnet-1", json!({"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24",
            "availability_zone": "eu-west-1a"}))
        .with("ec2.network_acl", "acl-1", json!({"vpc_id": "vpc-1", "owner_id": HERE,
            "is_default": true, "associated_subnet_ids": ["subnet-1"],
            "entries": [entry(false), entry(true)]}))
        .with("ec2.route_table", "rtb-1", json!({"vpc_id": "vpc-1",
            "associations": [{"main": true, "state": "associated"}],
            "routes": [{"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local", "state": "active"}]}))
        .with("region", "eu-west-1", json!({"vpc_block_public_access":
            {"internet_gateway_block_mode": "off", "state": "default-state"}}))
        .with(GROUP, "sg-client", group("client", &[]))
        .with(GROUP, "sg-other", group("other", &[]))
        .with(GROUP, "sg-db", group("db", database))
        .with(GROUP, "sg-app", group("app", app))
        .with(GROUP, "sg-lb", group("lb", balancer))
        .with("lambda.function", "client",
            with(function("sg-client"), json!({"environment_variables": variable})))
        .with("lambda.function", "other", function("sg-other"))
        .with("rds.db_subnet_group", "subnets", json!({"vpc_id": "vpc-1",
            "subnets": [{"subnet_identifier": "subnet-1"}]}))
        .with("rds.db_instance", "orders", json!({"engine": "postgres",
            "db_instance_status": "available", "db_subnet_group_name": "subnets",
            "availability_zone": "eu-west-1a", "publicly_accessible": false,
            "endpoint": {"address": "orders.example", "port": 5432},
            "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]}));
    let world = interface(
        world,
        "eni-client",
        "sg-client",
        "10.0.0.4",
        json!({"interface_type": "lambda"}),
    );
    let world = interface(
        world,
        "eni-other",
        "sg-other",
        "10.0.0.5",
        json!({"interface_type": "lambda"}),
    );
    let world = interface(
        world,
        "eni-db",
        "sg-db",
        "10.0.0.6",
        json!({"requester_id": "amazon-rds", "description": "RDSNetworkInterface"}),
    );
    let world = interface(world, "eni-app", "sg-app", "10.0.0.7", json!({}));
    let world = interface(
        world,
        "eni-lb",
        "sg-lb",
        "10.0.0.8",
        json!({"requester_id": "amazon-elb", "description": "ELB app/lb/1"}),
    );
    balanced(world)
}

/// An account in which every fact of what is wanted has something to say.
pub(super) fn all() -> World {
    let database = [
        admits(5432, range("10.0.0.4/31")),
        admits(22, range("192.168.7.0/24")),
    ];
    let app = [admits(80, of("sg-lb")), admits(80, of("sg-other"))];
    let world = world(&database, &app, &[admits(8080, of("sg-other"))]);
    let variable = json!([{"name": "OLD", "kind": "plain",
        "endpoints": [{"host": "archive.example", "port": 3306}]}]);
    let facts = json!({"vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
        "security_group_ids": ["sg-client"]}, "environment_variables": variable});
    let world = left_out(closed(public(world), json!([])));
    let world = super::peered::joined(world, "10.7.0.0/16");
    world.with("lambda.function", "severed", facts).with(
        "rds.db_instance",
        "archive",
        json!({"engine": "mysql", "db_instance_status": "available",
            "db_subnet_group_name": "closed", "availability_zone": "eu-west-1a",
            "publicly_accessible": false, "endpoint": {"address": "archive.example", "port": 3306},
            "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]}),
    )
}

/// The VPC in a region that blocks public access of others.
fn left_out(mut world: World) -> World {
    world.resources.retain(|one| one.kind().name != "region");
    let block =
        json!({"internet_gateway_block_mode": "block-bidirectional", "state": "update-complete"});
    world
        .with(
            "region",
            "eu-west-1",
            json!({"vpc_block_public_access": block}),
        )
        .with(
            "ec2.vpc_block_public_access_exclusion",
            "vpcbpa-exclude-1",
            json!({"resource_arn": arn("ec2.vpc", "vpc-1"), "state": "create-complete",
                "internet_gateway_exclusion_mode": "allow-bidirectional"}),
        )
}

/// A subnet for databases that has an ACL of its own, with an interface of one.
fn closed(world: World, entries: Json) -> World {
    let world = world
        .with(
            "ec2.subnet",
            "subnet-2",
            json!({"vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24",
            "availability_zone": "eu-west-1a"}),
        )
        .with(
            "rds.db_subnet_group",
            "closed",
            json!({"vpc_id": "vpc-1",
            "subnets": [{"subnet_identifier": "subnet-2"}]}),
        )
        .with(
            "ec2.network_acl",
            "acl-2",
            json!({"vpc_id": "vpc-1", "owner_id": HERE,
            "is_default": false, "associated_subnet_ids": ["subnet-2"], "entries": entries}),
        );
    interface(
        world,
        "eni-closed",
        "sg-db",
        "10.0.1.6",
        json!({"subnet_id": "subnet-2", "requester_id": "amazon-rds",
            "description": "RDSNetworkInterface"}),
    )
}

/// An instance that the internet reaches.
pub(super) fn public(world: World) -> World {
    let out = json!([{"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local", "state": "active"},
        {"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}]);
    let facts = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-p", "interface_type": "interface",
        "owner_id": HERE, "status": "in-use", "source_dest_check": true, "requester_managed": false,
        "groups": [{"group_id": "sg-public"}], "attachment": {"instance_id": "i-p", "status": "attached"},
        "private_ip_addresses": [{"private_ip_address": "10.0.9.4", "public_ip": "198.18.0.4", "primary": true}]});
    let entry = |egress: bool| {
        json!({"rule_number": 1, "egress": egress, "protocol": "-1",
        "rule_action": "allow", "cidr_block": "0.0.0.0/0"})
    };
    world
        .with(
            "ec2.subnet",
            "subnet-p",
            json!({"vpc_id": "vpc-1", "cidr_block": "10.0.9.0/24",
            "availability_zone": "eu-west-1a"}),
        )
        .with(
            "ec2.network_acl",
            "acl-p",
            json!({"vpc_id": "vpc-1", "owner_id": HERE,
            "associated_subnet_ids": ["subnet-p"], "entries": [entry(false), entry(true)]}),
        )
        .with(
            "ec2.route_table",
            "rtb-p",
            json!({"vpc_id": "vpc-1", "routes": out,
            "associations": [{"main": false, "subnet_id": "subnet-p", "state": "associated"}]}),
        )
        .with(
            "ec2.internet_gateway",
            "igw-1",
            json!({"attachments":
            [{"vpc_id": "vpc-1", "state": "available"}]}),
        )
        .with(
            GROUP,
            "sg-public",
            group("public", &[admits(22, range("0.0.0.0/0"))]),
        )
        .with("ec2.network_interface", "eni-p", facts)
}

/// The load balancer, by such an ARN as its interfaces name.
fn balancer() -> String {
    arn("elbv2.load_balancer", "lb").replace("load_balancer/lb", "loadbalancer/app/lb/1")
}

fn balanced(world: World) -> World {
    let balancer = balancer();
    let targets = arn("elbv2.target_group", "tg");
    let mut world = world
        .with("elbv2.load_balancer", "lb", json!({"load_balancer_name": "lb", "scheme": "internal",
            "vpc_id": "vpc-1", "type": "application", "state": {"code": "active"},
            "availability_zones": [{"zone_name": "eu-west-1a", "subnet_id": "subnet-1"}],
            "security_groups": ["sg-lb"], "attributes": {}}))
        .with("elbv2.listener", "test", json!({"load_balancer_arn": balancer, "port": 8080,
            "protocol": "HTTP", "default_actions": [{"type": "forward", "target_group_arn": targets}]}))
        .with("elbv2.target_group", "tg", json!({"target_group_name": "tg", "protocol": "HTTP",
            "port": 80, "vpc_id": "vpc-1", "target_type": "ip", "health_check_enabled": true,
            "health_check_port": "traffic-port", "load_balancer_arns": [balancer], "attributes": {},
            "target_health_descriptions": [{"target": {"id": "10.0.0.7", "port": 80},
                "target_health": {"state": "healthy"}}]}))
        .with("codedeploy.deployment_group", "dg", json!({"application_name": "a",
            "deployment_group_name": "dg", "load_balancer_info": {"target_group_pair_info_list":
                [{"test_traffic_route": {"listener_arns": [arn("elbv2.listener", "test")]}}]}}));
    for resource in &mut world.resources {
        if resource.kind().name == "elbv2.load_balancer" {
            resource.arn = balancer.parse().expect("an ARN");
        }
    }
    world
}

pub(super) fn labels(seen: &Seen, list: &str, field: &str) -> Vec<String> {
    let items = seen.view[list].as_array().expect("a list").iter();
    items
        .map(|one| one[field].as_str().expect("a text").to_owned())
        .collect()
}

#[test]
fn who_reaches_a_target_beside_the_load_balancer_bypasses_it() {
    let bypasses = |app: &[Json]| {
        let world = world(&[], app, &[]);
        let seen = world.see("elbv2.target_group", "tg", &["bypasses[].label"]);
        assert_eq!(seen.gaps, [""; 0]);
        labels(&seen, "bypasses", "label")
    };
    assert_eq!(bypasses(&[admits(80, of("sg-lb"))]), [""; 0]);
    assert_eq!(
        bypasses(&[admits(80, of("sg-lb")), admits(80, of("sg-other"))]),
        ["eni-other"]
    );
    assert_eq!(bypasses(&[admits(81, of("sg-other"))]), [""; 0]);
}

#[test]
fn who_reaches_two_interfaces_of_a_target_bypasses_it_once() {
    let second = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-p", "interface_type": "interface",
        "owner_id": HERE, "status": "in-use", "source_dest_check": true, "requester_managed": false,
        "groups": [{"group_id": "sg-public"}], "attachment": {"instance_id": "i-p", "status": "attached"},
        "private_ip_addresses": [{"private_ip_address": "10.0.9.5", "public_ip": "198.18.0.5"}]});
    let group = json!({"target_group_name": "shell", "protocol": "HTTP", "port": 22, "vpc_id": "vpc-1",
        "target_type": "instance", "health_check_enabled": true, "health_check_port": "traffic-port",
        "load_balancer_arns": [balancer()], "attributes": {},
        "target_health_descriptions": [{"target": {"id": "i-p", "port": 22},
            "target_health": {"state": "healthy"}}]});
    let world = public(world(&[], &[], &[]))
        .with("ec2.network_interface", "eni-q", second)
        .with(
            "ec2.instance",
            "i-p",
            json!({"vpc_id": "vpc-1", "network_interface_ids": ["eni-p", "eni-q"]}),
        )
        .with("elbv2.target_group", "shell", group);
    let seen = world.see("elbv2.target_group", "shell", &["bypasses[].class"]);
    let told = labels(&seen, "bypasses", "class");
    let internet = told.iter().filter(|class| *class == "internet");
    assert_eq!(internet.count(), 1, "{told:?}");
}

#[test]
fn who_carries_the_groups_of_the_load_balancer_is_not_the_load_balancer() {
    let see = |address: &str, more: Json| {
        let app = [admits(80, of("sg-lb"))];
        let world = interface(world(&[], &app, &[]), "eni-same", "sg-lb", address, more);
        let seen = world.see("elbv2.target_group", "tg", &["bypasses[].label"]);
        (labels(&seen, "bypasses", "label"), seen.gaps.len())
    };
    let host = json!({"attachment": {"instance_id": "i-1", "status": "attached"}});
    assert_eq!(see("10.0.0.9", host), (vec!["eni-same".to_owned()], 0));
    // Another load balancer with the same groups: nothing on the way tells the two apart.
    let described =
        |description: Json| json!({"requester_id": "amazon-elb", "description": description});
    let of_other = see("10.0.0.9", described(json!("ELB app/other/2")));
    assert_eq!(of_other, (vec!["eni-same".to_owned()], 0));
    let own = see("10.0.0.9", described(json!("ELB app/lb/1")));
    assert_eq!(own, (Vec::new(), 0));
    assert_eq!(see("10.0.0.9", described(json!(UNTOLD))), (Vec::new(), 1));
}

#[test]
fn a_listener_for_tests_is_reached_by_somebody_or_nobody() {
    let reached = |balancer: &[Json]| {
        let world = world(&[], &[], balancer);
        let seen = world.see(
            "codedeploy.deployment_group",
            "dg",
            &["test_listeners[].reached_by"],
        );
        assert_eq!(seen.gaps, [""; 0]);
        labels(&seen, "test_listeners", "reached_by")
    };
    assert_eq!(reached(&[admits(80, range("0.0.0.0/0"))]), ["nobody"]);
    assert_eq!(reached(&[admits(8080, of("sg-other"))]), ["somebody"]);
}

#[test]
fn ports_on_which_nothing_listens_are_admitted_in_vain() {
    let dead = |world: &World| {
        let seen = world.see(GROUP, "sg-db", &["dead_ports[].ports"]);
        (labels(&seen, "dead_ports", "ports"), seen.gaps)
    };
    let none: Vec<String> = Vec::new();
    let exact = world(&[admits(5432, range("10.0.0.0/16"))], &[], &[]);
    assert_eq!(dead(&exact), (none.clone(), none.clone()));
    let wide = with(admits(5430, range("10.0.0.0/16")), json!({"to_port": 5435}));
    let wide = world(&[wide], &[], &[]);
    assert_eq!(
        dead(&wide),
        (vec!["tcp 5430-5431, 5433-5435".to_owned()], none)
    );
    let instance = json!({"attachment": {"instance_id": "i-1", "status": "attached"}, "requester_managed": false});
    let shared = interface(wide, "eni-i", "sg-db", "10.0.0.9", instance);
    let seen = shared.see(GROUP, "sg-db", &["dead_ports[].ports"]);
    assert_eq!(seen.gaps.len(), 1, "{:?}", seen.gaps);
}

#[test]
fn a_private_range_holds_clients_and_strangers() {
    let wider = |cidr: &str| {
        let world = world(&[admits(5432, range(cidr))], &[], &[]);
        world.see(
            GROUP,
            "sg-db",
            &["wider_than_peers[].strangers", "wider_than_peers[].groups"],
        )
    };
    let seen = wider("10.0.0.4/31");
    assert_eq!(seen.gaps, [""; 0]);
    assert_eq!(
        labels(&seen, "wider_than_peers", "strangers"),
        ["eni-other"]
    );
    assert_eq!(labels(&seen, "wider_than_peers", "groups"), ["sg-client"]);
    let seen = wider("10.0.0.4/32");
    assert_eq!(seen.view["wider_than_peers"], json!([]));
    assert_eq!(seen.gaps, [""; 0]);
}

#[test]
fn from_a_range_of_no_network_nobody_comes() {
    let peerless = |cidr: &str| {
        let world = world(&[admits(5432, range(cidr))], &[], &[]);
        let seen = world.see(GROUP, "sg-db", &["peerless_rules[].rule"]);
        assert_eq!(seen.gaps, [""; 0]);
        labels(&seen, "peerless_rules", "rule")
    };
    assert_eq!(peerless("192.168.7.0/24"), ["tcp 5432 from 192.168.7.0/24"]);
    assert_eq!(peerless("10.0.9.0/24"), [""; 0]);
}

#[test]
fn the_least_egress_of_a_workload_is_what_facts_name() {
    let needed = |world: &World, group: &str| {
        let seen = world.see(GROUP, group, &["needed_egress"]);
        let told = seen.view["needed_egress"].as_str().unwrap_or_default();
        (told.to_owned(), seen.gaps)
    };
    let world = world(&[], &[], &[]);
    let told = |text: &str| (text.to_owned(), Vec::<String>::new());
    assert_eq!(
        needed(&world, "sg-client"),
        told("tcp 5432 to sg-db (orders)")
    );
    assert_eq!(needed(&world, "sg-db"), told("nothing that a fact names"));
    let secret = json!([{"name": "DB", "kind": "secretsmanager",
        "reference_arn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"}]);
    let facts = json!({"vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
        "security_group_ids": ["sg-other"]}, "environment_variables": secret});
    let by_secret = world.clone().with("lambda.function", "by-secret", facts);
    let (_, gaps) = needed(&by_secret, "sg-other");
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    let (_, gaps) = needed(&world.denied("lambda:ListFunctions"), "sg-client");
    assert_eq!(gaps.len(), 1, "{gaps:?}");
}

/// The client's database, in a subnet with an ACL of its own.
fn behind_an_acl(entries: Json) -> World {
    let mut world = world(&[admits(5432, of("sg-client"))], &[], &[]);
    world.resources.retain(|resource| {
        let id = resource.arn.last();
        id != "eni-db" && id != "orders"
    });
    let world = closed(world, entries);
    world.with(
        "rds.db_instance",
        "orders",
        json!({"engine": "postgres",
            "db_instance_status": "available", "db_subnet_group_name": "closed",
            "availability_zone": "eu-west-1a", "publicly_accessible": false,
            "endpoint": {"address": "orders.example", "port": 5432},
            "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]}),
    )
}

#[test]
fn an_acl_that_drops_the_answers_breaks_what_is_wanted() {
    let entry = |number: i64, egress: bool, from: i64, to: i64| {
        json!({"rule_number": number, "egress": egress, "protocol": "6", "rule_action": "allow",
            "cidr_block": "10.0.0.0/16", "from_port": from, "to_port": to})
    };
    let needs = [
        "broken_flows[].from",
        "broken_flows[].to",
        "broken_flows[].why",
    ];
    let broken = |world: &World| world.see("ec2.network_acl", "acl-2", &needs);
    let lets_in = entry(100, false, 5432, 5432);
    let seen = broken(&behind_an_acl(json!([lets_in, entry(100, true, 443, 443)])));
    assert_eq!(seen.gaps, [""; 0]);
    let from = labels(&seen, "broken_flows", "from");
    assert_eq!(from, [arn("lambda.function", "client")]);
    let to = labels(&seen, "broken_flows", "to");
    assert_eq!(to, [arn("rds.db_instance", "orders")]);
    let why = labels(&seen, "broken_flows", "why");
    assert!(
        why[0].contains("acl-2") && why[0].contains("out of subnet-2"),
        "{why:?}"
    );
    let seen = broken(&behind_an_acl(json!([
        lets_in,
        entry(100, true, 1024, 65535)
    ])));
    assert_eq!(labels(&seen, "broken_flows", "from"), [""; 0]);
    let mut twice = behind_an_acl(json!([entry(100, false, 5432, 5433)]));
    twice.resources.retain(|one| one.arn.last() != "sg-db");
    let ingress = [5432, 5433].map(|port| admits(port, range("10.0.0.0/24")));
    let another = json!({"vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
        "security_group_ids": ["sg-client"]}, "environment_variables": [{"name": "DB", "kind": "plain",
        "endpoints": [{"host": "orders.example", "port": 5432}, {"host": "orders.example", "port": 5433}]}]});
    let twice = twice.with(GROUP, "sg-db", group("db", &ingress));
    let seen = broken(&twice.with("lambda.function", "another", another));
    let mut from = labels(&seen, "broken_flows", "from");
    from.sort();
    let each = ["another", "client"].map(|name| arn("lambda.function", name));
    assert_eq!(from, each, "one connection, whatever its ports");
    let all = |egress: bool| {
        json!({"rule_number": 1, "egress": egress, "protocol": "-1",
            "rule_action": "allow", "cidr_block": "0.0.0.0/0"})
    };
    let unread = behind_an_acl(json!([lets_in])).denied("lambda:ListFunctions");
    assert_eq!(broken(&unread).gaps.len(), 1, "somebody may be broken");
    let open = behind_an_acl(json!([all(false), all(true)])).denied("lambda:ListFunctions");
    assert_eq!(broken(&open).gaps, [""; 0], "an open ACL breaks nobody");
}
