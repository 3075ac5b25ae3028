//! `assize least-privilege`: what a security group has to admit.

use std::path::Path;

use assize::graph::privilege::{groups_of_vpc, least_privilege};
use assize::graph::{Graph, NodeId};
use assize::model::gap::Gap;
use assize::model::privilege::Privileges;
use assize::report::privilege as report;
use assize::report::reach::json;
use clap::{Args, ValueEnum};

use crate::asked::SourceArgs;
use crate::console::{Console, print};
use crate::end::{End, Failure};
use crate::{near, resolve};

/// Answer what a security group, or each of a VPC, admits beyond what is needed, and which rules would do
///
/// Needed is what the account's own facts want: listeners and their targets, databases that environments
/// and secrets name, proxies, endpoints. Where nobody told what is needed, as of an instance, a rule stays as it
/// is. No rule gets wider. The engine tries the rules: whatever is needed still works, and the excess does not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize least-privilege sg-0a1b2c3d --snapshot account.assize
  assize least-privilege vpc-0a1b2c3d --snapshot account.assize --format json
  assize least-privilege sg-0a1b2c3d --snapshot account.assize --strict-egress
  assize least-privilege sg-0a1b2c3d --profile audit --region eu-central-1 --format cli

JSON: {groups, unknown}; each group is
{group, id, carriers, needed, rules: [{rule, fate, why, unknown}], least, proof, unknown}, with
--strict-egress also egress: {needed, rules, least, proof, unknown}; fate is keep, narrow, remove or unknown. proof is {holds, wanted, excess}, each connection with the
answers before and after; null where no rule changes.")]
pub(crate) struct Arguments {
    /// The group or the VPC: its id or its ARN
    #[arg(value_name = "SG|VPC")]
    of: String,

    /// How to write the answer
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Judge what the groups let out, too, by what facts name and nothing else
    ///
    /// What code asks for besides, no fact tells: read the rules before you take one away.
    #[arg(long)]
    strict_egress: bool,

    #[command(flatten)]
    source: SourceArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// To be read
    Text,
    /// For programs
    Json,
    /// Commands of the AWS CLI that make the rules the least ones
    Cli,
    /// The least rules as Terraform
    Terraform,
}

pub(crate) fn run(
    args: &Arguments,
    config: Option<&Path>,
    console: Console,
) -> Result<End, Failure> {
    let (snapshot, end) = args.source.facts(config, console)?;
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let (groups, hidden) = groups(&graph, &args.of)?;
    let groups = groups.into_iter();
    let told = Privileges {
        groups: groups
            .filter_map(|group| least_privilege(&graph, group, args.strict_egress))
            .collect(),
        unknown: hidden.into_iter().collect(),
    };
    let out = match args.format {
        Format::Text => report::text(&told),
        Format::Json => json(&told),
        Format::Cli => report::cli(&told),
        Format::Terraform => report::terraform(&told),
    };
    print(out.as_bytes())?;
    Ok(end)
}

/// The group that a word names, or the groups of the VPC that it names and why there may be others.
fn groups(graph: &Graph<'_>, word: &str) -> Result<(Vec<NodeId>, Option<Gap>), Failure> {
    let all = graph.of_kind("ec2.security_group");
    let arn = |node: &NodeId| graph.node(*node).arn.as_str();
    let id = |node: &NodeId| arn(node).rsplit('/').next().unwrap_or_default();
    let named: Vec<NodeId> = all
        .iter()
        .copied()
        .filter(|node| arn(node) == word || id(node) == word)
        .collect();
    match named.as_slice() {
        [_] => return Ok((named, None)),
        [] => {}
        several => {
            let arns: Vec<&str> = several.iter().map(arn).collect();
            let headline = format!("`{word}` is the id of several groups; give the ARN of one");
            return Err(Failure::usage_of(&headline, &arns));
        }
    }
    let is_vpc = word.starts_with("vpc-") || word.contains(":vpc/");
    if !is_vpc {
        let help = near::help(
            word,
            all.iter().map(id),
            "`assize snapshot ls` lists what there is",
        );
        return Err(Failure::Usage(format!(
            "the snapshot has no security group or VPC `{word}`; {help}"
        )));
    }
    let vpc = resolve::vpc(graph, word)?;
    Ok(groups_of_vpc(graph, vpc))
}
