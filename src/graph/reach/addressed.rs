//! The interfaces that have an address of a block, looked up and not searched for.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family};

use super::members::{Member, Members};
use super::net::Net;
use super::seat::{Seat, SharedSeat};

/// Every interface by its addresses.
#[derive(Default)]
pub(in crate::graph) struct ByAddress {
    private: Blocks,
    public: Blocks,
    /// Those of which not all addresses were told.
    untold: Vec<NodeId>,
    /// Those of which nobody told where they stand.
    nowhere: Vec<(NodeId, Gap)>,
    /// Why there may be more.
    hidden: Option<Gap>,
}

/// Blocks by the addresses that they begin with. Of two blocks one holds the other, or they are apart.
#[derive(Default)]
struct Blocks {
    at: BTreeMap<IpAddr, Vec<(IpNet, NodeId)>>,
    /// The lengths of their prefixes.
    lengths: BTreeSet<u8>,
}

impl Blocks {
    fn add(&mut self, block: IpNet, node: NodeId) {
        self.lengths.insert(block.prefix_len());
        let at = self.at.entry(block.network()).or_default();
        at.push((block, node));
    }

    /// Whose blocks are not apart from this one, in the order of the graph.
    fn touching(&self, wanted: IpNet) -> BTreeSet<NodeId> {
        let within = self.at.range(wanted.network()..=wanted.broadcast());
        let mut nodes: BTreeSet<NodeId> = within
            .flat_map(|(_, all)| all)
            .map(|(_, node)| *node)
            .collect();
        for length in self.lengths.range(..wanted.prefix_len()) {
            // A length of the other family may be none of this one.
            let Ok(wider) = IpNet::new(wanted.addr(), *length) else {
                continue;
            };
            let all = self.at.get(&wider.network()).into_iter().flatten();
            let around = all.filter(|(block, _)| block.contains(&wanted));
            nodes.extend(around.map(|(_, node)| *node));
        }
        nodes
    }
}

impl ByAddress {
    fn read(net: Net<'_, '_>) -> Self {
        let mut all = ByAddress::default();
        let kind = "ec2.network_interface";
        for &node in net.graph.of_kind(kind) {
            match net.seat(node) {
                Ok(seat) => all.add(node, &seat),
                Err(gap) => all.nowhere.push((node, gap)),
            }
        }
        let places = net.graph.places(kind);
        let mut extents = places
            .iter()
            .filter_map(|(account, region)| net.graph.extent(kind, account, region));
        all.hidden = extents.next();
        all
    }

    fn add(&mut self, node: NodeId, seat: &Seat) {
        for block in [&seat.v4, &seat.v6].iter().flat_map(|one| one.to_blocks()) {
            self.private.add(block, node);
        }
        for (_, public) in &seat.public {
            self.public.add(IpNet::from(*public), node);
        }
        if seat.more_addresses.is_some() {
            self.untold.push(node);
        }
    }
}

fn by_address<'g>(net: Net<'g, '_>) -> &'g ByAddress {
    let read = || ByAddress::read(net);
    net.graph.reach.addresses.get_or_init(read)
}

/// The interfaces that have one of these addresses; one that has others besides only with these.
pub(super) fn with_addresses(net: Net<'_, '_>, block: IpNet) -> Members {
    let own = Addresses::block(block);
    let all = by_address(net);
    let seats = all.private.touching(block).into_iter();
    let narrowed = seats.filter_map(|node| narrowed(&net.seat(node).ok()?, &own));
    let mut members = Members {
        each: narrowed.map(Member::sure).collect(),
        hidden: None,
    };
    // Where one stands is not told: if it has the address, nobody knows how packets get there.
    let mut nowhere = all.nowhere.iter();
    let nowhere = nowhere.find(|(node, _)| may_have(net, *node, &own));
    let mut untold = all.untold.iter().filter_map(|node| {
        let seat = net.seat(*node).ok()?;
        let others = seat.addresses(own.family()).is_apart(&own);
        let gap = seat.more_addresses.clone();
        gap.filter(|_| others && may_be_in(net, &seat, &own))
    });
    let nowhere = nowhere.map(|(_, gap)| gap.clone());
    members.hidden = nowhere
        .or_else(|| untold.next())
        .or_else(|| all.hidden.clone());
    members
}

