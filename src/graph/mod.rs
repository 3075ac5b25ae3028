//! Facts that follow from facts: links between resources, derived facts, and the views of rules.

mod cidr;
mod dns;
mod environment;
mod extent;
mod index;
mod links;
mod network;
mod node;
mod plan;
mod project;
mod rds;
pub mod schema;

pub use node::{Graph, Node, NodeId};
pub use plan::{PlanError, ViewPlan};
pub use project::View;
