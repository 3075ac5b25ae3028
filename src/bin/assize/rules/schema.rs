//! `assize rules schema`: every fact that a rule can ask for.

use assize::graph::schema;
use clap::Args;

use crate::console::print;
use crate::end::{End, Failure};
use crate::near;

/// Print every fact that a rule can ask for, with type, meaning and source, as JSON
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize rules schema rds.db_instance
  assize rules schema | jq keys")]
pub(crate) struct Arguments {
    /// Only this kind of resource, such as ec2.security_group
    kind: Option<String>,
}

pub(crate) fn run(args: &Arguments) -> Result<End, Failure> {
    let kind = args.kind.as_deref();
    if let Some(kind) = kind {
        find(kind)?;
    }
    let text = format!("{:#}\n", schema::to_json(kind));
    print(text.as_bytes())?;
    Ok(End::Done)
}

/// The kind of a name.
pub(super) fn find(name: &str) -> Result<&'static schema::GraphKind, Failure> {
    schema::kind(name).ok_or_else(|| {
        let names = schema::kinds().iter().map(|kind| kind.name);
        let help = near::help(name, names, "`assize rules schema | jq keys` names them");
        Failure::Usage(format!("there is no kind `{name}`; {help}"))
    })
}
