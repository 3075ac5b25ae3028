//! Who can reach whom: packets walk from a source to a destination and back, as sets, hop by hop.
//!
//! A state is where packets are, which ones they are, and whose groups they carry. Each hop lets some
//! of them through and may rewrite them. A connection works if its packets arrive and the answers to
//! them find back. What is not known is computed twice, as if it let nothing pass and as if it let
//! everything pass: where both agree there is an answer, elsewhere it is unknown, with the reasons.

mod ask;
mod bound;
mod changes;
mod classes;
mod code;
mod connection;
mod derived;
mod describe;
mod ends;
mod exits;
mod hops;
mod interfaces;
mod lattice;
mod listening;
mod members;
mod memo;
mod net;
mod on_premises;
mod party;
mod prune;
mod reply;
mod report;
pub(in crate::graph) mod rules;
mod seat;
mod sources;
mod state;
mod walk;
mod what_if;
mod world;

pub use ask::{Answer, Question, ask, ask_with_changes};
pub(in crate::graph) use derived::DERIVED;
pub use listening::own_service;
pub(in crate::graph) use net::Memory;
pub use party::{NoParty, Party};
pub use sources::{AllSources, SourceOf, all_destinations, all_sources};
