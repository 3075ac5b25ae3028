//! Which workloads name a host in their environment, and in which VPC they run.

use foldhash::HashMap;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resource::Resource;
use crate::model::sensitive::EnvironmentVariable;

use crate::graph::dns::name::bare;
use crate::graph::node::{Graph, NodeId};

/// Workloads by the hosts that they name.
#[derive(Default)]
pub(in crate::graph) struct Consumers {
    by_host: HashMap<String, Vec<Consumer>>,
    /// Why a workload that sends from a VPC may name any host.
    pub(in crate::graph) hidden: Option<Gap>,
}

/// A workload that names a host.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Consumer {
    /// The service or function.
    pub(in crate::graph) node: NodeId,
    /// What tells of the host, and where.
    pub(in crate::graph) told_by: NodeId,
    pub(in crate::graph) path: String,
    /// The VPC that it sends from.
    pub(in crate::graph) vpc: NodeId,
}

/// The kinds of workloads.
const KINDS: [&str; 3] = ["ecs.service", "lambda.function", "apprunner.service"];

/// The workloads of all accounts that send from a VPC.
pub(in crate::graph) fn consumers<'g>(graph: &'g Graph<'_>) -> &'g Consumers {
    graph.dns.consumers.get_or_init(|| {
        let mut all = Consumers::default();
        for kind in KINDS {
            for (account, region) in graph.places(kind) {
                all.hide(graph.extent(kind, &account, &region));
            }
            for &node in graph.of_kind(kind) {
                let added = match graph.resource(node) {
                    Some(resource) => all.workload(graph, node, resource),
                    None => Ok(()),
                };
                all.hide(added.err());
            }
        }
        all
    })
}

impl Consumers {
    /// All hosts that workloads name.
    pub(in crate::graph) fn hosts(&self) -> impl Iterator<Item = &str> {
        self.by_host.keys().map(String::as_str)
    }

    /// Whether a workload names a host.
    pub(in crate::graph) fn names(&self, host: &str) -> bool {
        self.by_host.contains_key(host)
    }

    /// The workloads that name a host.
    pub(in crate::graph) fn of(&self, host: &str) -> &[Consumer] {
        self.by_host.get(host).map_or(&[], Vec::as_slice)
    }

    fn hide(&mut self, gap: Option<Gap>) {
        self.hidden = self.hidden.take().or(gap);
    }

