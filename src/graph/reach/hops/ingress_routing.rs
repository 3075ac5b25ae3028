//! The route table of an internet gateway, which leads what comes in past an appliance: what that asks of
//! the appliance, and of the subnets behind it.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Block, PacketSet};

use super::super::code::Code;
use super::super::rules::table::Table;
use super::super::seat::SharedSeat;
use super::super::state::{Hop, State, Stop, Target};
use super::super::walk::Walk;

/// An appliance takes what comes from the internet only if it has a public address itself.
/// <https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html>
pub(super) fn needs_public_address(state: &State, seat: &SharedSeat) -> Option<String> {
    let mut hops = state.hops.iter().rev();
    let table = hops.find(|hop| hop.sort != "network-acl")?;
    let gateway = hops.next()?;
    let by_gateway = table.sort == "route-table" && gateway.sort == "internet-gateway";
    let none = seat.public.is_empty() && seat.more_public.is_none() && seat.v6.is_empty();
    (by_gateway && none).then(|| {
        format!(
            "{} leads what comes in to {}, which has no public address",
            table.id, seat.id
        )
    })
}

/// What the table of a gateway leads past an appliance goes out past it too: a subnet has no direct way
/// out besides.
/// <https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html>
pub(super) fn keeps_from(
    walk: Walk<'_, '_>,
    mut state: State,
    vpc: &str,
    id: &str,
    gateway: Option<NodeId>,
) -> Result<State, Box<Stop>> {
    let Some(gateway) = gateway else {
        return Ok(state);
    };
    let node = match walk.net.edge_table(vpc, id, gateway) {
        Ok(None) => return Ok(state),
        Ok(Some(node)) => node,
        Err(gap) => {
            if state.doubt(walk.bound, gap) {
                return Ok(state);
            }
            let why = format!("whether {id} has a route table of its own is not known");
            return Err(state.ends(Code::CannotRoute, id, why));
        }
    };
    let Some(table) = walk.net.table(node) else {
        return Ok(state);
    };
    let direct = direct(table, &state.packets, &state.hops);
    if direct.is_empty() && !state.packets.is_empty() {
        let table = walk.net.resource(node).map_or("", |one| one.arn.last());
        let why = format!(
            "{table} leads what comes in for the source past an appliance, which these packets did not pass"
        );
        return Err(state.ends(Code::IngressRtbTrafficRedirection, table, why));
    }
    state.packets = direct;
    Ok(state)
}

/// The packets whose sources a table does not lead past something that they did not pass.
fn direct(table: &Table, packets: &PacketSet, hops: &[Hop]) -> PacketSet {
    let mut rest = packets.clone();
    let mut direct = PacketSet::none();
    for entry in &table.entries {
        let addresses = Addresses::block(entry.block);
        let hit = rest.from(&addresses);
        if hit.is_empty() {
            continue;
        }
        rest = not_from(&rest, &addresses);
        let passed = match &table.routes[entry.way].target {
            Target::Interface(id) | Target::Endpoint(id) => hops.iter().any(|hop| hop.id == *id),
            _ => true,
        };
        if passed {
            direct.add(hit);
        }
    }
    direct.add(rest);
    direct
}

fn not_from(packets: &PacketSet, sources: &Addresses) -> PacketSet {
    packets.map(|block| {
        let service = block.service().clone();
        let source = match block.source().family() == sources.family() {
            true => block.source().without(sources),
            false => block.source().clone(),
        };
        Block::new(source, block.destination().clone(), service)
    })
}
