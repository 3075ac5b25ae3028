//! RAM: shares of the account and with the account, and invitations to more of them.

use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::RAM;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::ram::{ResourceShare, ResourceShareInvitation};

operations! {
    SHARES = "ram:GetResourceShares";
    ASSOCIATIONS = "ram:GetResourceShareAssociations" after SHARES;
    RESOURCES = "ram:ListResources" after SHARES;
    PRINCIPALS = "ram:ListPrincipals" after SHARES;
    INVITATIONS = "ram:GetResourceShareInvitations";
}

static GET_SHARES: Call = list(&SHARES, "POST /getresourceshares", &["resourceShares"]);
static GET_ASSOCIATIONS: Call = list(
    &ASSOCIATIONS,
    "POST /getresourceshareassociations",
    &["resourceShareAssociations"],
);
static LIST_RESOURCES: Call = list(&RESOURCES, "POST /listresources", &["resources"]);
static LIST_PRINCIPALS: Call = list(&PRINCIPALS, "POST /listprincipals", &["principals"]);
static GET_INVITATIONS: Call = list(
    &INVITATIONS,
    "POST /getresourceshareinvitations",
    &["resourceShareInvitations"],
);

const fn list(
    operation: &'static Operation,
    route: &'static str,
    at: &'static [&'static str],
) -> Call {
    Call::of(&RAM, operation)
        .route(route)
        .list(at)
        .token("nextToken", "nextToken")
        .size("maxResults", 500)
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(own(place), foreign(place), invitations(place));
        })
    },
};

/// The member of an item that says which share it belongs to.
const SHARE: &str = "resourceShareArn";

/// The shares of the account: with whom, and what.
async fn own(place: &Place<'_>) {
    let listed = place
        .list(&GET_SHARES, json!({"resourceOwner": "SELF"}))
        .await;
    let arn = |item: &Json| place.arn_in(item, SHARE);
    let mut shares = place.told::<ResourceShare>(&GET_SHARES, listed, arn);
    if shares.is_empty() {
        return;
    }
    let (principals, resources) = tokio::join!(
        place.list(&GET_ASSOCIATIONS, json!({"associationType": "PRINCIPAL"})),
        place.list(&GET_ASSOCIATIONS, json!({"associationType": "RESOURCE"})),
    );
    let call = &GET_ASSOCIATIONS;
    place.deal(
        call,
        principals,
        SHARE,
        &mut shares,
        "principals",
        |share| &mut share.principals,
    );
    place.deal(call, resources, SHARE, &mut shares, "resources", |share| {
        &mut share.resources
    });
    for share in &mut shares {
        // Nobody shares with an account what is its own.
        share.facts.shared_resources = Fact::None;
        share.facts.sharing_principals = Fact::None;
    }
    place.keep(shares);
}

/// The shares of others with the account: what it gets, and from whom.
async fn foreign(place: &Place<'_>) {
    let others = json!({"resourceOwner": "OTHER-ACCOUNTS"});
    let listed = place.list(&GET_SHARES, others.clone()).await;
    let arn = |item: &Json| place.arn_in(item, SHARE);
    let mut shares = place.told::<ResourceShare>(&GET_SHARES, listed, arn);
    if shares.is_empty() {
        return;
    }
    let (resources, principals) = tokio::join!(
        place.list(&LIST_RESOURCES, others.clone()),
        place.list(&LIST_PRINCIPALS, others),
    );
    let attribute = "shared_resources";
    place.deal(
        &LIST_RESOURCES,
        resources,
        SHARE,
        &mut shares,
        attribute,
        |share| &mut share.shared_resources,
    );
    let attribute = "sharing_principals";
    place.deal(
        &LIST_PRINCIPALS,
        principals,
        SHARE,
        &mut shares,
        attribute,
        |share| &mut share.sharing_principals,
    );
    for share in &mut shares {
        // With whom else it is shared is told to the owner.
        let gap = place.only_owner(&ASSOCIATIONS, &share.identity);
        share.lacks(&ASSOCIATIONS, &gap);
    }
    place.keep(shares);
}

/// Invitations stand in the invited account, whose name their ARN does not have.
async fn invitations(place: &Place<'_>) {
    let listed = place.list(&GET_INVITATIONS, json!({})).await;
    let identity = |item: &Json| {
        let mut identity = place.arn_in(item, "resourceShareInvitationArn")?;
        identity.account = place.scan.account.clone();
        Some(identity)
    };
    place.keep(place.told::<ResourceShareInvitation>(&GET_INVITATIONS, listed, identity));
}
