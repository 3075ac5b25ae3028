//! What the fuzz targets demand of any input, on the stable compiler: of random inputs, of those of the
//! repository, and of those that are kept because they are hard.

#[path = "../../fuzz/bodies.rs"]
mod bodies;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::corpus::root;

/// All files below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        match path.is_dir() {
            true => files.extend(below(&path)),
            false => files.push(path),
        }
    }
    files.sort();
    files
}

fn inputs(folders: &[&str]) -> Vec<Vec<u8>> {
    let files = folders
        .iter()
        .flat_map(|folder| below(&root().join(folder)));
    let inputs: Vec<Vec<u8>> = files.map(|file| fs::read(file).expect("a file")).collect();
    assert!(!inputs.is_empty(), "{folders:?} are empty");
    inputs
}

fn lines() -> Vec<Vec<u8>> {
    inputs(&["fuzz/seeds/snapshot_lines"])
}

#[test]
fn each_target_has_a_body_that_is_tested_here_and_runs_once_a_week() {
    let workflow = root().join(".github/workflows/fuzz.yml");
    let workflow = fs::read_to_string(workflow).expect("the workflow");
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("the package");
    let targets = ["metadata", "snapshot_file", "snapshot_lines"];
    let files = below(&root().join("fuzz/fuzz_targets"));
    let names: Vec<_> = files.iter().filter_map(|file| file.file_stem()).collect();
    assert_eq!(names, targets);
    for (target, file) in targets.iter().zip(&files) {
        let text = fs::read_to_string(file).expect("a target");
        assert!(text.contains(&format!("bodies::{target}(data)")), "{text}");
        assert!(manifest.contains(&format!("name = \"{target}\"")));
        assert!(workflow.contains(&format!("target: {target}\n")));
        assert!(!inputs(&[&format!("fuzz/seeds/{target}")]).is_empty());
    }
}

#[test]
fn what_is_kept_and_all_rules_hold() {
    let rules = ["fuzz/seeds/metadata", "policies", "tests/rego-rejects"];
    let rules = inputs(&rules);
    assert!(rules.len() > 100, "only {} rules", rules.len());
    rules.iter().for_each(|rule| bodies::metadata(rule));
    let files = inputs(&["fuzz/seeds/snapshot_file", "tests/data/snapshots"]);
    files.iter().for_each(|file| bodies::snapshot_file(file));
    lines()
        .iter()
        .for_each(|lines| bodies::snapshot_lines(lines));
}

/// A body that never gets to look at anything would always hold.
#[test]
fn lines_with_their_trailer_are_a_snapshot() {
    let read = |name: &str| {
        let lines = fs::read(root().join("fuzz/seeds/snapshot_lines").join(name));
        let file = bodies::sealed(&lines.expect("a seed"));
        assize::snapshot::Snapshot::read(file.as_slice(), name)
    };
    let first = read("format-1").expect("a snapshot");
    assert_eq!((first.coverage.len(), first.resources.len()), (4, 4));
    let fractions = read("fractions").expect("a snapshot");
    assert_eq!(fractions.resources.len(), 1);
    for bad in ["deep", "keys_twice", "half_a_character", "two_trailers"] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

/// One change of a text.
#[derive(Debug, Clone)]
enum Change {
    Remove(Index, Index),
    Repeat(Index, Index),
    Put(Index, &'static [u8]),
    Set(Index, u8),
}

fn change(words: &'static [&'static [u8]]) -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        1 => (at(), at()).prop_map(|(from, to)| Change::Remove(from, to)),
        1 => (at(), at()).prop_map(|(from, to)| Change::Repeat(from, to)),
        3 => (at(), select(words)).prop_map(|(at, word)| Change::Put(at, word)),
        1 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
    ]
}

fn changed(input: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for change in changes {
        // Ranges are short: a text of which half is gone says little.
        let range = |from: &Index, to: &Index| {
            let from = from.index(bytes.len());
            from..bytes.len().min(from + to.index(40))
        };
        match change {
            _ if bytes.is_empty() => break,
            Change::Remove(from, to) => drop(bytes.drain(range(from, to))),
            Change::Repeat(from, to) => {
                let range = range(from, to);
                let (at, part) = (range.end, bytes[range].to_vec());
                bytes.splice(at..at, part);
            }
            Change::Put(at, word) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, word.iter().copied());
            }
            Change::Set(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
        }
    }
    bytes
}

/// What means something in YAML, in paths and in templates.
const OF_RULES: &[&[u8]] = &[
    b"\n",
    b"\n# ",
    b"# METADATA\n",
    b"#   ",
    b": ",
    b"- ",
    b"\"",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b"|\n",
    b">\n",
    b"&a ",
    b"*a",
    b"!!binary ",
    b"---\n",
    b"? ",
    b"[]",
    b"[?a in [1]]",
    b".",
    b"(",
    b")",
    b" as x",
    b"null",
    b"1e999",
    b"99999999999999999999",
    b"\t",
    b"\r",
    b"\0",
    b"\xc3\xa9",
    b"\xef\xbb\xbf",
    b"\xff",
    b"package ",
    b"{x}",
    b"{{",
    b"custom:",
    b"id: ",
];

/// What means something in JSON and in lines.
const OF_LINES: &[&[u8]] = &[
    b"\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"null",
    b"true",
    b"-1",
    b"0.5",
    b"1e999",
    b"9223372036854775808",
    b"\\u0000",
    b"\\ud800",
    b"\"gaps\":{}",
    b"\"kind\":",
    b"{\"kind\":",
    b"{\"coverage\":",
    b"{\"end\":",
    b"{\"assize\":",
    b"\xff",
    b" ",
    b"arn:aws:",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn of_any_text(text in ".{0,400}") {
        bodies::metadata(text.as_bytes());
        bodies::snapshot_lines(text.as_bytes());
    }

    #[test]
    fn of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        bodies::metadata(&bytes);
        bodies::snapshot_file(&bytes);
        bodies::snapshot_lines(&bytes);
    }

    #[test]
    fn of_rules_that_were_changed(
        rule in select(inputs(&["fuzz/seeds/metadata", "policies/rds", "policies/ec2"])),
        changes in prop::collection::vec(change(OF_RULES), 1..8),
    ) {
        bodies::metadata(&changed(&rule, &changes));
    }

    #[test]
    fn of_lines_that_were_changed(
        lines in select(lines()),
        changes in prop::collection::vec(change(OF_LINES), 1..5),
    ) {
        bodies::snapshot_lines(&changed(&lines, &changes));
    }
}
