//! How fast reachability is: all sources of every database, and one question, on a large network.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark measures, says what it measured, and ends if it cannot"
)]

mod estate;

use std::time::{Duration, Instant};

use assize::graph::Graph;
use assize::graph::packet::Service;
use assize::graph::reach::{Party, Question, all_sources, ask};
use criterion::{Criterion, criterion_group, criterion_main};
use estate::Estate;
use rayon::prelude::*;

/// Interfaces; all else in proportion: a VPC for 100, a group of 10 rules for 10, a database for 50.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// Says how time grows with the network.
fn growth(_: &mut Criterion) {
    println!("interfaces  graph-ms  one-question-ms  all-sources-of-every-database-ms  sources");
    for size in SIZES {
        let snapshot = estate::snapshot(Estate::with_interfaces(size));
        let build = || Graph::build(&snapshot, Box::new(|_| "unknown"));
        let (graph, built) = timed(build);
        let question = Question {
            from: Party::find(&graph, "internet").expect("the internet"),
            to: Party::find(&graph, "db-0-0").expect("a database"),
            service: Service::ports(Service::TCP, 5432, 5432),
        };
        let (_, asked) = timed(|| ask(&graph, &question));
        let databases = graph.of_kind("rds.db_instance");
        let (sources, all) = timed(|| {
            let each = databases.par_iter();
            let counts = each.map(|node| {
                let to = Party::Resource(*node);
                all_sources(&graph, &to, &Service::all()).each.len()
            });
            counts.sum::<usize>()
        });
        println!(
            "{size}  {:.0}  {:.1}  {:.0}  {sources}",
            built.as_secs_f64() * 1e3,
            asked.as_secs_f64() * 1e3,
            all.as_secs_f64() * 1e3,
        );
    }
}

criterion_group!(benches, growth);
criterion_main!(benches);
