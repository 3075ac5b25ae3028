//! 4.1, 4.6: the least that a group has to admit, as a patch, and what the engine says of it.

use std::fs::File;
use std::process::{Command, Output};

use assize::graph::Graph;
use assize::graph::privilege::least_privilege;
use assize::model::privilege::{Fate, Privilege, Privileges};
use assize::model::reach::Certainty;
use assize::report::privilege;
use serde_json::{Value as Json, json};

use super::intent::{admits, of, range, world};
use super::world::{HERE, UNTOLD, World, arn};

fn asked(world: &World, group: &str) -> Privilege {
    answered(world, group, false)
}

/// What is said of a group; of its egress rules too, if that is asked for.
pub(super) fn answered(world: &World, group: &str, egress: bool) -> Privilege {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let own = arn("ec2.security_group", group);
    let mut groups = graph.of_kind("ec2.security_group").iter();
    let node = groups.find(|node| graph.node(**node).arn.as_str() == own);
    least_privilege(&graph, *node.expect("the group"), egress).expect("an answer")
}

fn fates(told: &Privilege) -> Vec<(String, Fate)> {
    let rules = told.ingress.rules.iter();
    rules.map(|one| (one.rule.label(), one.fate)).collect()
}

/// The answer as the only one, for reports.
fn alone(told: &Privilege) -> Privileges {
    Privileges {
        groups: vec![told.clone()],
        unknown: Vec::new(),
    }
}

fn cli(told: &Privilege) -> String {
    privilege::cli(&alone(told))
}

fn text(told: &Privilege) -> String {
    privilege::text(&alone(told))
}

fn least(told: &Privilege) -> Vec<String> {
    told.ingress.least.iter().map(|rule| rule.label()).collect()
}

fn ports(first: i64, last: i64, peers: &Json) -> Json {
    let mut rule = admits(first, peers.clone());
    rule["to_port"] = json!(last);
    rule
}

#[test]
fn what_is_needed_stays_and_the_rest_goes() {
    let rules = [
        admits(5432, of("sg-client")),
        admits(5432, of("sg-other")),
        admits(22, range("0.0.0.0/0")),
    ];
    let told = asked(&world(&rules, &[], &[]), "sg-db");
    let fates = fates(&told);
    let fates: Vec<(&str, Fate)> = fates
        .iter()
        .map(|(one, fate)| (one.as_str(), *fate))
        .collect();
    assert_eq!(
        fates,
        [
            ("tcp 5432 from sg-client", Fate::Keep),
            ("tcp 5432 from sg-other", Fate::Remove),
            ("tcp 22 from 0.0.0.0/0", Fate::Remove),
        ]
    );
    assert_eq!(least(&told), ["tcp 5432 from sg-client"]);
    let proof = told.ingress.proof.as_ref().expect("a proof");
    assert_eq!(proof.holds, Certainty::Yes, "{proof:?}");
    let tried = |one: &assize::model::privilege::Tried| (one.before, one.after);
    let wanted: Vec<_> = proof.wanted.iter().map(tried).collect();
    assert_eq!(wanted, [(Certainty::Yes, Certainty::Yes)]);
    assert_eq!(tried(&proof.excess[0]), (Certainty::Yes, Certainty::No));
    let patch = cli(&told);
    assert!(!patch.contains("authorize"), "{patch}");
    assert_eq!(patch.matches("revoke-security-group-ingress").count(), 2);
}

#[test]
fn a_range_is_narrowed_to_the_group_of_the_client_and_the_port_of_the_database() {
    let rules = [ports(5000, 6000, &range("10.0.0.4/32"))];
    let told = asked(&world(&rules, &[], &[]), "sg-db");
    assert_eq!(fates(&told)[0].1, Fate::Narrow, "{told:?}");
    assert_eq!(least(&told), ["tcp 5432 from sg-client"]);
    assert_eq!(
        told.ingress.proof.as_ref().map(|proof| proof.holds),
        Some(Certainty::Yes)
    );
    let patch = cli(&told);
    let lines: Vec<&str> = patch.lines().collect();
    assert!(
        lines[0].contains("authorize-security-group-ingress"),
        "{patch}"
    );
    assert!(
        lines[0].contains("UserIdGroupPairs=[{GroupId=sg-client}]"),
        "{patch}"
    );
    assert!(
        lines[1].contains("revoke-security-group-ingress"),
        "{patch}"
    );
    assert!(lines[1].contains("CidrIp=10.0.0.4/32"), "{patch}");
    let terraform = privilege::terraform(&alone(&told));
    assert!(
        terraform.contains("referenced_security_group_id = \"sg-client\""),
        "{terraform}"
    );
    let text = text(&told);
    assert!(
        text.contains("needed is only tcp 5432 from sg-client"),
        "{text}"
    );
}

