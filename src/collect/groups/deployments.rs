//! CodeDeploy: deployment groups, how they move traffic, and how their last deployment went.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::services::CODEDEPLOY;
use crate::collect::wire::{Call, text};
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::codedeploy::DeploymentGroup;

operations! {
    APPLICATIONS = "codedeploy:ListApplications";
    GROUPS = "codedeploy:ListDeploymentGroups" after APPLICATIONS;
    GROUP_INFO = "codedeploy:BatchGetDeploymentGroups" after GROUPS;
    CONFIG = "codedeploy:GetDeploymentConfig" after GROUP_INFO;
    DEPLOYMENTS = "codedeploy:ListDeployments" after GROUPS;
    DEPLOYMENT = "codedeploy:BatchGetDeployments" after GROUP_INFO;
}

static LIST_APPLICATIONS: Call = Call::of(&CODEDEPLOY, &APPLICATIONS)
    .list(&["applications"])
    .token("nextToken", "nextToken");
static LIST_GROUPS: Call = Call::of(&CODEDEPLOY, &GROUPS)
    .list(&["deploymentGroups"])
    .token("nextToken", "nextToken");
static GET_GROUPS: Call = Call::of(&CODEDEPLOY, &GROUP_INFO).list(&["deploymentGroupsInfo"]);
static GET_CONFIG: Call = Call::of(&CODEDEPLOY, &CONFIG);
static LIST_DEPLOYMENTS: Call = Call::of(&CODEDEPLOY, &DEPLOYMENTS)
    .list(&["deployments"])
    .token("nextToken", "nextToken");
static GET_DEPLOYMENTS: Call = Call::of(&CODEDEPLOY, &DEPLOYMENT).list(&["deploymentsInfo"]);

/// The states of a deployment that has not ended.
/// <https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html>
const UNDER_WAY: [&str; 5] = ["Created", "Queued", "InProgress", "Baking", "Ready"];

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(applications(place)),
};

async fn applications(place: &Place<'_>) {
    let listed = place.list(&LIST_APPLICATIONS, json!({})).await;
    let names = listed.items.iter().filter_map(Json::as_str);
    let groups = join_all(names.map(|name| groups(place, name))).await;
    let mut groups: Vec<Draft<DeploymentGroup>> = groups.into_iter().flatten().collect();
    configs(place, &mut groups).await;
    failures(place, &mut groups).await;
    place.keep(groups);
}

/// The deployment groups of an application.
async fn groups(place: &Place<'_>, application: &str) -> Vec<Draft<DeploymentGroup>> {
    let named = json!({"applicationName": application});
    let listed = place.list(&LIST_GROUPS, named).await;
    let identity = |name: &Json| {
        let name = name.as_str()?;
        Some(place.built(
            "codedeploy",
            &format!("deploymentgroup:{application}/{name}"),
        ))
    };
    let mut groups = place.drafts(&GROUPS, listed, identity, |name: Json| DeploymentGroup {
        application_name: Fact::Known(Text::from(application)),
        deployment_group_name: Fact::told(name.as_str().map(Text::from)),
        ..DeploymentGroup::default()
    });
    let key = ("deploymentGroupName", name);
    let parameters =
        |names: Vec<&str>| json!({"applicationName": application, "deploymentGroupNames": names});
    place
        .complete_batches_by(&GET_GROUPS, &mut groups, 100, key, parameters)
        .await;
    let under_way = |group: &Draft<DeploymentGroup>| {
        json!({
            "applicationName": application,
            "deploymentGroupName": name(group),
            "includeOnlyStatuses": UNDER_WAY,
        })
    };
    place
        .list_each(&LIST_DEPLOYMENTS, &mut groups, under_way, |facts| {
            &mut facts.deployments
        })
        .await;
    groups
}

fn name(group: &Draft<DeploymentGroup>) -> String {
    let name = group.facts.deployment_group_name.known();
    name.map_or_else(String::new, ToString::to_string)
}

/// Each configuration is asked for once, however many groups use it.
async fn configs(place: &Place<'_>, groups: &mut [Draft<DeploymentGroup>]) {
    let mut users: BTreeMap<String, Vec<&mut Draft<DeploymentGroup>>> = BTreeMap::new();
    for group in groups {
        match group.facts.deployment_config_name.clone() {
            Fact::Known(name) => users.entry(name.to_string()).or_default().push(group),
            Fact::None => group.facts.traffic_routing_config = Fact::None,
            Fact::Missing => lacks(group, &CONFIG),
        }
    }
    let asked = users.into_iter().map(async |(name, users)| {
        let told = place
            .get(&GET_CONFIG, json!({"deploymentConfigName": name}))
            .await;
        for group in users {
            group.complete(&CONFIG, told.clone(), &["deploymentConfigInfo"]);
        }
    });
    join_all(asked).await;
}

/// Why the last deployments failed. Those that did not have no error.
async fn failures(place: &Place<'_>, groups: &mut [Draft<DeploymentGroup>]) {
    let mut failed = Vec::new();
    for group in groups {
        match &group.facts.last_attempted_deployment {
            Fact::Missing => lacks(group, &DEPLOYMENT),
            Fact::Known(last) if has_failed(last.status.known()) => failed.push(group),
            Fact::Known(_) | Fact::None => group.facts.error_information = Fact::None,
        }
    }
    for batch in failed.chunks_mut(25) {
        let ids: Vec<String> = batch.iter().map(|group| last(group)).collect();
        let listed = place
            .list(&GET_DEPLOYMENTS, json!({"deploymentIds": ids}))
            .await;
        for (group, id) in batch.iter_mut().zip(&ids) {
            let is_it = |item: &&Json| text(item, &["deploymentId"]) == Some(id);
            let told = listed.items.iter().find(is_it).cloned();
            let told = told.ok_or_else(|| {
                let unsaid = Gap::new(GapReason::Failed, DEPLOYMENT.name);
                let unsaid = unsaid.because("the answer does not have the deployment");
                listed.gap.clone().unwrap_or(unsaid)
            });
            group.complete(&DEPLOYMENT, told, &[]);
        }
    }
}

fn has_failed(status: Option<&Text>) -> bool {
    status.is_some_and(|status| status == "Failed" || status == "Stopped")
}

fn last(group: &Draft<DeploymentGroup>) -> String {
    let last = group.facts.last_attempted_deployment.known();
    let id = last.and_then(|last| last.deployment_id.known());
    id.map_or_else(String::new, ToString::to_string)
}

/// What a call would have told of a group of which nothing is known: as little as that.
fn lacks(group: &mut Draft<DeploymentGroup>, operation: &Operation) {
    let known = group.gaps.get("deployment_config_name").cloned();
    let gap = known.unwrap_or_else(|| Gap::new(GapReason::Failed, GROUP_INFO.name));
    group.lacks(operation, &gap);
}
