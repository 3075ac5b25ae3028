//! Resources shared by VPC Lattice (semantics 2.10): a client reaches a door into it, and a gateway in
//! the provider's VPC reaches the resource. Two connections, one after the other.
//! <https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html>

mod association;
mod doors;
mod named;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_lattice::ResourceConfiguration;
use crate::model::reach::{Certainty, Stopped};
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Protocols, Service};

use super::ask::Question;
use super::code::Code;
use super::grounds::{self, Ground};
use super::net::Net;
use super::party::Party;
use super::route::Route;
use super::through::{Through, last, middle};
use doors::Door;
pub(super) use doors::{Endpoints, of_consumers, shared};
use named::Named;

/// The ways to a resource through the doors of its consumers, and why there may be more.
pub(super) fn ways(graph: &Graph<'_>, question: &Question) -> (Vec<Route>, Vec<Gap>) {
    let Party::Resource(to) = question.to else {
        return (Vec::new(), Vec::new());
    };
    let names = named::names(graph, to);
    if names.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let (doors, mut hidden) = doors::of(graph, &question.from);
    let mut ways = Vec::new();
    for door in doors {
        let Ok(configuration) = door.configuration.clone() else {
            ways.extend(unknown_behind(graph, question, &door));
            continue;
        };
        let (configurations, more) = named::with_children(graph, configuration);
        hidden.extend(more);
        for configuration in configurations {
            ways.extend(way(graph, question, &names, &door, configuration));
        }
    }
    (ways, hidden)
}

/// A door to a configuration of which nobody told what it is.
fn unknown_behind(graph: &Graph<'_>, question: &Question, door: &Door) -> Option<Route> {
    let near = near(graph, question, door, question.service.clone());
    let gaps = door.configuration.as_ref().err().into_iter().cloned();
    let through = Through {
        near,
        middle: door.hops(graph),
        broken: None,
        gaps: gaps.collect(),
        far: None,
    };
    let told = through.joined(graph, question);
    (told.report.answer != Certainty::No).then_some(told)
}

fn way(
    graph: &Graph<'_>,
    question: &Question,
    names: &named::Names,
    door: &Door,
    configuration: NodeId,
) -> Option<Route> {
    let resource = graph.resource(configuration)?;
    let Facts::ResourceConfiguration(configured) = &resource.facts else {
        return None;
    };
    let mut gaps = door.gaps.clone();
    match named::is_named(graph, resource, configured, names) {
        Named::No => return None,
        Named::Yes => {}
        Named::Perhaps(gap) => gaps.push(gap),
    }
    let broken = door
        .broken
        .clone()
        .or_else(|| inactive(graph, configuration, resource, configured, &mut gaps));
    let service = Service {
        protocols: question
            .service
            .protocols
            .and(&Protocols::one(Service::TCP)),
        ports: question
            .service
            .ports
            .and(&ports(graph, resource, configured, &mut gaps)),
        ..question.service.clone()
    };
    if service.protocols.is_empty() || service.ports.is_empty() {
        return None;
    }
    let far = match gateway(graph, configuration, resource, configured) {
        Ok(gateway) => {
            let question = Question {
                from: Party::Resource(gateway),
                to: question.to.clone(),
                service: service.clone(),
            };
            Some(Route::direct(graph, &question))
        }
        Err(gap) => {
            gaps.push(gap);
            None
        }
    };
    let mut hops = door.hops(graph);
    hops.push(middle(graph, "resource-configuration", configuration));
    let through = Through {
        near: near(graph, question, door, service),
        middle: hops,
        broken,
        gaps,
        far,
    };
    Some(through.joined(graph, question))
}

/// From a client to a door.
fn near(graph: &Graph<'_>, question: &Question, door: &Door, service: Service) -> Route {
    let question = Question {
        from: question.from.clone(),
        to: door.endpoint.map_or(question.to.clone(), Party::Resource),
        service,
    };
    match door.endpoint {
        Some(_) => Route::direct(graph, &question),
        None => association::near(graph, &question, door.node),
    }
}

/// The gateway of a configuration.
fn gateway(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    configured: &ResourceConfiguration,
) -> Result<NodeId, Gap> {
    match &configured.resource_gateway_id {
        Fact::Known(id) => graph.find("vpc_lattice.resource_gateway", id, node),
        Fact::None | Fact::Missing => Err(graph.missing(resource, "resource_gateway_id")),
    }
}

/// Why a configuration leads nowhere.
fn inactive(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    configured: &ResourceConfiguration,
    gaps: &mut Vec<Gap>,
) -> Option<Stopped> {
    match &configured.status {
        Fact::Known(status) if status == "ACTIVE" => None,
        Fact::Known(status) => {
            let why = format!("the configuration is {status}");
            Some(stopped(graph, node, why, &[Ground::of(node, "status")]))
        }
        Fact::None | Fact::Missing => {
            gaps.push(graph.missing(resource, "status"));
            None
        }
    }
}

/// What a configuration takes: TCP on its ports.
pub(super) fn taken(graph: &Graph<'_>, node: NodeId) -> Service {
    let tcp = Service::protocol(Service::TCP);
    match graph.resource(node) {
        Some(resource) => match &resource.facts {
            Facts::ResourceConfiguration(configured) => Service {
                ports: ports(graph, resource, configured, &mut Vec::new()),
                ..tcp
            },
            _ => tcp,
        },
        None => tcp,
    }
}

/// Packets end at a thing that does not work.
fn stopped(graph: &Graph<'_>, at: NodeId, why: String, on: &[Ground]) -> Stopped {
    Stopped {
        at: last(graph.node(at).arn.as_str()).to_owned(),
        code: Code::BadState.as_str().to_owned(),
        why,
        by: grounds::told(Net::new(graph), on),
    }
}

/// The ports of a configuration; one of an ARN has those of its resource.
fn ports(
    graph: &Graph<'_>,
    resource: &Resource,
    configured: &ResourceConfiguration,
    gaps: &mut Vec<Gap>,
) -> Ports {
    match &configured.port_ranges {
        Fact::None => Ports::all(),
        Fact::Missing => {
            gaps.push(graph.missing(resource, "port_ranges"));
            Ports::all()
        }
        Fact::Known(ranges) if ranges.is_empty() => Ports::all(),
        Fact::Known(ranges) => {
            let run = |range: &Text| {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
            };
            Ports::of(ranges.iter().filter_map(run))
        }
    }
}
