//! Target groups, their attributes, and how their targets are.

use futures_util::future::join_all;
use serde_json::json;

use super::{TARGET_GROUP_ATTRIBUTES, TARGET_GROUPS, TARGET_HEALTH, by_key, list};
use crate::collect::draft::Draft;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::ELB_V2;
use crate::model::kinds::elbv2::TargetGroup;

static DESCRIBE_TARGET_GROUPS: Call = list(&TARGET_GROUPS, &["TargetGroups"]);
static DESCRIBE_ATTRIBUTES: Call = Call::of(&ELB_V2, &TARGET_GROUP_ATTRIBUTES);
static DESCRIBE_HEALTH: Call =
    Call::of(&ELB_V2, &TARGET_HEALTH).list(&["TargetHealthDescriptions"]);

pub(super) async fn collect(place: &Place<'_>) {
    let listed = place.list(&DESCRIBE_TARGET_GROUPS, json!({})).await;
    let mut groups: Vec<Draft<TargetGroup>> = place.told(&DESCRIBE_TARGET_GROUPS, listed, |item| {
        place.arn_in(item, "TargetGroupArn")
    });
    let completed = groups.iter_mut().map(async |group| {
        let parameters = json!({"TargetGroupArn": group.identity.arn.as_str()});
        let told = place.get(&DESCRIBE_ATTRIBUTES, parameters.clone()).await;
        group.complete(&TARGET_GROUP_ATTRIBUTES, told.map(by_key), &[]);
        let health = place.list(&DESCRIBE_HEALTH, parameters).await;
        group.list(&TARGET_HEALTH, health.told(&TARGET_HEALTH), |facts| {
            &mut facts.target_health_descriptions
        });
    });
    join_all(completed).await;
    place.keep(groups);
}
