//! Whether all facts were told from which wanted connections follow.

use std::collections::BTreeMap;

use crate::model::gap::Gap;
use crate::model::record::ValueRef;

use crate::graph::node::Graph;

use super::places::{Place, place_of};

/// Facts, by kind. An attribute that only some resources of a kind have counts for these.
type Read = [(&'static str, &'static [&'static str])];

/// Those that say on which port of a service a load balancer asks for it.
pub(super) const OF_BALANCERS: &Read = &[
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
];

/// The others.
pub(super) const OF_OTHERS: &Read = &[
    ("codedeploy.deployment_group", &["load_balancer_info"]),
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

/// By place, the first reason for which something of them is missing.
pub(super) fn missing(graph: &Graph<'_>, read: &Read) -> BTreeMap<Place, Gap> {
    let mut missing = BTreeMap::new();
    for (kind, attributes) in read {
        for place in graph.places(kind) {
            if let Some(gap) = graph.extent(kind, &place.0, &place.1) {
                missing.entry(place).or_insert(gap);
            }
        }
        for resource in graph
            .of_kind(kind)
            .iter()
            .filter_map(|one| graph.resource(*one))
        {
            let record = resource.facts.record();
            let untold = attributes.iter().find_map(|name| {
                let (index, _) = record.record_type().attribute(name)?;
                let hole = graph.hole(resource, name);
                let told = is_told(record.attribute(index));
                hole.or_else(|| (!told).then(|| graph.missing(resource, name)))
            });
            if let Some(gap) = untold {
                missing.entry(place_of(resource)).or_insert(gap);
            }
        }
    }
    missing
}

/// Whether a value was told, all the way down.
pub(super) fn is_told(value: ValueRef<'_>) -> bool {
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
