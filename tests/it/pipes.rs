//! A reader that goes away ends nothing but its own reading.

use std::process::{Command, Stdio};

use crate::snapshots::{Databases, SHOP};

/// Runs with standard output, and if wanted standard error, closed by their reader at once.
fn run(directory: &std::path::Path, arguments: &[&str], both: bool) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_assize"))
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("assize starts");
    drop(child.stdout.take());
    if both {
        drop(child.stderr.take());
    }
    let output = child.wait_with_output().expect("assize ends");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    (output.status.code(), said)
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = tempfile::tempdir().expect("a directory");
    let names: Vec<String> = (0..2000)
        .map(|number| format!("database-{number:04}"))
        .collect();
    let databases: Vec<(&str, Option<bool>)> = names
        .iter()
        .map(|name| (name.as_str(), Some(true)))
        .collect();
    Databases {
        account: SHOP,
        databases: &databases,
        denied: None,
    }
    .write(&place.path().join("shop.assize"));
    let new = ["rules", "new", "--policies", "rules", "rds-open"];
    assert_eq!(run(place.path(), &new, false).0, Some(0));
    for (arguments, code) in [
        (&["rules", "schema"][..], 0),
        (&["completions", "bash"], 0),
        (&["man"], 0),
        (&["--help"], 0),
        (
            &[
                "check",
                "shop.assize",
                "--policies",
                "rules",
                "-f",
                "json",
                "-f",
                "markdown=a.md",
            ],
            0,
        ),
        (
            &[
                "check",
                "shop.assize",
                "--policies",
                "rules",
                "-f",
                "json",
                "--fail-on",
                "low",
            ],
            3,
        ),
        (&["check", "none.assize"], 2),
    ] {
        for both in [false, true] {
            let (ended, said) = run(place.path(), arguments, both);
            assert_eq!(ended, Some(code), "{arguments:?}: {said}");
            assert!(!said.contains("panicked"), "{said}");
            assert!(!said.contains("Broken pipe"), "{said}");
        }
    }
    assert!(
        place.path().join("a.md").is_file(),
        "the other report is written all the same"
    );
}
