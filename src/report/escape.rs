//! Text from the cloud is hostile: how it is made harmless for each place that it goes to.
//!
//! Nothing is removed. What would act is shown as what it is.

use std::fmt::Write as _;

/// The text on one line, each character that controls a terminal or the direction of writing shown
/// by its number, such as `\u{202e}`.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // `##[command]` is a command to a GitHub runner, anywhere in a line of a log.
            '[' if out.ends_with("##") => {
                out.pop();
                out.push_str("\\u{23}[");
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if acts(c) => {
                // Writing to a String does not fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// The text as prose on one line: white space is a space, what acts is shown.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" "))
}

/// Characters that do something instead of being seen: controls, marks of direction, separators,
/// characters without width, tags.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// The first characters of a text, and how many were left out.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most).collect();
    format!("{head}... ({} more characters)", length - most)
}

/// A code span of Markdown, on one line. Nothing in it is a link, a mention, HTML, or formatting.
pub(super) fn code(text: &str) -> String {
    let text = visible(text);
    if text.trim().is_empty() {
        // A span of nothing, or of blanks only, is shown as its backticks.
        return format!("`\"{text}\"`");
    }
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let edge = |c| c == Some('`') || c == Some(' ');
    let pad = if edge(text.chars().next()) || edge(text.chars().next_back()) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code span in a cell of a table, where a bar would end the cell even inside of backticks.
pub(super) fn code_cell(text: &str) -> String {
    if !text.contains('|') {
        return code(text);
    }
    let mut out = String::from("<code>");
    for c in visible(text).chars() {
        if c.is_ascii_punctuation() {
            // Writing to a String does not fail.
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out.push_str("</code>");
    out
}

/// A block of code, with a fence that the code cannot close.
pub(super) fn block(language: &str, code: &str) -> String {
    let lines: Vec<String> = code.trim_matches('\n').lines().map(shown).collect();
    let text = lines.join("\n");
    let fence = "`".repeat(longest_run(&text, '`').max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
}

/// As [`visible`], but a tab is a tab.
fn shown(line: &str) -> String {
    let parts: Vec<String> = line.split('\t').map(visible).collect();
    parts.join("\t")
}

/// Text of HTML, between tags.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A mention is looked for in what is shown, and ends at what has no width.
            '@' => out.push_str("@&#8203;"),
            c => out.push(c),
        }
    }
    out
}

/// Plain text of SARIF on one line, where brackets make a link.
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html#_Toc141790720>
pub(super) fn sarif(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// What may stand before and after a word without being part of it.
const BEFORE: [char; 3] = ['(', '"', '\''];
const AFTER: [char; 9] = ['.', ',', ';', ':', ')', '"', '\'', '?', '!'];

/// A sentence as Markdown, for a cell of a table too. Words stay words; each id, address or path
/// becomes a code span, and so does all that Markdown or GitHub would take for more than text.
/// Backticks in pairs are code spans already.
pub(super) fn prose(text: &str) -> String {
    let line = one_line(text);
    let pieces: Vec<&str> = line.split('`').collect();
    if !are_spans(&pieces) {
        return words(&line);
    }
    let mut out = String::new();
    for (at, piece) in pieces.into_iter().enumerate() {
        out.push_str(&if at % 2 == 0 {
            words(piece)
        } else {
            code_cell(piece)
        });
    }
    out
}

/// Whether the pieces between backticks are text and code in turn, and no code touches another: the
/// fences of two would be one.
fn are_spans(pieces: &[&str]) -> bool {
    let last = pieces.len() - 1;
    let free = |(at, piece): (usize, &&str)| {
        if at % 2 == 1 {
            return !piece.trim().is_empty();
        }
        let first_word = piece.split(' ').next().unwrap_or("");
        let last_word = piece.rsplit(' ').next().unwrap_or("");
        let apart = at == 0 || at == last || piece.contains(' ');
        let left = at == 0 || first_word.chars().all(|c| AFTER.contains(&c));
        let right = at == last || last_word.chars().all(|c| BEFORE.contains(&c));
        apart && left && right
    };
    last.is_multiple_of(2) && pieces.iter().enumerate().all(free)
}

fn words(text: &str) -> String {
    let words: Vec<String> = text.split(' ').map(word).collect();
    words.join(" ")
}

/// One word between spaces.
fn word(word: &str) -> String {
    let inner = word.trim_start_matches(BEFORE);
    let before = &word[..word.len() - inner.len()];
    let mut core = inner.trim_end_matches(AFTER);
    if core.contains('(') && inner[core.len()..].starts_with(')') {
        core = &inner[..=core.len()];
    }
    let after = &inner[core.len()..];
    if core.is_empty() || core.split('/').all(is_plain) {
        word.to_owned()
    } else {
        format!("{before}{}{after}", code_cell(core))
    }
}

/// Whether Markdown and GitHub take a word for nothing but a word.
fn is_plain(word: &str) -> bool {
    let number = word.chars().all(|c| c.is_ascii_digit() || c == ',');
    let letter = |part: &str| part.len() == 1 && part.chars().all(|c| c.is_ascii_alphabetic());
    let abbreviation = word.split('.').all(letter);
    let inert = |c: char| !c.is_ascii_punctuation() || "-'%()".contains(c);
    let plain = word.chars().all(inert) || number || abbreviation;
    let digits = word.chars().any(|c| c.is_ascii_digit());
    let letters = word.chars().any(|c| c.is_ascii_alphabetic());
    let named = if word.contains('-') {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
    } else {
        word.len() >= 7
    };
    // An id, or the name of a commit or of an issue: `sg-0a1b2c3d`, `GH-12`.
    let id = digits && letters && named;
    let line = word.len() > 1 && word.chars().all(|c| c == '-');
    plain && !word.is_empty() && !id && !line
}

fn longest_run(text: &str, of: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests;
