//! The derived kind `ecs.workload`.

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ecs_task::Task;
use crate::model::path::Literal;

use super::place;
use crate::graph::links::links;
use crate::graph::node::{Graph, NodeId};
use crate::graph::rds::through;
use crate::graph::reading::{Reading, source};
use crate::graph::schema::{Answer, Linked};

/// Adds a node for each service, and for each task that no service started.
pub(in crate::graph) fn add_workloads(graph: &mut Graph<'_>) {
    let services = graph.of_kind("ecs.service").to_vec();
    let tasks = graph.of_kind("ecs.task").to_vec();
    for under in services.into_iter().chain(tasks) {
        let is_workload = match graph.facts(under) {
            Some(Facts::EcsService(service)) => !is(&service.status, "INACTIVE"),
            Some(Facts::EcsTask(task)) => is_on_its_own(task) && !has_ended(task),
            _ => false,
        };
        if is_workload {
            graph.add_unit("ecs.workload", under);
        }
    }
}

/// ECS writes `service:` and the name into the group of a task that a service started.
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html>
fn is_on_its_own(task: &Task) -> bool {
    let group = task.group.known();
    group.is_none_or(|group| !group.starts_with("service:"))
}

fn has_ended(task: &Task) -> bool {
    ["STOPPED", "DELETED", "DEPROVISIONING"]
        .iter()
        .any(|state| is(&task.last_status, state))
}

fn is(fact: &Fact<Text>, wanted: &str) -> bool {
    fact.known().is_some_and(|told| told == wanted)
}

links! {
    /// The revision that its tasks run.
    "ecs.workload".definition -> "ecs.task_definition" = |g, n| under(g, n, "definition");
    /// Its cluster.
    "ecs.workload".cluster -> "ecs.cluster" = |g, n| under(g, n, "cluster");
    /// The subnets that its tasks may stand in.
    "ecs.workload".subnets -> "ec2.subnet" many = subnets;
}

fn under(graph: &Graph<'_>, node: NodeId, link: &str) -> Linked {
    match graph.under(node) {
        Some(under) => through(graph, under, link),
        None => Linked::None,
    }
}

fn subnets(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(under) = graph.under(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let place = match place::of(graph, under) {
        Ok(place) => place,
        Err(gap) => return Linked::Many(Vec::new(), Some(gap)),
    };
    let found = place.subnets.iter();
    let found = found.map(|id| graph.find("ec2.subnet", id, under));
    Linked::Many(found.collect(), place.hidden)
}

/// The derived fact `name`.
pub(super) fn name(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    match &resource.facts {
        Facts::EcsService(service) => match service.service_name.known() {
            Some(name) => {
                let told = source(resource, "service_name", name);
                Answer::known(name.clone(), vec![(String::new(), told)])
            }
            None => Answer::gap(graph.missing(resource, "service_name")),
        },
        _ => {
            let id = Text::from(resource.arn.as_str().rsplit('/').next().unwrap_or_default());
            Answer::known(id, Vec::new())
        }
    }
}

/// The derived fact `exec_enabled`.
pub(super) fn exec_enabled(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let fact = match &resource.facts {
        Facts::EcsService(service) => &service.enable_execute_command,
        Facts::EcsTask(task) => &task.enable_execute_command,
        _ => return Answer::none(),
    };
    let path = "enable_execute_command";
    match fact {
        Fact::Known(on) => Answer::known(*on, vec![(String::new(), source(resource, path, on))]),
        Fact::None | Fact::Missing => Answer::gap(graph.missing(resource, path)),
    }
}

/// The derived fact `on_fargate`. With a capacity provider a service names no launch type; on Fargate
/// it has a platform version all the same, and of a task its definition tells what it is fit for.
pub(super) fn on_fargate(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    if let Facts::EcsService(service) = &resource.facts {
        let own = [
            ("launch_type", &service.launch_type, "FARGATE"),
            ("platform_version", &service.platform_version, ""),
        ];
        for (path, fact, wanted) in own {
            match fact {
                Fact::Known(told) => {
                    let told = (String::new(), source(resource, path, told));
                    let is = wanted.is_empty() || is(fact, wanted);
                    return Answer::known(is, vec![told]);
                }
                Fact::Missing => return Answer::gap(graph.missing(resource, path)),
                Fact::None => {}
            }
        }
        return Answer::known(
            false,
            vec![(
                String::new(),
                source(resource, "launch_type", &service.launch_type),
            )],
        );
    }
    let mut reading = Reading::new(graph);
    for definition in reading.linked(node, "definition") {
        let Some(resource) = graph.resource(definition) else {
            continue;
        };
        let Facts::TaskDefinition(facts) = &resource.facts else {
            continue;
        };
        let fit = reading.items(resource, "compatibilities", &facts.compatibilities);
        if fit.iter().any(|one| one == "FARGATE") {
            let told = source(resource, "compatibilities", &fit);
            return Answer::known(true, vec![(String::new(), told)]);
        }
    }
    match reading.hidden {
        Some(gap) => Answer::gap(gap),
        None => Answer::known(false, Vec::new()),
    }
}
