//! The commands that need no account and no snapshot: rules, init, completions, man, and what they
//! say when they are used wrongly.

use std::fs;
use std::path::Path;

use crate::cli::{Ran, assize};

/// Runs in a directory.
fn run(directory: &Path, arguments: &[&str]) -> Ran {
    assize(arguments).cwd(directory).run()
}

/// A run that ends with a code and says these words.
#[track_caller]
fn refused(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}", ran.stderr);
    for word in words {
        assert!(ran.stderr.contains(word), "no `{word}` in: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

fn place() -> tempfile::TempDir {
    tempfile::tempdir().expect("a directory")
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let place = place();
    let directory = place.path().join("pages");
    let pages = directory.to_str().expect("UTF-8");
    assert_eq!(run(place.path(), &["man", "-o", pages]).code, Some(0));
    let mut seen = 0;
    for entry in fs::read_dir(&directory).expect("pages") {
        let page = fs::read_to_string(entry.expect("a page").path()).expect("a page");
        // `\fBassize rules list\fR`, where a dash of a name is written `\-`.
        let (_, synopsis) = page.split_once("SH SYNOPSIS\n\\fB").expect("a synopsis");
        let (name, _) = synopsis.split_once("\\fR").expect("a name");
        let name = name.replace('\\', "");
        let mut words: Vec<&str> = name.split(' ').skip(1).collect();
        words.push("--help");
        let ran = run(place.path(), &words);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{name}");
        let example = ran.stdout.contains("Example");
        assert!(example, "{name} has no example:\n{}", ran.stdout);
        seen += 1;
    }
    assert!(seen > 8, "{seen} pages");
}

#[test]
fn the_manual_page_goes_to_standard_output() {
    let ran = run(place().path(), &["man"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.stdout.contains(".TH assize 1"), "{}", ran.stdout);
}

#[test]
fn completions_are_there_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(place().path(), &["completions", shell]);
        assert_eq!(ran.code, Some(0), "{shell}: {}", ran.stderr);
        assert!(ran.stdout.contains("completions"), "{shell}");
    }
    refused(
        &run(place().path(), &["completions", "tcsh"]),
        2,
        &["tcsh", "bash"],
    );
}

#[test]
fn a_new_rule_loads_and_its_cases_hold() {
    let place = place();
    let new = ["rules", "new", "--policies", "mine", "rds-no-postgres-13"];
    let ran = run(place.path(), &new);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(place.path().join("mine/rds_no_postgres_13.rego").is_file());
    let tested = run(place.path(), &["rules", "test", "--policies", "mine"]);
    assert_eq!((tested.code, tested.stderr.as_str()), (Some(0), ""));
    let wanted = "1 rules, 3 cases, 2 more with a fact missing: all hold\n";
    assert_eq!(tested.stdout, wanted);
    let shown = ["rules", "show", "rds-no-postgres-13", "--policies", "mine"];
    let shown = run(place.path(), &shown);
    assert!(
        shown.stdout.contains("publicly_accessible"),
        "{}",
        shown.stdout
    );
    let again = run(place.path(), &new);
    refused(&again, 2, &["rds_no_postgres_13.rego", "is there already"]);
}

#[test]
fn a_rule_can_begin_with_every_kind() {
    let place = place();
    for kind in assize::graph::schema::kinds() {
        let name = format!("x/a-{}", kind.name.replace(['.', '_'], "-"));
        let ran = run(
            place.path(),
            &[
                "rules",
                "new",
                "--policies",
                "mine",
                &name,
                "--subject",
                kind.name,
            ],
        );
        assert_eq!(ran.code, Some(0), "{}: {}", kind.name, ran.stderr);
    }
    let tested = run(place.path(), &["rules", "test", "--policies", "mine"]);
    assert!(tested.stdout.contains("all hold"), "{}", tested.stdout);
}

#[test]
fn a_new_rule_among_those_of_assize_is_one_of_them() {
    let place = place();
    let libraries = place.path().join("policies/lib");
    fs::create_dir_all(&libraries).expect("a directory");
    fs::write(libraries.join("net.rego"), "package assize.lib.net\n").expect("a file");
    let new = [
        "rules",
        "new",
        "--policies",
        "policies",
        "rds/no-postgres-13",
    ];
    assert_eq!(run(place.path(), &new).code, Some(0));
    let rule = place.path().join("policies/rds/no_postgres_13.rego");
    let text = fs::read_to_string(rule).expect("the rule");
    assert!(
        text.contains("\npackage assize.rds.no_postgres_13\n"),
        "{text}"
    );
}

#[test]
fn a_case_that_does_not_hold_fails_the_run() {
    let place = place();
    run(
        place.path(),
        &["rules", "new", "--policies", "mine", "a-rule"],
    );
    let cases = place.path().join("mine/a_rule.cases.yaml");
    let text = fs::read_to_string(&cases).expect("the cases");
    fs::write(&cases, text.replace("want: pass", "want: unknown")).expect("the cases");
    let ran = run(place.path(), &["rules", "test", "--policies", "mine"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout.contains("FAILED a-rule (what is right)"),
        "{}",
        ran.stdout
    );
}

#[test]
fn policies_that_are_wrong_are_refused_with_their_place() {
    let place = place();
    run(
        place.path(),
        &["rules", "new", "--policies", "mine", "a-rule"],
    );
    let path = place.path().join("mine/a_rule.rego");
    let good = fs::read_to_string(&path).expect("the rule");
    let list = ["rules", "list", "--policies", "mine"];
    for (from, to, words) in [
        (
            "severities: [medium]",
            "severity: [medium]",
            "mine/a_rule.rego:6:",
        ),
        ("} if {", "} if {{", "mine/a_rule.rego:"),
        (
            "needs: [",
            "needs: [nothing_like_it, ",
            "mine/a_rule.rego:8:",
        ),
    ] {
        assert!(good.contains(from), "{good}");
        fs::write(&path, good.replace(from, to)).expect("the rule");
        refused(
            &run(place.path(), &list),
            2,
            &["the policies are refused", words],
        );
    }
    fs::write(&path, b"\xff").expect("the rule");
    refused(&run(place.path(), &list), 2, &["a_rule.rego", "UTF-8"]);
}

#[test]
fn a_directory_of_policies_must_be_there_and_hold_rules() {
    let place = place();
    let ran = run(place.path(), &["rules", "list", "--policies", "nowhere"]);
    refused(&ran, 2, &["`nowhere`", "No such file"]);
    let empty = place.path().join("empty");
    fs::create_dir(&empty).expect("a directory");
    let list = ["rules", "list", "--policies", "empty"];
    let words = ["`empty`", "holds no rules", "assize rules new"];
    refused(&run(place.path(), &list), 2, &words);
    fs::write(empty.join("lib.rego"), "package user.lib.a\n\nb := 1\n").expect("a library");
    refused(&run(place.path(), &list), 2, &words);
}

#[test]
fn names_that_are_not_known_are_answered_with_near_ones() {
    let place = place();
    run(
        place.path(),
        &["rules", "new", "--policies", "mine", "rds-no-postgres-13"],
    );
    let show = ["rules", "show", "rds-no-postgres-12", "--policies", "mine"];
    refused(
        &run(place.path(), &show),
        2,
        &["did you mean `rds-no-postgres-13`?"],
    );
    let schema = ["rules", "schema", "rds.db_clutser"];
    refused(
        &run(place.path(), &schema),
        2,
        &["did you mean `rds.db_cluster`?"],
    );
    let new = ["rules", "new", "--policies", "mine", "Not_Kebab"];
    refused(
        &run(place.path(), &new),
        2,
        &["`Not_Kebab`", "lower-case words"],
    );
    let new = ["rules", "new", "--policies", "mine", "rds-no-postgres-13/a"];
    refused(&run(place.path(), &new), 2, &["is no service"]);
}

#[test]
fn the_schema_can_be_asked_for_one_kind() {
    let ran = run(place().path(), &["rules", "schema", "ec2.vpc"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let kinds: Vec<_> = json.as_object().expect("kinds").keys().collect();
    assert_eq!(kinds, ["ec2.vpc"]);
}

#[test]
fn init_writes_a_file_that_is_read_again() {
    let place = place();
    let init = [
        "init",
        "--account",
        "123456789012",
        "--region",
        "eu-central-1",
    ];
    let ran = run(place.path(), &init);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let path = place.path().join("assize.toml");
    let text = fs::read_to_string(&path).expect("the file");
    let config = assize::config::read(&text, "assize.toml").expect("a good file");
    assert_eq!(config.accounts.len(), 1);
    refused(
        &run(place.path(), &init),
        2,
        &["is there already", "--force"],
    );
    let other = ["init", "--account", "210987654321", "--force", "-q"];
    let ran = run(place.path(), &other);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let text = fs::read_to_string(&path).expect("the file");
    assert!(text.contains("[accounts.210987654321]"), "{text}");
}

#[test]
fn init_refuses_what_is_no_account_and_where_it_cannot_write() {
    let place = place();
    refused(
        &run(place.path(), &["init", "--account", "12"]),
        2,
        &["twelve digits"],
    );
    let ran = run(
        place.path(),
        &[
            "init",
            "--account",
            "123456789012",
            "--config",
            "no/where.toml",
        ],
    );
    refused(
        &ran,
        2,
        &["cannot write `no/where.toml`", "make its directory first"],
    );
}
