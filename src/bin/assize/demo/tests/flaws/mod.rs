//! Two reference systems whole: without any flaw, and with each that their descriptions have or warn of,
//! one at a time. Exactly what follows from it fails, and nothing on the sound ones.

mod apprunner;
mod lattice;

use std::collections::BTreeSet;

use serde_json::Value as Json;

use assize::model::assessment::Finding;
use assize::model::verdict::Verdict;

use super::super::systems::{FILES, read};
use super::verdicts::{findings, rules};

/// A flaw: what it is, what it changes in the sound system, and what then fails: the rules, each with the
/// end of the resource's ARN.
struct Flaw {
    what: &'static str,
    change: fn(&mut Vec<Json>),
    fails: &'static [(&'static str, &'static str)],
    /// What cannot be decided then, in the same words.
    unknown: &'static [(&'static str, &'static str)],
}

/// What is said of the sound system too.
struct Lasting {
    fails: &'static [(&'static str, &'static str)],
    unknown: &'static [(&'static str, &'static str)],
}

/// What is said of a system that was changed.
fn said(system: &str, changes: &[fn(&mut Vec<Json>)]) -> Vec<Finding> {
    let (name, text) = FILES.into_iter().find(|(name, _)| *name == system).unwrap();
    let mut description: Json = serde_json::from_str(text).unwrap();
    for change in changes {
        change(description["resources"].as_array_mut().unwrap());
    }
    let system = read(name, &description.to_string()).unwrap();
    findings(rules(), &system.snapshot)
}

/// What fails or is unknown, as a rule and a resource.
fn told(findings: &[Finding], verdict: Verdict) -> BTreeSet<(String, String)> {
    let of = findings.iter().filter(|finding| finding.verdict == verdict);
    of.map(|one| (one.rule.to_string(), one.resource.to_string()))
        .collect()
}

/// Judges the sound system, and it with each flaw.
fn judge(system: &str, sound: fn(&mut Vec<Json>), lasting: &Lasting, flaws: &[Flaw]) {
    let good = said(system, &[sound]);
    let undecided = told(&good, Verdict::Unknown);
    let mut wrong = Vec::new();
    let what = "without a flaw";
    differ(what, &told(&good, Verdict::Fail), lasting.fails, &mut wrong);
    let what = "without a flaw, undecided";
    differ(what, &undecided, lasting.unknown, &mut wrong);
    for flaw in flaws {
        let findings = said(system, &[sound, flaw.change]);
        let fails = told(&findings, Verdict::Fail);
        let wanted: Vec<(&str, &str)> = lasting.fails.iter().chain(flaw.fails).copied().collect();
        differ(flaw.what, &fails, &wanted, &mut wrong);
        // All facts are told: what is not decided on the sound system may stay so, and nothing else.
        let unknown = told(&findings, Verdict::Unknown);
        let new: BTreeSet<_> = unknown.difference(&undecided).cloned().collect();
        let what = format!("{}, undecided", flaw.what);
        differ(&what, &new, flaw.unknown, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differ(
    what: &str,
    fails: &BTreeSet<(String, String)>,
    wanted: &[(&str, &str)],
    wrong: &mut Vec<String>,
) {
    let is = |(rule, resource): &(String, String), (wanted, end): &(&str, &str)| {
        rule == wanted && resource.ends_with(end)
    };
    let more = fails
        .iter()
        .filter(|one| !wanted.iter().any(|want| is(one, want)));
    wrong.extend(more.map(|(rule, resource)| format!("{what}: {rule} fails of {resource}")));
    let less = wanted
        .iter()
        .filter(|want| !fails.iter().any(|one| is(one, want)));
    wrong.extend(less.map(|(rule, end)| format!("{what}: {rule} does not fail of {end}")));
}

/// The facts of the resource whose ARN ends so.
fn facts<'a>(resources: &'a mut [Json], arn: &str) -> &'a mut Json {
    let resource = resources
        .iter_mut()
        .find(|resource| resource["arn"].as_str().unwrap().ends_with(arn));
    &mut resource.unwrap_or_else(|| panic!("{arn} is there"))["facts"]
}

/// A copy of the resource whose ARN ends so, under another end.
fn copied(resources: &mut Vec<Json>, arn: &str, other: &str, over: &Json) {
    let ends = |resource: &&Json| resource["arn"].as_str().unwrap().ends_with(arn);
    let mut copy = resources.iter().find(ends).unwrap().clone();
    let name = copy["arn"].as_str().unwrap().replace(arn, other);
    copy["arn"] = name.into();
    for (key, value) in over.as_object().unwrap() {
        copy["facts"][key] = value.clone();
    }
    resources.push(copy);
}

/// The facts of every resource of a kind.
fn each<'a>(resources: &'a mut [Json], kind: &'a str) -> impl Iterator<Item = &'a mut Json> {
    let of = resources.iter_mut().filter(move |one| one["kind"] == kind);
    of.map(|one| &mut one["facts"])
}

/// What any network of the two systems has when it is sound: names that tell the tier, an own ACL in
/// front of the database, and public access blocked.
fn sound_network(resources: &mut [Json], acl: &str, block: &str) {
    for subnet in each(resources, "ec2.subnet") {
        let name = subnet["tags"][0]["value"].as_str().unwrap();
        subnet["tags"][0]["value"] = name.replace("private", "isolated").into();
    }
    let acl = facts(resources, acl);
    acl["is_default"] = false.into();
    for entry in acl["entries"].as_array_mut().unwrap() {
        if entry["rule_action"] == "allow" {
            entry["cidr_block"] = block.into();
        }
    }
    for region in each(resources, "region") {
        region["vpc_block_public_access"] = serde_json::json!({
            "internet_gateway_block_mode": "block-bidirectional", "state": "update-complete"});
    }
}
