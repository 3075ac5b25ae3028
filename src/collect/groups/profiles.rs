//! Route 53 Profiles: those of VPCs, and the zones, rules and firewalls that they bring.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::services::ROUTE53_PROFILES;
use crate::collect::wire::{Call, text};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::route53profiles::{ProfileAssociation, ProfileResource};

operations! {
    ASSOCIATIONS = "route53profiles:ListProfileAssociations";
    RESOURCES = "route53profiles:ListProfileResourceAssociations" after ASSOCIATIONS;
}

static LIST_ASSOCIATIONS: Call = Call::of(&ROUTE53_PROFILES, &ASSOCIATIONS)
    .route("GET /profileassociations")
    .list(&["ProfileAssociations"])
    .token("nextToken", "NextToken")
    .size("maxResults", 100);

static LIST_RESOURCES: Call = Call::of(&ROUTE53_PROFILES, &RESOURCES)
    .route("GET /profileresourceassociations/profileid/{ProfileId}")
    .list(&["ProfileResourceAssociations"])
    .token("nextToken", "NextToken")
    .size("maxResults", 100);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(profiles(place)),
};

async fn profiles(place: &Place<'_>) {
    let listed = place.list(&LIST_ASSOCIATIONS, json!({})).await;
    // The ARN is not told, but documented.
    // <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53profiles.html>
    let identity = |item: &Json| {
        let id = text(item, &["Id"])?;
        Some(place.built("route53profiles", &format!("profile-association/{id}")))
    };
    let mut associations = place.told::<ProfileAssociation>(&LIST_ASSOCIATIONS, listed, identity);
    let profiles = associations
        .iter()
        .filter_map(|one| one.facts.profile_id.known());
    let profiles: std::collections::BTreeSet<Text> = profiles.cloned().collect();
    // A profile may be in many VPCs.
    let asked = profiles.into_iter().map(async |profile| {
        let listed = place
            .list(&LIST_RESOURCES, json!({"ProfileId": profile}))
            .await;
        (profile, listed.told::<ProfileResource>(&RESOURCES))
    });
    let resources: BTreeMap<Text, _> = join_all(asked).await.into_iter().collect();
    for association in &mut associations {
        let profile = association.facts.profile_id.known();
        match profile.and_then(|profile| resources.get(profile)).cloned() {
            Some(told) => association.list(&RESOURCES, told, |facts| &mut facts.profile_resources),
            None => association.lacks(&RESOURCES, &place.no_id(&RESOURCES)),
        }
    }
    place.keep(associations);
}
