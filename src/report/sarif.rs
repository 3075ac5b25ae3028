//! SARIF 2.1.0 as GitHub code scanning takes it: the fails of one account, each with a place in the
//! repository.
//!
//! The only file that knows serde-sarif. GitHub refuses a whole file for one result that it does not
//! like, ignores most of the standard, and closes alerts that a later file of the same account
//! lacks; so there are no suppressed results, no passes, no baseline, and what is left out is said
//! in a notification.

mod names;
mod notes;
mod place;
mod select;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use serde_sarif::sarif::{
    ArtifactLocation, CodeFlow, Invocation, Location, LogicalLocation, Message,
    MultiformatMessageString, Notification, PhysicalLocation, PropertyBag, Region,
    ReportingConfiguration, ReportingDescriptor, ReportingDescriptorReference,
    Result as SarifResult, ResultLevel, Run, RunAutomationDetails, Sarif, ThreadFlow,
    ThreadFlowLocation, Tool, ToolComponent,
};

use crate::model::assessment::{Assessment, RuleSummary};
use crate::model::severity::Severity;

use super::{Format, ReportError, flow, pretty};
use notes::{Level, Note};
use select::{Selected, Selection};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Where the tool is documented. GitHub's checks want a page.
const INFORMATION: &str = "https://docs.rs/assize";
/// GitHub keeps 1,000 steps of a result; no way has as many, and a result needs no more ways than these.
const MOST_STEPS: usize = 100;
const MOST_WAYS: usize = 5;
/// The root of the repository. It has no URI here: where it stands is no business of the report.
const ROOT: &str = "%SRCROOT%";

pub(super) fn render(assessment: &Assessment) -> Result<Vec<u8>, ReportError> {
    let account = match assessment.snapshot.accounts.as_slice() {
        [] => return Err(ReportError::NoAccount),
        [account] => account,
        several => {
            let names = several.iter().map(ToString::to_string).collect();
            return Err(ReportError::SeveralAccounts(names));
        }
    };
    let selection = select::select(assessment);
    let run = Run::builder()
        .tool(Tool::builder().driver(driver(&selection.rules)).build())
        .automation_details(
            RunAutomationDetails::builder()
                .id(format!("assize/{account}/"))
                .build(),
        )
        .invocations(vec![invocation(assessment, &selection)])
        .original_uri_base_ids(root())
        .column_kind(json!("unicodeCodePoints"))
        .results(selection.results.iter().map(result).collect::<Vec<_>>())
        .build();
    let sarif = Sarif::builder()
        .schema(SCHEMA)
        .version(json!("2.1.0"))
        .runs(vec![run])
        .build();
    pretty(Format::Sarif, &sarif)
}

fn driver(rules: &[RuleSummary]) -> ToolComponent {
    let version = env!("CARGO_PKG_VERSION");
    ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .version(version)
        .semantic_version(version)
        .information_uri(INFORMATION)
        .rules(rules.iter().map(descriptor).collect::<Vec<_>>())
        .build()
}

fn descriptor(rule: &RuleSummary) -> ReportingDescriptor {
    let mut properties: BTreeMap<String, Json> = BTreeMap::new();
    // The facts decide, not a guess.
    properties.insert("precision".to_owned(), json!("very-high"));
    match names::security_severity(rule.worst) {
        Some(number) => properties.insert("security-severity".to_owned(), json!(number)),
        None => properties.insert("problem.severity".to_owned(), json!("recommendation")),
    };
    if !rule.frameworks.is_empty() {
        properties.insert("controls".to_owned(), json!(rule.frameworks));
    }
    let mut descriptor = ReportingDescriptor::builder()
        .id(&rule.id)
        .name(names::pascal_case(&rule.id))
        .short_description(text(names::short_description(rule)))
        .full_description(text(names::full_description(rule)))
        .help(
            MultiformatMessageString::builder()
                .text(names::help_text(rule))
                .markdown(names::help_markdown(rule))
                .build(),
        )
        .default_configuration(
            ReportingConfiguration::builder()
                .level(json!(level(rule.severity)))
                .build(),
        )
        .properties(
            PropertyBag::builder()
                .tags(names::tags(rule))
                .additional_properties(properties)
                .build(),
        )
        .build();
    descriptor.help_uri = names::help_uri(rule);
    descriptor
}

