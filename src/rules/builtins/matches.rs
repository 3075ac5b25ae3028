//! `net.cidr_contains_matches(cidrs, cidrs_or_ips)`: which of the blocks holds which of the others.

use std::collections::BTreeSet;
use std::net::IpAddr;

use anyhow::bail;
use ipnet::IpNet;
use regorus::Value;

use super::cidr::{address, block};
use super::text;

/// The builtin.
pub(super) fn contains_matches(args: Vec<Value>) -> anyhow::Result<Value> {
    let [left, right] = args.as_slice() else {
        bail!("net.cidr_contains_matches takes 2 arguments");
    };
    let (left, right) = (entries(left)?, entries(right)?);
    let mut found = BTreeSet::new();
    for (outer_key, outer) in &left {
        for (inner_key, inner) in &right {
            if contains(&block(outer)?, inner)? {
                found.insert(Value::from(vec![outer_key.clone(), inner_key.clone()]));
            }
        }
    }
    Ok(Value::from(found))
}

/// The texts of an argument, each with the key by which the answer calls it: a text itself, the
/// index in an array, the element of a set, the key of an object.
fn entries(value: &Value) -> anyhow::Result<Vec<(Value, &str)>> {
    match value {
        Value::String(text) => Ok(vec![(value.clone(), text)]),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| Ok((Value::from(u64::try_from(index)?), element(item)?)))
            .collect(),
        Value::Set(items) => items
            .iter()
            .map(|item| Ok((item.clone(), element(item)?)))
            .collect(),
        Value::Object(items) => items
            .iter()
            .map(|(key, item)| Ok((key.clone(), element(item)?)))
            .collect(),
        other => bail!("expected a string, an array, a set or an object, found {other}"),
    }
}

/// A text, or the first item of an array; the rest of that is the caller's.
fn element(value: &Value) -> anyhow::Result<&str> {
    match value {
        Value::Array(items) => match items.first() {
            Some(first) => text(first),
            None => bail!("an element must be a string or an array that is not empty"),
        },
        other => text(other),
    }
}

fn contains(outer: &IpNet, inner: &str) -> anyhow::Result<bool> {
    if inner.contains('/') {
        return Ok(outer.contains(&block(inner)?));
    }
    let inner: IpAddr = address(inner)?;
    Ok(outer.contains(&inner))
}
