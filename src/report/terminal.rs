//! The summary for a terminal: what was found, what is not known, what to do next, on one screen.
//!
//! Our own words are ASCII; text of the cloud keeps its letters, and loses its power over the terminal.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{Assessment, Finding, Unknowns};
use crate::model::severity::Severity;
use crate::model::verdict::Verdict;

use super::escape::one_line;
use super::words::{self, plural, some};

const WIDTH: usize = 120;
const MOST_RULES: usize = 6;
/// Examples of the first rule, of the second, and so on.
const EXAMPLES: [usize; MOST_RULES] = [2, 2, 2, 1, 1, 1];
const MOST_CAUSES: usize = 4;
const MOST_NOTICES: usize = 2;
/// Of what a rule that failed says of itself, where there is no screen to fit.
const MOST_LETTERS: usize = 400;
/// What to do about a rule that failed.
const REPORT_IT: &str = "report the rule that failed to whoever wrote it";

/// Sums up an assessment, with ANSI colours if asked for.
pub fn terminal(assessment: &Assessment, color: bool) -> String {
    let paint = Paint(color);
    let unknowns = assessment.unknowns();
    let sections = [
        vec![head(assessment, paint)],
        vec![verdicts(assessment, paint)],
        fails(assessment, paint),
        not_known(&unknowns, paint),
        closing(assessment, &unknowns, paint),
    ];
    let sections = sections.into_iter().filter(|lines| !lines.is_empty());
    let text: Vec<String> = sections.map(|lines| lines.join("\n")).collect();
    text.join("\n\n") + "\n"
}

/// The rules that failed themselves, a line for each: what has to be said even where nobody wants a
/// summary.
pub fn failed_rules(assessment: &Assessment) -> Vec<String> {
    let errors = words::by_rule(assessment.with(Verdict::Error).collect());
    let line = |(id, findings): &(&str, Vec<&Finding>)| {
        let said = cut(&words::failed(id, findings), MOST_LETTERS);
        format!("{said}; {REPORT_IT}")
    };
    errors.iter().map(line).collect()
}

/// Paints, or leaves text as it is.
#[derive(Clone, Copy)]
struct Paint(bool);

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn severity(self, severity: Severity) -> String {
        let code = match severity {
            Severity::Critical => "1;31",
            Severity::High => "31",
            Severity::Medium => "33",
            Severity::Low => "36",
            Severity::Info => "2",
        };
        self.with(code, &format!("{severity:<8}"))
    }

    fn verdict(self, verdict: Verdict, count: usize) -> String {
        let text = format!("{count} {}", verdict.as_str().replace('-', " "));
        let code = match verdict {
            _ if count == 0 => "2",
            Verdict::Fail | Verdict::Error => "1;31",
            Verdict::Unknown => "1;33",
            Verdict::Pass => "32",
            Verdict::Waived | Verdict::NotApplicable => "0",
        };
        self.with(code, &text)
    }
}

fn head(assessment: &Assessment, paint: Paint) -> String {
    let snapshot = &assessment.snapshot;
    let accounts = snapshot.accounts.iter().map(ToString::to_string);
    let regions = snapshot.regions.iter().map(ToString::to_string);
    let line = format!(
        "{} {} in {}: {} as of {}",
        if snapshot.accounts.len() == 1 {
            "account"
        } else {
            "accounts"
        },
        some(accounts, 3),
        some(regions, 3),
        plural(snapshot.resources, "resource"),
        snapshot.now,
    );
    paint.with("1", &cut(&line, WIDTH))
}

fn verdicts(assessment: &Assessment, paint: Paint) -> String {
    let total = assessment.counts.total();
    let counted = Verdict::ALL.map(|verdict| paint.verdict(verdict, total.of(verdict)));
    format!("  {}", counted.join("   "))
}

/// The worst rules with their number of fails, and some of these.
fn fails(assessment: &Assessment, paint: Paint) -> Vec<String> {
    let mut rules: Vec<(Severity, &str, Vec<&Finding>)> = Vec::new();
    for severity in Severity::WORST_FIRST {
        let found = words::by_rule(words::fails_of(assessment, severity));
        rules.extend(found.into_iter().map(|(id, of_it)| (severity, id, of_it)));
    }
    let mut lines = Vec::new();
    for ((severity, id, findings), examples) in rules.iter().zip(EXAMPLES) {
        let title = words::title(assessment.rule(id), id);
        let row = row(findings.len(), &format!("{id}: {title}"));
        lines.push(format!("  {}{row}", paint.severity(*severity)));
        let shown = findings.iter().take(examples);
        lines.extend(shown.map(|finding| detail(paint, &words::sentence(finding))));
    }
    let rest = rules.get(MOST_RULES..).unwrap_or_default();
    if !rest.is_empty() {
        let fails = rest.iter().map(|(_, _, findings)| findings.len()).sum();
        lines.push(format!(
            "  and {} with {}",
            plural(rest.len(), "more rule"),
            plural(fails, "fail")
        ));
    }
    lines
}

