//! Policies: each rule's cases stand beside it, and no cases stand alone.

/// Rules without cases, and cases without a rule.
pub(crate) fn without_cases(paths: &[&str]) -> Vec<String> {
    const CASES: &str = ".cases.yaml";
    let mut problems = Vec::new();
    for path in paths.iter().filter(|path| path.starts_with("policies/")) {
        if let Some(rule) = path
            .strip_suffix(".rego")
            .filter(|_| !path.starts_with("policies/lib/"))
        {
            let cases = format!("{rule}{CASES}");
            if !paths.contains(&cases.as_str()) {
                problems.push(format!("{path}: no cases in {cases}"));
            }
        } else if let Some(rule) = path.strip_suffix(CASES) {
            let rule = format!("{rule}.rego");
            if !paths.contains(&rule.as_str()) {
                problems.push(format!("{path}: cases of no rule: {rule} does not exist"));
            }
        }
    }
    problems
}

#[test]
fn a_rule_or_cases_alone_are_found() {
    let paths = [
        "policies/rds/a.rego",
        "policies/rds/b.cases.yaml",
        "policies/lib/c.rego",
    ];
    assert_eq!(without_cases(&paths).len(), 2);
}

#[test]
fn a_pair_is_fine() {
    assert_eq!(
        without_cases(&["policies/rds/a.rego", "policies/rds/a.cases.yaml"]),
        [""; 0]
    );
}
