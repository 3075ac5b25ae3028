//! What a security group admits from the internet, as a union over all its rules.

use std::collections::BTreeSet;

use ipnet::IpNet;
use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::IpPermission;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::cidr;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;

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

/// One range that a permission admits.
struct Admitted {
    protocol: Text,
    ports: (i64, i64),
    range: IpNet,
    /// The range as written, and the prefix list that it stands in.
    sources: Vec<Source>,
}

/// The derived fact `internet_ingress`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::SecurityGroup(group) = &resource.facts else {
        return Answer::none();
    };
    let permissions = match &group.ip_permissions {
        Fact::Known(permissions) => permissions.as_slice(),
        Fact::None => &[],
        Fact::Missing => return Answer::gap(graph.missing(resource, "ip_permissions")),
    };
    let mut hidden = resource.gaps.get("ip_permissions").cloned();
    let mut admitted = Vec::new();
    for (index, permission) in permissions.iter().enumerate() {
        match admit(graph, node, resource, index, permission) {
            Ok(ranges) => admitted.extend(ranges),
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    let hidden = hidden.map(|gap| gap.within(&resource.account, &resource.region));
    let mut open = Vec::new();
    let mut sources = Vec::new();
    for v4 in [true, false] {
        let family: Vec<&Admitted> = admitted
            .iter()
            .filter(|one| matches!(one.range, IpNet::V4(_)) == v4)
            .collect();
        collect_open(&family, v4, &mut open, &mut sources);
    }
    Answer::list(open, hidden, sources)
}

/// Adds what one permission admits by address; what is not known of it is returned as gap.
fn admit(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    index: usize,
    permission: &IpPermission,
) -> Result<Vec<Admitted>, Gap> {
    let at = format!("ip_permissions[{index}]");
    let missing = |path: &str| graph.missing(resource, &format!("{at}.{path}"));
    let protocol = protocol_of(permission).ok_or_else(|| missing("ip_protocol"))?;
    let ports = ports_of(&protocol, permission).ok_or_else(|| missing("from_port"))?;
    let mut admitted = Vec::new();
    let mut push = |cidr: &str, sources: Vec<Source>| match cidr.parse::<IpNet>() {
        Ok(range) => {
            admitted.push(Admitted {
                protocol: protocol.clone(),
                ports,
                range: range.trunc(),
                sources,
            });
            Ok(())
        }
        Err(_) => Err(missing("ip_ranges").because("a range is no CIDR block")),
    };
    for (place, range) in items(&permission.ip_ranges)
        .ok_or_else(|| missing("ip_ranges"))?
        .iter()
        .enumerate()
    {
        let path = format!("ip_ranges[{place}].cidr_ip");
        let cidr = range.cidr_ip.known().ok_or_else(|| missing(&path))?;
        push(cidr, vec![source(resource, format!("{at}.{path}"), cidr)])?;
    }
    for (place, range) in items(&permission.ipv6_ranges)
        .ok_or_else(|| missing("ipv6_ranges"))?
        .iter()
        .enumerate()
    {
        let path = format!("ipv6_ranges[{place}].cidr_ipv6");
        let cidr = range.cidr_ipv6.known().ok_or_else(|| missing(&path))?;
        push(cidr, vec![source(resource, format!("{at}.{path}"), cidr)])?;
    }
    for (place, list) in items(&permission.prefix_list_ids)
        .ok_or_else(|| missing("prefix_list_ids"))?
        .iter()
        .enumerate()
    {
        let path = format!("prefix_list_ids[{place}].prefix_list_id");
        let id = list.prefix_list_id.known().ok_or_else(|| missing(&path))?;
        let named = source(resource, format!("{at}.{path}"), id);
        for (cidr, entry) in entries(graph, node, id)? {
            push(&cidr, vec![named.clone(), entry])?;
        }
    }
    Ok(admitted)
}

/// The items of a list, none if it was told to be empty, nothing if it was not told.
fn items<T>(list: &Fact<Vec<T>>) -> Option<&[T]> {
    match list {
        Fact::Known(items) => Some(items),
        Fact::None => Some(&[]),
        Fact::Missing => None,
    }
}

/// The ranges of a prefix list, each with where it stands.
fn entries(graph: &Graph<'_>, node: NodeId, id: &str) -> Result<Vec<(Text, Source)>, Gap> {
    let found = graph.find("ec2.prefix_list", id, node)?;
    let untold = || Gap::new(GapReason::NotCollected, "ec2:GetManagedPrefixListEntries");
    let resource = graph.resource(found).ok_or_else(untold)?;
    let Facts::PrefixList(list) = &resource.facts else {
        return Err(untold());
    };
    let missing = || graph.missing(resource, "entries");
    if resource.gaps.contains_key("entries") {
        return Err(missing());
    }
    let entries = items(&list.entries).ok_or_else(missing)?.iter().enumerate();
    entries
        .map(|(index, entry)| {
            let cidr = entry.cidr.known().ok_or_else(missing)?;
            let source = Source {
                operation: Text::const_new("ec2:GetManagedPrefixListEntries"),
                ..source(resource, format!("entries[{index}].cidr"), cidr)
            };
            Ok((cidr.clone(), source))
        })
        .collect()
}

/// The protocol by name; `-1` is `all`, and the numbers of the common ones are their names.
fn protocol_of(permission: &IpPermission) -> Option<Text> {
    let protocol = permission.ip_protocol.known()?;
    Some(match protocol.as_str() {
        "-1" => Text::const_new("all"),
        "6" => Text::const_new("tcp"),
        "17" => Text::const_new("udp"),
        "1" => Text::const_new("icmp"),
        "58" => Text::const_new("icmpv6"),
        other => Text::from(other.to_ascii_lowercase()),
    })
}

/// The ports of a permission: absent or -1 is all for TCP and UDP, and other protocols have none.
/// Nothing if they were not told.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
fn ports_of(protocol: &str, permission: &IpPermission) -> Option<(i64, i64)> {
    let has_ports = matches!(protocol, "tcp" | "udp" | "icmp" | "icmpv6");
    if has_ports && (permission.from_port.is_missing() || permission.to_port.is_missing()) {
        return None;
    }
    let bound = |fact: &Fact<i64>| fact.known().copied().filter(|port| *port >= 0);
    Some(match protocol {
        "tcp" | "udp" => (
            bound(&permission.from_port).unwrap_or(0),
            bound(&permission.to_port).unwrap_or(65535),
        ),
        "icmp" | "icmpv6" => (
            bound(&permission.from_port).unwrap_or(-1),
            bound(&permission.to_port).unwrap_or(-1),
        ),
        _ => (0, 65535),
    })
}

/// The port ranges that are open to the internet in one family, by protocol. What `all` opens is
/// said once, as `all`; what it adds to another protocol's ranges counts there.
fn collect_open(
    family: &[&Admitted],
    v4: bool,
    open: &mut Vec<InternetIngress>,
    sources: &mut Vec<(String, Source)>,
) {
    let everything: Vec<&Admitted> = family
        .iter()
        .filter(|one| one.protocol == "all")
        .copied()
        .collect();
    let all_open = is_open(&everything);
    let protocols: BTreeSet<&Text> = family.iter().map(|one| &one.protocol).collect();
    for protocol in protocols {
        if all_open && protocol != "all" {
            continue;
        }
        let rules: Vec<&Admitted> = family
            .iter()
            .filter(|one| one.protocol == *protocol || one.protocol == "all")
            .copied()
            .collect();
        for (from, to, ranges) in open_ports(protocol, &rules) {
            let at = format!("[{}]", open.len());
            for one in &ranges {
                let own = one.sources.iter().cloned();
                sources.extend(own.map(|source| (at.clone(), source)));
            }
            open.push(InternetIngress {
                protocol: protocol.clone().into(),
                family: Text::const_new(if v4 { "ipv4" } else { "ipv6" }).into(),
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

/// ICMP types are no interval: each (type, code) stands for itself.
fn open_icmp<'a>(rules: &[&'a Admitted]) -> Vec<(i64, i64, Vec<&'a Admitted>)> {
    let kinds: BTreeSet<(i64, i64)> = rules
        .iter()
        .filter(|rule| rule.protocol != "all")
        .map(|rule| rule.ports)
        .collect();
    kinds
        .into_iter()
        .map(|ports| {
            let here: Vec<&Admitted> = rules
                .iter()
                .filter(|rule| rule.ports == ports || rule.protocol == "all")
                .copied()
                .collect();
            (ports.0, ports.1, here)
        })
        .filter(|(_, _, here)| is_open(here))
        .collect()
}

fn is_open(rules: &[&Admitted]) -> bool {
    let ranges: Vec<IpNet> = rules.iter().map(|rule| rule.range).collect();
    cidr::is_internet(&ranges)
}

fn texts(rules: &[&Admitted]) -> Vec<Text> {
    let ranges: BTreeSet<Text> = rules
        .iter()
        .map(|rule| Text::from(rule.range.to_string()))
        .collect();
    ranges.into_iter().collect()
}

fn source(resource: &Resource, path: String, value: &str) -> Source {
    Source {
        resource: Text::from(resource.arn.as_str()),
        path,
        value: Json::from(value),
        operation: Text::const_new("ec2:DescribeSecurityGroups"),
    }
}
