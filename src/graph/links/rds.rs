//! Links of databases: members, subnet groups, proxies.

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;

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
        Some(Facts::DbProxy(f)) => g.follow_back(n, Reverse::ProxyEndpointsByProxy, &f.db_proxy_name),
        _ => Linked::Many(Vec::new(), None),
    };
    /// The proxy of an endpoint.
    "rds.db_proxy_endpoint".proxy -> "rds.db_proxy" = |g, n| g.follow(n, "db_proxy_name", "rds.db_proxy", |f| match f {
        Facts::DbProxyEndpoint(f) => Some(&f.db_proxy_name),
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
        let mut names: Vec<&str> = targets
            .iter()
            .filter_map(|target| {
                let is_cluster = target
                    .target_type
                    .known()
                    .is_some_and(|kind| kind == "TRACKED_CLUSTER");
                let own = if is_cluster {
                    target.rds_resource_id.known()
                } else {
                    None
                };
                own.or(target.tracked_cluster_id.known()).map(Text::as_str)
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(Some)
    });
    graph.follow_all(node, "targets", "rds.db_cluster", named)
}

fn proxy_instances(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(Facts::DbProxy(proxy)) = graph.facts(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let named = proxy.targets.as_ref().map(|targets| {
        targets
            .iter()
            .filter(|target| {
                target
                    .target_type
                    .known()
                    .is_some_and(|kind| kind == "RDS_INSTANCE")
            })
            .filter(|target| matches!(target.tracked_cluster_id, Fact::None))
            .map(|target| target.rds_resource_id.known().map(Text::as_str))
    });
    graph.follow_all(node, "targets", "rds.db_instance", named)
}
