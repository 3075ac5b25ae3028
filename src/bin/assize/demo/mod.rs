//! `assize demo`: the whole pipeline on five reference systems, without an account.

mod command;
mod index;
mod scanned;
mod systems;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use command::{Arguments, run};
