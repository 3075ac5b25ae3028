//! The derived fact `reach`: who can reach a thing, for rules.

pub(super) mod boxes;
mod members;
mod targets;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::path::Literal;
use crate::model::reach::Certainty;
use crate::model::record::Shape;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Block, Family, Service};
use crate::graph::schema::{Answer, Derived};

use super::grounds;
use super::party::Party;
use super::sources::{SourceOf, all_sources, any_source};
pub(super) use targets::Targets;

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
        /// `instance`, `lambda`, `database`, `load-balancer`, `interface`, or `resource-endpoint` (an
        /// endpoint of VPC Lattice, of any account).
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
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "is_reached",
        doc: "Whether anything reaches it, by the whole way there and back: an interface, networks on \
              premises, the internet, an endpoint of VPC Lattice. One that certainly does is enough.",
        ty: bool::ty,
        compute: is_reached,
    },
    Derived {
        kind: "ec2.security_group",
        name: "internet_reach",
        doc: "What of the internet reaches interfaces that carry the group, by the whole way there and \
              back, if a rule of the group is for anything beyond private use: by a public address of \
              their own, or as targets of a network load balancer, which may keep the addresses of its \
              clients.",
        ty: Vec::<members::InternetReach>::ty,
        compute: members::compute,
    },
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
    let mut by_row: BTreeMap<Row, &SourceOf> = BTreeMap::new();
    for source in &all.each {
        gap = gap.or_else(|| source.gaps.iter().next().cloned());
        for row in rows(source) {
            by_row.entry(row).or_insert(source);
        }
    }
    let each = by_row.values().enumerate();
    let facts = each.flat_map(|(at, source)| stands_on(graph, source, &format!(".sources[{at}]")));
    let facts = facts.collect();
    let rows: Vec<ReachSource> = by_row.into_keys().map(Row::record).collect();
    let mut answer = Answer::known(
        Reach {
            sources: rows.into(),
        },
        Vec::new(),
    );
    answer.sources = facts;
    answer.gap = gap;
    answer
}

/// The derived fact `is_reached`.
fn is_reached(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let all = any_source(graph, &Party::Resource(node), &Service::all());
    let mut each = all.each.iter();
    if let Some(first) = each.find(|one| one.certainty == Certainty::Yes) {
        let mut answer = Answer::known(true, Vec::new());
        answer.sources = stands_on(graph, first, "");
        return answer;
    }
    let gaps = all.each.iter().flat_map(|one| &one.gaps);
    match all.hidden.iter().chain(gaps).next() {
        Some(gap) => Answer::gap(gap.clone()),
        None if all.each.is_empty() => Answer::known(false, Vec::new()),
        // Who is listed and surely reaches nothing is one of whom nobody knows.
        None => Answer::gap(Gap::new(
            GapReason::UnsupportedHere,
            "ec2:DescribeNetworkInterfaces",
        )),
    }
}

/// The facts that a source stands on, as those of a part of a derived value.
fn stands_on(graph: &Graph<'_>, source: &SourceOf, at: &str) -> Vec<(String, Arc<Source>)> {
    let facts = source.on.iter().filter_map(|ground| {
        let read = || grounds::source(graph, ground).map(Arc::new);
        graph.reach.source(*ground, read)
    });
    facts.map(|fact| (at.to_owned(), fact)).collect()
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
        for (protocol, ports, from) in boxes::of(&own, source.account.is_none()) {
            let (class, label) = match source.class {
                "internet" => boxes::outside(&from),
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
