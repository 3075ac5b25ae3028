//! Resource endpoints of VPC Lattice (semantics 2.10): a client reaches the endpoint's interface, and a
//! gateway in the provider's VPC reaches the resource. Two connections, one after the other.
//! <https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html>

use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::kinds::vpc_lattice::ResourceConfiguration;
use crate::model::reach::{Certainty, Hop, Leg, Reachability, Stopped};
use crate::model::resource::Resource;

use crate::graph::cidr::canonical;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};

use super::ask::{Question, ask_directly};
use super::code::Code;
use super::grounds::{self, Ground};
use super::net::Net;
use super::party::Party;

/// The ways to a resource through the endpoints that lead to it.
pub(super) fn ways(graph: &Graph<'_>, question: &Question) -> Vec<Reachability> {
    let Party::Resource(to) = question.to else {
        return Vec::new();
    };
    let names = names(graph, to);
    let endpoints = graph.of_kind("ec2.vpc_endpoint").iter();
    endpoints
        .filter_map(|endpoint| way(graph, question, &names, *endpoint))
        .collect()
}

/// The names and the ARNs by which configurations name a resource.
fn names(graph: &Graph<'_>, node: NodeId) -> BTreeSet<Text> {
    let mut names = BTreeSet::from([graph.node(node).arn.clone()]);
    let mut add = |fact: &Fact<Text>| names.extend(fact.known().map(|name| canonical(name)));
    match graph.facts(node) {
        Some(Facts::DbCluster(facts)) => {
            add(&facts.endpoint);
            add(&facts.reader_endpoint);
        }
        Some(Facts::DbInstance(facts)) => {
            if let Some(endpoint) = facts.endpoint.known() {
                add(&endpoint.address);
            }
        }
        Some(Facts::DbProxy(facts)) => add(&facts.endpoint),
        Some(Facts::DbProxyEndpoint(facts)) => add(&facts.endpoint),
        Some(Facts::NetworkInterface(facts)) => {
            let v4 = facts.private_ip_addresses.known().into_iter().flatten();
            v4.for_each(|one| add(&one.private_ip_address));
        }
        _ => {}
    }
    names
}

/// An endpoint with its configuration.
struct Link<'s> {
    endpoint: NodeId,
    facts: &'s VpcEndpoint,
    resource: &'s Resource,
    configuration: NodeId,
    configured: &'s ResourceConfiguration,
    configuration_resource: &'s Resource,
}

fn way(
    graph: &Graph<'_>,
    question: &Question,
    names: &BTreeSet<Text>,
    endpoint: NodeId,
) -> Option<Reachability> {
    let link = link(graph, endpoint)?;
    let named = [
        &link.configured.arn_resource_arn,
        &link.configured.dns_resource_domain_name,
        &link.configured.ip_resource_ip_address,
    ];
    let mut named = named.iter().filter_map(|fact| fact.known());
    if !named.any(|name| names.contains(name) || names.contains(&canonical(name))) {
        return None;
    }
    let mut gaps = Vec::new();
    let sound = sound(graph, &link, &mut gaps);
    let service = Service {
        protocols: question
            .service
            .protocols
            .and(&crate::graph::packet::Protocols::one(Service::TCP)),
        ports: question.service.ports.and(&ports(graph, &link, &mut gaps)),
        ..question.service.clone()
    };
    if service.protocols.is_empty() || service.ports.is_empty() {
        return None;
    }
    let gateway = link.configured.resource_gateway_id.known()?;
    let gateway = graph.find("vpc_lattice.resource_gateway", gateway, link.configuration);
    let near = ask_directly(
        graph,
        &Question {
            from: question.from.clone(),
            to: Party::Resource(endpoint),
            service: service.clone(),
        },
    );
    let far = match &gateway {
        Ok(gateway) => Some(ask_directly(
            graph,
            &Question {
                from: Party::Resource(*gateway),
                to: question.to.clone(),
                service,
            },
        )),
        Err(gap) => {
            gaps.push(gap.clone());
            None
        }
    };
    Some(joined(
        graph,
        question,
        &link,
        near.report,
        far.map(|far| far.report),
        sound,
        gaps,
    ))
}

fn link<'s>(graph: &Graph<'s>, endpoint: NodeId) -> Option<Link<'s>> {
    let resource = graph.resource(endpoint)?;
    let Facts::VpcEndpoint(facts) = &resource.facts else {
        return None;
    };
    let arn = facts.resource_configuration_arn.known()?;
    let found = graph.find_arn("vpc_lattice.resource_configuration", arn, endpoint);
    let configuration = found.ok()?;
    let configuration_resource = graph.resource(configuration)?;
    let Facts::ResourceConfiguration(configured) = &configuration_resource.facts else {
        return None;
    };
    Some(Link {
        endpoint,
        facts,
        resource,
        configuration,
        configured,
        configuration_resource,
    })
}

