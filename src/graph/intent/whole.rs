//! Whether all facts were told from which wanted connections follow.

use crate::model::gap::Gap;
use crate::model::record::ValueRef;

use crate::graph::node::Graph;

/// The facts, by kind. An attribute that only some resources of a kind have counts for these.
const READ: [(&str, &[&str]); 13] = [
    ("elbv2.load_balancer", &["scheme", "dns_name"]),
    (
        "elbv2.listener",
        &[
            "load_balancer_arn",
            "port",
            "protocol",
            "default_actions",
            "rules",
        ],
    ),
    (
        "elbv2.target_group",
        &[
            "target_type",
            "vpc_id",
            "load_balancer_arns",
            "health_check_port",
            "target_health_descriptions",
        ],
    ),
    ("codedeploy.deployment_group", &["load_balancer_info"]),
    (
        "ecs.workload",
        &[
            "status",
            "task_definition",
            "task_sets",
            "load_balancers",
            "group",
            "last_status",
            "task_definition_arn",
            "attachments",
        ],
    ),
    ("ecs.task_definition", &["container_definitions"]),
    ("lambda.function", &["environment_variables"]),
    (
        "apprunner.service",
        &["environment_variables", "egress_type", "vpc_connector_arn"],
    ),
    (
        "rds.db_cluster",
        &[
            "endpoint",
            "reader_endpoint",
            "endpoints",
            "port",
            "master_user_secret",
            "db_cluster_members",
        ],
    ),
    ("rds.db_instance", &["endpoint", "master_user_secret"]),
    (
        "rds.db_proxy",
        &["endpoint", "auth", "targets", "engine_family"],
    ),
    ("rds.db_proxy_endpoint", &["endpoint", "db_proxy_name"]),
    (
        "vpc_lattice.resource_configuration",
        &[
            "configuration_type",
            "resource_gateway_id",
            "arn_resource_arn",
            "dns_resource_domain_name",
        ],
    ),
];

/// The first reason for which something of them is missing.
pub(super) fn missing(graph: &Graph<'_>) -> Option<Gap> {
    READ.iter().find_map(|(kind, attributes)| {
        let places = graph.places(kind);
        let extent = places
            .iter()
            .find_map(|(account, region)| graph.extent(kind, account, region));
        extent.or_else(|| {
            let nodes = graph.of_kind(kind).iter();
            nodes
                .filter_map(|node| graph.resource(*node))
                .find_map(|resource| {
                    let record = resource.facts.record();
                    attributes.iter().find_map(|name| {
                        let (index, _) = record.record_type().attribute(name)?;
                        let hole = graph.hole(resource, name);
                        let told = is_told(record.attribute(index));
                        hole.or_else(|| (!told).then(|| graph.missing(resource, name)))
                    })
                })
        })
    })
}

/// Whether a value was told, all the way down.
fn is_told(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Missing => false,
        ValueRef::Record(record) => {
            let all = 0..record.record_type().attributes.len();
            all.into_iter().all(|index| {
                let attribute = &record.record_type().attributes[index];
                attribute.volatile || is_told(record.attribute(index))
            })
        }
        ValueRef::List(items) => (0..items.count()).all(|index| is_told(items.item(index))),
        _ => true,
    }
}
