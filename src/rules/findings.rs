//! From what a rule says to findings: messages, keys, and evidence that the host looked up.

use serde_json::Value as Json;

use crate::graph::{Graph, NodeId};
use crate::model::assessment::{Evidence, Finding};
use crate::model::datum::{Cell, Datum, Origin};
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Region, Text};
use crate::model::path::{FactPath, FactStep};
use crate::model::verdict::Verdict;

use super::engine::Denial;
use super::judge::{Court, Outcome};
use super::metadata;
use super::set::Rule;

/// The findings of one outcome: one for each denial, and exactly one for everything else.
pub(super) fn of_subject(court: &Court<'_, '_>, node: NodeId, outcome: &Outcome) -> Vec<Finding> {
    let one = |verdict, message: String, gaps: Vec<Gap>| {
        vec![Finding {
            verdict,
            message,
            gaps,
            ..blank(court, node)
        }]
    };
    match outcome {
        Outcome::NotApplicable => one(Verdict::NotApplicable, String::new(), Vec::new()),
        Outcome::Pass => vec![passed(court, node)],
        Outcome::Unknown(gaps) => one(Verdict::Unknown, unknown_message(gaps), gaps.clone()),
        Outcome::Error(error) => one(Verdict::Error, error.clone(), Vec::new()),
        Outcome::Denied { denials, gaps } => {
            let traced = court.rule.view.project(court.graph, node, true).cell;
            let denied = |denial| {
                let finding = denied(court, node, &traced, denial);
                let finding = finding.unwrap_or_else(|error| Finding {
                    verdict: Verdict::Error,
                    message: error,
                    ..blank(court, node)
                });
                Finding {
                    gaps: gaps.clone(),
                    ..finding
                }
            };
            denials.iter().map(denied).collect()
        }
    }
}

/// The unknowns on the extents of the rule's kind: a denied enumeration is never "no subjects".
pub(super) fn of_extents(graph: &Graph<'_>, rule: &Rule) -> Vec<Finding> {
    let kind = &rule.metadata.subject;
    let places = graph.places(kind).into_iter();
    let unknown = places.filter_map(|(account, region)| {
        let gap = graph.extent(kind, &account, &region)?;
        let resource = format!("{account}/{region}/{kind}");
        Some(Finding {
            key: key(rule, &resource, None),
            rule: rule.metadata.id.clone(),
            resource,
            kind: Text::from(kind.as_str()),
            account,
            region,
            verdict: Verdict::Unknown,
            severity: rule.metadata.severity(),
            message: format!("there may be more of {kind} than is known: {gap}"),
            evidence: Vec::new(),
            gaps: vec![gap],
            place: None,
        })
    });
    unknown.collect()
}

/// Two denials of one subject with one key are a mistake of the rule: its verdict is an error, not
/// one finding that hides another.
pub(super) fn settle_keys(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (&a.key, &a.message).cmp(&(&b.key, &b.message)));
    for finding in 1..findings.len() {
        if findings[finding].key == findings[finding - 1].key {
            let message = "the rule denies this subject twice with one key".to_owned();
            findings[finding - 1].verdict = Verdict::Error;
            findings[finding - 1].message.clone_from(&message);
            findings[finding].verdict = Verdict::Error;
            findings[finding].message = message;
        }
    }
    findings
        .dedup_by(|a, b| a.key == b.key && a.verdict == Verdict::Error && b.verdict == a.verdict);
}

fn blank(court: &Court<'_, '_>, node: NodeId) -> Finding {
    let at = court.graph.node(node);
    let severity = court.settings.severity(court.rule);
    Finding {
        key: key(court.rule, &at.arn, None),
        rule: court.rule.metadata.id.clone(),
        resource: at.arn.to_string(),
        kind: Text::const_new(at.kind),
        account: AccountId::clone(at.account),
        region: Region::clone(at.region),
        verdict: Verdict::Pass,
        severity: severity.unwrap_or_else(|| court.rule.metadata.severity()),
        message: String::new(),
        evidence: Vec::new(),
        gaps: Vec::new(),
        place: None,
    }
}

/// A pass, with every fact that the rule needed: it stands on all of them.
fn passed(court: &Court<'_, '_>, node: NodeId) -> Finding {
    let traced = court.rule.view.project(court.graph, node, true).cell;
    let mut evidence = Vec::new();
    leaves(&traced, &mut evidence);
    Finding {
        evidence,
        ..blank(court, node)
    }
}

