//! The fact graph: links, derived facts, extents and views, on small accounts: state in, value out.

mod tier;
mod world;
