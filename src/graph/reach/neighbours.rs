//! What joins networks: the VPCs that peering and transit gateways join to one.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_transit::TransitGatewayAttachment;
use crate::model::resource::Resource;

use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};

use super::net::Net;

const ATTACHMENT: &str = "ec2.transit_gateway_attachment";

/// The VPC itself, and those that peering and transit gateways join to it; and why there may be others.
pub(super) fn neighbours(net: Net<'_, '_>, vpc: &Text, near: NodeId) -> (BTreeSet<Text>, Vec<Gap>) {
    let graph = net.graph;
    let mut vpcs = BTreeSet::from([vpc.clone()]);
    let mut hidden = Vec::new();
    let (peerings, gap) = graph.naming(Reverse::PeeringsByVpc, vpc, near);
    hidden.extend(gap);
    for node in peerings {
        if let Some(Facts::VpcPeeringConnection(facts)) = graph.facts(node) {
            let sides = [&facts.requester_vpc_info, &facts.accepter_vpc_info];
            let sides = sides.iter().filter_map(|side| side.known());
            vpcs.extend(sides.filter_map(|side| side.vpc_id.known().cloned()));
        }
    }
    let (own, gap) = graph.naming(Reverse::AttachmentsByResource, vpc, near);
    hidden.extend(gap);
    for node in own {
        let Some((_, facts)) = attachment(graph, node) else {
            continue;
        };
        let Some(gateway) = facts.transit_gateway_id.known() else {
            continue;
        };
        let around = Gateways::around(graph, gateway, node);
        hidden.extend(around.hidden);
        for facts in around
            .attachments
            .iter()
            .filter_map(|node| attachment(graph, *node))
        {
            let facts = facts.1;
            if facts.resource_type.known().is_none_or(|sort| sort == "vpc") {
                vpcs.extend(facts.resource_id.known().cloned());
            }
        }
    }
    (vpcs, hidden)
}

/// The same, and the first reason for which there may be others.
pub(in crate::graph) fn vpcs_around(
    graph: &Graph<'_>,
    vpc: &Text,
    near: NodeId,
) -> (BTreeSet<Text>, Option<Gap>) {
    let (vpcs, hidden) = neighbours(Net::new(graph), vpc, near);
    (vpcs, hidden.into_iter().next())
}

/// A transit gateway and those that peering joins to it, and to these.
#[derive(Default)]
pub(super) struct Gateways {
    /// Every attachment of theirs that was told.
    pub(super) attachments: Vec<NodeId>,
    /// Why there may be others.
    pub(super) hidden: Vec<Gap>,
}

impl Gateways {
    pub(super) fn around(graph: &Graph<'_>, gateway: &Text, near: NodeId) -> Self {
        let mut all = Gateways::default();
        let mut seen = BTreeSet::new();
        let mut left = BTreeMap::from([(gateway.clone(), near)]);
        while let Some((gateway, near)) = left.pop_first() {
            if !seen.insert(gateway.clone()) {
                continue;
            }
            let by = Reverse::AttachmentsByTransitGateway;
            let (nodes, gap) = graph.naming(by, &gateway, near);
            all.hidden.extend(gap);
            for node in nodes {
                if let Some((resource, facts)) = attachment(graph, node) {
                    all.hidden.extend(unseen(graph, resource, facts));
                    all.hidden.extend(beyond(graph, node, facts));
                    left.extend(peer(facts).map(|peer| (peer.clone(), node)));
                }
                all.attachments.push(node);
            }
        }
        all
    }
}

fn attachment<'s>(
    graph: &Graph<'s>,
    node: NodeId,
) -> Option<(&'s Resource, &'s TransitGatewayAttachment)> {
    let resource = graph.resource(node)?;
    match &resource.facts {
        Facts::TransitGatewayAttachment(facts) => Some((resource, facts)),
        _ => None,
    }
}

/// Why a gateway may have attachments that were not told: only its owner is told all of them.
fn unseen(graph: &Graph<'_>, resource: &Resource, facts: &TransitGatewayAttachment) -> Option<Gap> {
    match &facts.transit_gateway_owner_id {
        Fact::Known(owner) => {
            let owner = AccountId::from(owner.as_str());
            graph.extent(ATTACHMENT, &owner, &resource.region)
        }
        Fact::None | Fact::Missing => Some(graph.missing(resource, "transit_gateway_owner_id")),
    }
}

/// The gateway at the other end of a peering attachment.
pub(super) fn peer(facts: &TransitGatewayAttachment) -> Option<&Text> {
    let sort = facts.resource_type.known()?;
    facts.resource_id.known().filter(|_| sort == "peering")
}

/// Why nobody knows what is attached to the gateway at the other end.
fn beyond(graph: &Graph<'_>, node: NodeId, facts: &TransitGatewayAttachment) -> Option<Gap> {
    let sort = facts.resource_type.known();
    if sort.is_some_and(|sort| sort != "peering") {
        return None;
    }
    let Some(peer) = peer(facts) else {
        let path = if sort.is_none() {
            "resource_type"
        } else {
            "resource_id"
        };
        return graph.resource(node).map(|one| graph.missing(one, path));
    };
    match graph.find("ec2.transit_gateway", peer, node) {
        Ok(peer) => {
            let peer = graph.node(peer);
            graph.extent(ATTACHMENT, peer.account, peer.region)
        }
        Err(gap) => Some(gap),
    }
}
