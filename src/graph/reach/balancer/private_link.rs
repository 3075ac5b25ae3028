//! Services of PrivateLink: an interface endpoint in a consumer's VPC leads to a network load balancer,
//! whose targets see its address.
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html>

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::kinds::Facts;
use crate::model::kinds::elbv2::LoadBalancer;
use crate::model::kinds::vpc_endpoint::EndpointService;
use crate::model::reach::{Hop, Stopped};
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Block, Family, Service};

use super::super::bound::untellable;
use super::super::code::Code;
use super::super::grounds::{self, Ground};
use super::super::net::Net;
use super::super::rules::group::What;
use super::super::through::{last, middle};
use super::Way;

/// An endpoint to the service of a load balancer.
pub(super) struct Door {
    pub(super) endpoint: NodeId,
    service: NodeId,
}

impl Door {
    pub(super) fn hops(&self, graph: &Graph<'_>) -> Vec<Hop> {
        vec![
            middle(graph, "endpoint", self.endpoint),
            middle(graph, "endpoint-service", self.service),
        ]
    }
}

/// The endpoints that lead to a load balancer, and why there may be more.
pub(super) fn doors(graph: &Graph<'_>, balancer: NodeId) -> (Vec<Door>, Option<Gap>) {
    let here = graph.node(balancer);
    if let Some(Facts::LoadBalancer(facts)) = graph.facts(balancer)
        && facts.r#type.known().is_some_and(|sort| sort != "network")
    {
        return (Vec::new(), None);
    }
    let mut hidden = graph.extent("ec2.vpc_endpoint_service", here.account, here.region);
    let mut doors = Vec::new();
    for service in graph.of_kind("ec2.vpc_endpoint_service") {
        let Some(resource) = graph.resource(*service) else {
            continue;
        };
        let Facts::EndpointService(facts) = &resource.facts else {
            continue;
        };
        let list = "network_load_balancer_arns";
        if facts.network_load_balancer_arns.is_missing() {
            hidden = hidden.or_else(|| Some(graph.missing(resource, list)));
        }
        let mut arns = facts
            .network_load_balancer_arns
            .known()
            .into_iter()
            .flatten();
        if !arns.any(|arn| arn == here.arn) {
            continue;
        }
        hidden = hidden.or_else(|| endpoints_of(graph, *service, facts, &mut doors));
    }
    (doors, hidden)
}

/// Adds the endpoints of a service, which may be of any account; tells why there may be more.
fn endpoints_of(
    graph: &Graph<'_>,
    service: NodeId,
    facts: &EndpointService,
    doors: &mut Vec<Door>,
) -> Option<Gap> {
    let kind = "ec2.vpc_endpoint";
    let places = graph.places(kind).into_iter();
    let mut extents = places.filter_map(|(account, region)| graph.extent(kind, &account, &region));
    let mut hidden = extents.next();
    let Some(name) = facts.service_name.known() else {
        let untold = graph.resource(service);
        return hidden.or(untold.map(|one| graph.missing(one, "service_name")));
    };
    for endpoint in graph.of_kind(kind) {
        let (Some(resource), Some(Facts::VpcEndpoint(told))) =
            (graph.resource(*endpoint), graph.facts(*endpoint))
        else {
            continue;
        };
        match &told.service_name {
            Fact::Known(other) if other == name => doors.push(Door {
                endpoint: *endpoint,
                service,
            }),
            Fact::Known(_) | Fact::None => {}
            Fact::Missing => {
                hidden = hidden.or_else(|| Some(graph.missing(resource, "service_name")));
            }
        }
    }
    hidden
}

/// Why what comes by an endpoint is refused, if that is certain.
pub(super) fn refused(
    way: &Way<'_, '_>,
    door: &Door,
    resource: &Resource,
    facts: &LoadBalancer,
    gaps: &mut Vec<Gap>,
) -> Option<Stopped> {
    let graph = way.graph;
    if let Some(Facts::VpcEndpoint(endpoint)) = graph.facts(door.endpoint) {
        match &endpoint.state {
            Fact::Known(state) if state.eq_ignore_ascii_case("available") => {}
            Fact::Known(state) => {
                let why = format!("the endpoint is {state}");
                return Some(stopped(graph, door.endpoint, Code::BadState, why, "state"));
            }
            Fact::None | Fact::Missing => {
                gaps.extend(
                    graph
                        .resource(door.endpoint)
                        .map(|one| graph.missing(one, "state")),
                );
            }
        }
    }
    let path = "enforce_security_group_inbound_rules_on_private_link_traffic";
    match &facts.enforce_security_group_inbound_rules_on_private_link_traffic {
        Fact::Known(told) if told == "off" => return None,
        Fact::Missing => gaps.push(graph.missing(resource, path)),
        Fact::Known(_) | Fact::None => {}
    }
    by_groups(way, resource, facts, gaps)
}

/// The groups of a load balancer filter what comes by PrivateLink, unless it is told not to. Whether by
/// the address of the client or of the endpoint, is written nowhere: only rules for every address are
/// sure to admit it.
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html>
fn by_groups(
    way: &Way<'_, '_>,
    resource: &Resource,
    facts: &LoadBalancer,
    gaps: &mut Vec<Gap>,
) -> Option<Stopped> {
    let graph = way.graph;
    let net = Net::new(graph);
    let groups = match &facts.security_groups {
        Fact::Known(groups) => groups.as_slice(),
        Fact::None => &[],
        Fact::Missing => {
            gaps.push(graph.missing(resource, "security_groups"));
            return None;
        }
    };
    let port = way.forward.port?;
    let service = Service::ports(way.forward.protocol, port, port);
    let any = Addresses::all(Family::V4);
    let wanted = Block::new(any.clone(), any, service.clone())?;
    let mut hidden = None;
    let (mut sure, mut some) = (groups.is_empty(), false);
    for id in groups {
        match net.group(id, way.balancer) {
            Ok((_, group)) => {
                hidden = hidden.or_else(|| group.ingress.hidden.clone());
                for rule in &group.ingress.rules {
                    match &rule.what {
                        What::Packets(block) => {
                            sure |= block.has_all(&wanted);
                            some |= !block.is_apart(&wanted);
                        }
                        What::Members(_, of) => some |= of.has_all(&service),
                    }
                }
            }
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    if sure {
        return None;
    }
    if some || hidden.is_some() {
        let what = format!(
            "what the groups of {} let in from clients of PrivateLink",
            resource.arn.last()
        );
        gaps.push(hidden.unwrap_or_else(|| untellable(resource, what)));
        return None;
    }
    let why = "no rule of its groups lets in what comes by PrivateLink".to_owned();
    let code = Code::EniSgRulesMismatch;
    Some(stopped(graph, way.balancer, code, why, "security_groups"))
}

fn stopped(
    graph: &Graph<'_>,
    at: NodeId,
    code: Code,
    why: String,
    attribute: &'static str,
) -> Stopped {
    Stopped {
        at: last(graph.node(at).arn.as_str()).to_owned(),
        code: code.as_str().to_owned(),
        why,
        by: grounds::told(Net::new(graph), &[Ground::of(at, attribute)]),
    }
}
