//! A snapshot that may be shown: accounts, names, ids and addresses are others, and everything hangs
//! together as it did.

mod address;
mod pseudonyms;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use serde_json::Value as Json;
use serde_json::value::to_raw_value;

use super::{Header, Snapshot};
use crate::model::coverage::CoverageEntry;
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Arn, Text};
use crate::model::kinds::Facts;
use crate::model::resource::Resource;
use pseudonyms::Pseudonyms;

/// Facts that cannot be read again once they are redacted: a bug of ours.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot redact a resource of the kind {kind}: {source}; this is a bug of assize, please report it"
)]
pub struct RedactError {
    kind: &'static str,
    source: serde_json::Error,
}

impl Snapshot {
    /// The same snapshot with a pseudonym for each account, name, id and address. The same snapshot
    /// gives the same pseudonyms; nobody without it can find out what they stand for.
    ///
    /// # Errors
    /// See [`RedactError`].
    pub fn redacted(&self) -> Result<Snapshot, RedactError> {
        let mut names = Pseudonyms::new(&self.digest);
        let mut account =
            |account: &AccountId| AccountId::from(names.text(account.as_str()).as_str());
        let header = Header {
            accounts: self.header.accounts.iter().map(&mut account).collect(),
            ..self.header.clone()
        };
        let coverage = self.coverage.iter().map(|entry| CoverageEntry {
            account: account(&entry.account),
            gap: entry
                .gap
                .as_ref()
                .map(|gap| without_detail(gap, &mut account)),
            ..entry.clone()
        });
        let coverage = coverage.collect();
        let resources = self
            .resources
            .iter()
            .map(|resource| redact(resource, &mut names));
        let resources = resources.collect::<Result<_, _>>()?;
        Ok(Snapshot::assemble(header, coverage, resources))
    }
}

fn redact(resource: &Resource, names: &mut Pseudonyms) -> Result<Resource, RedactError> {
    let kind = resource.kind().name;
    let failed = |source| RedactError { kind, source };
    let mut facts = serde_json::to_value(&resource.facts).map_err(failed)?;
    rewrite(&mut facts, "", names);
    let facts = to_raw_value(&facts).map_err(failed)?;
    let mut account = |account: &AccountId| AccountId::from(names.text(account.as_str()).as_str());
    let gaps = resource.gaps.iter();
    let gaps: BTreeMap<Text, Gap> = gaps
        .map(|(path, gap)| (path.clone(), without_detail(gap, &mut account)))
        .collect();
    let arn = Text::from(names.text(resource.arn.as_str()));
    Ok(Resource {
        // What looked like an ARN still does.
        arn: Arn::try_from(arn).unwrap_or_else(|_| resource.arn.clone()),
        account: AccountId::from(names.text(resource.account.as_str()).as_str()),
        region: resource.region.clone(),
        facts: Facts::parse(kind, &facts).map_err(failed)?,
        gaps,
    })
}

/// What a service said may have anything in it.
fn without_detail(gap: &Gap, account: &mut impl FnMut(&AccountId) -> AccountId) -> Gap {
    Gap {
        account: gap.account.as_ref().map(account),
        detail: Text::default(),
        ..gap.clone()
    }
}

/// Rewrites every text but those of attributes that have only words of AWS.
fn rewrite(json: &mut Json, attribute: &str, names: &mut Pseudonyms) {
    match json {
        Json::String(text) if !words::is_kept(attribute, text) => *text = names.text(text),
        Json::Array(items) => items
            .iter_mut()
            .for_each(|item| rewrite(item, attribute, names)),
        Json::Object(members) => {
            for (name, value) in members {
                rewrite(value, name, names);
            }
        }
        Json::String(_) | Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
