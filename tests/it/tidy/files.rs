//! What holds for every file: length, first line, white space, and text that must not be there.

use super::code;

/// Text that belongs to one machine or to work in progress. In two halves, so that this file passes.
const STRAY: [(&str, &str); 6] = [
    ("/wo", "rk/"),
    ("/fa", "rm/"),
    ("/tmp/bash", "_jobs"),
    ("/root/.ca", "rgo/"),
    ("/home/", "runner/"),
    ("C:\\Us", "ers\\"),
];

/// Code that is not finished, or a test that does not run.
const UNFINISHED: [(&str, &str); 5] = [
    ("todo", "!("),
    ("unimplemented", "!("),
    ("#[ign", "ore"),
    ("pytest.mark.", "skip"),
    ("pytest.mark.", "xfail"),
];

/// A file that is longer than one idea can be.
pub(crate) fn too_long(path: &str, text: &str) -> Vec<String> {
    const MOST: usize = 500;
    let lines = text.lines().count();
    let ours = [".rs", ".rego", ".py"]
        .iter()
        .any(|end| path.ends_with(end));
    if ours && lines > MOST {
        return vec![format!(
            "{lines} lines; a file is one idea, and no longer than {MOST} lines"
        )];
    }
    Vec::new()
}

/// The middle of the numbers in order; 0 if there are none.
pub(crate) fn median(numbers: &[usize]) -> usize {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

/// Everything wrong with one file but its length.
pub(crate) fn problems(path: &str, text: &str) -> Vec<String> {
    let mut problems = white_space(path, text);
    if path.ends_with(".rs") {
        problems.extend(first_line(text));
    }
    if path.starts_with("src/collect") {
        problems.extend(defaulted(text));
    }
    // A lock file has only names and sums, and a digest may contain anything.
    if !path.ends_with(".lock") {
        problems.extend(unwanted(text));
    }
    problems
}

/// A Rust file begins by saying what it is.
fn first_line(text: &str) -> Option<String> {
    let first = text.lines().next().unwrap_or("");
    let says = first
        .strip_prefix("//! ")
        .is_some_and(|rest| rest.trim().len() > 10);
    (!says).then(|| "line 1: begin with a `//!` line that says what the file is".to_owned())
}

fn white_space(path: &str, text: &str) -> Vec<String> {
    // Two spaces at the end of a line are a line break in Markdown; LICENSE is as its authors wrote it.
    if path.ends_with(".md") || path == "LICENSE" {
        return Vec::new();
    }
    let mut problems: Vec<String> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.ends_with([' ', '\t', '\r']))
        .map(|(number, _)| format!("line {}: white space at the end", number + 1))
        .collect();
    if text.lines().next().is_some() && !text.ends_with('\n') {
        problems.push("the last line has no end".to_owned());
    }
    problems
}

/// A collector that takes a default where the API said nothing: "not told" would become "no".
fn defaulted(text: &str) -> Vec<String> {
    let code = code::only(text);
    code::words(&code)
        .into_iter()
        .filter(|(_, word)| *word == "unwrap_or_default")
        .map(|(at, _)| {
            format!(
                "line {}: not told is never no: use a `Fact`, not `unwrap_or_default`",
                code::line(&code, at)
            )
        })
        .collect()
}

fn unwanted(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        for (head, tail) in STRAY {
            let stray = format!("{head}{tail}");
            if line
                .match_indices(&stray)
                .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.'))
            {
                problems.push(format!("line {number}: `{stray}` is a path of one machine"));
            }
        }
        for (head, tail) in UNFINISHED {
            if line.contains(&format!("{head}{tail}")) {
                problems.push(format!(
                    "line {number}: `{head}{tail}`: finish it; every test runs"
                ));
            }
        }
    }
    problems
}

#[test]
fn a_long_file_is_found() {
    let long = "x\n".repeat(501);
    assert_eq!(too_long("src/a.rs", &long).len(), 1);
    assert_eq!(too_long("policies/a.rego", &long).len(), 1);
    assert_eq!(too_long("Cargo.lock", &long), [""; 0]);
    assert_eq!(too_long("src/a.rs", &"x\n".repeat(500)), [""; 0]);
}

#[test]
fn the_median_is_the_middle() {
    assert_eq!(median(&[9, 1, 5]), 5);
    assert_eq!(median(&[]), 0);
}

#[test]
fn each_disorder_is_found() {
    let bad =
        |path: &str, text: &str| assert_eq!(problems(path, text).len(), 1, "{path}: {text:?}");
    bad("src/a.rs", "use std::fmt;\n");
    bad("src/a.rs", "//! Short.\n");
    bad("src/a.rs", "//! What this file is for. \nfn f() {}\n");
    bad("src/a.rs", "//! What this file is for.\nfn f() {}");
    bad(
        "src/collect/a.rs",
        "//! What this file is for.\nlet x = y.unwrap_or_default();\n",
    );
    bad(
        "docs/a.md",
        &format!("see {}{}main\n", STRAY[0].0, STRAY[0].1),
    );
    bad(
        "tests/a.py",
        &format!("@{}{}\n", UNFINISHED[3].0, UNFINISHED[3].1),
    );
    bad(
        "src/a.rs",
        &format!(
            "//! What this file is for.\n    {}{})\n",
            UNFINISHED[0].0, UNFINISHED[0].1
        ),
    );
}

#[test]
fn order_is_fine() {
    let good =
        |path: &str, text: &str| assert_eq!(problems(path, text), [""; 0], "{path}: {text:?}");
    good(
        "src/a.rs",
        "//! What this file is for.\nlet x = y.unwrap_or_default();\n",
    );
    good("src/collect/a.rs", "//! Never `unwrap_or_default` here.\n");
    good("docs/a.md", "line one  \nframe/work/x\n");
    good("src/empty.txt", "");
}
