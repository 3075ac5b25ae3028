//! The address ranges of a VPC.

use ipnet::IpNet;

use crate::model::kinds::Facts;

use crate::graph::node::NodeId;
use crate::graph::reading::Reading;

/// The address ranges of a VPC, of both families.
pub(in crate::graph) fn blocks_of(reading: &mut Reading<'_, '_>, vpc: NodeId) -> Vec<IpNet> {
    let mut blocks = Vec::new();
    let Some(resource) = reading.graph.resource(vpc) else {
        return blocks;
    };
    let Facts::Vpc(facts) = &resource.facts else {
        return blocks;
    };
    let first = reading.value(resource, "cidr_block", &facts.cidr_block);
    blocks.extend(first.and_then(|block| block.parse::<IpNet>().ok()));
    let lists = [
        ("cidr_block_associations", &facts.cidr_block_associations),
        (
            "ipv6_cidr_block_associations",
            &facts.ipv6_cidr_block_associations,
        ),
    ];
    for (path, list) in lists {
        for one in reading.items(resource, path, list) {
            let block = reading.value(resource, path, &one.cidr_block);
            blocks.extend(block.and_then(|block| block.parse::<IpNet>().ok()));
        }
    }
    blocks
}
