//! 4.6: the least that a group has to let out, by what facts name.

use assize::model::privilege::{Fate, Privilege, Privileges, Rules};
use assize::model::reach::Certainty;
use assize::report::privilege;
use serde_json::{Value as Json, json};

use super::intent::{admits, of, range, world};
use super::privilege::answered;
use super::world::{HERE, World, arn};

/// The world with a client whose group lets this out.
fn client(egress: &[Json]) -> World {
    let mut world = world(&[admits(5432, of("sg-client"))], &[], &[]);
    let group = arn("ec2.security_group", "sg-client");
    world.resources.retain(|one| one.arn.as_str() != group);
    let facts = json!({"group_name": "client", "vpc_id": "vpc-1", "owner_id": HERE,
        "ip_permissions_egress": egress});
    world.with("ec2.security_group", "sg-client", facts)
}

fn asked(world: &World, group: &str) -> Privilege {
    answered(world, group, true)
}

fn egress(world: &World) -> Rules {
    asked(world, "sg-client").egress.expect("egress rules")
}

fn fates(rules: &Rules) -> Vec<(String, Fate)> {
    let rules = rules.rules.iter();
    rules.map(|one| (one.rule.label(), one.fate)).collect()
}

fn least(rules: &Rules) -> Vec<String> {
    rules.least.iter().map(|rule| rule.label()).collect()
}

fn everything() -> Json {
    json!({"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]})
}

#[test]
fn of_a_rule_for_everything_the_wanted_database_is_left() {
    let world = client(&[everything()]);
    let told = egress(&world);
    assert_eq!(
        fates(&told),
        [("everything to 0.0.0.0/0".to_owned(), Fate::Narrow)]
    );
    assert_eq!(least(&told), ["tcp 5432 to sg-db"]);
    let proof = told.proof.as_ref().expect("a proof");
    let wanted: Vec<_> = proof
        .wanted
        .iter()
        .map(|one| (one.before, one.after))
        .collect();
    assert_eq!(wanted, [(Certainty::Yes, Certainty::Yes)]);
    assert_eq!(proof.holds, Certainty::Yes, "{proof:?}");
}

#[test]
fn what_no_fact_names_goes_and_what_one_names_stays() {
    let world = client(&[
        admits(5432, of("sg-db")),
        admits(5432, of("sg-app")),
        admits(443, range("0.0.0.0/0")),
        admits(5432, range("10.0.0.6/32")),
        admits(5432, range("10.0.0.7/32")),
    ]);
    use Fate::{Keep, Narrow, Remove};
    let told = egress(&world);
    let fates: Vec<Fate> = told.rules.iter().map(|one| one.fate).collect();
    assert_eq!(
        fates,
        [Keep, Remove, Remove, Narrow, Remove],
        "{:#?}",
        told.rules
    );
    assert_eq!(least(&told), ["tcp 5432 to sg-db"]);
}

#[test]
fn who_may_want_more_keeps_its_rules() {
    let secret = json!([{"name": "DB", "kind": "secretsmanager",
        "reference_arn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"}]);
    let facts = json!({"vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
        "security_group_ids": ["sg-client"]}, "environment_variables": secret});
    let world = client(&[everything()]).with("lambda.function", "by-secret", facts);
    let told = egress(&world);
    assert_eq!(told.rules[0].fate, Fate::Unknown, "{:#?}", told.rules);
    assert!(!told.rules[0].unknown.is_empty());
    assert_eq!(least(&told), ["everything to 0.0.0.0/0"]);
    assert_eq!(told.proof, None);
    let hidden = client(&[everything()]).denied("lambda:ListFunctions");
    assert_eq!(egress(&hidden).rules[0].fate, Fate::Unknown);
}

#[test]
fn what_starts_tasks_asks_for_services_of_aws() {
    let mut world = client(&[everything()]);
    world
        .resources
        .retain(|one| one.arn.last() != "client" && one.arn.last() != "eni-client");
    let service = json!({"cluster_arn": "c", "status": "ACTIVE", "launch_type": "FARGATE",
        "task_definition": arn("ecs.task_definition", "task"), "desired_count": 1,
        "network_configuration": {"awsvpc_configuration": {"subnets": ["subnet-1"],
            "security_groups": ["sg-client"], "assign_public_ip": "DISABLED"}}});
    let image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1";
    let task = json!({"network_mode": "awsvpc", "container_definitions": [{"name": "app", "image": image}]});
    let world =
        world
            .with("ecs.service", "tasks", service)
            .with("ecs.task_definition", "task", task);
    let told = egress(&world);
    let rules = least(&told);
    assert_eq!(rules, ["tcp 443 to 0.0.0.0/0"], "{:#?}", told.rules);
}

#[test]
fn the_patch_lets_out_before_it_takes_away_and_names_the_direction() {
    let told = asked(&client(&[everything()]), "sg-client");
    let all = Privileges {
        groups: vec![told],
        unknown: Vec::new(),
    };
    let patch = privilege::cli(&all);
    let lines: Vec<&str> = patch.lines().collect();
    assert_eq!(lines.len(), 2, "{patch}");
    assert!(
        lines[0].starts_with("aws ec2 authorize-security-group-egress "),
        "{patch}"
    );
    assert!(
        lines[1].starts_with("aws ec2 revoke-security-group-egress "),
        "{patch}"
    );
    let terraform = privilege::terraform(&all);
    assert!(
        terraform.contains("resource \"aws_vpc_security_group_egress_rule\""),
        "{terraform}"
    );
    let text = privilege::text(&all);
    assert!(text.contains("egress rules: 1 wider than needed"), "{text}");
}

#[test]
fn a_load_balancer_that_faces_the_internet_is_known_by_no_group() {
    let rules = |scheme: &str| {
        let mut world = client(&[everything()]);
        world
            .resources
            .retain(|one| !one.arn.as_str().ends_with("/lb"));
        let variable = json!([{"name": "API", "kind": "plain",
            "endpoints": [{"host": "lb.example", "port": 8080}]}]);
        let function = json!({"vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-1"],
            "security_group_ids": ["sg-client"]}, "environment_variables": variable});
        let balancer = json!({"load_balancer_name": "lb", "scheme": scheme, "vpc_id": "vpc-1",
            "dns_name": "lb.example", "type": "application", "state": {"code": "active"},
            "availability_zones": [{"zone_name": "eu-west-1a", "subnet_id": "subnet-1"}],
            "security_groups": ["sg-lb"], "attributes": {}});
        let world = world.with("elbv2.load_balancer", "lb", balancer).with(
            "lambda.function",
            "caller",
            function,
        );
        least(&egress(&world))
    };
    assert_eq!(
        rules("internal"),
        ["tcp 5432 to sg-db", "tcp 8080 to sg-lb"]
    );
    assert_eq!(
        rules("internet-facing"),
        ["tcp 5432 to sg-db", "tcp 8080 to 0.0.0.0/0"]
    );
}

#[test]
fn where_a_destination_is_nobody_told_a_rule_for_addresses_stays() {
    let mut world = client(&[
        admits(5432, range("10.0.0.0/24")),
        admits(5432, range("198.51.0.0/16")),
    ]);
    let told = egress(&world);
    let fates: Vec<Fate> = told.rules.iter().map(|one| one.fate).collect();
    assert_eq!(fates, [Fate::Narrow, Fate::Unknown], "{:#?}", told.rules);
    world.resources.retain(|one| one.arn.last() != "eni-db");
    let told = egress(&world);
    assert_ne!(told.rules[0].fate, Fate::Remove, "{:#?}", told.rules);
}
