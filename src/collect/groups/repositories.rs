//! ECR: repositories, and the registry that they stand in.

use futures_util::future::join_all;
use serde_json::json;

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::ECR;
use crate::model::kinds::Reach;
use crate::model::kinds::ecr::{Registry, Repository};

operations! {
    REPOSITORIES = "ecr:DescribeRepositories";
    SCANNING = "ecr:BatchGetRepositoryScanningConfiguration" after REPOSITORIES;
    POLICY = "ecr:GetRepositoryPolicy" after REPOSITORIES;
    LIFECYCLE = "ecr:GetLifecyclePolicy" after REPOSITORIES;
    REGISTRY_SCANNING = "ecr:GetRegistryScanningConfiguration" after REPOSITORIES;
    REGISTRY_POLICY = "ecr:GetRegistryPolicy" after REPOSITORIES;
}

static DESCRIBE_REPOSITORIES: Call = Call::of(&ECR, &REPOSITORIES)
    .list(&["repositories"])
    .token("nextToken", "nextToken")
    .size("maxResults", 1000);
static GET_SCANNING: Call = Call::of(&ECR, &SCANNING).list(&["scanningConfigurations"]);
static GET_POLICY: Call = Call::of(&ECR, &POLICY);
static GET_LIFECYCLE: Call = Call::of(&ECR, &LIFECYCLE);
static GET_REGISTRY_SCANNING: Call = Call::of(&ECR, &REGISTRY_SCANNING);
static GET_REGISTRY_POLICY: Call = Call::of(&ECR, &REGISTRY_POLICY);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(repositories(place)),
};

async fn repositories(place: &Place<'_>) {
    let listed = place.list(&DESCRIBE_REPOSITORIES, json!({})).await;
    let mut repositories: Vec<Draft<Repository>> =
        place.told(&DESCRIBE_REPOSITORIES, listed, |item| {
            place.arn_in(item, "repositoryArn")
        });
    if repositories.is_empty() {
        return;
    }
    place
        .complete_batches_by(
            &GET_SCANNING,
            &mut repositories,
            25,
            ("repositoryName", name),
            |names| json!({"repositoryNames": names}),
        )
        .await;
    let completed = repositories.iter_mut().map(async |repository| {
        let name = json!({"repositoryName": name(repository)});
        let none = "RepositoryPolicyNotFoundException";
        let policy = place.get_if_any(&GET_POLICY, none, name.clone()).await;
        repository.policy(&POLICY, policy, "policyText", |facts| &mut facts.policy);
        let none = "LifecyclePolicyNotFoundException";
        let lifecycle = place.get_if_any(&GET_LIFECYCLE, none, name).await;
        repository.complete_if_any(&LIFECYCLE, lifecycle, &[]);
    });
    tokio::join!(join_all(completed), registry(place));
    place.keep(repositories);
}

fn name(repository: &Draft<Repository>) -> String {
    let name = repository.facts.repository_name.known();
    name.map_or_else(String::new, ToString::to_string)
}

async fn registry(place: &Place<'_>) {
    let mut registry = Draft::of(place.built("ecr", "registry"), Registry::default());
    let (scanning, policy) = tokio::join!(
        place.get(&GET_REGISTRY_SCANNING, json!({})),
        place.get_if_any(
            &GET_REGISTRY_POLICY,
            "RegistryPolicyNotFoundException",
            json!({})
        ),
    );
    registry.complete(&REGISTRY_SCANNING, scanning, &[]);
    registry.policy(&REGISTRY_POLICY, policy, "policyText", |facts| {
        &mut facts.policy
    });
    place.keep(vec![registry]);
}
