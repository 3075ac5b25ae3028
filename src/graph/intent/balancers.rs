//! Load balancers: from their clients to listeners, and from there to targets.

use crate::model::datum::Source;
use crate::model::kinds::Facts;
use crate::model::kinds::ecs::LoadBalancer;
use crate::model::kinds::elbv2::TargetGroup;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};
use crate::graph::reach::{Forward, listeners_of};
use crate::graph::reading::source;

use super::{Flow, From, Intent, port_of, test_listeners};

pub(super) fn add(graph: &Graph<'_>, intent: &mut Intent) {
    for &balancer in graph.of_kind("elbv2.load_balancer") {
        let is_public = match graph.facts(balancer) {
            Some(Facts::LoadBalancer(facts)) => {
                let scheme = facts.scheme.known();
                scheme.is_some_and(|scheme| scheme == "internet-facing")
            }
            _ => false,
        };
        for forward in listeners_of(graph, balancer).each {
            if is_public {
                from_internet(graph, intent, balancer, &forward);
            }
            to_targets(graph, intent, balancer, &forward);
        }
    }
    services(graph, intent);
}

/// To a listener of a public load balancer, unless it is there for tests.
fn from_internet(graph: &Graph<'_>, intent: &mut Intent, balancer: NodeId, forward: &Forward) {
    let Some(resource) = graph.resource(forward.listener) else {
        return;
    };
    if test_listeners::is_for_tests(graph, resource.arn.as_str()) {
        return;
    }
    intent.add(Flow {
        from: From::Internet,
        to: balancer,
        protocol: forward.protocol,
        ports: forward.port.map_or_else(Ports::none, Ports::one),
        why: "a public load balancer listens",
        sources: vec![source(resource, "port", &forward.port)],
    });
}

/// From a load balancer to the registered targets of the groups that a listener forwards to, on their
/// ports and on that of checks.
fn to_targets(graph: &Graph<'_>, intent: &mut Intent, balancer: NodeId, forward: &Forward) {
    for arn in forward.groups.keys() {
        let Ok(group) = graph.find_arn("elbv2.target_group", arn, forward.listener) else {
            continue;
        };
        let (Some(listener), Some(resource), Some(Facts::TargetGroup(facts))) = (
            graph.resource(forward.listener),
            graph.resource(group),
            graph.facts(group),
        ) else {
            continue;
        };
        let told = source(listener, "default_actions", arn);
        let each = facts.target_health_descriptions.known();
        for (index, one) in each.into_iter().flatten().enumerate() {
            let Some(target) = one.target.known() else {
                continue;
            };
            let (Some(id), Some(port)) = (target.id.known(), target.port.known()) else {
                continue;
            };
            let Some(to) = target_node(graph, group, facts, id) else {
                continue;
            };
            let path = format!("target_health_descriptions[{index}].target.id");
            let sources = vec![told.clone(), source(resource, &path, id)];
            let port = port_of(*port);
            let flows = to_target(balancer, to, forward.protocol, port, facts, sources);
            flows.into_iter().for_each(|flow| intent.add(flow));
        }
    }
}

/// The connections of a load balancer to a target: requests, and checks, which are always carried by
/// TCP. <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html>
fn to_target(
    balancer: NodeId,
    to: NodeId,
    protocol: u8,
    ports: Ports,
    facts: &TargetGroup,
    sources: Vec<Source>,
) -> [Flow; 2] {
    let checked = facts.health_check_port.known();
    let own = checked.and_then(|port| port.parse().ok());
    let checked = own.map_or_else(|| ports.clone(), Ports::one);
    let flow = |protocol, ports, why| Flow {
        from: From::Resource(balancer),
        to,
        protocol,
        ports,
        why,
        sources: sources.clone(),
    };
    [
        flow(protocol, ports, "a listener forwards to the target"),
        flow(Service::TCP, checked, "the load balancer checks the target"),
    ]
}

/// The interface or the instance that a target is.
pub(super) fn target_node(
    graph: &Graph<'_>,
    group: NodeId,
    facts: &TargetGroup,
    id: &str,
) -> Option<NodeId> {
    match facts.target_type.known()?.as_str() {
        "instance" => graph.find("ec2.instance", id, group).ok(),
        "ip" => {
            let by = crate::graph::index::Reverse::InterfacesByAddress;
            let (nodes, _) = graph.naming(by, id, group);
            let vpc = facts.vpc_id.known()?;
            nodes.into_iter().find(|node| match graph.facts(*node) {
                Some(Facts::NetworkInterface(one)) => one.vpc_id.known() == Some(vpc),
                _ => false,
            })
        }
        _ => None,
    }
}

/// From a load balancer to the services that stand behind its target groups, with tasks or without.
fn services(graph: &Graph<'_>, intent: &mut Intent) {
    for &node in graph.of_kind("ecs.service") {
        let Some(Facts::EcsService(facts)) = graph.facts(node) else {
            continue;
        };
        let sets = facts.task_sets.known().into_iter().flatten();
        let sets = sets.flat_map(|set| set.load_balancers.known().into_iter().flatten());
        let own = facts.load_balancers.known().into_iter().flatten();
        for one in own.chain(sets) {
            behind(graph, intent, node, one);
        }
    }
}

fn behind(graph: &Graph<'_>, intent: &mut Intent, node: NodeId, one: &LoadBalancer) {
    let (Some(resource), Some(arn), Some(port)) = (
        graph.resource(node),
        one.target_group_arn.known(),
        one.container_port.known(),
    ) else {
        return;
    };
    let Ok(group) = graph.find_arn("elbv2.target_group", arn, node) else {
        return;
    };
    let Some(Facts::TargetGroup(facts)) = graph.facts(group) else {
        return;
    };
    for balancer in facts.load_balancer_arns.known().into_iter().flatten() {
        let Ok(balancer) = graph.find_arn("elbv2.load_balancer", balancer, group) else {
            continue;
        };
        let listeners = listeners_of(graph, balancer).each;
        for forward in listeners.iter().filter(|one| one.groups.contains_key(arn)) {
            let told = vec![source(resource, "load_balancers", arn)];
            let port = port_of(*port);
            let flows = to_target(balancer, node, forward.protocol, port, facts, told);
            flows.into_iter().for_each(|flow| intent.add(flow));
        }
    }
}
