//! What a rule says about itself, as Markdown: why, how to fix it, which controls, where to read on.

use crate::model::assessment::RuleSummary;

use super::escape::{block, code, prose};

/// What is wrong and why it matters; empty if the rule does not say.
pub(super) fn why(rule: &RuleSummary) -> String {
    prose(&rule.description)
}

/// What to do, in words; empty if the rule does not say.
pub(super) fn remedy(rule: &RuleSummary) -> String {
    prose(&rule.remedy)
}

/// The commands and the Terraform that fix it, each with its name before it.
pub(super) fn commands(rule: &RuleSummary) -> Vec<(&'static str, String)> {
    [
        ("AWS CLI", "sh", &rule.remedy_cli),
        ("Terraform", "hcl", &rule.remedy_terraform),
    ]
    .into_iter()
    .filter(|(_, _, text)| !text.trim().is_empty())
    .map(|(name, language, text)| (name, block(language, text)))
    .collect()
}

/// The controls by framework; empty if there are none.
pub(super) fn controls(rule: &RuleSummary) -> String {
    let of = |(framework, controls): (&String, &Vec<String>)| {
        let controls: Vec<String> = controls.iter().map(|control| code(control)).collect();
        format!("{} {}", framework_name(framework), controls.join(", "))
    };
    let frameworks: Vec<String> = rule.frameworks.iter().map(of).collect();
    frameworks.join("; ")
}

/// `nist-800-53-r5` is a name and nothing more; whatever else is written as code.
fn framework_name(name: &str) -> String {
    let safe = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(safe) {
        name.to_owned()
    } else {
        code(name)
    }
}

/// The links to read on; empty if there are none.
pub(super) fn references(rule: &RuleSummary) -> String {
    let links = rule.references.iter().map(|reference| {
        if is_link(reference) {
            format!("<{reference}>")
        } else {
            code(reference)
        }
    });
    links.collect::<Vec<_>>().join(", ")
}

/// Whether a text is a link that can be followed, and nothing more.
pub(super) fn is_link(text: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(c);
    text.len() > "https://".len() && text.starts_with("https://") && text.chars().all(safe)
}
