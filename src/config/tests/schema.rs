//! The JSON Schema says yes and no where reading does.

use serde_json::Value as Json;

use super::{GOOD, uncommented};
use crate::config::{read, schema, template};

fn accepts(text: &str) -> bool {
    let value: toml::Table = text.parse().unwrap();
    let value: Json = serde_json::to_value(value).unwrap();
    jsonschema::validator_for(&schema())
        .unwrap()
        .is_valid(&value)
}

#[test]
fn what_is_read_is_accepted() {
    for text in [
        GOOD,
        "version = 1",
        &template(&[]),
        &uncommented(&template(&[])),
    ] {
        assert!(read(text, "assize.toml").is_ok(), "{text}");
        assert!(accepts(text), "{text}");
    }
}

#[test]
fn what_is_refused_is_not_accepted() {
    for text in [
        "",
        "version = 2",
        "version = 1\nacounts = {}",
        "version = 1\n[trust]",
        "version = 1\n[accounts.1]",
        "version = 1\n[accounts.012345678901]\nenvironment = 'unknown'",
        "version = 1\n[accounts.012345678901]\nregions = ['global']",
        "version = 1\n[accounts.012345678901]\nregions = ['eu-west-1', 'eu-west-1']",
        "version = 1\n[rules.a]\nseverity = 'awful'",
        "version = 1\n[rules.a]\nparams.x = 1.5",
        "version = 1\n[rules.a]\nparams.x = [[1]]",
        "version = 1\n[[resources]]\nenvironment = 'dev'",
        "version = 1\n[[resources]]\nmatch = 'db:a'",
    ] {
        assert!(read(text, "assize.toml").is_err(), "{text}");
        assert!(!accepts(text), "{text}");
    }
}
