//! `assize rules test`: the cases of rules, and what the runner demands beyond them.

use std::fmt::Write as _;

use assize::rules::cases::{self, CaseReport};
use assize::rules::set::Rule;
use clap::Args;

use crate::args::PolicyArgs;
use crate::console::{plain, print};
use crate::end::{End, Failure};
use crate::policies::Policies;

/// Run the cases of rules: each as it is written, and again with every fact missing in turn
///
/// Where a fact that the rule needs is missing, or a list is cut short, the answer must be unknown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize rules test                                  the rules that assize brings
  assize rules test --policies rules                 your own
  assize rules test rds-multi-az rds-iam-auth --stats")]
pub(crate) struct Arguments {
    /// Only these rules
    #[arg(value_name = "RULE")]
    rules: Vec<String>,

    #[command(flatten)]
    policies: PolicyArgs,

    /// A line for each rule, with how many cases it has
    #[arg(long)]
    stats: bool,
}

pub(crate) fn run(args: &Arguments) -> Result<End, Failure> {
    let policies = Policies::load(&args.policies.policies)?;
    let reports = test(&policies, &chosen(args, &policies)?);
    print(plain(&told(&reports, args.stats)).as_bytes())?;
    let failed = reports.iter().any(|report| !report.failures.is_empty());
    Ok(if failed { End::Failed } else { End::Done })
}

/// The rules that are named; else the user's, if there are any; else all.
fn chosen<'a>(args: &Arguments, policies: &'a Policies) -> Result<Vec<&'a Rule>, Failure> {
    if !args.rules.is_empty() {
        return args.rules.iter().map(|id| policies.rule(id)).collect();
    }
    let all = policies.set.rules.iter();
    let users = !args.policies.policies.is_empty();
    Ok(all
        .filter(|rule| !users || policies.is_users(rule))
        .collect())
}

/// Runs the cases of rules.
pub(super) fn test(policies: &Policies, rules: &[&Rule]) -> Vec<CaseReport> {
    let bundles = policies.bundles.iter();
    let cases: Vec<_> = bundles.map(|bundle| bundle.cases()).collect();
    let run = |rule: &&Rule| {
        let own = cases.iter().find_map(|cases| cases.get(&rule.file));
        cases::run(&policies.set, rule, own)
    };
    rules.iter().map(run).collect()
}

/// What became of the cases: what does not hold, each rule if wanted, and the sum.
pub(super) fn told(reports: &[CaseReport], each: bool) -> String {
    let mut text = String::new();
    let mut failures = 0;
    for report in reports {
        for failure in &report.failures {
            failures += 1;
            let case = match failure.case.as_str() {
                "" => String::new(),
                case => format!(" ({case})"),
            };
            // Writing to a text cannot fail, here and below.
            let _ = writeln!(text, "FAILED {}{case}: {}", report.rule, failure.message);
        }
    }
    if each {
        let width = reports.iter().map(|report| report.rule.len()).max();
        let width = width.unwrap_or(0);
        for report in reports {
            let (rule, cases, blanked) = (&report.rule, report.cases, report.blanked);
            let _ = writeln!(
                text,
                "{rule:width$}  {cases:3} cases, {blanked:4} more with a fact missing"
            );
        }
    }
    let rules = reports.len();
    let cases: usize = reports.iter().map(|report| report.cases).sum();
    let blanked: usize = reports.iter().map(|report| report.blanked).sum();
    let outcome = match failures {
        0 => "all hold".to_owned(),
        failures => format!("{failures} FAILED"),
    };
    let _ = writeln!(
        text,
        "{rules} rules, {cases} cases, {blanked} more with a fact missing: {outcome}"
    );
    text
}
