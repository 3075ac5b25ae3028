//! The JSON report, read back.

use serde_json::{Value as Json, json};

use crate::model::verdict::Verdict;
use crate::report::{Format, Options, render, samples};

fn report(include_passes: bool) -> Json {
    let options = Options { include_passes };
    let bytes = render(Format::Json, &samples::of_everything(), &options).expect("a report");
    serde_json::from_slice(&bytes).expect("JSON")
}

#[test]
fn it_has_everything() {
    let report = report(false);
    assert_eq!(report["version"], 1);
    assert_eq!(report["tool"]["name"], "assize");
    assert_eq!(
        report["counts"],
        json!({"pass": 2, "fail": 3, "unknown": 2, "waived": 1, "not-applicable": 1, "error": 1})
    );
    assert_eq!(report["snapshot"]["accounts"], json!(["123456789012"]));
    assert_eq!(report["snapshot"]["now"], "2026-03-01T10:02:00Z");
    assert_eq!(report["snapshot"]["coverage"]["asked"], 2);
    assert_eq!(report["snapshot"]["coverage"]["complete"], 1);
    let missing = &report["snapshot"]["coverage"]["calls"][1];
    assert_eq!(missing["status"], "missing");
    assert_eq!(missing["gap"]["reason"], "denied");
    assert_eq!(report["notices"], json!(["the rule rds-new is off"]));
    let ids: Vec<&Json> = report["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .map(|rule| &rule["id"])
        .collect();
    assert_eq!(
        ids,
        ["rds-backup", "rds-iam", "rds-open", "rds-quiet", "sg-admin"]
    );
    assert_eq!(report["rules"][1]["counts"]["not-applicable"], 1);
}

#[test]
fn findings_have_evidence_gaps_and_place() {
    let report = report(false);
    let findings = report["findings"].as_array().expect("findings");
    let by_key = |key: &str| {
        let found = findings
            .iter()
            .find(|f| f["key"].as_str().is_some_and(|k| k.starts_with(key)));
        found.expect(key)
    };
    let fail = by_key("rds-open|arn:aws:rds:eu-central-1:123456789012:db:orders");
    assert_eq!(fail["verdict"], "fail");
    assert_eq!(fail["severity"], "critical");
    assert_eq!(
        fail["evidence"],
        json!([{
            "resource": "arn:aws:rds:eu-central-1:123456789012:db:orders",
            "path": "publicly_accessible",
            "value": true,
            "operation": "rds:DescribeDBInstances",
        }])
    );
    assert_eq!(fail["place"]["line"], 2);
    let unknown = by_key("sg-admin|");
    assert_eq!(
        unknown["gaps"],
        json!([{
            "operation": "ec2:DescribeSecurityGroups",
            "account": "123456789012",
            "region": "eu-central-1",
            "reason": "denied",
            "detail": "",
        }])
    );
    assert!(unknown.get("place").is_none());
}

#[test]
fn passes_are_listed_on_request_only() {
    let passes = |report: &Json| {
        let findings = report["findings"].as_array().expect("findings").clone();
        findings
            .iter()
            .filter(|f| f["verdict"] == Verdict::Pass.as_str())
            .count()
    };
    assert_eq!(passes(&report(false)), 0);
    assert_eq!(passes(&report(true)), 2);
    assert_eq!(report(false)["counts"], report(true)["counts"]);
}

#[test]
fn the_same_assessment_gives_the_same_bytes() {
    let bytes =
        |assessment| render(Format::Json, &assessment, &Options::default()).expect("a report");
    let mut shuffled = samples::of_everything();
    shuffled.findings.reverse();
    assert_eq!(bytes(samples::of_everything()), bytes(shuffled));
    assert!(bytes(samples::hostile()).ends_with(b"}\n"));
}
