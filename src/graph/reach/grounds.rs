//! The facts that an answer stands on: what let packets pass, what stopped them, and what tells that
//! the things on their way are there and joined as they are.

use crate::model::datum::Source;
use crate::model::id::Text;
use crate::model::reach::Evidence;
use crate::model::record::ValueRef;

use crate::graph::node::{Graph, NodeId};

use super::code::Code;
use super::connection::Path;
use super::describe;
use super::net::Net;
use super::state::{Hop, Rule, Stop};

/// A fact of a resource: an attribute, or an item of one that is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ground {
    pub(super) node: NodeId,
    pub(super) attribute: &'static str,
    pub(super) index: Option<u32>,
}

impl Ground {
    /// A whole attribute.
    pub(super) fn of(node: NodeId, attribute: &'static str) -> Self {
        Ground {
            node,
            attribute,
            index: None,
        }
    }

    fn path(&self) -> String {
        match self.index {
            Some(index) => format!("{}[{index}]", self.attribute),
            None => self.attribute.to_owned(),
        }
    }
}

impl From<&Rule> for Ground {
    fn from(rule: &Rule) -> Self {
        Ground {
            node: rule.node,
            attribute: rule.list,
            index: Some(rule.index),
        }
    }
}

/// What tells that a thing of a kind is where it is, and that packets can pass it.
fn attributes(kind: &str) -> &'static [&'static str] {
    match kind {
        "ec2.network_interface" => &["groups", "subnet_id", "private_ip_addresses"],
        "ec2.internet_gateway" | "ec2.egress_only_internet_gateway" => &["attachments"],
        "ec2.nat_gateway" => &["state", "subnet_id"],
        "ec2.vpc_peering_connection" => &["status"],
        "ec2.transit_gateway_attachment" => &["state", "association"],
        "ec2.vpn_gateway" => &["vpc_attachments", "state"],
        "ec2.vpc_endpoint" => &["vpc_endpoint_type", "state"],
        "rds.db_instance" => &["vpc_security_groups", "db_subnet_group_name"],
        "rds.db_proxy" | "rds.db_proxy_endpoint" => &["vpc_security_group_ids", "vpc_subnet_ids"],
        "apprunner.vpc_connector" => &["security_groups", "subnets"],
        "elbv2.load_balancer" => &["security_groups", "availability_zones", "scheme"],
        "elbv2.listener" => &["port", "protocol", "default_actions"],
        "elbv2.target_group" => &["port", "target_health_descriptions"],
        "ecs.service" => &["network_configuration", "load_balancers"],
        "lambda.function" => &["vpc_config"],
        "vpc_lattice.service_network_vpc_association" => &["status", "vpc_id"],
        "vpc_lattice.service_network_resource_association" => &["status"],
        "vpc_lattice.resource_endpoint_association" => &["vpc_endpoint_id", "vpc_endpoint_owner"],
        "ecs.task" => &["attachments"],
        "vpc_lattice.resource_gateway" => &["security_group_ids", "subnet_ids", "status"],
        "vpc_lattice.resource_configuration" => &["resource_gateway_id", "status", "port_ranges"],
        _ => &[],
    }
}

/// What tells that a resource is part of the way.
pub(super) fn of_node(graph: &Graph<'_>, node: NodeId) -> Vec<Ground> {
    let attributes = attributes(graph.node(node).kind).iter();
    attributes.map(|name| Ground::of(node, name)).collect()
}

/// What tells that a hop is part of the way; its rules besides.
pub(super) fn of_hop(net: Net<'_, '_>, hop: &Hop) -> Vec<Ground> {
    let node = hop.node.into_iter();
    node.flat_map(|node| of_node(net.graph, node)).collect()
}

/// What a way there and back stands on, each fact once, in the order in which packets meet them.
pub(super) fn of_path(net: Net<'_, '_>, path: &Path) -> Vec<Ground> {
    let mut on: Vec<Ground> = Vec::new();
    let back = path.back.iter().flat_map(|state| &state.hops);
    for hop in path.forward.hops.iter().chain(back) {
        let by = hop.by.iter().map(Ground::from);
        for ground in by.chain(of_hop(net, hop)) {
            if !on.contains(&ground) {
                on.push(ground);
            }
        }
    }
    on
}

