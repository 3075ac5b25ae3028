//! Judging a snapshot and reporting it: what `check` and `scan` have in common.

use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use assize::config::ValidConfig;
use assize::graph::Graph;
use assize::model::assessment::Assessment;
use assize::model::id::AccountId;
use assize::model::severity::Severity;
use assize::model::verdict::Verdict;
use assize::report;
use assize::rules::assess::{self, Assessed};
use assize::rules::judge::Stats;
use assize::rules::settings::Settings;
use assize::snapshot::Snapshot;
use clap::{Args, ValueEnum};

use crate::apart::Apart;
use crate::args::PolicyArgs;
use crate::console::Console;
use crate::end::{End, Failure};
use crate::outputs::{self, Output};
use crate::policies::{self, Policies};
use crate::{color, config};

/// How to judge, and what to report.
#[derive(Debug, Args)]
pub(crate) struct JudgeArgs {
    /// Write a report: sarif, markdown or json; to standard output, or to a path (repeatable)
    ///
    /// `-` is standard output too. `{account}` in a path makes a file for each account, which SARIF
    /// needs if there are several.
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    format: Vec<Output>,

    /// Exit with 3 if there is a finding of this severity or a worse one
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::None)]
    fail_on: FailOn,

    /// Exit with 4 if something could not be read or is unknown
    #[arg(long)]
    fail_on_incomplete: bool,

    /// Exit with 4 if less than this percentage of the calls was answered to the end
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,

    /// List what passes too; without it passes are only counted
    #[arg(long)]
    include_passes: bool,

    #[command(flatten)]
    policies: PolicyArgs,

    /// Judge by this rule only (repeatable)
    #[arg(long, value_name = "ID")]
    rule: Vec<String>,

    /// Count ages to this time, RFC 3339; without it, to the end of the snapshot
    #[arg(long, value_name = "TIME", value_parser = time)]
    now: Option<String>,

    /// Say how often each rule saw what it had seen before
    #[arg(long)]
    stats: bool,
}

/// The mildest finding that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    None,
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::None => None,
            FailOn::Info => Some(Severity::Info),
            FailOn::Low => Some(Severity::Low),
            FailOn::Medium => Some(Severity::Medium),
            FailOn::High => Some(Severity::High),
            FailOn::Critical => Some(Severity::Critical),
        }
    }
}

/// Everything but the snapshot, read and seen to fit together: what is wrong is said before the work.
pub(crate) struct Judging<'a> {
    args: &'a JudgeArgs,
    /// What `assize.toml` says.
    pub(crate) config: ValidConfig,
    policies: Policies,
    /// What is read and written, but for the reports of single accounts.
    apart: Apart,
}

impl<'a> Judging<'a> {
    /// `apart` has the files of the command's own.
    pub(crate) fn prepare(
        args: &'a JudgeArgs,
        config: Option<&Path>,
        mut apart: Apart,
    ) -> Result<Self, Failure> {
        config::keep_apart(config, &mut apart)?;
        policies::keep_apart(&args.policies.policies, &mut apart)?;
        outputs::check(&args.format, &mut apart)?;
        let config = config::load(config)?;
        let policies = Policies::load(&args.policies.policies)?;
        for id in &args.rule {
            policies.rule(id)?;
        }
        Settings::new(&config, &policies.set).map_err(|problems| refused(&config, &problems))?;
        Ok(Judging {
            args,
            config,
            policies,
            apart,
        })
    }

    /// Sees that the reports fit the accounts.
    pub(crate) fn expect_accounts(&self, accounts: &[AccountId]) -> Result<(), Failure> {
        outputs::check_accounts(&self.args.format, accounts, &self.apart)
    }

    /// Judges and writes all reports.
    pub(crate) fn finish(&self, snapshot: &Snapshot, console: Console) -> Result<End, Failure> {
        let args = self.args;
        // The process ends soon after: to take apart what millions of facts stand in would only be waited for.
        let graph = ManuallyDrop::new(Graph::build(snapshot, assess::environments(&self.config)));
        let options = assess::Options {
            only: args.rule.clone(),
            keep_passes: args.include_passes,
            now: args.now.clone(),
        };
        let assessed = assess::assess(&graph, &self.policies.set, &self.config, &options);
        let Assessed { assessment, stats } =
            assessed.map_err(|problems| refused(&self.config, &problems))?;
        let assessment = ManuallyDrop::new(assessment);
        let options = report::Options {
            include_passes: args.include_passes,
        };
        let mut end = self.end_of(&assessment);
        if let Err(failures) = outputs::write(&args.format, &assessment, &options) {
            for failure in failures {
                console.complain(&failure);
                end = end.max(failure.end());
            }
        }
        // The summary says it, too.
        if console.quiet {
            for failed in report::failed_rules(&assessment) {
                console.warn(&failed);
            }
        }
        console.say(&report::terminal(&assessment, color::of_stderr()));
        if args.stats {
            console.say(&repeats(&stats));
        }
        Ok(end)
    }

    fn end_of(&self, assessment: &Assessment) -> End {
        let findings = &assessment.findings;
        let is = |verdict| findings.iter().any(|finding| finding.verdict == verdict);
        let from = self.args.fail_on.severity();
        let fails = findings.iter().any(|finding| {
            let bad_enough = from.is_some_and(|from| finding.severity >= from);
            finding.verdict == Verdict::Fail && bad_enough
        });
        let answers = assessment.snapshot.answers();
        // A fail on a part of the facts has gaps, too.
        let has_gaps = findings.iter().any(|finding| !finding.gaps.is_empty());
        let incomplete = !answers.incomplete.is_empty() || is(Verdict::Unknown) || has_gaps;
        let too_few = self
            .args
            .min_coverage
            .is_some_and(|percent| answers.complete * 100 < answers.asked * usize::from(percent));
        let mut end = End::Done;
        if too_few || incomplete && self.args.fail_on_incomplete {
            end = end.max(End::Incomplete);
        }
        if fails {
            end = end.max(End::Findings);
        }
        if is(Verdict::Error) {
            end = end.max(End::Failed);
        }
        end
    }
}

fn refused(config: &ValidConfig, problems: &[impl std::fmt::Display]) -> Failure {
    config::refused(&PathBuf::from(&config.path), problems)
}

/// How much of the work of each rule was repeats: each distinct view is judged once.
fn repeats(stats: &BTreeMap<String, Stats>) -> String {
    let width = stats.keys().map(String::len).max().unwrap_or(0);
    let line = |name: &str, Stats { views, distinct }: Stats| {
        let repeats = match views {
            0 => 0.0,
            views => 100.0 * (views - distinct) as f64 / views as f64,
        };
        format!("{name:width$}  {views:8} views, {distinct:8} distinct, {repeats:5.1} % repeats\n")
    };
    let mut total = Stats::default();
    let mut text = String::new();
    for (id, of_rule) in stats {
        total.views += of_rule.views;
        total.distinct += of_rule.distinct;
        text.push_str(&line(id, *of_rule));
    }
    text + &line("all", total)
}

fn time(text: &str) -> Result<String, String> {
    match text.parse::<jiff::Timestamp>() {
        Ok(time) => Ok(time.to_string()),
        Err(error) => Err(format!("{error}; write it as in 2026-11-25T12:00:00Z")),
    }
}
