//! Reverse links: who names this id.

use std::collections::HashMap;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use super::node::{Graph, NodeId};

/// The reverse links that the graph keeps an index for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reverse {
    /// Interfaces by group.
    InterfacesByGroup,
    /// Interfaces by VPC.
    InterfacesByVpc,
    /// Route tables by VPC.
    RouteTablesByVpc,
    /// Endpoints by VPC.
    EndpointsByVpc,
    /// Connectors by group.
    ConnectorsByGroup,
    /// Endpoints by group.
    EndpointsByGroup,
    /// Proxies' endpoints by proxy.
    ProxyEndpointsByProxy,
    /// Services by connector.
    ServicesByConnector,
    /// Interfaces by private IPv4 or IPv6 address, of every VPC.
    InterfacesByAddress,
    /// Endpoints by interface.
    EndpointsByInterface,
}

impl Reverse {
    /// How many there are.
    pub(super) const COUNT: usize = 10;

    fn kind(self) -> &'static str {
        match self {
            Reverse::InterfacesByGroup
            | Reverse::InterfacesByVpc
            | Reverse::InterfacesByAddress => "ec2.network_interface",
            Reverse::RouteTablesByVpc => "ec2.route_table",
            Reverse::EndpointsByVpc | Reverse::EndpointsByGroup | Reverse::EndpointsByInterface => {
                "ec2.vpc_endpoint"
            }
            Reverse::ConnectorsByGroup => "apprunner.vpc_connector",
            Reverse::ProxyEndpointsByProxy => "rds.db_proxy_endpoint",
            Reverse::ServicesByConnector => "apprunner.service",
        }
    }

    /// The attribute that names the ids; a gap in it makes every list of this index incomplete.
    fn attribute(self) -> &'static str {
        match self {
            Reverse::InterfacesByGroup | Reverse::EndpointsByGroup => "groups",
            Reverse::InterfacesByVpc | Reverse::RouteTablesByVpc | Reverse::EndpointsByVpc => {
                "vpc_id"
            }
            Reverse::ConnectorsByGroup => "security_groups",
            Reverse::ProxyEndpointsByProxy => "db_proxy_name",
            Reverse::ServicesByConnector => "vpc_connector_arn",
            Reverse::InterfacesByAddress => "private_ip_addresses",
            Reverse::EndpointsByInterface => "network_interface_ids",
        }
    }

    /// The ids that a resource names, or nothing if it was not told.
    fn names(self, facts: &Facts) -> Option<Vec<&str>> {
        match (self, facts) {
            (Reverse::InterfacesByGroup, Facts::NetworkInterface(f)) => {
                many(&f.groups, |group| group.group_id.known())
            }
            (Reverse::EndpointsByGroup, Facts::VpcEndpoint(f)) => {
                many(&f.groups, |group| group.group_id.known())
            }
            (Reverse::ConnectorsByGroup, Facts::VpcConnector(f)) => {
                many(&f.security_groups, |group| Some(group))
            }
            (Reverse::InterfacesByVpc, Facts::NetworkInterface(f)) => one(&f.vpc_id),
            (Reverse::RouteTablesByVpc, Facts::RouteTable(f)) => one(&f.vpc_id),
            (Reverse::EndpointsByVpc, Facts::VpcEndpoint(f)) => one(&f.vpc_id),
            (Reverse::ProxyEndpointsByProxy, Facts::DbProxyEndpoint(f)) => one(&f.db_proxy_name),
            (Reverse::ServicesByConnector, Facts::AppRunnerService(f)) => one(&f.vpc_connector_arn),
            (Reverse::InterfacesByAddress, Facts::NetworkInterface(f)) => {
                let mut addresses = many(&f.private_ip_addresses, |one| {
                    one.private_ip_address.known()
                })?;
                addresses.extend(many(&f.ipv6_addresses, |one| one.ipv6_address.known())?);
                Some(addresses)
            }
            (Reverse::EndpointsByInterface, Facts::VpcEndpoint(f)) => {
                many(&f.network_interface_ids, |id| Some(id))
            }
            _ => Some(Vec::new()),
        }
    }
}

fn one(fact: &Fact<Text>) -> Option<Vec<&str>> {
    match fact {
        Fact::Known(id) => Some(vec![id.as_str()]),
        Fact::None => Some(Vec::new()),
        Fact::Missing => None,
    }
}

fn many<T>(fact: &Fact<Vec<T>>, id: impl Fn(&T) -> Option<&Text>) -> Option<Vec<&str>> {
    match fact {
        Fact::Known(items) => items
            .iter()
            .map(|item| id(item).map(Text::as_str))
            .collect(),
        Fact::None => Some(Vec::new()),
        Fact::Missing => None,
    }
}

/// Who names an id, and whether somebody may be missing.
#[derive(Default)]
pub(super) struct ReverseIndex<'s> {
    by_name: HashMap<&'s str, Vec<NodeId>>,
    untold: Vec<(NodeId, Gap)>,
}

impl<'s> Graph<'s> {
    /// The nodes that name an id, in the account and region of the asking node and elsewhere, and
    /// why there may be more of them.
    pub(super) fn naming(&self, by: Reverse, id: &str, near: NodeId) -> (Vec<NodeId>, Option<Gap>) {
        let index = self.reverse[by as usize].get_or_init(|| self.index(by));
        let here = self.node(near);
        let untold = index.untold.iter().find(|(node, _)| {
            let node = self.node(*node);
            node.account == here.account && node.region == here.region
        });
        let incomplete = self
            .extent(by.kind(), here.account, here.region)
            .or_else(|| untold.map(|(_, gap)| gap.clone()));
        (
            index.by_name.get(id).cloned().unwrap_or_default(),
            incomplete,
        )
    }

    fn index(&self, by: Reverse) -> ReverseIndex<'s> {
        let mut index = ReverseIndex::default();
        for &id in self.of_kind(by.kind()) {
            let Some(resource) = self.resource(id) else {
                continue;
            };
            match by.names(&resource.facts) {
                Some(names) => {
                    for name in names {
                        index.by_name.entry(name).or_default().push(id);
                    }
                }
                None => {
                    let gap = resource.gap(by.attribute(), resource.kind().operation());
                    index.untold.push((id, gap));
                }
            }
        }
        index
    }
}
