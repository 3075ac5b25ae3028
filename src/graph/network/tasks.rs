//! Where the tasks of workloads stand, whether they have public addresses, and which are exposed.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ecs::{AwsVpcConfiguration, NetworkConfiguration, Service};
use crate::model::kinds::ecs_task::Task;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::index::Reverse;
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;
use super::super::workload::details;
use super::Family;
use super::exposure::{exposing, public_addresses};
use super::placement::{Judged, Places};

record! {
    /// An interface of a task that the internet can address.
    ExposedTask {
        /// The interface.
        network_interface_id: Text, gap;
        /// Its public address.
        address: Text, gap;
    }
}

/// The derived fact `placements` of workloads.
pub(super) fn placements(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    if let Some((resource, task)) = task(graph, node) {
        let mut reading = Reading::new(graph);
        let subnets = details(&mut reading, resource, task, "subnetId");
        let mut places = Places::of(graph, node, resource, "attachments", Judged::ForBoth);
        for id in &subnets {
            places.add(id, "attachments".to_owned(), "ecs:DescribeTasks");
        }
        reading.hidden.into_iter().for_each(|gap| places.hide(gap));
        return places.answer();
    }
    let Some((resource, service)) = service(graph, node) else {
        return Answer::none();
    };
    let mut places = Places::of(
        graph,
        node,
        resource,
        "network_configuration",
        Judged::ForBoth,
    );
    let (networks, hidden) = networks(graph, resource, service);
    hidden.into_iter().for_each(|gap| places.hide(gap));
    for (path, network) in networks {
        if network.subnets.is_missing() {
            places.hide(graph.missing(resource, "network_configuration"));
        }
        for (index, id) in network.subnets.known().into_iter().flatten().enumerate() {
            places.add(
                id,
                format!("{path}.subnets[{index}]"),
                "ecs:DescribeServices",
            );
        }
    }
    places.answer()
}

fn service<'s>(graph: &Graph<'s>, node: NodeId) -> Option<(&'s Resource, &'s Service)> {
    let resource = graph.resource(node)?;
    match &resource.facts {
        Facts::EcsService(facts) => Some((resource, facts)),
        _ => None,
    }
}

fn task<'s>(graph: &Graph<'s>, node: NodeId) -> Option<(&'s Resource, &'s Task)> {
    let resource = graph.resource(node)?;
    match &resource.facts {
        Facts::EcsTask(facts) => Some((resource, facts)),
        _ => None,
    }
}

/// The interfaces of a task on its own.
fn interfaces(reading: &mut Reading<'_, '_>, node: NodeId) -> Vec<NodeId> {
    let Some((resource, task)) = task(reading.graph, node) else {
        return Vec::new();
    };
    let ids = details(reading, resource, task, "networkInterfaceId");
    let graph = reading.graph;
    let found = ids.iter();
    let found = found.map(|id| graph.find("ec2.network_interface", id, node));
    found.filter_map(|one| reading.found(one)).collect()
}

/// The networks of a service's tasks: its own, and those of the task sets that are not going away.
fn networks<'s>(
    graph: &Graph<'_>,
    resource: &Resource,
    service: &'s Service,
) -> (Vec<(String, &'s AwsVpcConfiguration)>, Option<Gap>) {
    let mut networks = Vec::new();
    let mut hidden = None;
    let mut see = |path: String, fact: &'s Fact<NetworkConfiguration>| {
        let missing = || graph.missing(resource, &path);
        match fact {
            Fact::Known(network) => match &network.awsvpc_configuration {
                Fact::Known(own) => networks.push((format!("{path}.awsvpc_configuration"), own)),
                Fact::None => {}
                Fact::Missing => hidden = hidden.take().or_else(|| Some(missing())),
            },
            Fact::None => {}
            Fact::Missing => hidden = hidden.take().or_else(|| Some(missing())),
        }
    };
    see(
        "network_configuration".to_owned(),
        &service.network_configuration,
    );
    let sets = service.task_sets.known().into_iter().flatten().enumerate();
    for (index, set) in sets {
        let leaves = |status: &Text| status == "DRAINING";
        if !set.status.known().is_some_and(leaves) {
            let path = format!("task_sets[{index}].network_configuration");
            see(path, &set.network_configuration);
        }
    }
    let untold = || graph.missing(resource, "task_sets");
    let sets = service.task_sets.is_missing().then(untold);
    let hole = |list| graph.hole(resource, list);
    let hidden = hidden.or(sets).or_else(|| hole("task_sets"));
    let hidden = hidden.or_else(|| hole("network_configuration"));
    (networks, hidden)
}

/// The derived fact `assigns_public_ip`.
pub(super) fn assigns_public_ip(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    if task(graph, node).is_some() {
        return has_public_ip(graph, node);
    }
    let Some((resource, facts)) = service(graph, node) else {
        return Answer::none();
    };
    let (networks, hidden) = networks(graph, resource, facts);
    let mut sources = Vec::new();
    let mut untold = None;
    for (path, network) in &networks {
        match &network.assign_public_ip {
            Fact::Known(assign) => {
                let told = Source {
                    resource: Text::from(resource.arn.as_str()),
                    path: format!("{path}.assign_public_ip"),
                    value: assign.as_str().into(),
                    operation: Text::const_new("ecs:DescribeServices"),
                };
                if assign == "ENABLED" {
                    return Answer::known(true, vec![(String::new(), told)]);
                }
                sources.push((String::new(), told));
            }
            Fact::None | Fact::Missing => {
                untold = untold.or_else(|| Some(graph.missing(resource, path)));
            }
        }
    }
    match hidden.or(untold) {
        Some(gap) => Answer::gap(gap),
        None if networks.is_empty() => Answer::none(),
        None => Answer::known(false, sources),
    }
}

