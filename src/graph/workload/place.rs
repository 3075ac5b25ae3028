//! Where the interfaces of workloads stand, and what filters them.

use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ecs::{AwsVpcConfiguration, NetworkConfiguration, Service};
use crate::model::kinds::ecs_task::Task;
use crate::model::resource::Resource;

use crate::graph::links::primary;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::Reading;

/// The subnets of a workload.
pub(in crate::graph) struct Place {
    /// `subnet-...`
    pub(in crate::graph) subnets: Vec<Text>,
    /// Why there may be more.
    pub(in crate::graph) hidden: Option<Gap>,
}

/// Where the tasks of a service stand: where somebody else deploys it, its primary task set tells.
fn awsvpc(service: &Service) -> &Fact<NetworkConfiguration> {
    match (&service.network_configuration, primary(service)) {
        (Fact::None, Some(set)) => &set.network_configuration,
        (own, _) => own,
    }
}

/// The place of a service or task of ECS, of a function, or of a service of App Runner; nothing inside
/// of any VPC for those that stand in none.
///
/// # Errors
/// Tasks that share the network of an instance: no call that is made tells which one.
pub(in crate::graph) fn of(graph: &Graph<'_>, node: NodeId) -> Result<Place, Gap> {
    let Some(resource) = graph.resource(node) else {
        return Ok(Place {
            subnets: Vec::new(),
            hidden: None,
        });
    };
    let mut reading = Reading::new(graph);
    let subnets = match &resource.facts {
        Facts::EcsService(service) => {
            let path = "network_configuration";
            let network = reading.value(resource, path, awsvpc(service));
            let own = network
                .and_then(|network| reading.value(resource, path, &network.awsvpc_configuration));
            match own {
                Some(AwsVpcConfiguration { subnets, .. }) => {
                    reading.items(resource, path, subnets).to_vec()
                }
                None => return Err(reading.hidden.unwrap_or_else(|| of_instance(resource))),
            }
        }
        Facts::EcsTask(task) => {
            let own = details(&mut reading, resource, task, "subnetId");
            if own.is_empty() {
                return Err(reading.hidden.unwrap_or_else(|| of_instance(resource)));
            }
            own
        }
        Facts::LambdaFunction(function) => {
            match reading.value(resource, "vpc_config", &function.vpc_config) {
                Some(network) => reading
                    .items(resource, "vpc_config", &network.subnet_ids)
                    .to_vec(),
                None => Vec::new(),
            }
        }
        Facts::AppRunnerService(_) => {
            let connectors = reading.linked(node, "vpc_connector");
            connectors
                .into_iter()
                .flat_map(|connector| match graph.resource(connector) {
                    Some(resource) => match &resource.facts {
                        Facts::VpcConnector(facts) => {
                            reading.items(resource, "subnets", &facts.subnets).to_vec()
                        }
                        _ => Vec::new(),
                    },
                    None => Vec::new(),
                })
                .collect()
        }
        _ => Vec::new(),
    };
    let mut seen = BTreeSet::new();
    let subnets = subnets.into_iter().filter(|id| seen.insert(id.clone()));
    Ok(Place {
        subnets: subnets.collect(),
        hidden: reading.hidden,
    })
}

/// What the attachments of a task say of its own interfaces.
pub(in crate::graph) fn details(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    task: &Task,
    wanted: &str,
) -> Vec<Text> {
    let mut told = Vec::new();
    for one in reading.items(resource, "attachments", &task.attachments) {
        let sort = reading.value(resource, "attachments", &one.r#type);
        if sort.is_some_and(|sort| !sort.eq_ignore_ascii_case("ElasticNetworkInterface")) {
            continue;
        }
        for detail in reading.items(resource, "attachments", &one.details) {
            let name = reading.value(resource, "attachments", &detail.name);
            let value = reading.value(resource, "attachments", &detail.value);
            if name.is_some_and(|name| name == wanted) {
                told.extend(value.cloned());
            }
        }
    }
    told
}

fn of_instance(resource: &Resource) -> Gap {
    Gap::new(GapReason::UnsupportedHere, resource.kind().operation())
        .within(&resource.account, &resource.region)
        .because(
            "its tasks have no interface of their own: which instance's they use is not collected",
        )
}
