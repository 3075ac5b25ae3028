//! Whether groups let packets to one address out.

use std::net::IpAddr;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Block, Family, Service};

use super::net::Net;
use super::rules::group::What;

/// Whether one of the groups lets packets of a service to an address out.
pub(in crate::graph) fn lets_out(
    graph: &Graph<'_>,
    near: NodeId,
    groups: &[Text],
    address: IpAddr,
    service: &Service,
) -> Result<bool, Gap> {
    let net = Net::new(graph);
    let family = Family::of(address);
    let wanted = Block::new(
        Addresses::all(family),
        Addresses::one(address),
        service.clone(),
    );
    let Some(wanted) = wanted else {
        return Ok(false);
    };
    let mut hidden = None;
    for group in groups {
        let egress = match net.group(group, near) {
            Ok((_, group)) => &group.egress,
            Err(gap) => {
                hidden = hidden.or(Some(gap));
                continue;
            }
        };
        for rule in &egress.rules {
            match &rule.what {
                What::Packets(block) if block.has_all(&wanted) => return Ok(true),
                What::Packets(_) => {}
                What::Members(of, what) if what.has_all(service) => {
                    match is_member(graph, near, address, of) {
                        Ok(true) => return Ok(true),
                        Ok(false) => {}
                        Err(gap) => hidden = hidden.or(Some(gap)),
                    }
                }
                What::Members(..) => {}
            }
        }
        hidden = hidden.or_else(|| egress.hidden.clone());
    }
    hidden.map_or(Ok(false), Err)
}

/// Whether an interface with an address carries a group.
fn is_member(graph: &Graph<'_>, near: NodeId, address: IpAddr, group: &Text) -> Result<bool, Gap> {
    let text = address.to_string();
    let (interfaces, hidden) = graph.naming(Reverse::InterfacesByAddress, &text, near);
    let carries = |node: &NodeId| match graph.facts(*node) {
        Some(Facts::NetworkInterface(facts)) => {
            let mut groups = facts.groups.known().into_iter().flatten();
            groups.any(|one| one.group_id.known() == Some(group))
        }
        _ => false,
    };
    match (interfaces.iter().any(carries), hidden) {
        (true, _) => Ok(true),
        (false, None) => Ok(false),
        (false, Some(gap)) => Err(gap),
    }
}
