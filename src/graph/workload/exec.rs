//! ECS Exec: what the task role may call, and which workloads of a cluster have it on.

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::iam::{Allowed, may_call};
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

/// What the agent calls to open the channel of a session.
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>
const ACTIONS: [&str; 4] = [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

record! {
    /// An action of ECS Exec.
    ExecAction {
        /// The action.
        action: Text, gap;
        /// Whether the task role may call it.
        allowed: bool, gap;
        /// Why not.
        why: Text, none;
    }
}

record! {
    /// A service or task in which ECS Exec is on.
    ExecWorkload {
        /// Its ARN.
        arn: Text, gap;
        /// Whether any of its containers writes its logs by the driver awslogs.
        has_awslogs: bool, gap;
    }
}

/// The derived fact `exec_actions`; none at all of a workload without a task role.
pub(super) fn actions(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut actions: Vec<ExecAction> = Vec::new();
    let mut sources = Vec::new();
    for definition in reading.linked(node, "definition") {
        for role in reading.linked(definition, "task_role") {
            for action in ACTIONS {
                let told = |allowed: bool, why: Option<Text>| ExecAction {
                    action: Text::const_new(action).into(),
                    allowed: allowed.into(),
                    why: Fact::told(why),
                };
                let (told, by) = match may_call(graph, role, action, "*") {
                    Allowed::Yes(by) => (told(true, None), by),
                    Allowed::No(why, by) => (told(false, Some(why)), by),
                    Allowed::Unknown(gap) => {
                        reading.hide(Some(gap));
                        continue;
                    }
                };
                let at = format!("[{}]", actions.len());
                sources.extend(by.into_iter().map(|by| (at.clone(), by)));
                actions.push(told);
            }
        }
    }
    Answer::list(actions, reading.hidden, sources)
}

/// The derived fact `role_serves_exec`.
pub(super) fn role_serves_exec(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let own = roles(&mut reading, node);
    let here = graph.node(node);
    for other in graph.of_kind("ecs.workload") {
        let there = graph.node(*other);
        if there.account != here.account {
            continue;
        }
        let shared = roles(&mut reading, *other);
        if !shared.iter().any(|role| own.contains(role)) {
            continue;
        }
        let Some(resource) = graph.resource(*other) else {
            continue;
        };
        let on = match &resource.facts {
            Facts::EcsService(service) => &service.enable_execute_command,
            Facts::EcsTask(task) => &task.enable_execute_command,
            _ => continue,
        };
        if reading.value(resource, "enable_execute_command", on) == Some(&true) {
            let told = source(resource, "enable_execute_command", on);
            return Answer::known(true, vec![(String::new(), told)]);
        }
    }
    for (account, region) in graph.places("ecs.workload") {
        if account == *here.account {
            reading.hide(graph.extent("ecs.workload", &account, &region));
        }
    }
    match reading.hidden {
        Some(gap) => Answer::gap(gap),
        None => Answer::known(false, Vec::new()),
    }
}

fn roles(reading: &mut Reading<'_, '_>, workload: NodeId) -> Vec<NodeId> {
    let definitions = reading.linked(workload, "definition");
    let roles = definitions
        .into_iter()
        .flat_map(|definition| reading.linked(definition, "task_role"));
    roles.collect()
}

/// The derived fact `exec_workloads`.
pub(super) fn of_cluster(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut workloads = Vec::new();
    let mut sources = Vec::new();
    let services = reading.linked(node, "services");
    let tasks = reading.linked(node, "tasks");
    for one in services.into_iter().chain(tasks) {
        let Some(resource) = graph.resource(one) else {
            continue;
        };
        let (on, status) = match &resource.facts {
            Facts::EcsService(service) => (&service.enable_execute_command, &service.status),
            Facts::EcsTask(task) => (&task.enable_execute_command, &task.last_status),
            _ => continue,
        };
        let ended = reading.value(resource, "last_status", status);
        let ended = ended.is_some_and(|told| matches!(told.as_str(), "INACTIVE" | "STOPPED"));
        if ended || reading.value(resource, "enable_execute_command", on) != Some(&true) {
            continue;
        }
        let mut has_awslogs = false;
        for definition in reading.linked(one, "definition") {
            has_awslogs |= writes_awslogs(&mut reading, definition);
        }
        let told = source(resource, "enable_execute_command", on);
        sources.push((format!("[{}]", workloads.len()), told));
        workloads.push(ExecWorkload {
            arn: graph.node(one).arn.clone().into(),
            has_awslogs: has_awslogs.into(),
        });
    }
    Answer::list(workloads, reading.hidden, sources)
}

fn writes_awslogs(reading: &mut Reading<'_, '_>, definition: NodeId) -> bool {
    let Some(resource) = reading.graph.resource(definition) else {
        return false;
    };
    let Facts::TaskDefinition(facts) = &resource.facts else {
        return false;
    };
    let path = "container_definitions";
    let mut any = false;
    for container in reading.items(resource, path, &facts.container_definitions) {
        let driver = reading
            .value(resource, path, &container.log_configuration)
            .and_then(|logs| reading.value(resource, path, &logs.log_driver));
        any |= driver.is_some_and(|driver| driver == "awslogs");
    }
    any
}
