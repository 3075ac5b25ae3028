//! `assize snapshot get`: one resource with all its facts.

use std::path::PathBuf;

use assize::model::resource::Resource;
use clap::Args;
use serde_json::json;

use crate::console::print;
use crate::end::{End, Failure};
use crate::{near, snapshots};

/// Print one resource as JSON: its facts, and why facts are missing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize snapshot get account.assize sg-0a1b2c3d
  assize snapshot get account.assize arn:aws:rds:eu-central-1:123456789012:db:orders | jq .facts")]
pub(crate) struct Arguments {
    /// The snapshot, or a directory of them
    #[arg(value_name = "SNAPSHOT")]
    snapshot: PathBuf,

    /// The resource: its ARN, or the end of it
    #[arg(value_name = "RESOURCE")]
    resource: String,
}

pub(super) fn run(args: &Arguments) -> Result<End, Failure> {
    let snapshot = snapshots::read(std::slice::from_ref(&args.snapshot))?;
    let resource = find(&snapshot.resources, &args.resource)?;
    let shown = json!({
        "kind": resource.kind().name,
        "arn": resource.arn,
        "account": resource.account,
        "region": resource.region,
        "facts": resource.facts,
        "gaps": resource.gaps,
    });
    print(format!("{shown:#}\n").as_bytes())?;
    Ok(End::Done)
}

fn find<'s>(resources: &'s [Resource], name: &str) -> Result<&'s Resource, Failure> {
    if let Some(found) = resources.iter().find(|one| one.arn.as_str() == name) {
        return Ok(found);
    }
    let ends = |one: &&Resource| {
        let before = one.arn.as_str().strip_suffix(name);
        before.is_some_and(|before| before.ends_with([':', '/']))
    };
    let ending: Vec<&Resource> = resources.iter().filter(ends).collect();
    match ending.as_slice() {
        [one] => Ok(one),
        [] => {
            let arns = resources.iter().map(|one| one.arn.as_str());
            let last = |arn| str::rsplit(arn, [':', '/']).next().unwrap_or(arn);
            let help = near::help_by(name, arns, last, "`assize snapshot ls` lists what it has");
            Err(Failure::Usage(format!(
                "the snapshot has no resource `{name}`; {help}"
            )))
        }
        several => {
            let names: Vec<&str> = several.iter().map(|one| one.arn.as_str()).collect();
            let headline = format!("`{name}` is the end of several ARNs; give one whole");
            Err(Failure::usage_of(&headline, &names))
        }
    }
}
