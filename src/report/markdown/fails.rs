//! The fails: by severity, in it by rule, so that why and how to fix it are said once.

use std::collections::BTreeMap;

use crate::model::assessment::{Assessment, Evidence, Finding, RuleSummary};
use crate::model::gap::Gap;
use crate::model::severity::Severity;
use crate::report::flow;
use crate::report::guidance;
use crate::report::reach::mermaid_text;
use crate::report::words::{self, plural};

use super::page::{Page, short_code, short_prose};

/// More fails of a rule than these are folded.
const OPEN: usize = 10;
/// More facts of a fail than these are in the JSON report only.
const MOST_FACTS: usize = 30;
/// More ways of packets of a fail, and more things on one, are in the other reports only.
const MOST_WAYS: usize = 3;
const MOST_STEPS: usize = 30;
/// What closing a fold and a section may take.
const RESERVE: usize = 1_000;

/// The sections, and how many fails did not fit into them.
pub(super) struct Fails {
    pub(super) text: String,
    pub(super) left_out: usize,
}

pub(super) fn sections(assessment: &Assessment, room: usize) -> Fails {
    let mut page = Page::new(room.saturating_sub(RESERVE));
    let mut explained: BTreeMap<&str, Severity> = BTreeMap::new();
    let mut left_out = 0;
    for severity in Severity::WORST_FIRST {
        let fails = words::fails_of(assessment, severity);
        if fails.is_empty() {
            continue;
        }
        let title = format!(
            "## {}: {}\n\n",
            capital(severity),
            plural(fails.len(), "fail")
        );
        for (at, (id, findings)) in words::by_rule(fails).into_iter().enumerate() {
            let title = if at == 0 { title.as_str() } else { "" };
            let rule = assessment.rule(id);
            let above = *explained.entry(id).or_insert(severity);
            let intro = format!(
                "{title}{}",
                intro(id, rule, (above != severity).then_some(above))
            );
            // The intro alone would be a heading over nothing.
            let first = findings
                .first()
                .map(|finding| item(finding))
                .unwrap_or_default();
            if left_out > 0 || !page.add(&format!("{intro}{first}")) {
                left_out += findings.len();
            } else {
                left_out += others(&mut page, &findings[1..]);
            }
        }
    }
    Fails {
        text: page.text,
        left_out,
    }
}

/// The fails of a rule after the first; many are folded. Says how many did not fit.
fn others(page: &mut Page, findings: &[&Finding]) -> usize {
    let mut left_out = 0;
    let mut folded = false;
    for (at, finding) in findings.iter().enumerate() {
        let mut part = item(finding);
        if at + 1 == OPEN {
            let summary = plural(findings.len() - at, "more fail");
            part = format!("\n<details>\n<summary>{summary}</summary>\n\n{part}");
        }
        if left_out > 0 || !page.add(&part) {
            left_out += 1;
        } else if at + 1 >= OPEN {
            folded = true;
        }
    }
    if folded {
        page.text.push_str("\n</details>\n");
    }
    page.text.push('\n');
    left_out
}

/// What the rule says: title, why, how to fix it, controls; or where that was said already.
fn intro(id: &str, rule: Option<&RuleSummary>, said_under: Option<Severity>) -> String {
    let title = short_prose(words::title(rule, id), 300);
    let mut text = format!("### {title}\n\n{}", short_code(id, 200));
    let Some(rule) = rule else {
        return text + "\n\n";
    };
    if let Some(severity) = said_under {
        let said = format!(
            "; why, and how to fix it, stand under _{}_\n\n",
            capital(severity)
        );
        return text + &said;
    }
    text.push_str("\n\n");
    let remedy = guidance::remedy(rule);
    let remedy = (!remedy.is_empty()).then(|| format!("**Fix.** {remedy}"));
    for paragraph in [Some(guidance::why(rule)), remedy].into_iter().flatten() {
        if !paragraph.is_empty() {
            text.push_str(&format!("{paragraph}\n\n"));
        }
    }
    let commands = guidance::commands(rule);
    if !commands.is_empty() {
        let names: Vec<&str> = commands.iter().map(|(name, _)| *name).collect();
        let blocks: Vec<String> = commands
            .iter()
            .map(|(name, block)| format!("{name}:\n\n{block}\n"))
            .collect();
        text.push_str(&format!(
            "<details>\n<summary>Fix with {}</summary>\n\n{}</details>\n\n",
            names.join(" or "),
            blocks.concat()
        ));
    }
    for (name, list) in [
        ("Controls", guidance::controls(rule)),
        ("Read on", guidance::references(rule)),
    ] {
        if !list.is_empty() {
            text.push_str(&format!("{name}: {list}\n\n"));
        }
    }
    text
}

/// A fail: what is wrong, and each resource with its facts, the judged one first.
fn item(finding: &Finding) -> String {
    let mut resources: Vec<(&str, Vec<&Evidence>)> = vec![(&finding.resource, Vec::new())];
    for evidence in finding.evidence.iter().take(MOST_FACTS) {
        let known = resources
            .iter()
            .position(|(resource, _)| *resource == evidence.resource);
        match known.and_then(|at| resources.get_mut(at)) {
            Some((_, facts)) => facts.push(evidence),
            None => resources.push((&evidence.resource, vec![evidence])),
        }
    }
    let mut text = format!("- **{}**\n", short_prose(&finding.message, 1_000));
    for (resource, facts) in resources {
        text.push_str(&format!("  - {}\n", short_code(resource, 1_000)));
        for fact in facts {
            text.push_str(&format!("    - {}\n", self::fact(fact)));
        }
    }
    let more = finding.evidence.len().saturating_sub(MOST_FACTS);
    if more > 0 {
        let facts = plural(more, "more fact");
        text.push_str(&format!("  - and {facts}: see the JSON report\n"));
    }
    text.push_str(&besides(&finding.gaps));
    for way in flow::ways(finding).iter().take(MOST_WAYS) {
        text.push_str(&picture(way));
    }
    text
}

/// What else of the resource is not known: it could add to the fail, and not take it back.
fn besides(gaps: &[Gap]) -> String {
    let Some(first) = gaps.first() else {
        return String::new();
    };
    let more = match gaps.len() {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let first = short_prose(&first.to_string(), 300);
    format!("  - not everything is known: {first}{more}\n")
}

/// The way of packets as a small flowchart in the item.
fn picture(way: &[flow::Step]) -> String {
    let mut text = "\n  ```mermaid\n  flowchart LR\n".to_owned();
    for (at, step) in way.iter().take(MOST_STEPS).enumerate() {
        let lines = std::iter::once(&step.id).chain(&step.facts);
        let lines: Vec<String> = lines.map(|line| mermaid_text(line)).collect();
        text.push_str(&format!("    s{at}[\"{}\"]\n", lines.join("<br/>")));
        if at > 0 {
            text.push_str(&format!("    s{} --> s{at}\n", at - 1));
        }
    }
    text + "  ```\n\n"
}

/// Path, value, and the call that told it.
fn fact(evidence: &Evidence) -> String {
    let origin = match evidence.operation.as_str() {
        "derived" => "derived".to_owned(),
        call => short_code(call, 200),
    };
    let value = short_code(&evidence.value.to_string(), 300);
    format!("{} = {value} ({origin})", short_code(&evidence.path, 300))
}

fn capital(severity: Severity) -> String {
    let word = severity.as_str();
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}
