//! What tasks need of AWS, and whether they get there.

use std::collections::BTreeMap;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ecs_task::ContainerDefinition;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

use super::endpoints::{self, By, Serves};
use super::place;
use super::ways::{Way, way_to_internet};

record! {
    /// Something of AWS that tasks need, from one of their subnets.
    NeededService {
        /// The service as endpoints name it, such as `ecr.api`; `internet` for what is not of AWS.
        service: Text, gap;
        /// The subnet.
        subnet_id: Text, gap;
        /// What it is needed for.
        because: Text, gap;
        /// Whether nothing works without it; what guides ask for besides is not needed.
        required: bool, gap;
        /// Whether the tasks get there.
        reached: bool, gap;
        /// By which way: `internet`, or an endpoint.
        way: Text, none;
        /// Why not.
        problem: Text, none;
    }
}

/// Why a service is needed.
pub(super) struct Need {
    because: Text,
    pub(super) required: bool,
    /// By which endpoints it can be had.
    pub(super) by: By,
    /// The facts that say so.
    pub(super) sources: Vec<Source>,
}

/// Services by name.
pub(super) type Needs = BTreeMap<&'static str, Need>;

fn need(needs: &mut Needs, service: &'static str, because: &str, told: Source) {
    need_by(needs, service, By::Any, because, told);
}

fn need_by(needs: &mut Needs, service: &'static str, by: By, because: &str, told: Source) {
    let first = || Need {
        because: Text::from(because),
        required: true,
        by,
        sources: Vec::new(),
    };
    needs
        .entry(service)
        .or_insert_with(first)
        .sources
        .push(told);
}

/// The derived fact `needed_services`.
pub(super) fn to_start(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let needs = of_definition(&mut reading, node);
    answer(reading, node, needs)
}

/// The derived fact `exec_services`.
pub(super) fn for_exec(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let needs = of_exec(&mut reading, node);
    answer(reading, node, needs)
}

/// What the containers of a workload need before they start.
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html>
pub(super) fn of_definition(reading: &mut Reading<'_, '_>, workload: NodeId) -> Needs {
    let mut needs = Needs::new();
    let old = is_old_platform(reading, workload);
    for definition in reading.linked(workload, "definition") {
        let Some(resource) = reading.graph.resource(definition) else {
            continue;
        };
        let Facts::TaskDefinition(facts) = &resource.facts else {
            continue;
        };
        let list = "container_definitions";
        let containers = reading.items(resource, list, &facts.container_definitions);
        for (at, container) in containers.iter().enumerate() {
            of_container(reading, resource, at, container, old, &mut needs);
        }
    }
    needs
}

/// The services of AWS that a service of ECS needs before its containers start, each with the facts
/// that say so.
pub(in crate::graph) fn services_to_start(
    reading: &mut Reading<'_, '_>,
    service: NodeId,
) -> Vec<(&'static str, Vec<Source>)> {
    let needs = of_definition(reading, service).into_iter();
    needs.map(|(name, need)| (name, need.sources)).collect()
}

fn of_container(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    at: usize,
    container: &ContainerDefinition,
    old: bool,
    needs: &mut Needs,
) {
    let path = format!("container_definitions[{at}].image");
    if let Some(image) = reading.value(resource, &path, &container.image) {
        let told = || source(resource, &path, image);
        if is_in_ecr(image, resource.region.as_str()) {
            // Before version 1.4.0 Fargate logs in by way of its own network.
            if !old {
                need(needs, "ecr.api", "to log in to ECR", told());
            }
            need(needs, "ecr.dkr", "to pull images of ECR", told());
            let because = "for the layers of images of ECR";
            need_by(needs, "s3", By::Gateway, because, told());
        } else {
            need(needs, "internet", "to pull images from elsewhere", told());
        }
    }
    let path = format!("container_definitions[{at}].log_configuration");
    let logs = reading.value(resource, &path, &container.log_configuration);
    let driver = logs.and_then(|logs| reading.value(resource, &path, &logs.log_driver));
    if driver.is_some_and(|driver| driver == "awslogs") {
        let told = source(resource, &path, &container.log_configuration);
        need(needs, "logs", "for the log driver awslogs", told);
    }
    let path = format!("container_definitions[{at}].environment_variables");
    let variables = reading.items(resource, &path, &container.environment_variables);
    for (index, variable) in variables.iter().enumerate() {
        let path = format!("{path}[{index}].kind");
        let Some(kind) = reading.value(resource, &path, &variable.kind) else {
            continue;
        };
        let told = source(resource, &path, kind);
        match kind.as_str() {
            "secret-reference" => need(needs, "secretsmanager", "to read secrets", told),
            "parameter-reference" => need(needs, "ssm", "to read parameters", told),
            _ => {}
        }
    }
}

/// Services that guides name for ECS Exec, and that the agent on Fargate does not ask.
const NOT_REQUIRED: [&str; 2] = ["ssm", "ec2messages"];

