//! Reverse links: who names this id.

use std::collections::BTreeMap;

use foldhash::HashMap;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Region, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::NetworkInterface;

use super::links::has_local_names;
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
    /// Ways into services of App Runner by service.
    IngressConnectionsByService,
    /// Interfaces by private IPv4 or IPv6 address, of every VPC.
    InterfacesByAddress,
    /// Endpoints by interface.
    EndpointsByInterface,
    /// Interfaces by subnet.
    InterfacesBySubnet,
    /// Network ACLs by subnet.
    AclsBySubnet,
    /// Internet gateways by VPC.
    InternetGatewaysByVpc,
    /// NAT gateways by VPC.
    NatGatewaysByVpc,
    /// VPN gateways by VPC.
    VpnGatewaysByVpc,
    /// VPN connections by VPN gateway.
    VpnConnectionsByGateway,
    /// Egress-only gateways by VPC.
    EgressOnlyGatewaysByVpc,
    /// Peering connections by the VPCs of both sides.
    PeeringsByVpc,
    /// Attachments of transit gateways by what is attached.
    AttachmentsByResource,
    /// Attachments of transit gateways by gateway.
    AttachmentsByTransitGateway,
    /// Services of ECS by cluster.
    EcsServicesByCluster,
    /// Tasks by cluster.
    TasksByCluster,
    /// Resource configurations by gateway.
    ConfigurationsByGateway,
    /// Uses of resource configurations by configuration.
    EndpointAssociationsByConfiguration,
    /// Associations of service networks with VPCs by network.
    VpcAssociationsByNetwork,
    /// Associations of service networks with resources by network.
    ResourceAssociationsByNetwork,
    /// Associations of service networks with resources by configuration.
    NetworkAssociationsByConfiguration,
    /// Invitations by share.
    InvitationsByShare,
    /// Shares by what is shared.
    SharesByResource,
    /// Resource gateways by subnet.
    ResourceGatewaysBySubnet,
    /// Load balancers by subnet.
    LoadBalancersBySubnet,
    /// Endpoint services by network load balancer.
    EndpointServicesByLoadBalancer,
}

impl Reverse {
    /// How many there are.
    pub(super) const COUNT: usize = 33;

