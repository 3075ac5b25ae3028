//! CloudWatch Logs: log groups with their metric filters, and who may write into them.

use serde_json::json;

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::services::LOGS;
use crate::collect::wire::{Call, document, text};
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::logs::{LogGroup, MetricFilter, ResourcePolicy};
use crate::model::told::Told;

operations! {
    GROUPS = "logs:DescribeLogGroups";
    FILTERS = "logs:DescribeMetricFilters" after GROUPS;
    POLICIES = "logs:DescribeResourcePolicies" after GROUPS;
}

static DESCRIBE_GROUPS: Call = list(&GROUPS, &["logGroups"]);
static DESCRIBE_FILTERS: Call = list(&FILTERS, &["metricFilters"]);
static DESCRIBE_POLICIES: Call = list(&POLICIES, &["resourcePolicies"]);

const fn list(operation: &'static Operation, at: &'static [&'static str]) -> Call {
    Call::of(&LOGS, operation)
        .list(at)
        .token("nextToken", "nextToken")
        .size("limit", 50)
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(log_groups(place)),
};

async fn log_groups(place: &Place<'_>) {
    let listed = place.list(&DESCRIBE_GROUPS, json!({})).await;
    let mut groups: Vec<Draft<LogGroup>> = place.told(&DESCRIBE_GROUPS, listed, |item| {
        let named = text(item, &["logGroupArn"]).or_else(|| text(item, &["arn"]))?;
        // The older of the two ends with a star, for all that is in the group.
        let arn = named.strip_suffix(":*").unwrap_or(named);
        place.named(Some(&arn.to_owned()))
    });
    if groups.is_empty() {
        return;
    }
    let (filters, ()) = tokio::join!(place.list(&DESCRIBE_FILTERS, json!({})), policies(place));
    let filters = filters.map(|item| {
        let group = text(&item, &["logGroupName"]).map(str::to_owned);
        (group, MetricFilter::told(&item).known_or_default())
    });
    place.share(
        &FILTERS,
        filters,
        &mut groups,
        |facts| &facts.log_group_name,
        |facts| &mut facts.metric_filters,
    );
    place.keep(groups);
}

async fn policies(place: &Place<'_>) {
    let listed = place.list(&DESCRIBE_POLICIES, json!({})).await;
    let policies: Vec<Draft<ResourcePolicy>> = place.told_with(
        &DESCRIBE_POLICIES,
        listed,
        |item| {
            let name = text(item, &["policyName"])?;
            Some(place.built("logs", &format!("resource-policy:{name}")))
        },
        |policy: &mut Draft<ResourcePolicy>, item| match document(
            &POLICIES,
            Some(item),
            "policyDocument",
        ) {
            Ok(document) => policy.facts.policy_document = document,
            Err(gap) => {
                policy.facts.policy_document = Fact::Missing;
                policy.gap("policy_document", gap);
            }
        },
    );
    place.keep(policies);
}
