//! Derived facts of network ACLs: what they admit from the internet, entries that decide nothing, and
//! the databases behind them.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::{NetworkAcl, NetworkAclEntry};
use crate::model::path::Literal;
use crate::model::record::Shape;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::cidr;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Block, Family, PacketSet, Service};
use crate::graph::rds;
use crate::graph::schema::{Answer, Derived, Linked};

use super::derived::boxes;
use super::rules::acl::{Acl, Entry};

/// The number of the entry that denies what no other one decided.
const LAST: i64 = 32767;

record! {
    /// Ports that a network ACL admits from the internet.
    AclIngress {
        /// `tcp`, `udp`, `icmp`, `icmpv6`, another protocol's number, or `all`.
        protocol: Text, gap;
        /// `ipv4` or `ipv6`.
        family: Text, gap;
        /// The first port; for ICMP the type.
        from_port: i64, gap;
        /// The last port; for ICMP the code, -1 for all.
        to_port: i64, gap;
    }
}

record! {
    /// An entry, by what tells it from others.
    AclEntry {
        /// The number.
        rule_number: i64, gap;
        /// Whether it is about what leaves the subnet.
        egress: bool, gap;
        /// `allow` or `deny`.
        rule_action: Text, gap;
    }
}

/// The derived facts of network ACLs.
pub(in crate::graph) const DERIVED: &[Derived] = &[
    Derived {
        kind: "ec2.network_acl",
        name: "internet_ingress",
        doc: "What the ACL admits from the internet: for each protocol and address family the largest \
              port ranges whose admitted sources are the internet. The lowest number that matches \
              decides, so an entry that denies takes away from those behind it. \
              <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html>",
        ty: Vec::<AclIngress>::ty,
        compute: internet_ingress,
    },
    Derived {
        kind: "ec2.network_acl",
        name: "dead_entries",
        doc: "The entries that decide about no packet, for entries with lower numbers decide about \
              all of theirs. The last one, which denies everything, is none of them.",
        ty: Vec::<AclEntry>::ty,
        compute: dead_entries,
    },
    Derived {
        kind: "ec2.network_acl",
        name: "unanswered_entries",
        doc: "The entries that admit, or let out, a port of TCP (or ports below 1024) whose answers the \
              ACL lets pass to no port from 1024 on: of such a connection no packet comes back. \
              <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html>",
        ty: Vec::<AclEntry>::ty,
        compute: unanswered_entries,
    },
    Derived {
        kind: "ec2.network_acl",
        name: "databases",
        doc: "The databases whose subnet group has a subnet that the ACL filters, by their ARNs.",
        ty: Vec::<Text>::ty,
        compute: databases,
    },
];

fn acl<'s>(graph: &Graph<'s>, node: NodeId) -> Option<(&'s Resource, &'s NetworkAcl)> {
    let resource = graph.resource(node)?;
    match &resource.facts {
        Facts::NetworkAcl(facts) => Some((resource, facts)),
        _ => None,
    }
}

fn told(facts: &NetworkAcl, index: u32) -> Option<&NetworkAclEntry> {
    let entries = facts.entries.known()?;
    entries.get(usize::try_from(index).ok()?)
}

fn source(resource: &Resource, facts: &NetworkAcl, index: u32) -> Option<Source> {
    Some(Source {
        resource: Text::from(resource.arn.as_str()),
        path: format!("entries[{index}]"),
        value: serde_json::to_value(told(facts, index)?).ok()?,
        operation: Text::const_new("ec2:DescribeNetworkAcls"),
    })
}

fn packets(block: &Block) -> PacketSet {
    PacketSet::of(
        block.source().clone(),
        block.destination().clone(),
        block.service().clone(),
    )
}

