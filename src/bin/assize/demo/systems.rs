//! The five reference systems: described in `demo/`, and told as a scan of them would tell.

use std::fmt;

use serde::Deserialize;

use assize::model::id::{AccountId, Arn, Region, Text};
use assize::model::kinds::{self, Facts};
use assize::model::resource::Resource;
use assize::snapshot::{Header, Snapshot};

use super::scanned::{self, Untold};
use super::told;

/// The descriptions, by name.
pub(super) const FILES: [(&str, &str); 5] = [
    (
        "lattice-rds",
        include_str!("../../../../demo/lattice-rds.json"),
    ),
    (
        "messaging-app",
        include_str!("../../../../demo/messaging-app.json"),
    ),
    (
        "aurora-mock-testing",
        include_str!("../../../../demo/aurora-mock-testing.json"),
    ),
    (
        "aurora-serverless",
        include_str!("../../../../demo/aurora-serverless.json"),
    ),
    (
        "apprunner-connector",
        include_str!("../../../../demo/apprunner-connector.json"),
    ),
];

/// A reference system.
#[derive(Debug)]
pub(crate) struct System {
    /// The name, as in `demo/<name>.json`.
    pub(crate) name: &'static str,
    /// What it is, in a few words.
    pub(crate) title: String,
    /// What its description says and leaves open, in a paragraph.
    pub(crate) about: String,
    /// What a scan of it would have been told.
    pub(crate) snapshot: Snapshot,
}

/// A description that is no system.
#[derive(Debug)]
pub(crate) struct BadSystem {
    /// The name of the system.
    pub(crate) name: String,
    /// What is wrong with it.
    pub(crate) why: String,
}

impl fmt::Display for BadSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "reading the reference system demo/{}.json: {}",
            self.name, self.why
        )
    }
}

impl std::error::Error for BadSystem {}

/// Every reference system.
///
/// # Errors
/// The first description that is not one.
pub(crate) fn systems() -> Result<Vec<System>, BadSystem> {
    FILES
        .into_iter()
        .map(|(name, text)| read(name, text))
        .collect()
}

/// A system as its file describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    title: String,
    /// Sentences of one paragraph.
    about: Vec<String>,
    started: Text,
    ended: Text,
    accounts: Vec<AccountId>,
    regions: Vec<Region>,
    /// The calls that were not answered; every other was, to the end.
    #[serde(default)]
    untold: Vec<Untold>,
    resources: Vec<Described>,
}

/// A resource as its file describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    kind: String,
    arn: Arn,
    /// The account, where the ARN names none of its own.
    account: Option<AccountId>,
    facts: serde_json::Value,
}

/// Reads a description, and tells what a scan of the system would have been told.
pub(super) fn read(name: &'static str, text: &str) -> Result<System, BadSystem> {
    let bad = |why: String| BadSystem {
        name: name.to_owned(),
        why,
    };
    let described: Description =
        serde_json::from_str(text).map_err(|error| bad(error.to_string()))?;
    let resources = described
        .resources
        .into_iter()
        .map(|resource| {
            let arn = resource.arn.clone();
            tell(resource, &described.untold).map_err(|why| bad(format!("{arn}: {why}")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let header = Header {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        accounts: described.accounts,
        regions: described.regions,
        started: described.started,
        ended: described.ended,
        ..Header::default()
    };
    let coverage = scanned::coverage(&header, &resources, &described.untold);
    Ok(System {
        name,
        title: described.title,
        about: described.about.join(" "),
        snapshot: Snapshot::assemble(header, coverage, resources),
    })
}

/// A described resource as a collector would have kept it.
fn tell(described: Described, untold: &[Untold]) -> Result<Resource, String> {
    let kind = kinds::kind(&described.kind)
        .ok_or_else(|| format!("there is no kind `{}`", described.kind))?;
    let account = described
        .account
        .unwrap_or_else(|| AccountId::from(described.arn.account()));
    let region = match kind.reach {
        kinds::Reach::Global => Region::global(),
        kinds::Reach::Regional => Region::from(described.arn.region()),
    };
    let (facts, gaps) = told::whole(kind, described.facts, |operation| {
        scanned::gap(untold, operation, &account, &region)
    })?;
    let facts = serde_json::value::to_raw_value(&facts).map_err(|error| error.to_string())?;
    let mut facts = Facts::parse(kind.name, &facts).map_err(|error| error.to_string())?;
    facts.settle();
    Ok(Resource {
        arn: described.arn,
        account,
        region,
        facts,
        gaps,
    })
}
