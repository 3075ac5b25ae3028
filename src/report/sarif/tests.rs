//! The SARIF report against the published schema, and against what GitHub wants beyond it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value as Json, json};

use crate::model::assessment::{Assessment, Place};
use crate::model::coverage::Completeness;
use crate::model::id::AccountId;
use crate::model::severity::Severity;
use crate::model::verdict::Verdict;
use crate::report::samples::{self, assessment, evidence, fail, finding, hostile, of_everything};
use crate::report::{Format, Options, ReportError, render};

/// The published schema.
static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = include_str!("../../../tests/data/sarif-2.1.0.schema.json");
    let mut schema: Json = serde_json::from_str(schema).expect("the schema is JSON");
    // Its pattern for languages is no regular expression, and we write no language.
    for part in ["run", "toolComponent"] {
        let at = format!("/definitions/{part}/properties/language");
        let language = schema.pointer_mut(&at).and_then(Json::as_object_mut);
        language
            .and_then(|language| language.remove("pattern"))
            .expect("a pattern");
    }
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("the schema is one")
});

/// The file, after everything that holds for every file.
#[track_caller]
fn sarif(assessment: &Assessment) -> Json {
    let bytes = render(Format::Sarif, assessment, &Options::default()).expect("a report");
    let sarif: Json = serde_json::from_slice(&bytes).expect("JSON");
    let errors: Vec<String> = SCHEMA
        .iter_errors(&sarif)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0]);
    demand_rules(&sarif["runs"][0]);
    demand_results(&sarif["runs"][0]);
    sarif
}

/// What GitHub wants of rules.
#[track_caller]
fn demand_rules(run: &Json) {
    for rule in list(&run["tool"]["driver"]["rules"]) {
        let id = text(&rule["id"]);
        assert_ne!(text(&rule["name"]), id);
        for description in ["shortDescription", "fullDescription"] {
            let length = text(&rule[description]["text"]).encode_utf16().count();
            assert!((1..=1024).contains(&length), "{id}: {description}");
        }
        assert!(!text(&rule["help"]["text"]).is_empty(), "{id}");
        assert!(!text(&rule["help"]["markdown"]).is_empty(), "{id}");
        let properties = &rule["properties"];
        let tags: Vec<&str> = list(&properties["tags"]).iter().map(text).collect();
        assert!(tags.len() <= 10, "{id}: {} tags", tags.len());
        if let Some(severity) = properties.get("security-severity") {
            let number: f64 = text(severity).parse().expect("a number as text");
            assert!(number > 0.0 && number <= 10.0, "{id}");
            assert!(tags.contains(&"security"), "{id}");
        }
        if let Some(link) = rule.get("helpUri") {
            assert!(text(link).starts_with("https://"), "{id}");
        }
    }
}

/// What GitHub wants of results.
#[track_caller]
fn demand_results(run: &Json) {
    let rules = list(&run["tool"]["driver"]["rules"]);
    let mut prints = BTreeSet::new();
    for result in list(&run["results"]) {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        for ignored in ["suppressions", "baselineState", "kind"] {
            assert!(result.get(ignored).is_none(), "{ignored}");
        }
        let print = text(&result["partialFingerprints"]["primaryLocationLineHash"]);
        let (hash, occurrence) = print.split_once(':').expect("hash:occurrence");
        assert!(hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit()));
        assert!(occurrence.parse::<usize>().is_ok());
        assert!(prints.insert(print.to_owned()), "{print} twice");
        assert_eq!(list(&result["locations"]).len(), 1);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = text(&place["artifactLocation"]["uri"]);
        assert!(!uri.is_empty() && !uri.starts_with('/') && !uri.contains([':', ' ', '[', '\\']));
        for number in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(place["region"][number].as_u64() >= Some(1), "{number}");
        }
        assert_eq!(unescaped_brackets(text(&result["message"]["text"])), 0);
    }
}

