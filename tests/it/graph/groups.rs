//! Rules of security groups that add nothing, name nobody or let everything out, and groups that
//! nothing uses (section 2.2 and 4 of the semantics).

use serde_json::{Value as Json, json};

use super::world::{DUBLIN, HERE, OTHER, World, arn};

const GROUP: &str = "ec2.security_group";

fn rule(protocol: &str, ports: (i64, i64), peers: Json) -> Json {
    let mut rule = json!({"ip_protocol": protocol, "from_port": ports.0, "to_port": ports.1});
    for (key, value) in peers.as_object().expect("peers") {
        rule[key] = value.clone();
    }
    rule
}

fn from(cidr: &str) -> Json {
    match cidr.contains(':') {
        true => json!({"ipv6_ranges": [{"cidr_ipv6": cidr}]}),
        false => json!({"ip_ranges": [{"cidr_ip": cidr}]}),
    }
}

fn of(group: &str) -> Json {
    json!({"user_id_group_pairs": [{"group_id": group, "user_id": HERE}]})
}

fn group(world: World, name: &str, ingress: &[Json], egress: &[Json]) -> World {
    let facts = json!({"group_name": name, "vpc_id": "vpc-1", "ip_permissions": ingress,
        "ip_permissions_egress": egress});
    world.with(GROUP, name, facts)
}

fn interface(world: World, name: &str, groups: &[&str], address: &str) -> World {
    let groups: Vec<Json> = groups.iter().map(|id| json!({"group_id": id})).collect();
    let facts = json!({"vpc_id": "vpc-1", "subnet_id": "subnet-1", "interface_type": "interface",
        "owner_id": HERE, "status": "in-use", "groups": groups,
        "private_ip_addresses": [{"private_ip_address": address}]});
    world.with("ec2.network_interface", name, facts)
}

/// The redundant rules of the group `sg`.
fn redundant(world: &World) -> Vec<String> {
    let seen = world.see(GROUP, "sg", &REDUNDANT);
    assert_eq!(seen.gaps, [""; 0]);
    list(&seen.view["redundant_rules"], "rule")
}

const REDUNDANT: [&str; 3] = [
    "redundant_rules[].rule",
    "redundant_rules[].covered_by",
    "redundant_rules[].effect",
];

fn list(list: &Json, field: &str) -> Vec<String> {
    let items = list.as_array().expect("a list").iter();
    let mut told: Vec<String> = items
        .map(|one| one[field].as_str().expect("a text").to_owned())
        .collect();
    told.sort();
    told
}

fn ingress(rules: &[Json]) -> World {
    group(World::new(), "sg", rules, &[])
}

#[test]
fn a_rule_inside_another_one_adds_nothing() {
    let world = ingress(&[
        rule("tcp", (0, 65535), from("10.0.0.0/8")),
        rule("tcp", (443, 443), from("10.1.0.0/16")),
        rule("udp", (443, 443), from("10.1.0.0/16")),
        rule("tcp", (443, 443), from("fd00::/8")),
        rule("tcp", (443, 443), from("11.0.0.0/8")),
    ]);
    assert_eq!(redundant(&world), ["tcp 443 from 10.1.0.0/16"]);
}

#[test]
fn several_rules_cover_one_together() {
    let halves = [
        rule("tcp", (1, 100), from("10.0.0.0/9")),
        rule("tcp", (1, 50), from("10.128.0.0/9")),
        rule("tcp", (51, 100), from("10.128.0.0/9")),
        rule("tcp", (10, 90), from("10.0.0.0/8")),
    ];
    assert_eq!(redundant(&ingress(&halves)), ["tcp 10-90 from 10.0.0.0/8"]);
    assert_eq!(redundant(&ingress(&halves[1..])), [""; 0]);
}

#[test]
fn of_two_that_cover_each_other_one_stays() {
    let world = ingress(&[
        rule("6", (443, 443), from("10.0.0.0/8")),
        rule("tcp", (443, 443), from("10.0.0.0/8")),
    ]);
    assert_eq!(redundant(&world).len(), 1);
}

#[test]
fn protocols_without_ports_ignore_ports_and_icmp_has_types() {
    let world = ingress(&[
        rule("50", (1, 2), from("10.0.0.0/8")),
        rule("50", (3, 4), from("10.1.0.0/16")),
        rule("icmp", (8, -1), from("10.0.0.0/8")),
        rule("icmp", (8, 0), from("10.0.0.0/8")),
        rule("icmp", (3, 4), from("10.0.0.0/8")),
    ]);
    let found = redundant(&world);
    assert_eq!(found, ["50 from 10.1.0.0/16", "icmp 8/0 from 10.0.0.0/8"]);
}

