//! Addresses that mean the same everywhere: those that the internet routes, and those that it does not.

use std::sync::LazyLock;

use ipnet::IpNet;

use crate::graph::packet::{Addresses, Family};

/// Blocks of RFC 1918 and RFC 6598, which no internet gateway lets pass in either direction.
/// <https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html>
const PRIVATE: [&str; 4] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
];

/// Blocks that no host of the internet has, besides: this network, loopback, link-local, multicast,
/// reserved. <https://www.iana.org/assignments/iana-ipv4-special-registry/>
const SPECIAL: [&str; 4] = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"];

/// What is global unicast in IPv6. <https://www.iana.org/assignments/ipv6-address-space/>
const GLOBAL_V6: &str = "2000::/3";

/// What a VPC answers by itself, which no group and no network ACL filters: its resolver, the
/// metadata of instances and tasks, its clock, and the activation of Windows.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html>
const OF_VPC: [&str; 9] = [
    "169.254.169.253/32",
    "169.254.169.254/32",
    "169.254.170.2/32",
    "169.254.169.123/32",
    "169.254.169.250/32",
    "169.254.169.251/32",
    "fd00:ec2::253/128",
    "fd00:ec2::254/128",
    "fd00:ec2::123/128",
];

fn blocks(blocks: &[&str]) -> Vec<IpNet> {
    blocks.iter().filter_map(|one| one.parse().ok()).collect()
}

/// The addresses that hosts of the internet have.
pub(super) fn internet(family: Family) -> &'static Addresses {
    static V4: LazyLock<Addresses> = LazyLock::new(|| {
        let private = blocks(&[PRIVATE, SPECIAL].concat());
        Addresses::all(Family::V4).without(&Addresses::blocks(Family::V4, &private))
    });
    static V6: LazyLock<Addresses> =
        LazyLock::new(|| Addresses::blocks(Family::V6, &blocks(&[GLOBAL_V6])));
    match family {
        Family::V4 => &V4,
        Family::V6 => &V6,
    }
}

/// The addresses of RFC 6598, which carriers share.
pub(super) fn shared() -> &'static Addresses {
    static SHARED: LazyLock<Addresses> =
        LazyLock::new(|| Addresses::blocks(Family::V4, &blocks(&PRIVATE[3..])));
    &SHARED
}

/// The addresses that every VPC answers by itself.
pub(super) fn of_vpc(family: Family) -> &'static Addresses {
    static V4: LazyLock<Addresses> =
        LazyLock::new(|| Addresses::blocks(Family::V4, &blocks(&OF_VPC)));
    static V6: LazyLock<Addresses> =
        LazyLock::new(|| Addresses::blocks(Family::V6, &blocks(&OF_VPC)));
    match family {
        Family::V4 => &V4,
        Family::V6 => &V6,
    }
}
