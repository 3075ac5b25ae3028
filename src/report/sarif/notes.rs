//! What the file cannot show as a result, as notifications: nothing is left out in silence.

use crate::model::assessment::{Assessment, Finding};
use crate::model::verdict::Verdict;
use crate::report::escape::{sarif, shortened};
use crate::report::words::{self, plural, some};

use super::place::ANCHOR;
use super::select::{MOST, Selection};

/// More causes than these are summed up.
const MOST_CAUSES: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Note,
    Warning,
    Error,
}

/// A notification; if it concerns a rule, with its id and its index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) level: Level,
    pub(super) text: String,
    pub(super) rule: Option<(String, usize)>,
}

fn note(level: Level, text: String) -> Note {
    Note {
        level,
        text,
        rule: None,
    }
}

pub(super) fn notes(assessment: &Assessment, selection: &Selection<'_>) -> Vec<Note> {
    let mut notes = errors(assessment, selection);
    notes.extend(left_out(selection));
    notes.extend(unknowns(assessment));
    notes.extend(coverage(assessment));
    let waived = assessment.with(Verdict::Waived).count();
    if waived > 0 {
        let fails = plural(waived, "waived fail");
        let text = format!("This file does not list {fails}; the other reports do.");
        notes.push(note(Level::Note, text));
    }
    let said = assessment.notices.iter();
    notes.extend(said.map(|notice| note(Level::Note, sarif(notice))));
    notes
}

/// A time as the schema wants it; nothing if it is none.
pub(super) fn time(text: &str) -> Option<String> {
    let time: jiff::Timestamp = text.parse().ok()?;
    Some(time.to_string())
}

/// Rules that failed: their verdicts are missing.
fn errors(assessment: &Assessment, selection: &Selection<'_>) -> Vec<Note> {
    let of_rule = |(id, findings): (&str, Vec<&Finding>)| {
        let index = selection.rules.iter().position(|rule| rule.id == id);
        Note {
            level: Level::Error,
            text: sarif(&shortened(&words::failed(id, &findings), 500)),
            rule: index.map(|index| (id.to_owned(), index)),
        }
    };
    let failed = words::by_rule(assessment.with(Verdict::Error).collect());
    failed.into_iter().map(of_rule).collect()
}

fn left_out(selection: &Selection<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    if selection.fails > selection.results.len() {
        notes.push(note(
            Level::Warning,
            format!(
                "There are {} fails, and code scanning keeps {MOST} results of a file: these are the worst {}. \
                 The JSON report has all of them.",
                selection.fails,
                selection.results.len()
            ),
        ));
    }
    if selection.misplaced > 0 {
        notes.push(note(
            Level::Warning,
            format!(
                "Shown at {ANCHOR} because their file is outside of the repository: {}. Keep the file in the repository.",
                plural(selection.misplaced, "result")
            ),
        ));
    }
    notes
}

fn unknowns(assessment: &Assessment) -> Vec<Note> {
    let unknowns = assessment.unknowns();
    if unknowns.verdicts == 0 {
        return Vec::new();
    }
    let verdicts = plural(unknowns.verdicts, "verdict");
    let mut notes = vec![note(
        Level::Warning,
        format!("Not decided for want of facts: {verdicts}. They are neither fails nor passes."),
    )];
    for cause in unknowns.causes.iter().take(MOST_CAUSES) {
        let text = format!(
            "{}: {} unknown, of {}.",
            words::cause(cause, 5),
            plural(cause.verdicts, "verdict"),
            some(cause.rules.keys().cloned(), 5),
        );
        notes.push(note(Level::Warning, sarif(&text)));
    }
    let more = unknowns.causes.len().saturating_sub(MOST_CAUSES);
    if more > 0 {
        let causes = plural(more, "more cause");
        let text = format!("And {causes} of unknown verdicts: the JSON report has all of them.");
        notes.push(note(Level::Warning, text));
    }
    notes
}

fn coverage(assessment: &Assessment) -> Option<Note> {
    let answers = assessment.snapshot.answers();
    if answers.incomplete.is_empty() {
        return None;
    }
    let calls = answers
        .incomplete
        .iter()
        .map(|entry| format!("{} in {} ({})", entry.operation, entry.region, entry.why()));
    let text = format!(
        "The scan is incomplete: of {} {} answered to the end. Missing: {}.",
        plural(answers.asked, "call"),
        match answers.complete {
            1 => "1 was".to_owned(),
            many => format!("{many} were"),
        },
        some(calls, 10)
    );
    Some(note(Level::Warning, sarif(&text)))
}