/// What ECS Exec needs. The data channel is the agent's; with a key of its own it asks KMS, and it
/// writes the sessions where the cluster says.
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>
pub(super) fn of_exec(reading: &mut Reading<'_, '_>, workload: NodeId) -> Needs {
    let mut needs = Needs::new();
    if let Some(resource) = reading.graph.resource(workload) {
        let on = match &resource.facts {
            Facts::EcsService(service) => &service.enable_execute_command,
            Facts::EcsTask(task) => &task.enable_execute_command,
            _ => return needs,
        };
        let told = source(resource, "enable_execute_command", on);
        need(
            &mut needs,
            "ssmmessages",
            "for the sessions of ECS Exec",
            told.clone(),
        );
        for service in NOT_REQUIRED {
            let asked = Need {
                because: Text::const_new("which guides to ECS Exec name"),
                required: false,
                by: By::Any,
                sources: vec![told.clone()],
            };
            needs.insert(service, asked);
        }
    }
    for cluster in reading.linked(workload, "cluster") {
        let Some(resource) = reading.graph.resource(cluster) else {
            continue;
        };
        let Facts::EcsCluster(facts) = &resource.facts else {
            continue;
        };
        let path = "configuration";
        let configured = reading.value(resource, path, &facts.configuration);
        let exec = configured
            .and_then(|one| reading.value(resource, path, &one.execute_command_configuration));
        let Some(exec) = exec else { continue };
        if reading.value(resource, path, &exec.kms_key_id).is_some() {
            let told = source(resource, path, &exec.kms_key_id);
            need(&mut needs, "kms", "for the key of the sessions", told);
        }
        let logging = reading.value(resource, path, &exec.logging);
        if logging.is_none_or(|logging| logging != "OVERRIDE") {
            continue;
        }
        let Some(to) = reading.value(resource, path, &exec.log_configuration) else {
            continue;
        };
        if reading
            .value(resource, path, &to.cloud_watch_log_group_name)
            .is_some()
        {
            let told = source(resource, path, &to.cloud_watch_log_group_name);
            need(&mut needs, "logs", "to write the sessions down", told);
        }
        if reading.value(resource, path, &to.s3_bucket_name).is_some() {
            let told = source(resource, path, &to.s3_bucket_name);
            need(&mut needs, "s3", "to write the sessions down", told);
        }
    }
    needs
}

/// Whether an image stands in a private repository of ECR in the region, one that caches others too.
fn is_in_ecr(image: &str, region: &str) -> bool {
    let host = image.split('/').next().unwrap_or_default();
    let Some((_, rest)) = host.split_once(".dkr.ecr") else {
        return false;
    };
    let rest = rest.strip_prefix("-fips").unwrap_or(rest);
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    rest.strip_prefix(region)
        .is_some_and(|rest| rest.starts_with(".amazonaws."))
}

fn is_old_platform(reading: &mut Reading<'_, '_>, workload: NodeId) -> bool {
    let Some(resource) = reading.graph.resource(workload) else {
        return false;
    };
    let Facts::EcsService(service) = &resource.facts else {
        return false;
    };
    let version = reading.value(resource, "platform_version", &service.platform_version);
    version.is_some_and(|version| {
        let minor = version
            .strip_prefix("1.")
            .and_then(|rest| rest.split('.').next());
        minor
            .and_then(|minor| minor.parse::<u32>().ok())
            .is_some_and(|minor| minor < 4)
    })
}

/// Whether what is needed is reached from a subnet: by the internet, or by an endpoint.
fn reached(
    graph: &Graph<'_>,
    workload: NodeId,
    subnet: &Text,
    service: &str,
    need: &Need,
    outside: &Way,
) -> Serves {
    match outside {
        Way::Open(by) => Serves::Yes(Text::const_new("internet"), by.clone()),
        Way::Shut(why, by) if service == "internet" => Serves::No(why.clone(), by.clone()),
        Way::Unknown(gap) if service == "internet" => Serves::Unknown(gap.clone()),
        Way::Shut(..) => endpoints::serve(graph, workload, subnet, service, need.by),
        Way::Unknown(gap) => match endpoints::serve(graph, workload, subnet, service, need.by) {
            Serves::No(..) => Serves::Unknown(gap.clone()),
            served => served,
        },
    }
}

/// Whether the tasks get to what they need, subnet by subnet.
fn answer(mut reading: Reading<'_, '_>, workload: NodeId, needs: Needs) -> Answer {
    let graph = reading.graph;
    let Some(under) = graph.under(workload) else {
        return Answer::none();
    };
    let place = match place::of(graph, under) {
        Ok(place) => place,
        Err(gap) => return Answer::gap(gap),
    };
    reading.hide(place.hidden);
    let mut told: Vec<NeededService> = Vec::new();
    let mut sources = Vec::new();
    if needs.is_empty() {
        return Answer::list(told, reading.hidden, sources);
    }
    let internet = way_to_internet(graph, under);
    for subnet in &place.subnets {
        let outside = internet.from(subnet);
        for (service, need) in &needs {
            let own = match reached(graph, under, subnet, service, need, &outside) {
                Serves::Yes(way, by) => Ok((way, by)),
                Serves::No(why, by) => Err((why, by)),
                Serves::Unknown(gap) => {
                    reading.hide(Some(gap));
                    continue;
                }
            };
            let at = format!("[{}]", told.len());
            sources.extend(need.sources.iter().map(|one| (at.clone(), one.clone())));
            let (way, problem) = match own {
                Ok((way, by)) => {
                    sources.extend(by.into_iter().map(|one| (at.clone(), one)));
                    (Some(way), None)
                }
                Err((why, by)) => {
                    sources.extend(by.into_iter().map(|one| (at.clone(), one)));
                    (None, Some(why))
                }
            };
            told.push(NeededService {
                service: Text::const_new(service).into(),
                subnet_id: subnet.clone().into(),
                because: need.because.clone().into(),
                required: need.required.into(),
                reached: problem.is_none().into(),
                way: Fact::told(way),
                problem: Fact::told(problem),
            });
        }
    }
    if place.subnets.is_empty() && reading.hidden.is_none() {
        let node = graph.node(under);
        let gap = Gap::new(GapReason::UnsupportedHere, "").within(node.account, node.region);
        reading.hide(Some(gap.because("the workload names no subnet")));
    }
    Answer::list(told, reading.hidden, sources)
}
