//! Links of databases: members, subnet groups, proxies.

use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds_proxy::DbProxyTarget;

use super::{Reverse, ids, links, texts};
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Linked;

links! {
    /// The cluster of a member.
    "rds.db_instance".cluster -> "rds.db_cluster" = |g, n| g.follow(n, "db_cluster_identifier", "rds.db_cluster", |f| match f {
        Facts::DbInstance(f) => Some(&f.db_cluster_identifier),
        _ => None,
    });
    /// The subnet group of an instance; a member's own or else its cluster's.
    "rds.db_instance".subnet_group -> "rds.db_subnet_group" = instance_subnet_group;
    /// The groups of an instance.
    "rds.db_instance".security_groups -> "ec2.security_group" many = |g, n| match g.facts(n) {
        Some(Facts::DbInstance(f)) => {
            g.follow_all(n, "vpc_security_groups", "ec2.security_group", ids(&f.vpc_security_groups, |group| &group.vpc_security_group_id))
        }
        _ => Linked::Many(Vec::new(), None),
    };
    /// The instances that a cluster lists as members.
    "rds.db_cluster".members -> "rds.db_instance" many = |g, n| match g.facts(n) {
        Some(Facts::DbCluster(f)) => {
            g.follow_all(n, "db_cluster_members", "rds.db_instance", ids(&f.db_cluster_members, |member| &member.db_instance_identifier))
        }
        _ => Linked::Many(Vec::new(), None),
    };
    /// The subnet group of a cluster.
    "rds.db_cluster".subnet_group -> "rds.db_subnet_group" = |g, n| g.follow(n, "db_subnet_group", "rds.db_subnet_group", |f| match f {
        Facts::DbCluster(f) => Some(&f.db_subnet_group),
        _ => None,
    });
    /// The groups of a cluster.
    "rds.db_cluster".security_groups -> "ec2.security_group" many = |g, n| match g.facts(n) {
        Some(Facts::DbCluster(f)) => {
            g.follow_all(n, "vpc_security_groups", "ec2.security_group", ids(&f.vpc_security_groups, |group| &group.vpc_security_group_id))
        }
        _ => Linked::Many(Vec::new(), None),
    };
    /// The parameter groups of an instance.
    "rds.db_instance".parameter_groups -> "rds.db_parameter_group" many = |g, n| match g.facts(n) {
        Some(Facts::DbInstance(f)) => {
            g.follow_all(n, "db_parameter_groups", "rds.db_parameter_group", ids(&f.db_parameter_groups, |group| &group.db_parameter_group_name))
        }
        _ => Linked::Many(Vec::new(), None),
    };
    /// The parameter group of a cluster.
    "rds.db_cluster".parameter_group -> "rds.db_cluster_parameter_group" = |g, n| g.follow(n, "db_cluster_parameter_group", "rds.db_cluster_parameter_group", |f| match f {
        Facts::DbCluster(f) => Some(&f.db_cluster_parameter_group),
        _ => None,
    });
    /// The subnets of a subnet group.
    "rds.db_subnet_group".member_subnets -> "ec2.subnet" many = |g, n| match g.facts(n) {
        Some(Facts::DbSubnetGroup(f)) => {
            g.follow_all(n, "subnets", "ec2.subnet", ids(&f.subnets, |subnet| &subnet.subnet_identifier))
        }
        _ => Linked::Many(Vec::new(), None),
    };
    /// The groups of a proxy.
    "rds.db_proxy".security_groups -> "ec2.security_group" many = |g, n| match g.facts(n) {
        Some(Facts::DbProxy(f)) => g.follow_all(n, "vpc_security_group_ids", "ec2.security_group", texts(&f.vpc_security_group_ids)),
        _ => Linked::Many(Vec::new(), None),
    };
    /// The endpoints of a proxy.
    "rds.db_proxy".endpoints -> "rds.db_proxy_endpoint" many = |g, n| match g.facts(n) {
        Some(Facts::DbProxy(f)) => g.follow_back(n, Reverse::ProxyEndpointsByProxy, "db_proxy_name", &f.db_proxy_name),
        _ => Linked::Many(Vec::new(), None),
    };
    /// The proxy of an endpoint.
    "rds.db_proxy_endpoint".proxy -> "rds.db_proxy" = |g, n| g.follow(n, "db_proxy_name", "rds.db_proxy", |f| match f {
        Facts::DbProxyEndpoint(f) => Some(&f.db_proxy_name),
        _ => None,
    });
    /// The role of a proxy.
    "rds.db_proxy".role -> "iam.role" = |g, n| g.follow_arn(n, "role_arn", "iam.role", |f| match f {
        Facts::DbProxy(f) => Some(&f.role_arn),
        _ => None,
    });
    /// The clusters behind a proxy.
    "rds.db_proxy".clusters -> "rds.db_cluster" many = proxy_clusters;
    /// The instances behind a proxy that belong to no cluster.
    "rds.db_proxy".instances -> "rds.db_instance" many = proxy_instances;
}

