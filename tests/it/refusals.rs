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
        (
            &["json=a", "markdown=a"],
            "`-f json=a` and `-f markdown=a` go to the same file",
        ),
        (&["json={account}", "markdown={account}"], "the same file"),
        (
            &["json={account}.x", "markdown=111111111111.x"],
            "`-f markdown=111111111111.x` and `-f json=111111111111.x` go to the same file",
        ),
        (
            &["json=folder/../a", "markdown=a"],
            "`-f json=folder/../a` and `-f markdown=a` go to the same file",
        ),
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

/// The files of a directory and of those in it, with what is in them.
fn contents(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut contents = Vec::new();
    for name in names(directory) {
        let path = directory.join(&name);
        match path.is_dir() {
            true => contents.extend(inside(&path, &name)),
            false => contents.push((name, fs::read(path).expect("a file"))),
        }
    }
    contents
}

fn inside(directory: &Path, name: &str) -> Vec<(String, Vec<u8>)> {
    let inner = contents(directory).into_iter();
    inner
        .map(|(inner, bytes)| (format!("{name}/{inner}"), bytes))
        .collect()
}

#[test]
fn a_report_in_place_of_what_is_read_is_refused() {
    let place = place();
    run(
        place.path(),
        &["rules", "new", "--policies", "rules", "rds-open"],
    );
    fs::create_dir(place.path().join("all")).expect("a directory");
    for copy in ["all/one.assize", "111111111111.json"] {
        let copy = place.path().join(copy);
        fs::copy(place.path().join("shop.assize"), copy).expect("a copy");
    }
    fs::write(place.path().join("assize.toml"), "version = 1\n").expect("a file");
    let before = contents(place.path());
    let whole = place.path().join("shop.assize");
    let whole = format!("json={}", whole.display());
    for (snapshot, output, word) in [
        (
            "shop.assize",
            "json=shop.assize",
            "the snapshot `shop.assize`",
        ),
        (
            "shop.assize",
            "json=all/../shop.assize",
            "`-f json=all/../shop.assize`",
        ),
        ("shop.assize", &whole, "the snapshot `shop.assize`"),
        (
            "all",
            "markdown=all/one.assize",
            "the snapshot `all/one.assize`",
        ),
        (
            "111111111111.json",
            "json={account}.json",
            "`-f json=111111111111.json`",
        ),
        ("shop.assize", "json=assize.toml", "the configuration `"),
        (
            "shop.assize",
            "json=rules/rds_open.rego",
            "the policy `rules/rds_open.rego`",
        ),
        (
            "shop.assize",
            "json=rules/rds_open.cases.yaml",
            "the policy `rules/",
        ),
    ] {
        let arguments = ["check", snapshot, "--policies", "rules", "-f", output];
        let words = [word, "which is read; give it a path of its own"];
        refused(&run(place.path(), &arguments), &words);
        assert_eq!(contents(place.path()), before, "{output}");
    }
    let named = ["check", "shop.assize", "--config", "all/../assize.toml"];
    let named = [&named[..], &["-f", "json=assize.toml"]].concat();
    refused(&run(place.path(), &named), &["`all/../assize.toml`"]);
    // Beside what is read there is room.
    let arguments = ["check", "all", "-f", "json=all/one.json"];
    let ran = run(place.path(), &arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_two_reports_to_one_file() {
    use std::os::unix::fs::symlink;
    let place = place();
    symlink("new.json", place.path().join("link.json")).expect("a link");
    symlink("shop.assize", place.path().join("link.assize")).expect("a link");
    let check = |snapshot: &str, outputs: &[&str]| {
        let mut arguments = vec!["check", snapshot];
        outputs
            .iter()
            .for_each(|output| arguments.extend(["-f", output]));
        run(place.path(), &arguments)
    };
    let before = contents_of_links(place.path());
    let both = ["json=link.json", "sarif=new.json"];
    refused(&check("shop.assize", &both), &["go to the same file"]);
    for (snapshot, output) in [
        ("shop.assize", "json=link.assize"),
        ("link.assize", "json=shop.assize"),
    ] {
        refused(&check(snapshot, &[output]), &["which is read"]);
    }
    assert_eq!(contents_of_links(place.path()), before);
}

/// The names of a directory, with what is in the snapshot.
#[cfg(unix)]
fn contents_of_links(directory: &Path) -> (Vec<String>, Vec<u8>) {
    let snapshot = fs::read(directory.join("shop.assize")).expect("a snapshot");
    (names(directory), snapshot)
}

#[test]
fn a_snapshot_that_is_to_be_kept_is_no_report_and_takes_no_file_that_is_read() {
    let place = place();
    fs::write(place.path().join("assize.toml"), "version = 1\n").expect("a file");
    let before = contents(place.path());
    for (command, word) in [
        (
            &["scan", "--snapshot", "same", "-f", "json=same"][..],
            "`--snapshot same` and `-f json=same` go to the same file",
        ),
        (
            &["scan", "--snapshot", "./s2", "-f", "json=s2"],
            "`--snapshot ./s2` and `-f json=s2` go to the same file",
        ),
        (
            &["scan", "--snapshot", "assize.toml"],
            "`--snapshot assize.toml` would take the place of the configuration",
        ),
        (
            &["collect", "-o", "assize.toml"],
            "`-o assize.toml` would take the place of the configuration",
        ),
    ] {
        refused(&run(place.path(), command), &[word]);
        assert_eq!(contents(place.path()), before, "{command:?}");
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
fn policies_that_the_engine_would_read_for_ever_are_refused() {
    let place = place();
    run(
        place.path(),
        &["rules", "new", "--policies", "rules", "rds-open"],
    );
    let deep = format!("x := {}1{}\n", "[".repeat(14), "]".repeat(14));
    let rule = place.path().join("rules/rds_open.rego");
    let text = fs::read_to_string(&rule).expect("the rule");
    let library = place.path().join("rules/lib/names.rego");
    fs::create_dir(place.path().join("rules/lib")).expect("a directory");
    let check = ["check", "shop.assize", "--policies", "rules"];
    for (library_text, rule_text, file) in [
        (
            format!("package user.lib.names\n\n{deep}"),
            text.clone(),
            "names.rego:3:16: ",
        ),
        (
            "package user.lib.names\n".to_owned(),
            format!("{text}\n{deep}"),
            "rds_open.rego:",
        ),
    ] {
        fs::write(&library, library_text).expect("a library");
        fs::write(&rule, rule_text).expect("a rule");
        let ran = run(place.path(), &check);
        refused(
            &ran,
            &[file, "nested more than 10 deep", "a name of its own"],
        );
        assert_eq!(ran.stderr.matches("nested").count(), 1, "{}", ran.stderr);
    }
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
