//! ECS: clusters, services, tasks, the revisions of task definitions that are in use or newest, and
//! the images and parameters that these name.

mod definitions;
mod images;
mod parameters;

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use self::images::Reference;
use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::ECS;
use crate::model::fact::Fact;
use crate::model::id::Arn;
use crate::model::kinds::Reach;
use crate::model::kinds::ecs::{Cluster, Service};
use crate::model::kinds::ecs_task::{Container, Task};
use crate::model::record::Record;
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
    IMAGE = "ecr:BatchGetImage" after DEFINITION;
    IMAGES = "ecr:DescribeImages" after IMAGE;
    PARAMETERS = "ssm:DescribeParameters" after DEFINITION;
}

static LIST_CLUSTERS: Call = list(&CLUSTERS, &["clusterArns"]);
static DESCRIBE_CLUSTERS: Call = Call::of(&ECS, &CLUSTER).list(&["clusters"]);
static LIST_SERVICES: Call = list(&SERVICES, &["serviceArns"]);
static DESCRIBE_SERVICES: Call = Call::of(&ECS, &SERVICE).list(&["services"]);
static LIST_TASKS: Call = list(&TASKS, &["taskArns"]);
static DESCRIBE_TASKS: Call = Call::of(&ECS, &TASK).list(&["tasks"]);
static LIST_DEFINITIONS: Call = list(&DEFINITIONS, &["taskDefinitionArns"]);

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
    let mut used = Used::default();
    for mut one in inside {
        used.definitions.append(&mut one.definitions);
        used.images.append(&mut one.images);
    }
    let newest = newest(listed.items.iter().filter_map(Json::as_str));
    used.definitions.extend(newest);
    let named = definitions::definitions(place, used.definitions).await;
    used.images.extend(named.images);
    tokio::join!(
        images::images(place, used.images),
        parameters::parameters(place, named.parameters),
    );
}

/// What services, tasks and task definitions name.
#[derive(Default)]
struct Used {
    definitions: BTreeSet<String>,
    images: BTreeSet<Reference>,
    parameters: BTreeSet<Arn>,
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

/// The services and tasks of a cluster; the revisions and images that they use are told.
async fn in_cluster(place: &Place<'_>, cluster: &str) -> Used {
    let tasks = |status: &str| json!({"cluster": cluster, "desiredStatus": status});
    let (mut services, mut tasks, mut stopped) = tokio::join!(
        listed::<Service>(place, &LIST_SERVICES, json!({"cluster": cluster})),
        listed::<Task>(place, &LIST_TASKS, tasks("RUNNING")),
        listed::<Task>(place, &LIST_TASKS, tasks("STOPPED")),
    );
    tasks.append(&mut stopped);
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
    for service in &mut services {
        if let Fact::Known(events) = &mut service.facts.events {
            events.truncate(EVENTS);
        }
    }
    let used = Used {
        definitions: revisions(&services, &tasks),
        images: tasks
            .iter()
            .flat_map(|task| of_task(place, &task.facts))
            .collect(),
        ..Used::default()
    };
    place.keep(services);
    place.keep(tasks);
    used
}

/// How many of a service's events are kept, the newest ones.
const EVENTS: usize = 10;

/// The revisions that services and tasks run.
fn revisions(services: &[Draft<Service>], tasks: &[Draft<Task>]) -> BTreeSet<String> {
    let of_services = services.iter().flat_map(|service| {
        let sets = service.facts.task_sets.known().into_iter().flatten();
        sets.map(|set| &set.task_definition)
            .chain([&service.facts.task_definition])
    });
    let of_tasks = tasks.iter().map(|task| &task.facts.task_definition_arn);
    let used = of_services.chain(of_tasks).filter_map(Fact::known);
    used.map(ToString::to_string).collect()
}

/// The images that a task runs, by their digests.
fn of_task(place: &Place<'_>, task: &Task) -> Vec<Reference> {
    let containers = task.containers.known().into_iter().flatten();
    let image = |container: &Container| {
        let named = images::reference(place, container.image.known()?)?;
        Some(named.at(container.image_digest.known()?))
    };
    containers.filter_map(image).collect()
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
