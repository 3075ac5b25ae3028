//! Whom the hosts of a VPC ask, and whether the resolver of the VPC answers.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::Ipv4Net;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Vpc;
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};

use super::inbound;
use super::space::Place;

/// Whom the hosts of a VPC ask.
pub(super) enum Servers {
    /// The resolver of the VPC.
    Own,
    /// Inbound endpoints of Route 53 Resolver: the resolvers of these VPCs.
    Of(Vec<NodeId>, Source),
    /// Nobody can tell what they are told.
    Unknown(Gap),
}

/// Whom the hosts of a VPC ask by its DHCP options.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html>
pub(super) fn of(graph: &Graph<'_>, node: NodeId, resource: &Resource, vpc: &Vpc) -> Servers {
    let (servers, source) = match told(graph, node, resource, vpc) {
        Ok(told) => told,
        Err(gap) => return Servers::Unknown(gap),
    };
    let own = |server: &&Text| is_own(vpc, server);
    if servers.iter().all(|server| own(&server)) {
        return Servers::Own;
    }
    let foreign = servers.iter().filter(|server| !own(server));
    let hosts: Option<Vec<NodeId>> = foreign
        .map(|server| inbound::vpc_of(graph, resource, server))
        .collect();
    match hosts {
        // A host that is told of both may ask either of them.
        Some(mut vpcs) => {
            vpcs.sort_unstable();
            vpcs.dedup();
            if servers.iter().any(|server| own(&server)) && !vpcs.contains(&node) {
                vpcs.push(node);
            }
            Servers::Of(vpcs, source)
        }
        None => Servers::Unknown(untellable(
            resource,
            format!(
                "hosts of {} ask {}, whose answers no call tells",
                resource.arn.last(),
                servers.join(", ")
            ),
        )),
    }
}

/// The servers that hosts of a VPC ask and that are not its resolver, and what tells of them.
pub(in crate::graph) fn others(
    graph: &Graph<'_>,
    node: NodeId,
) -> Result<(Vec<Text>, Source), Gap> {
    let Some(place) = Place::new(graph, node) else {
        return Err(Gap::new(GapReason::NotCollected, "ec2:DescribeVpcs"));
    };
    let (servers, source) = told(graph, node, place.resource, place.vpc)?;
    let others = servers.iter().filter(|server| !is_own(place.vpc, server));
    Ok((others.cloned().collect(), source))
}

/// The servers of the DHCP options, at least one.
fn told<'s>(
    graph: &Graph<'s>,
    node: NodeId,
    resource: &Resource,
    vpc: &Vpc,
) -> Result<(&'s [Text], Source), Gap> {
    let none = || {
        let what = format!("hosts of {} are told of no DNS server", resource.arn.last());
        untellable(resource, what)
    };
    let id = match &vpc.dhcp_options_id {
        Fact::Known(id) if id != "default" => id,
        Fact::Missing => return Err(graph.missing(resource, "dhcp_options_id")),
        Fact::Known(_) | Fact::None => return Err(none()),
    };
    let options = graph.find("ec2.dhcp_options", id, node)?;
    let Some(options) = graph.resource(options) else {
        return Err(none());
    };
    let Facts::DhcpOptions(facts) = &options.facts else {
        return Err(none());
    };
    if let Some(gap) = graph.hole(options, "domain_name_servers") {
        return Err(gap);
    }
    match &facts.domain_name_servers {
        Fact::Known(servers) if !servers.is_empty() => {
            let source = Source {
                resource: Text::from(options.arn.as_str()),
                path: "domain_name_servers".to_owned(),
                value: serde_json::to_value(servers).unwrap_or_default(),
                operation: Text::const_new("ec2:DescribeDhcpOptions"),
            };
            Ok((servers.as_slice(), source))
        }
        Fact::Known(_) | Fact::None => Err(none()),
        Fact::Missing => Err(graph.missing(options, "domain_name_servers")),
    }
}

fn untellable(resource: &Resource, what: String) -> Gap {
    Gap::new(GapReason::UnsupportedHere, "ec2:DescribeDhcpOptions")
        .within(&resource.account, &resource.region)
        .because(what)
}

/// Whether a server is the resolver of the VPC: by its name, by its link-local addresses, or by the
/// address that is two above the start of a range.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#AmazonDNS>
fn is_own(vpc: &Vpc, server: &str) -> bool {
    if server.eq_ignore_ascii_case("AmazonProvidedDNS") {
        return true;
    }
    let Ok(address) = server.parse::<IpAddr>() else {
        return false;
    };
    let link_local = ["169.254.169.253", "fd00:ec2::253"];
    let plus_two = |range: &Ipv4Net| {
        let base = u32::from(range.network());
        IpAddr::V4(Ipv4Addr::from(base.saturating_add(2))) == address
    };
    let range = vpc.cidr_block.known().and_then(|range| range.parse().ok());
    link_local.iter().any(|own| own.parse() == Ok(address)) || range.as_ref().is_some_and(plus_two)
}

/// A DNS attribute of a VPC, both of which private zones need.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>
pub(super) fn attribute(
    graph: &Graph<'_>,
    resource: &Resource,
    path: &'static str,
    fact: Fact<bool>,
) -> Result<bool, Gap> {
    match fact {
        Fact::Known(on) => Ok(on),
        Fact::None | Fact::Missing => Err(graph.missing(resource, path)),
    }
}