#[test]
fn a_code_of_icmp_that_equals_the_type_is_no_rule_for_all_codes() {
    let everything = rule("-1", (-1, -1), from("0.0.0.0/0"));
    for (protocol, range) in [("icmp", "10.0.0.0/8"), ("icmpv6", "fd00::/8")] {
        let mut rules = vec![everything.clone(), rule("-1", (-1, -1), from("::/0"))];
        let codes = [(3, 3), (3, -1), (-1, -1)];
        rules.extend(codes.map(|told| rule(protocol, told, from(range))));
        let told = [" 3", " 3/3", ""].map(|code| format!("{protocol}{code} from {range}"));
        assert_eq!(redundant(&ingress(&rules)), told);
    }
}

#[test]
fn egress_beside_the_rule_that_aws_gave_the_group_restricts_nothing() {
    let world = group(
        World::new(),
        "sg",
        &[],
        &[
            rule("-1", (-1, -1), from("0.0.0.0/0")),
            rule("tcp", (443, 443), from("0.0.0.0/0")),
            rule("udp", (53, 53), from("0.0.0.0/0")),
            rule("tcp", (3306, 3306), of("sg-db")),
        ],
    );
    let world = interface(
        group(world, "sg-db", &[], &[]),
        "eni-db",
        &["sg-db"],
        "10.0.0.4",
    );
    let seen = world.see(GROUP, "sg", &REDUNDANT);
    assert_eq!(seen.gaps, [""; 0]);
    let rules = &seen.view["redundant_rules"];
    assert_eq!(rules.as_array().map(Vec::len), Some(3));
    for one in rules.as_array().expect("a list") {
        assert_eq!(one["effect"], "ineffective", "{one}");
        assert_eq!(one["covered_by"], "everything to 0.0.0.0/0", "{one}");
    }
}

#[test]
fn the_members_of_a_group_may_stand_in_the_range_of_another_rule() {
    let rules = [
        rule("tcp", (5432, 5432), of("sg-app")),
        rule("tcp", (5432, 5432), from("10.0.0.0/24")),
    ];
    let world = || group(ingress(&rules), "sg-app", &[], &[]);
    let inside = interface(world(), "eni-1", &["sg-app"], "10.0.0.4");
    assert_eq!(redundant(&inside), ["tcp 5432 from sg-app"]);
    let seen = inside.see(GROUP, "sg", &REDUNDANT);
    assert_eq!(seen.view["redundant_rules"][0]["effect"], "currently");
    let outside = interface(inside, "eni-2", &["sg-app"], "10.0.1.4");
    assert_eq!(redundant(&outside), [""; 0]);
    assert_eq!(redundant(&world()), [""; 0]);
    let denied = world().denied("ec2:DescribeNetworkInterfaces");
    let seen = denied.see(GROUP, "sg", &REDUNDANT);
    assert_eq!(
        seen.gaps,
        ["ec2:DescribeNetworkInterfaces denied 111122223333/eu-west-1"]
    );
}

#[test]
fn groups_that_always_stand_together_cover_each_others_rules_once() {
    let rules = [rule("tcp", (443, 443), from("10.0.0.0/8"))];
    let world = group(ingress(&rules), "sg-a", &rules, &[]);
    let both = interface(world, "eni-1", &["sg", "sg-a"], "10.0.0.4");
    assert_eq!(redundant(&both), [""; 0]);
    let seen = both.see(GROUP, "sg-a", &REDUNDANT);
    let rules = &seen.view["redundant_rules"];
    assert_eq!(list(rules, "rule"), ["tcp 443 from 10.0.0.0/8"]);
    assert_eq!(
        rules[0]["covered_by"],
        json!("tcp 443 from 10.0.0.0/8 of sg")
    );
    let alone = interface(both, "eni-2", &["sg-a"], "10.0.0.5");
    let seen = alone.see(GROUP, "sg-a", &REDUNDANT);
    assert_eq!(seen.view["redundant_rules"], json!([]));
}

fn dangling(world: &World) -> Json {
    let needs = [
        "dangling_references[].group_id",
        "dangling_references[].reason",
    ];
    let seen = world.see(GROUP, "sg", &needs);
    json!({"found": seen.view["dangling_references"], "gaps": seen.gaps})
}