    fn workload(
        &mut self,
        graph: &Graph<'_>,
        node: NodeId,
        resource: &Resource,
    ) -> Result<(), Gap> {
        let missing = |path: &str| graph.missing(resource, path);
        match &resource.facts {
            Facts::EcsService(service) => {
                let Some(network) = told(&service.network_configuration, || {
                    missing("network_configuration")
                })?
                else {
                    return Ok(());
                };
                let Some(network) = told(&network.awsvpc_configuration, || {
                    missing("network_configuration")
                })?
                else {
                    return Ok(());
                };
                let vpc = vpc_of_subnets(graph, node, &network.subnets, || {
                    missing("network_configuration")
                })?;
                let definition = told(&service.task_definition, || missing("task_definition"))?;
                match definition {
                    Some(definition) => self.tasks(graph, node, vpc, definition),
                    None => Ok(()),
                }
            }
            Facts::LambdaFunction(function) => {
                let Some(network) = told(&function.vpc_config, || missing("vpc_config"))? else {
                    return Ok(());
                };
                let Some(vpc) = told(&network.vpc_id, || missing("vpc_config"))? else {
                    return Ok(());
                };
                let vpc = graph.find("ec2.vpc", vpc, node)?;
                self.own(graph, node, resource, vpc, &function.environment_variables);
                Ok(())
            }
            Facts::AppRunnerService(service) => {
                let connector = told(&service.vpc_connector_arn, || missing("vpc_connector_arn"))?;
                let Some(connector) = connector else {
                    return Ok(());
                };
                let connector = graph.find_arn("apprunner.vpc_connector", connector, node)?;
                let Some(connected) = graph.resource(connector) else {
                    return Ok(());
                };
                let Facts::VpcConnector(facts) = &connected.facts else {
                    return Ok(());
                };
                let subnets = || graph.missing(connected, "subnets");
                let vpc = vpc_of_subnets(graph, connector, &facts.subnets, subnets)?;
                self.own(graph, node, resource, vpc, &service.environment_variables);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The hosts that a workload names itself.
    fn own(
        &mut self,
        graph: &Graph<'_>,
        node: NodeId,
        resource: &Resource,
        vpc: NodeId,
        variables: &Fact<Vec<EnvironmentVariable>>,
    ) {
        self.hide(graph.hole(resource, "environment_variables"));
        let untold = self.add(variables, "", |path| Consumer {
            node,
            told_by: node,
            path,
            vpc,
        });
        self.hide(untold.then(|| graph.missing(resource, "environment_variables")));
    }

    /// The hosts that the containers of a service name.
    fn tasks(
        &mut self,
        graph: &Graph<'_>,
        node: NodeId,
        vpc: NodeId,
        definition: &Text,
    ) -> Result<(), Gap> {
        let definition = graph.find_arn("ecs.task_definition", definition, node)?;
        let Some(resource) = graph.resource(definition) else {
            return Ok(());
        };
        let Facts::TaskDefinition(facts) = &resource.facts else {
            return Ok(());
        };
        let list = "container_definitions";
        self.hide(graph.hole(resource, list));
        let mut untold = facts.container_definitions.is_missing();
        for (index, container) in facts
            .container_definitions
            .known()
            .into_iter()
            .flatten()
            .enumerate()
        {
            let prefix = format!("{list}[{index}].");
            untold |= self.add(&container.environment_variables, &prefix, |path| Consumer {
                node,
                told_by: definition,
                path,
                vpc,
            });
        }
        self.hide(untold.then(|| graph.missing(resource, list)));
        Ok(())
    }

    /// Adds the hosts of an environment; tells whether some may not be told.
    fn add(
        &mut self,
        variables: &Fact<Vec<EnvironmentVariable>>,
        prefix: &str,
        consumer: impl Fn(String) -> Consumer,
    ) -> bool {
        let mut untold = variables.is_missing();
        for (index, variable) in variables.known().into_iter().flatten().enumerate() {
            untold |= variable.endpoints.is_missing();
            let endpoints = variable.endpoints.known().into_iter().flatten();
            for (place, endpoint) in endpoints.enumerate() {
                match endpoint.host.known() {
                    Some(host) => {
                        let path = format!(
                            "{prefix}environment_variables[{index}].endpoints[{place}].host"
                        );
                        let of_host = self.by_host.entry(bare(host)).or_default();
                        of_host.push(consumer(path));
                    }
                    None => untold = true,
                }
            }
        }
        untold
    }
}

fn told<T>(fact: &Fact<T>, gap: impl FnOnce() -> Gap) -> Result<Option<&T>, Gap> {
    match fact {
        Fact::Known(value) => Ok(Some(value)),
        Fact::None => Ok(None),
        Fact::Missing => Err(gap()),
    }
}

/// The VPC of subnets: that of the first one that is known.
fn vpc_of_subnets(
    graph: &Graph<'_>,
    from: NodeId,
    subnets: &Fact<Vec<Text>>,
    missing: impl Fn() -> Gap,
) -> Result<NodeId, Gap> {
    let mut hidden = None;
    for id in subnets.known().into_iter().flatten() {
        match graph.find("ec2.subnet", id, from) {
            Ok(subnet) => match graph.facts(subnet) {
                Some(Facts::Subnet(facts)) if facts.vpc_id.known().is_some() => {
                    let vpc = facts.vpc_id.known().map_or("", Text::as_str);
                    return graph.find("ec2.vpc", vpc, subnet);
                }
                _ => {
                    hidden = graph
                        .resource(subnet)
                        .map(|one| graph.missing(one, "vpc_id"))
                }
            },
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    Err(hidden.unwrap_or_else(missing))
}
