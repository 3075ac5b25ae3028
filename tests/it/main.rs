//! The one integration test binary: each further one would link the whole program again.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads files, starts the binary and fails by panicking"
)]

mod aws_servers;
mod check;
mod cli;
#[cfg(feature = "aws")]
mod collect;
mod commands;
mod corpus;
mod demo;
mod fuzz;
mod graph;
mod inspect;
mod judging;
mod opa_peer;
mod pipes;
mod policies;
mod python;
mod refusals;
mod rego_rejects;
#[cfg(feature = "aws")]
mod scan;
mod schemas;
mod server;
mod snapshots;
mod synthetic;
mod tidy;
mod verdicts;
mod world;
