//! Route 53 Profiles: zones, rules and firewalls that a VPC has by way of a profile.
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html>

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::route53profiles::ProfileResource;
use crate::model::resource::Resource;

use super::space::Place;
use super::zones::{self, Zone};

/// What profiles give to a VPC of one type, by the last part of its ARN, and why there may be more.
pub(super) fn given<'s>(place: Place<'_, 's>, wanted: &str) -> (Vec<&'s str>, Option<Gap>) {
    const KIND: &str = "route53profiles.profile_association";
    let graph = place.graph;
    let mut more = place.extent(KIND);
    let mut ids = Vec::new();
    for &node in graph.of_kind(KIND) {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::ProfileAssociation(facts) = &resource.facts else {
            continue;
        };
        if facts.resource_id.is_missing() && resource.region == place.resource.region {
            more = more.or_else(|| Some(graph.missing(resource, "resource_id")));
        }
        if !place.is_here(&facts.resource_id) {
            continue;
        }
        match works(place, resource, "status", &facts.status) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(gap) => more = more.or(Some(gap)),
        }
        let hole = match facts.profile_resources.is_missing() {
            true => Some(graph.missing(resource, "profile_resources")),
            false => graph.hole(resource, "profile_resources"),
        };
        more = more.or(hole);
        for one in facts.profile_resources.known().into_iter().flatten() {
            match id(place, resource, one, wanted) {
                Ok(Some(id)) => ids.push(id),
                Ok(None) => {}
                Err(gap) => more = more.or(Some(gap)),
            }
        }
    }
    (ids, more)
}

/// Whether an association works; one that changes is a gap.
pub(super) fn works(
    place: Place<'_, '_>,
    resource: &Resource,
    path: &str,
    status: &Fact<Text>,
) -> Result<bool, Gap> {
    match status.known().map(Text::as_str) {
        Some("COMPLETE" | "ACTION_NEEDED") => Ok(true),
        Some(status @ ("CREATING" | "UPDATING")) => {
            let gap = Gap::new(GapReason::InTransition, resource.kind().operation());
            let gap = gap.within(&resource.account, &resource.region);
            Err(gap.because(format!("{} is {status}", resource.arn.last())))
        }
        Some(_) => Ok(false),
        None => Err(place.graph.missing(resource, path)),
    }
}

fn id<'s>(
    place: Place<'_, 's>,
    resource: &Resource,
    one: &'s ProfileResource,
    wanted: &str,
) -> Result<Option<&'s str>, Gap> {
    match &one.resource_type {
        Fact::Known(kind) if kind == wanted => {}
        Fact::Known(_) => return Ok(None),
        Fact::None | Fact::Missing => {
            return Err(place.graph.missing(resource, "profile_resources"));
        }
    }
    if !works(place, resource, "profile_resources", &one.status)? {
        return Ok(None);
    }
    let arn = one.resource_arn.known();
    let arn = arn.ok_or_else(|| place.graph.missing(resource, "profile_resources"))?;
    Ok(arn.rsplit('/').next())
}

/// Adds the zones that profiles give to a VPC. One that is in no scanned account may have any name.
pub(super) fn zones(place: Place<'_, '_>, zones: &mut Vec<Zone>) -> Option<Gap> {
    let (ids, mut more) = given(place, "PRIVATE_HOSTED_ZONE");
    for id in ids {
        let node = place.graph.candidates("route53.hosted_zone", id).first();
        match node.map(|node| (*node, place.graph.facts(*node))) {
            Some((node, Some(Facts::HostedZone(facts)))) => {
                zones::add_scanned(node, facts, true, zones);
            }
            _ => more = more.or_else(|| Some(zones::untold(place, id, None))),
        }
    }
    more
}
