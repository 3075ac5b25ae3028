//! Sets of addresses as unions of CIDR ranges, and when such a set is "the internet".

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::model::id::Text;

/// An address in its one canonical form (RFC 5952 for IPv6), so that equal addresses are equal
/// texts; any other text in lower case without its last dot.
pub(super) fn canonical(value: &str) -> Text {
    match value.trim().parse::<IpAddr>() {
        Ok(address) => Text::from(address.to_string()),
        Err(_) => Text::from(value.trim().trim_end_matches('.').to_ascii_lowercase()),
    }
}

/// Whether a union of ranges admits the internet in one address family.
///
/// A set is the internet if, ranges merged, it holds a block broader than /8 (IPv4) or /32 (IPv6)
/// that is not a block of private use: the bounds by which AWS itself calls an address condition
/// public. So `0.0.0.0/1` with `128.0.0.0/1` is the internet, and so is everything but RFC 1918.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>
pub(super) fn is_internet(ranges: &[IpNet]) -> bool {
    IpNet::aggregate(&ranges.to_vec())
        .iter()
        .any(|range| match range {
            IpNet::V4(range) => range.prefix_len() < 8 && !is_private_v4(range),
            IpNet::V6(range) => range.prefix_len() < 32 && !is_private_v6(range),
        })
}

/// Whether a destination holds any address outside of private use (RFC 1918 and the like).
pub(super) fn has_public_part(range: &IpNet) -> bool {
    match range {
        IpNet::V4(range) => !is_private_v4(range),
        IpNet::V6(range) => !is_private_v6(range),
    }
}

/// Blocks that the internet does not route: RFC 1918, 6598, 3927, 1122, multicast, reserved.
/// <https://www.iana.org/assignments/iana-ipv4-special-registry/>
fn is_private_v4(range: &Ipv4Net) -> bool {
    // The last one is multicast with reserved space: ranges are merged before they are compared.
    const BLOCKS: [([u8; 4], u8); 8] = [
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([172, 16, 0, 0], 12),
        ([192, 168, 0, 0], 16),
        ([100, 64, 0, 0], 10),
        ([169, 254, 0, 0], 16),
        ([127, 0, 0, 0], 8),
        ([224, 0, 0, 0], 3),
    ];
    BLOCKS.iter().any(|(address, length)| {
        Ipv4Net::new((*address).into(), *length).is_ok_and(|block| block.contains(range))
    })
}

/// Unique local (the addresses that AWS keeps for its own services in a VPC too), link-local, multicast.
/// <https://www.iana.org/assignments/iana-ipv6-special-registry/>
fn is_private_v6(range: &Ipv6Net) -> bool {
    const BLOCKS: [(u16, u8); 3] = [(0xfc00, 7), (0xfe80, 10), (0xff00, 8)];
    BLOCKS.iter().any(|(head, length)| {
        let address = std::net::Ipv6Addr::new(*head, 0, 0, 0, 0, 0, 0, 0);
        Ipv6Net::new(address, *length).is_ok_and(|block| block.contains(range))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn internet(ranges: &[&str]) -> bool {
        let ranges: Vec<IpNet> = ranges
            .iter()
            .map(|range| range.parse().expect("a range"))
            .collect();
        is_internet(&ranges)
    }

    #[test]
    fn the_internet_is_a_union() {
        assert!(internet(&["0.0.0.0/0"]));
        assert!(internet(&["0.0.0.0/1", "128.0.0.0/1"]));
        assert!(internet(&["::/0"]));
        assert!(internet(&["2000::/3"]));
        assert!(internet(&[
            "0.0.0.0/5",
            "8.0.0.0/7",
            "11.0.0.0/8",
            "12.0.0.0/6"
        ]));
        assert!(internet(&["8.0.0.0/8", "9.0.0.0/8"]));
    }

    #[test]
    fn a_range_is_not_the_internet() {
        assert!(!internet(&[]));
        assert!(!internet(&[
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16"
        ]));
        assert!(!internet(&["203.0.113.0/24", "198.51.100.7/32"]));
        assert!(!internet(&["fc00::/7"]));
        assert!(!internet(&["2001:db8::/32"]));
        assert!(!internet(&["8.0.0.0/8", "10.0.0.0/8"]));
    }

    #[test]
    fn multicast_and_reserved_space_is_not_the_internet() {
        assert!(!internet(&["224.0.0.0/4"]));
        assert!(!internet(&["240.0.0.0/4"]));
        assert!(!internet(&["224.0.0.0/4", "240.0.0.0/4"]));
    }
}
