//! A network ACL as an ordered list of sets of packets.

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::NetworkAclEntry;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Block};

/// A network ACL, read once.
pub(in crate::graph) struct Acl {
    pub(in crate::graph::reach) ingress: Vec<Entry>,
    pub(in crate::graph::reach) egress: Vec<Entry>,
    /// Why there may be other entries, or entries may be other than they are told.
    pub(in crate::graph::reach) hidden: Option<Gap>,
}

/// An entry, in the order in which entries are asked.
pub(in crate::graph) struct Entry {
    number: i64,
    /// Its place in the list.
    pub(in crate::graph::reach) index: u32,
    pub(in crate::graph::reach) allows: bool,
    /// The packets that it is about.
    pub(in crate::graph::reach) block: Block,
}

impl Acl {
    pub(in crate::graph::reach) fn read(graph: &Graph<'_>, node: NodeId) -> Self {
        let mut acl = Acl {
            ingress: Vec::new(),
            egress: Vec::new(),
            hidden: None,
        };
        let Some(resource) = graph.resource(node) else {
            return acl;
        };
        let Facts::NetworkAcl(facts) = &resource.facts else {
            return acl;
        };
        acl.hidden = match facts.entries.is_missing() {
            true => Some(graph.missing(resource, "entries")),
            false => graph.hole(resource, "entries"),
        };
        for (index, told) in facts.entries.known().into_iter().flatten().enumerate() {
            let path = format!("entries[{index}]");
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            match (told.egress.known(), entry(index, told)) {
                (Some(true), Some(entry)) => acl.egress.push(entry),
                (Some(false), Some(entry)) => acl.ingress.push(entry),
                _ => {
                    let gap = || graph.missing(resource, &path);
                    acl.hidden.get_or_insert_with(gap);
                }
            }
        }
        // The lowest number that matches decides, in whatever order they are told.
        acl.ingress.sort_by_key(|entry| entry.number);
        acl.egress.sort_by_key(|entry| entry.number);
        acl
    }
}

/// An entry; nothing if something of it is not told. The last one of every list, which denies what
/// no other one decided, is told too, with the number 32767.
fn entry(index: u32, told: &NetworkAclEntry) -> Option<Entry> {
    let allows = match told.rule_action.known()?.as_str() {
        "allow" => true,
        "deny" => false,
        _ => return None,
    };
    let protocol = super::protocol(told.protocol.known()?)?;
    let ports = (&told.from_port, &told.to_port);
    let icmp = (&told.icmp_type, &told.icmp_code);
    let peers = match (&told.cidr_block, &told.ipv6_cidr_block) {
        (Fact::Known(block), _) => block,
        (Fact::None, Fact::Known(block)) => block,
        _ => return None,
    };
    let block: IpNet = peers.parse().ok()?;
    let peers = Addresses::block(block);
    let any = Addresses::all(peers.family());
    let (source, destination) = match told.egress.known()? {
        true => (any, peers),
        false => (peers, any),
    };
    let service = super::service(protocol, ports, icmp)?;
    Some(Entry {
        number: *told.rule_number.known()?,
        index,
        allows,
        block: Block::new(source, destination, service)?,
    })
}