/// Whether a task on its own was given a public address: what started it, its interface alone tells.
fn has_public_ip(graph: &Graph<'_>, node: NodeId) -> Answer {
    let mut reading = Reading::new(graph);
    let mut sources = Vec::new();
    for interface in interfaces(&mut reading, node) {
        let Some(resource) = graph.resource(interface) else {
            continue;
        };
        let Facts::NetworkInterface(facts) = &resource.facts else {
            continue;
        };
        let (public, hidden) = public_addresses(graph, resource, facts);
        reading.hide(hidden);
        let mut v4 = public.iter().filter(|one| one.family == Family::V4);
        if let Some(one) = v4.next() {
            let told = one.source(graph, interface);
            return Answer::known(true, vec![(String::new(), told)]);
        }
        let list = source(
            resource,
            "private_ip_addresses",
            &facts.private_ip_addresses,
        );
        sources.push((String::new(), list));
    }
    match reading.hidden {
        Some(gap) => Answer::gap(gap),
        None if sources.is_empty() => Answer::none(),
        None => Answer::known(false, sources),
    }
}

/// Those of the interfaces of a task on its own that the internet can address.
fn exposed(graph: &Graph<'_>, node: NodeId) -> Answer {
    let mut reading = Reading::new(graph);
    let (mut exposed, mut sources) = (Vec::new(), Vec::new());
    for interface in interfaces(&mut reading, node) {
        let Some(told) = graph.resource(interface) else {
            continue;
        };
        let Facts::NetworkInterface(facts) = &told.facts else {
            continue;
        };
        let public = reading.found(exposing(graph, interface, told, facts));
        if let Some(public) = public.flatten() {
            sources.push((
                format!("[{}]", exposed.len()),
                public.source(graph, interface),
            ));
            exposed.push(ExposedTask {
                network_interface_id: facts.network_interface_id.clone(),
                address: public.address.into(),
            });
        }
    }
    Answer::list(exposed, reading.hidden, sources)
}

/// The derived fact `exposed_tasks`: of a service, interfaces that ECS made for tasks (their description is the ARN
/// of the attachment) in the subnets of the service and with its groups. Which of several services
/// with the same subnets and groups has one, no interface says.
pub(super) fn exposed_tasks(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    if task(graph, node).is_some() {
        return exposed(graph, node);
    }
    let Some((resource, facts)) = service(graph, node) else {
        return Answer::none();
    };
    let (networks, mut hidden) = networks(graph, resource, facts);
    let mut seen = BTreeSet::new();
    let mut exposed = Vec::new();
    let mut sources = Vec::new();
    for (path, network) in networks {
        if network.subnets.is_missing() || network.security_groups.is_missing() {
            hidden = hidden.or_else(|| Some(graph.missing(resource, &path)));
        }
        let groups = network.security_groups.known().into_iter().flatten();
        let groups: BTreeSet<&Text> = groups.collect();
        for subnet in network.subnets.known().into_iter().flatten() {
            let (interfaces, more) = graph.naming(Reverse::InterfacesBySubnet, subnet, node);
            hidden = hidden.or(more);
            for interface in interfaces {
                let Some(told) = graph.resource(interface) else {
                    continue;
                };
                let Facts::NetworkInterface(facts) = &told.facts else {
                    continue;
                };
                match is_of_task(graph, told, &groups) {
                    Ok(false) => continue,
                    Ok(true) if !seen.insert(interface) => continue,
                    Ok(true) => {}
                    Err(gap) => {
                        hidden = hidden.or(Some(gap));
                        continue;
                    }
                }
                match exposing(graph, interface, told, facts) {
                    Ok(None) => {}
                    Ok(Some(public)) => {
                        let at = format!("[{}]", exposed.len());
                        sources.push((at, public.source(graph, interface)));
                        exposed.push(ExposedTask {
                            network_interface_id: facts.network_interface_id.clone(),
                            address: public.address.into(),
                        });
                    }
                    Err(gap) => hidden = hidden.or(Some(gap)),
                }
            }
        }
    }
    Answer::list(exposed, hidden, sources)
}

/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html>
fn is_of_task(graph: &Graph<'_>, told: &Resource, groups: &BTreeSet<&Text>) -> Result<bool, Gap> {
    let Facts::NetworkInterface(facts) = &told.facts else {
        return Ok(false);
    };
    let of_ecs =
        |description: &Text| description.contains(":ecs:") && description.contains(":attachment/");
    match &facts.description {
        Fact::Known(description) if of_ecs(description) => {}
        Fact::Known(_) | Fact::None => return Ok(false),
        Fact::Missing => return Err(graph.missing(told, "description")),
    }
    // Without groups of its own a service has the default group of the VPC.
    if groups.is_empty() {
        return Ok(true);
    }
    let mut own = BTreeSet::new();
    for group in facts.groups.known().into_iter().flatten() {
        match group.group_id.known() {
            Some(id) => own.insert(id),
            None => return Err(graph.missing(told, "groups")),
        };
    }
    if groups.is_subset(&own) {
        return Ok(true);
    }
    match facts.groups.is_missing() {
        true => Err(graph.missing(told, "groups")),
        false => graph.hole(told, "groups").map_or(Ok(false), Err),
    }
}
