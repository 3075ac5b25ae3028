//! ECS: clusters, services, tasks, and the revisions of task definitions that are in use or newest.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::services::ECS;
use crate::collect::wire::{Call, at, text};
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::ecs::{Cluster, Service};
use crate::model::kinds::ecs_task::{ContainerDefinition, Task, TaskDefinition};
use crate::model::record::Record;
use crate::model::sensitive;
use crate::model::told::Told;

operations! {
    CLUSTERS = "ecs:ListClusters";
    CLUSTER = "ecs:DescribeClusters" after CLUSTERS;
    SERVICES = "ecs:ListServices" after CLUSTERS;
    SERVICE = "ecs:DescribeServices" after SERVICES;
    TASKS = "ecs:ListTasks" after CLUSTERS;
    TASK = "ecs:DescribeTasks" after TASKS;
    DEFINITIONS = "ecs:ListTaskDefinitions";
    DEFINITION = "ecs:DescribeTaskDefinition" after DEFINITIONS;
}

static LIST_CLUSTERS: Call = list(&CLUSTERS, &["clusterArns"]);
static DESCRIBE_CLUSTERS: Call = Call::of(&ECS, &CLUSTER).list(&["clusters"]);
static LIST_SERVICES: Call = list(&SERVICES, &["serviceArns"]);
static DESCRIBE_SERVICES: Call = Call::of(&ECS, &SERVICE).list(&["services"]);
static LIST_TASKS: Call = list(&TASKS, &["taskArns"]);
static DESCRIBE_TASKS: Call = Call::of(&ECS, &TASK).list(&["tasks"]);
static LIST_DEFINITIONS: Call = list(&DEFINITIONS, &["taskDefinitionArns"]);
static DESCRIBE_DEFINITION: Call = Call::of(&ECS, &DEFINITION);

const fn list(operation: &'static Operation, at: &'static [&'static str]) -> Call {
    Call::of(&ECS, operation)
        .list(at)
        .token("nextToken", "nextToken")
        .size("maxResults", 100)
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(collect(place)),
};

async fn collect(place: &Place<'_>) {
    let (mut clusters, listed) = tokio::join!(
        listed::<Cluster>(place, &LIST_CLUSTERS, json!({})),
        place.list(&LIST_DEFINITIONS, json!({})),
    );
    let arns: Vec<String> = clusters
        .iter()
        .map(|cluster| cluster.identity.arn.as_str().to_owned())
        .collect();
    place
        .complete_batches(
            &DESCRIBE_CLUSTERS,
            &mut clusters,
            100,
            "clusterArn",
            |arns| json!({"clusters": arns, "include": ["SETTINGS", "CONFIGURATIONS", "TAGS"]}),
        )
        .await;
    place.keep(clusters);
    let inside = join_all(arns.iter().map(|arn| in_cluster(place, arn))).await;
    let mut used: BTreeSet<String> = inside.into_iter().flatten().collect();
    used.extend(newest(listed.items.iter().filter_map(Json::as_str)));
    definitions(place, used).await;
}

/// A list that tells ARNs and nothing more.
async fn listed<T: Record + Told + Default>(
    place: &Place<'_>,
    call: &Call,
    parameters: Json,
) -> Vec<Draft<T>> {
    let listed = place.list(call, parameters).await;
    place.arns(call, listed)
}

/// The services and tasks of a cluster; the revisions that they use are told.
async fn in_cluster(place: &Place<'_>, cluster: &str) -> BTreeSet<String> {
    let (mut services, mut tasks) = tokio::join!(
        listed::<Service>(place, &LIST_SERVICES, json!({"cluster": cluster})),
        listed::<Task>(place, &LIST_TASKS, json!({"cluster": cluster})),
    );
    tokio::join!(
        place.complete_batches(
            &DESCRIBE_SERVICES,
            &mut services,
            10,
            "serviceArn",
            |arns| { json!({"cluster": cluster, "services": arns, "include": ["TAGS"]}) }
        ),
        place.complete_batches(&DESCRIBE_TASKS, &mut tasks, 100, "taskArn", |arns| {
            json!({"cluster": cluster, "tasks": arns})
        }),
    );
    let of_services = services.iter().flat_map(|service| {
        let sets = service.facts.task_sets.known().into_iter().flatten();
        sets.map(|set| &set.task_definition)
            .chain([&service.facts.task_definition])
    });
    let of_tasks = tasks.iter().map(|task| &task.facts.task_definition_arn);
    let used = of_services.chain(of_tasks).filter_map(Fact::known);
    let used = used.map(ToString::to_string).collect();
    place.keep(services);
    place.keep(tasks);
    used
}

/// The newest active revision of each family.
fn newest<'a>(arns: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut families = std::collections::BTreeMap::new();
    for arn in arns {
        let Some((family, revision)) = arn.rsplit_once(':') else {
            continue;
        };
        let revision: u64 = revision.parse().unwrap_or(0);
        let newest = families.entry(family).or_insert((revision, arn));
        *newest = (*newest).max((revision, arn));
    }
    families
        .into_values()
        .map(|(_, arn)| arn.to_owned())
        .collect()
}

async fn definitions(place: &Place<'_>, arns: BTreeSet<String>) {
    let zones = place.scan.zones().await;
    let asked = arns.into_iter().map(async |arn| {
        let mut draft: Draft<TaskDefinition> = place.draft(&arn)?;
        let told = place
            .get(&DESCRIBE_DEFINITION, json!({"taskDefinition": arn}))
            .await;
        let containers = told.as_ref().ok().and_then(|told| {
            at(told, &["taskDefinition", "containerDefinitions"])?
                .as_array()
                .cloned()
        });
        draft.complete(&DEFINITION, told, &["taskDefinition"]);
        if let (Fact::Known(facts), Some(told)) =
            (&mut draft.facts.container_definitions, containers)
        {
            for (facts, told) in facts.iter_mut().zip(told) {
                reduce(facts, &told, &zones);
            }
        }
        Some(draft)
    });
    let drafts = join_all(asked).await;
    place.keep(drafts.into_iter().flatten().collect());
}

/// What is kept of the parts of a container that may hold secrets. No value leaves this function.
fn reduce(facts: &mut ContainerDefinition, told: &Json, zones: &[String]) {
    let pairs = |list: &str, value: &str| -> Vec<(String, String)> {
        let items = at(told, &[list])
            .and_then(Json::as_array)
            .into_iter()
            .flatten();
        let pair = |item| {
            Some((
                text(item, &["name"])?.to_owned(),
                text(item, &[value])?.to_owned(),
            ))
        };
        items.filter_map(pair).collect()
    };
    let plain = pairs("environment", "value");
    let secret = pairs("secrets", "valueFrom");
    let variables = plain
        .iter()
        .map(|(name, value)| sensitive::reduced(name, value, zones))
        .chain(
            secret
                .iter()
                .map(|(name, from)| sensitive::reference(name, from)),
        );
    facts.environment_variables = Fact::Known(variables.collect());
    if let Fact::Known(logs) = &mut facts.log_configuration {
        let group = at(told, &["logConfiguration", "options"]);
        logs.log_group = Fact::told(
            group.and_then(|options| options.get("awslogs-group")?.as_str().map(Text::from)),
        );
    }
    if let Fact::Known(check) = &mut facts.health_check {
        let command = at(told, &["healthCheck", "command"]).and_then(Json::as_array);
        check.has_command = Fact::Known(command.is_some_and(|words| {
            !words.is_empty() && words.first().and_then(Json::as_str) != Some("NONE")
        }));
    }
}
