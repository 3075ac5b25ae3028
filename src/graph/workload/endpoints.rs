//! Which endpoint of a VPC serves a workload.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::resource::Resource;

use crate::graph::dns;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::Party;
use crate::graph::reading::{Reading, source};

use super::ways::{Way, ways_to};

/// Whether an endpoint serves a workload.
pub(super) enum Serves {
    /// This one does, by these facts.
    Yes(Text, Vec<Source>),
    /// None does: why, and by which facts.
    No(Text, Vec<Source>),
    /// Nobody knows.
    Unknown(Gap),
}

/// By which endpoints a service can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// By one of any type.
    Any,
    /// By a gateway endpoint alone, as the layers of images: an interface endpoint of S3 will do for all
    /// other uses. <https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html>
    Gateway,
}

/// Whether an endpoint leads from a subnet to a service of AWS.
pub(super) fn serve(
    graph: &Graph<'_>,
    workload: NodeId,
    subnet: &Text,
    service: &str,
    by: By,
) -> Serves {
    let mut reading = Reading::new(graph);
    let mut reasons: Vec<(Text, Vec<Source>)> = Vec::new();
    // What is said of an endpoint that cannot serve comes last.
    let mut unfit: Vec<(Text, Vec<Source>)> = Vec::new();
    let Some(vpc) = vpc_of(&mut reading, workload, subnet) else {
        return match reading.hidden {
            Some(gap) => Serves::Unknown(gap),
            None => Serves::No(Text::const_new("the subnet stands in no VPC"), Vec::new()),
        };
    };
    for endpoint in candidates(&mut reading, vpc, workload, service) {
        let Some(resource) = graph.resource(endpoint) else {
            continue;
        };
        let Facts::VpcEndpoint(facts) = &resource.facts else {
            continue;
        };
        match fits(graph, resource, facts, by) {
            Way::Open(_) => {}
            Way::Shut(why, by) => {
                unfit.push((why, by));
                continue;
            }
            Way::Unknown(gap) => {
                reading.hide(Some(gap));
                continue;
            }
        }
        match one(graph, workload, subnet, vpc, endpoint, resource, facts) {
            Way::Open(by) => {
                let id = facts.vpc_endpoint_id.known().cloned().unwrap_or_default();
                return Serves::Yes(id, by);
            }
            Way::Shut(why, by) => reasons.push((why, by)),
            Way::Unknown(gap) => reading.hide(Some(gap)),
        }
    }
    match (reading.hidden, reasons.into_iter().chain(unfit).next()) {
        (Some(gap), _) => Serves::Unknown(gap),
        (None, Some((why, by))) => Serves::No(why, by),
        (None, None) => {
            let why = "no way to the internet, and no endpoint";
            Serves::No(Text::const_new(why), none(graph, vpc))
        }
    }
}

/// Whether an endpoint is of a type by which the service can be had.
fn fits(graph: &Graph<'_>, resource: &Resource, facts: &VpcEndpoint, by: By) -> Way {
    match (by, &facts.vpc_endpoint_type) {
        (By::Any, _) => Way::Open(Vec::new()),
        (By::Gateway, Fact::Known(sort)) if is_gateway(sort) => Way::Open(Vec::new()),
        (By::Gateway, Fact::Known(sort)) => {
            let id = facts.vpc_endpoint_id.known().map_or("", Text::as_str);
            let why = format!("{id} is of type {sort}, and only one of type Gateway will do");
            let told = source(resource, "vpc_endpoint_type", sort);
            Way::Shut(Text::from(why), vec![told])
        }
        (By::Gateway, Fact::None | Fact::Missing) => {
            Way::Unknown(graph.missing(resource, "vpc_endpoint_type"))
        }
    }
}

fn is_gateway(sort: &str) -> bool {
    sort.eq_ignore_ascii_case("Gateway")
}

/// Where an endpoint would have to stand.
fn none(graph: &Graph<'_>, vpc: NodeId) -> Vec<Source> {
    let resource = graph.resource(vpc).into_iter();
    let told = resource.map(|resource| match &resource.facts {
        Facts::Vpc(facts) => source(resource, "vpc_id", &facts.vpc_id),
        _ => source(resource, "vpc_id", &""),
    });
    told.collect()
}

fn vpc_of(reading: &mut Reading<'_, '_>, near: NodeId, subnet: &Text) -> Option<NodeId> {
    let graph = reading.graph;
    let node = reading.found(graph.find("ec2.subnet", subnet, near))?;
    let vpcs = reading.linked(node, "vpc");
    vpcs.first().copied()
}

