//! `assize rules list`: every rule in a line.

use assize::rules::set::Rule;
use clap::{Args, ValueEnum};
use serde_json::{Value as Json, json};

use crate::args::PolicyArgs;
use crate::console::{plain, print};
use crate::end::{End, Failure};
use crate::policies::Policies;

/// List all rules: id, severity, what they judge, and what is wrong when they fail
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize rules list
  assize rules list --policies rules --format json")]
pub(crate) struct Arguments {
    #[command(flatten)]
    policies: PolicyArgs,

    /// A table for people, or JSON for programs
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    Table,
    Json,
}

pub(crate) fn run(args: &Arguments) -> Result<End, Failure> {
    let policies = Policies::load(&args.policies.policies)?;
    let text = match args.format {
        Form::Table => table(&policies.set.rules),
        Form::Json => {
            let rules = policies.set.rules.iter();
            let rules: Vec<Json> = rules.map(|rule| to_json(&policies, rule)).collect();
            format!("{:#}\n", Json::Array(rules))
        }
    };
    print(text.as_bytes())?;
    Ok(End::Done)
}

fn table(rules: &[Rule]) -> String {
    let rows: Vec<[String; 4]> = rules.iter().map(row).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let (id, severity, subject) = (width(0), width(1), width(2));
    let line =
        |[a, b, c, title]: &[String; 4]| format!("{a:id$}  {b:severity$}  {c:subject$}  {title}\n");
    rows.iter().map(line).collect()
}

fn row(rule: &Rule) -> [String; 4] {
    let metadata = &rule.metadata;
    [
        metadata.id.clone(),
        metadata.severity().to_string(),
        metadata.subject.clone(),
        plain(&metadata.title),
    ]
}

fn to_json(policies: &Policies, rule: &Rule) -> Json {
    let metadata = &rule.metadata;
    let severities = metadata.severities.iter().map(|one| one.as_str());
    json!({
        "id": metadata.id,
        "severities": severities.collect::<Vec<_>>(),
        "subject": metadata.subject,
        "title": metadata.title,
        "service": metadata.service,
        "frameworks": metadata.frameworks,
        "file": rule.file,
        "built_in": !policies.is_users(rule),
    })
}
