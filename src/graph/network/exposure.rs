//! Which interfaces of a group the internet can address.

use ipnet::IpNet;
use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::NetworkInterface;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::cidr;
use super::super::index::Reverse;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::Family;
use super::tier::{self, Tier};

record! {
    /// An interface that the internet can address.
    ExposedInterface {
        /// `eni-...`
        network_interface_id: Text, gap;
        /// The public IPv4 address, or the IPv6 address.
        address: Text, gap;
    }
}

/// The derived fact `exposed_interfaces`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::SecurityGroup(group) = &resource.facts else {
        return Answer::none();
    };
    let Some(id) = group.group_id.known() else {
        return Answer::gap(graph.missing(resource, "group_id"));
    };
    let (interfaces, mut incomplete) = graph.naming(Reverse::InterfacesByGroup, id, node);
    let mut exposed = Vec::new();
    let mut sources = Vec::new();
    for interface in interfaces {
        let Some(resource) = graph.resource(interface) else {
            continue;
        };
        let Facts::NetworkInterface(facts) = &resource.facts else {
            continue;
        };
        match exposing(graph, interface, resource, facts) {
            Ok(None) => {}
            Err(gap) => incomplete = incomplete.or(Some(gap)),
            Ok(Some(Public { path, address, .. })) => {
                let at = format!("[{}]", exposed.len());
                sources.push((at, source(graph, interface, path, &address)));
                exposed.push(ExposedInterface {
                    network_interface_id: facts.network_interface_id.clone(),
                    address: address.into(),
                });
            }
        }
    }
    Answer::list(exposed, incomplete, sources)
}

/// An address that the internet routes, if the subnet lets it.
pub(in crate::graph) struct Public {
    pub(super) family: Family,
    path: String,
    pub(super) address: Text,
}

/// The first public address for whose family the subnet is public.
pub(in crate::graph) fn exposing(
    graph: &Graph<'_>,
    interface: NodeId,
    resource: &Resource,
    facts: &NetworkInterface,
) -> Result<Option<Public>, Gap> {
    let (public, mut hidden) = public_addresses(graph, resource, facts);
    for family in [Family::V4, Family::V6] {
        let Some(address) = public.iter().position(|one| one.family == family) else {
            continue;
        };
        let Some(subnet) = facts.subnet_id.known() else {
            hidden = Some(graph.missing(resource, "subnet_id"));
            continue;
        };
        let tier = graph
            .find("ec2.subnet", subnet, interface)
            .and_then(|subnet| tier::of_family(graph, subnet, family));
        match tier {
            Ok(Tier::Public) => return Ok(public.into_iter().nth(address)),
            Ok(Tier::Private | Tier::Isolated) => {}
            Err(gap) => hidden = Some(gap),
        }
    }
    hidden.map_or(Ok(None), Err)
}

/// The public IPv4 addresses that are mapped to the interface, and its IPv6 addresses, which are
/// public by themselves unless they are unique local ones; and why there may be more.
pub(super) fn public_addresses(
    graph: &Graph<'_>,
    resource: &Resource,
    facts: &NetworkInterface,
) -> (Vec<Public>, Option<Gap>) {
    let mut public = Vec::new();
    let mut hidden = None;
    let mut see = |family, path: String, fact: &Fact<Text>| match fact {
        Fact::Known(address) if family == Family::V4 || is_global(address) => {
            public.push(Public {
                family,
                path,
                address: address.clone(),
            });
            None
        }
        Fact::Known(_) | Fact::None => None,
        Fact::Missing => Some(graph.missing(resource, &path)),
    };
    for (index, one) in facts
        .private_ip_addresses
        .known()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = format!("private_ip_addresses[{index}].public_ip");
        hidden = hidden.or(see(Family::V4, path, &one.public_ip));
    }
    for (index, one) in facts
        .ipv6_addresses
        .known()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = format!("ipv6_addresses[{index}].ipv6_address");
        hidden = hidden.or(see(Family::V6, path, &one.ipv6_address));
    }
    for (list, missing) in [
        (
            "private_ip_addresses",
            facts.private_ip_addresses.is_missing(),
        ),
        ("ipv6_addresses", facts.ipv6_addresses.is_missing()),
    ] {
        let untold = || missing.then(|| graph.missing(resource, list));
        hidden = hidden
            .or_else(|| graph.hole(resource, list))
            .or_else(untold);
    }
    (public, hidden)
}

/// Whether the internet routes an IPv6 address; one that no parser knows may be.
fn is_global(address: &str) -> bool {
    address
        .parse::<std::net::IpAddr>()
        .map_or(true, |address| cidr::has_public_part(&IpNet::from(address)))
}

impl Public {
    /// The fact that tells it.
    pub(super) fn source(&self, graph: &Graph<'_>, interface: NodeId) -> Source {
        source(graph, interface, self.path.clone(), &self.address)
    }
}

fn source(graph: &Graph<'_>, interface: NodeId, path: String, address: &Text) -> Source {
    Source {
        resource: graph.node(interface).arn.clone(),
        path,
        value: Json::from(address.as_str()),
        operation: Text::const_new("ec2:DescribeNetworkInterfaces"),
    }
}
