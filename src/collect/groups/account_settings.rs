//! What is set for the account as a whole: whom AWS asks, which regions there are, and the block of
//! public access to buckets.

use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::services::{ACCOUNT, S3_CONTROL};
use crate::collect::wire::{Call, at, text};
use crate::model::kinds::Reach;
use crate::model::kinds::account::Account;

operations! {
    CONTACT = "account:GetAlternateContact";
    OWNER = "account:GetContactInformation";
    REGIONS = "account:ListRegions";
    BLOCK = "s3control:GetPublicAccessBlock" action "s3:GetAccountPublicAccessBlock";
}

static GET_CONTACT: Call = Call::of(&ACCOUNT, &CONTACT).route("POST /getAlternateContact");
static GET_OWNER: Call = Call::of(&ACCOUNT, &OWNER).route("POST /getContactInformation");
static LIST_REGIONS: Call = Call::of(&ACCOUNT, &REGIONS)
    .route("POST /listRegions")
    .list(&["Regions"])
    .token("NextToken", "NextToken")
    .size("MaxResults", 50);
static GET_BLOCK: Call =
    Call::of(&S3_CONTROL, &BLOCK).route("GET /v20180820/configuration/publicAccessBlock");

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| Box::pin(settings(place)),
};

async fn settings(place: &Place<'_>) {
    let account = place.scan.account.as_str();
    let (contact, owner, regions, block) = tokio::join!(
        place.get_if_any(
            &GET_CONTACT,
            "ResourceNotFoundException",
            json!({"AlternateContactType": "SECURITY"}),
        ),
        place.get(&GET_OWNER, json!({})),
        place.list(&LIST_REGIONS, json!({})),
        place.get_if_any(
            &GET_BLOCK,
            "NoSuchPublicAccessBlockConfiguration",
            json!({"x-amz-account-id": account}),
        ),
    );
    let mut draft = place.account::<Account>();
    let contact = contact.map(|told| told.map(|told| kind_of_contact(&told)));
    draft.complete_if_any(&CONTACT, contact, &[]);
    draft.complete(&OWNER, owner.map(|told| reachable(&told)), &[]);
    draft.complete_list(&LIST_REGIONS, regions, |account| &mut account.regions);
    let block = block.map(|told| told.map(|told| json!({"S3PublicAccessBlock": told})));
    draft.complete_if_any(&BLOCK, block, &[]);
    place.keep(vec![draft]);
}

/// That there is a contact; who it is, nobody needs to know.
fn kind_of_contact(told: &Json) -> Json {
    let kind = at(told, &["AlternateContact", "AlternateContactType"]);
    json!({"SecurityContact": {"AlternateContactType": kind}})
}

/// That there is a telephone number; it is not kept.
fn reachable(told: &Json) -> Json {
    match at(told, &["ContactInformation"]) {
        Some(owner) => {
            let number = text(owner, &["PhoneNumber"]);
            let has = number.is_some_and(|number| !number.trim().is_empty());
            json!({"ContactInformation": {"HasPhoneNumber": has}})
        }
        None => Json::Null,
    }
}
