//! Who can reach whom: packets walk from a source to a destination and back, as sets, hop by hop.
//!
//! A state is where packets are, which ones they are, and whose groups they carry. Each hop lets some
//! of them through and may rewrite them. A connection works if its packets arrive and the answers to
//! them find back. What is not known is computed twice, as if it let nothing pass and as if it let
//! everything pass: where both agree there is an answer, elsewhere it is unknown, with the reasons.
//!
//! # For other derived facts
//!
//! A derived fact of a rule asks [`between`]: "can this party open a connection to that one?"
//!
//! ```text
//! let from = Party::Resource(connector);        // or Internet, OnPremises, Addresses(block)
//! let to = Party::Resource(database);
//! let told = between(graph, &from, &to, &Service::ports(Service::TCP, 5432, 5432));
//! match told.decided() {
//!     Ok(true) => ..,                           // told.path: the ids of what packets pass
//!     Ok(false) => ..,                          // told.stopped: {at, code, why}
//!     Err(gap) => return Answer::gap(gap),      // told.gaps has all of them
//! }
//! let answer = Answer::known(value, told.sources_at(""));
//! ```
//!
//! - A party is a resource that has interfaces, whatever its kind (`members` has the list), or that
//!   must have them by what it says of itself: a database, a proxy, a connector, a gateway of VPC
//!   Lattice stand in their subnets with their groups though no call names their interfaces.
//! - "Yes" is: some interface of the one reaches some interface of the other with some packet of the
//!   service, and the answers find back. Where each subnet of a source must reach the destination, ask
//!   [`from_each_subnet`]; where each port must be open, ask for each port.
//! - The answer is about packets that go all the way themselves. [`ask`] says "yes" to more: to what is
//!   reached through a load balancer, a proxy of RDS or a resource endpoint, which connect anew.
//! - What is not known makes an answer unknown and never "no"; what stops packets for certain stops
//!   them whatever else is hidden.
//! - The sources are the rules, entries and routes that let packets pass, or the lists in which none
//!   did, and what tells where interfaces and gateways are: they lead a finding to its evidence.
//! - The first source is the way itself: reports of a rule that names the derived fact show it step by
//!   step, as a code flow in SARIF and as a picture in Markdown. So does an attribute called `path` with
//!   [`Between::way`] in it.
//! - "Yes" of the internet may be a "yes" of one address: `from_internet` tells a few from all of it.
//! - Answers are computed anew for each question. A fact that asks the same of many subjects keeps
//!   them itself; `reach.sources[]` is there for "who reaches this at all".

mod acls;
mod addressed;
mod ask;
mod balancer;
mod between;
mod bound;
mod changes;
mod classes;
mod code;
mod connection;
mod consumers;
mod derived;
mod describe;
mod duty;
mod ends;
mod exits;
mod foreign;
mod grounds;
mod held;
mod hops;
mod interfaces;
mod lattice;
mod lets_out;
mod listening;
mod members;
mod neighbours;
mod net;
mod on_premises;
mod outside;
mod own_services;
mod party;
mod proxy;
mod prune;
mod reply;
mod report;
mod route;
pub(in crate::graph) mod rules;
mod seat;
mod sources;
mod state;
mod through;
mod walk;
mod what_if;
mod world;

pub(in crate::graph) use acls::{DERIVED as ACL_DERIVED, admits_everything};
pub use ask::{Answer, Question, ask, ask_with_changes};
pub(in crate::graph) use balancer::{Forward, of_balancer as listeners_of};
pub(in crate::graph) use between::from_each_to_each;
pub use between::{Between, between, from_each_subnet};
pub(in crate::graph) use bound::untellable;
pub(in crate::graph) use derived::DERIVED;
pub use ends::vpc_of;
pub(in crate::graph) use held::{Held, held, subnets_of};
pub(in crate::graph) use hops::block_public_access::{Mode as BlockMode, mode as block_mode};
pub(in crate::graph) use lets_out::lets_out;
pub use listening::own_service;
pub(in crate::graph) use neighbours::vpcs_around;
pub(in crate::graph) use net::Memory;
pub(in crate::graph) use outside::{Outside, from_internet};
pub use party::{NoParty, Party};
pub use sources::{AllSources, SourceOf, all_destinations, all_sources};
