//! Reading addresses and blocks as Go does, on which OPA is built.

use std::net::{IpAddr, Ipv6Addr};

use anyhow::{Context, bail};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// A block such as `10.0.0.0/8`; bits behind the prefix are dropped, an IPv4 block that is written
/// as IPv6 is an IPv4 block.
pub(super) fn block(text: &str) -> anyhow::Result<IpNet> {
    let parsed = text.split_once('/').and_then(|(address, length)| {
        let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        let length = length.parse::<u8>().ok().filter(|_| digits)?;
        IpNet::new(address.parse().ok()?, length).ok()
    });
    match parsed {
        Some(net) => Ok(canonical(net)),
        None => bail!("invalid CIDR address: {text}"),
    }
}

/// An address; an IPv4 address that is written as IPv6 is an IPv4 address.
pub(super) fn address(text: &str) -> anyhow::Result<IpAddr> {
    let address: IpAddr = text
        .parse()
        .with_context(|| format!("invalid IP address: {text}"))?;
    Ok(address.to_canonical())
}

/// All addresses in one space, in which IPv4 stands where IPv6 has `::ffff:0:0/96`.
pub(super) fn position(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// The block of the one space that begins at a position.
pub(super) fn at(position: u128, length: u8) -> anyhow::Result<IpNet> {
    let net = Ipv6Net::new(Ipv6Addr::from_bits(position), length)?;
    Ok(canonical(IpNet::V6(net)))
}

fn canonical(net: IpNet) -> IpNet {
    let net = net.trunc();
    let IpNet::V6(block) = net else { return net };
    let mapped = block
        .addr()
        .to_ipv4_mapped()
        .zip(block.prefix_len().checked_sub(96));
    match mapped.and_then(|(address, length)| Ipv4Net::new(address, length).ok()) {
        Some(block) => IpNet::V4(block),
        None => net,
    }
}
