//! Policies: what a rule says about itself, and the checks that a policy file must pass.

mod builtins;
pub(crate) mod check;
pub mod metadata;
mod nearest;
pub mod problem;
pub mod source;
mod vet;

pub use vet::vet;
