//! An answer in words: the way there, the way back, where packets end, and what is not known.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::reach::{Certainty, Evidence, Hop, Leg, Packets, Reachability, Stopped};

use crate::graph::packet::{Block, PacketSet, Ports, Ranges, Service};

use super::ask::{Pair, Pairs, Question, joint};
use super::code::Code;
use super::connection::Path;
use super::describe;
use super::grounds;
use super::net::Net;
use super::state::{self, Stop};

/// The report of an answer.
pub(super) fn of(net: Net<'_, '_>, question: &Question, pairs: &Pairs) -> Reachability {
    let answer = joint(pairs);
    let speaker = pairs
        .each
        .iter()
        .filter(|pair| pair.certainty == answer || answer == Certainty::Unknown)
        .min_by_key(|pair| (pair.certainty != answer, rank(pair)));
    let mut packets = PacketSet::none();
    for pair in &pairs.each {
        packets.add(pair.must.packets());
    }
    let (forward, back) = match speaker {
        Some(pair) => legs(net, pair, answer, &pairs.hidden),
        None => (nowhere(answer, &pairs.hidden), None),
    };
    Reachability {
        from: question.from.name(net.graph),
        to: question.to.name(net.graph),
        answer,
        forward,
        back,
        packets: boxes(&packets),
        to_open: Vec::new(),
        to_close: Vec::new(),
    }
}

/// Of several "no" the one that came furthest says most; of several "yes" the shortest.
fn rank(pair: &Pair) -> usize {
    match best(pair) {
        Some(path) => path.forward.hops.len(),
        None => {
            let furthest = furthest(&pair.may.stopped_back).or(furthest(&pair.may.stopped));
            let hops = furthest.map_or(0, |stop| stop.hops.len());
            let arrived = if pair.may.arrived.is_empty() { 100 } else { 0 };
            usize::MAX - 200 + arrived - hops.min(99)
        }
    }
}

/// The shortest path, one without doubt before others.
fn best(pair: &Pair) -> Option<&Path> {
    let shortest = |paths: &'_ [Path]| -> Option<usize> {
        let length = |path: &Path| {
            let back = path.back.as_ref().map_or(0, |back| back.hops.len());
            path.forward.hops.len() + back
        };
        let ranked = paths.iter().enumerate();
        ranked.min_by_key(|(_, path)| length(path)).map(|one| one.0)
    };
    match shortest(&pair.must.paths) {
        Some(at) => pair.must.paths.get(at),
        None => shortest(&pair.may.paths).and_then(|at| pair.may.paths.get(at)),
    }
}

/// Of stops that are as far, one at a thing that stops says more than one at addresses that nobody has.
fn furthest(stops: &[Stop]) -> Option<&Stop> {
    let names = |stop: &Stop| stop.code != Code::NoPossibleDestination;
    stops
        .iter()
        .max_by_key(|stop| (stop.hops.len(), names(stop)))
}

fn legs(net: Net<'_, '_>, pair: &Pair, answer: Certainty, hidden: &[Gap]) -> (Leg, Option<Leg>) {
    let unknown = |own: &BTreeSet<Gap>| -> Vec<Gap> {
        let all: BTreeSet<&Gap> = own.iter().chain(hidden).collect();
        all.into_iter().cloned().collect()
    };
    let path = best(pair);
    let arrived = path
        .map(|path| &path.forward)
        .or_else(|| pair.may.arrived.iter().min_by_key(|state| state.hops.len()));
    let forward_answer = match pair.arrives() {
        Certainty::No if answer == Certainty::Unknown && !hidden.is_empty() => Certainty::Unknown,
        arrives => arrives,
    };
    let gaps_there: BTreeSet<Gap> = match arrived {
        Some(state) if forward_answer == Certainty::Unknown => state.gaps.iter().cloned().collect(),
        _ => BTreeSet::new(),
    };
    let stopped = furthest(&pair.may.stopped).filter(|_| arrived.is_none());
    let path_there = arrived.map(|state| state.hops.as_slice());
    let path_there = path_there.or(stopped.map(|stop| stop.hops.as_slice()));
    let forward = Leg {
        answer: forward_answer,
        path: hops(net, path_there.unwrap_or(&[])),
        stopped: stopped.map(|stop| told(net, stop)),
        unknown: match forward_answer {
            Certainty::Unknown => unknown(&gaps_there),
            _ => Vec::new(),
        },
    };
    if arrived.is_none() {
        return (forward, None);
    }
    let stopped = furthest(&pair.may.stopped_back).filter(|_| path.is_none());
    let back = path.and_then(|path| path.back.as_ref());
    let path_back = back.map(|state| state.hops.as_slice());
    let path_back = path_back.or(stopped.map(|stop| stop.hops.as_slice()));
    let back = Leg {
        answer,
        path: hops(net, path_back.unwrap_or(&[])),
        stopped: stopped.map(|stop| told(net, stop)),
        unknown: match answer {
            Certainty::Unknown => unknown(&pair.gaps),
            _ => Vec::new(),
        },
    };
    (forward, Some(back))
}