fn result(selected: &Selected<'_>) -> SarifResult {
    let finding = selected.finding;
    let print = BTreeMap::from([(
        "primaryLocationLineHash".to_owned(),
        selected.fingerprint.clone(),
    )]);
    let own = BTreeMap::from([("assize/v1".to_owned(), selected.fingerprint.clone())]);
    let properties = BTreeMap::from([
        ("account".to_owned(), json!(finding.account.as_str())),
        ("key".to_owned(), json!(finding.key)),
        ("kind".to_owned(), json!(finding.kind.as_str())),
        ("region".to_owned(), json!(finding.region.as_str())),
        ("resource".to_owned(), json!(finding.resource)),
        ("severity".to_owned(), json!(finding.severity.as_str())),
    ]);
    let mut result = SarifResult::builder()
        .rule_id(&finding.rule)
        .rule_index(integer(selected.rule_index))
        .level(level(finding.severity))
        .message(message(names::message(finding)))
        .locations(vec![location(selected)])
        .partial_fingerprints(print)
        .fingerprints(own)
        .properties(
            PropertyBag::builder()
                .additional_properties(properties)
                .build(),
        )
        .build();
    result.code_flows = flows(selected);
    result
}

/// The ways of packets that the finding stands on, which code scanning shows step by step.
fn flows(selected: &Selected<'_>) -> Option<Vec<CodeFlow>> {
    let ways = flow::ways(selected.finding);
    let flow = |steps: Vec<flow::Step>| {
        let step = |step: &flow::Step| {
            let mut location = location(selected);
            location.message = Some(message(names::step(step)));
            ThreadFlowLocation::builder().location(location).build()
        };
        let kept = steps.iter().take(MOST_STEPS);
        let locations: Vec<ThreadFlowLocation> = kept.map(step).collect();
        let thread = ThreadFlow::builder().locations(locations).build();
        CodeFlow::builder().thread_flows(vec![thread]).build()
    };
    let flows: Vec<CodeFlow> = ways.into_iter().take(MOST_WAYS).map(flow).collect();
    (!flows.is_empty()).then_some(flows)
}

fn location(selected: &Selected<'_>) -> Location {
    let place = &selected.place;
    let artifact = ArtifactLocation::builder()
        .uri(&place.uri)
        .uri_base_id(ROOT)
        .build();
    let region = Region::builder()
        .start_line(integer(place.line))
        .start_column(integer(place.column))
        .end_line(integer(place.line))
        .end_column(integer(place.end_column))
        .build();
    let resource = LogicalLocation::builder()
        .fully_qualified_name(&selected.finding.resource)
        .kind("resource")
        .build();
    Location::builder()
        .physical_location(
            PhysicalLocation::builder()
                .artifact_location(artifact)
                .region(region)
                .build(),
        )
        .logical_locations(vec![resource])
        .build()
}

fn root() -> BTreeMap<String, ArtifactLocation> {
    let described = ArtifactLocation::builder()
        .description(message("The root of the repository.".to_owned()))
        .build();
    BTreeMap::from([(ROOT.to_owned(), described)])
}

fn invocation(assessment: &Assessment, selection: &Selection<'_>) -> Invocation {
    let notes = notes::notes(assessment, selection);
    let mut invocation = Invocation::builder()
        .execution_successful(notes.iter().all(|note| note.level != Level::Error))
        .tool_execution_notifications(notes.iter().map(notification).collect::<Vec<_>>())
        .build();
    invocation.start_time_utc = notes::time(&assessment.snapshot.started);
    invocation.end_time_utc = notes::time(&assessment.snapshot.ended);
    invocation
}

fn notification(note: &Note) -> Notification {
    let level = match note.level {
        Level::Note => ResultLevel::Note,
        Level::Warning => ResultLevel::Warning,
        Level::Error => ResultLevel::Error,
    };
    let mut notification = Notification::builder()
        .level(json!(level))
        .message(message(note.text.clone()))
        .build();
    notification.associated_rule = note.rule.as_ref().map(|(id, index)| {
        ReportingDescriptorReference::builder()
            .id(id)
            .index(integer(*index))
            .build()
    });
    notification
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Critical | Severity::High => ResultLevel::Error,
        Severity::Medium => ResultLevel::Warning,
        Severity::Low | Severity::Info => ResultLevel::Note,
    }
}

fn text(text: String) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

fn message(text: String) -> Message {
    Message::builder().text(text).build()
}

fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