/// Each would begin a link, and dangle.
fn unescaped_brackets(text: &str) -> usize {
    let mut escaped = false;
    let mut count = 0;
    for c in text.chars() {
        count += usize::from(!escaped && (c == '[' || c == ']'));
        escaped = c == '\\' && !escaped;
    }
    count
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

#[track_caller]
fn text(json: &Json) -> &str {
    json.as_str().expect("a text")
}

fn notes(sarif: &Json) -> Vec<String> {
    let invocation = &sarif["runs"][0]["invocations"][0];
    list(&invocation["toolExecutionNotifications"])
        .iter()
        .map(|note| {
            format!(
                "{}: {}",
                text(&note["level"]),
                text(&note["message"]["text"])
            )
        })
        .collect()
}

fn results(sarif: &Json) -> &[Json] {
    list(&sarif["runs"][0]["results"])
}

#[test]
fn fails_are_results_and_nothing_else_is() {
    let sarif = sarif(&of_everything());
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "assize/123456789012/");
    assert_eq!(list(&run["tool"]["driver"]["rules"]).len(), 5);
    let levels: Vec<(&str, &str)> = results(&sarif)
        .iter()
        .map(|result| (text(&result["ruleId"]), text(&result["level"])))
        .collect();
    assert_eq!(
        levels,
        [
            ("rds-open", "error"),
            ("rds-open", "error"),
            ("rds-backup", "warning")
        ]
    );
}

#[test]
fn a_result_says_what_is_wrong_with_which_resource() {
    let mut open = fail("rds-open", "orders", Severity::High);
    open.message = "it has a public address [sic]".to_owned();
    open.place = Some(Place {
        path: "infra/my db.tf".to_owned(),
        line: 12,
        column: 3,
        end_column: 9,
    });
    open.evidence.push(evidence(
        "arn:aws:ec2:eu-central-1:1:subnet/subnet-1",
        "routes[0].target",
        json!("igw-1"),
    ));
    let sarif = sarif(&assessment(vec![open]));
    let result = &results(&sarif)[0];
    assert_eq!(
        text(&result["message"]["text"]).lines().collect::<Vec<_>>(),
        [
            "orders: it has a public address \\[sic\\].",
            "Resource: arn:aws:rds:eu-central-1:123456789012:db:orders",
            "Fact: publicly_accessible = true (rds:DescribeDBInstances)",
            "Fact: subnet-1 routes\\[0\\].target = \"igw-1\" (rds:DescribeDBInstances)",
        ]
    );
    assert_eq!(
        result["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": {"uri": "infra/my%20db.tf", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 12, "startColumn": 3, "endLine": 12, "endColumn": 9},
        })
    );
    let arn = "arn:aws:rds:eu-central-1:123456789012:db:orders";
    assert_eq!(
        result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"],
        arn
    );
    assert_eq!(result["properties"]["resource"], arn);
}

#[test]
fn fingerprints_are_those_of_the_key() {
    let print = |sarif: &Json| results(sarif)[0]["partialFingerprints"].clone();
    let one = fail("rds-open", "orders", Severity::High);
    let mut moved = one.clone();
    moved.message = "another message".to_owned();
    moved.place = None;
    let first = print(&sarif(&assessment(vec![one])));
    assert_eq!(first, print(&sarif(&assessment(vec![moved]))));
    // printf 'rds-open|arn:aws:rds:eu-central-1:123456789012:db:orders' | sha256sum | head -c 16
    assert_eq!(first["primaryLocationLineHash"], "553cc25d303db674:1");
    let other = fail("rds-open", "billing", Severity::High);
    assert_ne!(first, print(&sarif(&assessment(vec![other]))));
}

#[test]
fn equal_keys_stay_two_results() {
    let mut second = fail("rds-open", "orders", Severity::High);
    second.message = "said twice".to_owned();
    let twice = assessment(vec![fail("rds-open", "orders", Severity::High), second]);
    assert_eq!(results(&sarif(&twice)).len(), 2);
}

#[test]
fn a_rule_has_its_worst_severity_and_its_first_controls() {
    let mut found = assessment(vec![
        fail("a", "one", Severity::Low),
        fail("b", "one", Severity::Info),
        fail("c", "one", Severity::Critical),
    ]);
    found.rules[0].worst = Severity::High;
    let controls = |name: &str, count: usize| -> (String, Vec<String>) {
        (
            name.to_owned(),
            (1..=count).map(|n| format!("{name}.{n}")).collect(),
        )
    };
    found.rules[0].frameworks = BTreeMap::from([controls("cis", 9), controls("fsbp", 2)]);
    let sarif = sarif(&found);
    let rules = list(&sarif["runs"][0]["tool"]["driver"]["rules"]);
    assert_eq!(rules[0]["properties"]["security-severity"], "8.0");
    let tags: Vec<&str> = list(&rules[0]["properties"]["tags"])
        .iter()
        .map(text)
        .collect();
    assert_eq!(
        tags[..5],
        [
            "security",
            "cis/cis.1",
            "fsbp/fsbp.1",
            "cis/cis.2",
            "fsbp/fsbp.2"
        ]
    );
    assert_eq!(tags.len(), 10);
    assert!(rules[1]["properties"].get("security-severity").is_none());
    assert_eq!(rules[1]["properties"]["problem.severity"], "recommendation");
    assert_eq!(rules[2]["properties"]["security-severity"], "9.5");
    assert_eq!(rules[0]["name"], "A");
}

