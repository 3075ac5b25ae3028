//! What comes after the fails: waived fails, errors, rules with their counts, notices, coverage.

use std::collections::BTreeSet;

use crate::model::assessment::{Assessment, Finding};
use crate::model::coverage::CoverageEntry;
use crate::model::gap::Gap;
use crate::model::verdict::Verdict;
use crate::report::Options;
use crate::report::escape::html;
use crate::report::words::{self, plural};

use super::page::{self, short_cell, short_code, short_prose};

/// The sections, each no longer than its room.
pub(super) fn sections(assessment: &Assessment, options: &Options, room: usize) -> String {
    let mut text = String::new();
    for (title, verdict) in [("Waived", Verdict::Waived), ("Errors", Verdict::Error)] {
        let findings: Vec<&Finding> = assessment.with(verdict).collect();
        if !findings.is_empty() {
            text.push_str(&format!("## {title}: {}\n\n", findings.len()));
            if verdict == Verdict::Error {
                text.push_str("The rule itself failed, so nothing was decided. Report it to whoever wrote the rule.\n\n");
            }
            text.push_str(&page::list(findings.into_iter().map(item), room, "finding"));
            text.push('\n');
        }
    }
    text.push_str(&rules(assessment, room));
    if options.include_passes {
        text.push_str(&passes(assessment, room));
    }
    if !assessment.notices.is_empty() {
        let notices = assessment
            .notices
            .iter()
            .map(|said| format!("- {}", short_prose(said, 1_000)));
        text.push_str(&format!(
            "## Notices\n\n{}\n",
            page::list(notices, room, "notice")
        ));
    }
    text.push_str(&coverage(assessment, room));
    text.push_str(&origin(assessment));
    text
}

fn item(finding: &Finding) -> String {
    format!(
        "- {} on {}: {}",
        short_code(&finding.rule, 200),
        short_code(&finding.resource, 1_000),
        short_prose(&finding.message, 1_000)
    )
}

/// Every rule that was asked, with its verdicts.
fn rules(assessment: &Assessment, room: usize) -> String {
    let ids: BTreeSet<&str> = assessment
        .counts
        .rules()
        .map(|(id, _)| id)
        .chain(assessment.rules.iter().map(|rule| rule.id.as_str()))
        .collect();
    if ids.is_empty() {
        return String::new();
    }
    const COUNTED: [Verdict; 4] = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Unknown,
        Verdict::NotApplicable,
    ];
    let all = ids.len();
    let (mut passed, mut idle) = (0, 0);
    for id in &ids {
        let counts = assessment.counts.of_rule(id);
        let judged: usize = Verdict::ALL
            .into_iter()
            .filter(|verdict| *verdict != Verdict::NotApplicable)
            .map(|verdict| counts.of(verdict))
            .sum();
        idle += usize::from(judged == 0);
        passed += usize::from(judged > 0 && judged == counts.of(Verdict::Pass));
    }
    let rows = ids.into_iter().map(|id| {
        let counts = assessment.counts.of_rule(id);
        let title = short_prose(words::title(assessment.rule(id), ""), 200);
        let numbers = COUNTED.map(|verdict| counts.of(verdict).to_string());
        [short_cell(id), title].into_iter().chain(numbers).collect()
    });
    let columns = [
        "Rule",
        "Fails if",
        "Pass:",
        "Fail:",
        "Unknown:",
        "Not applicable:",
    ];
    let table = page::table(&columns, rows, room, "rule");
    format!(
        "## Rules\n\nOf {} {passed} passed on everything they judged, and {idle} had nothing to judge.\n\n{table}\n",
        plural(all, "rule")
    )
}

/// The resources that each rule passed, folded.
fn passes(assessment: &Assessment, room: usize) -> String {
    let passes = words::by_rule(assessment.with(Verdict::Pass).collect());
    if passes.is_empty() {
        return String::new();
    }
    let folded = passes.into_iter().map(|(id, findings)| {
        let resources = findings
            .iter()
            .map(|finding| format!("- {}", short_code(&finding.resource, 1_000)));
        format!(
            "<details>\n<summary>{}: {}</summary>\n\n{}\n</details>\n",
            html(id),
            findings.len(),
            page::list(resources, room / 4, "pass")
        )
    });
    format!(
        "## Passes\n\n{}\n",
        page::lines(folded, room, "rule", |said| format!("{said}\n"))
    )
}

/// What was asked and what was answered, with what is missing.
fn coverage(assessment: &Assessment, room: usize) -> String {
    let answers = assessment.snapshot.answers();
    let mut text = format!(
        "## Coverage\n\nThe scan {}.\n\n",
        words::coverage(assessment)
    );
    if !answers.incomplete.is_empty() {
        let columns = ["Call", "Account", "Region", "Answered", "Why"];
        let rows = answers.incomplete.into_iter().map(call);
        text.push_str(&page::table(&columns, rows, room, "call"));
        text.push('\n');
    }
    text
}

fn call(entry: &CoverageEntry) -> Vec<String> {
    let why = |gap: &Gap| {
        let said = short_prose(&gap.detail, 300);
        let end = if said.is_empty() { "" } else { ": " };
        format!("{}{end}{said}", entry.why())
    };
    vec![
        short_cell(&entry.operation),
        short_cell(entry.account.as_str()),
        short_cell(entry.region.as_str()),
        entry.status.as_str().to_owned(),
        entry.gap.as_ref().map(why).unwrap_or_default(),
    ]
}

/// What the report was made from and with.
fn origin(assessment: &Assessment) -> String {
    let snapshot = &assessment.snapshot;
    // What was never written to a file has no digest.
    let digest = match snapshot.digest.as_str() {
        "" => String::new(),
        digest => format!(" {}", short_code(digest, 100)),
    };
    format!(
        "---\n\nSnapshot{digest}, collected from {} to {} by assize {}; judged by assize {}.\n",
        short_prose(&snapshot.started, 100),
        short_prose(&snapshot.ended, 100),
        short_prose(&snapshot.tool_version, 100),
        short_prose(env!("CARGO_PKG_VERSION"), 100),
    )
}
