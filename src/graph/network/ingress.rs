//! What a security group admits from the internet and lets out to it, as a union over all its rules.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::{IpPermission, SecurityGroup};
use crate::model::path::Literal;
use crate::record;

use super::super::cidr;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::Family;
use super::admitted::{Admission, Admitted};

record! {
    /// Ports that are open to the internet.
    InternetIngress {
        /// `tcp`, `udp`, `icmp`, `icmpv6`, another protocol's number, or `all`.
        protocol: Text, gap;
        /// `ipv4` or `ipv6`.
        family: Text, gap;
        /// The first port (for ICMP, the type; -1 is all).
        from_port: i64, gap;
        /// The last port (for ICMP, the code; -1 is all).
        to_port: i64, gap;
        /// The ranges whose union is the internet.
        ranges: Vec<Text>, none;
    }
}

/// The derived fact `internet_ingress`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    open(graph, node, "ip_permissions", |group| &group.ip_permissions)
}

/// The derived fact `internet_egress`.
pub(super) fn egress(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let list = "ip_permissions_egress";
    open(graph, node, list, |group| &group.ip_permissions_egress)
}

type Permissions = fn(&SecurityGroup) -> &Fact<Vec<IpPermission>>;

fn open(graph: &Graph<'_>, node: NodeId, list: &'static str, permissions: Permissions) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::SecurityGroup(group) = &resource.facts else {
        return Answer::none();
    };
    let permissions = permissions(group);
    if permissions.is_missing() {
        return Answer::gap(graph.missing(resource, list));
    }
    let admission = Admission::of(graph, node, resource, list, permissions);
    let mut open = Vec::new();
    let mut sources = Vec::new();
    for family in [Family::V4, Family::V6] {
        let admitted = admission.admitted.iter();
        let here: Vec<&Admitted> = admitted.filter(|one| one.family() == family).collect();
        collect_open(&here, family, &mut open, &mut sources);
    }
    Answer::list(open, admission.hidden, sources)
}

/// The port ranges that are open to the internet in one family, by protocol. What `all` opens is
/// said once, as `all`; what it adds to another protocol's ranges counts there.
fn collect_open(
    admitted: &[&Admitted],
    family: Family,
    open: &mut Vec<InternetIngress>,
    sources: &mut Vec<(String, Source)>,
) {
    let everything: Vec<&Admitted> = admitted
        .iter()
        .filter(|one| one.protocol == "all")
        .copied()
        .collect();
    let all_open = is_open(&everything);
    let protocols: BTreeSet<&Text> = admitted.iter().map(|one| &one.protocol).collect();
    for protocol in protocols {
        if all_open && protocol != "all" {
            continue;
        }
        let rules: Vec<&Admitted> = admitted
            .iter()
            .filter(|one| one.protocol == *protocol || one.protocol == "all")
            .copied()
            .collect();
        for (from, to, ranges) in open_ports(protocol, &rules) {
            let at = format!("[{}]", open.len());
            let mut told = BTreeSet::new();
            let each = ranges.iter().flat_map(|one| &one.sources);
            let once = each.filter(|one| told.insert((&one.resource, &one.path)));
            sources.extend(once.map(|one| (at.clone(), one.clone())));
            open.push(InternetIngress {
                protocol: protocol.clone().into(),
                family: Text::const_new(family.name()).into(),
                from_port: from.into(),
                to_port: to.into(),
                ranges: texts(&ranges).into(),
            });
        }
    }
}

/// The largest port ranges for which the union of the rules is the internet.
fn open_ports<'a>(protocol: &str, rules: &[&'a Admitted]) -> Vec<(i64, i64, Vec<&'a Admitted>)> {
    if protocol.starts_with("icmp") {
        return open_icmp(rules);
    }
    let mut cuts: Vec<i64> = rules
        .iter()
        .flat_map(|rule| [rule.ports.0, rule.ports.1 + 1])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut open: Vec<(i64, i64, Vec<&Admitted>)> = Vec::new();
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1] - 1);
        let here: Vec<&Admitted> = rules
            .iter()
            .filter(|rule| rule.ports.0 <= from && to <= rule.ports.1)
            .copied()
            .collect();
        if !is_open(&here) {
            continue;
        }
        match open.last_mut() {
            Some((_, end, ranges)) if *end + 1 == from => {
                *end = to;
                for rule in here {
                    if !ranges.iter().any(|known| std::ptr::eq(*known, rule)) {
                        ranges.push(rule);
                    }
                }
            }
            _ => open.push((from, to, here)),
        }
    }
    open
}

/// ICMP types are no interval: each (type, code) stands for itself, -1 for all of them. What is open
/// as all is not said again of one.
fn open_icmp<'a>(rules: &[&'a Admitted]) -> Vec<(i64, i64, Vec<&'a Admitted>)> {
    let kinds: BTreeSet<(i64, i64)> = rules
        .iter()
        .filter(|rule| rule.protocol != "all")
        .map(|rule| rule.ports)
        .collect();
    let mut open: Vec<(i64, i64, Vec<&Admitted>)> = Vec::new();
    // In this order all types come before one, and all codes before one.
    for kind in kinds {
        if open.iter().any(|(from, to, _)| holds((*from, *to), kind)) {
            continue;
        }
        let here: Vec<&Admitted> = rules
            .iter()
            .filter(|rule| rule.protocol == "all" || holds(rule.ports, kind))
            .copied()
            .collect();
        if is_open(&here) {
            open.push((kind.0, kind.1, here));
        }
    }
    open
}

/// Whether one ICMP (type, code) holds another.
fn holds(all: (i64, i64), one: (i64, i64)) -> bool {
    all.0 == -1 || (all.0 == one.0 && (all.1 == -1 || all.1 == one.1))
}

fn is_open(rules: &[&Admitted]) -> bool {
    let ranges: Vec<IpNet> = rules.iter().map(|rule| rule.range).collect();
    cidr::is_internet(&ranges)
}

fn texts(rules: &[&Admitted]) -> Vec<Text> {
    let ranges: BTreeSet<&Text> = rules.iter().map(|rule| &rule.told).collect();
    ranges.into_iter().cloned().collect()
}