/// A seat with those of its addresses alone; nothing if it has none of them.
fn narrowed(seat: &SharedSeat, wanted: &Addresses) -> Option<SharedSeat> {
    let own = seat.addresses(wanted.family()).and(wanted);
    if own.is_empty() {
        return None;
    }
    let mut seat = (**seat).clone();
    let none = |family| Addresses::none(family);
    (seat.v4, seat.v6) = match wanted.family() {
        Family::V4 => (own, none(Family::V6)),
        Family::V6 => (none(Family::V4), own),
    };
    seat.public.retain(|(private, _)| seat.v4.has(*private));
    Some(Arc::new(seat))
}

/// Whether an interface may have one of these addresses, by what is told of it alone.
fn may_have(net: Net<'_, '_>, node: NodeId, wanted: &Addresses) -> bool {
    let Some(Facts::NetworkInterface(facts)) = net.graph.facts(node) else {
        return true;
    };
    let (v4, v6) = (&facts.private_ip_addresses, &facts.ipv6_addresses);
    let v4_told = v4.known().into_iter().flatten();
    let v6_told = v6.known().into_iter().flatten();
    let mut told = v4_told
        .map(|one| &one.private_ip_address)
        .chain(v6_told.map(|one| &one.ipv6_address));
    let may_be = |one: &Fact<Text>| match one {
        Fact::Known(text) => text.parse().map_or(true, |ip| wanted.has(ip)),
        Fact::None | Fact::Missing => true,
    };
    v4.is_missing() || v6.is_missing() || told.any(may_be)
}

/// Whether an interface whose addresses were not all told may have one of these: they are of its subnet.
fn may_be_in(net: Net<'_, '_>, seat: &Seat, wanted: &Addresses) -> bool {
    let node = seat.subnet.node.as_ref().ok();
    let Some(Facts::Subnet(facts)) = node.and_then(|node| net.graph.facts(*node)) else {
        return true;
    };
    match (wanted.family(), facts.cidr_block.known()) {
        (Family::V4, Some(block)) => block
            .parse()
            .map_or(true, |block| !Addresses::block(block).is_apart(wanted)),
        _ => true,
    }
}

/// The interfaces to whose public addresses some of a block are mapped, each only with these.
pub(super) fn with_public_addresses(net: Net<'_, '_>, block: IpNet) -> Vec<Seat> {
    let wanted = Addresses::block(block);
    let nodes = by_address(net).public.touching(block).into_iter();
    let seats = nodes.filter_map(|node| net.seat(node).ok());
    let narrowed = seats.map(|seat| {
        let mut own = (*seat).clone();
        own.public.retain(|(_, public)| wanted.has(*public));
        let private = own.public.iter().map(|(private, _)| *private);
        own.v4 = Addresses::these(Family::V4, private);
        own.v6 = Addresses::none(Family::V6);
        (own.more_addresses, own.more_public) = (None, None);
        own.only_public = true;
        own
    });
    narrowed.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ipnet::IpNet;

    use super::Blocks;
    use crate::graph::node::NodeId;

    /// Blocks of both families, some within others.
    const BLOCKS: [&str; 8] = [
        "10.0.0.0/28",
        "10.0.0.5/32",
        "10.0.0.16/32",
        "10.0.1.0/32",
        "0.0.0.0/0",
        "::/0",
        "2001:db8::/80",
        "2001:db8::7/128",
    ];

    const WANTED: [&str; 9] = [
        "10.0.0.0/8",
        "10.0.0.4/30",
        "10.0.0.5/32",
        "10.0.0.16/28",
        "10.0.1.1/32",
        "255.255.255.255/32",
        "2001:db8::/32",
        "2001:db8::7/128",
        "fd00::/8",
    ];

    fn block(text: &str) -> IpNet {
        text.parse().expect("a block")
    }

    #[test]
    fn blocks_that_touch_are_those_of_which_one_holds_the_other() {
        let mut blocks = Blocks::default();
        for (at, own) in (0..).zip(BLOCKS) {
            blocks.add(block(own), NodeId(at));
        }
        for wanted in WANTED.map(block) {
            let touches = |own: &IpNet| own.contains(&wanted) || wanted.contains(own);
            let all = (0..).map(NodeId).zip(BLOCKS.map(block));
            let expected: BTreeSet<NodeId> = all
                .filter(|(_, own)| touches(own))
                .map(|(node, _)| node)
                .collect();
            assert_eq!(blocks.touching(wanted), expected, "{wanted}");
        }
    }
}
