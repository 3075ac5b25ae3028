//! Lambda: functions with their reduced environment, who may call them, and what calls them.

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::services::LAMBDA;
use crate::collect::wire::{Call, at, document, text};
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Reach;
use crate::model::kinds::lambda::{EventSourceMapping, Function};
use crate::model::sensitive;
use crate::model::told::Told;

operations! {
    FUNCTIONS = "lambda:ListFunctions";
    POLICY = "lambda:GetPolicy" after FUNCTIONS;
    CONCURRENCY = "lambda:GetFunctionConcurrency" after FUNCTIONS;
    URLS = "lambda:ListFunctionUrlConfigs" after FUNCTIONS;
    ALIASES = "lambda:ListAliases" after FUNCTIONS;
    MAPPINGS = "lambda:ListEventSourceMappings" after FUNCTIONS;
}

/// Whatever the size, a page has no more than 50 functions.
static LIST_FUNCTIONS: Call = Call::of(&LAMBDA, &FUNCTIONS)
    .route("GET /2015-03-31/functions")
    .list(&["Functions"])
    .token("Marker", "NextMarker")
    .size("MaxItems", 50);
static GET_POLICY: Call =
    Call::of(&LAMBDA, &POLICY).route("GET /2015-03-31/functions/{FunctionName}/policy");
static GET_CONCURRENCY: Call =
    Call::of(&LAMBDA, &CONCURRENCY).route("GET /2019-09-30/functions/{FunctionName}/concurrency");
static LIST_URLS: Call = Call::of(&LAMBDA, &URLS)
    .route("GET /2021-10-31/functions/{FunctionName}/urls")
    .list(&["FunctionUrlConfigs"])
    .token("Marker", "NextMarker")
    .size("MaxItems", 50);
static LIST_ALIASES: Call = Call::of(&LAMBDA, &ALIASES)
    .route("GET /2015-03-31/functions/{FunctionName}/aliases")
    .list(&["Aliases"])
    .token("Marker", "NextMarker")
    .size("MaxItems", 10000);
static LIST_MAPPINGS: Call = Call::of(&LAMBDA, &MAPPINGS)
    .route("GET /2015-03-31/event-source-mappings")
    .list(&["EventSourceMappings"])
    .token("Marker", "NextMarker")
    .size("MaxItems", 10000);

/// How Lambda says that a function or an alias has no policy.
const NO_POLICY: &str = "ResourceNotFoundException";

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(functions(place)),
};

async fn functions(place: &Place<'_>) {
    // Before the call, so that values are in memory only while they are reduced.
    let zones = place.scan.zones().await;
    let listed = place.list(&LIST_FUNCTIONS, json!({})).await;
    let mut functions: Vec<Draft<Function>> = place.told_with(
        &LIST_FUNCTIONS,
        listed,
        |item| place.arn_in(item, "FunctionArn"),
        |function, item| {
            network(&mut function.facts);
            environment(function, item, &zones);
        },
    );
    if functions.is_empty() {
        return;
    }
    let completed = functions
        .iter_mut()
        .map(|function| complete(place, function));
    let (_, listed) = tokio::join!(join_all(completed), place.list(&LIST_MAPPINGS, json!({})));
    let mappings = listed.map(|item| {
        let function = text(&item, &["FunctionArn"]).and_then(name);
        let mapping = EventSourceMapping::told(&item).known_or_default();
        (function, mapping)
    });
    place.share(
        &MAPPINGS,
        mappings,
        &mut functions,
        |facts| &facts.function_name,
        |facts| &mut facts.event_source_mappings,
    );
    place.keep(functions);
}

/// The name in an ARN of a function, its versions and its aliases.
fn name(arn: &str) -> Option<String> {
    arn.split(':').nth(6).map(str::to_owned)
}

/// By what a function is asked about: an ARN would do, too.
fn named(function: &Draft<Function>) -> String {
    let name = function.facts.function_name.known();
    name.map_or_else(
        || function.identity.arn.as_str().to_owned(),
        ToString::to_string,
    )
}

/// A function that stands in no VPC has a network of empty texts.
fn network(facts: &mut Function) {
    let Fact::Known(network) = &facts.vpc_config else {
        return;
    };
    if network.vpc_id.known().is_none_or(|id| id.is_empty()) {
        facts.vpc_config = Fact::None;
    }
}

/// The environment, reduced. No value leaves this function.
fn environment(function: &mut Draft<Function>, item: &Json, zones: &[String]) {
    if let Some(code) = text(item, &["Environment", "Error", "ErrorCode"]) {
        function.facts.environment_variables = Fact::Missing;
        let gap = Gap::new(GapReason::Failed, FUNCTIONS.name);
        let why = format!("the environment cannot be decrypted: {code}");
        return function.gap("environment_variables", gap.because(why));
    }
    let variables = at(item, &["Environment", "Variables"]).and_then(Json::as_object);
    let reduced = variables.map(|variables| {
        let variables = variables.iter();
        let reduced = variables
            .map(|(name, value)| sensitive::reduced(name, value.as_str().unwrap_or(""), zones));
        reduced.collect()
    });
    function.facts.environment_variables = Fact::told(reduced);
}

async fn complete(place: &Place<'_>, function: &mut Draft<Function>) {
    let name = json!({"FunctionName": named(function)});
    let (policy, concurrency, urls, aliases) = tokio::join!(
        place.get_if_any(&GET_POLICY, NO_POLICY, name.clone()),
        place.get(&GET_CONCURRENCY, name.clone()),
        place.list(&LIST_URLS, name.clone()),
        place.list(&LIST_ALIASES, name),
    );
    function.policy(&POLICY, policy, "Policy", |facts| &mut facts.policy);
    function.complete(&CONCURRENCY, concurrency, &[]);
    function.list(&URLS, urls.told(&URLS), |facts| {
        &mut facts.function_url_configs
    });
    function.list(&ALIASES, aliases.told(&ALIASES), |facts| &mut facts.aliases);
    policies_of_aliases(place, function).await;
}

/// Each alias may have a policy of its own.
async fn policies_of_aliases(place: &Place<'_>, function: &mut Draft<Function>) {
    let function_name = named(function);
    let Fact::Known(aliases) = &mut function.facts.aliases else {
        return;
    };
    let asked = aliases.iter_mut().map(async |alias| {
        let name = alias.name.known()?;
        let parameters = json!({"FunctionName": function_name, "Qualifier": name.as_str()});
        let told = place.get_if_any(&GET_POLICY, NO_POLICY, parameters).await;
        match told.and_then(|told| document(&POLICY, told.as_ref(), "Policy")) {
            Ok(policy) => {
                alias.policy = policy;
                None
            }
            Err(gap) => {
                alias.policy = Fact::Missing;
                Some(gap)
            }
        }
    });
    let gaps = join_all(asked).await;
    for (index, gap) in gaps.into_iter().enumerate() {
        if let Some(gap) = gap {
            function.gap(&format!("aliases[{index}].policy"), gap);
        }
    }
}
