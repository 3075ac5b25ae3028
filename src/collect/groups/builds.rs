//! CodeBuild: projects, with their environment reduced.

use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::services::CODEBUILD;
use crate::collect::wire::{Call, at, text};
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::codebuild::Project;
use crate::model::sensitive::{self, EnvironmentVariable};

operations! {
    PROJECTS = "codebuild:ListProjects";
    PROJECT = "codebuild:BatchGetProjects" after PROJECTS;
}

static LIST_PROJECTS: Call = Call::of(&CODEBUILD, &PROJECTS)
    .list(&["projects"])
    .token("nextToken", "nextToken");
static GET_PROJECTS: Call = Call::of(&CODEBUILD, &PROJECT).list(&["projects"]);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(projects(place)),
};

async fn projects(place: &Place<'_>) {
    let zones = place.scan.zones().await;
    let listed = place.list(&LIST_PROJECTS, json!({})).await;
    let identity =
        |name: &Json| Some(place.built("codebuild", &format!("project/{}", name.as_str()?)));
    let mut projects = place.drafts(&PROJECTS, listed, identity, |name: Json| Project {
        name: Fact::told(name.as_str().map(Text::from)),
        ..Project::default()
    });
    let name = |project: &Draft<Project>| {
        let name = project.facts.name.known();
        name.map_or_else(String::new, ToString::to_string)
    };
    place
        .complete_batches_with(
            &GET_PROJECTS,
            &mut projects,
            100,
            ("name", name),
            |names| json!({"names": names}),
            |project, item| {
                let variables = at(item, &["environment", "environmentVariables"]);
                let variables = variables.and_then(Json::as_array);
                let reduced =
                    variables.map(|all| all.iter().filter_map(|one| reduce(place, one, &zones)));
                project.environment_variables = Fact::told(reduced.map(Iterator::collect));
            },
        )
        .await;
    place.keep(projects);
}

/// A variable, reduced. No value leaves this function.
/// <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html>
fn reduce(place: &Place<'_>, told: &Json, zones: &[String]) -> Option<EnvironmentVariable> {
    let (name, value) = (text(told, &["name"])?, text(told, &["value"])?);
    Some(match text(told, &["type"]) {
        Some("PARAMETER_STORE") => place.parameter_reference(name, value),
        Some("SECRETS_MANAGER") => EnvironmentVariable {
            kind: Fact::Known(Text::const_new("secret-reference")),
            ..sensitive::reference(name, value)
        },
        _ => sensitive::reduced(name, value, zones),
    })
}
