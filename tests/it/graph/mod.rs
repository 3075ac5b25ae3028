//! The fact graph: links, derived facts, extents and views, on small accounts: state in, value out.

mod exposure;
mod ingress;
mod tier;
mod world;
