//! Calls of the services that have no crate of the SDK here: one client on the SDK's own stack
//! (credentials, signing, retries, time limits), driven by a table of services and calls.
//!
//! A crate for each of some thirty services would cost minutes of every build for a few reads each.
//! What a service answers becomes JSON, and from there, by names alone, the records of the model.

mod answer;
mod call;
mod client;
mod endpoint;
mod records;
mod refusal;
mod request;
mod service;
pub(super) mod services;
#[cfg(test)]
mod tests;
mod xml;

pub(super) use call::Call;
pub(super) use client::Client;
pub(super) use records::{at, document, text};