    fn kind(self) -> &'static str {
        match self {
            Reverse::InterfacesByGroup
            | Reverse::InterfacesByVpc
            | Reverse::InterfacesBySubnet
            | Reverse::InterfacesByAddress => "ec2.network_interface",
            Reverse::AclsBySubnet => "ec2.network_acl",
            Reverse::InternetGatewaysByVpc => "ec2.internet_gateway",
            Reverse::NatGatewaysByVpc => "ec2.nat_gateway",
            Reverse::VpnGatewaysByVpc => "ec2.vpn_gateway",
            Reverse::VpnConnectionsByGateway => "ec2.vpn_connection",
            Reverse::EgressOnlyGatewaysByVpc => "ec2.egress_only_internet_gateway",
            Reverse::PeeringsByVpc => "ec2.vpc_peering_connection",
            Reverse::AttachmentsByResource | Reverse::AttachmentsByTransitGateway => {
                "ec2.transit_gateway_attachment"
            }
            Reverse::RouteTablesByVpc => "ec2.route_table",
            Reverse::EcsServicesByCluster => "ecs.service",
            Reverse::TasksByCluster => "ecs.task",
            Reverse::ConfigurationsByGateway => "vpc_lattice.resource_configuration",
            Reverse::EndpointAssociationsByConfiguration => {
                "vpc_lattice.resource_endpoint_association"
            }
            Reverse::VpcAssociationsByNetwork => "vpc_lattice.service_network_vpc_association",
            Reverse::ResourceAssociationsByNetwork
            | Reverse::NetworkAssociationsByConfiguration => {
                "vpc_lattice.service_network_resource_association"
            }
            Reverse::InvitationsByShare => "ram.resource_share_invitation",
            Reverse::SharesByResource => "ram.resource_share",
            Reverse::ResourceGatewaysBySubnet => "vpc_lattice.resource_gateway",
            Reverse::LoadBalancersBySubnet => "elbv2.load_balancer",
            Reverse::EndpointServicesByLoadBalancer => "ec2.vpc_endpoint_service",
            Reverse::EndpointsByVpc | Reverse::EndpointsByGroup | Reverse::EndpointsByInterface => {
                "ec2.vpc_endpoint"
            }
            Reverse::ConnectorsByGroup => "apprunner.vpc_connector",
            Reverse::ProxyEndpointsByProxy => "rds.db_proxy_endpoint",
            Reverse::ServicesByConnector => "apprunner.service",
            Reverse::IngressConnectionsByService => "apprunner.vpc_ingress_connection",
        }
    }

    /// The attributes that name the ids; a gap in one makes every list of this index incomplete.
    fn attributes(self) -> &'static [&'static str] {
        match self {
            Reverse::InterfacesByGroup | Reverse::EndpointsByGroup => &["groups"],
            Reverse::InterfacesByVpc
            | Reverse::RouteTablesByVpc
            | Reverse::EndpointsByVpc
            | Reverse::NatGatewaysByVpc => &["vpc_id"],
            Reverse::InterfacesBySubnet => &["subnet_id"],
            Reverse::AclsBySubnet => &["associated_subnet_ids"],
            Reverse::InternetGatewaysByVpc | Reverse::EgressOnlyGatewaysByVpc => &["attachments"],
            Reverse::VpnGatewaysByVpc => &["vpc_attachments"],
            Reverse::VpnConnectionsByGateway => &["vpn_gateway_id"],
            Reverse::PeeringsByVpc => &["requester_vpc_info", "accepter_vpc_info"],
            Reverse::AttachmentsByResource => &["resource_id"],
            Reverse::AttachmentsByTransitGateway => &["transit_gateway_id"],
            Reverse::ConnectorsByGroup => &["security_groups"],
            Reverse::ProxyEndpointsByProxy => &["db_proxy_name"],
            Reverse::ServicesByConnector => &["vpc_connector_arn"],
            Reverse::IngressConnectionsByService => &["service_arn"],
            Reverse::EcsServicesByCluster | Reverse::TasksByCluster => &["cluster_arn"],
            Reverse::ConfigurationsByGateway => &["resource_gateway_id"],
            Reverse::EndpointAssociationsByConfiguration
            | Reverse::NetworkAssociationsByConfiguration => &["resource_configuration_arn"],
            Reverse::VpcAssociationsByNetwork | Reverse::ResourceAssociationsByNetwork => {
                &["service_network_arn"]
            }
            Reverse::InvitationsByShare => &["resource_share_arn"],
            Reverse::SharesByResource => &["resources"],
            Reverse::ResourceGatewaysBySubnet => &["subnet_ids"],
            Reverse::LoadBalancersBySubnet => &["availability_zones"],
            Reverse::EndpointServicesByLoadBalancer => &["network_load_balancer_arns"],
            Reverse::InterfacesByAddress => &["private_ip_addresses", "ipv6_addresses"],
            Reverse::EndpointsByInterface => &["network_interface_ids"],
        }
    }

    /// The ids that a resource is known to name, and the attribute that was not told in full.
    fn names(self, facts: &Facts) -> (Vec<&str>, Option<&'static str>) {
        let mut names = Vec::new();
        let told = match (self, facts) {
            (Reverse::InterfacesByGroup, Facts::NetworkInterface(f)) => {
                many(&f.groups, |group| &group.group_id, &mut names)
            }
            (Reverse::EndpointsByGroup, Facts::VpcEndpoint(f)) => {
                many(&f.groups, |group| &group.group_id, &mut names)
            }
            (Reverse::ConnectorsByGroup, Facts::VpcConnector(f)) => {
                texts(&f.security_groups, &mut names)
            }
            (Reverse::InterfacesByVpc, Facts::NetworkInterface(f)) => one(&f.vpc_id, &mut names),
            (Reverse::InterfacesBySubnet, Facts::NetworkInterface(f)) => {
                one(&f.subnet_id, &mut names)
            }
            (Reverse::AclsBySubnet, Facts::NetworkAcl(f)) => {
                texts(&f.associated_subnet_ids, &mut names)
            }
            (Reverse::InternetGatewaysByVpc, Facts::InternetGateway(f)) => {
                many(&f.attachments, |one| &one.vpc_id, &mut names)
            }
            (Reverse::VpnGatewaysByVpc, Facts::VpnGateway(f)) => {
                many(&f.vpc_attachments, |one| &one.vpc_id, &mut names)
            }
            (Reverse::VpnConnectionsByGateway, Facts::VpnConnection(f)) => {
                one(&f.vpn_gateway_id, &mut names)
            }
            (Reverse::EgressOnlyGatewaysByVpc, Facts::EgressOnlyInternetGateway(f)) => {
                many(&f.attachments, |one| &one.vpc_id, &mut names)
            }
            (Reverse::PeeringsByVpc, Facts::VpcPeeringConnection(f)) => {
                let sides = [&f.requester_vpc_info, &f.accepter_vpc_info];
                let told = sides.map(|side| match side {
                    Fact::Known(side) => one(&side.vpc_id, &mut names),
                    Fact::None | Fact::Missing => false,
                });
                told == [true, true]
            }
            (Reverse::AttachmentsByResource, Facts::TransitGatewayAttachment(f)) => {
                one(&f.resource_id, &mut names)
            }
            (Reverse::AttachmentsByTransitGateway, Facts::TransitGatewayAttachment(f)) => {
                one(&f.transit_gateway_id, &mut names)
            }
            (Reverse::NatGatewaysByVpc, Facts::NatGateway(f)) => one(&f.vpc_id, &mut names),
            (Reverse::RouteTablesByVpc, Facts::RouteTable(f)) => one(&f.vpc_id, &mut names),
            (Reverse::EndpointsByVpc, Facts::VpcEndpoint(f)) => one(&f.vpc_id, &mut names),
            (Reverse::ProxyEndpointsByProxy, Facts::DbProxyEndpoint(f)) => {
                one(&f.db_proxy_name, &mut names)
            }
            (Reverse::ServicesByConnector, Facts::AppRunnerService(f)) => {
                one(&f.vpc_connector_arn, &mut names)
            }
            (Reverse::IngressConnectionsByService, Facts::VpcIngressConnection(f)) => {
                one(&f.service_arn, &mut names)
            }
            (Reverse::InterfacesByAddress, Facts::NetworkInterface(f)) => {
                return by_address(f);
            }
            (Reverse::EndpointsByInterface, Facts::VpcEndpoint(f)) => {
                texts(&f.network_interface_ids, &mut names)
            }
            _ => self.names_beyond(facts, &mut names),
        };
        let untold = self.attributes().first().filter(|_| !told);
        (names, untold.copied())
    }

    /// Adds the names that resources beyond the network of EC2 know of; tells whether all were told.
    fn names_beyond<'f>(self, facts: &'f Facts, names: &mut Vec<&'f str>) -> bool {
        match (self, facts) {
            (Reverse::EcsServicesByCluster, Facts::EcsService(f)) => one(&f.cluster_arn, names),
            (Reverse::TasksByCluster, Facts::EcsTask(f)) => one(&f.cluster_arn, names),
            (Reverse::ConfigurationsByGateway, Facts::ResourceConfiguration(f)) => {
                one(&f.resource_gateway_id, names)
            }
            (
                Reverse::EndpointAssociationsByConfiguration,
                Facts::ResourceEndpointAssociation(f),
            ) => one(&f.resource_configuration_arn, names),
            (Reverse::VpcAssociationsByNetwork, Facts::ServiceNetworkVpcAssociation(f)) => {
                one(&f.service_network_arn, names)
            }
            (
                Reverse::ResourceAssociationsByNetwork,
                Facts::ServiceNetworkResourceAssociation(f),
            ) => one(&f.service_network_arn, names),
            (
                Reverse::NetworkAssociationsByConfiguration,
                Facts::ServiceNetworkResourceAssociation(f),
            ) => one(&f.resource_configuration_arn, names),
            (Reverse::InvitationsByShare, Facts::ResourceShareInvitation(f)) => {
                one(&f.resource_share_arn, names)
            }
            (Reverse::SharesByResource, Facts::ResourceShare(f)) => {
                many(&f.resources, |one| &one.associated_entity, names)
            }
            (Reverse::ResourceGatewaysBySubnet, Facts::ResourceGateway(f)) => {
                texts(&f.subnet_ids, names)
            }
            (Reverse::LoadBalancersBySubnet, Facts::LoadBalancer(f)) => {
                many(&f.availability_zones, |one| &one.subnet_id, names)
            }
            (Reverse::EndpointServicesByLoadBalancer, Facts::EndpointService(f)) => {
                texts(&f.network_load_balancer_arns, names)
            }
            _ => true,
        }
    }
}

