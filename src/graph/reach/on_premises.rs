//! Networks behind VPN and Direct Connect. What addresses they have, only routes tell.

use crate::graph::packet::{Addresses, Family};

use super::world;

/// Every address that such a network may have: all but those that the internet routes, and those
/// that stand for hosts nowhere.
pub(super) fn all() -> Vec<Addresses> {
    let private = [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
    ];
    let v4: Vec<_> = private.iter().filter_map(|one| one.parse().ok()).collect();
    let v4 = Addresses::blocks(Family::V4, &v4).without(world::of_vpc(Family::V4));
    let v6: Vec<_> = ["fc00::/7"]
        .iter()
        .filter_map(|one| one.parse().ok())
        .collect();
    let v6 = Addresses::blocks(Family::V6, &v6).without(world::of_vpc(Family::V6));
    vec![v4, v6]
}

/// Whether these are all of them, and not those that a question names.
pub(super) fn is_all(addresses: &[Addresses]) -> bool {
    addresses == all().as_slice()
}
