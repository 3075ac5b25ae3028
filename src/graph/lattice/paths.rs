//! The ways from a resource gateway to what a configuration leads to.

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::{targets, zones};
use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::Party;
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;
use crate::graph::workload::{Way, ways_to};

record! {
    /// The way from a subnet of a gateway to a target.
    GatewayWay {
        /// The subnet.
        subnet_id: Text, gap;
        /// The id of its zone.
        zone_id: Text, none;
        /// The database.
        target: Text, gap;
        /// The port.
        port: i64, gap;
        /// Whether connections get there and the answers back.
        open: bool, gap;
        /// What stops them.
        why: Text, none;
    }
}

/// The derived fact `gateway_ways`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut told: Vec<GatewayWay> = Vec::new();
    let mut sources = Vec::new();
    let all = targets::of(&mut reading, node);
    for gateway in reading.linked(node, "resource_gateway") {
        let subnets = reading.linked(gateway, "subnets");
        for &target in &all {
            let port = targets::port(&mut reading, target);
            let Some(port) = port.and_then(|port| u16::try_from(port).ok()) else {
                continue;
            };
            let ways = ways_to(graph, gateway, &Party::Resource(target), port);
            reading.hide(ways.hidden.clone());
            for &subnet in &subnets {
                let Some(id) = subnet_id(graph, subnet) else {
                    continue;
                };
                let (open, why, by) = match ways.from(&id) {
                    Way::Open(by) => (true, None, by),
                    Way::Shut(why, by) => (false, Some(why), by),
                    Way::Unknown(gap) => {
                        reading.hide(Some(gap));
                        continue;
                    }
                };
                let at = format!("[{}]", told.len());
                sources.extend(by.into_iter().map(|by| (at.clone(), by)));
                told.push(GatewayWay {
                    zone_id: Fact::told(zones::zone_of(&mut reading, subnet)),
                    subnet_id: id.into(),
                    target: graph.node(target).arn.clone().into(),
                    port: i64::from(port).into(),
                    open: open.into(),
                    why: Fact::told(why),
                });
            }
        }
    }
    Answer::list(told, reading.hidden, sources)
}

fn subnet_id(graph: &Graph<'_>, subnet: NodeId) -> Option<Text> {
    match graph.facts(subnet) {
        Some(Facts::Subnet(facts)) => facts.subnet_id.known().cloned(),
        _ => None,
    }
}
