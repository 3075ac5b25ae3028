//! What the file says of a rule and of a finding, in words.

use crate::model::assessment::{Finding, RuleSummary};
use crate::model::severity::Severity;
use crate::report::escape::{one_line, sarif, shortened};
use crate::report::{flow, guidance, words};

/// GitHub shows no longer description.
const MOST_DESCRIBED: usize = 1_024;
/// GitHub keeps no more tags of a rule.
const MOST_TAGS: usize = 10;
/// More facts are for the other reports.
const MOST_FACTS: usize = 5;

/// The number that GitHub makes critical, high, medium or low of; none for what is only worth
/// knowing. In the middle of each range: its borders are not sure.
pub(super) fn security_severity(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("2.0"),
        Severity::Info => None,
    }
}

/// `rds-storage-encrypted` as `RdsStorageEncrypted`: a name must not be the id.
pub(super) fn pascal_case(id: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    };
    let name: String = id.split('-').map(capital).collect();
    if name == id {
        format!("Rule{name}")
    } else {
        name
    }
}

pub(super) fn short_description(rule: &RuleSummary) -> String {
    let id = rule.id.as_str();
    limited(&sarif(words::title(Some(rule), id)))
}

pub(super) fn full_description(rule: &RuleSummary) -> String {
    if rule.description.trim().is_empty() {
        return short_description(rule);
    }
    limited(&sarif(&rule.description))
}

pub(super) fn help_text(rule: &RuleSummary) -> String {
    let mut paragraphs = vec![full_description(rule)];
    if !rule.remedy.trim().is_empty() {
        paragraphs.push(format!("Fix: {}", sarif(&rule.remedy)));
    }
    paragraphs.join("\n\n")
}

pub(super) fn help_markdown(rule: &RuleSummary) -> String {
    let mut paragraphs = vec![guidance::why(rule)];
    let remedy = guidance::remedy(rule);
    if !remedy.is_empty() {
        paragraphs.push(format!("**Fix.** {remedy}"));
    }
    for (name, block) in guidance::commands(rule) {
        paragraphs.push(format!("{name}:\n\n{}", block.trim_end()));
    }
    for (name, text) in [
        ("Controls", guidance::controls(rule)),
        ("References", guidance::references(rule)),
    ] {
        if !text.is_empty() {
            paragraphs.push(format!("**{name}.** {text}"));
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    if paragraphs.is_empty() {
        return help_text(rule);
    }
    paragraphs.join("\n\n")
}

pub(super) fn help_uri(rule: &RuleSummary) -> Option<String> {
    let link = rule.references.iter().find(|text| guidance::is_link(text));
    link.cloned()
}

/// `security`, without which GitHub ignores the severity, and the controls: the first of each
/// framework, then the second of each, as far as there is room.
pub(super) fn tags(rule: &RuleSummary) -> Vec<String> {
    let mut tags = Vec::new();
    if security_severity(rule.worst).is_some() {
        tags.push("security".to_owned());
    }
    let most = rule.frameworks.values().map(Vec::len).max().unwrap_or(0);
    for round in 0..most {
        for (framework, controls) in &rule.frameworks {
            let control = controls.get(round);
            let tag = control.map(|control| one_line(&format!("{framework}/{control}")));
            tags.extend(tag.filter(|tag| !tags.contains(tag)));
        }
    }
    tags.truncate(MOST_TAGS);
    tags
}

/// A step of a way of packets.
pub(super) fn step(step: &flow::Step) -> String {
    sarif(&shortened(&step.line(), 500))
}

/// The first sentence, which lists of alerts show alone, has resource and problem. Then the whole
/// name of the resource, and the facts.
pub(super) fn message(finding: &Finding) -> String {
    let mut lines = vec![
        format!("{}.", sarif(&words::sentence(finding))),
        format!("Resource: {}", sarif(&finding.resource)),
    ];
    for evidence in finding.evidence.iter().take(MOST_FACTS) {
        let of = if evidence.resource == finding.resource {
            String::new()
        } else {
            format!("{} ", words::short_name(&evidence.resource))
        };
        let value = shortened(&evidence.value.to_string(), 200);
        lines.push(sarif(&format!(
            "Fact: {of}{} = {value} ({})",
            evidence.path, evidence.operation
        )));
    }
    let more = finding.evidence.len().saturating_sub(MOST_FACTS);
    if more > 0 {
        let facts = words::plural(more, "more fact");
        lines.push(format!("And {facts}: the JSON report has all of them."));
    }
    lines.join("\n")
}

/// The text, cut where GitHub would cut it. GitHub counts as JavaScript does.
fn limited(text: &str) -> String {
    const DOTS: &str = "...";
    let length = |text: &str| text.encode_utf16().count();
    if length(text) <= MOST_DESCRIBED {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = MOST_DESCRIBED - DOTS.len();
    for c in text.chars() {
        match left.checked_sub(c.len_utf16()) {
            Some(rest) => left = rest,
            None => break,
        }
        out.push(c);
    }
    out + DOTS
}
