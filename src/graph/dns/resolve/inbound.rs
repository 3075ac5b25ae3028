//! Inbound endpoints of Route 53 Resolver: by their addresses others ask the resolver of a VPC.
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html>

use std::net::IpAddr;

use crate::model::fact::Fact;
use crate::model::kinds::Facts;
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};

/// The VPC whose resolver answers at an address, if just one scanned VPC has an endpoint there and it
/// works.
pub(super) fn vpc_of(graph: &Graph<'_>, asking: &Resource, server: &str) -> Option<NodeId> {
    let address: IpAddr = server.parse().ok()?;
    let mut found = None;
    for &node in graph.of_kind("route53resolver.endpoint") {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::ResolverEndpoint(endpoint) = &resource.facts else {
            continue;
        };
        let is = |fact: &Fact<_>, wanted: &str| fact.known().is_some_and(|told| *told == wanted);
        let works = is(&endpoint.direction, "INBOUND") && is(&endpoint.status, "OPERATIONAL");
        let own = endpoint.ip_addresses.known().into_iter().flatten();
        let here = own.filter(|one| {
            let told = [&one.ip, &one.ipv6];
            let mut told = told.iter().filter_map(|fact| fact.known());
            told.any(|told| told.parse() == Ok(address))
        });
        if !works || here.count() == 0 || resource.region != asking.region {
            continue;
        }
        let vpc = graph
            .find("ec2.vpc", endpoint.host_vpc_id.known()?, node)
            .ok()?;
        match found {
            Some(other) if other != vpc => return None,
            _ => found = Some(vpc),
        }
    }
    found
}
