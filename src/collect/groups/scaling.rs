//! Application Auto Scaling: services of ECS and clusters of Aurora that are scaled, and by what.

use futures_util::future::join_all;
use serde_json::json;

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::services::APPLICATION_AUTO_SCALING;
use crate::collect::wire::{Call, text};
use crate::model::kinds::Reach;
use crate::model::kinds::application_autoscaling::{ScalableTarget, ScalingPolicy};
use crate::model::told::Told;

operations! {
    TARGETS = "application-autoscaling:DescribeScalableTargets";
    POLICIES = "application-autoscaling:DescribeScalingPolicies" after TARGETS;
}

static DESCRIBE_TARGETS: Call = Call::of(&APPLICATION_AUTO_SCALING, &TARGETS)
    .list(&["ScalableTargets"])
    .token("NextToken", "NextToken")
    .size("MaxResults", 50);
static DESCRIBE_POLICIES: Call = Call::of(&APPLICATION_AUTO_SCALING, &POLICIES)
    .list(&["ScalingPolicies"])
    .token("NextToken", "NextToken")
    .size("MaxResults", 10);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(targets(place)),
};

/// The namespaces that rules ask about; each is a list of its own.
const NAMESPACES: [&str; 2] = ["ecs", "rds"];

async fn targets(place: &Place<'_>) {
    join_all(NAMESPACES.map(|namespace| targets_in(place, namespace))).await;
}

async fn targets_in(place: &Place<'_>, namespace: &str) {
    let namespace = json!({"ServiceNamespace": namespace});
    let listed = place.list(&DESCRIBE_TARGETS, namespace.clone()).await;
    let mut targets: Vec<Draft<ScalableTarget>> = place.told(&DESCRIBE_TARGETS, listed, |item| {
        let named = place.arn_in(item, "ScalableTargetARN");
        named.or_else(|| {
            let resource = text(item, &["ResourceId"])?;
            let service = "application-autoscaling";
            Some(place.built(service, &format!("scalable-target/{resource}")))
        })
    });
    if targets.is_empty() {
        return;
    }
    // A service of ECS or a cluster of Aurora has one dimension, so that its id names the target.
    let listed = place.list(&DESCRIBE_POLICIES, namespace).await.map(|item| {
        let resource = text(&item, &["ResourceId"]).map(str::to_owned);
        (resource, ScalingPolicy::told(&item).known_or_default())
    });
    place.share(
        &POLICIES,
        listed,
        &mut targets,
        |facts| &facts.resource_id,
        |facts| &mut facts.scaling_policies,
    );
    place.keep(targets);
}
