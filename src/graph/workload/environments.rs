//! The environment variables of workloads, and where they are told.

use crate::model::datum::Source;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resource::Resource;
use crate::model::sensitive::EnvironmentVariable;

use crate::graph::node::NodeId;
use crate::graph::reading::{Reading, source};

/// Environment variables that one attribute tells.
pub(in crate::graph) struct Environment<'s> {
    pub(in crate::graph) resource: &'s Resource,
    /// The attribute.
    pub(in crate::graph) path: String,
    pub(in crate::graph) variables: &'s [EnvironmentVariable],
}

/// The environments of a function, of a service of App Runner, or of the containers of a revision of
/// ECS; of a service or a task of ECS those of the revision that it runs.
pub(in crate::graph) fn of<'s>(
    reading: &mut Reading<'_, 's>,
    node: NodeId,
) -> Vec<Environment<'s>> {
    let Some(resource) = reading.graph.resource(node) else {
        return Vec::new();
    };
    let own = match &resource.facts {
        Facts::LambdaFunction(facts) => &facts.environment_variables,
        Facts::AppRunnerService(facts) => &facts.environment_variables,
        Facts::TaskDefinition(facts) => {
            let list = "container_definitions";
            let containers = reading.items(resource, list, &facts.container_definitions);
            let mut all = Vec::new();
            for (at, container) in containers.iter().enumerate() {
                let path = format!("{list}[{at}].environment_variables");
                let variables = reading.items(resource, &path, &container.environment_variables);
                all.push(Environment {
                    resource,
                    path,
                    variables,
                });
            }
            return all;
        }
        Facts::EcsService(_) | Facts::EcsTask(_) => {
            let mut all = Vec::new();
            for definition in reading.linked(node, "definition") {
                all.extend(of(reading, definition));
            }
            return all;
        }
        _ => return Vec::new(),
    };
    let path = "environment_variables";
    vec![Environment {
        resource,
        path: path.to_owned(),
        variables: reading.items(resource, path, own),
    }]
}

impl Environment<'_> {
    /// The hosts that the variables name, each with the fact that does.
    pub(in crate::graph) fn hosts(
        &self,
        reading: &mut Reading<'_, '_>,
        hosts: &mut Vec<(Text, Source)>,
    ) {
        let resource = self.resource;
        for (at, variable) in self.variables.iter().enumerate() {
            let path = format!("{}[{at}].endpoints", self.path);
            let all = reading.items(resource, &path, &variable.endpoints);
            for (index, endpoint) in all.iter().enumerate() {
                let path = format!("{path}[{index}].host");
                if let Some(host) = reading.value(resource, &path, &endpoint.host) {
                    let told = source(resource, &path, host);
                    hosts.push((
                        Text::from(host.trim_end_matches('.').to_ascii_lowercase()),
                        told,
                    ));
                }
            }
        }
    }
}
