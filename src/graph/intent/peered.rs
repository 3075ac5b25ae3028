//! Subnets of a peered VPC of which no connection is wanted, though routes lead to all of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::network::whole_peers;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::{subnets_of, untellable};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

use super::From;
use super::broken::by_subnet;

record! {
    /// A subnet of a peered VPC that nobody is known to want, in a VPC of which something is wanted.
    UnneededSubnet {
        /// The peering connection.
        vpc_peering_connection_id: Text, gap;
        /// The subnet.
        subnet_id: Text, gap;
        /// Its IPv4 range.
        cidr_block: Text, none;
    }
}

/// The derived fact `unneeded_peer_subnets`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let (mut list, mut sources) = (Vec::new(), Vec::new());
    let (ids, hidden) = whole_peers(graph, node);
    reading.hide(hidden);
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::RouteTable(table) = &resource.facts else {
        return Answer::none();
    };
    if ids.is_empty() {
        return Answer::list(list, reading.hidden, sources);
    }
    let own = reading.value(resource, "vpc_id", &table.vpc_id);
    for (id, own) in ids.iter().filter_map(|id| Some((id, own?))) {
        let peer = match peer_of(graph, node, id, own) {
            Ok(peer) => peer,
            Err(gap) => {
                reading.hide(Some(gap));
                continue;
            }
        };
        let sides = Sides {
            own: subnets(&mut reading, own, node),
            peer: subnets(&mut reading, &peer.0, peer.1),
        };
        match unneeded(graph, &sides) {
            // Where nothing is wanted at all, what is wanted was not told.
            None => {
                let what = format!("who wants something over {id}");
                reading.hide(Some(untellable(resource, what)));
            }
            Some(unneeded) => {
                reading.hide(graph.intent().hidden(graph, peer.1).cloned());
                for (subnet, node) in unneeded {
                    sources.extend(told(graph, list.len(), node));
                    list.push(row(graph, id, subnet, node));
                }
            }
        }
        reading.hide(graph.intent().hidden(graph, node).cloned());
        reading.hide(untold(graph, &sides));
    }
    Answer::list(list, reading.hidden, sources)
}

/// The VPC at the other end, which must have been scanned.
fn peer_of(graph: &Graph<'_>, node: NodeId, id: &Text, own: &Text) -> Result<(Text, NodeId), Gap> {
    let peering = graph.find("ec2.vpc_peering_connection", id, node)?;
    let mut reading = Reading::new(graph);
    let mut ends = Vec::new();
    if let (Some(resource), Some(Facts::VpcPeeringConnection(facts))) =
        (graph.resource(peering), graph.facts(peering))
    {
        for (path, side) in [
            ("requester_vpc_info", &facts.requester_vpc_info),
            ("accepter_vpc_info", &facts.accepter_vpc_info),
        ] {
            let side = reading.value(resource, path, side);
            ends.extend(side.and_then(|side| reading.value(resource, path, &side.vpc_id)));
        }
    }
    if let Some(gap) = reading.hidden {
        return Err(gap);
    }
    let peer = ends.into_iter().find(|end| *end != own);
    let untold = || Gap::new(GapReason::Failed, "ec2:DescribeVpcPeeringConnections");
    let peer = peer.ok_or_else(|| untold().because(format!("{id} has no other end than {own}")))?;
    Ok((peer.clone(), graph.find("ec2.vpc", peer, peering)?))
}

/// The subnets of both VPCs.
struct Sides {
    own: BTreeMap<Text, NodeId>,
    peer: BTreeMap<Text, NodeId>,
}

/// The subnets of a VPC by their ids.
fn subnets(reading: &mut Reading<'_, '_>, vpc: &Text, near: NodeId) -> BTreeMap<Text, NodeId> {
    let graph = reading.graph;
    let here = graph.node(near);
    reading.hide(graph.extent("ec2.subnet", here.account, here.region));
    let mut all = BTreeMap::new();
    for &node in graph.of_kind("ec2.subnet") {
        if let (Some(resource), Some(Facts::Subnet(facts))) =
            (graph.resource(node), graph.facts(node))
            && facts.vpc_id.known().is_none_or(|own| own == vpc)
        {
            // Of one that does not say where it is nobody knows whether it is meant.
            if reading.value(resource, "vpc_id", &facts.vpc_id).is_none() {
                continue;
            }
            let id = reading.value(resource, "subnet_id", &facts.subnet_id);
            all.extend(id.map(|id| (id.clone(), node)));
        }
    }
    all
}

/// The subnets of the peer that no connection between both VPCs touches; nothing if there is none at all.
fn unneeded(graph: &Graph<'_>, sides: &Sides) -> Option<Vec<(Text, NodeId)>> {
    let intent = graph.intent();
    let flows = by_subnet(graph, intent);
    let touched: BTreeSet<usize> = sides
        .own
        .keys()
        .flat_map(|id| flows.of_subnet(id))
        .collect();
    let is_needed = |subnet: &Text| flows.of_subnet(subnet).any(|flow| touched.contains(&flow));
    let (needed, others): (Vec<_>, Vec<_>) = sides.peer.iter().partition(|one| is_needed(one.0));
    let others = others.into_iter().map(|(id, node)| (id.clone(), *node));
    (!needed.is_empty()).then(|| others.collect())
}

/// Why something in one of the VPCs may want more than is known, or stand anywhere.
fn untold(graph: &Graph<'_>, sides: &Sides) -> Option<Gap> {
    let intent = graph.intent();
    let stands = |node: NodeId| {
        let (subnets, hidden) = subnets_of(graph, node);
        let mut all = subnets.iter();
        hidden || all.any(|id| sides.own.contains_key(id) || sides.peer.contains_key(id))
    };
    let mut wanting = intent.untold.iter();
    let untold = wanting.find(|(node, _)| stands(**node));
    if let Some((_, gap)) = untold {
        return Some(gap.clone());
    }
    let mut anywhere = by_subnet(graph, intent).anywhere();
    let ends = anywhere.find_map(|flow| {
        let flow = &intent.flows[flow];
        let begins = match flow.from {
            From::Resource(node) => Some(node),
            From::Internet => None,
        };
        let mut ends = [Some(flow.to), begins].into_iter().flatten();
        ends.find(|end| subnets_of(graph, *end).1)
    })?;
    let resource = graph.resource(ends)?;
    Some(untellable(
        resource,
        format!("where {} stands", resource.arn.last()),
    ))
}

fn row(graph: &Graph<'_>, peering: &Text, subnet: Text, node: NodeId) -> UnneededSubnet {
    UnneededSubnet {
        vpc_peering_connection_id: peering.clone().into(),
        subnet_id: subnet.into(),
        cidr_block: match graph.facts(node) {
            Some(Facts::Subnet(facts)) => facts.cidr_block.clone(),
            _ => crate::model::fact::Fact::None,
        },
    }
}

/// The fact that tells of a subnet, as that of an item.
fn told(graph: &Graph<'_>, at: usize, node: NodeId) -> Option<(String, Source)> {
    let resource = graph.resource(node)?;
    let Facts::Subnet(facts) = &resource.facts else {
        return None;
    };
    Some((
        format!("[{at}]"),
        source(resource, "cidr_block", &facts.cidr_block),
    ))
}