#[test]
fn a_group_that_nothing_carries_admits_nobody() {
    let world = group(
        ingress(&[rule("tcp", (1, 1), of("sg-b"))]),
        "sg-b",
        &[],
        &[],
    );
    let empty = json!({"found": [{"group_id": "sg-b", "reason": "empty"}], "gaps": []});
    assert_eq!(dangling(&world), empty);
    let none = json!({"found": [], "gaps": []});
    let carried = interface(world.clone(), "eni-1", &["sg-b"], "10.0.0.4");
    assert_eq!(dangling(&carried), none);
    // A function has no interface while nobody calls it.
    let facts = json!({"function_name": "f", "vpc_config": {"security_group_ids": ["sg-b"]}});
    assert_eq!(
        dangling(&world.clone().with("lambda.function", "f", facts)),
        none
    );
    let denied = world.denied("lambda:ListFunctions");
    let unknown =
        json!({"found": [], "gaps": ["lambda:ListFunctions denied 111122223333/eu-west-1"]});
    assert_eq!(dangling(&denied), unknown);
}

#[test]
fn a_group_that_is_not_there_is_gone_or_somebody_elses() {
    let gone = json!({"found": [{"group_id": "sg-b", "reason": "gone"}], "gaps": []});
    assert_eq!(dangling(&ingress(&[rule("tcp", (1, 1), of("sg-b"))])), gone);
    let peer = |status: Json| {
        let pair = json!({"group_id": "sg-b", "user_id": OTHER, "vpc_id": "vpc-2",
            "vpc_peering_connection_id": "pcx-1", "peering_status": status});
        ingress(&[rule("tcp", (1, 1), json!({"user_id_group_pairs": [pair]}))])
    };
    let ended = json!({"found": [{"group_id": "sg-b", "reason": "peering"}], "gaps": []});
    assert_eq!(dangling(&peer(json!("deleted"))), ended);
    let told = dangling(&peer(json!("active")));
    assert_eq!(told["found"], json!([]));
    assert_eq!(told["gaps"].as_array().map(Vec::len), Some(1), "{told}");
}

#[test]
fn what_aws_lists_as_stale_is() {
    let mut facts = json!({"group_name": "sg", "vpc_id": "vpc-1", "ip_permissions_egress": [],
        "ip_permissions": [rule("tcp", (1, 1), of("sg-b"))]});
    facts["stale_ip_permissions"] =
        json!([{"ip_protocol": "tcp", "user_id_group_pairs": [{"group_id": "sg-b"}]}]);
    let world = World::new().with(GROUP, "sg", facts);
    let stale = json!({"found": [{"group_id": "sg-b", "reason": "stale"}], "gaps": []});
    assert_eq!(dangling(&stale_member(world)), stale);
}

fn stale_member(world: World) -> World {
    interface(
        group(world, "sg-b", &[], &[]),
        "eni-b",
        &["sg-b"],
        "10.0.0.4",
    )
}

#[test]
fn one_user_is_enough_and_none_is_only_certain_where_all_are_known() {
    let used = |world: &World| world.see(GROUP, "sg", &["is_used"]);
    let world = ingress(&[rule("-1", (-1, -1), of("sg"))]);
    assert_eq!(used(&world).sole(), json!(false));
    let named = group(world.clone(), "sg-b", &[], &[rule("tcp", (1, 1), of("sg"))]);
    assert_eq!(used(&named).sole(), json!(true));
    let template = json!({"launch_template_name": "t",
        "default_version": {"version_number": 1, "network_interfaces": [{"groups": ["sg"]}]},
        "latest_version": {"version_number": 1}});
    let template = world.clone().with("ec2.launch_template", "lt-1", template);
    assert_eq!(used(&template).sole(), json!(true));
    let stopped = template.denied("apprunner:ListVpcConnectors");
    assert_eq!(used(&stopped).sole(), json!(true));
    let unknown = world.denied("apprunner:ListVpcConnectors");
    assert_eq!(
        used(&unknown).gaps,
        ["apprunner:ListVpcConnectors denied 111122223333/eu-west-1"]
    );
}

