//! What a user sets about rules: which are off, how severe, with which parameters.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::model::datum::{Cell, Datum};
use crate::model::id::Text;
use crate::model::severity::Severity;

use super::set::Rule;

/// Settings of a run, by rule id.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Rules that are off.
    pub disabled: BTreeSet<String>,
    /// Only these rules, if any are named.
    pub only: BTreeSet<String>,
    /// Severities that replace a rule's own.
    pub severities: BTreeMap<String, Severity>,
    /// Parameters, by rule and name.
    pub params: BTreeMap<String, BTreeMap<String, Json>>,
}

impl Settings {
    /// Whether a rule is to judge.
    pub(super) fn is_on(&self, rule: &Rule) -> bool {
        let id = &rule.metadata.id;
        !self.disabled.contains(id) && (self.only.is_empty() || self.only.contains(id))
    }

    /// The parameters of a rule in an environment, as they stand under `input.params`.
    ///
    /// What a user sets for the rule wins over the rule's value for the environment, and that over
    /// its default.
    pub(super) fn params(&self, rule: &Rule, environment: &str) -> Option<Cell> {
        if rule.metadata.params.is_empty() {
            return None;
        }
        let own = self.params.get(&rule.metadata.id);
        let fields = rule.metadata.params.iter().map(|(name, param)| {
            let set = own.and_then(|own| own.get(name));
            let by_environment = param.by_environment.get(environment);
            let value = set.or(by_environment).unwrap_or(&param.default);
            (Text::from(name.as_str()), from_json(value))
        });
        Some(Cell::plain(Datum::Record(fields.collect())))
    }
}

/// JSON as a projected value, as parameters and cases need it. `{"unknown": reason}` stays a
/// record here; the case runner makes gaps of it where a need stands.
pub(super) fn from_json(json: &Json) -> Cell {
    Cell::plain(match json {
        Json::Null => Datum::Null,
        Json::Bool(value) => Datum::Boolean(*value),
        Json::Number(number) => match number.as_i64() {
            Some(value) => Datum::Integer(value),
            None => Datum::Text(Text::from(number.to_string())),
        },
        Json::String(text) => Datum::Text(Text::from(text.as_str())),
        Json::Array(items) => {
            let mut items: Vec<Cell> = items.iter().map(from_json).collect();
            items.sort();
            Datum::List(items, None)
        }
        Json::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| (Text::from(name.as_str()), from_json(value)));
            let mut fields: Vec<(Text, Cell)> = fields.collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Datum::Record(fields)
        }
    })
}
