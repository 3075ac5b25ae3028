//! What packets pass, one file for each sort of thing: each lets some through, and may rewrite them.

pub(super) mod appliance;
pub(in crate::graph) mod block_public_access;
pub(super) mod egress_only_gateway;
pub(super) mod endpoint;
pub(super) mod foreign_vpc;
pub(super) mod ingress_routing;
pub(super) mod interface;
pub(super) mod internet_gateway;
pub(super) mod local;
pub(super) mod nacl;
pub(super) mod nat_gateway;
pub(super) mod peering;
pub(super) mod references;
pub(super) mod regional_nat;
pub(super) mod routes;
pub(super) mod security_group;
pub(super) mod service_network;
pub(super) mod transit_gateway;
mod transit_peering;
pub(super) mod transit_place;
pub(super) mod unjudged;
pub(super) mod vpn_gateway;

use super::state::{Next, State, Target};
use super::walk::Walk;

/// The target of a route.
pub(super) fn target(walk: Walk<'_, '_>, state: State, vpc: &str, target: Target) -> Vec<Next> {
    match target {
        Target::Local => local::deliver(walk, state, vpc),
        Target::InternetGateway(id) => internet_gateway::leave(walk, state, vpc, &id),
        Target::Nat(id) => nat_gateway::pass(walk, state, vpc, &id),
        Target::Interface(id) => appliance::route(walk, state, vpc, &id),
        Target::Endpoint(id) => endpoint::route(walk, state, vpc, &id),
        Target::Peering(id) => peering::pass(walk, state, vpc, &id),
        Target::Transit(id) => transit_gateway::leave(walk, state, vpc, &id),
        Target::Vpn(id) => vpn_gateway::leave(walk, state, vpc, &id),
        Target::EgressOnly(id) => egress_only_gateway::leave(walk, state, vpc, &id),
        Target::Other(id) => unjudged::pass(walk, state, vpc, &id),
        // The routes themselves ask for every way out then.
        Target::Untold => Vec::new(),
    }
}
