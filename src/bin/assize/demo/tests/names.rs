//! What the names of the reference systems resolve to.

use assize::graph::NodeId;
use assize::graph::dns::resolve;
use assize::model::resolution::NameAnswer;

use super::{all, graph};

const CONSUMER: &str = "vpc-0c914357407416abc";
const PROVIDER: &str = "vpc-0f1e2d3c4b5a69780";
const HOST: &str = "cpo0q8m8sxzx.ap-northeast-1.rds.amazonaws.com";

/// The answer in a VPC of the system of VPC Lattice: the addresses, and who decides.
fn answer(vpc: &str, name: &str) -> (NameAnswer, Vec<String>, Option<String>) {
    let systems = all();
    let system = systems.iter().find(|one| one.name == "lattice-rds");
    let graph = graph(system.expect("the system"));
    let is = |node: &&NodeId| graph.node(**node).arn.ends_with(vpc);
    let vpc = *graph.of_kind("ec2.vpc").iter().find(is).expect("the VPC");
    let answer = resolve(&graph, vpc, name);
    let addresses = answer.addresses.into_iter().map(|one| one.address);
    let decided = answer.decided_by.map(|space| space.kind);
    (answer.answer, addresses.collect(), decided)
}

#[test]
fn the_names_of_the_proxy_are_answered_by_zones_that_were_written_by_hand() {
    let (_, addresses, by) = answer(CONSUMER, &format!("pattern-a-rds-proxy.proxy-{HOST}"));
    assert_eq!(addresses, ["10.0.1.117", "10.0.2.221"]);
    assert_eq!(by.as_deref(), Some("private-zone"));
}

#[test]
fn the_names_of_the_cluster_are_answered_by_zones_that_aws_made() {
    let (_, addresses, by) = answer(
        CONSUMER,
        &format!("pattern-a-aurora-cluster.cluster-{HOST}"),
    );
    assert_eq!(addresses, ["10.0.1.11", "10.0.2.11"]);
    assert_eq!(by.as_deref(), Some("managed-zone"));
}

#[test]
fn in_the_providers_vpc_the_same_names_lead_to_the_database() {
    let (kind, addresses, by) = answer(
        PROVIDER,
        &format!("pattern-a-aurora-cluster.cluster-{HOST}"),
    );
    assert_eq!(addresses, ["10.1.2.96"]);
    assert_eq!((kind, by), (NameAnswer::Addresses, None));
}