/// What a wider rule lets in besides is tried, too: strangers, and the client on other ports.
#[test]
fn the_excess_of_a_rule_that_gets_narrower_is_shown_to_go() {
    let rules = [ports(5000, 6000, &range("10.0.0.4/31"))];
    let told = asked(&world(&rules, &[], &[]), "sg-db");
    assert_eq!(fates(&told)[0].1, Fate::Narrow, "{told:?}");
    let proof = told.ingress.proof.as_ref().expect("a proof");
    assert_eq!(proof.holds, Certainty::Yes, "{proof:?}");
    let excess = proof.excess.iter();
    let excess: Vec<(&str, &str)> = excess
        .map(|one| {
            assert_eq!(
                (one.before, one.after),
                (Certainty::Yes, Certainty::No),
                "{one:?}"
            );
            let from = one.from.rsplit('/').next().expect("a name");
            (from, one.service.as_str())
        })
        .collect();
    assert!(
        excess.contains(&("eni-client", "tcp 5000-5431, 5433-6000")),
        "{excess:?}"
    );
    assert!(
        excess.contains(&("eni-other", "tcp 5000-6000")),
        "{excess:?}"
    );
}

/// AWS tells the account of a group in a rule; a rule that is proposed does not name the own. Both are the
/// same rule, which AWS does not take twice.
#[test]
fn a_rule_that_is_there_is_not_proposed_again() {
    let rules = [
        admits(5432, of("sg-client")),
        admits(5432, range("10.0.0.4/32")),
    ];
    let told = asked(&world(&rules, &[], &[]), "sg-db");
    assert_eq!(least(&told), ["tcp 5432 from sg-client"]);
    let patch = cli(&told);
    assert!(!patch.contains("authorize"), "{patch}");
    assert_eq!(patch.matches("revoke").count(), 1, "{patch}");
}

/// A template may start what wants to get in, though nothing of it runs today.
#[test]
fn what_may_start_tomorrow_may_need_a_rule() {
    let version = json!({"security_group_ids": ["sg-other"]});
    let template = json!({"default_version": version, "latest_version": version});
    let world = world(&[admits(5432, of("sg-other"))], &[], &[]);
    let told = asked(
        &world.with("ec2.launch_template", "lt-1", template),
        "sg-db",
    );
    assert_eq!(fates(&told)[0].1, Fate::Unknown, "{told:?}");
}

#[test]
fn a_group_whose_rules_were_not_told_does_not_admit_nothing() {
    let mut world = world(&[admits(5432, of("sg-client"))], &[], &[]);
    world
        .resources
        .retain(|one| !one.arn.as_str().ends_with("/sg-db"));
    let untold =
        json!({"group_name": "db", "vpc_id": "vpc-1", "owner_id": HERE, "ip_permissions": UNTOLD});
    let told = asked(&world.with("ec2.security_group", "sg-db", untold), "sg-db");
    assert!(!told.ingress.unknown.is_empty(), "{told:?}");
    assert!(
        text(&told).contains("sg-db: no ingress rule is known"),
        "{}",
        text(&told)
    );
}

fn run(world: &World, more: &[&str]) -> Output {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("town.assize");
    world
        .snapshot()
        .write(File::create(&path).expect("a file"))
        .expect("a snapshot");
    let mut command = Command::new(env!("CARGO_BIN_EXE_assize"));
    command
        .arg("least-privilege")
        .arg("--snapshot")
        .arg(path)
        .args(more);
    command.output().expect("assize")
}

