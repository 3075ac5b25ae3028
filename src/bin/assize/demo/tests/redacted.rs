//! A redacted system is judged as it was, and names nobody.

use std::collections::{BTreeMap, BTreeSet};

use assize::model::kinds::Facts;
use assize::model::severity::Severity;
use assize::model::verdict::Verdict;
use assize::snapshot::Snapshot;

use super::all;
use super::verdicts::{findings, rules};

/// How many verdicts of each sort each rule gave.
fn counted(snapshot: &Snapshot) -> BTreeMap<(String, Verdict, Severity), usize> {
    let mut counted = BTreeMap::new();
    for finding in findings(rules(), snapshot) {
        let key = (finding.rule, finding.verdict, finding.severity);
        *counted.entry(key).or_default() += 1;
    }
    counted
}

#[test]
fn every_verdict_is_what_it_was() {
    for system in all() {
        let redacted = system.snapshot.redacted().unwrap();
        assert_eq!(redacted.resources.len(), system.snapshot.resources.len());
        let (was, is) = (counted(&system.snapshot), counted(&redacted));
        let changed: BTreeSet<_> = was.iter().chain(&is).collect();
        let changed: Vec<_> = changed
            .into_iter()
            .filter(|(key, _)| was.get(key) != is.get(key))
            .map(|(key, _)| (key, was.get(key), is.get(key)))
            .collect();
        assert!(changed.is_empty(), "{}: {changed:#?}", system.name);
    }
}

#[test]
fn no_account_name_or_private_address_is_left() {
    let mut looked_for = 0;
    for system in all() {
        let snapshot = &system.snapshot;
        let text = format!("{:?}", snapshot.redacted().unwrap());
        let accounts = snapshot
            .header
            .accounts
            .iter()
            .map(|id| id.as_str().to_owned());
        // An id is the last word of an ARN, and has digits; words of AWS have none.
        let ids = snapshot.resources.iter().filter_map(|resource| {
            let last = resource.arn.as_str().rsplit([':', '/', '-']).next()?;
            let has_digits = last.contains(|c: char| c.is_ascii_digit());
            // The first of the pseudonyms is the first of the ids in the descriptions.
            let is_id = last.len() > 5 && has_digits && !last.starts_with("0000");
            is_id.then(|| last.to_owned())
        });
        let names = snapshot
            .resources
            .iter()
            .filter_map(|resource| match &resource.facts {
                Facts::DbProxy(proxy) => proxy.db_proxy_name.known().map(ToString::to_string),
                Facts::DbCluster(cluster) => cluster
                    .db_cluster_identifier
                    .known()
                    .map(ToString::to_string),
                Facts::AppRunnerService(service) => {
                    service.service_name.known().map(ToString::to_string)
                }
                _ => None,
            });
        for name in accounts.chain(ids).chain(names).collect::<BTreeSet<_>>() {
            looked_for += 1;
            assert!(!text.contains(&name), "{}: {name} is left", system.name);
        }
    }
    assert!(looked_for > 20, "only {looked_for} names were looked for");
}