/// The addresses of an interface, and the attribute that was not told in full.
fn by_address(facts: &NetworkInterface) -> (Vec<&str>, Option<&'static str>) {
    let mut names = Vec::new();
    let v4 = &facts.private_ip_addresses;
    let v4 = many(v4, |one| &one.private_ip_address, &mut names);
    let v6 = many(&facts.ipv6_addresses, |one| &one.ipv6_address, &mut names);
    let untold = match (v4, v6) {
        (_, false) => Some("ipv6_addresses"),
        (false, true) => Some("private_ip_addresses"),
        (true, true) => None,
    };
    (names, untold)
}

/// Adds the id that is told; tells whether that is known.
fn one<'a>(fact: &'a Fact<Text>, into: &mut Vec<&'a str>) -> bool {
    into.extend(fact.known().map(Text::as_str));
    !fact.is_missing()
}

fn many<'a, T>(
    fact: &'a Fact<Vec<T>>,
    id: impl Fn(&'a T) -> &'a Fact<Text>,
    into: &mut Vec<&'a str>,
) -> bool {
    let items = fact.known().into_iter().flatten();
    let mut told = true;
    for item in items {
        told &= one(id(item), into);
    }
    told && !fact.is_missing()
}

fn texts<'a>(fact: &'a Fact<Vec<Text>>, into: &mut Vec<&'a str>) -> bool {
    into.extend(fact.known().into_iter().flatten().map(Text::as_str));
    !fact.is_missing()
}

