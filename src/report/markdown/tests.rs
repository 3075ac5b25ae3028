//! The Markdown report: what it says, in which order, what hostile text does to it, how long it gets.

use crate::model::gap::{Gap, GapReason};
use crate::model::severity::Severity;
use crate::model::verdict::Verdict;
use crate::report::samples::{
    assessment, evidence, fail, finding, hostile, of_everything, rule, unknown,
};
use crate::report::{Format, Options, render};

use super::ROOM;

fn markdown(assessment: &crate::model::assessment::Assessment, include_passes: bool) -> String {
    let options = Options { include_passes };
    let bytes = render(Format::Markdown, assessment, &options).expect("a report");
    String::from_utf8(bytes).expect("UTF-8")
}

fn headings(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with('#')).collect()
}

#[test]
fn what_is_unknown_comes_first_and_the_worst_next() {
    let text = markdown(&of_everything(), false);
    assert_eq!(
        headings(&text),
        [
            "# assize: 3 fails, 2 unknown",
            "## Not known",
            "## Critical: 1 fail",
            "### Title of rds-open",
            "## High: 1 fail",
            "### Title of rds-open",
            "## Medium: 1 fail",
            "### Title of rds-backup",
            "## Waived: 1",
            "## Errors: 1",
            "## Rules",
            "## Notices",
            "## Coverage",
        ]
    );
    for line in [
        "Account `123456789012` in regions `eu-central-1`, `us-east-1`, 409 resources, as of `2026-03-01T10:02:00Z`",
        "| **3** | **2** | **1** | 1 | 2 | 1 |",
        "Fails by severity: **1 critical**, **1 high**, **1 medium**.",
        "| 2 | `ec2:DescribeSecurityGroups` was denied | `123456789012`, `eu-central-1` | `sg-admin` |",
        "Of 5 rules 1 passed on everything they judged, and 0 had nothing to judge.",
        "| `rds-quiet` | Title of rds-quiet | 1 | 0 | 0 | 0 |",
        "- the rule rds-new is off",
        "The scan asked 2 calls, got 1; 1 missing makes 2 verdicts unknown.",
        "| `ec2:DescribeSecurityGroups` | `123456789012` | `eu-central-1` | missing | missing-permission: not authorized |",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n\n{text}");
    }
}

#[test]
fn a_fail_has_resource_evidence_why_fix_and_controls() {
    let mut open = fail("rds-open", "orders", Severity::High);
    open.message = "orders has a route to 0.0.0.0/0".to_owned();
    let subnet = "arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1";
    open.evidence
        .push(evidence(subnet, "routes[0].target", "igw-1".into()));
    open.evidence[1].operation = "derived".into();
    let gap = Gap::new(GapReason::Denied, "ec2:DescribeRouteTables");
    open.gaps = vec![gap.clone(), gap.because("a second one")];
    let text = markdown(&assessment(vec![open]), false);
    let start = text.find("### Title").expect("the rule");
    let end = text.find("## Rules").expect("the rules");
    let want = "\
### Title of rds-open

`rds-open`

What is wrong. Why it matters.

**Fix.** Close it.

<details>
<summary>Fix with AWS CLI or Terraform</summary>

AWS CLI:

```sh
aws rds modify-db-instance \\
  --no-publicly-accessible
```

Terraform:

```hcl
publicly_accessible = false
```

</details>

Controls: fsbp `RDS.2`

Read on: <https://docs.aws.amazon.com/securityhub/>

- **orders has a route to `0.0.0.0/0`**
  - `arn:aws:rds:eu-central-1:123456789012:db:orders`
    - `publicly_accessible` = `true` (`rds:DescribeDBInstances`)
  - `arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1`
    - `routes[0].target` = `\"igw-1\"` (derived)
  - not everything is known: `ec2:DescribeRouteTables` denied, and 1 more

";
    assert_eq!(&text[start..end], want);
}

#[test]
fn a_rule_is_explained_once() {
    let text = markdown(&of_everything(), false);
    assert_eq!(text.matches("**Fix.** Close it.").count(), 2);
    assert!(
        text.contains("`rds-open`; why, and how to fix it, stand under _Critical_"),
        "{text}"
    );
}

#[test]
fn many_fails_of_a_rule_are_folded() {
    let fails = |count: usize| {
        let fails = (0..count).map(|n| fail("rds-open", &format!("db-{n:03}"), Severity::High));
        markdown(&assessment(fails.collect()), false)
    };
    assert!(!fails(10).contains("more fail"));
    assert!(fails(11).contains("<summary>1 more fail</summary>"));
    let many = fails(30);
    assert!(many.contains("<summary>20 more fails</summary>"));
    assert_eq!(
        many.matches("<details>").count(),
        many.matches("</details>").count()
    );
    assert_eq!(many.matches("    - `publicly_accessible`").count(), 30);
}

