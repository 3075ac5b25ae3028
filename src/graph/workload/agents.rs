//! The agents of ECS Exec in a task.

use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// An agent of ECS Exec whose state is settled.
    ExecAgent {
        /// The container.
        container: Text, gap;
        /// `RUNNING` or `STOPPED`.
        last_status: Text, gap;
        /// Why.
        reason: Text, none;
    }
}

/// The derived fact `settled_exec_agents`.
pub(super) fn settled(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::EcsTask(task) = &resource.facts else {
        return Answer::none();
    };
    let mut reading = Reading::new(graph);
    let mut agents = Vec::new();
    let mut sources = Vec::new();
    let containers = reading.items(resource, "containers", &task.containers);
    let mut without: Vec<Option<&Text>> = Vec::new();
    for (at, container) in containers.iter().enumerate() {
        let name = reading.value(resource, "containers", &container.name);
        let path = format!("containers[{at}].managed_agents");
        let mut has_agent = false;
        for (index, agent) in reading
            .items(resource, &path, &container.managed_agents)
            .iter()
            .enumerate()
        {
            let path = format!("{path}[{index}]");
            let sort = reading.value(resource, &path, &agent.name);
            if sort.is_some_and(|sort| sort != "ExecuteCommandAgent") {
                continue;
            }
            has_agent = true;
            let status = reading.value(resource, &path, &agent.last_status);
            match (name, status, sort) {
                (Some(name), Some(status), Some(_)) if is_settled(status) => {
                    sources.push((
                        format!("[{}]", agents.len()),
                        source(resource, &path, agent),
                    ));
                    agents.push(ExecAgent {
                        container: name.clone().into(),
                        last_status: status.clone().into(),
                        reason: agent.reason.clone(),
                    });
                }
                _ => {
                    let gap = Gap::new(GapReason::InTransition, "ecs:DescribeTasks");
                    reading.hide(Some(gap.within(&resource.account, &resource.region)));
                }
            }
        }
        if !has_agent {
            without.push(name);
        }
    }
    // With ECS Exec off there is none.
    if task.enable_execute_command != Fact::Known(false) {
        if agents.is_empty() {
            reading.hide(Some(untold(resource, "any of its containers")));
        }
        reading.hide(of_own(graph, node, resource, &without));
    }
    Answer::list(agents, reading.hidden, sources)
}

/// Why nobody knows of the agents of containers without one, if any of them is the task's own: those
/// that AWS adds are not in its definition, and need not have one.
fn of_own(
    graph: &Graph<'_>,
    task: NodeId,
    resource: &Resource,
    without: &[Option<&Text>],
) -> Option<Gap> {
    if without.is_empty() {
        return None;
    }
    let mut reading = Reading::new(graph);
    let mut own: BTreeSet<&Text> = BTreeSet::new();
    for definition in reading.linked(task, "definition") {
        let (Some(told), Some(Facts::TaskDefinition(facts))) =
            (graph.resource(definition), graph.facts(definition))
        else {
            continue;
        };
        let path = "container_definitions";
        for container in reading.items(told, path, &facts.container_definitions) {
            own.extend(reading.value(told, path, &container.name));
        }
    }
    let is_own = |name: &&Option<&Text>| name.is_none_or(|name| own.contains(name));
    let first = without.iter().find(is_own);
    let told = first.map(|name| untold(resource, name.map_or("a container", Text::as_str)));
    // Where the definition is not told, each may be its own.
    told.or(reading.hidden)
}

fn untold(resource: &Resource, container: &str) -> Gap {
    Gap::new(GapReason::UnsupportedHere, "ecs:DescribeTasks")
        .within(&resource.account, &resource.region)
        .because(format!("no agent of ECS Exec is told of {container}"))
}

fn is_settled(status: &str) -> bool {
    matches!(status, "RUNNING" | "STOPPED")
}
