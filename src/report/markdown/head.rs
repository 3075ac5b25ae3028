//! The top of the report: what was judged, the verdicts in numbers, what is not known.

use crate::model::assessment::{Assessment, Cause};
use crate::model::severity::Severity;
use crate::model::verdict::Verdict;
use crate::report::escape::code;
use crate::report::words::{self, plural};

use super::page::{self, ELSEWHERE, short_cell, short_prose};

/// Title, place and time, the verdicts in numbers, and what the report leaves out.
pub(super) fn head(assessment: &Assessment, left_out: usize) -> String {
    let total = assessment.counts.total();
    let fails = total.of(Verdict::Fail);
    let unknowns = total.of(Verdict::Unknown);
    let mut text = format!(
        "# assize: {}, {unknowns} unknown\n\n{}\n\n",
        plural(fails, "fail"),
        judged(assessment)
    );
    let columns = [
        "Fail:",
        "Unknown:",
        "Error:",
        "Waived:",
        "Pass:",
        "Not applicable:",
    ];
    let counts = Verdict::ALL.map(|verdict| match (verdict, total.of(verdict)) {
        (Verdict::Fail | Verdict::Unknown | Verdict::Error, count) if count > 0 => {
            format!("**{count}**")
        }
        (_, count) => count.to_string(),
    });
    text.push_str(&page::table(&columns, [counts.to_vec()], usize::MAX, "row"));
    text.push_str(&format!("\n{}\n\n", by_severity(assessment)));
    if left_out > 0 {
        text.push_str(&format!(
            "> [!IMPORTANT]\n> {left_out} of {} are not shown here, the mildest: GitHub drops a summary of more \
             than 1 MiB, and {ELSEWHERE}.\n\n",
            plural(fails, "fail")
        ));
    }
    text
}

fn judged(assessment: &Assessment) -> String {
    let snapshot = &assessment.snapshot;
    let list = |names: Vec<&str>| -> String {
        let more = names.len().saturating_sub(20);
        let mut shown: Vec<String> = names.into_iter().take(20).map(code).collect();
        if more > 0 {
            shown.push(format!("{more} more"));
        }
        shown.join(", ")
    };
    let accounts = list(snapshot.accounts.iter().map(|id| id.as_str()).collect());
    let regions = list(snapshot.regions.iter().map(|id| id.as_str()).collect());
    let plural_s = |count| if count == 1 { "" } else { "s" };
    format!(
        "Account{} {accounts} in region{} {regions}, {}, as of {}",
        plural_s(snapshot.accounts.len()),
        plural_s(snapshot.regions.len()),
        plural(snapshot.resources, "resource"),
        short_prose(&snapshot.now, 100),
    )
}

fn by_severity(assessment: &Assessment) -> String {
    let counts: Vec<String> = Severity::WORST_FIRST
        .into_iter()
        .map(|severity| (severity, words::fails_of(assessment, severity).len()))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("**{count} {severity}**"))
        .collect();
    match (counts.is_empty(), assessment.with(Verdict::Unknown).next()) {
        (false, _) => format!("Fails by severity: {}.", counts.join(", ")),
        (true, Some(_)) => "No rule fails on what is known.".to_owned(),
        (true, None) => "No rule fails.".to_owned(),
    }
}

/// What is not known, a line for each cause; empty if everything is.
pub(super) fn unknowns(assessment: &Assessment, room: usize) -> String {
    let unknowns = assessment.unknowns();
    if unknowns.verdicts == 0 {
        return String::new();
    }
    let verdicts = plural(unknowns.verdicts, "verdict");
    let rows = unknowns.causes.iter().map(row);
    let table = page::table(
        &["Verdicts:", "Missing", "Where", "Needed by"],
        rows,
        room,
        "cause",
    );
    let several = unknowns
        .causes
        .iter()
        .map(|cause| cause.verdicts)
        .sum::<usize>()
        > unknowns.verdicts;
    let twice = if several {
        " One that lacks two things stands in two lines."
    } else {
        ""
    };
    format!(
        "## Not known\n\n\
         {verdicts} could not be decided, because a fact is missing. They are neither fails nor passes.{twice}\n\n\
         {table}\n{}",
        advice(&unknowns.causes)
    )
}

fn row(cause: &Cause) -> Vec<String> {
    let what = match words::missing(cause) {
        what if cause.operation.is_empty() => short_prose(&what, 300),
        call => short_cell(&call),
    };
    let mut missing = format!("{what} {}", words::reason(cause));
    if let Some(said) = cause.details.first() {
        missing.push_str(&format!("<br>{}", short_prose(said, 300)));
    }
    let places = cause.accounts.iter().map(|account| account.as_str());
    let places = places.chain(cause.regions.iter().map(|region| region.as_str()));
    let rules = cause.rules.iter().map(|(rule, count)| {
        let rule = short_cell(rule);
        if cause.rules.len() == 1 {
            rule
        } else {
            format!("{rule} ({count})")
        }
    });
    vec![
        cause.verdicts.to_string(),
        missing,
        words::some(places.map(short_cell), 8),
        words::some(rules, 12),
    ]
}

/// What to do about it, each advice once.
fn advice(causes: &[Cause]) -> String {
    let mut advice: Vec<&str> = Vec::new();
    for text in causes.iter().filter_map(words::advice) {
        if !advice.contains(&text) {
            advice.push(text);
        }
    }
    if advice.is_empty() {
        return String::new();
    }
    format!("To decide them: {}.\n\n", advice.join("; "))
}
