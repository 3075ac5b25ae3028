//! Links of VPC networking: interface, subnet, VPC, group, route table, endpoint.

use crate::model::kinds::Facts;

use super::{Reverse, ids, links, texts};
use crate::graph::schema::Linked;

macro_rules! attribute {
    ($variant:ident, $field:ident) => {
        |facts: &Facts| match facts {
            Facts::$variant(facts) => Some(&facts.$field),
            _ => None,
        }
    };
}

macro_rules! with {
    ($graph:ident, $node:ident, $variant:ident, $facts:ident => $linked:expr) => {
        match $graph.facts($node) {
            Some(Facts::$variant($facts)) => $linked,
            _ => Linked::Many(Vec::new(), None),
        }
    };
}

links! {
    /// The VPC of a subnet.
    "ec2.subnet".vpc -> "ec2.vpc" = |g, n| g.follow(n, "vpc_id", "ec2.vpc", attribute!(Subnet, vpc_id));
    /// The VPC of a group.
    "ec2.security_group".vpc -> "ec2.vpc" = |g, n| g.follow(n, "vpc_id", "ec2.vpc", attribute!(SecurityGroup, vpc_id));
    /// The interfaces that carry a group.
    "ec2.security_group".attached_interfaces -> "ec2.network_interface" many = |g, n| {
        with!(g, n, SecurityGroup, f => g.follow_back(n, Reverse::InterfacesByGroup, &f.group_id))
    };
    /// The App Runner connectors that carry a group.
    "ec2.security_group".attached_connectors -> "apprunner.vpc_connector" many = |g, n| {
        with!(g, n, SecurityGroup, f => g.follow_back(n, Reverse::ConnectorsByGroup, &f.group_id))
    };
    /// The endpoints that carry a group.
    "ec2.security_group".attached_endpoints -> "ec2.vpc_endpoint" many = |g, n| {
        with!(g, n, SecurityGroup, f => g.follow_back(n, Reverse::EndpointsByGroup, &f.group_id))
    };
    /// The groups that the ingress rules of a group name.
    "ec2.security_group".referenced_groups -> "ec2.security_group" many = |g, n| {
        with!(g, n, SecurityGroup, f => {
            let named = f.ip_permissions.as_ref().map(|permissions| permissions.iter().flat_map(|permission| {
                let pairs = permission.user_id_group_pairs.known().map_or(&[][..], Vec::as_slice);
                pairs.iter().map(|pair| pair.group_id.known().map(crate::model::id::Text::as_str))
            }));
            g.follow_all(n, "ip_permissions", "ec2.security_group", named)
        })
    };
    /// The VPC of an interface.
    "ec2.network_interface".vpc -> "ec2.vpc" = |g, n| g.follow(n, "vpc_id", "ec2.vpc", attribute!(NetworkInterface, vpc_id));
    /// The subnet of an interface.
    "ec2.network_interface".subnet -> "ec2.subnet" = |g, n| g.follow(n, "subnet_id", "ec2.subnet", attribute!(NetworkInterface, subnet_id));
    /// The groups of an interface.
    "ec2.network_interface".security_groups -> "ec2.security_group" many = |g, n| {
        with!(g, n, NetworkInterface, f => g.follow_all(n, "groups", "ec2.security_group", ids(&f.groups, |group| &group.group_id)))
    };
    /// The VPC of an endpoint.
    "ec2.vpc_endpoint".vpc -> "ec2.vpc" = |g, n| g.follow(n, "vpc_id", "ec2.vpc", attribute!(VpcEndpoint, vpc_id));
    /// The interfaces of an endpoint.
    "ec2.vpc_endpoint".network_interfaces -> "ec2.network_interface" many = |g, n| {
        with!(g, n, VpcEndpoint, f => g.follow_all(n, "network_interface_ids", "ec2.network_interface", texts(&f.network_interface_ids)))
    };
    /// The groups of an endpoint.
    "ec2.vpc_endpoint".security_groups -> "ec2.security_group" many = |g, n| {
        with!(g, n, VpcEndpoint, f => g.follow_all(n, "groups", "ec2.security_group", ids(&f.groups, |group| &group.group_id)))
    };
    /// The endpoints of a VPC.
    "ec2.vpc".endpoints -> "ec2.vpc_endpoint" many = |g, n| {
        with!(g, n, Vpc, f => g.follow_back(n, Reverse::EndpointsByVpc, &f.vpc_id))
    };
    /// The interfaces of a VPC.
    "ec2.vpc".network_interfaces -> "ec2.network_interface" many = |g, n| {
        with!(g, n, Vpc, f => g.follow_back(n, Reverse::InterfacesByVpc, &f.vpc_id))
    };
    /// The route tables of a VPC.
    "ec2.vpc".route_tables -> "ec2.route_table" many = |g, n| {
        with!(g, n, Vpc, f => g.follow_back(n, Reverse::RouteTablesByVpc, &f.vpc_id))
    };
}
