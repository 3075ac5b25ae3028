//! From the file as written to what it means.

use std::collections::BTreeMap;

use toml::Spanned;

use super::nearest::did_you_mean;
use super::problem::Problems;
use super::written::{self, Params};
use super::{Account, Param, ResourceEntry, RuleEntry, RuleParams, ValidConfig};
use crate::model::environment::Environment;
use crate::model::id::{AccountId, Region};
use crate::model::severity::Severity;

/// What the file means; what it cannot mean is added to the problems.
pub(super) fn validate(
    config: written::Config,
    path: &str,
    problems: &mut Problems<'_>,
) -> ValidConfig {
    let mut accounts = BTreeMap::new();
    for (id, written) in config.accounts {
        if id.as_ref().len() != 12 || !id.as_ref().bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("`{}` is not the id of an account", id.as_ref());
            problems.add(
                id.span(),
                message,
                "write its twelve digits: `[accounts.123456789012]`",
            );
        }
        let valid = account(&id, written, problems);
        accounts.insert(AccountId::from(id.as_ref().as_str()), valid);
    }
    let resources = config.resources.into_iter();
    let resources = resources.map(|entry| resource(entry, problems)).collect();
    let mut rules = BTreeMap::new();
    for (id, written) in config.rules {
        let entry = RuleEntry {
            at: problems.at(id.span()),
            enabled: written.enabled.unwrap_or(true),
            severity: written
                .severity
                .and_then(|severity| severity_of(&severity, problems)),
            params: params(written.params, problems),
        };
        rules.insert(id.into_inner(), entry);
    }
    ValidConfig {
        path: path.to_owned(),
        accounts,
        resources,
        rules,
    }
}

fn account(
    id: &Spanned<String>,
    written: written::Account,
    problems: &mut Problems<'_>,
) -> Account {
    let mut regions = BTreeMap::new();
    for region in written.regions {
        let at = problems.at(region.span());
        let name = region.as_ref().as_str();
        if name == Region::GLOBAL {
            problems.add(
                region.span(),
                "`global` is not a region",
                "leave it out: global services are always scanned",
            );
        } else if !looks_like_a_region(name) {
            let message = format!("`{name}` is not the code of a region");
            problems.add(
                region.span(),
                message,
                "write a code such as `eu-central-1`",
            );
        } else if regions.insert(Region::from(name), at).is_some() {
            problems.add(
                region.span(),
                format!("`{name}` is named twice"),
                "leave one out",
            );
        }
    }
    Account {
        at: problems.at(id.span()),
        name: written.name.map(Spanned::into_inner),
        environment: written
            .environment
            .and_then(|environment| environment_of(&environment, problems))
            .unwrap_or_default(),
        regions,
        trusted: written.trusted.unwrap_or(false),
    }
}

/// Words of letters with `-` between, and a number at the end: `us-gov-west-1`. New regions come
/// without a new assize, so there is no list.
fn looks_like_a_region(name: &str) -> bool {
    let mut parts = name.rsplit('-');
    let number = parts.next().unwrap_or("");
    let words: Vec<&str> = parts.collect();
    (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && words.len() >= 2
        && words
            .iter()
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn resource(written: written::ResourceEntry, problems: &mut Problems<'_>) -> ResourceEntry {
    let pattern = &written.pattern;
    if !pattern.as_ref().starts_with("arn:") && !pattern.as_ref().starts_with(['*', '?']) {
        problems.add(
            pattern.span(),
            format!("`{}` matches no ARN", pattern.as_ref()),
            "begin with `arn:` or `*`; `*` is any text, `?` any one character",
        );
    }
    let mut by_rule = BTreeMap::new();
    for (rule, values) in written.params {
        let of_rule = RuleParams {
            at: problems.at(rule.span()),
            params: params(values, problems),
        };
        by_rule.insert(rule.into_inner(), of_rule);
    }
    ResourceEntry {
        at: problems.at(written.pattern.span()),
        environment: written
            .environment
            .and_then(|environment| environment_of(&environment, problems)),
        pattern: written.pattern.into_inner(),
        params: by_rule,
    }
}

fn params(written: Params, problems: &Problems<'_>) -> BTreeMap<String, Param> {
    let param = |(name, value): (String, Spanned<_>)| {
        let at = problems.at(value.span());
        let value = value.into_inner();
        (name, Param { at, value })
    };
    written.into_iter().map(param).collect()
}

fn environment_of(name: &Spanned<String>, problems: &mut Problems<'_>) -> Option<Environment> {
    let found = Environment::of_name(name.as_ref());
    if found.is_none() {
        let known = Environment::KNOWN.map(Environment::as_str);
        problems.add(
            name.span(),
            format!("there is no environment `{}`", name.as_ref()),
            did_you_mean(name.as_ref(), "environments", known),
        );
    }
    found
}

fn severity_of(name: &Spanned<String>, problems: &mut Problems<'_>) -> Option<Severity> {
    let known = Severity::WORST_FIRST;
    let found = known
        .into_iter()
        .find(|severity| severity.as_str() == name.as_ref());
    if found.is_none() {
        problems.add(
            name.span(),
            format!("there is no severity `{}`", name.as_ref()),
            did_you_mean(name.as_ref(), "severities", known.map(Severity::as_str)),
        );
    }
    found
}