/// Who names an id, and whether somebody may be missing.
#[derive(Default)]
pub(super) struct ReverseIndex<'s> {
    by_name: HashMap<&'s str, Vec<NodeId>>,
    /// By region and account, why a resource there may name any id.
    untold: BTreeMap<(&'s str, &'s str), Gap>,
}

impl<'s> Graph<'s> {
    /// The nodes that name an id, in the account and region of the asking node and elsewhere, and
    /// why there may be more of them.
    pub(super) fn naming(&self, by: Reverse, id: &str, near: NodeId) -> (Vec<NodeId>, Option<Gap>) {
        let index = self.reverse[by as usize].get_or_init(|| self.index(by));
        let here = self.node(near);
        let local = has_local_names(by.kind());
        let is_meant = |node: &NodeId| {
            let node = self.node(*node);
            !local || (node.account == here.account && node.region == here.region)
        };
        let named = index.by_name.get(id).map_or(&[][..], Vec::as_slice);
        let incomplete = self
            .extent(by.kind(), here.account, here.region)
            .or_else(|| index.untold(here.account, here.region, local));
        (named.iter().copied().filter(is_meant).collect(), incomplete)
    }

    fn index(&self, by: Reverse) -> ReverseIndex<'s> {
        let mut index = ReverseIndex::default();
        for &id in self.of_kind(by.kind()) {
            let Some(resource) = self.resource(id) else {
                continue;
            };
            let (names, untold) = by.names(&resource.facts);
            for name in names {
                index.by_name.entry(name).or_default().push(id);
            }
            let holes = by.attributes().iter();
            let gap = match untold {
                Some(attribute) => Some(self.missing(resource, attribute)),
                None => holes.filter_map(|one| self.hole(resource, one)).next(),
            };
            if let Some(gap) = gap {
                let place = (resource.region.as_str(), resource.account.as_str());
                index.untold.entry(place).or_insert(gap);
            }
        }
        index
    }
}

impl ReverseIndex<'_> {
    /// Why a resource of the place may name any id. Ids that are the same nowhere else may be named
    /// from every account of the region: subnets are shared.
    fn untold(&self, account: &AccountId, region: &Region, local: bool) -> Option<Gap> {
        let region = region.as_str();
        let own = self.untold.get(&(region, account.as_str()));
        if own.is_some() || local {
            return own.cloned();
        }
        let mut from = self.untold.range((region, "")..);
        from.next()
            .filter(|((place, _), _)| *place == region)
            .map(|(_, gap)| gap.clone())
    }
}
