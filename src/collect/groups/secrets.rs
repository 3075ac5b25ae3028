//! Secrets Manager: secrets, never their values.

use futures_util::future::join_all;
use serde_json::json;

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::SECRETS_MANAGER;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Reach;
use crate::model::kinds::secretsmanager::Secret;

operations! {
    SECRETS = "secretsmanager:ListSecrets";
    SECRET = "secretsmanager:DescribeSecret" after SECRETS;
    POLICY = "secretsmanager:GetResourcePolicy" after SECRETS;
}

static LIST_SECRETS: Call = Call::of(&SECRETS_MANAGER, &SECRETS)
    .list(&["SecretList"])
    .token("NextToken", "NextToken")
    .size("MaxResults", 100);
static DESCRIBE_SECRET: Call = Call::of(&SECRETS_MANAGER, &SECRET);
static GET_POLICY: Call = Call::of(&SECRETS_MANAGER, &POLICY);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(secrets(place)),
};

async fn secrets(place: &Place<'_>) {
    let listed = place
        .list(&LIST_SECRETS, json!({"IncludePlannedDeletion": true}))
        .await;
    let mut secrets: Vec<Draft<Secret>> =
        place.told(&LIST_SECRETS, listed, |item| place.arn_in(item, "ARN"));
    let completed = secrets.iter_mut().map(async |secret| {
        let id = json!({"SecretId": secret.identity.arn.as_str()});
        let told = place.get(&DESCRIBE_SECRET, id.clone()).await;
        secret.complete(&SECRET, told, &[]);
        if secret.facts.deleted_date.known().is_some() {
            // The service refuses, which would say nothing of the others.
            let gap = Gap::new(GapReason::InTransition, POLICY.name);
            return secret.lacks(&POLICY, &gap.because("the secret is to be deleted"));
        }
        let policy = place.get(&GET_POLICY, id).await.map(Some);
        secret.policy(&POLICY, policy, "ResourcePolicy", |facts| {
            &mut facts.resource_policy
        });
    });
    join_all(completed).await;
    place.keep(secrets);
}
