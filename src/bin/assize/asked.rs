//! Where a question looks for its answer, and how that is written.

use std::path::{Path, PathBuf};

use assize::snapshot::Snapshot;
use clap::{Args, ValueEnum};

use crate::account::{AccessArgs, Accounts, Collected};
use crate::config;
use crate::console::Console;
use crate::end::{End, Failure};
use crate::snapshots;

/// What questions about ways and names have in common.
#[derive(Debug, Args)]
pub(crate) struct AskedArgs {
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) source: SourceArgs,
}

/// Where the facts come from.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    /// Ask a snapshot: a file, or a directory of them (repeatable); without it, accounts are read now
    #[arg(long, value_name = "PATH", conflicts_with = "AccessArgs")]
    snapshot: Vec<PathBuf>,

    #[command(flatten)]
    access: AccessArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// To be read
    Text,
    /// For programs
    Json,
    /// A flowchart for Markdown
    Mermaid,
    /// A graph for Graphviz
    Dot,
}

impl SourceArgs {
    /// The facts that are asked, and what reading them means for the exit code.
    pub(crate) fn facts(
        &self,
        config: Option<&Path>,
        console: Console,
    ) -> Result<(Snapshot, End), Failure> {
        if !self.snapshot.is_empty() {
            return Ok((snapshots::read(&self.snapshot)?, End::Done));
        }
        let accounts = Accounts::open(&self.access, &config::load(config)?, console)?;
        let Collected { snapshot, end } = accounts.read(console)?;
        Ok((snapshot, end))
    }
}
