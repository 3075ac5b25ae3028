//! What a name by itself says about where it leads.

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Facts;
use crate::model::kinds::route53::HostedZone;

use super::super::node::Graph;
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
    let mut private = None;
    for zone in graph.of_kind("route53.hosted_zone") {
        let Some(resource) = graph.resource(*zone) else {
            continue;
        };
        match &resource.facts {
            Facts::HostedZone(facts) if has_record(facts, host) => {
                if facts.private_zone != Fact::Known(true) {
                    return None;
                }
                private = Some(resource);
            }
            _ => {}
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

fn has_record(zone: &HostedZone, host: &str) -> bool {
    let records = zone.record_sets.known().into_iter().flatten();
    records
        .filter(|record| {
            let kind = record.record_type.known();
            kind.is_some_and(|kind| matches!(kind.as_str(), "A" | "AAAA" | "CNAME"))
        })
        .any(|record| record.name.known().is_some_and(|name| bare(name) == host))
}
