//! Wording that reports share: numbers, lists, and why something is not known.

use std::collections::BTreeMap;

use crate::model::assessment::{Assessment, Cause, Finding, RuleSummary};
use crate::model::gap::GapReason;
use crate::model::severity::Severity;
use crate::model::verdict::Verdict;

/// `1 verdict`, `2 verdicts`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else if let Some(stem) = noun.strip_suffix('y') {
        format!("{count} {stem}ies")
    } else {
        format!("{count} {noun}s")
    }
}

/// The first items of a list, and how many more there are.
pub(super) fn some(items: impl IntoIterator<Item = String>, most: usize) -> String {
    let mut items: Vec<String> = items.into_iter().collect();
    let more = items.len().saturating_sub(most);
    if more > 0 {
        items.truncate(most);
        items.push(format!("{more} more"));
    }
    items.join(", ")
}

/// What somebody has to do where credentials expired while an account was read.
pub(super) const NEW_CREDENTIALS: &str = "get new credentials, then scan again";

/// What the reason of a cause means for somebody who reads a report.
pub(super) fn reason(cause: &Cause) -> &'static str {
    match cause.reason {
        Some(_) if cause.for_credentials => "failed (credentials expired, or a wrong clock)",
        Some(GapReason::Denied) => "was denied",
        Some(GapReason::Throttled) => "was throttled until the retries ran out",
        Some(GapReason::Timeout) => "did not answer in time",
        Some(GapReason::Failed) => "failed",
        Some(GapReason::Truncated) => "ended before its last page",
        Some(GapReason::NotCollected) => "was not collected",
        Some(GapReason::AccountNotScanned) => "is not part of the scan",
        Some(GapReason::RegionNotScanned) => "is not part of the scan",
        Some(GapReason::KnownAfterApply) => "is known only after the plan is applied",
        Some(GapReason::Redacted) => "was removed from the snapshot on purpose",
        Some(GapReason::UnsupportedHere) => "cannot be told here",
        Some(GapReason::InTransition) => "tells of a resource that is still changing",
        None => "is missing; the verdict does not say why",
    }
}

/// What somebody can do about a missing fact; nothing if nothing helps.
pub(super) fn advice(cause: &Cause) -> Option<&'static str> {
    if cause.for_credentials {
        return Some(NEW_CREDENTIALS);
    }
    match cause.reason? {
        GapReason::Denied => Some("allow the denied calls to the scanning role, and scan again"),
        GapReason::Throttled | GapReason::Timeout | GapReason::Failed | GapReason::Truncated => {
            Some("scan again")
        }
        GapReason::InTransition => Some("scan again when the resource has settled"),
        GapReason::AccountNotScanned => Some("scan the other accounts too"),
        GapReason::RegionNotScanned => Some("scan the other regions too"),
        GapReason::NotCollected
        | GapReason::KnownAfterApply
        | GapReason::Redacted
        | GapReason::UnsupportedHere => None,
    }
}

/// What is missing, without why: the call, else the account or the region, else a fact.
pub(super) fn missing(cause: &Cause) -> String {
    let accounts = || cause.accounts.iter().map(ToString::to_string);
    let regions = || cause.regions.iter().map(ToString::to_string);
    match cause.reason {
        _ if !cause.operation.is_empty() => cause.operation.to_string(),
        Some(GapReason::AccountNotScanned) => format!("account {}", some(accounts(), 3)),
        Some(GapReason::RegionNotScanned) => format!("region {}", some(regions(), 3)),
        _ => "a fact".to_owned(),
    }
}

/// What is missing, why, and in which regions.
pub(super) fn cause(cause: &Cause, most_regions: usize) -> String {
    let what = format!("{} {}", missing(cause), reason(cause));
    if cause.operation.is_empty() {
        return what;
    }
    let regions = cause.regions.iter().map(ToString::to_string);
    format!("{what} in {}", some(regions, most_regions))
}

/// The fails of a severity, in the order of their keys.
pub(super) fn fails_of(assessment: &Assessment, severity: Severity) -> Vec<&Finding> {
    assessment
        .with(Verdict::Fail)
        .filter(|finding| finding.severity == severity)
        .collect()
}

