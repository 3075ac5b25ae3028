//! Links of VPC networking: interface, subnet, VPC, group, route table, endpoint.

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::{IpPermission, UserIdGroupPair};

use super::{Reverse, ids, links, texts};
use crate::graph::network::table::effective_table;
use crate::graph::node::{Graph, NodeId};
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
    /// The route table that decides for a subnet: its own, or else the main one of its VPC.
    "ec2.subnet".route_table -> "ec2.route_table" = |g, n| {
        effective_table(g, n).map_or_else(Linked::Gap, Linked::One)
    };
    /// The VPC of a group.
    "ec2.security_group".vpc -> "ec2.vpc" = |g, n| g.follow(n, "vpc_id", "ec2.vpc", attribute!(SecurityGroup, vpc_id));
    /// The interfaces that carry a group.
    "ec2.security_group".attached_interfaces -> "ec2.network_interface" many = |g, n| {
        with!(g, n, SecurityGroup, f => g.follow_back(n, Reverse::InterfacesByGroup, "group_id", &f.group_id))
    };
    /// The App Runner connectors that carry a group.
    "ec2.security_group".attached_connectors -> "apprunner.vpc_connector" many = |g, n| {
        with!(g, n, SecurityGroup, f => g.follow_back(n, Reverse::ConnectorsByGroup, "group_id", &f.group_id))
    };
    /// The endpoints that carry a group.
    "ec2.security_group".attached_endpoints -> "ec2.vpc_endpoint" many = |g, n| {
        with!(g, n, SecurityGroup, f => g.follow_back(n, Reverse::EndpointsByGroup, "group_id", &f.group_id))
    };
    /// The groups that the ingress rules of a group name.
    "ec2.security_group".referenced_groups -> "ec2.security_group" many = referenced_groups;
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
    /// The subnets of an endpoint.
    "ec2.vpc_endpoint".subnets -> "ec2.subnet" many = |g, n| {
        with!(g, n, VpcEndpoint, f => g.follow_all(n, "subnet_ids", "ec2.subnet", texts(&f.subnet_ids)))
    };
    /// The DHCP options of a VPC; none if it has none.
    "ec2.vpc".dhcp_options -> "ec2.dhcp_options" = dhcp_options;
    /// The endpoints of a VPC.
    "ec2.vpc".endpoints -> "ec2.vpc_endpoint" many = |g, n| {
        with!(g, n, Vpc, f => g.follow_back(n, Reverse::EndpointsByVpc, "vpc_id", &f.vpc_id))
    };
    /// The interfaces of a VPC.
    "ec2.vpc".network_interfaces -> "ec2.network_interface" many = |g, n| {
        with!(g, n, Vpc, f => g.follow_back(n, Reverse::InterfacesByVpc, "vpc_id", &f.vpc_id))
    };
    /// The route tables of a VPC.
    "ec2.vpc".route_tables -> "ec2.route_table" many = |g, n| {
        with!(g, n, Vpc, f => g.follow_back(n, Reverse::RouteTablesByVpc, "vpc_id", &f.vpc_id))
    };
}

/// A VPC without a set of options has the id `default`.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html>
fn dhcp_options(graph: &Graph<'_>, node: NodeId) -> Linked {
    match graph.facts(node) {
        Some(Facts::Vpc(vpc)) if vpc.dhcp_options_id == Text::const_new("default").into() => {
            Linked::None
        }
        _ => graph.follow(
            node,
            "dhcp_options_id",
            "ec2.dhcp_options",
            attribute!(Vpc, dhcp_options_id),
        ),
    }
}

/// A pair says whose group it names: one of a peered VPC may be another account's.
fn referenced_groups(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(Facts::SecurityGroup(group)) = graph.facts(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let permissions = group.ip_permissions.as_ref();
    let named = permissions.map(|permissions| permissions.iter().flat_map(pairs));
    graph.each(node, "ip_permissions", named, |(id, owner)| {
        graph.find_owned("ec2.security_group", id, owner, node)
    })
}

/// A group as a pair names it: its id, and its owner if the pair says so.
type Named<'a> = (&'a str, Option<&'a str>);

/// The groups that a permission names; one that nobody told is nothing.
fn pairs(permission: &IpPermission) -> impl Iterator<Item = Option<Named<'_>>> {
    let pairs = &permission.user_id_group_pairs;
    let untold = pairs.is_missing().then_some(None);
    let known = pairs.known().into_iter().flatten();
    known.map(group_of).chain(untold)
}

fn group_of(pair: &UserIdGroupPair) -> Option<Named<'_>> {
    let id = pair.group_id.known()?.as_str();
    Some((id, pair.user_id.known().map(Text::as_str)))
}