#[test]
fn unknowns_of_one_cause_are_one_line() {
    let denied = || Gap::new(GapReason::Denied, "ec2:DescribeSubnets");
    let many = (0..40).map(|n| unknown(&format!("rule-{}", n % 2), &format!("db-{n}"), denied()));
    let text = markdown(&assessment(many.collect()), false);
    assert_eq!(text.matches("`ec2:DescribeSubnets` was denied").count(), 1);
    assert!(text.contains("| 40 | `ec2:DescribeSubnets`"));
    assert!(text.contains("`rule-0` (20), `rule-1` (20)"), "{text}");
    assert!(text.contains("No rule fails on what is known."));
}

#[test]
fn passes_are_listed_on_request_only() {
    let summary = "<summary>rds-quiet: 1</summary>";
    assert!(!markdown(&of_everything(), false).contains(summary));
    assert!(markdown(&of_everything(), true).contains(summary));
}

/// What is left of a line without its code spans.
fn outside_of_code(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let fence: String = rest[start..].chars().take_while(|c| *c == '`').collect();
        out.push_str(&rest[..start]);
        let inner = &rest[start + fence.len()..];
        // The closing fence is a run of exactly as many.
        let runs = inner.match_indices(&fence).find(|(at, _)| {
            let after = inner[at + fence.len()..].chars().next();
            !inner[..*at].ends_with('`') && after != Some('`')
        });
        let Some((end, _)) = runs else {
            return out + &rest[start..];
        };
        rest = &inner[end + fence.len()..];
    }
    out + rest
}

#[test]
fn hostile_text_is_only_shown() {
    let text = markdown(&hostile(), true);
    let plain = markdown(&of_everything(), true);
    let sections = |text: &str| {
        headings(text)
            .iter()
            .filter(|h| h.starts_with("## "))
            .count()
    };
    assert_eq!(sections(&text), sections(&plain));
    assert_eq!(
        text.matches("\n<details>\n").count(),
        text.matches("\n</details>\n").count()
    );
    assert!(!text.contains(['\u{1b}', '\u{202e}']));
    let mut in_block = false;
    for line in text.lines() {
        if line.starts_with("````") {
            in_block = !in_block;
            continue;
        }
        if in_block {
            continue;
        }
        let shown = outside_of_code(line).replace("<br>", "");
        let ours = ["<details>", "</details>", "<summary>", "> [!", "<https://"];
        if ours
            .iter()
            .any(|start| shown.trim_start().starts_with(start))
        {
            continue;
        }
        for active in ["@", "](", "<img", "</d", "`", "{0}", "\\", "~~~", "https:"] {
            assert!(!shown.contains(active), "{active} in {shown}\n{line}");
        }
        if shown.starts_with('|') {
            let cells = line.matches(" | ").count();
            assert!((3..=5).contains(&cells), "{cells} cells: {line}");
        }
    }
    assert!(!in_block);
}

#[test]
fn the_report_has_a_limit_and_says_what_is_not_in_it() {
    let mut findings = Vec::new();
    for n in 0..6_000 {
        let mut long = fail(
            &format!("rule-{}", n % 7),
            &format!("db-{n:05}"),
            Severity::Medium,
        );
        long.message = format!("db-{n:05} {}", "is open ".repeat(30));
        findings.push(long);
        findings.push(unknown(
            "u",
            &format!("db-{n}"),
            Gap::new(GapReason::Denied, &format!("x:Y{n}")),
        ));
        findings.push(finding(
            "e",
            &format!("db-{n}"),
            Verdict::Error,
            Severity::Low,
        ));
        findings.push(finding(
            "w",
            &format!("db-{n}"),
            Verdict::Waived,
            Severity::Low,
        ));
    }
    findings.push(fail("worst", "one", Severity::Critical));
    let mut many = assessment(findings);
    for n in 0..3_000 {
        many.rules
            .push(rule(&format!("unasked-{n}"), Severity::Low));
        many.notices.push(format!("the rule unasked-{n} is off"));
    }
    let text = markdown(&many, true);
    assert!(text.len() <= ROOM + 10_000, "{} bytes", text.len());
    assert!(text.len() > ROOM / 2);
    let shown = text.matches("    - `publicly_accessible`").count();
    let left_out = format!("> {} of 6001 fails are not shown here", 6_001 - shown);
    assert!(text.contains(&left_out), "{left_out}");
    assert!(text.find("## Critical: 1 fail") < text.find("## Medium: 6000 fails"));
    for noun in ["causes", "findings", "rules", "notices"] {
        let said = format!("more {noun}: the JSON report");
        assert!(text.contains(&said), "{said}");
    }
    assert_eq!(
        text.matches("<details>").count(),
        text.matches("</details>").count()
    );
}

#[test]
fn nothing_found_is_said() {
    let clean = assessment(vec![finding("a", "one", Verdict::Pass, Severity::Low)]);
    let text = markdown(&clean, false);
    assert!(text.starts_with("# assize: 0 fails, 0 unknown\n"));
    assert!(text.contains("\nNo rule fails.\n"));
    assert!(!text.contains("## Not known"));
}
