//! The records that answer a name, and whose addresses they are.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::super::index::Reverse;
use super::super::network;
use super::super::node::{Body, Graph, NodeId};
use super::super::schema::{Answer, Linked};
use super::name::NameInVpc;

record! {
    /// A record set that answers a name.
    AnsweringRecordSet {
        /// `A`, `AAAA` or `CNAME`.
        record_type: Text, gap;
        /// How long an answer is kept; none for an alias.
        ttl: i64, none, unit "s";
        /// What an alias points at; none for plain records.
        alias_dns_name: Text, none;
        /// The values; none for an alias.
        values: Vec<Text>, none;
    }
}

record! {
    /// An address of a record that another interface holds.
    StrangerAddress {
        /// The address.
        address: Text, gap;
        /// The interface.
        network_interface_id: Text, gap;
    }
}

pub(super) fn name_of<'g, 's>(graph: &'g Graph<'s>, node: NodeId) -> Option<&'g NameInVpc<'s>> {
    match &graph.node(node).body {
        Body::Name(name) => Some(name),
        _ => None,
    }
}

/// The derived fact `record_sets`.
pub(super) fn record_sets(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(name) = name_of(graph, node) else {
        return Answer::none();
    };
    let Some(zone) = graph.resource(name.zone) else {
        return Answer::none();
    };
    let all = name
        .zone_facts
        .record_sets
        .known()
        .map_or(&[][..], Vec::as_slice);
    let mut answers = Vec::new();
    let mut sources = Vec::new();
    for &place in &name.records {
        let Some(record) = all.get(place) else {
            continue;
        };
        sources.push((
            format!("[{}]", answers.len()),
            Source {
                resource: Text::from(zone.arn.as_str()),
                path: format!("record_sets[{place}]"),
                value: serde_json::to_value(record).unwrap_or(Json::Null),
                operation: Text::const_new("route53:ListResourceRecordSets"),
            },
        ));
        let alias = record
            .alias_target
            .as_ref()
            .map(|alias| alias.dns_name.clone());
        answers.push(AnsweringRecordSet {
            record_type: record.record_type.clone(),
            ttl: record.ttl,
            alias_dns_name: match alias {
                Fact::Known(name) => name,
                Fact::None => Fact::None,
                Fact::Missing => Fact::Missing,
            },
            values: record
                .resource_records
                .clone()
                .map(|values| values.iter().map(|value| canonical(value)).collect()),
        });
    }
    let incomplete = zone.gaps.get("record_sets").cloned();
    let incomplete = incomplete.map(|gap| gap.within(&zone.account, &zone.region));
    Answer::list(answers, incomplete, sources)
}

/// The derived fact `stranger_addresses`.
pub(super) fn stranger_addresses(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(name) = name_of(graph, node) else {
        return Answer::none();
    };
    let endpoint = match super::endpoint::of_name(graph, node) {
        Linked::One(endpoint) => endpoint,
        Linked::Gap(gap) => return Answer::gap(gap),
        Linked::None | Linked::Many(..) => return Answer::none(),
    };
    let (own, incomplete) = network::addresses_of_endpoint(graph, endpoint);
    let (holders, hidden) = holders(graph, name.vpc);
    let mut strangers = Vec::new();
    let mut sources = Vec::new();
    for address in addresses(name) {
        if own.contains_key(&address) {
            continue;
        }
        for (interface, path) in holders
            .iter()
            .filter(|(held, ..)| *held == address)
            .map(|(_, interface, path)| (interface, path))
        {
            let Some(Facts::NetworkInterface(facts)) = graph.facts(*interface) else {
                continue;
            };
            sources.push((
                format!("[{}]", strangers.len()),
                Source {
                    resource: graph.node(*interface).arn.clone(),
                    path: path.clone(),
                    value: Json::from(address.as_str()),
                    operation: Text::const_new("ec2:DescribeNetworkInterfaces"),
                },
            ));
            strangers.push(StrangerAddress {
                address: address.clone().into(),
                network_interface_id: facts.network_interface_id.clone(),
            });
        }
    }
    Answer::list(strangers, incomplete.or(hidden), sources)
}

/// The addresses that the name's plain records give, in canonical form.
pub(super) fn addresses(name: &NameInVpc<'_>) -> BTreeSet<Text> {
    let all = name
        .zone_facts
        .record_sets
        .known()
        .map_or(&[][..], Vec::as_slice);
    let plain = name
        .records
        .iter()
        .filter_map(|place| all.get(*place))
        .filter(|record| {
            record
                .record_type
                .known()
                .is_some_and(|kind| kind != "CNAME")
        });
    plain
        .flat_map(|record| record.resource_records.known().into_iter().flatten())
        .map(|value| canonical(value))
        .collect()
}

/// Every address that an interface of a VPC holds.
pub(super) fn holders(
    graph: &Graph<'_>,
    vpc: NodeId,
) -> (Vec<(Text, NodeId, String)>, Option<crate::model::gap::Gap>) {
    let Some(Facts::Vpc(facts)) = graph.facts(vpc) else {
        return (Vec::new(), None);
    };
    let Some(id) = facts.vpc_id.known() else {
        return (Vec::new(), None);
    };
    let (interfaces, incomplete) = graph.naming(Reverse::InterfacesByVpc, id, vpc);
    let mut held = Vec::new();
    for interface in interfaces {
        let Some(Facts::NetworkInterface(facts)) = graph.facts(interface) else {
            continue;
        };
        for (index, one) in facts
            .private_ip_addresses
            .known()
            .into_iter()
            .flatten()
            .enumerate()
        {
            if let Some(address) = one.private_ip_address.known() {
                let path = format!("private_ip_addresses[{index}].private_ip_address");
                held.push((address.clone(), interface, path));
            }
        }
        for (index, one) in facts
            .ipv6_addresses
            .known()
            .into_iter()
            .flatten()
            .enumerate()
        {
            if let Some(address) = one.ipv6_address.known() {
                held.push((
                    canonical(address),
                    interface,
                    format!("ipv6_addresses[{index}].ipv6_address"),
                ));
            }
        }
    }
    (held, incomplete)
}

/// An address in its canonical form (RFC 5952 for IPv6); any other value in lower case.
pub(super) fn canonical(value: &str) -> Text {
    match value.trim().parse::<IpAddr>() {
        Ok(address) => Text::from(address.to_string()),
        Err(_) => Text::from(value.trim_end_matches('.').to_ascii_lowercase()),
    }
}
