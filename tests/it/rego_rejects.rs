//! Modules that OPA or the contract refuses are refused at their line; tricky legal ones load.

use std::fs;

use assize::rules::metadata::Origin;
use assize::rules::source::Source;
use assize::rules::vet;

use crate::corpus::{Case, cases, root};

#[test]
fn what_opa_refuses_is_refused() {
    refused(cases("tests/rego-rejects", &["contract"]));
}

#[test]
fn what_the_contract_refuses_is_refused() {
    refused(cases("tests/rego-rejects/contract", &[]));
}

#[test]
fn what_is_legal_loads() {
    let mut failures = Vec::new();
    for case in cases("tests/rego-accepts", &[]) {
        for problem in case.vet().err().unwrap_or_default() {
            failures.push(problem.to_string());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_rule_in_the_docs_loads() {
    let page = fs::read_to_string(root().join("docs/rego.md")).expect("the page");
    let text = page
        .split("```rego\n")
        .nth(1)
        .expect("a rule")
        .split("```")
        .next();
    let rule = Source {
        file: "policies/rds/db_open.rego",
        text: text.expect("its end"),
    };
    let library = Source {
        file: "policies/lib/net.rego",
        text: "package assize.lib.net\n\neverywhere(cidr) if cidr == \"0.0.0.0/0\"\n",
    };
    let problems = vet(rule, Origin::BuiltIn, &[library]).err();
    assert_eq!(problems, None);
}

fn refused(cases: Vec<Case>) {
    let mut failures = Vec::new();
    for case in cases {
        let expected = case.expected();
        let problems = case.vet().err().unwrap_or_default();
        let met = problems.iter().any(|problem| {
            problem.file.rsplit('/').next() == Some(&expected.file)
                && problem.line == expected.line
                && problem.to_string().contains(&expected.message)
        });
        if !met {
            let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let (file, line, message) = (&expected.file, expected.line, &expected.message);
            failures.push(format!(
                "{}: wanted {file}:{line} `{message}`, found:\n    {}",
                case.path(),
                found.join("\n    ")
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} wrong\n{}",
        failures.len(),
        failures.join("\n")
    );
}
