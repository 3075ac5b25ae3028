//! How fast judging is: three rules against the same checks in Rust, graph building, snapshot reading.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark measures, says what it measured, and ends if it cannot"
)]

mod native;
mod synthetic;

use std::hint::black_box;
use std::time::{Duration, Instant};

use assize::config::ValidConfig;
use assize::graph::Graph;
use assize::rules::assess::environments;
use assize::rules::bundle::{Bundle, PolicyFile};
use assize::rules::judge::{Judgement, judge};
use assize::rules::set::RuleSet;
use assize::rules::settings::Settings;
use assize::snapshot::Snapshot;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use native::{Failure, Index};
use synthetic::World;

const SIZES: [usize; 2] = [10_000, 100_000];
const REPEATS: [u32; 2] = [90, 0];
const SEED: u64 = 20_261_124;

/// A rule and the same check in Rust.
struct Pair {
    id: &'static str,
    text: &'static str,
    native: for<'s> fn(&Index<'s>) -> Vec<Failure<'s>>,
}

const PAIRS: [Pair; 3] = [
    Pair {
        id: "admin-ports-open",
        text: include_str!("rules/admin_ports_open.rego"),
        native: |index| index.admin_ports_open(),
    },
    Pair {
        id: "storage-not-encrypted",
        text: include_str!("rules/storage_not_encrypted.rego"),
        native: |index| index.storage_not_encrypted(),
    },
    Pair {
        id: "database-not-isolated",
        text: include_str!("rules/database_not_isolated.rego"),
        native: |index| index.database_not_isolated(),
    },
];

impl Pair {
    fn rule(&self) -> RuleSet {
        let file = PolicyFile {
            path: format!("{}.rego", self.id.replace('-', "_")),
            text: self.text.to_owned(),
        };
        RuleSet::load(&[Bundle::of_user(vec![file])]).expect("a rule that loads")
    }

    /// A fast check that says something else is no limit.
    fn demand_agreement(&self, judgement: &Judgement, index: &Index<'_>) {
        let told = judgement.findings.iter();
        let mut told: Vec<(&str, &str)> = told
            .map(|finding| (finding.resource.as_str(), finding.message.as_str()))
            .collect();
        let failures = (self.native)(index);
        let mut wanted: Vec<(&str, &str)> = failures
            .iter()
            .map(|failure| (failure.arn, failure.message.as_str()))
            .collect();
        told.sort_unstable();
        wanted.sort_unstable();
        assert!(!wanted.is_empty(), "{}: nothing fails", self.id);
        assert_eq!(told, wanted, "{}", self.id);
    }
}

fn world(resources: usize, repeats: u32) -> Snapshot {
    synthetic::snapshot(World {
        resources,
        repeats,
        seed: SEED,
    })
}

fn graph(snapshot: &Snapshot) -> Graph<'_> {
    // What a name or a tag tells is the same for every configuration.
    static CONFIG: std::sync::LazyLock<ValidConfig> =
        std::sync::LazyLock::new(ValidConfig::default);
    Graph::build(snapshot, environments(&CONFIG))
}

/// The best of several runs of two things in turn, so that what else the machine does hits both.
fn race(mut one: impl FnMut(), mut other: impl FnMut()) -> (Duration, Duration) {
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..30 {
        let start = Instant::now();
        one();
        best.0 = best.0.min(start.elapsed());
        let start = Instant::now();
        other();
        best.1 = best.1.min(start.elapsed());
    }
    best
}

/// Says for each rule the time for a subject, the share of repeats, and the ratio to the limit.
fn ratios() {
    println!("rule  resources  asked-repeats  subjects  repeats  ns/subject  native-ns  ratio");
    for size in SIZES {
        for repeats in REPEATS {
            let snapshot = world(size, repeats);
            let graph = graph(&snapshot);
            let index = Index::new(&snapshot);
            let settings = Settings::default();
            let mut all = [0.0; 2];
            for pair in &PAIRS {
                let set = pair.rule();
                let judgement = judge(&set, &graph, &settings);
                pair.demand_agreement(&judgement, &index);
                let stats = judgement.stats[pair.id];
                let (judged, native) = race(
                    || drop(black_box(judge(&set, &graph, &settings))),
                    || drop(black_box((pair.native)(&index))),
                );
                let each = |time: Duration| time.as_secs_f64() * 1e9 / stats.views as f64;
                let share = 100.0 - 100.0 * stats.distinct as f64 / stats.views as f64;
                println!(
                    "{}  {size}  {repeats} %  {}  {share:.1} %  {:.0}  {:.0}  {:.1}",
                    pair.id,
                    stats.views,
                    each(judged),
                    each(native),
                    judged.as_secs_f64() / native.as_secs_f64(),
                );
                all[0] += judged.as_secs_f64();
                all[1] += native.as_secs_f64();
            }
            println!(
                "all three  {size}  {repeats} %  ratio {:.1}",
                all[0] / all[1]
            );
        }
    }
}

fn judging(criterion: &mut Criterion) {
    for repeats in REPEATS {
        let snapshot = world(SIZES[0], repeats);
        let graph = graph(&snapshot);
        let index = Index::new(&snapshot);
        let settings = Settings::default();
        let mut group = criterion.benchmark_group(format!("judge at {repeats} % repeats"));
        for pair in &PAIRS {
            let set = pair.rule();
            let views = judge(&set, &graph, &settings).stats[pair.id].views;
            group.throughput(Throughput::Elements(views as u64));
            group.bench_function(BenchmarkId::new(pair.id, "rego"), |bencher| {
                bencher.iter(|| judge(&set, &graph, &settings));
            });
            group.bench_function(BenchmarkId::new(pair.id, "native"), |bencher| {
                bencher.iter(|| (pair.native)(&index));
            });
        }
        group.finish();
    }
}

fn reading(criterion: &mut Criterion) {
    let snapshot = world(SIZES[0], 90);
    let mut file = Vec::new();
    snapshot.write(&mut file).expect("memory to write to");
    let mut group = criterion.benchmark_group("before judging");
    group.throughput(Throughput::Elements(SIZES[0] as u64));
    group.bench_function("read a snapshot", |bencher| {
        bencher.iter(|| Snapshot::read(file.as_slice(), "synthetic").expect("a snapshot"));
    });
    group.bench_function("build the graph", |bencher| {
        bencher.iter(|| graph(&snapshot))
    });
    group.finish();
}

/// One thread on each side: a ratio of work, not of cores.
fn on_one_thread(criterion: &mut Criterion) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
    pool.build_global().expect("no pool before this one");
    ratios();
    judging(criterion);
    reading(criterion);
}

criterion_group!(benches, on_one_thread);
criterion_main!(benches);
