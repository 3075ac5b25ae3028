//! The shipped rules never pass, nor fail, on missing data; what they deny on known facts may stand.

use std::collections::{BTreeMap, BTreeSet};

use assize::graph::Graph;
use assize::model::assessment::Finding;
use assize::model::verdict::Verdict;
use assize::rules::bundle::Bundle;
use assize::rules::judge::judge;
use assize::rules::set::RuleSet;
use assize::rules::settings::Settings;
use assize::snapshot::Snapshot;

use super::hidden::{hidden_attributes, refused_calls};
use super::intent;
use super::rich;
use super::site;
use super::world::World;

/// By rule and resource, every verdict with its key; the pseudo-subjects of extents by rule alone.
#[derive(Default)]
struct Verdicts {
    of_subjects: BTreeMap<(String, String), BTreeSet<(String, String)>>,
    open: BTreeSet<String>,
}

fn judged(set: &RuleSet, settings: &Settings, snapshot: &Snapshot) -> Verdicts {
    let graph = Graph::build(snapshot, Box::new(|_| "unknown"));
    let mut verdicts = Verdicts::default();
    for finding in judge(set, &graph, settings).findings {
        let Finding {
            rule,
            resource,
            key,
            verdict,
            ..
        } = finding;
        if resource.ends_with(finding.kind.as_str()) && !resource.starts_with("arn:") {
            verdicts.open.insert(rule);
            continue;
        }
        let of_subject = verdicts.of_subjects.entry((rule, resource)).or_default();
        of_subject.insert((format!("{verdict:?}"), key));
    }
    verdicts
}

/// Compares verdicts; rules with `partial: deny-stands` may say a part of what they said.
fn compare(
    partial: &BTreeSet<&str>,
    before: &Verdicts,
    after: &Verdicts,
    what: &str,
    wrong: &mut Vec<String>,
) {
    let unknown = format!("{:?}", Verdict::Unknown);
    for (subject, told) in &before.of_subjects {
        if told.iter().any(|(verdict, _)| *verdict == unknown) {
            continue;
        }
        let now = after.of_subjects.get(subject);
        let is_unknown = now.is_some_and(|now| now.iter().any(|(verdict, _)| *verdict == unknown));
        let is_open = now.is_none() && after.open.contains(&subject.0);
        let stands = now.is_some_and(|now| !now.is_empty() && now.is_subset(told));
        let stands = stands && partial.contains(subject.0.as_str());
        if now != Some(told) && !is_unknown && !is_open && !stands {
            wrong.push(format!("{what}: {subject:?} is {now:?}, was {told:?}"));
        }
    }
}

#[test]
fn a_verdict_is_what_it_was_or_unknown_whatever_is_hidden() {
    let set = RuleSet::load(&[Bundle::built_in()]).expect("rules that load");
    let mut settings = Settings::default();
    settings.keep_passes = true;
    let (rich, site, wanted) = (rich::world(), site::world(), intent::all());
    let judge = |world: &World| judged(&set, &settings, &world.snapshot());
    let (of_rich, of_site, of_wanted) = (judge(&rich), judge(&site), judge(&wanted));
    let subjects = || {
        let all = [&of_rich, &of_site, &of_wanted].into_iter();
        all.flat_map(|told| &told.of_subjects)
    };
    let rules: BTreeSet<&str> = subjects().map(|((rule, _), _)| rule.as_str()).collect();
    let ids = set.rules.iter().map(|rule| rule.metadata.id.as_str());
    let silent: Vec<&str> = ids.filter(|id| !rules.contains(id)).collect();
    assert!(silent.is_empty(), "rules without a say: {silent:?}");
    let told = subjects().flat_map(|(_, told)| told);
    let said: BTreeSet<&str> = told.map(|(verdict, _)| verdict.as_str()).collect();
    assert!(said.contains("Pass") && said.contains("Fail"), "{said:?}");
    let partial = set.rules.iter().filter(|rule| rule.metadata.partial);
    let partial: BTreeSet<&str> = partial.map(|rule| rule.metadata.id.as_str()).collect();
    let mut wrong = Vec::new();
    // What is hidden inside an attribute is hidden from facts, which are compared one by one.
    let whole = hidden_attributes(&rich).filter(|(path, _)| !path.contains('['));
    for (what, hidden) in whole.chain(refused_calls(&rich)) {
        compare(&partial, &of_rich, &judge(&hidden), &what, &mut wrong);
    }
    for (what, hidden) in refused_calls(&site) {
        compare(&partial, &of_site, &judge(&hidden), &what, &mut wrong);
    }
    for (what, hidden) in refused_calls(&wanted) {
        compare(&partial, &of_wanted, &judge(&hidden), &what, &mut wrong);
    }
    assert!(
        wrong.is_empty(),
        "{} verdicts on missing data:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
