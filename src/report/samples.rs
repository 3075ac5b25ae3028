//! Small assessments for the tests of reports.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use crate::model::assessment::{
    Assessment, Counts, Evidence, Finding, Place, RuleSummary, SnapshotSummary,
};
use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::error_class::ErrorClass;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region, Text};
use crate::model::severity::Severity;
use crate::model::verdict::Verdict;

pub(super) const ACCOUNT: &str = "123456789012";
pub(super) const REGION: &str = "eu-central-1";

/// Text that tries everything: formatting, links, HTML, mentions, tables, fences, controls.
pub(super) const HOSTILE: &str = "a|b `c` ```d <img src=x onerror=alert(1)> </details> @octocat #1 \
     [click](https://evil.example) ![i](//x) {0} \\ \u{1b}[31m\u{202e}\n# Heading\n| - |\n~~~\n::error::x";

pub(super) fn rule(id: &str, worst: Severity) -> RuleSummary {
    RuleSummary {
        id: id.to_owned(),
        title: format!("Title of {id}"),
        description: "What is wrong. Why it matters.".to_owned(),
        severity: worst,
        worst,
        subject: "rds.db_instance".to_owned(),
        needs: vec!["publicly_accessible".to_owned()],
        frameworks: BTreeMap::from([("fsbp".to_owned(), vec!["RDS.2".to_owned()])]),
        remedy: "Close it.".to_owned(),
        remedy_cli: "aws rds modify-db-instance \\\n  --no-publicly-accessible".to_owned(),
        remedy_terraform: "publicly_accessible = false".to_owned(),
        references: vec!["https://docs.aws.amazon.com/securityhub/".to_owned()],
    }
}

pub(super) fn finding(rule: &str, name: &str, verdict: Verdict, severity: Severity) -> Finding {
    let resource = format!("arn:aws:rds:{REGION}:{ACCOUNT}:db:{name}");
    Finding {
        key: format!("{rule}|{resource}"),
        rule: rule.to_owned(),
        kind: Text::from("rds.db_instance"),
        account: AccountId::from(ACCOUNT),
        region: Region::from(REGION),
        verdict,
        severity,
        message: format!("{name} is open"),
        evidence: Vec::new(),
        gaps: Vec::new(),
        place: None,
        resource,
    }
}

pub(super) fn fail(rule: &str, name: &str, severity: Severity) -> Finding {
    let mut fail = finding(rule, name, Verdict::Fail, severity);
    fail.evidence = vec![evidence(&fail.resource, "publicly_accessible", json!(true))];
    fail.place = Some(Place {
        path: "assize.toml".to_owned(),
        line: 2,
        column: 1,
        end_column: 24,
    });
    fail
}

pub(super) fn evidence(resource: &str, path: &str, value: Json) -> Evidence {
    Evidence {
        resource: resource.to_owned(),
        path: path.to_owned(),
        value,
        operation: Text::from("rds:DescribeDBInstances"),
    }
}

pub(super) fn unknown(rule: &str, name: &str, gap: Gap) -> Finding {
    let mut unknown = finding(rule, name, Verdict::Unknown, Severity::High);
    unknown.message = format!("cannot be decided: {gap}");
    unknown.gaps = vec![gap.within(&AccountId::from(ACCOUNT), &Region::from(REGION))];
    unknown
}

pub(super) fn call(operation: &str, status: Completeness) -> CoverageEntry {
    CoverageEntry {
        account: AccountId::from(ACCOUNT),
        region: Region::from(REGION),
        operation: Text::from(operation),
        status,
        time: Text::from("2026-03-01T10:00:01Z"),
        pages: 1,
        items: 3,
        gap: (status != Completeness::Complete)
            .then(|| Gap::new(GapReason::Denied, operation).because("not authorized")),
        class: (status != Completeness::Complete).then_some(ErrorClass::MissingPermission),
    }
}

