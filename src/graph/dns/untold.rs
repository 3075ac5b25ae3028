//! Names that may be answered in a VPC and that nobody told.

use std::collections::HashMap;

use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region};
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::HostedZoneSummary;
use crate::model::kinds::route53::HostedZone;
use crate::model::resource::Resource;

use super::super::node::{Graph, NodeId};

/// Why there may be more names, by the account and region of the VPCs.
pub(in crate::graph) type UntoldNames<'s> = HashMap<(&'s AccountId, &'s Region), Gap>;

/// Why there may be more names in the VPCs of a place.
pub(in crate::graph) fn names_in(
    graph: &Graph<'_>,
    account: &AccountId,
    region: &Region,
) -> Option<Gap> {
    let untold = graph.untold_names.get_or_init(|| of_each_place(graph));
    untold.get(&(account, region)).cloned()
}

fn of_each_place<'s>(graph: &Graph<'s>) -> UntoldNames<'s> {
    let mut untold = UntoldNames::new();
    for &vpc in graph.of_kind("ec2.vpc") {
        let Some(resource) = graph.resource(vpc) else {
            continue;
        };
        let place = (&resource.account, &resource.region);
        if !untold.contains_key(&place) {
            untold.extend(in_vpc(graph, vpc, resource).map(|gap| (place, gap)));
        }
    }
    untold
}

fn in_vpc(graph: &Graph<'_>, node: NodeId, resource: &Resource) -> Option<Gap> {
    let Facts::Vpc(vpc) = &resource.facts else {
        return None;
    };
    if vpc.hosted_zones.is_missing() {
        return Some(graph.missing(resource, "hosted_zones"));
    }
    let of_zone = |zone| in_zone(graph, node, resource, zone);
    let zones = vpc.hosted_zones.known().into_iter().flatten();
    graph
        .hole(resource, "hosted_zones")
        .or_else(|| zones.filter_map(of_zone).next())
}

/// Why the records of a zone of a VPC are not all known. What a service of AWS manages has no
/// records that somebody wrote.
fn in_zone(
    graph: &Graph<'_>,
    vpc: NodeId,
    resource: &Resource,
    zone: &HostedZoneSummary,
) -> Option<Gap> {
    let (Some(id), Some(_)) = (zone.hosted_zone_id.known(), zone.name.known()) else {
        return Some(graph.missing(resource, "hosted_zones"));
    };
    if let Some(own) = graph.candidates("route53.hosted_zone", id).first() {
        let resource = graph.resource(*own)?;
        return match &resource.facts {
            Facts::HostedZone(facts) => records_of(graph, resource, facts),
            _ => None,
        };
    }
    if zone.owning_service.known().is_some() {
        return None;
    }
    let owner = zone
        .owning_account
        .known()
        .map(|id| AccountId::from(id.as_str()));
    let listed_by = owner.as_ref().unwrap_or(graph.node(vpc).account);
    let unlisted = graph.extent("route53.hosted_zone", listed_by, &Region::global());
    Some(match unlisted {
        Some(gap) if gap.reason != GapReason::AccountNotScanned => gap,
        _ => Gap {
            account: owner,
            region: Some(Region::global()),
            ..Gap::new(
                GapReason::AccountNotScanned,
                "route53:ListResourceRecordSets",
            )
        }
        .because(format!("zone {id} is in no scanned account")),
    })
}

fn records_of(graph: &Graph<'_>, resource: &Resource, zone: &HostedZone) -> Option<Gap> {
    let mut records = zone.record_sets.known().into_iter().flatten();
    let untold = zone.record_sets.is_missing()
        || records.any(|one| one.name.is_missing() || one.record_type.is_missing());
    if untold {
        return Some(graph.missing(resource, "record_sets"));
    }
    graph.hole(resource, "record_sets")
}