/// Whether endpoint, configuration and association work.
fn sound(graph: &Graph<'_>, link: &Link<'_>, gaps: &mut Vec<Gap>) -> bool {
    let mut is = |fact: &Fact<Text>, wanted: &str, resource: &Resource, path: &str| match fact {
        Fact::Known(state) => state.eq_ignore_ascii_case(wanted),
        Fact::None | Fact::Missing => {
            gaps.push(graph.missing(resource, path));
            true
        }
    };
    let available = is(&link.facts.state, "available", link.resource, "state");
    let active = is(
        &link.configured.status,
        "ACTIVE",
        link.configuration_resource,
        "status",
    );
    let associations = link.facts.associations.known().into_iter().flatten();
    let mut accessible = true;
    for association in associations {
        let told = &association.associated_resource_accessibility;
        accessible &= is(told, "Accessible", link.resource, "associations");
    }
    if link.facts.associations.is_missing() {
        gaps.push(graph.missing(link.resource, "associations"));
    }
    available && active && accessible
}

/// The ports of a configuration; one of an ARN has those of its resource.
fn ports(graph: &Graph<'_>, link: &Link<'_>, gaps: &mut Vec<Gap>) -> Ports {
    match &link.configured.port_ranges {
        Fact::None => Ports::all(),
        Fact::Missing => {
            gaps.push(graph.missing(link.configuration_resource, "port_ranges"));
            Ports::all()
        }
        Fact::Known(ranges) if ranges.is_empty() => Ports::all(),
        Fact::Known(ranges) => {
            let runs = ranges.iter().filter_map(|range| {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
            });
            Ports::of(runs)
        }
    }
}

/// Both connections as one.
fn joined(
    graph: &Graph<'_>,
    question: &Question,
    link: &Link<'_>,
    near: Reachability,
    far: Option<Reachability>,
    sound: bool,
    gaps: Vec<Gap>,
) -> Reachability {
    let both = |one: Certainty, other: Certainty| match (one, other) {
        (Certainty::No, _) | (_, Certainty::No) => Certainty::No,
        (Certainty::Yes, Certainty::Yes) => Certainty::Yes,
        _ => Certainty::Unknown,
    };
    let own = match (sound, gaps.is_empty()) {
        (false, _) => Certainty::No,
        (true, true) => Certainty::Yes,
        (true, false) => Certainty::Unknown,
    };
    let far_answer = far.as_ref().map_or(Certainty::Unknown, |far| far.answer);
    let answer = both(both(near.answer, own), far_answer);
    let hop = |kind: &str, node: NodeId| Hop {
        kind: kind.to_owned(),
        id: last(graph.node(node).arn.as_str()),
        resource: Some(graph.node(node).arn.to_string()),
        by: Vec::new(),
        facts: grounds::told(Net::new(graph), &grounds::of_node(graph, node)),
    };
    let middle = vec![
        hop("resource-endpoint", link.endpoint),
        hop("resource-configuration", link.configuration),
    ];
    let mut forward = near.forward;
    let reached = near.answer != Certainty::No;
    let far_forward = far.as_ref().map(|far| &far.forward).filter(|_| reached);
    forward.answer = both(forward.answer, own);
    forward.unknown.extend(gaps.iter().cloned());
    if reached {
        forward.path.extend(middle.clone());
    }
    if !sound && reached {
        forward.stopped = Some(broken(graph, link));
    }
    if let (Some(far), true) = (far_forward, sound) {
        forward.answer = both(forward.answer, far.answer);
        forward.path.extend(far.path.iter().cloned());
        forward.stopped = forward.stopped.or_else(|| far.stopped.clone());
        forward.unknown.extend(far.unknown.iter().cloned());
    }
    let back = match (near.back, far.and_then(|far| far.back)) {
        (Some(near), Some(far)) if sound => Some(Leg {
            answer: both(near.answer, far.answer),
            path: far
                .path
                .into_iter()
                .chain(middle.into_iter().rev())
                .chain(near.path)
                .collect(),
            stopped: far.stopped.or(near.stopped),
            unknown: far.unknown.into_iter().chain(near.unknown).collect(),
        }),
        _ => None,
    };
    Reachability {
        from: question.from.name(graph),
        to: question.to.name(graph),
        answer,
        forward,
        back,
        packets: match answer {
            Certainty::Yes => near.packets,
            _ => Vec::new(),
        },
        to_open: Vec::new(),
        to_close: Vec::new(),
    }
}

/// Packets end at an endpoint that does not work.
fn broken(graph: &Graph<'_>, link: &Link<'_>) -> Stopped {
    let on = [
        Ground::of(link.endpoint, "state"),
        Ground::of(link.endpoint, "associations"),
        Ground::of(link.configuration, "status"),
    ];
    Stopped {
        at: last(graph.node(link.endpoint).arn.as_str()),
        code: Code::BadState.as_str().to_owned(),
        why: "the endpoint, its configuration or their association does not work".to_owned(),
        by: grounds::told(Net::new(graph), &on),
    }
}

fn last(arn: &str) -> String {
    arn.rsplit([':', '/']).next().unwrap_or(arn).to_owned()
}