#[test]
fn carriers_that_make_no_interface_of_their_own_use_a_group() {
    let network = json!({"awsvpc_configuration": {"security_groups": ["sg"]}});
    let carriers = [
        (
            "lambda.function",
            json!({"vpc_config": {"security_group_ids": ["sg"]}}),
        ),
        (
            "ecs.service",
            json!({"desired_count": 0, "network_configuration": network}),
        ),
        (
            "ecs.service",
            json!({"task_sets": [{"network_configuration": network}]}),
        ),
        (
            "apprunner.vpc_connector",
            json!({"security_groups": ["sg"]}),
        ),
        (
            "vpc_lattice.service_network_vpc_association",
            json!({"security_group_ids": ["sg"]}),
        ),
        (
            "vpc_lattice.resource_gateway",
            json!({"security_group_ids": ["sg"]}),
        ),
        (
            "events.rule",
            json!({"targets": [{"arn": "c", "ecs_parameters":
            {"task_definition_arn": "t", "network_configuration": network}}]}),
        ),
        (
            "codebuild.project",
            json!({"vpc_config": {"security_group_ids": ["sg"]}}),
        ),
        (
            "batch.compute_environment",
            json!({"compute_resources": {"security_group_ids": ["sg"]}}),
        ),
        ("rds.db_proxy", json!({"vpc_security_group_ids": ["sg"]})),
        ("elbv2.load_balancer", json!({"security_groups": ["sg"]})),
        ("ec2.vpc_endpoint", json!({"groups": [{"group_id": "sg"}]})),
    ];
    for (kind, facts) in carriers {
        let world = ingress(&[]).with(kind, "one", facts);
        let seen = world.see(GROUP, "sg", &["is_used"]);
        assert_eq!(seen.view["is_used"], true, "{kind}");
        let users = world.see(GROUP, "sg", &["users[].name"]);
        assert_eq!(
            users.view["users"],
            json!([{"name": arn(kind, "one")}]),
            "{kind}"
        );
    }
}

#[test]
fn a_launch_configuration_may_name_any_group() {
    let facts = json!({"auto_scaling_group_name": "g", "launch_configuration_name": "old"});
    let world = ingress(&[]).with("autoscaling.auto_scaling_group", "g", facts);
    let seen = world.see(GROUP, "sg", &["is_used"]);
    assert_eq!(seen.gaps.len(), 1, "{:?}", seen.gaps);
    assert!(seen.gaps[0].starts_with("autoscaling:DescribeLaunchConfigurations"));
}

#[test]
fn what_another_account_did_not_tell_matters_only_where_the_group_is_shared() {
    let facts = json!({"auto_scaling_group_name": "g", "launch_configuration_name": "old"});
    let world = ingress(&[]).also(OTHER, DUBLIN);
    let world = world.with("autoscaling.auto_scaling_group", "g", facts);
    let world = world.owned_by(OTHER);
    let used = |world: &World| world.see(GROUP, "sg", &["is_used"]);
    assert_eq!(used(&world).sole(), json!(false));
    let share =
        json!({"resources": [{"associated_entity": arn(GROUP, "sg"), "status": "ASSOCIATED"}]});
    let shared = world.with("ram.resource_share", "share", share);
    assert_eq!(used(&shared).gaps.len(), 1);
}

#[test]
fn only_a_rule_for_everything_to_everywhere_is_unrestricted() {
    let open = |rules: &[Json]| {
        let world = group(World::new(), "sg", &[], rules);
        let facts = json!({"function_name": "f", "vpc_config": {"security_group_ids": ["sg"]}});
        let world = world.with("lambda.function", "f", facts);
        let seen = world.see(GROUP, "sg", &["unrestricted_egress[].family"]);
        list(&seen.sole(), "family")
    };
    let all = |cidr: &str| rule("-1", (-1, -1), from(cidr));
    assert_eq!(open(&[all("0.0.0.0/0"), all("::/0")]), ["ipv4", "ipv6"]);
    assert_eq!(open(&[all("0.0.0.0/1"), all("128.0.0.0/1")]), ["ipv4"]);
    assert_eq!(open(&[all("10.0.0.0/8")]), [""; 0]);
    assert_eq!(open(&[rule("tcp", (0, 65535), from("0.0.0.0/0"))]), [""; 0]);
}

#[test]
fn a_bastion_is_no_workload_whose_need_is_known() {
    let rules = [rule("-1", (-1, -1), from("0.0.0.0/0"))];
    let world = group(World::new(), "sg", &[], &rules);
    let world = interface(world, "eni-1", &["sg"], "10.0.0.4");
    let seen = world.see(GROUP, "sg", &["unrestricted_egress[].family"]);
    assert_eq!(seen.sole(), json!([]));
}
