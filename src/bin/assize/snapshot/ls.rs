//! `assize snapshot ls`: the resources, a line each.

use std::fmt::Write as _;
use std::path::PathBuf;

use assize::model::kinds::{self, KINDS};
use assize::model::resource::Resource;
use clap::Args;

use crate::console::{plain, print};
use crate::end::{End, Failure};
use crate::{near, snapshots};

/// List the resources of a snapshot: kind and ARN, a line each
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize snapshot ls account.assize
  assize snapshot ls account.assize --kind ec2.security_group --region eu-central-1")]
pub(crate) struct Arguments {
    /// Snapshots, or directories of them, taken as one
    #[arg(value_name = "SNAPSHOT", required = true)]
    snapshots: Vec<PathBuf>,

    /// Only this kind, such as ec2.security_group (repeatable)
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,

    /// Only this account (repeatable)
    #[arg(long, value_name = "ACCOUNT")]
    account: Vec<String>,

    /// Only this region, or `global` (repeatable)
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,
}

pub(super) fn run(args: &Arguments) -> Result<End, Failure> {
    for kind in &args.kind {
        if kinds::kind(kind).is_none() {
            let known = KINDS.iter().map(|kind| kind.name);
            let help = near::help(kind, known, "`assize rules schema` lists the kinds");
            return Err(Failure::Usage(format!("there is no kind `{kind}`; {help}")));
        }
    }
    let snapshot = snapshots::read(&args.snapshots)?;
    let wanted = |resource: &&Resource| {
        let is = |asked: &[String], value: &str| {
            asked.is_empty() || asked.iter().any(|asked| asked == value)
        };
        is(&args.kind, resource.kind().name)
            && is(&args.account, resource.account.as_str())
            && is(&args.region, resource.region.as_str())
    };
    let mut text = String::new();
    for resource in snapshot.resources.iter().filter(wanted) {
        // Writing to a text cannot fail.
        _ = writeln!(text, "{}\t{}", resource.kind().name, resource.arn);
    }
    print(plain(&text).as_bytes())?;
    Ok(End::Done)
}
