//! The reference systems are sound, and judged as their descriptions demand.

mod flaws;
mod names;
mod network;
mod redacted;
mod refusals;
mod soundness;
mod variants;
mod verdicts;

use assize::graph::Graph;

use super::systems::{System, systems};

fn all() -> Vec<System> {
    systems().expect("the embedded descriptions are systems")
}

fn graph(system: &System) -> Graph<'_> {
    Graph::build(&system.snapshot, Box::new(|_| "unknown"))
}
