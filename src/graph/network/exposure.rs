//! Which interfaces of a group the internet can address.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::{NetworkInterface, PrivateIpAddress};
use crate::model::path::Literal;
use crate::model::record::ValueRef;
use crate::record;

use super::super::index::Reverse;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::tier;

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
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, arguments: &[Literal]) -> Answer {
    let Some(Facts::SecurityGroup(group)) = graph.facts(node) else {
        return Answer::none();
    };
    let Some(id) = group.group_id.known() else {
        return Answer::none();
    };
    let (interfaces, mut incomplete) = graph.naming(Reverse::InterfacesByGroup, id, node);
    let mut exposed = Vec::new();
    let mut sources = Vec::new();
    for interface in interfaces {
        let Some(Facts::NetworkInterface(facts)) = graph.facts(interface) else {
            continue;
        };
        let (path, address) = match public_address(facts) {
            Ok(Some(found)) => found,
            Ok(None) => continue,
            Err(attribute) => {
                let gap = graph.resource(interface);
                let gap = gap.map(|resource| graph.missing(resource, attribute));
                incomplete = incomplete.or(gap);
                continue;
            }
        };
        match in_public_subnet(graph, interface, facts, arguments) {
            Ok(false) => {}
            Err(gap) => incomplete = incomplete.or(Some(gap)),
            Ok(true) => {
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

/// The public IPv4 address that is mapped to the interface, or its first IPv6 address, which is
/// public by itself; or the attribute that was not told.
fn public_address(interface: &NetworkInterface) -> Result<Option<(String, Text)>, &'static str> {
    let private = interface.private_ip_addresses.known();
    let v4 = private
        .into_iter()
        .flatten()
        .enumerate()
        .find_map(|(index, address)| {
            let public = address.public_ip.known()?;
            Some((
                format!("private_ip_addresses[{index}].public_ip"),
                public.clone(),
            ))
        });
    if v4.is_some() {
        return Ok(v4);
    }
    let untold = |address: &PrivateIpAddress| address.public_ip.is_missing();
    if interface.private_ip_addresses.is_missing()
        || private.is_some_and(|addresses| addresses.iter().any(untold))
    {
        return Err("private_ip_addresses");
    }
    let v6 = interface
        .ipv6_addresses
        .known()
        .and_then(|list| list.first());
    match v6.map(|address| &address.ipv6_address) {
        Some(Fact::Known(address)) => Ok(Some((
            "ipv6_addresses[0].ipv6_address".to_owned(),
            address.clone(),
        ))),
        Some(_) => Err("ipv6_addresses"),
        None if interface.ipv6_addresses.is_missing() => Err("ipv6_addresses"),
        None => Ok(None),
    }
}

fn in_public_subnet(
    graph: &Graph<'_>,
    interface: NodeId,
    facts: &NetworkInterface,
    arguments: &[Literal],
) -> Result<bool, Gap> {
    let subnet = match (&facts.subnet_id, graph.resource(interface)) {
        (Fact::Known(subnet), _) => subnet,
        (Fact::Missing, Some(resource)) => return Err(graph.missing(resource, "subnet_id")),
        _ => return Ok(false),
    };
    let subnet = graph.find("ec2.subnet", subnet, interface)?;
    let answer = tier::compute(graph, subnet, arguments);
    match (answer.value.look(), answer.gap) {
        (ValueRef::Text(tier), _) => Ok(tier == "public"),
        (_, Some(gap)) => Err(gap),
        _ => Ok(false),
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
