//! The addresses of interfaces, of one family.

use std::net::IpAddr;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::kinds::Facts;

use crate::graph::network;
use crate::graph::node::{Graph, NodeId};

use super::found::Found;

/// The addresses of an endpoint's interfaces, of those that are wanted.
pub(super) fn of_endpoint(
    graph: &Graph<'_>,
    endpoint: NodeId,
    qtype: &str,
    wanted: &dyn Fn(NodeId) -> bool,
) -> Found {
    let (told, hidden) = network::addresses_of_endpoint(graph, endpoint);
    let own = told.iter().filter(|(_, (interface, _))| wanted(*interface));
    let own = own.filter_map(|(address, (interface, _))| Some((address.parse().ok()?, *interface)));
    let own = own.filter(|(address, _)| is_of(address, qtype));
    Found::holding(own.map(|(address, interface)| (address, Some(interface))))
        .perhaps(hidden.clone())
}

/// Whether a record of a type can hold an address.
pub(super) fn is_of(address: &IpAddr, qtype: &str) -> bool {
    (qtype == "A") == address.is_ipv4()
}

/// The private IPv4 addresses and the IPv6 addresses of an interface, or its public IPv4 addresses, and
/// why there may be more.
pub(super) fn of_interface(
    graph: &Graph<'_>,
    node: NodeId,
    public: bool,
) -> (Vec<IpAddr>, Option<Gap>) {
    let Some(resource) = graph.resource(node) else {
        return (Vec::new(), None);
    };
    let Facts::NetworkInterface(facts) = &resource.facts else {
        return (Vec::new(), None);
    };
    let v4 = facts.private_ip_addresses.known().into_iter().flatten();
    let v4 = v4.map(|one| match public {
        true => &one.public_ip,
        false => &one.private_ip_address,
    });
    let v6 = facts.ipv6_addresses.known().into_iter().flatten();
    let all: Vec<&Fact<_>> = v4.chain(v6.map(|one| &one.ipv6_address)).collect();
    let lists = [
        (
            "private_ip_addresses",
            facts.private_ip_addresses.is_missing(),
        ),
        ("ipv6_addresses", facts.ipv6_addresses.is_missing()),
    ];
    let hole = lists.iter().find_map(|(list, missing)| {
        let whole = || missing.then(|| graph.missing(resource, list));
        graph.hole(resource, list).or_else(whole)
    });
    let untold = all.iter().any(|fact| fact.is_missing());
    let untold = untold.then(|| graph.missing(resource, "private_ip_addresses"));
    let told = all.iter().filter_map(|fact| fact.known()?.parse().ok());
    (told.collect(), hole.or(untold))
}

/// The addresses of interfaces.
pub(super) fn of_interfaces(
    graph: &Graph<'_>,
    nodes: &[NodeId],
    qtype: &str,
    public: bool,
) -> Found {
    let mut each = Vec::new();
    let mut hidden = None;
    for &node in nodes {
        let (addresses, more) = of_interface(graph, node, public);
        hidden = hidden.or(more);
        let own = addresses.into_iter().filter(|one| is_of(one, qtype));
        each.extend(own.map(|one| (one, Some(node))));
    }
    Found::holding(each).perhaps(hidden)
}
