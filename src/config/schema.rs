//! The JSON Schema of `assize.toml`, for editors.

use serde_json::{Value as Json, json};

use super::VERSION;
use crate::model::environment::Environment;
use crate::model::severity::Severity;

/// The JSON Schema of `assize.toml`. `schema/assize.schema.json` is this.
pub fn schema() -> Json {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "assize.toml",
        "description": "What assize is told about accounts, resources and rules.",
        "type": "object",
        "additionalProperties": false,
        "required": ["version"],
        "properties": {
            "version": {"description": "The version of this file's format.", "const": VERSION},
            "accounts": {
                "description": "The accounts, by their twelve digits.",
                "type": "object",
                "additionalProperties": false,
                "patternProperties": {"^[0-9]{12}$": {"$ref": "#/$defs/account"}},
            },
            "resources": {
                "description": "Single resources; the first entry that matches and says something counts.",
                "type": "array",
                "items": {"$ref": "#/$defs/resource"},
            },
            "rules": {
                "description": "Rules, by their ids.",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/rule"},
            },
        },
        "$defs": {
            "account": account(),
            "resource": resource(),
            "rule": rule(),
            "environment": {
                "description": "What it is for: decides how strict some rules are.",
                "enum": Environment::KNOWN.map(Environment::as_str),
            },
            "params": {
                "description": "The parameters of a rule, by name.",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/param"},
            },
            "param": {
                "anyOf": [
                    {"$ref": "#/$defs/scalar"},
                    {"type": "array", "items": {"$ref": "#/$defs/scalar"}},
                ],
            },
            "scalar": {"type": ["integer", "string", "boolean"]},
        },
    })
}

fn account() -> Json {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": {"description": "What people call it.", "type": "string"},
            "environment": {"$ref": "#/$defs/environment"},
            "regions": {
                "description": "The regions to scan. Global services are always scanned.",
                "type": "array",
                "uniqueItems": true,
                "items": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)+-[0-9]{1,2}$"},
            },
            "trusted": {
                "description": "Whether it belongs to the same owner, although it may not be scanned.",
                "type": "boolean",
            },
        },
    })
}

fn resource() -> Json {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["match"],
        "properties": {
            "match": {
                "description": "The shape of the ARN: `*` is any text, `?` any one character.",
                "type": "string",
                "pattern": "^(arn:|[*?])",
            },
            "environment": {"$ref": "#/$defs/environment"},
            "params": {
                "description": "Parameters, by the id of the rule.",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/params"},
            },
        },
    })
}

fn rule() -> Json {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "enabled": {"description": "Whether it judges.", "type": "boolean"},
            "severity": {
                "description": "The severity that replaces its own.",
                "enum": Severity::WORST_FIRST.map(Severity::as_str),
            },
            "params": {"$ref": "#/$defs/params"},
        },
    })
}