/// Findings by rule, rules and findings in order.
pub(super) fn by_rule(findings: Vec<&Finding>) -> Vec<(&str, Vec<&Finding>)> {
    let mut rules = BTreeMap::<&str, Vec<&Finding>>::new();
    for finding in findings {
        rules.entry(&finding.rule).or_default().push(finding);
    }
    for findings in rules.values_mut() {
        findings.sort_by_key(|finding| &finding.key);
    }
    rules.into_iter().collect()
}

/// What is wrong when the rule fails; its id where nothing else is known of it.
pub(super) fn title<'a>(rule: Option<&'a RuleSummary>, id: &'a str) -> &'a str {
    rule.map(|rule| rule.title.as_str())
        .filter(|title| !title.trim().is_empty())
        .unwrap_or(id)
}

/// One sentence that has both the resource and the problem.
pub(super) fn sentence(finding: &Finding) -> String {
    let name = short_name(&finding.resource);
    let problem = finding.message.trim().trim_end_matches('.');
    // A part of the name names the resource too: `orders-web` of `orders-web/8fe1`.
    let said = |part: &str| part.len() > 4 && problem.contains(part);
    if problem.contains(name) || name.split(['/', ':']).any(said) {
        problem.to_owned()
    } else {
        format!("{name}: {problem}")
    }
}

/// That a rule itself failed, how often, and with which message first.
pub(super) fn failed(rule: &str, findings: &[&Finding]) -> String {
    let verdicts = plural(findings.len(), "verdict");
    let said = findings.first().map_or("", |finding| &finding.message);
    format!("the rule {rule} failed on {verdicts}: {said}")
}

/// What was asked, what was answered, and what the rest costs.
pub(super) fn coverage(assessment: &Assessment) -> String {
    let answers = assessment.snapshot.answers();
    let mut text = format!(
        "asked {}, got {}",
        plural(answers.asked, "call"),
        answers.complete
    );
    let missing = answers.incomplete.len();
    if missing > 0 {
        let make = if missing == 1 { "makes" } else { "make" };
        let verdicts = plural(assessment.unknown_for_want_of_calls(), "verdict");
        text.push_str(&format!("; {missing} missing {make} {verdicts} unknown"));
    }
    text
}

/// The name that people use for a resource: what follows the account in its ARN, shortest form.
pub(super) fn short_name(resource: &str) -> &str {
    if !resource.starts_with("arn:") {
        return resource;
    }
    let own = resource.splitn(6, ':').nth(5).unwrap_or(resource);
    let name = match own.split_once(['/', ':']) {
        Some((_, name)) if !name.is_empty() => name,
        _ => own,
    };
    if name.is_empty() { resource } else { name }
}

#[cfg(test)]
mod tests {
    use super::{plural, short_name, some};

    #[test]
    fn numbers_and_lists_read_well() {
        assert_eq!(plural(1, "verdict"), "1 verdict");
        assert_eq!(plural(0, "verdict"), "0 verdicts");
        assert_eq!(plural(2, "policy"), "2 policies");
        let names = || ["a", "b", "c"].map(str::to_owned);
        assert_eq!(some(names(), 3), "a, b, c");
        assert_eq!(some(names(), 1), "a, 2 more");
    }

    #[test]
    fn resources_have_short_names() {
        for (resource, name) in [
            ("arn:aws:rds:eu-central-1:123456789012:db:orders", "orders"),
            (
                "arn:aws:ec2:eu-central-1:123456789012:security-group/sg-1",
                "sg-1",
            ),
            ("arn:aws:iam::123456789012:role/path/deploy", "path/deploy"),
            (
                "arn:aws:route53:::hostedzone/Z1/a.example/A",
                "Z1/a.example/A",
            ),
            ("arn:aws:s3:::bucket", "bucket"),
            ("arn:aws:x:::y/", "y/"),
            (
                "123456789012/eu-central-1/ec2.vpc",
                "123456789012/eu-central-1/ec2.vpc",
            ),
        ] {
            assert_eq!(short_name(resource), name);
        }
    }
}
