//! Sets of addresses, and the blocks that they are made of.

use std::net::IpAddr;

use ipnet::IpNet;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::graph::packet::{Addresses, Family};

fn block() -> impl Strategy<Value = IpNet> {
    prop_oneof![
        (any::<[u8; 4]>(), 0..=32u8).prop_map(|(a, n)| IpNet::new(a.into(), n).expect("a block")),
        (any::<[u8; 16]>(), 0..=128u8)
            .prop_map(|(a, n)| IpNet::new(IpAddr::from(a), n).expect("a block")),
        (0..4u8, 28..=32u8).prop_map(|(a, n)| IpNet::new([10, 0, 0, a * 5].into(), n).expect("a")),
    ]
}

proptest! {
    /// What goes in as blocks comes out as the fewest blocks, as `ipnet` merges them.
    #[test]
    fn blocks_come_back_merged(blocks in vec(block(), 0..6)) {
        for family in Family::BOTH {
            let set = Addresses::blocks(family, &blocks);
            let own = blocks.iter().filter(|one| Family::of(one.addr()) == family);
            let own: Vec<IpNet> = own.map(IpNet::trunc).collect();
            prop_assert_eq!(set.to_blocks(), IpNet::aggregate(&own));
            for block in &own {
                prop_assert!(set.has(block.network()) && set.has(block.broadcast()));
            }
        }
    }

    /// A block is in a set if all its addresses are.
    #[test]
    fn blocks_are_held_as_ipnet_holds_them(a in block(), b in block()) {
        let (one, other) = (Addresses::block(a), Addresses::block(b));
        prop_assert_eq!(one.has_all(&other), a.contains(&b));
        prop_assert_eq!(one.is_apart(&other), !a.contains(&b) && !b.contains(&a));
    }
}

#[test]
fn families_never_mix() {
    let v4 = Addresses::all(Family::V4);
    let v6 = Addresses::all(Family::V6);
    assert!(v4.is_apart(&v6) && v4.and(&v6).is_empty());
    assert_eq!(v4.without(&v6), v4);
    assert!(!v6.has_all(&v4));
    // The number of 0.0.0.7 is that of ::7.
    assert!(!v4.has("::7".parse().expect("an address")));
    assert_eq!(v4.to_blocks(), ["0.0.0.0/0".parse().expect("a block")]);
}
