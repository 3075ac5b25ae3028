//! `assize view`: what a rule sees of a resource.

use std::path::{Path, PathBuf};

use assize::graph::{Graph, NodeId};
use assize::rules;
use assize::rules::assess;
use assize::rules::set::Rule;
use assize::rules::settings::Settings;
use clap::Args;

use crate::args::PolicyArgs;
use crate::console::{Console, plain, print};
use crate::end::{End, Failure};
use crate::policies::Policies;
use crate::{config, near, snapshots};

/// Print what a rule sees of a resource, as JSON: exactly its `input`
///
/// A fact that is not known stands there as {"unknown": reason}; which call would tell it is said on
/// standard error. With `opa eval -i` the view gives the rule's answer.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize view rds-multi-az arn:aws:rds:eu-central-1:123456789012:db:orders --snapshot account.assize
  assize view sg-default-restrict sg-0a1b2c3d --snapshot account.assize")]
pub(crate) struct Arguments {
    /// The rule
    #[arg(value_name = "RULE")]
    rule: String,

    /// The resource: its ARN, or the end of it
    #[arg(value_name = "RESOURCE")]
    resource: String,

    /// The snapshot: a file, or a directory of them (repeatable)
    #[arg(long, value_name = "PATH", required = true)]
    snapshot: Vec<PathBuf>,

    #[command(flatten)]
    policies: PolicyArgs,
}

pub(crate) fn run(
    args: &Arguments,
    config_file: Option<&Path>,
    console: Console,
) -> Result<End, Failure> {
    let config = config::load(config_file)?;
    let policies = Policies::load(&args.policies.policies)?;
    let rule = policies.rule(&args.rule)?;
    let settings = Settings::new(&config, &policies.set)
        .map_err(|problems| config::refused(Path::new(&config.path), &problems))?;
    let snapshot = snapshots::read(&args.snapshot)?;
    let graph = Graph::build(&snapshot, assess::environments(&config));
    let node = find(&graph, rule, &args.resource)?;
    let view = rules::input(&graph, &settings, rule, node);
    print(format!("{:#}\n", view.cell.to_json()).as_bytes())?;
    for gap in view.gaps() {
        let detail = match gap.detail.as_str() {
            "" => String::new(),
            detail => format!(": {detail}"),
        };
        console.say(&plain(&format!("not known: {gap}{detail}\n")));
    }
    Ok(End::Done)
}

/// The subject of a rule with an ARN, or with an ARN that ends so.
fn find(graph: &Graph<'_>, rule: &Rule, name: &str) -> Result<NodeId, Failure> {
    let kind = rule.metadata.subject.as_str();
    if let Some(node) = graph.by_arn(Some(kind), name) {
        return Ok(node);
    }
    let subjects = graph.of_kind(kind);
    let arn = |node: &NodeId| graph.node(*node).arn.as_str();
    let is_end = |node: &&NodeId| {
        let before = arn(node).strip_suffix(name);
        before.is_some_and(|before| before.ends_with([':', '/']))
    };
    let ends: Vec<NodeId> = subjects.iter().filter(is_end).copied().collect();
    match ends.as_slice() {
        [node] => return Ok(*node),
        [] => {}
        several => {
            let names: Vec<&str> = several.iter().map(arn).collect();
            let headline = format!("`{name}` is the end of several ARNs; give one whole");
            return Err(Failure::usage_of(&headline, &names));
        }
    }
    if let Some(other) = graph.by_arn(None, name) {
        let is = graph.node(other).kind;
        let id = &rule.metadata.id;
        return Err(Failure::Usage(format!(
            "`{name}` is of the kind `{is}`, and the rule `{id}` judges `{kind}`; give one of those"
        )));
    }
    let otherwise = match subjects.first() {
        Some(first) => format!("one that it has is `{}`", arn(first)),
        None => "it has none of them: collect from another account or region".to_owned(),
    };
    let arns = subjects.iter().map(arn);
    let help = match name.contains(':') {
        true => near::help(name, arns, &otherwise),
        false => near::help_by(name, arns, last_part, &otherwise),
    };
    Err(Failure::Usage(format!(
        "the snapshot has no `{kind}` with the ARN `{name}`; {help}"
    )))
}

/// The part of an ARN that most often is the name.
fn last_part(arn: &str) -> &str {
    arn.rsplit([':', '/']).next().unwrap_or(arn)
}
