//! `assize demo`: the whole pipeline on five reference systems, without an account.

mod scanned;
mod systems;
#[cfg(test)]
mod tests;
mod told;

#[expect(unused_imports, reason = "the command that runs the systems calls it")]
pub(crate) use systems::{BadSystem, System, systems};
