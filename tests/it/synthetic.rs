//! The synthetic snapshots of the benchmarks are what they claim to be.

#[path = "../../benches/synthetic/mod.rs"]
mod world;

use std::collections::BTreeMap;

use assize::config::ValidConfig;
use assize::graph::{Graph, schema};
use assize::model::kinds::kind;
use assize::model::verdict::Verdict;
use assize::rules::assess::{Options, assess, environments};
use assize::rules::bundle::Bundle;
use assize::rules::set::RuleSet;
use assize::snapshot::Snapshot;

use world::World;

const SMALL: World = World {
    resources: 2_500,
    repeats: 90,
    seed: 7,
};

/// The rules that are measured: those for which the generator makes every fact. What others need is
/// not told there.
const MEASURED: [&str; 23] = [
    "apprunner-connector-active",
    "apprunner-connector-subnets-multi-az",
    "apprunner-egress-vpc",
    "db-in-isolated-subnet",
    "iam-root-and-password",
    "lattice-arn-config-managed-phz",
    "oidc-github-aud",
    "oidc-github-sub-scope",
    "phz-hardcoded-ip-avoidable",
    "phz-hardcoded-ip-ttl",
    "phz-record-endpoint-ip-drift",
    "rds-backup-retention",
    "rds-deletion-protection",
    "rds-iam-auth",
    "rds-multi-az",
    "rds-publicly-accessible",
    "rds-storage-encrypted",
    "rdsproxy-readonly-endpoint-has-reader",
    "rdsproxy-target-health",
    "sg-admin-ports-internet",
    "sg-default-restrict",
    "sg-internet-ingress-authorized-ports",
    "vpc-dns-attributes",
];

fn rules() -> RuleSet {
    let mut set = RuleSet::load(&[Bundle::built_in()]).expect("the rules of assize");
    set.rules
        .retain(|rule| MEASURED.contains(&rule.metadata.id.as_str()));
    assert_eq!(set.rules.len(), MEASURED.len());
    set
}

#[test]
fn every_kind_that_a_measured_rule_judges_is_there_in_the_shares_of_a_company() {
    let snapshot = world::snapshot(SMALL);
    assert_eq!(snapshot.resources.len(), SMALL.resources);
    let mut counts = BTreeMap::new();
    for resource in &snapshot.resources {
        *counts.entry(resource.kind().name).or_insert(0) += 1;
    }
    for rule in &rules().rules {
        let subject = rule.metadata.subject.as_str();
        // Subjects that follow from others are no resources.
        if kind(subject).is_some() {
            assert!(counts.contains_key(subject), "no {subject}");
        }
    }
    let interfaces = counts["ec2.network_interface"] * 100 / SMALL.resources;
    assert!((30..=50).contains(&interfaces), "{interfaces} % interfaces");
}

#[test]
fn next_to_nothing_that_a_measured_rule_needs_is_left_untold() {
    let snapshot = world::snapshot(SMALL);
    let config = ValidConfig::default();
    let graph = Graph::build(&snapshot, environments(&config));
    for kind in schema::kinds() {
        for (account, region) in graph.places(kind.name) {
            let gap = graph.extent(kind.name, &account, &region);
            assert_eq!(gap, None, "{} in {account} {region}", kind.name);
        }
    }
    let assessed = assess(&graph, &rules(), &config, &Options::default()).expect("verdicts");
    let total = assessed.assessment.counts.total();
    let (unknown, pass) = (total.of(Verdict::Unknown), total.of(Verdict::Pass));
    assert!(unknown * 100 < pass, "{unknown} unknown, {pass} pass");
}

#[test]
fn no_rule_fails_on_a_company() {
    let snapshot = world::snapshot(SMALL);
    let config = ValidConfig::default();
    let graph = Graph::build(&snapshot, environments(&config));
    let all = RuleSet::load(&[Bundle::built_in()]).expect("the rules of assize");
    let assessed = assess(&graph, &all, &config, &Options::default()).expect("verdicts");
    let errors = assessed.assessment.findings.iter();
    let mut errors = errors.filter(|finding| finding.verdict == Verdict::Error);
    assert_eq!(errors.next().map(|finding| &finding.key), None);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let written = |world: World| {
        let mut file = Vec::new();
        let digest = world::snapshot(world).write(&mut file);
        (digest.expect("memory to write to"), file)
    };
    let (digest, file) = written(SMALL);
    assert_eq!(written(SMALL).1, file);
    assert_ne!(written(World { seed: 8, ..SMALL }).0, digest);
    let read = Snapshot::read(file.as_slice(), "synthetic").expect("a snapshot");
    assert_eq!(read.digest, digest);
}

#[test]
fn few_repeats_mean_values_of_ones_own() {
    let names = |repeats: u32| {
        let snapshot = world::snapshot(World { repeats, ..SMALL });
        let groups = snapshot.resources.iter();
        let groups = groups.filter(|resource| resource.kind().name == "ec2.security_group");
        let facts = groups.map(|resource| match &resource.facts {
            assize::model::kinds::Facts::SecurityGroup(group) => group.ip_permissions.clone(),
            other => panic!("a group: {other:?}"),
        });
        let all: Vec<String> = facts.map(|facts| format!("{facts:?}")).collect();
        let mut distinct = all.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.len() * 100 / all.len()
    };
    let (few, many) = (names(0), names(90));
    assert!(few > 90, "{few} % distinct without repeats");
    assert!(many < 40, "{many} % distinct with 90 % repeats");
}
