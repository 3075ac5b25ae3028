//! assize reads AWS accounts, judges what it was told by policies written in Rego, and reports
//! every verdict with its evidence.

#[cfg(feature = "aws")]
pub mod collect;
pub mod config;
pub mod graph;
pub mod model;
pub mod report;
pub mod rules;
pub mod snapshot;
