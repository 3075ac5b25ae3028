//! Revisions of task definitions, with their environment reduced.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::{DEFINITION, Used, images};
use crate::collect::draft::Draft;
use crate::collect::place::Place;
use crate::collect::wire::services::ECS;
use crate::collect::wire::{Call, at, text};
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::ecs_task::{ContainerDefinition, TaskDefinition};
use crate::model::sensitive;

static DESCRIBE_DEFINITION: Call = Call::of(&ECS, &DEFINITION);

/// The task definitions; the images and parameters that they name are told.
pub(super) async fn definitions(place: &Place<'_>, arns: BTreeSet<String>) -> Used {
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
                reduce(place, facts, &told, &zones);
            }
        }
        Some(draft)
    });
    let drafts = join_all(asked).await;
    let drafts: Vec<Draft<TaskDefinition>> = drafts.into_iter().flatten().collect();
    let mut used = Used::default();
    for draft in &drafts {
        let containers = draft.facts.container_definitions.known();
        for container in containers.into_iter().flatten() {
            let image = container.image.known();
            used.images
                .extend(image.and_then(|image| images::reference(place, image)));
            let variables = container.environment_variables.known();
            let arns = variables
                .into_iter()
                .flatten()
                .filter_map(|variable| variable.reference_arn.known()?.parse().ok());
            used.parameters.extend(arns);
        }
    }
    place.keep(drafts);
    used
}

/// What is kept of the parts of a container that may hold secrets. No value leaves this function.
fn reduce(place: &Place<'_>, facts: &mut ContainerDefinition, told: &Json, zones: &[String]) {
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
                .map(|(name, from)| place.parameter_reference(name, from)),
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