fn leaves(cell: &Cell, into: &mut Vec<Evidence>) {
    match &cell.datum {
        Datum::Record(fields) => fields.iter().for_each(|(_, cell)| leaves(cell, into)),
        Datum::List(items, _) if !items.is_empty() => {
            items.iter().for_each(|cell| leaves(cell, into));
        }
        _ => into.extend(
            cell.origin
                .as_ref()
                .map(|origin| own_evidence(cell, origin)),
        ),
    }
}

fn denied(
    court: &Court<'_, '_>,
    node: NodeId,
    traced: &Cell,
    denial: &Denial,
) -> Result<Finding, String> {
    let rule = court.rule;
    let mut finding = blank(court, node);
    finding.verdict = Verdict::Fail;
    finding.key = key(rule, &finding.resource, denial.key.as_deref());
    if let Some(severity) = denial.severity {
        if !rule.metadata.severities.contains(&severity) {
            return Err(format!(
                "severity `{severity}` is not among those that the rule declares"
            ));
        }
        if court.settings.severity(rule).is_none() {
            finding.severity = severity;
        }
    }
    finding.message = message(rule, denial)?;
    for path in &denial.facts {
        finding.evidence.extend(evidence(traced, path)?);
    }
    let mut seen: Vec<Evidence> = Vec::with_capacity(finding.evidence.len());
    for evidence in finding.evidence.drain(..) {
        if !seen.contains(&evidence) {
            seen.push(evidence);
        }
    }
    finding.evidence = seen;
    if finding.evidence.is_empty() {
        return Err("the rule denies without naming a fact".to_owned());
    }
    Ok(finding)
}

/// The message of a denial, from the template that the rule declares.
pub(super) fn message(rule: &Rule, denial: &Denial) -> Result<String, String> {
    let template = rule
        .metadata
        .template(&denial.message)
        .ok_or_else(|| format!("the rule declares no message `{}`", denial.message))?;
    metadata::render(template, |name| denial.args.get(name).map(text_of))
}

fn text_of(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The fact at a view-relative path with its origin, and the facts that it follows from.
fn evidence(traced: &Cell, path: &str) -> Result<Vec<Evidence>, String> {
    let cell = locate(traced, path)?;
    let Some(origin) = &cell.origin else {
        return Err(format!("`{path}` is no fact of a resource"));
    };
    let own = own_evidence(cell, origin);
    let sources = origin.sources.iter().map(|source| Evidence {
        resource: source.resource.to_string(),
        path: source.path.clone(),
        value: source.value.clone(),
        operation: source.operation.clone(),
    });
    Ok([own].into_iter().chain(sources).collect())
}

fn own_evidence(cell: &Cell, origin: &Origin) -> Evidence {
    Evidence {
        resource: origin.resource.to_string(),
        path: origin.path.clone(),
        value: cell.to_json(),
        operation: origin.operation.clone(),
    }
}

/// The part of a view at a path in it.
pub(super) fn locate<'a>(view: &'a Cell, path: &str) -> Result<&'a Cell, String> {
    let parsed: FactPath = path.parse().map_err(|error| format!("`{path}`: {error}"))?;
    let mut cell = view;
    for step in &parsed.steps {
        let next = match step {
            FactStep::Field(name) => cell.field(name),
            FactStep::Index(index) => cell.item(*index),
        };
        cell = next.ok_or_else(|| format!("the view has no `{path}`"))?;
    }
    Ok(cell)
}

/// Rule, resource and discriminator.
fn key(rule: &Rule, resource: &str, discriminator: Option<&str>) -> String {
    let id = &rule.metadata.id;
    match discriminator {
        Some(discriminator) => format!("{id}|{resource}|{discriminator}"),
        None => format!("{id}|{resource}"),
    }
}

fn unknown_message(gaps: &[Gap]) -> String {
    let named: Vec<String> = gaps.iter().take(3).map(Gap::to_string).collect();
    let more = gaps.len().saturating_sub(3);
    let rest = if more > 0 {
        format!(", and {more} more")
    } else {
        String::new()
    };
    format!("cannot be decided: {}{rest}", named.join(", "))
}
