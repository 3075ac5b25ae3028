//! What a name by itself says about where it leads.

use std::collections::HashMap;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Facts;

use super::super::node::{Graph, NodeId};
use super::name::bare;

/// What AWS service a name is of, if it is one that answers inside of VPCs only, or may do so:
/// `cache`, `database`, or `rds`, of which only the database itself can tell.
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/elasticache-vpc-accessing.html>
/// <https://docs.aws.amazon.com/documentdb/latest/developerguide/connect-from-outside-a-vpc.html>
pub(in crate::graph) fn sort_of_aws_name(host: &str) -> Option<&'static str> {
    let name = host
        .strip_suffix(".cn")
        .unwrap_or(host)
        .strip_suffix(".amazonaws.com")?;
    let has = |label: &str| name.split('.').any(|part| part == label);
    if has("cache") || has("memorydb") {
        return Some("cache");
    }
    if has("docdb") {
        return Some("database");
    }
    has("rds").then_some("rds")
}

/// Why nobody knows where a name leads from outside of VPCs: a private zone answers it, and no
/// public zone that was scanned does.
pub(in crate::graph) fn private_zone_of(graph: &Graph<'_>, host: &str) -> Option<Gap> {
    let by_record = graph.zones_by_record.get_or_init(|| by_record(graph));
    let zones = by_record.get(host)?.iter();
    let mut private = None;
    for resource in zones.filter_map(|zone| graph.resource(*zone)) {
        match &resource.facts {
            Facts::HostedZone(facts) if facts.private_zone == Fact::Known(true) => {
                private = Some(resource);
            }
            _ => return None,
        }
    }
    private.map(|zone| {
        Gap::new(GapReason::UnsupportedHere, "route53:ListResourceRecordSets")
            .within(&zone.account, &zone.region)
            .because(format!(
                "{host} is answered by a private zone, and may be elsewhere too"
            ))
    })
}

/// Zones by the names for which they have a record that a host can have.
pub(in crate::graph) type ByRecord = HashMap<String, Vec<NodeId>>;

fn by_record(graph: &Graph<'_>) -> ByRecord {
    let mut by_record = ByRecord::new();
    for &zone in graph.of_kind("route53.hosted_zone") {
        let Some(Facts::HostedZone(facts)) = graph.facts(zone) else {
            continue;
        };
        for record in facts.record_sets.known().into_iter().flatten() {
            let kind = record.record_type.known();
            if !kind.is_some_and(|kind| matches!(kind.as_str(), "A" | "AAAA" | "CNAME")) {
                continue;
            }
            if let Some(name) = record.name.known() {
                let zones = by_record.entry(bare(name)).or_default();
                if zones.last() != Some(&zone) {
                    zones.push(zone);
                }
            }
        }
    }
    by_record
}
