//! `assize resolve`: what a name resolves to in a VPC.

use std::path::Path;

use assize::graph::dns::{is_name, resolve};
use assize::graph::{Graph, NodeId};
use assize::report::resolution as report;
use clap::Args;

use crate::asked::{AskedArgs, Format};
use crate::console::{Console, print};
use crate::end::{End, Failure};
use crate::near;

/// Answer what a name resolves to for the hosts of a VPC, by which zone, rule or endpoint, and which
/// interfaces hold the addresses
///
/// What is not known makes an answer unknown: records that were not told, zones of other accounts, DNS
/// servers outside of AWS.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize resolve db.corp.example --vpc vpc-0a1b2c3d --snapshot account.assize
  assize resolve logs.eu-west-1.amazonaws.com --vpc vpc-0a1b2c3d --snapshot account.assize --format json
  assize resolve db.corp.example --vpc vpc-0a1b2c3d --profile audit --region eu-central-1

JSON: {name, vpc, answer, addresses: [{address, interfaces}], decided_by, shadowed, steps, unknown: [gaps]};
answer is addresses, no-data (NODATA), no-such-name (NXDOMAIN), public (public DNS answers, with what no call
tells), blocked (by DNS Firewall), loop, no-resolver or unknown.")]
pub(crate) struct Arguments {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,

    /// The VPC whose hosts ask: its id or its ARN
    #[arg(long, value_name = "VPC", required = true)]
    vpc: String,

    #[command(flatten)]
    asked: AskedArgs,
}

pub(crate) fn run(
    args: &Arguments,
    config: Option<&Path>,
    console: Console,
) -> Result<End, Failure> {
    if !is_name(&args.name) {
        let message = "is no name: give one such as `db.corp.example`";
        return Err(Failure::Usage(format!("`{}` {message}", args.name)));
    }
    let (snapshot, end) = args.asked.source.facts(config, console)?;
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let vpc = vpc(&graph, &args.vpc)?;
    let answer = resolve(&graph, vpc, &args.name);
    let out = match args.asked.format {
        Format::Text => report::text(&answer),
        Format::Json => report::json(&answer),
        Format::Mermaid => report::mermaid(&answer),
        Format::Dot => report::dot(&answer),
    };
    print(out.as_bytes())?;
    Ok(end)
}

/// The VPC that a word names.
pub(crate) fn vpc(graph: &Graph<'_>, word: &str) -> Result<NodeId, Failure> {
    let vpcs = graph.of_kind("ec2.vpc");
    let arn = |node: &NodeId| graph.node(*node).arn.as_str();
    let id = |node: &NodeId| arn(node).rsplit('/').next().unwrap_or_default();
    let named = vpcs
        .iter()
        .filter(|node| arn(node) == word || id(node) == word);
    let named: Vec<NodeId> = named.copied().collect();
    match named.as_slice() {
        [vpc] => Ok(*vpc),
        [] => {
            let otherwise = "`assize snapshot ls` lists what there is";
            let help = near::help(word, vpcs.iter().map(id), otherwise);
            Err(Failure::Usage(format!(
                "the snapshot has no VPC `{word}`; {help}"
            )))
        }
        several => {
            let arns: Vec<&str> = several.iter().map(arn).collect();
            let headline = format!("`{word}` is the id of several VPCs; give the ARN of one");
            Err(Failure::usage_of(&headline, &arns))
        }
    }
}
