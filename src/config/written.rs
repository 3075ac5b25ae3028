//! `assize.toml` as it was written: its keys and types are right, and every value has its place.

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::VERSION;
use super::problem::Problems;
use super::table::{Table, Value, mismatch};

/// Tables of the file format that this version of assize does not act on yet.
const LATER: [&str; 3] = ["waivers", "trust", "iac"];

/// The file.
pub(super) struct Config {
    pub(super) accounts: Vec<(Spanned<String>, Account)>,
    pub(super) resources: Vec<ResourceEntry>,
    pub(super) rules: Vec<(Spanned<String>, Rule)>,
}

/// `[accounts.<id>]`
pub(super) struct Account {
    pub(super) name: Option<Spanned<String>>,
    pub(super) environment: Option<Spanned<String>>,
    pub(super) regions: Vec<Spanned<String>>,
    pub(super) trusted: Option<bool>,
}

/// `[[resources]]`
pub(super) struct ResourceEntry {
    pub(super) pattern: Spanned<String>,
    pub(super) environment: Option<Spanned<String>>,
    pub(super) params: Vec<(Spanned<String>, Params)>,
}

/// `[rules.<id>]`
pub(super) struct Rule {
    pub(super) enabled: Option<bool>,
    pub(super) severity: Option<Spanned<String>>,
    pub(super) params: Params,
}

/// Values by name.
pub(super) type Params = Vec<(String, Spanned<Json>)>;

impl Config {
    /// The file, if it is TOML of the version that we read.
    pub(super) fn parse(text: &str, problems: &mut Problems<'_>) -> Option<Self> {
        let (file, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            for error in errors {
                let span = error.span().unwrap_or_default();
                problems.add(span, error.message(), "see https://toml.io for the syntax");
            }
            return None;
        }
        let mut table = Table::new(super::FILE_NAME, file.get_ref());
        check_version(&mut table, problems)?;
        let config = Config {
            accounts: accounts(&mut table, problems),
            resources: resources(&mut table, problems),
            rules: rules(&mut table, problems),
        };
        for key in LATER {
            if let Some(value) = table.take(key) {
                problems.add(
                    value.span(),
                    format!("`{key}` is not supported by this version yet"),
                    "remove it, or use a version of assize that supports it: it would have no effect",
                );
            }
        }
        table.finish(problems);
        Some(config)
    }
}

fn check_version(table: &mut Table<'_, '_>, problems: &mut Problems<'_>) -> Option<()> {
    let help = format!("write `version = {VERSION}` before everything else");
    let Some(value) = table.take("version") else {
        problems.add(0..0, "there is no `version`", help);
        return None;
    };
    match value.as_ref().as_integer().and_then(whole) {
        Some(VERSION) => Some(()),
        Some(other) if other > VERSION => {
            let message = format!("this assize reads version {VERSION}, and the file has {other}");
            problems.add(value.span(), message, "use a newer assize");
            None
        }
        _ => {
            problems.add(value.span(), "this is not a version", help);
            None
        }
    }
}

fn accounts(
    table: &mut Table<'_, '_>,
    problems: &mut Problems<'_>,
) -> Vec<(Spanned<String>, Account)> {
    let mut accounts = Vec::new();
    for named in table.tables("accounts", problems) {
        let mut entry = Table::new("an account", named.table);
        let account = Account {
            name: entry.text("name", problems),
            environment: entry.text("environment", problems),
            regions: entry.texts("regions", problems),
            trusted: entry.boolean("trusted", problems),
        };
        entry.finish(problems);
        accounts.push((named.name, account));
    }
    accounts
}

fn resources(table: &mut Table<'_, '_>, problems: &mut Problems<'_>) -> Vec<ResourceEntry> {
    let Some(value) = table.take("resources") else {
        return Vec::new();
    };
    let Some(items) = value.as_ref().as_array() else {
        mismatch(
            value,
            "resources",
            "`[[resources]]`, once for each entry",
            problems,
        );
        return Vec::new();
    };
    let mut resources = Vec::new();
    for item in items {
        let Some(fields) = item.as_ref().as_table() else {
            mismatch(item, "resources", "a table", problems);
            continue;
        };
        let mut entry = Table::new("an entry of `resources`", fields);
        let pattern = entry.text("match", problems);
        let environment = entry.text("environment", problems);
        let params = entry.tables("params", problems);
        let params = params
            .into_iter()
            .map(|named| (named.name, params_of(named.table, problems)))
            .collect();
        entry.finish(problems);
        match pattern {
            Some(pattern) => resources.push(ResourceEntry {
                pattern,
                environment,
                params,
            }),
            None if fields.contains_key("match") => {}
            None => problems.add(
                item.span(),
                "an entry of `resources` has no `match`",
                "say which resources it is about: `match = \"arn:aws:rds:*:*:db:orders-*\"`",
            ),
        }
    }
    resources
}

fn rules(table: &mut Table<'_, '_>, problems: &mut Problems<'_>) -> Vec<(Spanned<String>, Rule)> {
    let mut rules = Vec::new();
    for named in table.tables("rules", problems) {
        let mut entry = Table::new("a rule", named.table);
        let rule = Rule {
            enabled: entry.boolean("enabled", problems),
            severity: entry.text("severity", problems),
            params: match entry.take("params") {
                Some(value) => match value.as_ref().as_table() {
                    Some(table) => params_of(table, problems),
                    None => {
                        mismatch(value, "params", "a table", problems);
                        Vec::new()
                    }
                },
                None => Vec::new(),
            },
        };
        entry.finish(problems);
        rules.push((named.name, rule));
    }
    rules
}

fn params_of(table: &DeTable<'_>, problems: &mut Problems<'_>) -> Params {
    let mut params = Vec::new();
    for (name, value) in table {
        let name: &str = name.as_ref();
        match json(value.as_ref()) {
            Some(json) => params.push((name.to_owned(), Spanned::new(value.span(), json))),
            None => mismatch(
                value,
                name,
                "a whole number, a text, true or false, or a list of these",
                problems,
            ),
        }
    }
    params
}

fn json(value: &DeValue<'_>) -> Option<Json> {
    match value {
        DeValue::String(text) => Some(Json::from(text.as_ref())),
        DeValue::Integer(number) => whole(number).map(Json::from),
        DeValue::Boolean(value) => Some(Json::from(*value)),
        DeValue::Array(items) => {
            let plain = |item: Value<'_, '_>| match item.as_ref() {
                DeValue::Array(_) => None,
                value => json(value),
            };
            items
                .iter()
                .map(plain)
                .collect::<Option<Vec<_>>>()
                .map(Json::from)
        }
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => None,
    }
}

fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
