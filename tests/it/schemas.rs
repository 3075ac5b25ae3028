//! The committed schemas are what the program would write today.

use assize::{config, graph};

use crate::corpus::root;

#[test]
fn of_assize_toml() {
    is_true(
        "schema/assize.schema.json",
        &format!("{:#}\n", config::schema()),
    );
}

#[test]
fn of_facts() {
    is_true(
        "schema/facts.json",
        &format!("{:#}\n", graph::schema::to_json(None)),
    );
}

fn is_true(file: &str, wanted: &str) {
    let path = root().join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, wanted).expect("schema/ can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == wanted,
        "{file} is out of date; write it with: UPDATE=1 cargo test --no-default-features --test it schemas"
    );
}