fn out(world: &World, more: &[&str]) -> String {
    let output = run(world, more);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_command_asks_of_one_group_or_of_all_of_a_vpc() {
    let world = world(&[admits(22, range("0.0.0.0/0"))], &[], &[]);
    let one = out(&world, &["sg-db"]);
    assert!(one.contains("sg-db: ingress rules: 1 not needed"), "{one}");
    let all: Json =
        serde_json::from_str(&out(&world, &["vpc-1", "--format", "json"])).expect("JSON");
    let groups = all["groups"].as_array().expect("groups");
    assert_eq!((groups.len(), &all["unknown"]), (5, &json!([])));
    let patch = out(&world, &["vpc-1", "--format", "cli"]);
    assert!(
        patch.starts_with(
            "aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-db "
        ),
        "{patch}"
    );
    let refused = out(
        &world.clone().denied("ec2:DescribeSecurityGroups"),
        &["vpc-1"],
    );
    assert!(
        refused.contains("there may be more groups: ec2:DescribeSecurityGroups denied"),
        "{refused}"
    );
    let output = run(&world, &["sg-bd"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("did you mean `sg-db`"), "{error}");
}

#[test]
fn where_need_is_not_known_a_rule_stays_and_says_why() {
    let rules = [admits(5432, of("sg-other")), admits(22, range("0.0.0.0/0"))];
    let instance = json!({"state": "running", "vpc_id": "vpc-1", "subnet_id": "subnet-1",
        "security_groups": [{"group_id": "sg-db"}]});
    let on_instance = world(&rules, &[], &[]).with("ec2.instance", "i-1", instance).with(
        "ec2.network_interface",
        "eni-i",
        json!({"vpc_id": "vpc-1", "subnet_id": "subnet-1", "interface_type": "interface", "status": "in-use",
            "source_dest_check": true, "attachment": {"instance_id": "i-1"}, "groups": [{"group_id": "sg-db"}],
            "private_ip_addresses": [{"private_ip_address": "10.0.0.9"}]}),
    );
    let refused = world(&rules, &[], &[]).denied("lambda:ListFunctions");
    for world in [on_instance, refused] {
        let told = asked(&world, "sg-db");
        assert!(
            told.ingress
                .rules
                .iter()
                .all(|one| one.fate == Fate::Unknown),
            "{told:?}"
        );
        assert!(told.ingress.rules.iter().all(|one| !one.unknown.is_empty()));
        assert_eq!(told.ingress.least.len(), 2);
        assert_eq!(told.ingress.proof, None);
        assert_eq!(cli(&told), "");
    }
}

#[test]
fn a_group_that_admits_what_is_needed_needs_no_patch() {
    let rules = [admits(5432, of("sg-client"))];
    let told = asked(&world(&rules, &[], &[]), "sg-db");
    assert_eq!(told.ingress.proof, None);
    assert!(
        text(&told).contains("ingress rules: 1 needed\n"),
        "{}",
        text(&told)
    );
}

/// Groups of accounts that were not scanned, prefix lists, offices, and networks that are joined to the VPC: who
/// comes from there wants what nobody told.
#[test]
fn who_comes_from_elsewhere_may_need_a_rule() {
    let foreign =
        json!({"user_id_group_pairs": [{"group_id": "sg-foreign", "user_id": "999999999999"}]});
    let list = json!({"prefix_list_ids": [{"prefix_list_id": "pl-1"}]});
    let rules = [
        admits(5432, foreign),
        admits(5432, list),
        admits(5432, range("203.0.113.0/24")),
        admits(5432, range("192.168.0.0/16")),
        admits(5432, range("10.0.0.128/25")),
    ];
    let alone = world(&rules, &[], &[]);
    let peering = json!({"status": "active", "requester_vpc_info": {"vpc_id": "vpc-1"},
        "accepter_vpc_info": {"vpc_id": "vpc-2"}});
    let joined = alone
        .clone()
        .with("ec2.vpc_peering_connection", "pcx-1", peering);
    use Fate::{Remove, Unknown};
    for (world, wanted) in [
        (alone, [Unknown, Unknown, Unknown, Remove, Remove]),
        (joined, [Unknown, Unknown, Unknown, Unknown, Remove]),
    ] {
        let told = asked(&world, "sg-db");
        let fates: Vec<Fate> = told.ingress.rules.iter().map(|one| one.fate).collect();
        assert_eq!(fates, wanted, "{:#?}", told.ingress.rules);
    }
}
