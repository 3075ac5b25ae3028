//! The fact graph: links, derived facts, extents and views, on small accounts: state in, value out.

mod databases;
mod dns;
mod endpoint;
mod exposure;
mod extents;
mod ingress;
mod links;
mod links_unknown;
mod tier;
mod views;
mod world;
