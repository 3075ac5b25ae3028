//! Policies: what a rule says about itself, and the checks that a policy file must pass.

pub mod metadata;
mod nearest;
pub mod problem;
pub mod source;