/// What a stop stands on: what it says itself, or else the facts of the thing that stops.
pub(super) fn of_stop(net: Net<'_, '_>, stop: &Stop) -> Vec<Ground> {
    if !stop.on.is_empty() {
        return stop.on.clone();
    }
    let interface = || {
        let hops = stop.hops.iter().rev();
        let mut nodes = hops.filter_map(|hop| hop.node);
        nodes.find(|node| net.graph.node(*node).kind == "ec2.network_interface")
    };
    let of_interface = |attribute| {
        let node = interface().into_iter();
        node.map(|node| Ground::of(node, attribute)).collect()
    };
    match stop.code {
        Code::IgwPublicIpAssociationForEgress => of_interface("private_ip_addresses"),
        Code::EniSourceDestCheckRestriction => by_id(net.graph, stop, &["source_dest_check"]),
        Code::BadState => by_id(net.graph, stop, &["status", "state"]),
        Code::VpcBlockPublicAccessEnabled => {
            let regions = net.graph.of_kind("region").iter();
            let here = stop.hops.iter().find_map(|hop| hop.node);
            let is_here = |node: &&NodeId| {
                here.is_none_or(|here| {
                    let (one, other) = (net.graph.node(**node), net.graph.node(here));
                    one.account == other.account && one.region == other.region
                })
            };
            let regions = regions.filter(is_here);
            let ground = |node: &NodeId| Ground::of(*node, "vpc_block_public_access");
            regions.map(ground).collect()
        }
        _ => by_id(net.graph, stop, &[]),
    }
}

/// The kinds of the things that stop packets, by the beginning of their ids.
const KINDS: [(&str, &str); 11] = [
    ("igw-", "ec2.internet_gateway"),
    ("eigw-", "ec2.egress_only_internet_gateway"),
    ("nat-", "ec2.nat_gateway"),
    ("pcx-", "ec2.vpc_peering_connection"),
    ("tgw-attach-", "ec2.transit_gateway_attachment"),
    ("tgw-rtb-", "ec2.transit_gateway_route_table"),
    ("vgw-", "ec2.vpn_gateway"),
    ("vpce-", "ec2.vpc_endpoint"),
    ("eni-", "ec2.network_interface"),
    ("rtb-", "ec2.route_table"),
    ("acl-", "ec2.network_acl"),
];

/// The facts of the thing at which packets end: these, or those that tell what it is.
fn by_id(graph: &Graph<'_>, stop: &Stop, only: &'static [&'static str]) -> Vec<Ground> {
    let id: &Text = &stop.at;
    let kind = KINDS.iter().find(|(start, _)| id.starts_with(start));
    let node = kind.and_then(|(_, kind)| graph.candidates(kind, id).first().copied());
    let Some(node) = node else {
        return Vec::new();
    };
    let kind = graph.node(node).kind;
    let names = match (only.is_empty(), kind) {
        (false, _) => only,
        (true, "ec2.route_table" | "ec2.transit_gateway_route_table") => &["routes"],
        (true, "ec2.network_acl") => &["entries"],
        (true, kind) => attributes(kind),
    };
    names.iter().map(|name| Ground::of(node, name)).collect()
}

/// The fact as a source of a derived fact; nothing if nobody told it.
pub(super) fn source(graph: &Graph<'_>, ground: &Ground) -> Option<Source> {
    let resource = graph.resource(ground.node)?;
    let record = resource.facts.record();
    let (position, attribute) = record.record_type().attribute(ground.attribute)?;
    let value = match (record.attribute(position), ground.index) {
        (ValueRef::Missing, _) => return None,
        (ValueRef::List(items), Some(index)) => {
            let index = index as usize;
            (index < items.count()).then(|| items.item(index).to_json())?
        }
        (value, _) => value.to_json(),
    };
    let operation = attribute.via.unwrap_or_else(|| resource.kind().operation());
    Some(Source {
        resource: Text::from(resource.arn.as_str()),
        path: ground.path(),
        value,
        operation: Text::from(operation),
    })
}

/// Facts as evidence of an answer; those that nobody told are left out.
pub(super) fn told(net: Net<'_, '_>, grounds: &[Ground]) -> Vec<Evidence> {
    let each = grounds.iter();
    each.filter_map(|ground| evidence(net, ground)).collect()
}

/// Evidence of an answer as the ground that it is.
pub(super) fn of_evidence(graph: &Graph<'_>, evidence: &Evidence) -> Option<Ground> {
    let node = graph.resource_by_arn(&evidence.resource)?;
    let (name, rest) = match evidence.path.split_once('[') {
        Some((name, rest)) => (name, Some(rest)),
        None => (evidence.path.as_str(), None),
    };
    let record = graph.resource(node)?.facts.record().record_type();
    let (_, attribute) = record.attribute(name)?;
    let index = rest.and_then(|rest| rest.trim_end_matches(']').parse().ok());
    Some(Ground {
        node,
        attribute: attribute.name,
        index,
    })
}

fn evidence(net: Net<'_, '_>, ground: &Ground) -> Option<Evidence> {
    let source = source(net.graph, ground)?;
    let says = match ground.index {
        Some(index) => describe::rule(
            net,
            &Rule {
                node: ground.node,
                list: ground.attribute,
                index,
            },
        ),
        None => describe::value(ground.attribute, &source.value),
    };
    Some(Evidence {
        resource: source.resource.to_string(),
        path: source.path,
        says,
    })
}
