//! From which subnets of its connector a service that wants HTTPS of the internet does not get there.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::{IpPermission, SecurityGroup};
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::cidr;
use super::super::dns;
use super::super::index::Reverse;
use super::super::network;
use super::super::node::{Graph, NodeId};
use super::super::packet::Service as Packets;
use super::super::rds;
use super::super::reach::{Party, from_each_subnet};
use super::super::schema::{Answer, Linked};
use super::{evidence, variables};

const HTTPS: u16 = 443;

record! {
    /// A subnet of a connector from which HTTPS does not reach the internet.
    OfflineSubnet {
        /// The subnet.
        subnet_id: Text, gap;
    }
}

/// The derived fact `offline_subnets`.
pub(super) fn offline(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let nothing = || Answer::list(Vec::<OfflineSubnet>::new(), None, Vec::new());
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::AppRunnerService(service) = &resource.facts else {
        return Answer::none();
    };
    match &service.egress_type {
        Fact::Known(egress) if egress == "VPC" => {}
        Fact::Known(_) => return nothing(),
        Fact::None | Fact::Missing => return Answer::gap(graph.missing(resource, "egress_type")),
    }
    let service = Packets::ports(Packets::TCP, HTTPS, HTTPS);
    let from = Party::Resource(node);
    let (answers, mut hidden) = from_each_subnet(graph, &from, &Party::Internet, &service);
    let mut offline = Vec::new();
    let mut sources = Vec::new();
    for answer in &answers {
        match answer.decided() {
            Ok(true) => {}
            Err(gap) => hidden = hidden.or(Some(gap)),
            Ok(false) => {
                sources.extend(answer.sources_at(&format!("[{}]", offline.len())));
                offline.push(OfflineSubnet {
                    subnet_id: answer.from_subnet.clone().unwrap_or_default().into(),
                });
            }
        }
    }
    if offline.is_empty() {
        return Answer::list(offline, hidden, sources);
    }
    match wanted(graph, node, resource) {
        Ok(None) => nothing(),
        Err(gap) => Answer::gap(gap),
        Ok(Some(told)) => {
            sources.push((String::new(), told));
            Answer::list(offline, hidden, sources)
        }
    }
}

/// The fact that says that the service wants HTTPS of the internet. None: its groups let none out.
/// A gap: they let out everything, as AWS made them, or it may be endpoints of AWS services that the
/// service asks, which no call tells.
fn wanted(graph: &Graph<'_>, node: NodeId, resource: &Resource) -> Result<Option<Source>, Gap> {
    let connector = match rds::through(graph, node, "vpc_connector") {
        Linked::One(connector) => connector,
        Linked::Gap(gap) => return Err(gap),
        Linked::None | Linked::Many(..) => return Ok(None),
    };
    let groups = match rds::through(graph, connector, "member_security_groups") {
        Linked::Many(_, Some(gap)) => return Err(gap),
        Linked::Many(groups, None) => groups,
        _ => Vec::new(),
    };
    if groups.is_empty() {
        return Err(unclear(resource));
    }
    let mut lets_all_out = false;
    let mut asked = None;
    for group in groups {
        let group = group?;
        match of_group(graph, group)? {
            Egress::None => {}
            Egress::All => lets_all_out = true,
            Egress::Https(rule) => asked = asked.or(Some(rule)),
        }
    }
    if !lets_all_out && asked.is_none() {
        return Ok(None);
    }
    if let Some(named) = named_outside(graph, node, resource) {
        return Ok(Some(named));
    }
    match (asked, endpoint(graph, connector)?) {
        (Some(rule), false) => Ok(Some(rule)),
        _ => Err(unclear(resource)),
    }
}

fn unclear(resource: &Resource) -> Gap {
    let gap = Gap::new(GapReason::UnsupportedHere, "apprunner:DescribeService");
    gap.within(&resource.account, &resource.region)
        .because("whether the service asks hosts of the internet, no call tells")
}

/// What a group lets out to the internet.
enum Egress {
    None,
    /// Everything, by the rule that AWS puts into each new group.
    All,
    /// HTTPS, by a rule of its own.
    Https(Source),
}

fn of_group(graph: &Graph<'_>, node: NodeId) -> Result<Egress, Gap> {
    let Some(resource) = graph.resource(node) else {
        return Ok(Egress::None);
    };
    let Facts::SecurityGroup(group) = &resource.facts else {
        return Ok(Egress::None);
    };
    let list = "ip_permissions_egress";
    if group.ip_permissions_egress.is_missing() {
        return Err(graph.missing(resource, list));
    }
    let mut found = Egress::None;
    let mut hidden = graph.hole(resource, list);
    for (index, permission) in permissions(group).iter().enumerate() {
        let path = format!("{list}[{index}]");
        let missing = || graph.missing(resource, &path);
        let outside = match is_about_https(permission) {
            Some(false) => continue,
            Some(true) => leads_outside(graph, node, permission),
            None => Err(None),
        };
        match outside {
            Ok(false) => {}
            Err(gap) => hidden = hidden.or_else(|| Some(gap.unwrap_or_else(missing))),
            Ok(true)
                if permission
                    .ip_protocol
                    .known()
                    .is_some_and(|one| one == "-1") =>
            {
                if matches!(found, Egress::None) {
                    found = Egress::All;
                }
            }
            Ok(true) => {
                if let Some(source) = evidence::at(graph, resource.arn.as_str(), &path) {
                    found = Egress::Https(source);
                }
            }
        }
    }
    match (&found, hidden) {
        (Egress::Https(_), _) | (_, None) => Ok(found),
        (_, Some(gap)) => Err(gap),
    }
}

