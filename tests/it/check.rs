//! `assize check` and `assize view` on snapshots: the same bytes every time, exit codes, and reports
//! where they belong.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{Ran, assize};
use crate::snapshots::{BANK, Databases, SHOP};

/// The rule of these tests, as `assize rules new` writes it: a public database, medium.
const RULE: &str = "rds-open";

/// A directory with the rule and three snapshots.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a directory");
    let ran = run(place.path(), &["rules", "new", "--policies", "rules", RULE]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let write = |name: &str, account, databases: &[(&str, Option<bool>)], denied| {
        let databases = Databases {
            account,
            databases,
            denied,
        };
        databases.write(&place.path().join(name));
    };
    let both = [("closed", Some(false)), ("open", Some(true))];
    write("shop.assize", SHOP, &both, None);
    write("bank.assize", BANK, &[("vault", Some(false))], None);
    let denied = Some("rds:DescribeDBInstances");
    write("denied.assize", SHOP, &[("open", Some(true))], denied);
    place
}

fn run(directory: &Path, arguments: &[&str]) -> Ran {
    assize(arguments).cwd(directory).run()
}

/// `assize check` by the rule of these tests.
fn check(place: &TempDir, arguments: &[&str]) -> Ran {
    let mut all = vec!["check", "--policies", "rules", "--rule", RULE];
    all.extend(arguments);
    run(place.path(), &all)
}

