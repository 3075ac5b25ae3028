//! The shipped policies: every rule loads, and every case of every rule holds.

use assize::rules::bundle::Bundle;
use assize::rules::cases;
use assize::rules::set::RuleSet;
use assize::rules::vet_all;

fn built_in() -> (Bundle, RuleSet) {
    let bundle = Bundle::built_in();
    match RuleSet::load(std::slice::from_ref(&bundle)) {
        Ok(rules) => (bundle, rules),
        Err(problems) => {
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("the shipped policies do not load:\n{}", told.join("\n"));
        }
    }
}

#[test]
fn every_rule_loads() {
    let (_, rules) = built_in();
    assert!(!rules.rules.is_empty(), "no policies are embedded");
}

/// A start takes these rules on trust: here they pass what the rules of users must pass.
#[test]
fn every_rule_passes_its_check() {
    let problems = vet_all(&Bundle::built_in());
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn every_case_holds() {
    let (bundle, rules) = built_in();
    let written = bundle.cases();
    let mut failures = Vec::new();
    for rule in &rules.rules {
        let report = cases::run(&rules, rule, written.get(&rule.file));
        for failure in report.failures {
            failures.push(format!(
                "{}: {}: {}",
                report.rule, failure.case, failure.message
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "cases do not hold:\n{}",
        failures.join("\n")
    );
}

/// A cases file that belongs to no rule would never be run.
#[test]
fn every_cases_file_has_its_rule() {
    let (bundle, rules) = built_in();
    for file in bundle.cases().keys() {
        let has_rule = rules.rules.iter().any(|rule| rule.file == *file);
        assert!(has_rule, "there are cases for {file}, and no such rule");
    }
}
