//! Markdown for a person, as GitHub renders it: counts and what is not known first, then the
//! findings by severity, then the rest.
//!
//! A job summary of more than 1 MiB is dropped whole, so the report is smaller, and says what it
//! leaves out.

mod fails;
mod head;
mod page;
mod rest;
#[cfg(test)]
mod tests;

use crate::model::assessment::Assessment;

use super::Options;

/// Room for the whole report, in bytes.
const ROOM: usize = 900_000;
/// Room for each section but the fails, which take what is left.
const SECTION_ROOM: usize = 60_000;

pub(super) fn render(assessment: &Assessment, options: &Options) -> String {
    let unknowns = head::unknowns(assessment, SECTION_ROOM);
    let rest = rest::sections(assessment, options, SECTION_ROOM);
    let used = unknowns.len() + rest.len();
    let fails = fails::sections(assessment, ROOM.saturating_sub(used));
    let head = head::head(assessment, fails.left_out);
    [head, unknowns, fails.text, rest].concat()
}
