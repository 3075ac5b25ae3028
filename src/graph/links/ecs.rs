//! Links of ECS: service, task, cluster, revision.

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ecs::{Service, TaskSet};

use super::{Reverse, links};

links! {
    /// The cluster of a service.
    "ecs.service".cluster -> "ecs.cluster" = |g, n| g.follow_arn(n, "cluster_arn", "ecs.cluster", |f| match f {
        Facts::EcsService(f) => Some(&f.cluster_arn),
        _ => None,
    });
    /// The revision that the tasks of a service run; with task sets that of the primary one.
    "ecs.service".definition -> "ecs.task_definition" = |g, n| {
        g.follow_arn(n, "task_definition", "ecs.task_definition", |f| match f {
            Facts::EcsService(f) => Some(service_definition(f)),
            _ => None,
        })
    };
    /// The cluster of a task.
    "ecs.task".cluster -> "ecs.cluster" = |g, n| g.follow_arn(n, "cluster_arn", "ecs.cluster", |f| match f {
        Facts::EcsTask(f) => Some(&f.cluster_arn),
        _ => None,
    });
    /// The revision that a task runs.
    "ecs.task".definition -> "ecs.task_definition" = |g, n| {
        g.follow_arn(n, "task_definition_arn", "ecs.task_definition", |f| match f {
            Facts::EcsTask(f) => Some(&f.task_definition_arn),
            _ => None,
        })
    };
    /// The services of a cluster.
    "ecs.cluster".services -> "ecs.service" many = |g, n| {
        g.follow_back(n, Reverse::EcsServicesByCluster, "arn", &Fact::Known(g.node(n).arn.clone()))
    };
    /// The tasks of a cluster.
    "ecs.cluster".tasks -> "ecs.task" many = |g, n| {
        g.follow_back(n, Reverse::TasksByCluster, "arn", &Fact::Known(g.node(n).arn.clone()))
    };
    /// What the containers of a revision may do.
    "ecs.task_definition".task_role -> "iam.role" = |g, n| {
        g.follow_arn(n, "task_role_arn", "iam.role", |f| match f {
            Facts::TaskDefinition(f) => Some(&f.task_role_arn),
            _ => None,
        })
    };
}

/// The revision of a service. Where ECS does not deploy it, the service itself names none, or the one
/// that it was made with; its primary task set names the one that runs.
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html>
fn service_definition(service: &Service) -> &Fact<Text> {
    match primary(service) {
        Some(set) => &set.task_definition,
        None => &service.task_definition,
    }
}

/// The task set that takes the traffic of a service, if it has one.
pub(in crate::graph) fn primary(service: &Service) -> Option<&TaskSet> {
    let mut sets = service.task_sets.known()?.iter();
    sets.find(|set| set.status.known().is_some_and(|status| status == "PRIMARY"))
}
