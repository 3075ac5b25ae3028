//! The agents of ECS Exec in a task.

use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
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
    for (at, container) in containers.iter().enumerate() {
        let name = reading.value(resource, "containers", &container.name);
        let path = format!("containers[{at}].managed_agents");
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
    }
    Answer::list(agents, reading.hidden, sources)
}

fn is_settled(status: &str) -> bool {
    matches!(status, "RUNNING" | "STOPPED")
}
