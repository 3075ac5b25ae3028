//! Sets of packets against every packet of a small universe, of both families.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use proptest::collection::vec;
use proptest::prelude::*;

use crate::graph::packet::{Addresses, Block, Family, PacketSet, Ranges, Service};

/// A universe of two families, four addresses on each side, two protocols, three ports on each side.
const ADDRESSES: [u8; 4] = [0, 1, 7, 255];
const PROTOCOLS: [u8; 2] = [6, 17];
const PORTS: [u16; 3] = [0, 443, 65535];

fn address(family: Family, last: u8) -> IpAddr {
    match family {
        Family::V4 => Ipv4Addr::from_bits(u32::MAX - 255 + u32::from(last)).into(),
        Family::V6 => Ipv6Addr::from_bits(u128::from(last)).into(),
    }
}

fn some<T: Copy + std::fmt::Debug + 'static>(of: &'static [T]) -> impl Strategy<Value = Vec<T>> {
    proptest::sample::subsequence(of, 1..=of.len())
}

fn block() -> impl Strategy<Value = Block> {
    let ports = || some(&PORTS).prop_map(|ports| Ranges::of(ports.into_iter().map(|p| (p, p))));
    let ends = (some(&ADDRESSES), some(&ADDRESSES));
    (any::<bool>(), ends, some(&PROTOCOLS), ports(), ports()).prop_map(
        |(v6, (from, to), protocols, source_ports, ports)| {
            let family = if v6 { Family::V6 } else { Family::V4 };
            let these = |ends: Vec<u8>| {
                Addresses::these(family, ends.into_iter().map(|end| address(family, end)))
            };
            let service = Service {
                protocols: Ranges::of(protocols.into_iter().map(|p| (p, p))),
                source_ports,
                ports,
            };
            Block::new(these(from), these(to), service).expect("a packet")
        },
    )
}

fn set() -> impl Strategy<Value = PacketSet> {
    vec(block(), 0..4).prop_map(|blocks| blocks.into_iter().collect())
}

/// Every packet of the universe.
fn universe() -> Vec<Block> {
    let mut all = Vec::new();
    for family in Family::BOTH {
        for (from, to) in pairs(&ADDRESSES, &ADDRESSES) {
            for protocol in PROTOCOLS {
                for (source_port, port) in pairs(&PORTS, &PORTS) {
                    let service = Service {
                        protocols: Ranges::one(protocol),
                        source_ports: Ranges::one(source_port),
                        ports: Ranges::one(port),
                    };
                    let one = |last| Addresses::one(address(family, last));
                    all.extend(Block::new(one(from), one(to), service));
                }
            }
        }
    }
    all
}

fn pairs<A: Copy, B: Copy>(a: &[A], b: &[B]) -> Vec<(A, B)> {
    let pairs = a.iter().flat_map(|a| b.iter().map(|b| (*a, *b)));
    pairs.collect()
}

/// Whether a set has a packet, asked of each dimension of each box.
fn has(set: &PacketSet, packet: &Block) -> bool {
    let first = |addresses: &Addresses| addresses.single().expect("one address");
    let service = packet.service();
    set.blocks().iter().any(|block| {
        block.source().has(first(packet.source()))
            && block.destination().has(first(packet.destination()))
            && block
                .service()
                .protocols
                .has(service.protocols.single().expect("one"))
            && block
                .service()
                .source_ports
                .has(service.source_ports.single().expect("one"))
            && block
                .service()
                .ports
                .has(service.ports.single().expect("one"))
    })
}

proptest! {
    #[test]
    fn packets_are_counted(a in set(), b in set()) {
        let universe = universe();
        let (and, less) = (a.and(&b), a.without(&b));
        let mut or = a.clone();
        or.add(b.clone());
        let (mut apart, mut holds) = (true, true);
        for packet in &universe {
            let (in_a, in_b) = (has(&a, packet), has(&b, packet));
            prop_assert_eq!(has(&and, packet), in_a && in_b);
            prop_assert_eq!(has(&less, packet), in_a && !in_b);
            prop_assert_eq!(has(&or, packet), in_a || in_b);
            apart &= !(in_a && in_b);
            holds &= in_a || !in_b;
        }
        // Every box is made of points of the universe: what it lacks there, it lacks.
        prop_assert_eq!(a.is_apart(&b), apart);
        prop_assert_eq!(and.is_empty(), apart);
        prop_assert_eq!(a.has_all(&b), holds);
        prop_assert_eq!(b.without(&a).is_empty(), holds);
    }

    /// Boxes that are apart hold each packet once, and no other.
    #[test]
    fn boxes_can_be_kept_apart(a in set()) {
        let apart = a.apart();
        for packet in &universe() {
            let held = apart.blocks().iter().filter(|one| one.has_all(packet)).count();
            prop_assert_eq!(held, usize::from(has(&a, packet)));
        }
    }

    #[test]
    fn ends_can_be_narrowed(a in set(), end in proptest::sample::select(&ADDRESSES[..])) {
        for family in Family::BOTH {
            let only = Addresses::one(address(family, end));
            for packet in &universe() {
                prop_assert_eq!(has(&a.to(&only), packet), has(&a, packet) && *packet.destination() == only);
                prop_assert_eq!(has(&a.from(&only), packet), has(&a, packet) && *packet.source() == only);
            }
        }
    }
}

#[test]
fn icmp_is_a_type_and_a_code() {
    let echo = Service::icmp(Service::ICMP, Some(8), None);
    assert!(echo.ports.has(0x0800) && echo.ports.has(0x08ff) && !echo.ports.has(0x0900));
    let exact = Service::icmp(Service::ICMP, Some(3), Some(4));
    assert_eq!(exact.ports.single(), Some(0x0304));
    assert!(Service::icmp(Service::ICMPV6, None, Some(1)).ports.is_all());
}
