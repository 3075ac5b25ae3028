//! Network ACLs (semantics 2.3): at the border of a subnet, in both directions, without memory; the
//! lowest number that matches decides.

use crate::graph::packet::PacketSet;

use super::super::bound::Bound;
use super::super::code::Code;
use super::super::grounds::Ground;
use super::super::rules::acl::Entry;
use super::super::seat::{SharedSeat, Subnet};
use super::super::state::{At, Hop, Next, Rule, State, Stop};
use super::super::walk::Walk;
use super::super::what_if::Grant;

/// Packets enter the subnet of an interface.
pub(in crate::graph::reach) fn inward(
    walk: Walk<'_, '_>,
    state: State,
    seat: SharedSeat,
) -> Vec<Next> {
    match pass(walk, state, &seat.subnet, false) {
        Ok(state) => vec![state.to(At::Arriving(seat))],
        Err(stop) => vec![Next::Stop(stop)],
    }
}

/// What the ACL of a subnet lets out, or in.
pub(super) fn pass(
    walk: Walk<'_, '_>,
    mut state: State,
    subnet: &Subnet,
    egress: bool,
) -> Result<State, Box<Stop>> {
    // What stands in no subnet, as a regional NAT gateway, is behind no border of one.
    if subnet.id.is_empty() {
        return Ok(state);
    }
    let (node, acl) = match walk.net.acl(subnet) {
        Ok(found) => found,
        Err(gap) => {
            if state.doubt(walk.bound, gap) {
                return Ok(state);
            }
            let why = format!("the network ACL of {} is not known", subnet.id);
            return Err(state.ends(Code::SubnetAclRestriction, &subnet.id, why));
        }
    };
    let id = walk.net.resource(node).map_or("", |one| one.arn.last());
    let mut hop = Hop::new("network-acl", id, Some(node));
    if let Some(gap) = &acl.hidden {
        if state.doubt(walk.bound, gap.clone()) {
            return Ok(state.passing(hop));
        }
        debug_assert_eq!(walk.bound, Bound::Must);
        let why = format!("{id} is not known in full");
        return Err(state.ends(Code::SubnetAclRestriction, id, why));
    }
    let entries = if egress { &acl.egress } else { &acl.ingress };
    let what_if = walk.net.what_if;
    let kept = entries.iter().filter(|entry| {
        let index = entry.index;
        let list = "entries";
        !what_if.is_removed(&Rule { node, list, index })
    });
    let sifted = sift(kept, &state.packets);
    if sifted.allowed.is_empty() {
        let grant = Grant::Acl {
            subnet: subnet.id.clone(),
            egress,
        };
        if what_if.grants(&grant) {
            return Ok(state);
        }
        let way = if egress { "out of" } else { "into" };
        let by = match sifted.denied_by {
            Some(index) => format!("entry {index} of {id} denies"),
            None => format!("no entry of {id} allows"),
        };
        let why = format!("{by} these packets on their way {way} {}", subnet.id);
        let code = Code::SubnetAclRestriction;
        let on = Ground {
            node,
            attribute: "entries",
            index: sifted.denied_by,
        };
        let stop = state.ends_but(vec![grant], code, id, why);
        return Err(stop.standing_on(vec![on]));
    }
    state.packets = sifted.allowed;
    hop.by = sifted
        .by
        .into_iter()
        .map(|index| Rule {
            node,
            list: "entries",
            index,
        })
        .collect();
    Ok(state.passing(hop))
}

struct Sifted {
    allowed: PacketSet,
    by: Vec<u32>,
    denied_by: Option<u32>,
}

fn sift<'e>(entries: impl Iterator<Item = &'e Entry>, packets: &PacketSet) -> Sifted {
    let mut rest = packets.clone();
    let mut sifted = Sifted {
        allowed: PacketSet::none(),
        by: Vec::new(),
        denied_by: None,
    };
    for entry in entries {
        let hit = rest.within(&entry.block);
        if hit.is_empty() {
            continue;
        }
        rest = rest.outside(&entry.block);
        if entry.allows {
            sifted.allowed.add(hit);
            sifted.by.push(entry.index);
        } else {
            sifted.denied_by.get_or_insert(entry.index);
        }
        if rest.is_empty() {
            break;
        }
    }
    sifted
}
