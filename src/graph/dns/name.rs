//! The derived kind `dns.name_in_vpc`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

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
    /// The endpoint that the name belongs to, once somebody has asked: all endpoints of the VPC have
    /// to be looked at for it.
    pub(super) endpoint: OnceLock<Linked>,
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
                    endpoint: OnceLock::new(),
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
        // Zones of the VPC below this one: each answers what is under it, with a record or without.
        let others = associated.iter().map(|(other, _)| other);
        let below: Vec<&String> = others
            .filter(|other| other.len() > zone_name.len() && is_under(other, zone_name))
            .collect();
        for (place, record) in facts.record_sets.known().into_iter().flatten().enumerate() {
            let (Some(name), Some(kind)) = (record.name.known(), record.record_type.known()) else {
                continue;
            };
            let name = bare(name);
            let answers_here = !below.iter().any(|other| is_under(&name, other));
            if matches!(kind.as_str(), "A" | "AAAA" | "CNAME") && answers_here {
                answers
                    .entry((*zone, Text::from(name)))
                    .or_default()
                    .push(place);
            }
        }
    }
    answers
}

/// Whether a name is a zone's own or under it.
pub(in crate::graph) fn is_under(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// A name in lower case, without its last dot, with the escapes of Route 53 undone: it writes what
/// is not a letter, a digit, `-` or `_` as `\` with three octal digits, `*` as `\052`.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html>
pub(in crate::graph) fn bare(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name.strip_suffix('.').unwrap_or(name);
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let octal = escape.get(1..4).and_then(octal);
        let length = match octal {
            Some(character) => {
                plain.push(character);
                4
            }
            // No escape, or one of a dot or of what is no character: it stays as it is.
            None => {
                plain.push('\\');
                1
            }
        };
        rest = escape.get(length..).unwrap_or("");
    }
    plain.push_str(rest);
    plain.make_ascii_lowercase();
    plain
}

/// The character of three octal digits; a dot inside a label stays escaped, it ends no label.
fn octal(digits: &str) -> Option<char> {
    let is_octal = digits.bytes().all(|digit| matches!(digit, b'0'..=b'7'));
    let code = u8::from_str_radix(digits, 8).ok().filter(|_| is_octal)?;
    let printed = code.is_ascii_graphic() && code != b'.' && code != b'\\';
    printed.then_some(char::from(code))
}

/// Whether a fact of a name is known to be this one.
pub(super) fn is_name(fact: &Fact<Text>, name: &str) -> bool {
    fact.known().is_some_and(|known| bare(known) == name)
}

#[cfg(test)]
mod tests {
    use super::{bare, is_under};

    #[test]
    fn escapes_are_undone_and_what_is_none_stays() {
        for (told, plain) in [
            ("DB.Corp.Example.", "db.corp.example"),
            (r"\052.corp.example.", "*.corp.example"),
            (r"a\100b.corp.example", "a@b.corp.example"),
            (r"a\056b.corp.example", r"a\056b.corp.example"),
            (r"a\134052.example", r"a\134052.example"),
            (r"a\000.example", r"a\000.example"),
            (r"a\777.example", r"a\777.example"),
            (r"a\+52.example", r"a\+52.example"),
            (r"a\05", r"a\05"),
            (r"a\é52.example", r"a\é52.example"),
            ("", ""),
            (".", ""),
        ] {
            assert_eq!(bare(told), plain, "{told}");
        }
    }

    #[test]
    fn a_name_is_under_a_zone_label_by_label() {
        assert!(is_under("corp.example", "corp.example"));
        assert!(is_under("db.corp.example", "corp.example"));
        assert!(!is_under("dbcorp.example", "corp.example"));
        assert!(!is_under("example", "corp.example"));
    }
}