/// Members that do not say their subnet group stand in that of their cluster: Aurora keeps one for
/// the cluster. <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.CreateInstance.html>
fn instance_subnet_group(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(Facts::DbInstance(instance)) = graph.facts(node) else {
        return Linked::None;
    };
    let is_member = matches!(instance.db_cluster_identifier, Fact::Known(_));
    if is_member && !matches!(instance.db_subnet_group_name, Fact::Known(_)) {
        let cluster = graph.follow(
            node,
            "db_cluster_identifier",
            "rds.db_cluster",
            |f| match f {
                Facts::DbInstance(f) => Some(&f.db_cluster_identifier),
                _ => None,
            },
        );
        return match cluster {
            Linked::One(cluster) => graph.follow(
                cluster,
                "db_subnet_group",
                "rds.db_subnet_group",
                |f| match f {
                    Facts::DbCluster(f) => Some(&f.db_subnet_group),
                    _ => None,
                },
            ),
            other => other,
        };
    }
    graph.follow(
        node,
        "db_subnet_group_name",
        "rds.db_subnet_group",
        |f| match f {
            Facts::DbInstance(f) => Some(&f.db_subnet_group_name),
            _ => None,
        },
    )
}

/// A target names its cluster in `tracked_cluster_id`, and the row that stands for the cluster
/// names it as its resource.
fn proxy_clusters(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(Facts::DbProxy(proxy)) = graph.facts(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let named = proxy.targets.as_ref().map(|targets| {
        let names: BTreeSet<Option<&str>> = targets.iter().filter_map(cluster_of).collect();
        names.into_iter()
    });
    graph.follow_all(node, "targets", "rds.db_cluster", named)
}

/// The cluster of a target, nothing inside if nobody told it; nothing at all for other targets.
fn cluster_of(target: &DbProxyTarget) -> Option<Option<&str>> {
    let tracked = target.tracked_cluster_id.known();
    if target.target_type.is_missing() {
        return Some(tracked.map(Text::as_str));
    }
    let is_cluster = is_of_type(target, "TRACKED_CLUSTER");
    let resource = target.rds_resource_id.known().filter(|_| is_cluster);
    match (resource.or(tracked), &target.tracked_cluster_id) {
        (Some(cluster), _) => Some(Some(cluster.as_str())),
        (None, Fact::Missing) => Some(None),
        (None, _) => is_cluster.then_some(None),
    }
}

fn proxy_instances(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(Facts::DbProxy(proxy)) = graph.facts(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let targets = proxy.targets.as_ref();
    let named = targets.map(|targets| targets.iter().filter_map(instance_of));
    graph.follow_all(node, "targets", "rds.db_instance", named)
}

/// The instance of a target that belongs to no cluster, nothing inside if nobody told it; nothing
/// at all for other targets.
fn instance_of(target: &DbProxyTarget) -> Option<Option<&str>> {
    if target.target_type.is_missing() {
        return target.tracked_cluster_id.known().is_none().then_some(None);
    }
    if !is_of_type(target, "RDS_INSTANCE") {
        return None;
    }
    match target.tracked_cluster_id {
        Fact::Known(_) => None,
        Fact::None => Some(target.rds_resource_id.known().map(Text::as_str)),
        Fact::Missing => Some(None),
    }
}

fn is_of_type(target: &DbProxyTarget, wanted: &str) -> bool {
    target
        .target_type
        .known()
        .is_some_and(|kind| kind == wanted)
}