/// The endpoints to a service: those of the VPC, and those of other VPCs to which a private zone
/// leads that the VPC is associated with.
fn candidates(
    reading: &mut Reading<'_, '_>,
    vpc: NodeId,
    workload: NodeId,
    service: &str,
) -> Vec<NodeId> {
    let graph = reading.graph;
    let region = graph.node(workload).region.as_str();
    let own = reading.linked(vpc, "endpoints");
    let is_service = |reading: &mut Reading<'_, '_>, endpoint: NodeId| {
        let Some(resource) = graph.resource(endpoint) else {
            return false;
        };
        let Facts::VpcEndpoint(facts) = &resource.facts else {
            return false;
        };
        let name = reading.value(resource, "service_name", &facts.service_name);
        name.is_some_and(|name| is_of(name, region, service))
    };
    let mut found: Vec<NodeId> = Vec::new();
    for endpoint in own {
        if is_service(reading, endpoint) {
            found.push(endpoint);
        }
    }
    if !found.is_empty() {
        return found;
    }
    let mut elsewhere = Reading::new(graph);
    for &endpoint in graph.of_kind("ec2.vpc_endpoint") {
        if found.contains(&endpoint) || graph.node(endpoint).region.as_str() != region {
            continue;
        }
        if is_service(&mut elsewhere, endpoint)
            && reading
                .found(dns::mapped(graph, endpoint, Some(vpc)))
                .flatten()
                .is_some()
        {
            found.push(endpoint);
        }
    }
    found
}

/// Whether a name of a service is that of a service in a region, such as
/// `com.amazonaws.eu-west-1.ecr.api`.
pub(super) fn is_of(name: &str, region: &str, service: &str) -> bool {
    let end = format!(".{region}.{service}");
    name.ends_with(&end)
}

fn one(
    graph: &Graph<'_>,
    workload: NodeId,
    subnet: &Text,
    vpc: NodeId,
    endpoint: NodeId,
    resource: &Resource,
    facts: &VpcEndpoint,
) -> Way {
    let Some(id) = facts.vpc_endpoint_id.known() else {
        return Way::Unknown(graph.missing(resource, "vpc_endpoint_id"));
    };
    match &facts.state {
        Fact::Known(state) if state == "available" => {}
        Fact::Known(state) => {
            let why = Text::from(format!("{id} is {state}"));
            return Way::Shut(why, vec![source(resource, "state", state)]);
        }
        Fact::None | Fact::Missing => return Way::Unknown(graph.missing(resource, "state")),
    }
    let named = match &facts.vpc_endpoint_type {
        Fact::Known(sort) if is_gateway(sort) => Way::Open(Vec::new()),
        Fact::Known(_) => is_named(graph, vpc, endpoint, resource, facts),
        Fact::None | Fact::Missing => Way::Unknown(graph.missing(resource, "vpc_endpoint_type")),
    };
    let ways = ways_to(graph, workload, &Party::Resource(endpoint), 443);
    let way = match ways.from(subnet) {
        Way::Shut(why, by) => Way::Shut(Text::from(format!("{id} is not reached: {why}")), by),
        way => way,
    };
    named.and(way)
}

/// Whether the name of the service leads to the endpoint in a VPC: by private DNS, which needs both
/// DNS attributes of the VPC, or by a private zone.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html>
fn is_named(
    graph: &Graph<'_>,
    vpc: NodeId,
    endpoint: NodeId,
    resource: &Resource,
    facts: &VpcEndpoint,
) -> Way {
    let id = facts.vpc_endpoint_id.known().map_or("", Text::as_str);
    let mut reading = Reading::new(graph);
    let here = match graph.resource(vpc) {
        Some(own) => match &own.facts {
            Facts::Vpc(told) => {
                let on = [
                    reading.value(own, "enable_dns_support", &told.enable_dns_support),
                    reading.value(own, "enable_dns_hostnames", &told.enable_dns_hostnames),
                ];
                let in_it = reading.value(resource, "vpc_id", &facts.vpc_id);
                if on.contains(&Some(&false)) {
                    let why = format!("DNS of the VPC is off, so that no name leads to {id}");
                    return Way::shut(why);
                }
                in_it == told.vpc_id.known()
            }
            _ => false,
        },
        None => false,
    };
    if here
        && reading.value(resource, "private_dns_enabled", &facts.private_dns_enabled) == Some(&true)
    {
        return match reading.hidden {
            Some(gap) => Way::Unknown(gap),
            None => Way::Open(vec![source(
                resource,
                "private_dns_enabled",
                &facts.private_dns_enabled,
            )]),
        };
    }
    match dns::mapped(graph, endpoint, Some(vpc)) {
        Ok(Some(_)) => Way::Open(Vec::new()),
        Err(gap) => Way::Unknown(gap),
        Ok(None) => match reading.hidden {
            Some(gap) => Way::Unknown(gap),
            None => Way::shut(format!(
                "private DNS of {id} is off, and no private zone leads to it"
            )),
        },
    }
}

/// The service of AWS that an endpoint leads to, as `ecr.api`.
pub(in crate::graph) fn service_of<'a>(facts: &'a VpcEndpoint, region: &str) -> Option<&'a str> {
    let name = facts.service_name.known()?;
    let at = name.find(&format!(".{region}."))?;
    name.get(at + region.len() + 2..)
}
