//! The layer table of ARCHITECTURE.md, and which crate is used by which layer.

use super::code;

/// Each layer and those of ours that it may use, besides itself.
const LAYERS: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("snapshot", &["model"]),
    ("collect", &["model", "snapshot"]),
    ("import", &["model", "snapshot"]),
    ("graph", &["model", "snapshot"]),
    ("config", &["model"]),
    ("rules", &["model", "graph", "config"]),
    ("compare", &["model", "graph"]),
    ("remedy", &["model", "graph"]),
    ("report", &["model"]),
];

/// Crates that only some layers may use. A name that ends in `_` stands for all that begin with it.
const FENCES: [(&str, &[&str]); 16] = [
    // regorus wants it of the functions that it calls.
    ("anyhow", &["rules", "bin"]),
    ("aws_", &["collect"]),
    ("clap", &["bin"]),
    ("clap_complete", &["bin"]),
    ("clap_mangen", &["bin"]),
    ("indicatif", &["bin"]),
    ("percent_encoding", &["collect"]),
    ("rayon", &["snapshot", "graph", "rules"]),
    ("regorus", &["rules"]),
    ("roxmltree", &["collect"]),
    ("serde_sarif", &["report"]),
    ("tokio", &["collect", "bin"]),
    ("toml", &["config", "bin"]),
    ("tracing", &["collect"]),
    ("tracing_subscriber", &["bin"]),
    ("zstd", &["snapshot"]),
];

/// The layer that a path is in: the directory, or the file, under `src/`.
fn layer_of(path: &str) -> Option<&str> {
    let first = path.strip_prefix("src/")?.split('/').next()?;
    Some(first.strip_suffix(".rs").unwrap_or(first))
}

/// How many modules stand between the crate's root and the code of this file.
fn depth(path: &str) -> usize {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    inner.split('/').filter(|part| *part != "mod").count()
}

/// Uses of a layer that the table does not allow.
pub(crate) fn forbidden_layers(path: &str, text: &str) -> Vec<String> {
    let Some((own, allowed)) =
        layer_of(path).and_then(|own| LAYERS.iter().find(|(name, _)| *name == own))
    else {
        return Vec::new();
    };
    let code = code::only(text);
    let known = |name: &str| LAYERS.iter().any(|(layer, _)| *layer == name);
    from_root(&code, depth(path))
        .into_iter()
        .filter(|(_, name)| name != own && known(name) && !allowed.contains(&name.as_str()))
        .map(|(offset, name)| {
            let line = code::line(&code, offset);
            format!("line {line}: `{own}` must not use `{name}`; it may use {allowed:?}")
        })
        .collect()
}

/// The first names of all paths that start at the crate's root, as `crate::x`, `crate::{x, y::z}` or
/// as many `super::` as the file is deep.
fn from_root(code: &str, depth: usize) -> Vec<(usize, String)> {
    let up = "super::".repeat(depth);
    let mut found = Vec::new();
    for start in ["crate::", up.as_str()] {
        for (at, _) in code.match_indices(start) {
            let before = &code[..at];
            if before.ends_with("::")
                || before.ends_with('$')
                || before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                continue;
            }
            let rest = &code[at + start.len()..];
            found.extend(heads(rest).into_iter().map(|name| (at, name)));
        }
    }
    found
}

