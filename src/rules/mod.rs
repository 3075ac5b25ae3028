//! Policies: what a rule says about itself, the checks that a policy file must pass, and judging by it.

pub mod assess;
mod builtins;
pub mod bundle;
pub mod cases;
pub(crate) mod check;
mod engine;
mod findings;
pub mod judge;
pub mod metadata;
mod nearest;
mod nesting;
mod partial;
pub mod problem;
pub mod set;
pub mod settings;
pub mod source;
mod vet;
mod views;

pub use vet::{vet, vet_all};
pub use views::input;
