//! The derived kind `dns.name_in_vpc`.

use std::collections::BTreeMap;

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Vpc;
use crate::model::kinds::route53::HostedZone;
use crate::record;

use super::super::links::links;
use super::super::node::{Body, Graph, Node, NodeId};
use super::super::schema::Linked;

record! {
    /// A name as one VPC resolves it: the most specific private zone that is associated with the
    /// VPC answers, and no other. One subject for each such name with an A, AAAA or CNAME record.
    /// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>
    NameFacts {
        /// The name, lower case, without its last dot.
        name: Text, gap;
        /// The VPC.
        vpc_id: Text, gap;
        /// The zone that answers.
        hosted_zone_id: Text, gap;
        /// Whether the name is the zone's own, where a CNAME is not allowed.
        is_apex: bool, gap;
    }
}

/// A name in a VPC with the records that answer it.
pub(in crate::graph) struct NameInVpc<'s> {
    /// The facts that a rule sees.
    pub(in crate::graph) facts: Box<dyn crate::model::record::Record>,
    pub(super) name: Text,
    pub(super) vpc: NodeId,
    pub(super) zone: NodeId,
    pub(super) zone_facts: &'s HostedZone,
    /// The places of the answering record sets in the zone.
    pub(super) records: Vec<usize>,
}

links! {
    /// The VPC.
    "dns.name_in_vpc".vpc -> "ec2.vpc" = |g, n| on_name(g, n, |name| name.vpc);
    /// The zone that answers.
    "dns.name_in_vpc".hosted_zone -> "route53.hosted_zone" = |g, n| on_name(g, n, |name| name.zone);
    /// The endpoint that the name belongs to: by custom domain, by the name of its resource, by the
    /// target of an alias, or by the most addresses in common; none if it belongs to no endpoint.
    "dns.name_in_vpc".endpoint -> "ec2.vpc_endpoint" = super::endpoint::of_name;
}

fn on_name(graph: &Graph<'_>, node: NodeId, pick: impl Fn(&NameInVpc<'_>) -> NodeId) -> Linked {
    match &graph.node(node).body {
        Body::Name(name) => Linked::One(pick(name)),
        _ => Linked::None,
    }
}

/// Adds a node for each name of each VPC.
pub(in crate::graph) fn add_names(graph: &mut Graph<'_>) {
    for vpc in graph.of_kind("ec2.vpc").to_vec() {
        let Some(resource) = graph.resource(vpc) else {
            continue;
        };
        let Facts::Vpc(facts) = &resource.facts else {
            continue;
        };
        for ((zone, name), records) in answering(graph, facts) {
            let Some(Facts::HostedZone(zone_facts)) = graph.facts(zone) else {
                continue;
            };
            let is_apex = zone_facts
                .name
                .known()
                .is_some_and(|apex| bare(apex) == name);
            let facts = NameFacts {
                name: name.clone().into(),
                vpc_id: facts.vpc_id.clone(),
                hosted_zone_id: zone_facts.hosted_zone_id.clone(),
                is_apex: is_apex.into(),
            };
            graph.add(Node {
                kind: "dns.name_in_vpc",
                arn: compact_str::format_compact!("{}/dns-name/{name}", resource.arn),
                account: &resource.account,
                region: &resource.region,
                body: Body::Name(Box::new(NameInVpc {
                    facts: Box::new(facts),
                    name,
                    vpc,
                    zone,
                    zone_facts,
                    records,
                })),
            });
        }
    }
}

/// The names that a VPC's zones answer, each with its zone and the places of its record sets.
fn answering(graph: &Graph<'_>, vpc: &Vpc) -> BTreeMap<(NodeId, Text), Vec<usize>> {
    let Some(zones) = vpc.hosted_zones.known() else {
        return BTreeMap::new();
    };
    let associated: Vec<(String, Option<NodeId>)> = zones
        .iter()
        .filter_map(|zone| {
            let own = zone
                .hosted_zone_id
                .known()
                .and_then(|id| graph.candidates("route53.hosted_zone", id).first().copied());
            Some((bare(zone.name.known()?), own))
        })
        .collect();
    let mut answers: BTreeMap<(NodeId, Text), Vec<usize>> = BTreeMap::new();
    for (zone_name, zone) in &associated {
        let Some(zone) = zone else { continue };
        let Some(Facts::HostedZone(facts)) = graph.facts(*zone) else {
            continue;
        };
        for (place, record) in facts.record_sets.known().into_iter().flatten().enumerate() {
            let (Some(name), Some(kind)) = (record.name.known(), record.record_type.known()) else {
                continue;
            };
            let name = bare(name);
            if matches!(kind.as_str(), "A" | "AAAA" | "CNAME")
                && decides(&associated, zone_name, &name)
            {
                answers
                    .entry((*zone, Text::from(name)))
                    .or_default()
                    .push(place);
            }
        }
    }
    answers
}

/// Whether no more specific zone of the VPC holds the name.
fn decides(associated: &[(String, Option<NodeId>)], zone: &str, name: &str) -> bool {
    associated
        .iter()
        .all(|(other, _)| other.len() <= zone.len() || !is_under(name, other))
}

/// Whether a name is a zone's own or under it.
pub(super) fn is_under(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// A name in lower case, without its last dot, with Route 53's escape for `*` undone.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html>
pub(super) fn bare(name: &str) -> String {
    name.trim_end_matches('.')
        .replace("\\052", "*")
        .to_ascii_lowercase()
}

/// Whether a fact of a name is known to be this one.
pub(super) fn is_name(fact: &Fact<Text>, name: &str) -> bool {
    fact.known().is_some_and(|known| bare(known) == name)
}
