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

/// A module can load and still mean something else to regorus: each rule has OPA's value.
#[test]
fn opa_and_regorus_agree_on_the_accepts() {
    let cases = cases("tests/rego-accepts", &[]);
    // The builtins that assize adds are compared by their answers below.
    let cases = cases
        .iter()
        .filter(|case| !case.files[0].1.contains("net.cidr_"));
    let mut questions = Vec::new();
    let mut ours = Vec::new();
    for case in cases {
        let package = case.vet().expect("a legal module").package;
        for input in inputs() {
            ours.push((case.path(), regorus_value(case, &package, &input)));
            questions.push(json!({"modules": modules(case), "path": package, "input": input}));
        }
    }
    let told = ask(&json!({"evaluations": questions}));
    for (at, (path, found)) in ours.iter().enumerate() {
        assert_eq!(
            told["evaluations"][at]["value"], *found,
            "{path}, input {at}"
        );
    }
}

/// Views as the contract of the accepts asks for them.
fn inputs() -> [Value; 3] {
    let rule = |cidr: &str, port: u16| json!({"cidr": cidr, "from_port": port});
    [
        json!({
            "group_name": "a",
            "ingress": [rule("::/0", 22), rule("10.0.0.0/8", 443), rule("a", 1)],
            "vpc": {"cidr_block": "10.0.0.0/16", "name": "a"},
            "params": {"port": 22},
        }),
        json!({
            "group_name": "x",
            "ingress": [],
            "vpc": {"cidr_block": null, "name": {"unknown": "denied"}},
            "params": {"port": 22},
        }),
        json!({
            "group_name": "empty",
            "ingress": [rule("0.0.0.0/0", 50000), rule("::/0", 50001)],
            "vpc": {"cidr_block": "a", "name": null},
            "params": {"port": 50000},
        }),
    ]
}

fn regorus_value(case: &Case, package: &str, input: &Value) -> Value {
    let mut engine = regorus::Engine::new();
    // OPA's own default, to which this OPA is set as well.
    engine.set_strict_builtin_errors(false);
    for (file, text) in &case.files {
        engine.add_policy(file.clone(), text.clone()).expect(file);
    }
    engine.set_input(regorus::Value::from(input.clone()));
    let results = engine
        .eval_query(format!("data.{package}"), false)
        .expect(package);
    let value = &results.result[0].expressions[0].value;
    serde_json::to_value(value).expect("JSON")
}

/// The unit tests of the builtins compare our answers with the same file.
#[test]
fn opa_gives_the_answers_that_the_builtins_are_tested_with() {
    let text = fs::read_to_string(root().join("tests/opa/cidr.json")).expect("the answers");
    let answers: BTreeMap<String, Value> = serde_json::from_str(&text).expect("JSON");
    let expressions: Vec<&String> = answers.keys().collect();
    let told = ask(&json!({"expressions": expressions}));
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
        sets.insert(case.path().to_owned(), modules(case));
    }
    let told = ask(&json!({"sets": sets}));
    let refusals: BTreeMap<String, Option<String>> =
        serde_json::from_value(told["sets"].clone()).expect("refusals by name");
    assert_eq!(refusals.len(), cases.len());
    refusals
}

fn modules(case: &Case) -> Value {
    let files = case.files.iter().map(|(file, text)| (file, text));
    json!(files.collect::<BTreeMap<_, _>>())
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