fn internet_ingress(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, facts)) = acl(graph, node) else {
        return Answer::none();
    };
    let read = Acl::read(graph, node);
    let by = admitted(&read.ingress);
    let admitted = joined(&by);
    let mut open = Vec::new();
    let mut sources = Vec::new();
    for family in Family::BOTH {
        let blocks = admitted.blocks().iter();
        let own: Vec<&Block> = blocks.filter(|block| block.family() == family).collect();
        for (protocol, ports, from) in boxes::of(&own, true) {
            if !is_internet(from.as_ref()) {
                continue;
            }
            let at = format!("[{}]", open.len());
            let same = by
                .iter()
                .filter(|(entry, _)| entry.block.family() == family);
            let told = same.filter_map(|(entry, _)| source(resource, facts, entry.index));
            sources.extend(told.map(|told| (at.clone(), told)));
            open.push(AclIngress {
                protocol: protocol.into(),
                family: Text::const_new(family.name()).into(),
                from_port: ports.0.into(),
                to_port: ports.1.into(),
            });
        }
    }
    Answer::list(open, read.hidden, sources)
}

fn is_internet(from: Option<&Addresses>) -> bool {
    let blocks: Vec<IpNet> = from.into_iter().flat_map(Addresses::to_blocks).collect();
    cidr::is_internet(&blocks)
}

fn dead_entries(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, facts)) = acl(graph, node) else {
        return Answer::none();
    };
    let read = Acl::read(graph, node);
    let dead = decided_before(&read.ingress).chain(decided_before(&read.egress));
    answer(resource, facts, dead, read.hidden.clone())
}

/// Entries as a fact, but for the last one of a direction.
fn answer<'a>(
    resource: &Resource,
    facts: &NetworkAcl,
    entries: impl Iterator<Item = &'a Entry>,
    hidden: Option<Gap>,
) -> Answer {
    let mut rows = Vec::new();
    let mut sources = Vec::new();
    for entry in entries {
        let Some(own) = told(facts, entry.index) else {
            continue;
        };
        if own.rule_number == Fact::Known(LAST) {
            continue;
        }
        let at = format!("[{}]", rows.len());
        sources.extend(source(resource, facts, entry.index).map(|told| (at, told)));
        rows.push(AclEntry {
            rule_number: own.rule_number,
            egress: own.egress,
            rule_action: own.rule_action.clone(),
        });
    }
    Answer::list(rows, hidden, sources)
}

fn unanswered_entries(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, facts)) = acl(graph, node) else {
        return Answer::none();
    };
    let read = Acl::read(graph, node);
    let ingress = admitted(&read.ingress);
    let egress = admitted(&read.egress);
    let (come_in, go_out) = (joined(&ingress), joined(&egress));
    let inward = ingress
        .iter()
        .filter(|(_, own)| is_unanswered(own, &go_out, false));
    let outward = egress
        .iter()
        .filter(|(_, own)| is_unanswered(own, &come_in, true));
    let entries = inward.chain(outward).map(|(entry, _)| *entry);
    answer(resource, facts, entries, read.hidden.clone())
}

/// Whether an ACL stops nothing: in both directions it lets every packet of IPv4 pass, and every one of
/// IPv6 if it speaks of any.
pub(in crate::graph) fn admits_everything(graph: &Graph<'_>, node: NodeId) -> bool {
    let read = Acl::read(graph, node);
    let is_whole = |entries: &[Entry], family: Family| {
        let anywhere = || Addresses::all(family);
        let all = PacketSet::of(anywhere(), anywhere(), Service::all());
        joined(&admitted(entries)).has_all(&all)
    };
    let speaks = |entries: &[Entry], family| {
        let allowing = entries.iter().filter(|entry| entry.allows);
        allowing
            .map(|entry| entry.block.family())
            .any(|one| one == family)
    };
    let directions = [read.ingress.as_slice(), &read.egress];
    let families = Family::BOTH.into_iter().filter(|family| {
        *family == Family::V4 || directions.iter().any(|entries| speaks(entries, *family))
    });
    let families: Vec<Family> = families.collect();
    read.hidden.is_none()
        && directions
            .iter()
            .all(|entries| families.iter().all(|family| is_whole(entries, *family)))
}

/// The entries of one direction that admit something, with the packets that they decide about.
fn admitted(entries: &[Entry]) -> Vec<(&Entry, PacketSet)> {
    let mut decided = PacketSet::none();
    let mut admitted = Vec::new();
    for entry in entries {
        let all = packets(&entry.block);
        let own = all.without(&decided);
        if entry.allows && !own.is_empty() {
            admitted.push((entry, own));
        }
        decided.add(all);
    }
    admitted
}

