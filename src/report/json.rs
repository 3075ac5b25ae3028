//! JSON, version 1: everything, for programs. Its types are its own, so that a change inside of
//! assize does not change what others read.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use crate::model::assessment::{
    Assessment, Evidence, Finding, Place, RuleSummary, SnapshotSummary, VerdictCounts,
};
use crate::model::coverage::CoverageEntry;
use crate::model::error_class::ErrorClass;
use crate::model::gap::Gap;
use crate::model::verdict::Verdict;

use super::{Format, Options, ReportError, pretty};

/// The version of this format. A field may be added without a new one.
const VERSION: u32 = 1;

pub(super) fn render(assessment: &Assessment, options: &Options) -> Result<Vec<u8>, ReportError> {
    let mut findings: Vec<&Finding> = assessment
        .findings
        .iter()
        .filter(|finding| options.include_passes || finding.verdict != Verdict::Pass)
        .collect();
    findings.sort_by_key(|finding| &finding.key);
    let report = Report {
        version: VERSION,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        snapshot: Snapshot::of(&assessment.snapshot),
        counts: Counts::of(&assessment.counts.total()),
        rules: assessment
            .rules
            .iter()
            .map(|rule| Rule::of(rule, &assessment.counts.of_rule(&rule.id)))
            .collect(),
        findings: findings.into_iter().map(ReportedFinding::of).collect(),
        notices: &assessment.notices,
    };
    pretty(Format::Json, &report)
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: Tool,
    snapshot: Snapshot<'a>,
    counts: Counts,
    rules: Vec<Rule<'a>>,
    findings: Vec<ReportedFinding<'a>>,
    notices: &'a [String],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Snapshot<'a> {
    digest: &'a str,
    tool_version: &'a str,
    accounts: Vec<&'a str>,
    regions: Vec<&'a str>,
    started: &'a str,
    ended: &'a str,
    now: &'a str,
    resources: usize,
    coverage: Coverage<'a>,
}

impl<'a> Snapshot<'a> {
    fn of(snapshot: &'a SnapshotSummary) -> Self {
        let answers = snapshot.answers();
        Snapshot {
            digest: &snapshot.digest,
            tool_version: &snapshot.tool_version,
            accounts: snapshot.accounts.iter().map(|id| id.as_str()).collect(),
            regions: snapshot.regions.iter().map(|id| id.as_str()).collect(),
            started: &snapshot.started,
            ended: &snapshot.ended,
            now: &snapshot.now,
            resources: snapshot.resources,
            coverage: Coverage {
                asked: answers.asked,
                complete: answers.complete,
                calls: snapshot.coverage.iter().map(Call::of).collect(),
            },
        }
    }
}

#[derive(Serialize)]
struct Coverage<'a> {
    asked: usize,
    complete: usize,
    calls: Vec<Call<'a>>,
}

#[derive(Serialize)]
struct Call<'a> {
    account: &'a str,
    region: &'a str,
    operation: &'a str,
    status: &'static str,
    time: &'a str,
    pages: u64,
    items: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<ReportedGap<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'static str>,
}

impl<'a> Call<'a> {
    fn of(entry: &'a CoverageEntry) -> Self {
        Call {
            account: entry.account.as_str(),
            region: entry.region.as_str(),
            operation: &entry.operation,
            status: entry.status.as_str(),
            time: &entry.time,
            pages: entry.pages,
            items: entry.items,
            gap: entry.gap.as_ref().map(ReportedGap::of),
            class: entry.class.map(ErrorClass::as_str),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Counts {
    pass: usize,
    fail: usize,
    unknown: usize,
    waived: usize,
    not_applicable: usize,
    error: usize,
}

impl Counts {
    fn of(counts: &VerdictCounts) -> Self {
        Counts {
            pass: counts.of(Verdict::Pass),
            fail: counts.of(Verdict::Fail),
            unknown: counts.of(Verdict::Unknown),
            waived: counts.of(Verdict::Waived),
            not_applicable: counts.of(Verdict::NotApplicable),
            error: counts.of(Verdict::Error),
        }
    }
}

#[derive(Serialize)]
struct Rule<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    severity: &'static str,
    worst_severity: &'static str,
    subject: &'a str,
    needs: &'a [String],
    frameworks: &'a BTreeMap<String, Vec<String>>,
    remediation: Remediation<'a>,
    references: &'a [String],
    counts: Counts,
}

#[derive(Serialize)]
struct Remediation<'a> {
    text: &'a str,
    cli: &'a str,
    terraform: &'a str,
}

impl<'a> Rule<'a> {
    fn of(rule: &'a RuleSummary, counts: &VerdictCounts) -> Self {
        Rule {
            id: &rule.id,
            title: &rule.title,
            description: &rule.description,
            severity: rule.severity.as_str(),
            worst_severity: rule.worst.as_str(),
            subject: &rule.subject,
            needs: &rule.needs,
            frameworks: &rule.frameworks,
            remediation: Remediation {
                text: &rule.remedy,
                cli: &rule.remedy_cli,
                terraform: &rule.remedy_terraform,
            },
            references: &rule.references,
            counts: Counts::of(counts),
        }
    }
}

#[derive(Serialize)]
struct ReportedFinding<'a> {
    key: &'a str,
    rule: &'a str,
    resource: &'a str,
    kind: &'a str,
    account: &'a str,
    region: &'a str,
    verdict: &'static str,
    severity: &'static str,
    message: &'a str,
    evidence: Vec<ReportedEvidence<'a>>,
    gaps: Vec<ReportedGap<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<ReportedPlace<'a>>,
}

impl<'a> ReportedFinding<'a> {
    fn of(finding: &'a Finding) -> Self {
        ReportedFinding {
            key: &finding.key,
            rule: &finding.rule,
            resource: &finding.resource,
            kind: &finding.kind,
            account: finding.account.as_str(),
            region: finding.region.as_str(),
            verdict: finding.verdict.as_str(),
            severity: finding.severity.as_str(),
            message: &finding.message,
            evidence: finding.evidence.iter().map(ReportedEvidence::of).collect(),
            gaps: finding.gaps.iter().map(ReportedGap::of).collect(),
            place: finding.place.as_ref().map(ReportedPlace::of),
        }
    }
}

#[derive(Serialize)]
struct ReportedEvidence<'a> {
    resource: &'a str,
    path: &'a str,
    value: &'a Json,
    operation: &'a str,
}

impl<'a> ReportedEvidence<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        ReportedEvidence {
            resource: &evidence.resource,
            path: &evidence.path,
            value: &evidence.value,
            operation: &evidence.operation,
        }
    }
}

#[derive(Serialize)]
struct ReportedGap<'a> {
    operation: &'a str,
    account: Option<&'a str>,
    region: Option<&'a str>,
    reason: &'static str,
    detail: &'a str,
}

impl<'a> ReportedGap<'a> {
    fn of(gap: &'a Gap) -> Self {
        ReportedGap {
            operation: &gap.operation,
            account: gap.account.as_ref().map(|account| account.as_str()),
            region: gap.region.as_ref().map(|region| region.as_str()),
            reason: gap.reason.as_str(),
            detail: &gap.detail,
        }
    }
}

#[derive(Serialize)]
struct ReportedPlace<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_column: usize,
}

impl<'a> ReportedPlace<'a> {
    fn of(place: &'a Place) -> Self {
        ReportedPlace {
            path: &place.path,
            line: place.line,
            column: place.column,
            end_column: place.end_column,
        }
    }
}

#[cfg(test)]
mod tests;
