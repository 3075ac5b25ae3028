//! Embeds `policies/`: every `.rego` file and every cases file, and nothing else.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the files that it embeds"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=policies");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    find(&root.join("policies"), &mut files)?;
    files.sort();
    let mut code = String::from("pub(super) const FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file
            .strip_prefix(&root)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/");
        let here = "concat!(env!(\"CARGO_MANIFEST_DIR\"), ";
        writeln!(
            code,
            "    ({name:?}, include_str!({here}{:?}))),",
            format!("/{name}")
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("policies.rs");
    fs::write(out, code)
}

fn find(folder: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, into)?;
        } else if is_policy(&path) {
            into.push(path);
        }
    }
    Ok(())
}

fn is_policy(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.ends_with(".rego") || name.ends_with(".cases.yaml")
}