/// An assessment with these findings; every rule that they name is there.
pub(super) fn assessment(mut findings: Vec<Finding>) -> Assessment {
    findings.sort_by(|a, b| a.key.cmp(&b.key));
    let mut counts = Counts::default();
    for finding in &findings {
        counts.add(&finding.rule, &finding.account, finding.verdict);
    }
    let ids: BTreeSet<&str> = findings.iter().map(|f| f.rule.as_str()).collect();
    let worst = |id: &&str| {
        let own = findings.iter().filter(|finding| finding.rule == **id);
        own.map(|finding| finding.severity).max()
    };
    let rules = ids
        .iter()
        .map(|id| rule(id, worst(id).unwrap_or_default()))
        .collect();
    Assessment {
        snapshot: SnapshotSummary {
            tool_version: "0.1.0".to_owned(),
            digest: "0f".repeat(32),
            started: "2026-03-01T10:00:00Z".to_owned(),
            ended: "2026-03-01T10:02:00Z".to_owned(),
            now: "2026-03-01T10:02:00Z".to_owned(),
            accounts: vec![AccountId::from(ACCOUNT)],
            regions: vec![Region::from(REGION), Region::from("us-east-1")],
            resources: 409,
            coverage: vec![call("rds:DescribeDBInstances", Completeness::Complete)],
        },
        rules,
        findings,
        counts,
        notices: Vec::new(),
    }
}

/// One of everything.
pub(super) fn of_everything() -> Assessment {
    let denied = || Gap::new(GapReason::Denied, "ec2:DescribeSecurityGroups");
    let mut all = assessment(vec![
        fail("rds-open", "orders", Severity::Critical),
        fail("rds-open", "billing", Severity::High),
        fail("rds-backup", "orders", Severity::Medium),
        unknown("sg-admin", "one", denied()),
        unknown("sg-admin", "two", denied()),
        finding("rds-backup", "old", Verdict::Waived, Severity::Medium),
        finding("rds-iam", "odd", Verdict::Error, Severity::Low),
        finding("rds-iam", "fine", Verdict::Pass, Severity::Low),
        finding("rds-quiet", "fine", Verdict::Pass, Severity::Low),
    ]);
    let account = AccountId::from(ACCOUNT);
    all.counts.add("rds-iam", &account, Verdict::NotApplicable);
    all.snapshot
        .coverage
        .push(call("ec2:DescribeSecurityGroups", Completeness::Missing));
    all.notices.push("the rule rds-new is off".to_owned());
    all
}

/// Every text of the cloud and of rules hostile.
pub(super) fn hostile() -> Assessment {
    let mut all = of_everything();
    for finding in &mut all.findings {
        finding.resource.push_str(HOSTILE);
        finding.key.push_str(HOSTILE);
        finding.message = HOSTILE.to_owned();
        for evidence in &mut finding.evidence {
            evidence.resource.push_str(HOSTILE);
            evidence.path.push_str(HOSTILE);
            evidence.value = json!({ HOSTILE: [HOSTILE] });
            evidence.operation = Text::from(HOSTILE);
        }
        for gap in &mut finding.gaps {
            gap.detail = Text::from(HOSTILE);
            gap.operation.push_str(HOSTILE);
        }
    }
    for rule in &mut all.rules {
        let texts = [
            &mut rule.title,
            &mut rule.description,
            &mut rule.remedy,
            &mut rule.remedy_cli,
            &mut rule.remedy_terraform,
        ];
        for text in texts {
            text.push_str(HOSTILE);
        }
        rule.references = vec![HOSTILE.to_owned(), "javascript:alert(1)".to_owned()];
        rule.frameworks = BTreeMap::from([(HOSTILE.to_owned(), vec![HOSTILE.to_owned()])]);
    }
    for entry in &mut all.snapshot.coverage {
        entry.gap = Some(Gap::new(GapReason::Failed, HOSTILE).because(HOSTILE));
    }
    all.snapshot.regions.push(Region::from(HOSTILE));
    all.notices.push(HOSTILE.to_owned());
    all
}