fn joined(admitted: &[(&Entry, PacketSet)]) -> PacketSet {
    let mut all = PacketSet::none();
    for (_, own) in admitted {
        all.add(own.clone());
    }
    all
}

/// Whether packets of TCP to a service get no answer past the other direction. A wide range of high
/// ports is meant for answers itself.
fn is_unanswered(own: &PacketSet, back: &PacketSet, outward: bool) -> bool {
    const FIRST_EPHEMERAL: u16 = 1024;
    let answers = Service::ports(Service::TCP, FIRST_EPHEMERAL, u16::MAX);
    let tcp = own.of_service(&Service::protocol(Service::TCP));
    let is_service = |block: &Block| {
        let runs = block.service().ports.runs();
        runs.iter()
            .all(|(first, last)| first == last || *last < FIRST_EPHEMERAL)
    };
    let blocks = tcp.blocks();
    let peers = |block: &Block| match outward {
        true => back.from(block.destination()),
        false => back.to(block.source()),
    };
    !blocks.is_empty()
        && blocks.iter().all(is_service)
        && blocks
            .iter()
            .all(|block| peers(block).of_service(&answers).is_empty())
}

/// The entries of one direction whose packets those before them have decided about.
fn decided_before(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let mut decided = PacketSet::none();
    entries.iter().filter(move |entry| {
        let own = packets(&entry.block);
        let dead = decided.has_all(&own);
        decided.add(own);
        dead
    })
}

fn databases(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((resource, facts)) = acl(graph, node) else {
        return Answer::none();
    };
    if facts.associated_subnet_ids.is_missing() {
        return Answer::gap(graph.missing(resource, "associated_subnet_ids"));
    }
    let here = graph.node(node);
    let own = facts.associated_subnet_ids.known().into_iter().flatten();
    let own: BTreeSet<&Text> = own.collect();
    let mut hidden = graph
        .hole(resource, "associated_subnet_ids")
        .or_else(|| graph.extent("rds.database", here.account, here.region));
    let mut databases = BTreeSet::new();
    let mut sources = Vec::new();
    for &database in graph.of_kind("rds.database") {
        let region = graph.node(database).region;
        if region != here.region {
            continue;
        }
        match stands_in(graph, database, &own) {
            Ok(None) => {}
            Ok(Some(told)) => {
                sources.push((String::new(), told));
                databases.insert(graph.node(database).arn.clone());
            }
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    Answer::list(databases.into_iter().collect::<Vec<_>>(), hidden, sources)
}

/// The place where a database's subnet group names one of some subnets.
fn stands_in(
    graph: &Graph<'_>,
    database: NodeId,
    subnets: &BTreeSet<&Text>,
) -> Result<Option<Source>, Gap> {
    // A member of a cluster is no database of its own.
    if let Some(resource) = graph.resource(database)
        && let Facts::DbInstance(instance) = &resource.facts
        && instance.db_cluster_identifier.is_missing()
    {
        return Err(graph.missing(resource, "db_cluster_identifier"));
    }
    let group = match rds::through(graph, database, "subnet_group") {
        Linked::One(group) => group,
        Linked::Gap(gap) => return Err(gap),
        Linked::None | Linked::Many(..) => return Ok(None),
    };
    let Some(resource) = graph.resource(group) else {
        return Ok(None);
    };
    let Facts::DbSubnetGroup(facts) = &resource.facts else {
        return Ok(None);
    };
    let named = facts.subnets.known().into_iter().flatten().enumerate();
    for (index, subnet) in named {
        let Some(id) = subnet.subnet_identifier.known() else {
            return Err(graph.missing(resource, "subnets"));
        };
        if subnets.contains(id) {
            return Ok(Some(Source {
                resource: Text::from(resource.arn.as_str()),
                path: format!("subnets[{index}].subnet_identifier"),
                value: id.as_str().into(),
                operation: Text::const_new("rds:DescribeDBSubnetGroups"),
            }));
        }
    }
    match facts.subnets.is_missing() {
        true => Err(graph.missing(resource, "subnets")),
        false => graph.hole(resource, "subnets").map_or(Ok(None), Err),
    }
}
