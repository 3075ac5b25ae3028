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
    let told_none = |what: String| {
        let gap = Gap::new(GapReason::UnsupportedHere, "ec2:DescribeDhcpOptions");
        let gap = gap.within(&resource.account, &resource.region);
        Servers::Unknown(gap.because(what))
    };
    let name = resource.arn.last();
    let id = match &vpc.dhcp_options_id {
        Fact::Known(id) if id != "default" => id,
        Fact::Missing => return Servers::Unknown(graph.missing(resource, "dhcp_options_id")),
        Fact::Known(_) | Fact::None => {
            return told_none(format!("hosts of {name} are told of no DNS server"));
        }
    };
    let options = match graph.find("ec2.dhcp_options", id, node) {
        Ok(options) => options,
        Err(gap) => return Servers::Unknown(gap),
    };
    let Some(told) = graph.resource(options) else {
        return told_none(format!("{id} is not known"));
    };
    let Facts::DhcpOptions(facts) = &told.facts else {
        return told_none(format!("{id} is not known"));
    };
    let servers = match (
        &facts.domain_name_servers,
        graph.hole(told, "domain_name_servers"),
    ) {
        (_, Some(gap)) => return Servers::Unknown(gap),
        (Fact::Known(servers), None) => servers,
        (Fact::None, None) => {
            return told_none(format!("hosts of {name} are told of no DNS server"));
        }
        (Fact::Missing, None) => {
            return Servers::Unknown(graph.missing(told, "domain_name_servers"));
        }
    };
    let own = |server: &&Text| is_own(vpc, server);
    if !servers.is_empty() && servers.iter().all(|server| own(&server)) {
        return Servers::Own;
    }
    let source = Source {
        resource: Text::from(told.arn.as_str()),
        path: "domain_name_servers".to_owned(),
        value: serde_json::to_value(servers).unwrap_or_default(),
        operation: Text::const_new("ec2:DescribeDhcpOptions"),
    };
    let foreign = servers.iter().filter(|server| !own(server));
    let hosts: Option<Vec<NodeId>> = foreign
        .map(|server| inbound::vpc_of(graph, resource, server))
        .collect();
    match hosts {
        // A host that is told of both may ask either of them.
        Some(mut vpcs) if !vpcs.is_empty() => {
            vpcs.sort_unstable();
            vpcs.dedup();
            if servers.iter().any(|server| own(&server)) && !vpcs.contains(&node) {
                vpcs.push(node);
            }
            Servers::Of(vpcs, source)
        }
        _ => told_none(format!(
            "hosts of {name} ask {}, whose answers no call tells",
            servers.join(", ")
        )),
    }
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
