//! The addresses that an endpoint has.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;

use super::super::cidr::canonical;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;

/// The derived fact `addresses`.
pub(super) fn addresses(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let (addresses, incomplete) = of_endpoint(graph, node);
    let mut sources = Vec::new();
    let mut values = Vec::new();
    for (address, (interface, path)) in addresses {
        let at = format!("[{}]", values.len());
        sources.push((
            at,
            Source {
                resource: graph.node(*interface).arn.clone(),
                path: path.clone(),
                value: Json::from(address.as_str()),
                operation: Text::const_new("ec2:DescribeNetworkInterfaces"),
            },
        ));
        values.push(address.clone());
    }
    Answer::list(values, incomplete.clone(), sources)
}

/// Addresses with the interface and the path that tell them, and why there may be more.
pub(in crate::graph) type Addresses = (BTreeMap<Text, (NodeId, String)>, Option<Gap>);

/// The addresses of an endpoint's interfaces. Every name of a VPC asks for them: they are kept.
pub(in crate::graph) fn of_endpoint<'g>(graph: &'g Graph<'_>, node: NodeId) -> &'g Addresses {
    static NONE: Addresses = (BTreeMap::new(), None);
    let of_all = graph.endpoint_addresses.get_or_init(|| {
        let endpoints = graph.of_kind("ec2.vpc_endpoint").iter();
        endpoints.map(|one| (*one, collect(graph, *one))).collect()
    });
    of_all.get(&node).unwrap_or(&NONE)
}

fn collect(graph: &Graph<'_>, node: NodeId) -> Addresses {
    let mut addresses = BTreeMap::new();
    let Some(resource) = graph.resource(node) else {
        return (addresses, None);
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return (addresses, None);
    };
    let ids = match &endpoint.network_interface_ids {
        Fact::Known(ids) => ids.as_slice(),
        Fact::None => &[],
        Fact::Missing => {
            return (
                addresses,
                Some(graph.missing(resource, "network_interface_ids")),
            );
        }
    };
    let mut incomplete = graph.hole(resource, "network_interface_ids");
    for id in ids {
        match graph.find("ec2.network_interface", id, node) {
            Err(gap) => incomplete = incomplete.or(Some(gap)),
            Ok(interface) => {
                let gap = of_interface(graph, interface, &mut addresses);
                incomplete = incomplete.or(gap);
            }
        }
    }
    (addresses, incomplete)
}

/// Adds the addresses of an interface; tells why there may be more.
fn of_interface(
    graph: &Graph<'_>,
    interface: NodeId,
    addresses: &mut BTreeMap<Text, (NodeId, String)>,
) -> Option<Gap> {
    let resource = graph.resource(interface)?;
    let Facts::NetworkInterface(facts) = &resource.facts else {
        return None;
    };
    let (v4, v6) = (&facts.private_ip_addresses, &facts.ipv6_addresses);
    let v4_told = v4.known().into_iter().flatten().enumerate();
    let v4_told = v4_told.map(|(index, one)| {
        let path = format!("private_ip_addresses[{index}].private_ip_address");
        (path, &one.private_ip_address)
    });
    let v6_told = v6.known().into_iter().flatten().enumerate();
    let v6_told = v6_told.map(|(index, one)| {
        let path = format!("ipv6_addresses[{index}].ipv6_address");
        (path, &one.ipv6_address)
    });
    let mut untold = None;
    for (path, address) in v4_told.chain(v6_told) {
        match address.known() {
            Some(address) => {
                addresses.insert(canonical(address), (interface, path));
            }
            None => untold = untold.or_else(|| Some(graph.missing(resource, &path))),
        }
    }
    let lists = [
        ("private_ip_addresses", v4.is_missing()),
        ("ipv6_addresses", v6.is_missing()),
    ];
    let of_list = |(list, missing): (&str, bool)| {
        let whole = || missing.then(|| graph.missing(resource, list));
        graph.hole(resource, list).or_else(whole)
    };
    untold.or_else(|| lists.into_iter().find_map(of_list))
}
