//! Packets of a source as disjoint boxes of protocol and ports, as rules read them.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use crate::model::id::Text;

use crate::graph::cidr;
use crate::graph::packet::{Addresses, Block, Ports, Ranges, Service};

use super::super::report::protocol_name;

/// The internet, or ranges of it that are known one by one.
pub(in crate::graph::reach) fn outside(from: &Option<Addresses>) -> (&'static str, Text) {
    let blocks: Vec<IpNet> = from.iter().flat_map(Addresses::to_blocks).collect();
    if cidr::is_internet(&blocks) {
        return ("internet", Text::const_new("internet"));
    }
    const MOST: usize = 3;
    let told = blocks.iter().take(MOST).map(ToString::to_string);
    let mut told: Vec<String> = told.collect();
    if blocks.len() > MOST {
        told.push(format!("{} more", blocks.len() - MOST));
    }
    ("cidr", Text::from(told.join(", ")))
}

/// A protocol, its ports, and the sources that these have in common.
pub(in crate::graph::reach) type Boxed = (Text, (i64, i64), Option<Addresses>);

/// Disjoint boxes of protocol and ports, each as large as can be; by sources too if these matter.
pub(in crate::graph::reach) fn of(blocks: &[&Block], by_source: bool) -> Vec<Boxed> {
    let mut protocols: BTreeSet<u8> = BTreeSet::new();
    let mut boxes = Vec::new();
    let everything: Vec<&Block> = blocks
        .iter()
        .filter(|block| is_everything(block))
        .copied()
        .collect();
    let all = joined(&everything, by_source);
    for (_, from) in &all {
        boxes.push((Text::const_new("all"), (0, 65535), from.clone()));
    }
    for block in blocks.iter().filter(|block| !is_everything(block)) {
        let runs = block.service().protocols.runs();
        // Longer runs come from "all but": they say nothing that the ports of TCP and UDP do not.
        protocols.extend(runs.iter().flat_map(|(first, last)| *first..=*last));
    }
    for protocol in protocols {
        let own = blocks
            .iter()
            .filter(|block| block.service().protocols.has(protocol) && !is_everything(block))
            .copied();
        let own: Vec<&Block> = own.collect();
        let name = Text::from(protocol_name(protocol));
        for (ports, from) in joined(&own, by_source) {
            if all.iter().any(|(_, all)| covers(all, &from)) {
                continue;
            }
            let runs = ports.runs().iter();
            boxes.extend(runs.map(|run| (name.clone(), numbers(protocol, *run), from.clone())));
        }
    }
    boxes
}

fn covers(all: &Option<Addresses>, own: &Option<Addresses>) -> bool {
    match (all, own) {
        (Some(all), Some(own)) => all.has_all(own),
        _ => true,
    }
}

/// Whether a box is of everything: the protocols that have no answer of their own are told apart.
fn is_everything(block: &Block) -> bool {
    let icmp = [Service::ICMP, Service::ICMPV6].map(|one| (one, one));
    let others = Ranges::all().without(&Ranges::of(icmp));
    block.service().protocols.has_all(&others) && block.service().ports.is_all()
}

/// Types and codes of ICMP as two numbers; ports as they are.
fn numbers(protocol: u8, (first, last): (u16, u16)) -> (i64, i64) {
    if protocol != Service::ICMP && protocol != Service::ICMPV6 {
        return (i64::from(first), i64::from(last));
    }
    let ([kind, code], [_, end]) = (first.to_be_bytes(), last.to_be_bytes());
    match code == 0 && end == u8::MAX {
        true => (i64::from(kind), -1),
        false => (i64::from(kind), i64::from(code)),
    }
}

/// The ports of boxes joined: those with the same sources together, if sources matter.
fn joined(blocks: &[&Block], by_source: bool) -> Vec<(Ports, Option<Addresses>)> {
    if blocks.is_empty() {
        return Vec::new();
    }
    if !by_source {
        let none = Ports::none();
        let ports = blocks
            .iter()
            .fold(none, |all, one| all.or(&one.service().ports));
        return vec![(ports, None)];
    }
    let mut cuts: BTreeSet<u32> = BTreeSet::new();
    for block in blocks {
        for (first, last) in block.service().ports.runs() {
            cuts.insert(u32::from(*first));
            cuts.insert(u32::from(*last) + 1);
        }
    }
    let mut by_sources: BTreeMap<Addresses, Ports> = BTreeMap::new();
    let cuts: Vec<u32> = cuts.into_iter().collect();
    for pair in cuts.windows(2) {
        let (Ok(first), Ok(last)) = (u16::try_from(pair[0]), u16::try_from(pair[1] - 1)) else {
            continue;
        };
        let own = blocks
            .iter()
            .filter(|block| block.service().ports.has(first));
        let from = own.map(|block| block.source().clone());
        let Some(from) = from.reduce(|all, one| all.or(&one)) else {
            continue;
        };
        let ports = by_sources.entry(from).or_insert_with(Ports::none);
        *ports = ports.or(&Ports::run(first, last));
    }
    let all = by_sources.into_iter();
    all.map(|(from, ports)| (ports, Some(from))).collect()
}
