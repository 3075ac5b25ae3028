//! The records that answer a name, and whose addresses they are.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::NetworkInterface;
use crate::model::kinds::route53::{AliasTarget, RecordSet};
use crate::model::path::Literal;
use crate::record;

use super::super::cidr::canonical;
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
    Answer::list(answers, untold(graph, name), sources)
}

/// The derived fact `written_types`: what most names are told apart by, at a small part of the price of
/// all their records.
pub(super) fn written_types(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(name) = name_of(graph, node) else {
        return Answer::none();
    };
    let types: BTreeSet<Text> = plain(name)
        .filter(|record| {
            let values = record.resource_records.known();
            values.is_some_and(|values| !values.is_empty())
        })
        .filter_map(|record| record.record_type.known().cloned())
        .collect();
    let types: Vec<Text> = types.into_iter().collect();
    Answer::list(types, untold(graph, name), Vec::new())
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
    let (own, hidden) = network::addresses_of_endpoint(graph, endpoint);
    let mut incomplete = hidden.clone();
    let mut strangers = Vec::new();
    let mut sources = Vec::new();
    for address in addresses(name) {
        if own.contains_key(&address) {
            continue;
        }
        let (holders, untold) = holders(graph, name.vpc, &address);
        incomplete = incomplete.or(untold);
        for interface in holders {
            let Some(Facts::NetworkInterface(facts)) = graph.facts(interface) else {
                continue;
            };
            sources.push((
                format!("[{}]", strangers.len()),
                Source {
                    resource: graph.node(interface).arn.clone(),
                    path: place_of(facts, &address),
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
    Answer::list(strangers, incomplete, sources)
}

/// Why the name may have more addresses or targets than are known.
pub(super) fn untold(graph: &Graph<'_>, name: &NameInVpc<'_>) -> Option<Gap> {
    let zone = graph.resource(name.zone)?;
    let all = name.zone_facts.record_sets.known()?;
    let missing = name.records.iter().find_map(|place| {
        let record = all.get(*place)?;
        let attributes = [
            ("resource_records", record.resource_records.is_missing()),
            ("alias_target", record.alias_target.is_missing()),
            ("alias_target", nameless(&record.alias_target)),
        ];
        let (attribute, _) = attributes.into_iter().find(|(_, missing)| *missing)?;
        Some(graph.missing(zone, &format!("record_sets[{place}].{attribute}")))
    });
    graph.hole(zone, "record_sets").or(missing)
}

fn nameless(alias: &Fact<AliasTarget>) -> bool {
    alias
        .known()
        .is_some_and(|alias| alias.dns_name.is_missing())
}

/// The addresses that the name's plain records give, in canonical form.
pub(super) fn addresses(name: &NameInVpc<'_>) -> BTreeSet<Text> {
    plain(name)
        .flat_map(|record| record.resource_records.known().into_iter().flatten())
        .map(|value| canonical(value))
        .collect()
}

/// The records that answer a name and are of type A or AAAA.
fn plain<'s>(name: &NameInVpc<'s>) -> impl Iterator<Item = &'s RecordSet> {
    let all = name.zone_facts.record_sets.known();
    let all = all.map_or(&[][..], Vec::as_slice);
    let records = name.records.iter().filter_map(|place| all.get(*place));
    records.filter(|record| {
        let kind = record.record_type.known();
        kind.is_some_and(|kind| kind != "CNAME")
    })
}

/// The interfaces of a VPC that hold an address, and why there may be more.
pub(super) fn holders(graph: &Graph<'_>, vpc: NodeId, address: &str) -> (Vec<NodeId>, Option<Gap>) {
    let Some(Facts::Vpc(here)) = graph.facts(vpc) else {
        return (Vec::new(), None);
    };
    let (mut interfaces, mut incomplete) = graph.naming(Reverse::InterfacesByAddress, address, vpc);
    interfaces.retain(|interface| {
        let Some(resource) = graph.resource(*interface) else {
            return false;
        };
        let Facts::NetworkInterface(facts) = &resource.facts else {
            return false;
        };
        if facts.vpc_id.is_missing() {
            incomplete.get_or_insert_with(|| graph.missing(resource, "vpc_id"));
        }
        facts.vpc_id.known() == here.vpc_id.known()
    });
    (interfaces, incomplete)
}

/// Where an interface says that it holds an address.
fn place_of(interface: &NetworkInterface, address: &str) -> String {
    let v4 = interface.private_ip_addresses.known().into_iter().flatten();
    let found = v4.enumerate().find_map(|(index, one)| {
        let holds = one
            .private_ip_address
            .known()
            .is_some_and(|own| own == address);
        holds.then(|| format!("private_ip_addresses[{index}].private_ip_address"))
    });
    let v6 = interface.ipv6_addresses.known().into_iter().flatten();
    let found = found.or_else(|| {
        v6.enumerate().find_map(|(index, one)| {
            let holds = one.ipv6_address.known().is_some_and(|own| own == address);
            holds.then(|| format!("ipv6_addresses[{index}].ipv6_address"))
        })
    });
    found.unwrap_or_default()
}
