//! `assize snapshot info`: what was scanned, what came, and what did not.

use std::collections::BTreeMap;
use std::path::PathBuf;

use assize::model::coverage::{Completeness, CoverageEntry};
use assize::snapshot::Snapshot;
use clap::{Args, ValueEnum};
use serde_json::{Value as Json, json};

use crate::console::{plain, print};
use crate::end::{End, Failure};
use crate::snapshots;

/// Say what a snapshot holds: accounts, regions, time, resources by kind, calls without an answer
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize snapshot info account.assize
  assize snapshot info snapshots/ --format json")]
pub(crate) struct Arguments {
    /// Snapshots, or directories of them, taken as one
    #[arg(value_name = "SNAPSHOT", required = true)]
    snapshots: Vec<PathBuf>,

    /// For people, or JSON for programs
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    Text,
    Json,
}

pub(super) fn run(args: &Arguments) -> Result<End, Failure> {
    let snapshot = snapshots::read(&args.snapshots)?;
    let text = match args.format {
        Form::Text => plain(&text(&snapshot)),
        Form::Json => format!("{:#}\n", to_json(&snapshot)),
    };
    print(text.as_bytes())?;
    Ok(End::Done)
}

fn kinds(snapshot: &Snapshot) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    for resource in &snapshot.resources {
        *kinds.entry(resource.kind().name).or_default() += 1;
    }
    kinds
}

fn incomplete(snapshot: &Snapshot) -> impl Iterator<Item = &CoverageEntry> {
    let coverage = snapshot.coverage.iter();
    coverage.filter(|entry| entry.status != Completeness::Complete)
}

fn text(snapshot: &Snapshot) -> String {
    let header = &snapshot.header;
    let list = |names: Vec<&str>| names.join(", ");
    let mut lines = vec![
        format!(
            "accounts   {}",
            list(header.accounts.iter().map(|id| id.as_str()).collect())
        ),
        format!(
            "regions    {}",
            list(header.regions.iter().map(|id| id.as_str()).collect())
        ),
        format!("collected  {} to {}", header.started, header.ended),
        format!(
            "by         assize {}, format {}",
            header.tool_version, header.format
        ),
        format!("digest     {}", snapshot.digest),
        format!("facts      {}", snapshot.facts_digest()),
        String::new(),
        format!("{:>8}  resources", snapshot.resources.len()),
    ];
    let kinds = kinds(snapshot);
    lines.extend(
        kinds
            .iter()
            .map(|(kind, count)| format!("{count:>8}  {kind}")),
    );
    let missing: Vec<&CoverageEntry> = incomplete(snapshot).collect();
    let asked = snapshot.coverage.len();
    lines.push(String::new());
    lines.push(format!(
        "asked {asked} calls, got {}",
        asked - missing.len()
    ));
    lines.extend(missing.into_iter().map(|entry| {
        let (operation, region, account) = (&entry.operation, &entry.region, &entry.account);
        let why = entry.gap.as_ref().map(|gap| match gap.detail.as_str() {
            "" => entry.why().to_owned(),
            detail => format!("{}, {detail}", entry.why()),
        });
        let why = why.unwrap_or_default();
        format!(
            "  {operation} in {region} of {account}: {}: {why}",
            entry.status.as_str()
        )
    }));
    lines.join("\n") + "\n"
}

fn to_json(snapshot: &Snapshot) -> Json {
    let header = &snapshot.header;
    json!({
        "version": 1,
        "accounts": header.accounts,
        "regions": header.regions,
        "started": header.started,
        "ended": header.ended,
        "tool_version": header.tool_version,
        "format": header.format,
        "digest": snapshot.digest,
        "facts_digest": snapshot.facts_digest(),
        "resources": kinds(snapshot),
        "calls": {
            "asked": snapshot.coverage.len(),
            "complete": snapshot.coverage.len() - incomplete(snapshot).count(),
            "incomplete": incomplete(snapshot).collect::<Vec<_>>(),
        },
    })
}
