//! The policies that come with the tool: each loads, and each of their cases holds.

use assize::rules::bundle::Bundle;
use assize::rules::cases;
use assize::rules::set::RuleSet;

fn load(bundle: &Bundle) -> RuleSet {
    RuleSet::load(std::slice::from_ref(bundle)).unwrap_or_else(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", problems.join("\n"));
    })
}

#[test]
fn every_rule_loads() {
    assert!(!load(&Bundle::built_in()).rules.is_empty());
}

#[test]
fn every_case_holds() {
    let bundle = Bundle::built_in();
    let set = load(&bundle);
    let written = bundle.cases();
    let mut failures = Vec::new();
    for rule in &set.rules {
        let report = cases::run(&set, rule, written.get(&rule.file));
        failures.extend(report.failures.iter().map(|failure| {
            format!("{}: {}: {}", report.rule, failure.case, failure.message)
        }));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
