//! Text that knows how much room it has, and the parts that sections are made of.

use crate::report::escape::{code, code_cell, prose, shortened};
use crate::report::words::plural;

/// Where everything is that does not fit.
pub(super) const ELSEWHERE: &str = "the JSON report (`-f json=report.json`) has all of them";

/// A text of limited length.
pub(super) struct Page {
    pub(super) text: String,
    room: usize,
}

impl Page {
    pub(super) fn new(room: usize) -> Self {
        Page {
            text: String::new(),
            room,
        }
    }

    /// Adds a part if there is room for it.
    pub(super) fn add(&mut self, part: &str) -> bool {
        let fits = self.text.len() + part.len() <= self.room;
        if fits {
            self.text.push_str(part);
        }
        fits
    }
}

/// The lines as far as there is room, and how many there are beyond.
pub(super) fn lines(
    lines: impl IntoIterator<Item = String>,
    room: usize,
    noun: &str,
    left_out: impl Fn(&str) -> String,
) -> String {
    let mut page = Page::new(room);
    let mut missing = 0;
    for line in lines {
        // Once one is left out, so are those that follow: a gap in the middle would not be seen.
        if missing > 0 || !page.add(&format!("{line}\n")) {
            missing += 1;
        }
    }
    if missing > 0 {
        let more = plural(missing, &format!("more {noun}"));
        page.text
            .push_str(&left_out(&format!("And {more}: {ELSEWHERE}.")));
    }
    page.text
}

/// A list, an item on each line.
pub(super) fn list(items: impl IntoIterator<Item = String>, room: usize, noun: &str) -> String {
    lines(items, room, noun, |said| format!("- {said}\n"))
}

/// A table; the columns that end in `:` are numbers.
pub(super) fn table(
    columns: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    room: usize,
    noun: &str,
) -> String {
    let names: Vec<&str> = columns.iter().map(|c| c.trim_end_matches(':')).collect();
    let rules = columns
        .iter()
        .map(|column| if column.ends_with(':') { "---:" } else { "---" });
    let rules: Vec<&str> = rules.collect();
    let row = |cells: &[&str]| format!("| {} |", cells.join(" | "));
    let rows = rows.into_iter().map(|cells| {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        row(&cells)
    });
    let body = lines(rows, room, noun, |said| format!("\n{said}\n"));
    format!("{}\n{}\n{body}", row(&names), row(&rules))
}

/// A code span of limited length, for a list or a paragraph.
pub(super) fn short_code(text: &str, most: usize) -> String {
    code(&shortened(text, most))
}

/// A code span of limited length, for a cell of a table.
pub(super) fn short_cell(text: &str) -> String {
    code_cell(&shortened(text, 300))
}

/// A sentence of limited length.
pub(super) fn short_prose(text: &str, most: usize) -> String {
    prose(&shortened(text.trim(), most))
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn what_is_left_out_is_the_end() {
        let items = ["- a", "- much longer than the room", "- b"].map(str::to_owned);
        assert_eq!(
            list(items, 10, "item"),
            "- a\n- And 2 more items: the JSON report (`-f json=report.json`) has all of them.\n"
        );
    }
}
