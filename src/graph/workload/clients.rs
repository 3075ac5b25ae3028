//! Who in a VPC needs a service of AWS.

use std::collections::BTreeMap;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resource::Resource;
use crate::model::sensitive::EnvironmentVariable;

use crate::graph::links::is_gone;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};

use super::endpoints::By;
use super::{environments, needs, place};

/// Something that stands in a VPC and sends packets from there.
pub(in crate::graph) struct Client {
    /// The service or task of ECS, the function, the service of App Runner.
    pub(in crate::graph) node: NodeId,
    /// Its subnets, as far as they are known.
    pub(in crate::graph) subnets: Vec<Text>,
}

/// Clients by the VPC that they stand in.
#[derive(Default)]
pub(in crate::graph) struct ByVpc {
    clients: BTreeMap<Text, Vec<Client>>,
    /// Why there may be a client in any VPC, by account and region.
    hidden: BTreeMap<(Text, Text), Gap>,
}

/// The kinds that clients are of; those of ECS are told apart from their tasks.
const KINDS: [&str; 3] = ["ecs.workload", "lambda.function", "apprunner.service"];

/// The clients in a VPC. Clients of other accounts, in subnets that are shared with them, are seen if
/// these were scanned.
pub(in crate::graph) fn of_vpc<'g>(reading: &mut Reading<'g, '_>, vpc: NodeId) -> &'g [Client] {
    let graph = reading.graph;
    let here = graph.node(vpc);
    for kind in KINDS {
        reading.hide(graph.extent(kind, here.account, here.region));
    }
    let all = graph.clients.get_or_init(|| every(graph));
    let place = (
        Text::from(here.account.as_str()),
        Text::from(here.region.as_str()),
    );
    reading.hide(all.hidden.get(&place).cloned());
    let id = match (graph.resource(vpc), graph.facts(vpc)) {
        (Some(resource), Some(Facts::Vpc(facts))) => {
            reading.value(resource, "vpc_id", &facts.vpc_id)
        }
        _ => None,
    };
    let own = id.and_then(|id| all.clients.get(id));
    own.map_or(&[], Vec::as_slice)
}

fn every(graph: &Graph<'_>) -> ByVpc {
    let mut all = ByVpc::default();
    for node in KINDS.iter().flat_map(|kind| graph.of_kind(kind)).copied() {
        let under = graph.under(node).unwrap_or(node);
        let here = graph.node(node);
        let mut hidden = |gap: Gap| {
            let place = (
                Text::from(here.account.as_str()),
                Text::from(here.region.as_str()),
            );
            all.hidden.entry(place).or_insert(gap);
        };
        let place = match place::of(graph, under) {
            Ok(place) => place,
            Err(gap) => {
                hidden(gap);
                continue;
            }
        };
        let mut vpcs: BTreeMap<Text, Vec<Text>> = BTreeMap::new();
        for id in &place.subnets {
            let subnet = graph.find("ec2.subnet", id, under);
            match subnet.map(|subnet| graph.facts(subnet)) {
                Ok(Some(Facts::Subnet(facts))) => match facts.vpc_id.known() {
                    Some(vpc) => vpcs.entry(vpc.clone()).or_default().push(id.clone()),
                    None => hidden(Gap::new(GapReason::NotCollected, "ec2:DescribeSubnets")),
                },
                Ok(_) => {}
                // Its account is told every subnet that it may use: this one was deleted.
                Err(gap) if is_gone(graph, under, "ec2.subnet", &gap) => {}
                Err(gap) => hidden(gap),
            }
        }
        if let Some(gap) = place.hidden {
            hidden(gap);
        }
        for (vpc, subnets) in vpcs {
            let client = Client { node, subnets };
            all.clients.entry(vpc).or_default().push(client);
        }
    }
    all
}

impl Client {
    /// The resource that it is.
    pub(in crate::graph) fn resource_node(&self, graph: &Graph<'_>) -> NodeId {
        graph.under(self.node).unwrap_or(self.node)
    }

    /// What says that it needs an interface endpoint to a service of AWS where it has no way to the
    /// internet; nothing if no fact does.
    pub(in crate::graph) fn needs(
        &self,
        reading: &mut Reading<'_, '_>,
        service: &str,
    ) -> Vec<Source> {
        let graph = reading.graph;
        let Some(resource) = graph.resource(self.node) else {
            return Vec::new();
        };
        let own = match &resource.facts {
            Facts::EcsService(_) | Facts::EcsTask(_) => {
                return self.needs_of_tasks(reading, service);
            }
            Facts::LambdaFunction(facts) => &facts.environment_variables,
            Facts::AppRunnerService(facts) => &facts.environment_variables,
            _ => return Vec::new(),
        };
        let path = "environment_variables";
        let mut told = Vec::new();
        for (at, variable) in reading.items(resource, path, own).iter().enumerate() {
            if asks(reading, resource, variable) == Some(service) {
                let path = format!("{path}[{at}].reference_arn");
                told.push(source(resource, &path, &variable.reference_arn));
            }
        }
        told
    }

    fn needs_of_tasks(&self, reading: &mut Reading<'_, '_>, service: &str) -> Vec<Source> {
        let mut all = needs::of_definition(reading, self.node);
        all.retain(|_, need| need.by == By::Any);
        let on = match reading.graph.facts(self.node) {
            Some(Facts::EcsService(facts)) => &facts.enable_execute_command,
            Some(Facts::EcsTask(facts)) => &facts.enable_execute_command,
            _ => &Fact::None,
        };
        if let (Some(resource), true) = (reading.graph.resource(self.node), on.is_missing()) {
            let gap = reading.graph.missing(resource, "enable_execute_command");
            reading.hide(Some(gap));
        }
        if *on == Fact::Known(true) {
            let exec = needs::of_exec(reading, self.node);
            let exec = exec.into_iter().filter(|(_, need)| need.required);
            for (service, mut need) in exec {
                match all.get_mut(service) {
                    Some(own) => own.sources.append(&mut need.sources),
                    None => {
                        all.insert(service, need);
                    }
                }
            }
        }
        all.remove(service)
            .map(|need| need.sources)
            .unwrap_or_default()
    }

    /// The hosts that its environment names, each with the fact that does.
    pub(in crate::graph) fn hosts(&self, reading: &mut Reading<'_, '_>) -> Vec<(Text, Source)> {
        let mut hosts = Vec::new();
        for environment in environments::of(reading, self.node) {
            environment.hosts(reading, &mut hosts);
        }
        hosts
    }
}

/// The service that code asks for what a variable names: a secret or a parameter. What a service fills
/// in itself it reads by its own network.
fn asks(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    variable: &EnvironmentVariable,
) -> Option<&'static str> {
    let path = "environment_variables";
    let kind = reading.value(resource, path, &variable.kind)?;
    if kind != "plain" {
        return None;
    }
    let arn = reading.value(resource, path, &variable.reference_arn)?;
    match arn.split(':').nth(2) {
        Some("secretsmanager") => Some("secretsmanager"),
        Some("ssm") => Some("ssm"),
        _ => None,
    }
}
