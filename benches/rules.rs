//! How fast each rule is, and all of them together, on a company's accounts: one slow derived fact is
//! enough to spoil a scan.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark measures, says what it measured, and ends if it cannot"
)]

mod synthetic;

use std::time::{Duration, Instant};

use assize::config::ValidConfig;
use assize::graph::Graph;
use assize::rules::assess::environments;
use assize::rules::bundle::Bundle;
use assize::rules::judge::judge;
use assize::rules::set::RuleSet;
use assize::rules::settings::Settings;
use assize::snapshot::Snapshot;
use criterion::{Criterion, criterion_group, criterion_main};
use synthetic::World;

/// Resources.
const SIZES: [usize; 2] = [10_000, 100_000];

/// How many of the slowest rules are named.
const NAMED: usize = 12;

fn snapshot(resources: usize) -> Snapshot {
    synthetic::snapshot(World {
        resources,
        repeats: 90,
        seed: 20_261_126,
    })
}

/// The time that rules take on a graph of their own, which has derived nothing yet, and the number of
/// their verdicts that are told.
fn timed(set: &RuleSet, snapshot: &Snapshot, config: &ValidConfig) -> (Duration, usize) {
    let graph = Graph::build(snapshot, environments(config));
    let start = Instant::now();
    let judged = judge(set, &graph, &Settings::default());
    (start.elapsed(), judged.findings.len())
}

fn all() -> RuleSet {
    RuleSet::load(&[Bundle::built_in()]).expect("the rules of assize")
}

/// Says the time of all rules, by size, and of the slowest ones, each by itself.
fn times(_: &mut Criterion) {
    let config = ValidConfig::default();
    for size in SIZES {
        let snapshot = snapshot(size);
        let (took, told) = timed(&all(), &snapshot, &config);
        println!(
            "all rules  {size}  {:.0} ms  {told} told",
            took.as_secs_f64() * 1e3
        );
        let (mut each, mut set) = (Vec::new(), all());
        for rule in std::mem::take(&mut set.rules) {
            let id = rule.metadata.id.clone();
            set.rules = vec![rule];
            let (took, told) = timed(&set, &snapshot, &config);
            each.push((took, told, id));
        }
        each.sort();
        for (took, told, id) in each.into_iter().rev().take(NAMED) {
            println!(
                "{id}  {size}  {:.0} ms  {told} told",
                took.as_secs_f64() * 1e3
            );
        }
    }
}

criterion_group!(benches, times);
criterion_main!(benches);
