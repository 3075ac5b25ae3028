//! The private zones of a VPC: associated with it, by way of a profile, or made by a service.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::HostedZoneSummary;
use crate::model::kinds::route53::HostedZone;
use crate::model::resolution::NameSpace;

use crate::graph::node::NodeId;

use super::super::name::bare;
use super::private::PrivateName;
use super::profiles;
use super::space::Place;

/// A private zone, as one VPC has it.
#[derive(Debug, Clone)]
pub(super) struct Zone {
    /// Its name, lower case, without its last dot.
    pub(super) name: String,
    /// Its id; the endpoint's, where no zone is told.
    pub(super) id: Text,
    /// Where it comes from.
    pub(super) origin: Origin,
    /// Whether it is there by way of a profile.
    pub(super) by_profile: bool,
    /// The place in the VPC's list that tells it.
    pub(super) listed: Option<usize>,
}

/// Where a zone comes from.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// A scanned account.
    Scanned(NodeId),
    /// An account whose records were not told.
    Untold(Gap),
    /// A service of AWS.
    Managed(Text),
    /// An endpoint brings the names; no zone was told.
    Endpoint,
}

impl Zone {
    /// Of two zones of one name the VPC's own comes first. AWS does not let two such be associated.
    pub(super) fn rank(&self) -> u8 {
        match (&self.origin, self.by_profile) {
            (Origin::Scanned(_) | Origin::Untold(_), false) => 0,
            (Origin::Scanned(_) | Origin::Untold(_), true) => 1,
            (Origin::Managed(_), _) => 2,
            (Origin::Endpoint, _) => 3,
        }
    }

    /// What answers call it.
    pub(super) fn kind(&self) -> &'static str {
        match &self.origin {
            Origin::Scanned(_) | Origin::Untold(_) => "private-zone",
            Origin::Managed(_) => "managed-zone",
            Origin::Endpoint => "endpoint",
        }
    }

    /// The fact that tells of the zone, where it stands in the VPC's list.
    pub(super) fn source(&self, place: Place<'_, '_>) -> Option<Source> {
        let index = self.listed?;
        let zones = place.vpc.hosted_zones.known()?;
        Some(Source {
            resource: Text::from(place.resource.arn.as_str()),
            path: format!("hosted_zones[{index}]"),
            value: serde_json::to_value(zones.get(index)?).unwrap_or_default(),
            operation: Text::const_new("route53:ListHostedZonesByVPC"),
        })
    }

    /// The zone as answers name it.
    pub(super) fn as_told(&self) -> NameSpace {
        NameSpace {
            kind: self.kind().to_owned(),
            id: self.id.to_string(),
            domain: self.name.clone(),
        }
    }
}

/// The zones of a VPC, and why there may be others.
pub(super) fn of_vpc(place: Place<'_, '_>, private: &[PrivateName]) -> (Vec<Zone>, Option<Gap>) {
    let mut zones = Vec::new();
    let mut more = listed(place, &mut zones);
    let by_profile = profiles::zones(place, &mut zones);
    more = more.or(by_profile);
    by_their_own_words(place, &mut zones);
    for name in private {
        let known = zones.iter().any(|zone: &Zone| zone.name == name.domain());
        if !known {
            zones.push(Zone {
                name: name.domain().to_owned(),
                id: name
                    .zone_id
                    .clone()
                    .unwrap_or_else(|| name.brought_by.clone()),
                origin: Origin::Endpoint,
                by_profile: false,
                listed: None,
            });
        }
    }
    (zones, more)
}

/// Those that the VPC is told to be associated with.
fn listed(place: Place<'_, '_>, zones: &mut Vec<Zone>) -> Option<Gap> {
    let (graph, resource) = (place.graph, place.resource);
    let mut more = match place.vpc.hosted_zones.is_missing() {
        true => Some(graph.missing(resource, "hosted_zones")),
        false => graph.hole(resource, "hosted_zones"),
    };
    let told = place.vpc.hosted_zones.known().into_iter().flatten();
    for (index, summary) in told.enumerate() {
        match (&summary.hosted_zone_id, &summary.name) {
            (Fact::Known(id), Fact::Known(name)) => zones.push(Zone {
                name: bare(name),
                id: id.clone(),
                origin: origin(place, id, summary),
                by_profile: false,
                listed: Some(index),
            }),
            _ => more = more.or_else(|| Some(graph.missing(resource, "hosted_zones"))),
        }
    }
    more
}

fn origin(place: Place<'_, '_>, id: &str, summary: &HostedZoneSummary) -> Origin {
    if let Some(own) = place.graph.candidates("route53.hosted_zone", id).first() {
        return Origin::Scanned(*own);
    }
    match (&summary.owning_service, &summary.owning_account) {
        (Fact::Known(service), _) => Origin::Managed(service.clone()),
        (_, owner) => Origin::Untold(untold(place, id, owner.known())),
    }
}

/// Why the records of a zone that no scanned account has are not known.
pub(super) fn untold(place: Place<'_, '_>, id: &str, owner: Option<&Text>) -> Gap {
    let owner = owner.map(|owner| AccountId::from(owner.as_str()));
    let listed_by = owner.as_ref().unwrap_or(&place.resource.account);
    let global = Region::global();
    let unlisted = place
        .graph
        .extent("route53.hosted_zone", listed_by, &global);
    match unlisted {
        Some(gap) if gap.reason != GapReason::AccountNotScanned => gap,
        _ => Gap {
            account: owner,
            region: Some(global),
            ..Gap::new(
                GapReason::AccountNotScanned,
                "route53:ListResourceRecordSets",
            )
        }
        .because(format!("zone {id} is in no scanned account")),
    }
}

/// Zones that say of themselves that they are answered here: the VPC's own list may not be told.
fn by_their_own_words(place: Place<'_, '_>, zones: &mut Vec<Zone>) {
    for &node in place.graph.of_kind("route53.hosted_zone") {
        let Some(Facts::HostedZone(facts)) = place.graph.facts(node) else {
            continue;
        };
        if is_here(place, facts) {
            add_scanned(node, facts, false, zones);
        }
    }
}

fn is_here(place: Place<'_, '_>, zone: &HostedZone) -> bool {
    let mut vpcs = zone.vpcs.known().into_iter().flatten();
    zone.private_zone == Fact::Known(true) && vpcs.any(|vpc| place.is_here(&vpc.vpc_id))
}

/// Adds a scanned zone that is not there yet.
pub(super) fn add_scanned(
    node: NodeId,
    facts: &HostedZone,
    by_profile: bool,
    zones: &mut Vec<Zone>,
) {
    let (Some(id), Some(name)) = (facts.hosted_zone_id.known(), facts.name.known()) else {
        return;
    };
    if zones.iter().any(|zone| zone.id == *id) {
        return;
    }
    zones.push(Zone {
        name: bare(name),
        id: id.clone(),
        origin: Origin::Scanned(node),
        by_profile,
        listed: None,
    });
}
