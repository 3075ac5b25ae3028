//! A route table of a transit gateway as destinations in the order in which they decide.

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_transit::TransitGatewayRoute;

use crate::graph::network::table::{drops, unknown_state};
use crate::graph::node::{Graph, NodeId};

/// The route table of a transit gateway, read once.
pub(in crate::graph) struct TransitTable {
    /// Destinations, those that decide first in front: the longest prefix, then static before
    /// propagated. <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>
    pub(in crate::graph::reach) entries: Vec<Entry>,
    /// Why there may be other routes.
    pub(in crate::graph::reach) hidden: Option<Gap>,
}

/// A route of a transit gateway.
pub(in crate::graph) struct Entry {
    pub(in crate::graph::reach) block: IpNet,
    is_propagated: bool,
    pub(in crate::graph::reach) index: u32,
    pub(in crate::graph::reach) blackhole: bool,
    pub(in crate::graph::reach) attachments: Vec<Text>,
}

impl TransitTable {
    pub(in crate::graph::reach) fn read(graph: &Graph<'_>, node: NodeId) -> Self {
        let mut table = TransitTable {
            entries: Vec::new(),
            hidden: None,
        };
        let Some(resource) = graph.resource(node) else {
            return table;
        };
        let Facts::TransitGatewayRouteTable(facts) = &resource.facts else {
            return table;
        };
        table.hidden = match facts.routes.is_missing() {
            true => Some(graph.missing(resource, "routes")),
            false => graph.hole(resource, "routes"),
        };
        for (index, route) in facts.routes.known().into_iter().flatten().enumerate() {
            match entry(index, route) {
                Some(entry) => table.entries.push(entry),
                None => {
                    let path = format!("routes[{index}]");
                    let gap = || match drops(&route.state) {
                        None => unknown_state(graph, resource, &path, &route.state),
                        Some(_) => graph.missing(resource, &path),
                    };
                    table.hidden.get_or_insert_with(gap);
                }
            }
        }
        let order = |entry: &Entry| {
            let length = std::cmp::Reverse(entry.block.prefix_len());
            (length, entry.is_propagated)
        };
        table.entries.sort_by_key(order);
        table
    }
}

fn entry(index: usize, route: &TransitGatewayRoute) -> Option<Entry> {
    Some(Entry {
        block: route.destination_cidr_block.known()?.parse().ok()?,
        is_propagated: route.route_type.known()? == "propagated",
        index: u32::try_from(index).ok()?,
        blackhole: drops(&route.state)?,
        attachments: match &route.transit_gateway_attachment_ids {
            Fact::Known(ids) => ids.clone(),
            Fact::None => Vec::new(),
            Fact::Missing => return None,
        },
    })
}
