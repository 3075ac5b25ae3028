//! The parameters of a rule: what a user can set, and within which bounds.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParamType {
    /// A whole number.
    Integer,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A list of texts or a list of whole numbers.
    List,
}

/// What a user can set.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// The type of its values.
    pub kind: ParamType,
    /// The value where nobody says otherwise.
    pub default: Json,
    /// What a number counts.
    pub unit: Option<String>,
    /// The least number, or the least length of a list.
    pub min: Option<i64>,
    /// The greatest number, or the greatest length of a list.
    pub max: Option<i64>,
    /// The default in an environment.
    pub by_environment: BTreeMap<String, Json>,
    /// What it decides.
    pub description: Option<String>,
}

impl Param {
    /// Whether a value has the type and keeps the bounds.
    ///
    /// # Errors
    /// What the value should be.
    pub fn check(&self, value: &Json) -> Result<(), String> {
        let size = match (self.kind, value) {
            (ParamType::Integer, Json::Number(number)) => number.as_i64(),
            (ParamType::List, Json::Array(items)) if uniform(items) => Some(length(items)),
            (ParamType::String, Json::String(_)) | (ParamType::Boolean, Json::Bool(_)) => {
                return Ok(());
            }
            _ => None,
        };
        let Some(size) = size else {
            let found = described(value);
            return Err(format!("expected {}, found {found}", self.kind));
        };
        let what = match self.kind {
            ParamType::List => "the number of items",
            _ => "the number",
        };
        match (self.min, self.max) {
            (Some(min), _) if size < min => {
                Err(format!("{what} must be at least {min}, it is {size}"))
            }
            (_, Some(max)) if size > max => {
                Err(format!("{what} must be at most {max}, it is {size}"))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for ParamType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ParamType::Integer => "a whole number",
            ParamType::String => "a text",
            ParamType::Boolean => "true or false",
            ParamType::List => "a list of texts or of whole numbers",
        })
    }
}

fn uniform(items: &[Json]) -> bool {
    items.iter().all(Json::is_string) || items.iter().all(Json::is_i64)
}

fn length(items: &[Json]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

fn described(value: &Json) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "a map",
    }
}
