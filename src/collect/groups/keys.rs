//! KMS: keys, their aliases, policies, rotation and grants.

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::services::KMS;
use crate::collect::wire::{Call, text};
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::kinds::Reach;
use crate::model::kinds::kms::{Alias, Key};
use crate::model::told::Told;

operations! {
    KEYS = "kms:ListKeys";
    ALIASES = "kms:ListAliases" after KEYS;
    KEY = "kms:DescribeKey" after KEYS;
    POLICY = "kms:GetKeyPolicy" after KEYS;
    ROTATION = "kms:GetKeyRotationStatus" after KEY;
    GRANTS = "kms:ListGrants" after KEYS;
}

static LIST_KEYS: Call = list(&KEYS, &["Keys"]);
static LIST_ALIASES: Call = list(&ALIASES, &["Aliases"]);
static LIST_GRANTS: Call = list(&GRANTS, &["Grants"]);
static DESCRIBE_KEY: Call = Call::of(&KMS, &KEY);
static GET_POLICY: Call = Call::of(&KMS, &POLICY);
static GET_ROTATION: Call = Call::of(&KMS, &ROTATION);

const fn list(operation: &'static Operation, at: &'static [&'static str]) -> Call {
    Call::of(&KMS, operation)
        .list(at)
        .token("Marker", "NextMarker")
        .more("Truncated")
        .size("Limit", 1000)
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(keys(place)),
};

async fn keys(place: &Place<'_>) {
    let listed = place.list(&LIST_KEYS, json!({})).await;
    let mut keys: Vec<Draft<Key>> =
        place.told(&LIST_KEYS, listed, |item| place.arn_in(item, "KeyArn"));
    if keys.is_empty() {
        return;
    }
    let completed = keys.iter_mut().map(|key| complete(place, key));
    let (_, mut listed) = tokio::join!(join_all(completed), place.list(&LIST_ALIASES, json!({})));
    // Names that AWS reserves for keys which it has not made yet.
    listed
        .items
        .retain(|item| text(item, &["TargetKeyId"]).is_some());
    let aliases = listed.map(|item| {
        let key = text(&item, &["TargetKeyId"]).map(str::to_owned);
        (key, Alias::told(&item).known_or_default())
    });
    place.share(
        &ALIASES,
        aliases,
        &mut keys,
        |facts| &facts.key_id,
        |facts| &mut facts.aliases,
    );
    place.keep(keys);
}

async fn complete(place: &Place<'_>, key: &mut Draft<Key>) {
    let id = json!({"KeyId": key.identity.arn.as_str()});
    let (described, policy, grants) = tokio::join!(
        place.get(&DESCRIBE_KEY, id.clone()),
        place.get(&GET_POLICY, policy_of(key)),
        place.list(&LIST_GRANTS, id.clone()),
    );
    let unknown: Option<Gap> = described.as_ref().err().cloned();
    key.complete(&KEY, described, &["KeyMetadata"]);
    key.policy(&POLICY, policy.map(Some), "Policy", |facts| {
        &mut facts.policy
    });
    key.list(&GRANTS, grants.told(&GRANTS), |facts| &mut facts.grants);
    match unknown {
        Some(gap) => key.lacks(&ROTATION, &gap),
        None if rotates(&key.facts) => {
            let told = place.get(&GET_ROTATION, id).await;
            key.complete(&ROTATION, told, &[]);
        }
        None => key.facts.key_rotation_enabled = Fact::None,
    }
}

/// A key has one policy, and this is its name.
fn policy_of(key: &Draft<Key>) -> Json {
    json!({"KeyId": key.identity.arn.as_str(), "PolicyName": "default"})
}

/// Whether a key is of the sort that KMS can rotate by itself.
fn rotates(facts: &Key) -> bool {
    let is = |fact: &Fact<_>, wanted: &str| fact.known().is_some_and(|value| value == wanted);
    is(&facts.key_spec, "SYMMETRIC_DEFAULT") && is(&facts.origin, "AWS_KMS")
}