/// The first name of a path, or of each path of a group in braces.
fn heads(rest: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![word(rest)];
    };
    let mut nested = 0_usize;
    let mut names = vec![word(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => nested += 1,
            '}' if nested == 0 => break,
            '}' => nested -= 1,
            ',' if nested == 0 => names.push(word(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

/// Uses of a crate outside the layers that may use it.
pub(crate) fn forbidden_crates(path: &str, text: &str) -> Vec<String> {
    let Some(own) = layer_of(path).filter(|_| path.ends_with(".rs")) else {
        return Vec::new();
    };
    let code = code::only(text);
    let mut problems = Vec::new();
    for (offset, word) in code::words(&code) {
        let fence = FENCES
            .iter()
            .find(|(name, _)| is_crate(&code, offset, word, name));
        if let Some((name, homes)) = fence.filter(|(_, homes)| !homes.contains(&own)) {
            let line = code::line(&code, offset);
            problems.push(format!("line {line}: `{name}` is used by {homes:?} only"));
        }
    }
    problems
}

/// Whether the word is the crate, and not a module or a value of the same name.
fn is_crate(code: &str, offset: usize, word: &str, name: &str) -> bool {
    let named = if name.ends_with('_') {
        word.starts_with(name)
    } else {
        word == name
    };
    let follows_path = code[..offset].ends_with("::");
    let leads_path = code[offset + word.len()..].starts_with("::");
    let imported = code[..offset].trim_end().ends_with("use");
    named && !follows_path && (leads_path || imported)
}

/// The files whose code names a crate.
pub(crate) fn users_of<'a>(
    name: &str,
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<&'a str> {
    files
        .filter(|(path, text)| {
            let code = code::only(text);
            path.starts_with("src/")
                && code::words(&code)
                    .iter()
                    .any(|(at, word)| is_crate(&code, *at, word, name))
        })
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn a_layer_that_looks_up_is_found() {
    let bad = |path: &str, text: &str| {
        assert_eq!(forbidden_layers(path, text).len(), 1, "{path}: {text}");
    };
    bad("src/graph/index.rs", "use crate::rules::judge;");
    bad("src/model/id.rs", "fn f() { crate::graph::build() }");
    bad(
        "src/report/json.rs",
        "use crate::{model::Finding, graph::{Graph, model}};",
    );
    bad("src/report/json.rs", "use super::super::graph;");
    bad("src/config.rs", "use super::snapshot::read;");
    bad("src/rules/judge.rs", "use crate::collect;");
}

#[test]
fn a_layer_that_looks_down_is_fine() {
    let good = |path: &str, text: &str| {
        assert_eq!(forbidden_layers(path, text), [""; 0], "{path}: {text}");
    };
    good(
        "src/graph/index.rs",
        "use crate::model::id::Arn; use crate::{snapshot, graph::x};",
    );
    good(
        "src/graph/network/tier.rs",
        "use super::rules; use super::super::node;",
    );
    good(
        "src/model/id.rs",
        "// as crate::graph does\nlet x = \"crate::graph\";",
    );
    good("src/bin/assize/main.rs", "use assize::rules;");
    good("src/rules/judge.rs", "use crate::graph::Graph;");
}

#[test]
fn a_crate_outside_its_fence_is_found() {
    let bad = |path: &str, text: &str| {
        assert_eq!(forbidden_crates(path, text).len(), 1, "{path}: {text}");
    };
    bad("src/graph/index.rs", "use regorus::Engine;");
    bad("src/report/json.rs", "let x = aws_sdk_ec2::Client::new();");
    bad("src/report/mod.rs", "use rayon::prelude::*;");
    bad("src/rules/load.rs", "use tokio;");
    bad("src/model/id.rs", "type E = anyhow::Error;");
}

#[test]
fn a_crate_inside_its_fence_is_fine() {
    let good = |path: &str, text: &str| {
        assert_eq!(forbidden_crates(path, text), [""; 0], "{path}: {text}");
    };
    good(
        "src/collect/ec2/vpc.rs",
        "use aws_sdk_ec2::Client; use tokio::sync::Semaphore;",
    );
    good(
        "src/rules/engine.rs",
        "use regorus::Engine; use rayon::iter::ParallelIterator;",
    );
    good(
        "src/graph/index.rs",
        "// as regorus::Engine\nlet toml = 1; super::toml::read(); f(toml);",
    );
    good("tests/it/main.rs", "use tokio::runtime;");
}

#[test]
fn users_of_a_crate_are_named() {
    let files = [
        ("src/report/sarif.rs", "use serde_sarif::sarif;"),
        ("src/report/json.rs", "// serde_sarif::x"),
    ];
    assert_eq!(
        users_of("serde_sarif", files.into_iter()),
        ["src/report/sarif.rs"]
    );
}