#[test]
fn a_rule_is_as_bad_as_its_worst_finding() {
    let mut found = assessment(vec![fail("rds-open", "orders", Severity::Critical)]);
    found.rules[0].worst = Severity::Low;
    let sarif = sarif(&found);
    let rule = &sarif["runs"][0]["tool"]["driver"]["rules"][0];
    assert_eq!(rule["properties"]["security-severity"], "9.5");
}

#[test]
fn a_finding_of_a_rule_that_is_not_listed_has_one() {
    let mut found = assessment(vec![fail("rds-open", "orders", Severity::High)]);
    found.rules.clear();
    let sarif = sarif(&found);
    let rule = &sarif["runs"][0]["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "rds-open");
    assert_eq!(rule["properties"]["security-severity"], "8.0");
}

#[test]
fn only_the_worst_results_are_written_and_that_is_said() {
    let mut many: Vec<_> = (0..5_001)
        .map(|n| fail("rds-open", &format!("db-{n:04}"), Severity::Low))
        .collect();
    many[4_999].severity = Severity::Critical;
    let sarif = sarif(&assessment(many));
    assert_eq!(results(&sarif).len(), 5_000);
    assert!(text(&results(&sarif)[0]["message"]["text"]).starts_with("db-4999 "));
    assert!(text(&results(&sarif)[4_999]["message"]["text"]).starts_with("db-4998 "));
    let said = notes(&sarif);
    assert!(
        said[0].starts_with("warning: There are 5001 fails"),
        "{said:?}"
    );
}

#[test]
fn what_is_no_result_is_said() {
    let mut found = of_everything();
    found.findings[0].place = None;
    let mut outside = fail("rds-open", "out", Severity::Low);
    outside.place = Some(Place {
        path: "/etc/assize.toml".to_owned(),
        line: 1,
        column: 1,
        end_column: 2,
    });
    found.findings.push(outside);
    let sarif = sarif(&found);
    assert_eq!(
        notes(&sarif),
        [
            "error: the rule rds-iam failed on 1 verdict: odd is open",
            "warning: Shown at assize.toml because their file is outside of the repository: 1 result. Keep the file in the repository.",
            "warning: Not decided for want of facts: 2 verdicts. They are neither fails nor passes.",
            "warning: ec2:DescribeSecurityGroups was denied in eu-central-1: 2 verdicts unknown, of sg-admin.",
            "warning: The scan is incomplete: of 2 calls 1 was answered to the end. Missing: ec2:DescribeSecurityGroups in eu-central-1 (missing-permission).",
            "note: This file does not list 1 waived fail; the other reports do.",
            "note: the rule rds-new is off",
        ]
    );
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["startTimeUtc"], "2026-03-01T10:00:00Z");
    let rule = &invocation["toolExecutionNotifications"][0]["associatedRule"];
    assert_eq!(*rule, json!({"id": "rds-iam", "index": 1}));
}

#[test]
fn nothing_found_is_a_file_too() {
    let mut clean = assessment(vec![finding("a", "one", Verdict::Pass, Severity::High)]);
    clean.snapshot.started = "yesterday".to_owned();
    clean.snapshot.coverage = vec![samples::call("rds:X", Completeness::Complete)];
    let sarif = sarif(&clean);
    assert_eq!(sarif["runs"][0]["results"], json!([]));
    assert_eq!(notes(&sarif), [""; 0]);
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], true);
    assert!(invocation.get("startTimeUtc").is_none());
}

#[test]
fn hostile_text_is_text() {
    let sarif = sarif(&hostile());
    for result in results(&sarif) {
        let message = text(&result["message"]["text"]);
        assert!(!message.contains(['\u{1b}', '\u{202e}']), "{message}");
    }
}

#[test]
fn one_file_is_about_one_account() {
    let mut found = of_everything();
    found
        .snapshot
        .accounts
        .push(AccountId::from("210987654321"));
    let error = render(Format::Sarif, &found, &Options::default()).expect_err("two accounts");
    assert!(matches!(error, ReportError::SeveralAccounts(_)));
    assert!(error.to_string().contains("out-{account}.sarif"), "{error}");
    found.snapshot.accounts.clear();
    let error = render(Format::Sarif, &found, &Options::default()).expect_err("no account");
    assert!(matches!(error, ReportError::NoAccount));
}
