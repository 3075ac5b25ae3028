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
    for range in join(ranges) {
        if let Some(name) = range.name {
            merged.insert(Value::from(name));
            continue;
        }
        for block in blocks(range.first, range.last)? {
            merged.insert(Value::from(block.to_string()));
        }
    }
    Ok(Value::from(merged))
}

/// A run of addresses.
struct Range {
    first: u128,
    last: u128,
    /// The block as OPA writes it, as long as it is joined with no other.
    name: Option<String>,
}

/// The addresses of a block or of a bare address.
fn range(text: &str) -> anyhow::Result<Range> {
    let (block, name) = match text.contains('/') {
        true => {
            let block = block(text)?;
            // OPA loses some of these blocks.
            if text.contains(':') && block.addr().is_ipv4() {
                bail!("net.cidr_merge: write the IPv4 block {block} as IPv4, not as {text}");
            }
            (block, block.to_string())
        }
        false => match address(text) {
            Ok(IpAddr::V4(address)) => {
                let length = class(address);
                let block = Ipv4Net::new(address, length)?.trunc();
                (IpNet::V4(block), format!("{address}/{length}"))
            }
            Ok(IpAddr::V6(_)) => bail!("net.cidr_merge: IPv6 invalid: needs prefix length"),
            Err(_) => bail!("net.cidr_merge: invalid CIDR address: {text}"),
        },
    };
    Ok(Range {
        first: position(block.network()),
        last: position(block.broadcast()),
        name: Some(name),
    })
}

/// A bare IPv4 address means the network of its class, as in OPA: `10.0.0.1` is `10.0.0.1/8`.
fn class(address: Ipv4Addr) -> u8 {
    match address.octets() {
        [0..=127, ..] => 8,
        [128..=191, ..] => 16,
        _ => 24,
    }
}

/// Ranges that overlap or touch become one.
fn join(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_by_key(|range| (range.first, range.last));
    let mut joined: Vec<Range> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(before) if range.first <= before.last.saturating_add(1) => {
                before.last = before.last.max(range.last);
                before.name = None;
            }
            _ => joined.push(range),
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
