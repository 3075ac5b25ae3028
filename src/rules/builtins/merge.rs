//! `net.cidr_merge(cidrs_or_ips)`: the smallest set of blocks with the same addresses.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use anyhow::bail;
use ipnet::{IpNet, Ipv4Net};
use regorus::Value;

use super::cidr::{address, at, block, position};
use super::text;

/// The builtin.
pub(super) fn merge(args: Vec<Value>) -> anyhow::Result<Value> {
    let items: Vec<&Value> = match args.as_slice() {
        [Value::Array(items)] => items.iter().collect(),
        [Value::Set(items)] => items.iter().collect(),
        _ => bail!("net.cidr_merge: operand must be an array or a set of strings"),
    };
    let mut ranges = Vec::new();
    for item in items {
        ranges.push(range(text(item)?)?);
    }
    let mut merged = BTreeSet::new();
    for (first, last) in join(ranges) {
        for block in blocks(first, last)? {
            merged.insert(Value::from(block.to_string()));
        }
    }
    Ok(Value::from(merged))
}

/// The first and the last address of a block or of a bare address.
fn range(text: &str) -> anyhow::Result<(u128, u128)> {
    let block = match text.contains('/') {
        true => block(text)?,
        false => match address(text) {
            Ok(IpAddr::V4(address)) => classful(address)?,
            Ok(IpAddr::V6(_)) => bail!("net.cidr_merge: IPv6 invalid: needs prefix length"),
            Err(_) => bail!("net.cidr_merge: invalid CIDR address: {text}"),
        },
    };
    Ok((position(block.network()), position(block.broadcast())))
}

/// A bare IPv4 address means the network of its class, as in OPA: `10.0.0.1` is `10.0.0.0/8`.
fn classful(address: Ipv4Addr) -> anyhow::Result<IpNet> {
    let length = match address.octets() {
        [0..=127, ..] => 8,
        [128..=191, ..] => 16,
        _ => 24,
    };
    Ok(IpNet::V4(Ipv4Net::new(address, length)?))
}

/// Ranges that overlap or touch become one.
fn join(mut ranges: Vec<(u128, u128)>) -> Vec<(u128, u128)> {
    ranges.sort_unstable();
    let mut joined: Vec<(u128, u128)> = Vec::new();
    for (first, last) in ranges {
        match joined.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// The fewest blocks that make up a range.
fn blocks(first: u128, last: u128) -> anyhow::Result<Vec<IpNet>> {
    let mut blocks = Vec::new();
    let mut start = first;
    loop {
        // As many trailing zeros as the start has, and as the rest of the range has room for.
        let aligned = start.trailing_zeros();
        let room = match (last - start).checked_add(1) {
            Some(size) => size.ilog2(),
            None => 128,
        };
        let bits = aligned.min(room);
        let length = u8::try_from(128 - bits)?;
        blocks.push(at(start, length)?);
        let size = 1u128.checked_shl(bits).unwrap_or_default();
        match size.checked_sub(1).map(|rest| start.saturating_add(rest)) {
            Some(end) if end < last => start = end + 1,
            _ => return Ok(blocks),
        }
    }
}
