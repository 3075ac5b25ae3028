//! `assize demo`: judges the reference systems, and writes their reports.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use assize::config::{self, FILE_NAME, ValidConfig};
use assize::graph::Graph;
use assize::model::assessment::Assessment;
use assize::model::verdict::Verdict;
use assize::report::{self, Format, Options};
use assize::rules::assess;
use assize::snapshot::Snapshot;
use clap::Args;

use super::index;
use super::systems::{System, systems};
use crate::color;
use crate::console::print;
use crate::end::{End, Failure};
use crate::files::{self, Readers};
use crate::policies::Policies;

/// Judge five reference systems: the whole pipeline, without an account
///
/// The systems are part of assize, with the flaws that their descriptions tell of or warn of.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize demo
  assize demo -o reports        all reports of all systems, to be read at reports/README.md")]
pub(crate) struct Arguments {
    /// Write the reports of each system into this directory; it is made if it is not there
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Arguments) -> Result<End, Failure> {
    let policies = Policies::load(&[])?;
    let systems = systems().map_err(|error| Failure::Failed(error.to_string()))?;
    let judged = systems.iter().map(|system| judge(system, &policies));
    let judged = judged.collect::<Result<Vec<_>, _>>()?;
    if let Some(directory) = &args.output {
        for system in &judged {
            write_system(system, &directory.join(system.system.name))?;
        }
        write(
            &directory.join("README.md"),
            index::page(&judged).as_bytes(),
        )?;
    }
    print(told(&judged, args.output.as_deref()).as_bytes())?;
    let mut findings = judged.iter().flat_map(|one| &one.assessment.findings);
    let broken = findings.any(|finding| finding.verdict == Verdict::Error);
    Ok(if broken { End::Failed } else { End::Done })
}

/// A reference system and what is said of it.
pub(super) struct Judged<'a> {
    pub(super) system: &'a System,
    /// The text of its `assize.toml`.
    config: String,
    pub(super) assessment: Assessment,
}

impl Judged<'_> {
    pub(super) fn count(&self, verdict: Verdict) -> usize {
        self.assessment.counts.total().of(verdict)
    }
}

fn judge<'a>(system: &'a System, policies: &Policies) -> Result<Judged<'a>, Failure> {
    let failed = |what: &str, error: &dyn std::fmt::Display| {
        let name = system.name;
        Failure::Failed(format!(
            "cannot {what} the reference system {name}: {error}"
        ))
    };
    // As it would be read from a file, with the digest that reports name.
    let mut bytes = Vec::new();
    let written = system.snapshot.write(&mut bytes);
    written.map_err(|error| failed("write", &error))?;
    let snapshot = Snapshot::read(bytes.as_slice(), system.name);
    let snapshot = snapshot.map_err(|error| failed("read", &error))?;
    let (text, config) = configure(system).map_err(|error| failed("configure", &error))?;
    let graph = Graph::build(&snapshot, assess::environments(&config));
    let options = assess::Options::default();
    let assessed = assess::assess(&graph, &policies.set, &config, &options);
    let assessed = assessed.map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        failed("judge", &problems.join("\n"))
    })?;
    Ok(Judged {
        system,
        config: text,
        assessment: assessed.assessment,
    })
}

/// What `assize init` would write for the system, and where it stands in this repository: alerts
/// of code scanning point to it.
fn configure(system: &System) -> Result<(String, ValidConfig), config::ConfigError> {
    let header = &system.snapshot.header;
    let accounts = header.accounts.iter();
    let accounts = accounts.map(|account| (account.clone(), header.regions.clone()));
    let text = config::template(&accounts.collect::<Vec<_>>());
    let path = format!("reports/{}/{FILE_NAME}", system.name);
    let config = config::read(&text, &path)?;
    Ok((text, config))
}

fn write_system(judged: &Judged<'_>, directory: &Path) -> Result<(), Failure> {
    files::make_directory(directory)?;
    let assessment = &judged.assessment;
    write(&directory.join(FILE_NAME), judged.config.as_bytes())?;
    for (format, name) in [
        (Format::Markdown, "report.md"),
        (Format::Json, "report.json"),
    ] {
        write(&directory.join(name), &render(format, assessment)?)?;
    }
    for account in &assessment.snapshot.accounts {
        let own = assessment.of_account(account);
        let path = directory.join(format!("{account}.sarif"));
        write(&path, &render(Format::Sarif, &own)?)?;
    }
    Ok(())
}

fn render(format: Format, assessment: &Assessment) -> Result<Vec<u8>, Failure> {
    report::render(format, assessment, &Options::default())
        .map_err(|error| Failure::Failed(error.to_string()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    files::write(path, Readers::Usual, |file| file.write_all(bytes))
}

/// The summary of each system, and of all.
fn told(judged: &[Judged<'_>], directory: Option<&Path>) -> String {
    let mut text = String::new();
    let color = color::of_stdout();
    for one in judged {
        let System { name, title, .. } = one.system;
        // Writing to a text cannot fail, here and below.
        let _ = writeln!(text, "== {title} ({name})\n");
        text.push_str(&report::terminal(&one.assessment, color));
        text.push('\n');
    }
    let sum = |verdict| judged.iter().map(|one| one.count(verdict)).sum::<usize>();
    let (fail, unknown, pass) = (
        sum(Verdict::Fail),
        sum(Verdict::Unknown),
        sum(Verdict::Pass),
    );
    let systems = judged.len();
    let _ = writeln!(
        text,
        "== All {systems} systems: {fail} fail, {unknown} unknown, {pass} pass"
    );
    let _ = match directory {
        Some(directory) => {
            let index = directory.join("README.md");
            writeln!(text, "The reports: {}", index.display())
        }
        None => writeln!(text, "All reports, to be read: assize demo -o reports"),
    };
    text
}
