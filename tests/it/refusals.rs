//! What `assize check` says to wrong input: what, where, why and what to do; and nothing half-written.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::cli::{Ran, assize};
use crate::snapshots::{Databases, SHOP};

/// A directory with a snapshot.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a directory");
    let databases = [("open", Some(true))];
    Databases {
        account: SHOP,
        databases: &databases,
        denied: None,
    }
    .write(&place.path().join("shop.assize"));
    place
}

fn run(directory: &Path, arguments: &[&str]) -> Ran {
    assize(arguments).cwd(directory).run()
}

/// Wrong usage or unreadable input, with these words.
#[track_caller]
fn refused(ran: &Ran, words: &[&str]) {
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    for word in words {
        assert!(ran.stderr.contains(word), "no `{word}` in: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

/// The files of a directory.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn what_is_no_whole_snapshot_is_refused() {
    let place = place();
    let good = fs::read(place.path().join("shop.assize")).expect("a snapshot");
    let mut changed = good.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let cases: [(&str, &[u8], &str); 4] = [
        ("cut.assize", &good[..good.len() - 20], "collect again"),
        ("changed.assize", &changed, "collect again"),
        ("empty.assize", b"", "the file is empty"),
        ("text.assize", b"{\"assize\": {}}\n", "is not a snapshot"),
    ];
    for (name, bytes, word) in cases {
        fs::write(place.path().join(name), bytes).expect("a file");
        let ran = run(place.path(), &["check", name, "-f", "json=out.json"]);
        refused(&ran, &[&format!("`{name}`"), word]);
    }
    refused(
        &run(place.path(), &["check", "none.assize"]),
        &["`none.assize`", "check the path"],
    );
    fs::create_dir(place.path().join("empty")).expect("a directory");
    refused(
        &run(place.path(), &["check", "empty"]),
        &["`empty`", "assize collect"],
    );
    refused(&run(place.path(), &["check"]), &["SNAPSHOT"]);
    assert!(!place.path().join("out.json").exists());
}

#[test]
fn a_newer_snapshot_is_refused_with_both_versions() {
    let place = place();
    let lines = "{\"assize\":{\"format\":99}}\n";
    let bytes = zstd_of(lines.as_bytes());
    fs::write(place.path().join("new.assize"), bytes).expect("a file");
    let ran = run(place.path(), &["check", "new.assize"]);
    refused(
        &ran,
        &["`new.assize`", "version 99", "versions up to 1", "newer"],
    );
}

/// A frame of zstd with one raw block: what a compressor would make of so little.
/// <https://datatracker.ietf.org/doc/html/rfc8878#section-3.1.1>
fn zstd_of(text: &[u8]) -> Vec<u8> {
    let length = u8::try_from(text.len()).expect("a short text");
    let block = (u32::from(length) << 3) | 1;
    let mut bytes = vec![0x28, 0xb5, 0x2f, 0xfd, 0x20, length];
    bytes.extend_from_slice(&block.to_le_bytes()[..3]);
    bytes.extend_from_slice(text);
    bytes
}

#[test]
fn outputs_that_cannot_be_are_refused_before_anything_is_written() {
    let place = place();
    fs::create_dir(place.path().join("folder")).expect("a directory");
    let before = names(place.path());
    for (outputs, word) in [
        (&["json", "markdown=-"][..], "both go to standard output"),
        (&["json=a", "markdown=a"], "two reports go to `a`"),
        (&["json=no/where.json"], "make its directory first"),
        (&["json=shop.assize/x"], "in a directory"),
        (&["json=folder"], "name a file in it"),
        (&["json=ok.json", "markdown=no/where.md"], "no/where.md"),
        (&["sarif=no/{account}.sarif"], "make its directory first"),
        (&["html=a.html"], "expected json, markdown or sarif"),
        (&["json="], "a path must follow"),
    ] {
        let mut arguments = vec!["check", "shop.assize"];
        outputs
            .iter()
            .for_each(|output| arguments.extend(["-f", output]));
        refused(&run(place.path(), &arguments), &[word]);
        assert_eq!(names(place.path()), before, "{outputs:?}");
    }
}

#[test]
fn a_report_takes_the_place_of_another_and_leaves_nothing_beside_it() {
    let place = place();
    fs::write(place.path().join("out.json"), "old").expect("a file");
    let ran = run(
        place.path(),
        &["check", "shop.assize", "-f", "json=out.json"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(names(place.path()), ["out.json", "shop.assize"]);
    let text = fs::read_to_string(place.path().join("out.json")).expect("a report");
    assert!(text.starts_with('{'), "{text}");
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    let place = place();
    let ran = run(
        place.path(),
        &["check", "shop.assize", "-f", "json=/dev/null"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let null = fs::metadata("/dev/null").expect("the null device");
    assert!(!null.is_file());
}

#[test]
fn rules_that_are_not_there_are_answered_with_near_ones() {
    let place = place();
    run(
        place.path(),
        &["rules", "new", "--policies", "rules", "rds-open"],
    );
    let check = ["check", "shop.assize", "--policies", "rules"];
    let with = |more: &[&str]| run(place.path(), &[&check[..], more].concat());
    refused(
        &with(&["--rule", "rds-opem"]),
        &["no rule `rds-opem`", "did you mean `rds-open`?"],
    );
    let config = "version = 1\n[rules.rds-opem]\nenabled = false\n";
    fs::write(place.path().join("assize.toml"), config).expect("a file");
    refused(
        &with(&[]),
        &[
            "assize.toml:2:",
            "no rule `rds-opem`",
            "did you mean `rds-open`?",
        ],
    );
}

#[test]
fn a_wrong_configuration_is_refused_with_its_place() {
    let place = place();
    let path = place.path().join("assize.toml");
    for (text, words) in [
        ("version = 1\n[rules\n", "assize.toml:2:"),
        ("version = 1\nacounts = 1\n", "accounts"),
        ("version = 9\n", "assize.toml:1:"),
    ] {
        fs::write(&path, text).expect("a file");
        refused(
            &run(place.path(), &["check", "shop.assize"]),
            &["refused", words],
        );
    }
    let ran = run(
        place.path(),
        &["check", "shop.assize", "--config", "other.toml"],
    );
    refused(&ran, &["the configuration `other.toml`", "check the path"]);
}

#[test]
fn names_with_control_codes_do_not_reach_the_terminal() {
    let ran = run(place().path(), &["check", "a\u{1b}[2Jb"]);
    refused(&ran, &["\\u{1b}[2Jb"]);
    assert!(!ran.stderr.contains('\u{1b}'));
}

#[cfg(not(feature = "aws"))]
#[test]
fn without_the_sdk_an_account_is_refused_with_what_to_build() {
    for command in [&["scan"][..], &["collect", "-o", "out.assize"], &["init"]] {
        let place = place();
        refused(
            &run(place.path(), command),
            &["built without AWS support", "cargo install"],
        );
        assert_eq!(names(place.path()), ["shop.assize"]);
    }
}