/// No place to begin at, or none to end at.
fn nowhere(answer: Certainty, hidden: &[Gap]) -> Leg {
    let stopped = Stopped {
        at: String::new(),
        code: Code::NoPossibleDestination.as_str().to_owned(),
        why: "one end has no interface".to_owned(),
        by: Vec::new(),
    };
    Leg {
        answer,
        path: Vec::new(),
        stopped: (answer == Certainty::No).then_some(stopped),
        unknown: hidden.to_vec(),
    }
}

fn told(net: Net<'_, '_>, stop: &Stop) -> Stopped {
    let by = grounds::told(net, &grounds::of_stop(net, stop));
    Stopped {
        at: stop.at.to_string(),
        code: stop.code.as_str().to_owned(),
        why: stop.why.clone(),
        by,
    }
}

/// The hops of a way as they are reported.
pub(super) fn hops(net: Net<'_, '_>, hops: &[state::Hop]) -> Vec<Hop> {
    let mut told: Vec<Hop> = Vec::with_capacity(hops.len());
    for hop in hops {
        let resource = hop.node.map(|node| net.graph.node(node).arn.to_string());
        let by = hop.by.iter().map(|rule| Evidence {
            resource: net.graph.node(rule.node).arn.to_string(),
            path: format!("{}[{}]", rule.list, rule.index),
            says: describe::rule(net, rule),
        });
        let facts = grounds::told(net, &grounds::of_hop(net, hop));
        told.push(Hop {
            kind: hop.sort.to_owned(),
            id: hop.id.to_string(),
            resource,
            by: by.collect(),
            facts,
        });
    }
    told
}

/// Packets as disjoint boxes for people.
pub(super) fn boxes(packets: &PacketSet) -> Vec<Packets> {
    let mut told: Vec<Packets> = packets.apart().blocks().iter().flat_map(told_box).collect();
    told.sort();
    told.dedup();
    told
}

fn told_box(block: &Block) -> Vec<Packets> {
    let service = block.service();
    let blocks = |addresses: &crate::graph::packet::Addresses| -> Vec<String> {
        let blocks = addresses.to_blocks();
        blocks.iter().map(ToString::to_string).collect()
    };
    let one = |protocol: String, ports: &Ports| Packets {
        family: block.family().name().to_owned(),
        protocol,
        ports: numbers(ports),
        source_ports: numbers(&service.source_ports),
        from: blocks(block.source()),
        to: blocks(block.destination()),
    };
    if service.protocols.is_all() || service.protocols.runs().len() > 4 {
        return vec![one("all".to_owned(), &service.ports)];
    }
    let each = service.protocols.runs().iter();
    let each = each.map(|(first, last)| match first == last {
        true => one(protocol_name(*first), &service.ports),
        false => one(format!("{first}-{last}"), &service.ports),
    });
    each.collect()
}

/// The name of a protocol, or its number.
pub(super) fn protocol_name(protocol: u8) -> String {
    match protocol {
        Service::TCP => "tcp".to_owned(),
        Service::UDP => "udp".to_owned(),
        Service::ICMP => "icmp".to_owned(),
        Service::ICMPV6 => "icmpv6".to_owned(),
        other => other.to_string(),
    }
}

/// Numbers as runs, such as `22,1024-65535`.
fn numbers(numbers: &Ranges<u16>) -> String {
    if numbers.is_all() {
        return "all".to_owned();
    }
    let runs = numbers
        .runs()
        .iter()
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}-{last}"),
        });
    let runs: Vec<String> = runs.collect();
    runs.join(",")
}