#[track_caller]
fn ends(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}", ran.stderr);
    for word in words {
        assert!(ran.stderr.contains(word), "no `{word}` in: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

#[test]
fn the_same_snapshot_gives_the_same_bytes() {
    let place = place();
    let reports = ["json", "markdown", "sarif"];
    let mut before = Vec::new();
    for round in ["one", "two"] {
        for format in reports {
            let output = format!("{format}={round}.{format}");
            ends(&check(&place, &["shop.assize", "-f", &output]), 0, &[]);
        }
        let read = |format| fs::read(place.path().join(format!("{round}.{format}")));
        let bytes: Vec<Vec<u8>> = reports.map(|format| read(format).expect("a report")).into();
        assert!(bytes.iter().all(|report| report.len() > 100));
        assert!(before.is_empty() || before == bytes);
        before = bytes;
    }
}

#[test]
fn data_goes_to_standard_output_and_the_summary_beside_it() {
    let place = place();
    for output in ["json", "json=-"] {
        let ran = check(&place, &["shop.assize", "-f", output]);
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_eq!(json["findings"][0]["verdict"], "fail");
        assert!(!ran.stderr.is_empty() && !ran.stderr.contains('\u{1b}'));
    }
    let ran = check(&place, &["shop.assize", "-q"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (Some(0), "", "")
    );
}

#[test]
fn findings_fail_a_run_from_the_severity_on_that_is_asked_for() {
    let place = place();
    for (severity, code) in [
        ("none", 0),
        ("info", 3),
        ("medium", 3),
        ("high", 0),
        ("critical", 0),
    ] {
        let ran = check(&place, &["shop.assize", "--fail-on", severity]);
        ends(&ran, code, &[]);
    }
    ends(
        &check(&place, &["bank.assize", "--fail-on", "info"]),
        0,
        &[],
    );
    ends(
        &check(&place, &["shop.assize", "--fail-on", "some"]),
        2,
        &["some", "critical"],
    );
}

#[test]
fn a_gap_fails_a_run_only_if_that_is_asked_for() {
    let place = place();
    ends(
        &check(&place, &["denied.assize"]),
        0,
        &["rds:DescribeDBInstances"],
    );
    ends(
        &check(&place, &["denied.assize", "--fail-on-incomplete"]),
        4,
        &[],
    );
    ends(
        &check(&place, &["shop.assize", "--fail-on-incomplete"]),
        0,
        &[],
    );
    let both = ["denied.assize", "--fail-on-incomplete", "--fail-on", "low"];
    ends(&check(&place, &both), 3, &[]);
}

#[test]
fn a_fail_on_a_part_of_the_facts_is_incomplete_too() {
    let place = place();
    let path = place.path().join("rules/rds_open.rego");
    let rule = fs::read_to_string(&path).expect("the rule");
    // Nobody told `multi_az` in these snapshots, and every call was answered.
    let rule = rule.replace(
        "needs: [publicly_accessible]",
        "partial: deny-stands\n#   needs: [publicly_accessible, multi_az]",
    );
    fs::write(&path, rule).expect("the rule");
    let databases = Databases {
        account: SHOP,
        databases: &[("open", Some(true))],
        denied: None,
    };
    databases.write(&place.path().join("part.assize"));
    let ran = check(
        &place,
        &["part.assize", "--fail-on-incomplete", "-f", "json"],
    );
    ends(&ran, 4, &[]);
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["findings"][0]["verdict"], "fail");
    assert_eq!(json["findings"][0]["gaps"][0]["reason"], "not-collected");
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(1));
    ends(&check(&place, &["part.assize"]), 0, &[]);
}

#[test]
fn a_rule_that_fails_itself_ends_with_1_after_all_reports() {
    let place = place();
    let path = place.path().join("rules/rds_open.rego");
    let rule = fs::read_to_string(&path).expect("the rule");
    let conflict = "\"message\": \"wrong\", \"severity\": name";
    let rule = rule.replace("\"message\": \"wrong\"", conflict).replace(
        "input.publicly_accessible == true",
        "input.publicly_accessible == true\n\tname := sprintf(\"%s\", [\"none\"])",
    );
    fs::write(&path, rule).expect("the rule");
    let ran = check(
        &place,
        &["shop.assize", "-f", "json=out.json", "--fail-on", "info"],
    );
    ends(&ran, 1, &[]);
    let json = fs::read_to_string(place.path().join("out.json")).expect("a report");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["findings"][0]["verdict"], "error");
    // That is what goes wrong, so it is said to those, too, who want no summary.
    let ran = check(&place, &["shop.assize", "-q"]);
    ends(
        &ran,
        1,
        &["assize: the rule rds-open failed on 1 verdict: "],
    );
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[test]
fn a_directory_of_snapshots_is_one_snapshot() {
    let place = place();
    let hive = place.path().join("all/account=1/region=eu-central-1");
    fs::create_dir_all(&hive).expect("a directory");
    for name in ["shop.assize", "bank.assize"] {
        fs::copy(place.path().join(name), hive.join(name)).expect("a copy");
    }
    fs::write(hive.join("notes.txt"), "not a snapshot").expect("a file");
    let whole = check(&place, &["all", "-f", "json"]);
    ends(&whole, 0, &[]);
    let files = check(&place, &["bank.assize", "shop.assize", "-f", "json"]);
    assert_eq!(whole.stdout, files.stdout);
    let json: Value = serde_json::from_str(&whole.stdout).expect("JSON");
    assert_eq!(
        json["snapshot"]["accounts"],
        serde_json::json!([SHOP, BANK])
    );
}

#[test]
fn sarif_is_written_for_one_account_at_a_time() {
    let place = place();
    let both = ["shop.assize", "bank.assize"];
    for output in ["sarif=all.sarif", "sarif"] {
        let ran = check(&place, &[both[0], both[1], "-f", output]);
        ends(&ran, 2, &["2 accounts", "{account}"]);
    }
    assert!(!place.path().join("all.sarif").exists());
    ends(
        &check(&place, &[both[0], both[1], "-f", "sarif={account}.sarif"]),
        0,
        &[],
    );
    for account in [SHOP, BANK] {
        let path = place.path().join(format!("{account}.sarif"));
        let text = fs::read_to_string(path).expect("a report");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        let results = json["runs"][0]["results"].as_array().map_or(0, Vec::len);
        assert_eq!(results, usize::from(account == SHOP), "{account}");
    }
}

#[test]
fn ages_are_counted_to_the_time_that_is_given() {
    let place = place();
    let ran = check(
        &place,
        &[
            "shop.assize",
            "-f",
            "json",
            "--now",
            "2026-06-01T00:00:00+02:00",
        ],
    );
    assert!(
        ran.stdout.contains("2026-05-31T22:00:00Z"),
        "{}",
        ran.stdout
    );
    ends(
        &check(&place, &["shop.assize", "--now", "today"]),
        2,
        &["today", "2026-"],
    );
}

#[test]
fn passes_are_listed_on_demand() {
    let place = place();
    let passes = |arguments: &[&str]| {
        let ran = check(&place, arguments);
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let findings = json["findings"].as_array().expect("findings");
        findings
            .iter()
            .filter(|one| one["verdict"] == "pass")
            .count()
    };
    assert_eq!(passes(&["shop.assize", "-f", "json"]), 0);
    assert_eq!(
        passes(&["shop.assize", "-f", "json", "--include-passes"]),
        1
    );
}

#[test]
fn repeats_are_told_on_demand() {
    let ran = check(&place(), &["shop.assize", "--stats"]);
    ends(&ran, 0, &[RULE, "2 views", "2 distinct", "0.0 % repeats"]);
}

#[test]
fn findings_point_to_the_configuration_by_its_path_in_the_repository() {
    let place = place();
    fs::create_dir_all(place.path().join("infra/deep")).expect("a directory");
    fs::create_dir(place.path().join(".git")).expect("a directory");
    let config = "version = 1\n\n[accounts.111111111111]\nregions = [\n    \"eu-central-1\",\n]\n";
    fs::write(place.path().join("infra/assize.toml"), config).expect("a file");
    let arguments = [
        "check",
        "../../shop.assize",
        "--policies",
        "../../rules",
        "-f",
        "sarif",
    ];
    let ran = run(&place.path().join("infra/deep"), &arguments);
    ends(&ran, 0, &[]);
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let results = json["runs"][0]["results"].as_array().expect("results");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "infra/assize.toml");
    assert_eq!(place["region"]["startLine"], 5);
}

