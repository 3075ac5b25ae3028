//! `assize.toml`: what its authors say of accounts, resources and rules.
//!
//! [`read`] goes from text to [`ValidConfig`] in two steps: `written` is the file as it was written,
//! with the place of every value; `validate` makes of it what everybody else gets.

mod nearest;
mod places;
mod problem;
mod rules;
mod schema;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod validate;
mod written;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::model::environment::Environment;
use crate::model::glob;
use crate::model::id::{AccountId, Region};
use crate::model::severity::Severity;

pub use places::At;
pub use problem::{ConfigError, ConfigProblem};
pub use schema::schema;
pub use template::template;

/// The name of the file.
pub const FILE_NAME: &str = "assize.toml";

/// The version that is read and written.
pub const VERSION: i64 = 1;

/// What is configured, with nothing left to check but the ids of rules.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidConfig {
    /// The path from the root of the repository, with `/`; where alerts point to.
    pub path: String,
    /// The accounts.
    pub accounts: BTreeMap<AccountId, Account>,
    /// What is said of single resources, in the order of the file. The first that matches and says
    /// something counts.
    pub resources: Vec<ResourceEntry>,
    /// What is said of rules, by the id or alias that the file names.
    pub rules: BTreeMap<String, RuleEntry>,
}

/// An account.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// Where its entry begins.
    pub at: At,
    /// What people call it.
    pub name: Option<String>,
    /// What it is for.
    pub environment: Environment,
    /// The regions to scan and where each is named; empty: not said.
    pub regions: BTreeMap<Region, At>,
    /// Whether it belongs to the same owner.
    pub trusted: bool,
}

/// What is said of the resources whose ARN has a shape.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceEntry {
    /// Where the entry begins.
    pub at: At,
    /// The shape of the ARN, with `*` and `?`.
    pub pattern: String,
    /// What they are for.
    pub environment: Option<Environment>,
    /// Parameters, by rule and name.
    pub params: BTreeMap<String, RuleParams>,
}

/// What is said of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleEntry {
    /// Where the entry begins.
    pub at: At,
    /// Whether it judges.
    pub enabled: bool,
    /// The severity that replaces its own.
    pub severity: Option<Severity>,
    /// Its parameters.
    pub params: BTreeMap<String, Param>,
}

/// Parameters of one rule for some resources.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleParams {
    /// Where they begin.
    pub at: At,
    /// The parameters.
    pub params: BTreeMap<String, Param>,
}

/// The value of a parameter: a whole number, a text, true or false, or a list of these.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Where the value stands.
    pub at: At,
    /// The value.
    pub value: Json,
}

impl Default for ValidConfig {
    /// What holds without a file.
    fn default() -> Self {
        ValidConfig {
            path: FILE_NAME.to_owned(),
            accounts: BTreeMap::new(),
            resources: Vec::new(),
            rules: BTreeMap::new(),
        }
    }
}

/// Reads the text of an `assize.toml`. `path` is where it stands in the repository, with `/`.
///
/// # Errors
/// Everything that is wrong with it, sorted by place.
pub fn read(text: &str, path: &str) -> Result<ValidConfig, ConfigError> {
    let mut problems = problem::Problems::of(text, path);
    let config = written::Config::parse(text, &mut problems)
        .map(|written| validate::validate(written, path, &mut problems));
    match (config, problems.into_error()) {
        (_, Some(error)) => Err(error),
        (Some(config), None) => Ok(config),
        (None, None) => Ok(ValidConfig {
            path: path.to_owned(),
            ..ValidConfig::default()
        }),
    }
}

impl ValidConfig {
    /// The environment of a resource: what its entry says, else its account's, else its tag, else
    /// its name. So no tag makes a resource of a production account anything milder.
    pub fn environment_of(&self, arn: &str, account: &AccountId, tag: Option<&str>) -> Environment {
        let of_tag_or_name = || match tag.map_or(Environment::Unknown, Environment::of_tag) {
            Environment::Unknown => Environment::in_name(name_of(arn)),
            tagged => tagged,
        };
        self.declared_environment(arn, account)
            .unwrap_or_else(of_tag_or_name)
    }

    /// The environment that this file says, of the resource or else of its account.
    pub fn declared_environment(&self, arn: &str, account: &AccountId) -> Option<Environment> {
        let said = self.entries_of(arn).filter_map(|entry| entry.environment);
        let account = self.accounts.get(account);
        let of_account = account
            .map(|account| account.environment)
            .filter(|environment| *environment != Environment::Unknown);
        said.chain(of_account).next()
    }

    /// What is said of a resource, the most important first.
    pub fn entries_of<'a>(&'a self, arn: &'a str) -> impl Iterator<Item = &'a ResourceEntry> {
        self.resources
            .iter()
            .filter(move |entry| glob::matches(&entry.pattern, arn))
    }
}

/// The part of an ARN that its owner chose, or the text itself if it is none.
fn name_of(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).unwrap_or(arn)
}
