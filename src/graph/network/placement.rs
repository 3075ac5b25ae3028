//! In which subnets load balancers and the tasks of services stand, and which tasks are exposed.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ecs::{AwsVpcConfiguration, NetworkConfiguration, Service};
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::index::Reverse;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::Family;
use super::exposure::exposing;
use super::families;
use super::tier::Tier;

record! {
    /// A subnet in which something stands.
    Placement {
        /// The subnet.
        subnet_id: Text, gap;
        /// The id of its zone.
        availability_zone_id: Text, gap;
        /// `public`, `private` or `isolated`, by routes alone, for IPv4 (IPv6 where the subnet has no
        /// other).
        tier: Text, gap;
        /// The same, as far as the block of public access lets packets pass.
        effective_tier: Text, gap;
    }
}

record! {
    /// An interface of a task that the internet can address.
    ExposedTask {
        /// The interface.
        network_interface_id: Text, gap;
        /// Its public address.
        address: Text, gap;
    }
}

/// The derived fact `placements` of load balancers.
pub(super) fn of_balancer(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::LoadBalancer(facts) = &resource.facts else {
        return Answer::none();
    };
    let list = "availability_zones";
    let mut places = Places::of(graph, node, resource, list);
    if facts.availability_zones.is_missing() {
        places.hide(graph.missing(resource, list));
    }
    for (index, zone) in facts
        .availability_zones
        .known()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = format!("{list}[{index}].subnet_id");
        match &zone.subnet_id {
            Fact::Known(id) => places.add(id, path, "elasticloadbalancing:DescribeLoadBalancers"),
            Fact::None => {}
            Fact::Missing => places.hide(graph.missing(resource, &path)),
        }
    }
    places.answer()
}

/// The derived fact `placements` of services.
pub(super) fn of_service(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, service)) = service(graph, node) else {
        return Answer::none();
    };
    let mut places = Places::of(graph, node, resource, "network_configuration");
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

/// The derived fact `exposed_tasks`: interfaces that ECS made for tasks (their description is the ARN
/// of the attachment) in the subnets of the service and with its groups. Which of several services
/// with the same subnets and groups has one, no interface says.
pub(super) fn exposed_tasks(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
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

/// Subnets as they are collected.
struct Places<'g, 's> {
    graph: &'g Graph<'s>,
    node: NodeId,
    resource: &'s Resource,
    rows: Vec<Placement>,
    sources: Vec<(String, Source)>,
    hidden: Option<Gap>,
}

impl<'g, 's> Places<'g, 's> {
    fn of(graph: &'g Graph<'s>, node: NodeId, resource: &'s Resource, list: &str) -> Self {
        Places {
            graph,
            node,
            resource,
            rows: Vec::new(),
            sources: Vec::new(),
            hidden: graph.hole(resource, list),
        }
    }

    fn hide(&mut self, gap: Gap) {
        self.hidden.get_or_insert(gap);
    }

    fn add(&mut self, id: &Text, path: String, operation: &'static str) {
        let known = Fact::Known(id.clone());
        if self.rows.iter().any(|row| row.subnet_id == known) {
            return;
        }
        match self.row(id) {
            Ok((row, told)) => {
                let at = format!("[{}]", self.rows.len());
                let own = Source {
                    resource: Text::from(self.resource.arn.as_str()),
                    path,
                    value: id.as_str().into(),
                    operation: Text::const_new(operation),
                };
                let told = told.into_iter().map(|(_, told)| told);
                let all = [own].into_iter().chain(told);
                self.sources.extend(all.map(|told| (at.clone(), told)));
                self.rows.push(row);
            }
            Err(gap) => self.hide(gap),
        }
    }

    fn row(&self, id: &Text) -> Result<(Placement, Vec<(String, Source)>), Gap> {
        let graph = self.graph;
        let subnet = graph.find("ec2.subnet", id, self.node)?;
        let Some(resource) = graph.resource(subnet) else {
            return Err(graph.missing(self.resource, "subnet_id"));
        };
        let Facts::Subnet(facts) = &resource.facts else {
            return Err(graph.missing(resource, "subnet_id"));
        };
        let zone = facts.availability_zone_id.known();
        let zone = zone.ok_or_else(|| graph.missing(resource, "availability_zone_id"))?;
        let family = match facts.cidr_block {
            Fact::Known(_) => Family::V4,
            Fact::None => Family::V6,
            Fact::Missing => return Err(graph.missing(resource, "cidr_block")),
        };
        let (routed, left, told): (Tier, Tier, _) = families::of_family(graph, subnet, family)?;
        let row = Placement {
            subnet_id: id.clone().into(),
            availability_zone_id: zone.clone().into(),
            tier: Text::const_new(routed.name()).into(),
            effective_tier: Text::const_new(left.name()).into(),
        };
        Ok((row, told))
    }

    fn answer(self) -> Answer {
        Answer::list(self.rows, self.hidden, self.sources)
    }
}
