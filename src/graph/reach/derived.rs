//! The derived fact `reach`: who can reach a thing, for rules.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::path::Literal;
use crate::model::record::Shape;
use crate::record;

use crate::graph::cidr;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Block, Family, Ports, Ranges, Service};
use crate::graph::schema::{Answer, Derived};

use super::party::Party;
use super::report::protocol_name;
use super::sources::{SourceOf, all_sources};

record! {
    /// Who can reach a thing.
    Reach {
        /// Those whose packets arrive and whose answers find back.
        sources: Vec<ReachSource>, none;
    }
}

record! {
    /// Packets that a sort of source can reach a thing with. Those of one source do not overlap.
    ReachSource {
        /// `internet` (a part of it that is no small range), `cidr` (a range of it), `on-premises`,
        /// `instance`, `lambda`, `database`, `load-balancer`, or `interface`.
        class: Text, gap;
        /// The id of the interface; for several that nothing tells apart how many, with their subnet
        /// and groups; the ranges of a `cidr`.
        label: Text, gap;
        /// The account, if it stands in one.
        account: Text, none;
        /// `tcp`, `udp`, `icmp`, `icmpv6`, another protocol's number, or `all`.
        protocol: Text, gap;
        /// The first port; for ICMP the type.
        from_port: i64, gap;
        /// The last port; for ICMP the code, -1 for all.
        to_port: i64, gap;
        /// `ipv4` or `ipv6`.
        family: Text, gap;
        /// The ids of what packets pass, from the source on.
        path: Text, gap;
    }
}

/// The derived facts of reachability.
pub(in crate::graph) const DERIVED: &[Derived] = &[
    derived("ec2.network_interface"),
    derived("ec2.vpc_endpoint"),
    derived("rds.database"),
    derived("rds.db_instance"),
    derived("rds.db_proxy"),
];

const fn derived(kind: &'static str) -> Derived {
    Derived {
        kind,
        name: "reach",
        doc: "Who can reach it, by the whole way there and back: groups, network ACLs, routes, \
              gateways, peering, transit gateways, VPN, the block of public access. \
              <https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html>",
        ty: Reach::ty,
        compute,
    }
}

fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let all = all_sources(graph, &Party::Resource(under(graph, node)), &Service::all());
    let mut gap: Option<Gap> = all.hidden.into_iter().next();
    let mut sources: BTreeSet<Row> = BTreeSet::new();
    for source in &all.each {
        gap = gap.or_else(|| source.gaps.iter().next().cloned());
        sources.extend(rows(source));
    }
    let reach = Reach {
        sources: sources
            .into_iter()
            .map(Row::record)
            .collect::<Vec<_>>()
            .into(),
    };
    let mut answer = Answer::known(reach, Vec::new());
    answer.gap = gap;
    answer
}

/// The collected resource that a derived subject stands for.
fn under(graph: &Graph<'_>, node: NodeId) -> NodeId {
    let resource = graph.resource(node);
    let found = resource.and_then(|one| graph.resource_by_arn(one.arn.as_str()));
    found.unwrap_or(node)
}

/// A row of the list.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    class: &'static str,
    label: Text,
    account: Option<Text>,
    protocol: Text,
    ports: (i64, i64),
    family: Family,
    path: Text,
}

impl Row {
    fn record(self) -> ReachSource {
        ReachSource {
            class: Text::const_new(self.class).into(),
            label: self.label.into(),
            account: crate::model::fact::Fact::told(self.account),
            protocol: self.protocol.into(),
            from_port: self.ports.0.into(),
            to_port: self.ports.1.into(),
            family: Text::const_new(self.family.name()).into(),
            path: self.path.into(),
        }
    }
}

fn rows(source: &SourceOf) -> Vec<Row> {
    let ids: Vec<&str> = source.path.iter().map(Text::as_str).collect();
    let path = Text::from(ids.join(" > "));
    let mut rows = Vec::new();
    for family in Family::BOTH {
        let blocks = source.packets.blocks().iter();
        let own: Vec<&Block> = blocks.filter(|block| block.family() == family).collect();
        for (protocol, ports, from) in boxes(&own, source.account.is_none()) {
            let (class, label) = match source.class {
                "internet" => outside(&from),
                class => (class, source.label.clone()),
            };
            rows.push(Row {
                class,
                label,
                account: source.account.clone(),
                protocol,
                ports,
                family,
                path: path.clone(),
            });
        }
    }
    rows
}

/// The internet, or ranges of it that are known one by one.
fn outside(from: &Option<Addresses>) -> (&'static str, Text) {
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
type Boxed = (Text, (i64, i64), Option<Addresses>);

/// Disjoint boxes of protocol and ports, each as large as can be; by sources too if these matter.
fn boxes(blocks: &[&Block], by_source: bool) -> Vec<Boxed> {
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
