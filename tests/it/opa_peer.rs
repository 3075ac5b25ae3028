//! Real OPA as the judge of our own judgement: it takes every policy, and refuses what we refuse.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::corpus::{Case, cases, root};
use crate::python::python;

#[test]
fn opa_refuses_the_rejects() {
    for (name, refusal) in compile(&cases("tests/rego-rejects", &["contract"])) {
        assert!(
            refusal.is_some(),
            "OPA compiles {name}: it belongs into contract/"
        );
    }
}

#[test]
fn opa_compiles_the_accepts() {
    for (name, refusal) in compile(&cases("tests/rego-accepts", &[])) {
        assert_eq!(refusal, None, "OPA refuses {name}");
    }
}

#[test]
fn opa_compiles_every_policy() {
    let mut files = Vec::new();
    policies(&root().join("policies"), &mut files);
    let (libraries, rules): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|(path, _)| path.starts_with("policies/lib/"));
    let with_libraries = |rule| Case {
        files: std::iter::once(rule).chain(libraries.clone()).collect(),
    };
    let cases: Vec<Case> = rules.into_iter().map(with_libraries).collect();
    for (name, refusal) in compile(&cases) {
        assert_eq!(refusal, None, "OPA refuses {name}");
    }
}

/// The unit tests of the builtins compare our answers with the same file.
#[test]
fn opa_gives_the_answers_that_the_builtins_are_tested_with() {
    let text = fs::read_to_string(root().join("tests/opa/cidr.json")).expect("the answers");
    let answers: BTreeMap<String, Value> = serde_json::from_str(&text).expect("JSON");
    let expressions: Vec<&String> = answers.keys().collect();
    let told = ask(&json!({"sets": {}, "expressions": expressions}));
    for (expression, wanted) in &answers {
        let answer = &told["answers"][expression];
        let found = answer
            .get("value")
            .cloned()
            .unwrap_or_else(|| json!("error"));
        assert_eq!(found, *wanted, "{expression}");
    }
}

#[test]
fn the_table_of_builtins_is_what_opa_says() {
    let table = fs::read_to_string(root().join("src/rules/check/builtins.txt")).expect("the table");
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.filter_map(|line| line.split(' ').next()).collect();
    let script = root().join("tests/opa/builtins.py");
    let output = Command::new(python())
        .arg(script)
        .args(names)
        .output()
        .expect("Python");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        table,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Why OPA refuses each case, if it does.
fn compile(cases: &[Case]) -> BTreeMap<String, Option<String>> {
    let mut sets = serde_json::Map::new();
    for case in cases {
        let modules: BTreeMap<&String, &String> =
            case.files.iter().map(|(file, text)| (file, text)).collect();
        sets.insert(case.path().to_owned(), json!(modules));
    }
    let told = ask(&json!({"sets": sets, "expressions": []}));
    let refusals: BTreeMap<String, Option<String>> =
        serde_json::from_value(told["sets"].clone()).expect("refusals by name");
    assert_eq!(refusals.len(), cases.len());
    refusals
}

fn ask(question: &Value) -> Value {
    let mut child = Command::new(python())
        .arg(root().join("tests/opa/check.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python");
    let mut stdin = child.stdin.take().expect("an input");
    stdin
        .write_all(question.to_string().as_bytes())
        .expect("Python reads the question");
    drop(stdin);
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "tests/opa/check.py failed");
    serde_json::from_slice(&output.stdout).expect("JSON from tests/opa/check.py")
}

fn policies(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            policies(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "rego")
        {
            let short = path.strip_prefix(root()).expect("a path in the repository");
            let text = fs::read_to_string(&path).expect("a policy");
            files.push((short.to_string_lossy().into_owned(), text));
        }
    }
}
