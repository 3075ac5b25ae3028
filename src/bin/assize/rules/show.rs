//! `assize rules show`: the contract of a rule, to be read.

use std::fmt::Display;

use assize::rules::metadata::{Metadata, Param};
use assize::rules::set::Rule;
use clap::Args;

use crate::args::PolicyArgs;
use crate::console::{plain, print};
use crate::end::{End, Failure};
use crate::policies::Policies;

/// Show what a rule judges, what it needs to know, what you can set, and what to do when it fails
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  assize rules show rds-storage-encrypted")]
pub(crate) struct Arguments {
    /// The rule
    #[arg(value_name = "RULE")]
    rule: String,

    #[command(flatten)]
    policies: PolicyArgs,
}

pub(crate) fn run(args: &Arguments) -> Result<End, Failure> {
    let policies = Policies::load(&args.policies.policies)?;
    let rule = policies.rule(&args.rule)?;
    print(plain(&page(rule)).as_bytes())?;
    Ok(End::Done)
}

fn page(rule: &Rule) -> String {
    let metadata = &rule.metadata;
    let fix = &metadata.remediation;
    let mut page = Page::default();
    page.line(&format!("{}: {}", metadata.id, metadata.title));
    page.block("Deprecated", metadata.deprecated.as_deref());
    page.block("Why", Some(&metadata.description));
    page.block("Judges", Some(&metadata.subject));
    let severities = metadata.severities.iter().map(ToString::to_string);
    page.block("Severity", Some(&severities.collect::<Vec<_>>().join(", ")));
    page.list(
        "Applies or not by these facts",
        metadata.applies.as_deref().unwrap_or_default(),
    );
    page.list(
        "Needs these facts; if one is missing the verdict is unknown",
        &metadata.needs,
    );
    page.list("Shows these facts where they are known", &metadata.wants);
    if metadata.partial {
        let means = "a denial on known facts stands, whatever else is not known";
        page.block("Partial", Some(means));
    }
    parameters(&mut page, metadata);
    let frameworks = metadata.frameworks.iter();
    let frameworks = frameworks.map(|(name, controls)| format!("{name}: {}", controls.join(", ")));
    page.list("Controls", &frameworks.collect::<Vec<_>>());
    page.block("Fix", Some(&fix.text));
    page.block("Fix with the AWS CLI", fix.cli.as_deref());
    page.block("Fix in Terraform", fix.terraform.as_deref());
    page.list("Read more", &metadata.references);
    page.list("Former ids", &metadata.aliases);
    page.block("File", Some(&rule.file));
    page.text
}

fn parameters(page: &mut Page, metadata: &Metadata) {
    let lines = metadata.params.iter();
    let lines = lines.map(|(name, param)| parameter(name, param));
    let headline = format!(
        "Parameters, set by `params` under [rules.{}] in assize.toml",
        metadata.id
    );
    page.list(&headline, &lines.collect::<Vec<_>>());
}

fn parameter(name: &str, param: &Param) -> String {
    let mut bounds = vec![param.kind.to_string()];
    bounds.extend(param.unit.as_ref().map(|unit| format!("in {unit}")));
    bounds.extend(param.min.map(|min| format!("at least {min}")));
    bounds.extend(param.max.map(|max| format!("at most {max}")));
    let environments = param.by_environment.iter();
    bounds.extend(environments.map(|(environment, value)| format!("{value} in {environment}")));
    let description = param.description.as_ref();
    let description = description.map(|text| format!(": {text}"));
    format!(
        "{name} = {} ({}){}",
        param.default,
        bounds.join(", "),
        description.unwrap_or_default()
    )
}

/// A text of blocks with headlines; a block without content is left out.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn block(&mut self, headline: &str, content: Option<&str>) {
        let Some(content) = content.filter(|content| !content.trim().is_empty()) else {
            return;
        };
        self.line("");
        self.line(&format!("{headline}:"));
        for line in content.trim_end().lines() {
            self.line(&format!("  {line}"));
        }
    }

    fn list(&mut self, headline: &str, items: &[impl Display]) {
        let lines: Vec<String> = items.iter().map(ToString::to_string).collect();
        self.block(headline, Some(&lines.join("\n")));
    }
}