fn permissions(group: &SecurityGroup) -> &[IpPermission] {
    group
        .ip_permissions_egress
        .known()
        .map_or(&[], Vec::as_slice)
}

/// Whether a permission is about HTTPS; nothing where nobody told it.
fn is_about_https(permission: &IpPermission) -> Option<bool> {
    let port = i64::from(HTTPS);
    let bound = |fact: &Fact<i64>| match fact {
        Fact::Known(port) => Some(*port),
        Fact::None => Some(-1),
        Fact::Missing => None,
    };
    match permission.ip_protocol.known()?.as_str() {
        "-1" => Some(true),
        "tcp" | "6" => {
            let (from, to) = (bound(&permission.from_port)?, bound(&permission.to_port)?);
            Some(from == -1 || (from..=to).contains(&port))
        }
        _ => Some(false),
    }
}

/// Whether a permission lets anything out of private use; why nobody knows, or that something of it
/// is not told.
fn leads_outside(
    graph: &Graph<'_>,
    group: NodeId,
    permission: &IpPermission,
) -> Result<bool, Option<Gap>> {
    let v4 = permission.ip_ranges.known().into_iter().flatten();
    let v6 = permission.ipv6_ranges.known().into_iter().flatten();
    let ranges: Vec<&Fact<Text>> = v4
        .map(|range| &range.cidr_ip)
        .chain(v6.map(|range| &range.cidr_ipv6))
        .collect();
    let is_outside = |range: &&Fact<Text>| {
        let parsed = range.known().and_then(|range| range.parse().ok());
        parsed.is_some_and(|range| cidr::has_public_part(&range))
    };
    if ranges.iter().any(is_outside) {
        return Ok(true);
    }
    let untold = ranges.iter().any(|range| range.is_missing())
        || permission.ip_ranges.is_missing()
        || permission.ipv6_ranges.is_missing()
        || permission.prefix_list_ids.is_missing();
    // The lists of AWS are of its own services: they are no wish for the internet.
    let lists = permission.prefix_list_ids.known().into_iter().flatten();
    for list in lists {
        let Some(id) = list.prefix_list_id.known() else {
            return Err(None);
        };
        let owner = owner_of(graph, group, id).map_err(Some)?;
        if owner == "AWS" {
            continue;
        }
        let (prefixes, hidden) = network::prefixes::of_list(graph, group, id);
        if prefixes.iter().any(|one| cidr::has_public_part(&one.range)) {
            return Ok(true);
        }
        if let Some(gap) = hidden {
            return Err(Some(gap));
        }
    }
    if untold { Err(None) } else { Ok(false) }
}

fn owner_of(graph: &Graph<'_>, near: NodeId, id: &str) -> Result<Text, Gap> {
    let list = graph.find("ec2.prefix_list", id, near)?;
    let Some(resource) = graph.resource(list) else {
        return Ok(Text::default());
    };
    match &resource.facts {
        Facts::PrefixList(facts) => {
            let owner = facts.owner_id.known().cloned();
            owner.ok_or_else(|| graph.missing(resource, "owner_id"))
        }
        _ => Ok(Text::default()),
    }
}

/// A host of the internet that the environment names: no address of private use, no name of a
/// database, and no name that AWS answers with an endpoint in the VPC.
fn named_outside(graph: &Graph<'_>, node: NodeId, resource: &Resource) -> Option<Source> {
    let Some(Facts::AppRunnerService(service)) = graph.facts(node) else {
        return None;
    };
    let (named, _) = variables::hosts(graph, resource, service);
    let mut outside = named.into_iter().filter(|one| {
        let port = one.port.is_none_or(|port| port == i64::from(HTTPS));
        let address = one.host.parse::<IpAddr>().map(IpNet::from);
        port && match address {
            Ok(address) => cidr::has_public_part(&address),
            Err(_) => {
                let of_aws = one.host.ends_with(".amazonaws.com") || one.host.ends_with(".api.aws");
                let of_aws = of_aws || one.host.ends_with(".amazonaws.com.cn");
                !of_aws && dns::private_zone_of(graph, &one.host).is_none()
            }
        }
    });
    outside.next().map(|one| one.source)
}

/// Whether the connector's VPC has an endpoint of a service of AWS.
fn endpoint(graph: &Graph<'_>, connector: NodeId) -> Result<bool, Gap> {
    let subnets = match rds::through(graph, connector, "member_subnets") {
        Linked::Many(subnets, _) => subnets,
        _ => Vec::new(),
    };
    for subnet in subnets {
        let subnet = subnet?;
        let Some(Facts::Subnet(facts)) = graph.facts(subnet) else {
            continue;
        };
        let Some(vpc) = facts.vpc_id.known() else {
            continue;
        };
        let (endpoints, hidden) = graph.naming(Reverse::EndpointsByVpc, vpc, subnet);
        let of_service = |endpoint: &NodeId| match graph.facts(*endpoint) {
            Some(Facts::VpcEndpoint(facts)) => !matches!(
                facts.vpc_endpoint_type.known().map(Text::as_str),
                Some("Resource" | "ServiceNetwork" | "GatewayLoadBalancer")
            ),
            _ => false,
        };
        if endpoints.iter().any(of_service) {
            return Ok(true);
        }
        return hidden.map_or(Ok(false), Err);
    }
    Ok(false)
}