/// The causes of what is unknown, those with the most verdicts first.
fn not_known(unknowns: &Unknowns, paint: Paint) -> Vec<String> {
    let mut lines = Vec::new();
    for cause in unknowns.causes.iter().take(MOST_CAUSES) {
        let row = row(cause.verdicts, &words::cause(cause, 2));
        lines.push(format!("  {}{row}", paint.with("1;33", "unknown ")));
        let rules = some(cause.rules.keys().cloned(), 3);
        lines.push(detail(paint, &format!("needed by {rules}")));
    }
    let rest = unknowns.causes.len().saturating_sub(MOST_CAUSES);
    if rest > 0 {
        let causes = plural(rest, "more cause");
        lines.push(format!("  and {causes} of unknown verdicts"));
    }
    lines
}

fn closing(assessment: &Assessment, unknowns: &Unknowns, paint: Paint) -> Vec<String> {
    let label = |name: &str, text: &str| {
        let line = cut(text, WIDTH - 10);
        format!("{}{line}", paint.with("1", &format!("{name:<10}")))
    };
    let mut lines = Vec::new();
    let errors = words::by_rule(assessment.with(Verdict::Error).collect());
    for (id, findings) in errors.iter().take(MOST_NOTICES) {
        lines.push(label("error", &words::failed(id, findings)));
    }
    for notice in assessment.notices.iter().take(MOST_NOTICES) {
        lines.push(label("note", notice));
    }
    let rest = assessment.notices.len().saturating_sub(MOST_NOTICES);
    if rest > 0 {
        let notes = plural(rest, "more note");
        lines.push(label("note", &format!("{notes} in the reports")));
    }
    lines.push(label("coverage", &words::coverage(assessment)));
    let unneeded = unneeded(assessment, unknowns);
    for (line, _) in unneeded.iter().take(MOST_CAUSES) {
        lines.push(label("", line));
    }
    let rest = unneeded.iter().skip(MOST_CAUSES);
    let rest: usize = rest.map(|(_, calls)| calls).sum();
    if rest > 0 {
        let calls = plural(rest, "more call");
        lines.push(label("", &format!("and {calls} that no rule needed")));
    }
    let steps = next(assessment, unknowns);
    let names = ["next"].into_iter().chain(std::iter::repeat(""));
    lines.extend(names.zip(&steps).map(|(name, step)| label(name, step)));
    lines
}

/// The calls that were not answered to the end and made no verdict unknown, which are said all the
/// same: those that failed, each with those that were not made for want of it, and how many they are.
fn unneeded(assessment: &Assessment, unknowns: &Unknowns) -> Vec<(String, usize)> {
    let is_cause = |operation: &str| {
        let mut causes = unknowns.causes.iter();
        causes.any(|cause| cause.operation == operation)
    };
    let mut missing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in assessment.snapshot.answers().incomplete {
        let operation = entry.operation.as_str();
        if !is_cause(operation) {
            let gap = entry.gap.as_ref();
            let failed = gap.map_or(operation, |gap| gap.operation.as_str());
            missing.entry(failed).or_default().insert(operation);
        }
    }
    let line = |(failed, calls): (&str, BTreeSet<&str>)| {
        let more = calls.len() - usize::from(calls.contains(failed));
        let rest = match more {
            0 => "and no rule needed it".to_owned(),
            _ => format!("with it {} that no rule needed", plural(more, "more call")),
        };
        (format!("{failed} is missing, {rest}"), calls.len())
    };
    missing.into_iter().map(line).collect()
}

/// What to do about it: first the worst rule, then what is missing most.
fn next(assessment: &Assessment, unknowns: &Unknowns) -> Vec<String> {
    let mut steps = Vec::new();
    let worst = assessment
        .with(Verdict::Fail)
        .max_by(|a, b| (a.severity, &b.rule).cmp(&(b.severity, &a.rule)));
    if let Some(finding) = worst {
        let rule = &finding.rule;
        steps.push(format!("fix the worst first: assize rules show {rule}"));
    }
    if assessment.with(Verdict::Error).next().is_some() {
        steps.push(REPORT_IT.to_owned());
    }
    // Without credentials nothing else that is missing can be got.
    let step = match assessment.snapshot.failed_for_credentials().is_empty() {
        true => unknowns.causes.iter().find_map(words::advice),
        false => Some(words::NEW_CREDENTIALS),
    };
    steps.extend(step.map(str::to_owned));
    if steps.is_empty() && unknowns.verdicts > 0 {
        steps.push("see in the JSON report what each unknown verdict lacks".to_owned());
    }
    if steps.is_empty() {
        steps.push("nothing: every fact that was needed is known, and no rule fails".to_owned());
    }
    steps
}

/// A number and what it is the number of, to the right of the first column.
fn row(count: usize, text: &str) -> String {
    format!("{count:>5}  {}", cut(text, WIDTH - 17))
}

/// A line below a row. It begins with a dash: `::error::` at the beginning of a line, blanks before
/// it or not, is a command to a GitHub runner.
fn detail(paint: Paint, text: &str) -> String {
    let line = format!("- {}", cut(text, WIDTH - 19));
    format!("{:17}{}", "", paint.with("2", &line))
}

/// One line that acts on nothing and is no wider than it may be.
fn cut(text: &str, width: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= width {
        return line;
    }
    let head: String = line.chars().take(width - 3).collect();
    head + "..."
}

#[cfg(test)]
mod tests;
