//! Facts that follow from facts: links between resources, derived facts, and the views of rules.

mod answers;
mod apprunner;
mod cidr;
pub mod dns;
mod environment;
mod extent;
#[cfg(test)]
mod fixture;
mod groups;
mod iam;
mod index;
pub mod intent;
mod key;
mod lattice;
mod links;
mod memo;
mod network;
mod node;
pub mod packet;
mod plan;
mod private_link;
pub mod privilege;
mod project;
mod rds;
pub mod reach;
mod reading;
pub mod schema;
#[cfg(test)]
mod testing;
mod workload;

pub use key::{HasGap, KeyBuffer};
pub use node::{EnvironmentOf, Graph, Node, NodeId, Place};
pub use plan::{PlanError, PlannedField, ViewPlan};
pub use project::View;
