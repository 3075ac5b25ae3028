//! Whether the groups of a connector let queries to DNS servers out, and need to.

use std::net::IpAddr;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::apprunner::VpcConnector;
use crate::model::kinds::ec2_security::SecurityGroup;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::cidr::canonical;
use super::super::dns;
use super::super::node::{Graph, NodeId};
use super::super::packet::Service;
use super::super::reach;
use super::super::schema::Answer;

record! {
    /// A DNS server that is not the resolver of the VPC.
    DnsServer {
        /// Its address.
        address: Text, gap;
        /// Whether the groups let queries by UDP out to it.
        lets_udp_out: bool, gap;
        /// Whether they let queries by TCP out to it, which long answers need.
        lets_tcp_out: bool, gap;
    }
}

record! {
    /// A permission that is there for DNS only.
    DnsPermission {
        /// The group.
        group_id: Text, gap;
        /// `tcp` or `udp`.
        protocol: Text, gap;
    }
}

/// The derived fact `dns_servers`: none where only the resolver of the VPC is asked.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html>
pub(super) fn servers(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, connector)) = connector(graph, node) else {
        return Answer::none();
    };
    let vpc = match vpc(graph, node, resource, connector) {
        Ok(vpc) => vpc,
        Err(gap) => return Answer::gap(gap),
    };
    let (servers, source) = match dns::other_servers(graph, vpc) {
        Ok(told) => told,
        Err(gap) => return Answer::gap(gap),
    };
    let groups = connector
        .security_groups
        .known()
        .cloned()
        .unwrap_or_default();
    let mut incomplete = match connector.security_groups.is_missing() {
        true => Some(graph.missing(resource, "security_groups")),
        false => graph.hole(resource, "security_groups"),
    };
    let mut list = Vec::new();
    for server in servers {
        let Ok(address) = server.parse::<IpAddr>() else {
            continue;
        };
        let lets_out = |protocol| {
            let service = Service::ports(protocol, 53, 53);
            reach::lets_out(graph, node, &groups, address, &service)
        };
        match (lets_out(Service::UDP), lets_out(Service::TCP)) {
            (Ok(udp), Ok(tcp)) => list.push(DnsServer {
                address: canonical(&server).into(),
                lets_udp_out: udp.into(),
                lets_tcp_out: tcp.into(),
            }),
            (Err(gap), _) | (_, Err(gap)) => incomplete = incomplete.or(Some(gap)),
        }
    }
    Answer::list(list, incomplete, vec![(String::new(), source)])
}

/// The derived fact `dns_permissions`: what lets out nothing but queries.
pub(super) fn permissions(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, connector)) = connector(graph, node) else {
        return Answer::none();
    };
    let mut incomplete = match connector.security_groups.is_missing() {
        true => Some(graph.missing(resource, "security_groups")),
        false => graph.hole(resource, "security_groups"),
    };
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for id in connector.security_groups.known().into_iter().flatten() {
        let group = match graph.find("ec2.security_group", id, node) {
            Ok(group) => graph.resource(group),
            Err(gap) => {
                incomplete = incomplete.or(Some(gap));
                continue;
            }
        };
        let Some(group) = group else { continue };
        if let Facts::SecurityGroup(facts) = &group.facts {
            let hole = match facts.ip_permissions_egress.is_missing() {
                true => Some(graph.missing(group, "ip_permissions_egress")),
                false => graph.hole(group, "ip_permissions_egress"),
            };
            incomplete = incomplete.or(hole);
            incomplete = incomplete.or(of_group(graph, group, facts, &mut list, &mut sources));
        }
    }
    Answer::list(list, incomplete, sources)
}

/// Adds the permissions of a group that are for port 53 alone; tells why there may be more.
fn of_group(
    graph: &Graph<'_>,
    group: &Resource,
    facts: &SecurityGroup,
    list: &mut Vec<DnsPermission>,
    sources: &mut Vec<(String, Source)>,
) -> Option<Gap> {
    let mut untold = None;
    for (index, one) in facts
        .ip_permissions_egress
        .known()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = format!("ip_permissions_egress[{index}]");
        let Some(protocol) = one.ip_protocol.known() else {
            untold = untold.or_else(|| Some(graph.missing(group, &path)));
            continue;
        };
        let protocol = match protocol.as_str() {
            "udp" | "17" => "udp",
            "tcp" | "6" => "tcp",
            _ => continue,
        };
        if one.from_port.is_missing() || one.to_port.is_missing() {
            untold = untold.or_else(|| Some(graph.missing(group, &path)));
        }
        if (one.from_port, one.to_port) != (Fact::Known(53), Fact::Known(53)) {
            continue;
        }
        let source = Source {
            resource: Text::from(group.arn.as_str()),
            path,
            value: serde_json::to_value(one).unwrap_or_default(),
            operation: Text::const_new("ec2:DescribeSecurityGroups"),
        };
        sources.push((format!("[{}]", list.len()), source));
        list.push(DnsPermission {
            group_id: facts.group_id.clone(),
            protocol: Text::const_new(protocol).into(),
        });
    }
    untold
}

fn connector<'s>(graph: &Graph<'s>, node: NodeId) -> Option<(&'s Resource, &'s VpcConnector)> {
    let resource = graph.resource(node)?;
    match &resource.facts {
        Facts::VpcConnector(connector) => Some((resource, connector)),
        _ => None,
    }
}

/// The VPC of a connector: that of its first subnet that is known.
fn vpc(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    connector: &VpcConnector,
) -> Result<NodeId, Gap> {
    let mut hidden = graph.missing(resource, "subnets");
    for id in connector.subnets.known().into_iter().flatten() {
        let subnet = match graph.find("ec2.subnet", id, node) {
            Ok(subnet) => subnet,
            Err(gap) => {
                hidden = gap;
                continue;
            }
        };
        let told = graph.resource(subnet);
        let Some(told) = told else { continue };
        match &told.facts {
            Facts::Subnet(facts) => match facts.vpc_id.known() {
                Some(vpc) => return graph.find("ec2.vpc", vpc, subnet),
                None => hidden = graph.missing(told, "vpc_id"),
            },
            _ => continue,
        }
    }
    Err(hidden)
}
