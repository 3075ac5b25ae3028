//! What an assessment says of itself: one account of several, causes of unknowns, answered calls.

use super::{Assessment, Counts, Finding, SnapshotSummary};
use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region, Text};
use crate::model::severity::Severity;
use crate::model::verdict::Verdict;

const SHOP: &str = "111111111111";
const BANK: &str = "222222222222";
const FOREIGN: &str = "999999999999";

fn finding(rule: &str, account: &str, verdict: Verdict, gaps: Vec<Gap>) -> Finding {
    let resource = format!("arn:aws:rds:eu-central-1:{account}:db:one");
    Finding {
        key: format!("{rule}|{resource}"),
        rule: rule.to_owned(),
        resource,
        kind: Text::from("rds.db_instance"),
        account: AccountId::from(account),
        region: Region::from("eu-central-1"),
        verdict,
        severity: Severity::High,
        message: "it is open".to_owned(),
        evidence: Vec::new(),
        gaps,
        place: None,
    }
}

fn call(account: &str, operation: &str, status: Completeness) -> CoverageEntry {
    CoverageEntry {
        account: AccountId::from(account),
        region: Region::from("eu-central-1"),
        operation: Text::from(operation),
        status,
        time: Text::from("2026-03-01T10:00:00Z"),
        pages: 1,
        items: 1,
        gap: None,
        class: None,
    }
}

fn assessment(findings: Vec<Finding>, coverage: Vec<CoverageEntry>) -> Assessment {
    let mut counts = Counts::default();
    for finding in &findings {
        counts.add(&finding.rule, &finding.account, finding.verdict);
    }
    Assessment {
        snapshot: SnapshotSummary {
            accounts: vec![AccountId::from(SHOP), AccountId::from(BANK)],
            coverage,
            ..SnapshotSummary::default()
        },
        findings,
        counts,
        ..Assessment::default()
    }
}

#[test]
fn each_finding_belongs_to_exactly_one_account() {
    let findings = [SHOP, BANK, FOREIGN].map(|account| {
        let mut found = finding("a", account, Verdict::Fail, Vec::new());
        found.key.push_str(account);
        found
    });
    let coverage = [SHOP, BANK].map(|account| call(account, "rds:X", Completeness::Complete));
    let whole = assessment(findings.to_vec(), coverage.to_vec());
    let parts: Vec<Assessment> = whole
        .snapshot
        .accounts
        .iter()
        .map(|account| whole.of_account(account))
        .collect();

    let accounts = |part: &Assessment| -> Vec<String> {
        let of = part.findings.iter();
        of.map(|finding| finding.account.to_string()).collect()
    };
    assert_eq!(accounts(&parts[0]), [SHOP, FOREIGN]);
    assert_eq!(accounts(&parts[1]), [BANK]);
    for (part, fails) in parts.iter().zip([2, 1]) {
        assert_eq!(part.counts.total().of(Verdict::Fail), fails);
        assert_eq!(part.snapshot.accounts.len(), 1);
        assert_eq!(part.snapshot.coverage.len(), 1);
    }
    let nobody = whole.of_account(&AccountId::from("000000000000"));
    assert!(nobody.findings.is_empty() && nobody.counts.total().of(Verdict::Fail) == 0);
}

#[test]
fn unknowns_with_one_cause_are_one() {
    let denied = |region: &str| {
        Gap::new(GapReason::Denied, "ec2:DescribeSubnets")
            .within(&AccountId::from(SHOP), &Region::from(region))
            .because("no permission")
    };
    let throttled = Gap::new(GapReason::Throttled, "rds:DescribeDBInstances");
    let account = |id: &str| {
        let gap = Gap::new(GapReason::AccountNotScanned, "");
        gap.within(&AccountId::from(id), &Region::from("eu-central-1"))
    };
    let unknown = |rule: &str, gaps| finding(rule, SHOP, Verdict::Unknown, gaps);
    let found = assessment(
        vec![
            unknown("a", vec![account("333333333333")]),
            unknown("a", vec![account("444444444444")]),
            unknown("b", vec![denied("eu-central-1"), denied("eu-west-1")]),
            unknown("b", vec![denied("eu-central-1"), throttled]),
            unknown("c", vec![denied("eu-central-1")]),
            unknown("d", Vec::new()),
            finding("e", SHOP, Verdict::Fail, vec![denied("us-east-1")]),
        ],
        Vec::new(),
    );

    let unknowns = found.unknowns();

    assert_eq!(unknowns.verdicts, 6);
    let causes: Vec<(&str, Option<GapReason>, usize)> = unknowns
        .causes
        .iter()
        .map(|cause| (cause.operation.as_str(), cause.reason, cause.verdicts))
        .collect();
    assert_eq!(
        causes,
        [
            ("ec2:DescribeSubnets", Some(GapReason::Denied), 3),
            ("rds:DescribeDBInstances", Some(GapReason::Throttled), 1),
            ("", None, 1),
            ("", Some(GapReason::AccountNotScanned), 1),
            ("", Some(GapReason::AccountNotScanned), 1),
        ]
    );
    let first = &unknowns.causes[0];
    assert_eq!(first.regions.len(), 2);
    assert_eq!(first.rules["b"], 2);
    assert_eq!(first.details.len(), 1);
    let throttled = &unknowns.causes[1];
    let region = Region::from("eu-central-1");
    assert!(throttled.accounts.contains(&AccountId::from(SHOP)));
    assert!(throttled.regions.contains(&region));
}

#[test]
fn calls_are_counted_with_what_their_absence_costs() {
    let gap = |operation: &str| vec![Gap::new(GapReason::Denied, operation)];
    let found = assessment(
        vec![
            finding("a", SHOP, Verdict::Unknown, gap("ec2:DescribeSubnets")),
            finding("b", BANK, Verdict::Unknown, gap("ec2:DescribeSubnets")),
            finding("c", SHOP, Verdict::Unknown, gap("rds:Other")),
            finding("d", SHOP, Verdict::Fail, gap("ec2:DescribeSubnets")),
        ],
        vec![
            call(SHOP, "ec2:DescribeSubnets", Completeness::Missing),
            call(SHOP, "ec2:DescribeVpcs", Completeness::Partial),
            call(BANK, "ec2:DescribeSubnets", Completeness::Complete),
        ],
    );

    let answers = found.snapshot.answers();

    assert_eq!((answers.asked, answers.complete), (3, 1));
    assert_eq!(answers.incomplete.len(), 2);
    assert_eq!(found.unknown_for_want_of_calls(), 1);
}
