//! The fact graph: links, derived facts, extents and views, on small accounts: state in, value out.

mod acls;
mod apprunner;
mod databases;
mod dns;
mod endpoint;
mod evidence;
mod exposure;
mod extents;
mod groups;
mod hidden;
mod ingress;
mod judged;
mod lattice;
mod links;
mod links_unknown;
mod order;
mod plans;
mod reach;
mod rich;
mod simulator;
mod subnets;
mod site;
mod tier;
mod views;
mod workload;
mod world;
