//! The only door to regorus: one prepared engine, cloned for each worker.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use regorus::Value;
use regorus::utils::limits::ExecutionTimerConfig;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::model::datum::{Cell, Datum};
use crate::model::severity::Severity;

use super::builtins;
use super::nesting;
use super::problem::Problem;
use super::set::Rule;
use super::source::Source;

/// How long one evaluation may take: at least a hundred times what the slowest shipped case takes.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// How many steps of the interpreter pass between two looks at the clock.
const CHECK_INTERVAL: NonZeroU32 = NonZeroU32::MIN.saturating_add(255);

/// The modules of every rule, prepared.
#[derive(Clone)]
pub(super) struct Engine {
    inner: regorus::Engine,
}

/// What a rule says against a subject.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Denial {
    /// View-relative paths of the facts that it stands on.
    pub(super) facts: Vec<String>,
    /// The id of the message.
    pub(super) message: String,
    /// The arguments of the message.
    #[serde(default)]
    pub(super) args: BTreeMap<String, Json>,
    /// The severity, if it is not the rule's own.
    #[serde(default)]
    pub(super) severity: Option<Severity>,
    /// What tells several denials of one subject apart.
    #[serde(default)]
    pub(super) key: Option<String>,
}

impl Engine {
    /// An engine without modules. Errors of builtins are errors of the rule, never "undefined".
    pub(super) fn new() -> Self {
        let mut inner = regorus::Engine::new();
        inner.set_strict_builtin_errors(true);
        inner.set_execution_timer_config(ExecutionTimerConfig {
            limit: TIME_LIMIT,
            check_interval: CHECK_INTERVAL,
        });
        builtins::register(&mut inner);
        Engine { inner }
    }

    /// Adds a module that passed its checks.
    pub(super) fn add(&mut self, source: &Source<'_>) -> Result<(), Problem> {
        nesting::check(source)?;
        let added = self
            .inner
            .add_policy(source.file.to_owned(), source.text.to_owned());
        added
            .map(|_| ())
            .map_err(|error| engine_problem(source.file, &error.to_string()))
    }

    /// Prepares the modules, so that clones share the work.
    pub(super) fn prepare(&mut self, first: Option<&Rule>) -> Result<(), Problem> {
        let Some(rule) = first else { return Ok(()) };
        self.inner.set_input(Value::new_object());
        match self
            .inner
            .eval_rule(format!("data.{}.deny", rule.metadata.package))
        {
            Ok(_) => Ok(()),
            // An empty input is no view: errors of evaluation are to be expected, and the checks
            // found those of compilation.
            Err(_) => Ok(()),
        }
    }

    /// Whether a rule concerns a subject.
    pub(super) fn applies(&mut self, rule: &Rule, view: &Cell) -> Result<bool, String> {
        self.inner.set_input(to_value(view));
        let result = self
            .inner
            .eval_rule(format!("data.{}.applies", rule.metadata.package));
        match result.map_err(|error| first_lines(&error.to_string()))? {
            Value::Bool(applies) => Ok(applies),
            Value::Undefined => Ok(false),
            _ => Err("`applies` is neither true nor false".to_owned()),
        }
    }

    /// What a rule says against a subject, in a fixed order.
    pub(super) fn deny(&mut self, rule: &Rule, view: &Cell) -> Result<Vec<Denial>, String> {
        self.inner.set_input(to_value(view));
        let result = self
            .inner
            .eval_rule(format!("data.{}.deny", rule.metadata.package));
        let result = result.map_err(|error| first_lines(&error.to_string()))?;
        let Value::Set(denials) = result else {
            return Err("`deny` is not a set".to_owned());
        };
        denials
            .iter()
            .map(|denial| {
                let json = serde_json::to_value(denial).map_err(|error| error.to_string())?;
                serde_json::from_value(json)
                    .map_err(|error| format!("a denial is not as the contract wants it: {error}"))
            })
            .collect()
    }
}

/// regorus tells places in its text only: `--> file:line:column`.
fn engine_problem(file: &str, text: &str) -> Problem {
    let place = text
        .split("-->")
        .nth(1)
        .and_then(|rest| rest.lines().next());
    let mut numbers = place.into_iter().flat_map(|place| place.rsplit(':'));
    let mut number = || {
        numbers
            .next()
            .and_then(|number| number.trim().parse::<u32>().ok())
    };
    let column = number().unwrap_or(1);
    Problem {
        file: file.to_owned(),
        line: number().unwrap_or(1),
        column,
        message: first_lines(text),
        help: "the Rego engine refuses the module".to_owned(),
    }
}

/// The part of an engine's error that says what went wrong, on one line.
fn first_lines(text: &str) -> String {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && *line != "|");
    lines.take(6).collect::<Vec<_>>().join(" ")
}

fn to_value(cell: &Cell) -> Value {
    match &cell.datum {
        Datum::Null => Value::Null,
        Datum::Boolean(value) => Value::Bool(*value),
        Datum::Integer(value) => Value::from(*value),
        Datum::Text(value) => Value::String(value.as_str().into()),
        Datum::List(items, _) => Value::from(items.iter().map(to_value).collect::<Vec<_>>()),
        Datum::Record(fields) => {
            let mut object = Value::new_object();
            if let Ok(map) = object.as_object_mut() {
                for (name, cell) in fields {
                    map.insert(Value::String(name.as_str().into()), to_value(cell));
                }
            }
            object
        }
        // A gap reaches a rule only as `{"unknown": reason}`, which the projection has made.
        Datum::Gap(gap) => Value::String(gap.reason.as_str().into()),
    }
}