#[test]
fn a_view_is_what_the_rule_sees() {
    let place = place();
    let view = |resource: &str, snapshot: &str| {
        let command = [
            "view",
            RULE,
            resource,
            "--snapshot",
            snapshot,
            "--policies",
            "rules",
        ];
        run(place.path(), &command)
    };
    let arn = format!("arn:aws:rds:eu-central-1:{SHOP}:db:open");
    let ran = view(&arn, "shop.assize");
    ends(&ran, 0, &[]);
    assert_eq!(ran.stdout, "{\n  \"publicly_accessible\": true\n}\n");
    assert_eq!(view("open", "shop.assize").stdout, ran.stdout);
    Databases {
        account: SHOP,
        databases: &[("dark", None)],
        denied: None,
    }
    .write(&place.path().join("dark.assize"));
    let ran = view("dark", "dark.assize");
    assert!(
        ran.stdout.contains("\"unknown\": \"not-collected\""),
        "{}",
        ran.stdout
    );
    ends(
        &ran,
        0,
        &["not known: rds:DescribeDBInstances not-collected"],
    );
    ends(
        &view("opem", "shop.assize"),
        2,
        &["no `rds.db_instance`", "db:open"],
    );
}

#[test]
fn too_few_answers_end_with_4() {
    let place = place();
    ends(
        &check(&place, &["shop.assize", "--min-coverage", "100"]),
        0,
        &[],
    );
    ends(
        &check(&place, &["denied.assize", "--min-coverage", "90"]),
        0,
        &[],
    );
    ends(
        &check(&place, &["denied.assize", "--min-coverage", "100"]),
        4,
        &["missing"],
    );
    ends(
        &check(&place, &["denied.assize", "--min-coverage", "101"]),
        2,
        &["101"],
    );
}
