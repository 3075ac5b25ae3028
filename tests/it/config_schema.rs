//! `schema/assize.schema.json` is what the program would write today.

use assize::config;

#[test]
fn the_committed_schema_of_assize_toml_is_true() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/assize.schema.json");
    let wanted = format!("{:#}\n", config::schema());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &wanted).expect("schema/ can be written");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == wanted,
        "schema/assize.schema.json is out of date; write it with: UPDATE=1 cargo test --test it config_schema"
    );
}
