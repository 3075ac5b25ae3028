//! What a user sets about rules: which are off, how severe, with which parameters.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::config::{self, ConfigProblem, ValidConfig};
use crate::graph::{Graph, KeyBuffer, NodeId};
use crate::model::datum::{Cell, Datum};
use crate::model::glob;
use crate::model::id::Text;
use crate::model::severity::Severity;

use super::metadata::Param;
use super::nearest::did_you_mean;
use super::set::{Rule, RuleSet};

/// Settings of a run, by rule id. The default sets nothing.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Only these rules, if any are named.
    pub only: BTreeSet<String>,
    /// Whether the subjects that pass are listed, and not only counted.
    pub keep_passes: bool,
    by_rule: BTreeMap<String, OfRule>,
}

/// What is set about one rule.
#[derive(Debug, Clone, Default)]
struct OfRule {
    disabled: bool,
    severity: Option<Severity>,
    params: BTreeMap<String, Json>,
    /// Shapes of ARNs with the parameters of these resources; the first that matches counts.
    of_resources: Vec<(String, BTreeMap<String, Json>)>,
}

impl Settings {
    /// What `assize.toml` says of the rules of a set.
    ///
    /// # Errors
    /// Rules and parameters that do not exist, and values out of bounds, with their places.
    pub fn new(config: &ValidConfig, set: &RuleSet) -> Result<Settings, Vec<ConfigProblem>> {
        let aliases = set.aliases();
        let ids = set.rules.iter().map(|rule| rule.metadata.id.as_str());
        let mut problems = config.check_rule_ids(&ids.collect(), &aliases);
        let mut settings = Settings::default();
        for (id, entry) in config.rules_by_id(&aliases) {
            let Some(rule) = set.rule(id) else { continue };
            let of_rule = settings.by_rule.entry(id.to_owned()).or_default();
            of_rule.disabled = !entry.enabled;
            of_rule.severity = entry.severity;
            of_rule.params = checked(config, rule, &entry.params, &mut problems);
        }
        for entry in &config.resources {
            for (name, said) in &entry.params {
                let Some(rule) = set.rule(name) else { continue };
                let params = checked(config, rule, &said.params, &mut problems);
                let of_rule = settings.by_rule.entry(rule.metadata.id.clone());
                let shapes = &mut of_rule.or_default().of_resources;
                shapes.push((entry.pattern.clone(), params));
            }
        }
        if problems.is_empty() {
            return Ok(settings);
        }
        problems.sort();
        Err(problems)
    }

    /// Sets the parameters of a rule, whatever the resource.
    pub(super) fn with_params(rule: &Rule, params: BTreeMap<String, Json>) -> Self {
        let of_rule = OfRule {
            params,
            ..OfRule::default()
        };
        let by_rule = BTreeMap::from([(rule.metadata.id.clone(), of_rule)]);
        Settings {
            by_rule,
            ..Settings::default()
        }
    }

    /// Whether a rule is to judge.
    pub(super) fn is_on(&self, rule: &Rule) -> bool {
        let id = &rule.metadata.id;
        let disabled = self.by_rule.get(id).is_some_and(|rule| rule.disabled);
        if self.only.is_empty() {
            return !disabled;
        }
        self.only.contains(id)
    }

    /// The severity that replaces the rule's own.
    pub(super) fn severity(&self, rule: &Rule) -> Option<Severity> {
        self.by_rule.get(&rule.metadata.id)?.severity
    }

    /// Appends to the key of a view what the parameters of the rule depend on.
    pub(super) fn mark(&self, rule: &Rule, graph: &Graph<'_>, node: NodeId, key: &mut KeyBuffer) {
        let params = &rule.metadata.params;
        if params
            .values()
            .any(|param| !param.by_environment.is_empty())
        {
            key.push_text(graph.environment(node));
        }
        if let Some(own) = self.by_rule.get(&rule.metadata.id) {
            for (pattern, _) in &own.of_resources {
                key.push_flag(glob::matches(pattern, &graph.node(node).arn));
            }
        }
    }

    /// The parameters of a rule for a resource, as they stand under `input.params`.
    ///
    /// What a user sets for the resource wins over what they set for the rule, that over the rule's
    /// own value for the environment, and that over its default.
    pub(super) fn params(&self, rule: &Rule, environment: &str, arn: &str) -> Option<Cell> {
        if rule.metadata.params.is_empty() {
            return None;
        }
        let own = self.by_rule.get(&rule.metadata.id);
        let fields = rule.metadata.params.iter().map(|(name, param)| {
            let value = own
                .and_then(|own| own.said(name, arn))
                .or_else(|| param.by_environment.get(environment))
                .unwrap_or(&param.default);
            (Text::from(name.as_str()), from_json(value))
        });
        Some(Cell::plain(Datum::Record(fields.collect())))
    }
}

impl OfRule {
    fn said(&self, name: &str, arn: &str) -> Option<&Json> {
        let of_resource = self
            .of_resources
            .iter()
            .filter(|(_, params)| params.contains_key(name))
            .find(|(pattern, _)| glob::matches(pattern, arn))
            .and_then(|(_, params)| params.get(name));
        of_resource.or_else(|| self.params.get(name))
    }
}

/// The values that a rule has parameters for; the others become problems.
fn checked(
    config: &ValidConfig,
    rule: &Rule,
    said: &BTreeMap<String, config::Param>,
    problems: &mut Vec<ConfigProblem>,
) -> BTreeMap<String, Json> {
    let declared: &BTreeMap<String, Param> = &rule.metadata.params;
    let id = &rule.metadata.id;
    let mut values = BTreeMap::new();
    for (name, param) in said {
        let (message, help) = match declared.get(name) {
            None => {
                let names = declared.keys().map(String::as_str);
                let help = did_you_mean(name, "the parameters of the rule", names);
                (format!("the rule `{id}` has no parameter `{name}`"), help)
            }
            Some(declared) => match declared.check(&param.value) {
                Ok(()) => {
                    values.insert(name.clone(), param.value.clone());
                    continue;
                }
                Err(why) => (
                    format!("the parameter `{name}` of the rule `{id}`: {why}"),
                    format!("see `assize rules show {id}`"),
                ),
            },
        };
        problems.push(config.problem(param.at, message, help));
    }
    values
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
