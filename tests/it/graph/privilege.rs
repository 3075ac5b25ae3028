//! 4.1, 4.6: the least that a group has to admit, as a patch, and what the engine says of it.

use assize::graph::Graph;
use assize::graph::privilege::least_privilege;
use assize::model::privilege::{Fate, Privilege};
use assize::model::reach::Certainty;
use assize::report::privilege::{cli, terraform, text};
use serde_json::{Value as Json, json};

use super::intent::{admits, of, range, world};
use super::world::{World, arn};

fn asked(world: &World, group: &str) -> Privilege {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let own = arn("ec2.security_group", group);
    let mut groups = graph.of_kind("ec2.security_group").iter();
    let node = groups.find(|node| graph.node(**node).arn.as_str() == own);
    least_privilege(&graph, *node.expect("the group")).expect("an answer")
}

fn fates(told: &Privilege) -> Vec<(String, Fate)> {
    let rules = told.rules.iter();
    rules.map(|one| (one.rule.label(), one.fate)).collect()
}

fn least(told: &Privilege) -> Vec<String> {
    told.least.iter().map(|rule| rule.label()).collect()
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
    let proof = told.proof.as_ref().expect("a proof");
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
        told.proof.as_ref().map(|proof| proof.holds),
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
    let terraform = terraform(&told);
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
            told.rules.iter().all(|one| one.fate == Fate::Unknown),
            "{told:?}"
        );
        assert!(told.rules.iter().all(|one| !one.unknown.is_empty()));
        assert_eq!(told.least.len(), 2);
        assert_eq!(told.proof, None);
        assert_eq!(cli(&told), "");
    }
}

#[test]
fn a_group_that_admits_what_is_needed_needs_no_patch() {
    let rules = [admits(5432, of("sg-client"))];
    let told = asked(&world(&rules, &[], &[]), "sg-db");
    assert_eq!(told.proof, None);
    assert!(text(&told).contains("admits what is needed and nothing else"));
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
        let fates: Vec<Fate> = told.rules.iter().map(|one| one.fate).collect();
        assert_eq!(fates, wanted, "{:#?}", told.rules);
    }
}
