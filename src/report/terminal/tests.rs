//! The summary for a terminal: what it says, how long it gets, what hostile text does to it.

use super::{WIDTH, terminal};
use crate::model::coverage::Completeness;
use crate::model::error_class::ErrorClass;
use crate::model::gap::{Gap, GapReason};
use crate::model::severity::Severity;
use crate::model::verdict::Verdict;
use crate::report::samples::{self, assessment, fail, finding, hostile, of_everything, unknown};
use crate::report::words;

fn is_on_screen(text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() <= 40, "{} lines:\n{text}", lines.len());
    for line in lines {
        assert!(line.chars().count() <= WIDTH, "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
}

#[test]
fn it_says_what_there_is() {
    let text = terminal(&of_everything(), false);
    is_on_screen(&text);
    let want = "\
account 123456789012 in eu-central-1, us-east-1: 409 resources as of 2026-03-01T10:02:00Z

  3 fail   2 unknown   1 error   1 waived   2 pass   1 not applicable

  critical    1  rds-open: Title of rds-open
                 - orders is open
  high        1  rds-open: Title of rds-open
                 - billing is open
  medium      1  rds-backup: Title of rds-backup
                 - orders is open

  unknown     2  ec2:DescribeSecurityGroups was denied in eu-central-1
                 - needed by sg-admin

error     the rule rds-iam failed on 1 verdict: odd is open
note      the rule rds-new is off
coverage  asked 2 calls, got 1; 1 missing makes 2 verdicts unknown
next      fix the worst first: assize rules show rds-open
          report the rule that failed to whoever wrote it
          allow the denied calls to the scanning role, and scan again
";
    assert_eq!(text, want);
}

#[test]
fn credentials_that_expired_are_named_and_nothing_else_is_advised() {
    let of = |operation: &str, class: ErrorClass, reason: GapReason| {
        let mut call = samples::call(operation, Completeness::Missing);
        call.gap = Some(Gap::new(reason, operation).because("ExpiredToken"));
        call.class = Some(class);
        call
    };
    let denied = || Gap::new(GapReason::Denied, "ec2:DescribeSubnets");
    let failed = |operation: &str| Gap::new(GapReason::Failed, operation);
    let mut report = assessment(vec![
        unknown("a", "one", denied()),
        unknown("a", "two", denied()),
        unknown("b", "one", failed("ec2:DescribeVpcs")),
        unknown("c", "one", failed("rds:DescribeDBInstances")),
    ]);
    report.snapshot.coverage = vec![
        of(
            "ec2:DescribeSubnets",
            ErrorClass::MissingPermission,
            GapReason::Denied,
        ),
        of(
            "ec2:DescribeVpcs",
            ErrorClass::Credentials,
            GapReason::Failed,
        ),
        of(
            "rds:DescribeDBInstances",
            ErrorClass::ServiceError,
            GapReason::Failed,
        ),
    ];
    let text = terminal(&report, false);
    is_on_screen(&text);
    for line in [
        "ec2:DescribeSubnets was denied in eu-central-1\n",
        "ec2:DescribeVpcs failed (credentials expired, or a wrong clock) in eu-central-1\n",
        "rds:DescribeDBInstances failed in eu-central-1\n",
        "\nnext      get new credentials, then scan again\n",
    ] {
        assert!(text.contains(line), "{line}:\n{text}");
    }
    assert!(!text.contains("allow the denied calls"), "{text}");
    // Also where no verdict waits for the call.
    report.findings.clear();
    let text = terminal(&report, false);
    assert!(
        text.contains("next      get new credentials, then scan again\n"),
        "{text}"
    );
}

#[test]
fn a_resource_is_named_once() {
    let sentence = |resource: &str, message: &str| {
        let mut open = fail("rds-open", "orders", Severity::High);
        open.resource = resource.to_owned();
        open.message = message.to_owned();
        words::sentence(&open)
    };
    let web = "arn:aws:apprunner:eu-central-1:123456789012:service/orders-web/8fe1";
    assert_eq!(
        sentence(web, "orders-web is public."),
        "orders-web is public"
    );
    assert_eq!(
        sentence(web, "it is public"),
        "orders-web/8fe1: it is public"
    );
}

#[test]
fn it_fits_a_screen_whatever_there_is() {
    let mut findings = Vec::new();
    for rule in 0..30 {
        let severity = Severity::WORST_FIRST[rule % 5];
        for name in 0..9 {
            findings.push(fail(
                &format!("rule-{rule:02}"),
                &format!("db-{name}"),
                severity,
            ));
        }
        let gap = Gap::new(GapReason::Denied, &format!("rds:Describe{rule:02}"));
        findings.push(unknown("u", &format!("one-{rule}"), gap));
        findings.push(finding(
            "e",
            &format!("odd-{rule}"),
            Verdict::Error,
            severity,
        ));
    }
    let mut many = assessment(findings);
    many.notices = vec!["x ".repeat(300); 30];
    let text = terminal(&many, false);
    is_on_screen(&text);
    for part in [
        "and 24 more rules with 216 fails",
        "and 26 more causes",
        "28 more notes",
    ] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    assert!(text.is_ascii());
}

#[test]
fn colour_is_all_that_colour_changes() {
    let plain = terminal(&of_everything(), false);
    let mut coloured = terminal(&of_everything(), true);
    assert_ne!(plain, coloured);
    while let Some(start) = coloured.find("\u{1b}[") {
        let length = coloured[start..].find('m').expect("an end") + 1;
        coloured.replace_range(start..start + length, "");
    }
    assert_eq!(plain, coloured);
}

#[test]
fn hostile_text_has_no_power() {
    is_on_screen(&terminal(&hostile(), false));
    let coloured = terminal(&hostile(), true);
    assert!(!coloured.contains("\u{1b}[31m\\u{202e}"));
    assert!(!coloured.contains('\u{202e}'));
}

#[test]
fn no_line_is_a_command_to_a_runner() {
    let mut open = fail("rds-open", "orders", Severity::High);
    open.message = "::add-mask::orders ##[add-mask]x".to_owned();
    let text = terminal(&assessment(vec![open]), true);
    assert!(text.contains("::add-mask::orders"));
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::"), "{line}");
        assert!(!line.contains("##["), "{line}");
    }
}

#[test]
fn nothing_wrong_is_said_too() {
    let clean = assessment(vec![samples::finding(
        "a",
        "one",
        Verdict::Pass,
        Severity::Low,
    )]);
    let text = terminal(&clean, false);
    assert!(text.ends_with(
        "coverage  asked 1 call, got 1\n\
         next      nothing: every fact that was needed is known, and no rule fails\n"
    ));
}

#[test]
fn a_call_that_failed_is_named_before_those_that_were_not_made_for_it() {
    let mut report = assessment(Vec::new());
    let missing = [
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:ListAliases",
        "kms:ListKeys",
    ];
    for operation in missing {
        let mut call = samples::call(operation, Completeness::Missing);
        call.gap = Some(Gap::new(GapReason::Denied, "kms:ListKeys"));
        report.snapshot.coverage.push(call);
    }
    let alone = samples::call("sns:ListSubscriptionsByTopic", Completeness::Missing);
    report.snapshot.coverage.push(alone);
    let text = terminal(&report, false);
    assert!(
        text.contains(
            "          kms:ListKeys is missing, with it 3 more calls that no rule needed\n\
             \u{20}         sns:ListSubscriptionsByTopic is missing, and no rule needed it\n"
        ),
        "{text}"
    );
}
