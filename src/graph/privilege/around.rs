//! Where a group is, and whose the interfaces there are: read once for all its rules.

use std::sync::Arc;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::privilege::Peer;
use crate::model::resource::Resource;

use ipnet::IpNet;

use crate::graph::groups::groups_of;
use crate::graph::index::Reverse;
use crate::graph::intent::{Whose, has_address_in, units, whose};
use crate::graph::network::blocks_of;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::untellable;
use crate::graph::reading::Reading;

/// A group and what stands around it.
pub(super) struct Around<'g, 's> {
    pub(super) graph: &'g Graph<'s>,
    pub(super) node: NodeId,
    pub(super) resource: &'s Resource,
    /// The VPC of the group.
    vpc: Option<&'s Text>,
    /// The interfaces of the VPC.
    interfaces: Vec<Member>,
    /// Why there may be others.
    hidden: Option<Gap>,
    /// Whether the VPC is joined to other networks.
    is_joined: Result<bool, Gap>,
    blocks: Result<Vec<IpNet>, Gap>,
}

/// An interface, and whose it is.
pub(super) struct Member {
    pub(super) interface: NodeId,
    pub(super) whose: Arc<Whose>,
}

impl Member {
    pub(super) fn of(graph: &Graph<'_>, interface: NodeId) -> Self {
        Member {
            interface,
            whose: whose(graph, interface),
        }
    }
}

impl<'g, 's> Around<'g, 's> {
    pub(super) fn of(graph: &'g Graph<'s>, node: NodeId, resource: &'s Resource) -> Self {
        let vpc = vpc_of(graph, node);
        let nowhere = || graph.missing(resource, "vpc_id");
        let mut around = Around {
            graph,
            node,
            resource,
            vpc,
            interfaces: Vec::new(),
            hidden: Some(nowhere()),
            is_joined: Err(nowhere()),
            blocks: Err(nowhere()),
        };
        if let Some(vpc) = vpc {
            let (all, hidden) = graph.naming(Reverse::InterfacesByVpc, vpc, node);
            let members = all.into_iter().map(|one| Member::of(graph, one));
            around.interfaces = members.collect();
            around.hidden = hidden;
            around.is_joined = is_joined(graph, node, vpc);
            let mut reading = Reading::new(graph);
            let own = reading.found(graph.find("ec2.vpc", vpc, node));
            let blocks = own.map(|own| blocks_of(&mut reading, own));
            around.blocks = match (blocks, reading.hidden) {
                (_, Some(gap)) => Err(gap),
                (Some(blocks), None) => Ok(blocks),
                (None, None) => Err(nowhere()),
            };
        }
        around
    }

    /// The interfaces of the VPC with an address in one of several ranges, and why there may be others.
    pub(super) fn inside(&self, ranges: &[IpNet]) -> (Vec<&Member>, Vec<Gap>) {
        let mut unknown: Vec<Gap> = self.hidden.iter().cloned().collect();
        let mut inside = Vec::new();
        for member in &self.interfaces {
            let mut is_in = false;
            for range in ranges {
                match has_address_in(self.graph, member.interface, range) {
                    Ok(found) => is_in |= found,
                    Err(gap) => unknown.push(gap),
                }
            }
            inside.extend(is_in.then_some(member));
        }
        (inside, unknown)
    }

    /// Whether any interface of the VPC may be that of a client.
    pub(super) fn has(&self, client: NodeId) -> bool {
        let mut all = self.interfaces.iter();
        all.any(|member| member.whose.owners.contains(&client))
    }

    /// Whether a range goes beyond the VPC, to networks that are joined to it.
    pub(super) fn leads_beyond(&self, range: &IpNet) -> Result<bool, Gap> {
        let blocks = self.blocks.as_ref().map_err(Gap::clone)?;
        if blocks.iter().any(|block| block.contains(range)) {
            return Ok(false);
        }
        self.is_joined.clone()
    }

    /// Whether a group is of the same VPC.
    pub(super) fn is_beside(&self, group: NodeId) -> bool {
        self.vpc.is_some() && vpc_of(self.graph, group) == self.vpc
    }

    /// The group of a thing that a rule can name: of the VPC of the own, and carried by as few others as
    /// can be.
    pub(super) fn group_of(&self, node: NodeId) -> Option<Peer> {
        let graph = self.graph;
        let (groups, _) = groups_of(graph, node);
        let here = |id: &Text| {
            let group = graph.find("ec2.security_group", id, node);
            group.is_ok_and(|group| self.is_beside(group))
        };
        let carried = |id: &Text| units(graph, id, node).0.len();
        let least = groups.into_iter().filter(here).min_by_key(carried)?;
        Some(Peer::Group(least.to_string(), None))
    }

    /// A gap because no call tells something.
    pub(super) fn untold(&self, what: String) -> Gap {
        untellable(self.resource, what)
    }
}

fn is_joined(graph: &Graph<'_>, node: NodeId, vpc: &str) -> Result<bool, Gap> {
    let mut hidden = None;
    for joint in [
        Reverse::PeeringsByVpc,
        Reverse::AttachmentsByResource,
        Reverse::VpnGatewaysByVpc,
    ] {
        let (found, gap) = graph.naming(joint, vpc, node);
        if !found.is_empty() {
            return Ok(true);
        }
        hidden = hidden.or(gap);
    }
    hidden.map_or(Ok(false), Err)
}

/// The VPC of a group.
pub(super) fn vpc_of<'s>(graph: &Graph<'s>, node: NodeId) -> Option<&'s Text> {
    match graph.facts(node) {
        Some(Facts::SecurityGroup(facts)) => facts.vpc_id.known(),
        _ => None,
    }
}
