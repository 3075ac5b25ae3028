//! Routes to a gateway of which too little is known: packets may come out anywhere.

use crate::model::gap::{Gap, GapReason};

use super::super::code::Code;
use super::super::state::{At, Hop, Next, State};
use super::super::walk::{Destination, Walk};

/// Packets of a VPC are routed to a gateway of a sort that is not judged.
pub(super) fn pass(walk: Walk<'_, '_>, state: State, vpc: &str, id: &str) -> Vec<Next> {
    let gap = Gap::new(GapReason::UnsupportedHere, "ec2:DescribeRouteTables");
    let gap = gap.because(format!("where {id} sends packets of {vpc}"));
    perhaps(walk, state, vpc, id, gap)
}

/// The same for a reason that is known.
pub(super) fn perhaps(
    walk: Walk<'_, '_>,
    mut state: State,
    vpc: &str,
    id: &str,
    gap: Gap,
) -> Vec<Next> {
    if state.hops.iter().any(|hop| hop.id == id) {
        let why = format!("{id} gets these packets again: routes go in a circle");
        return vec![state.stop(Code::CannotRoute, id, why)];
    }
    if !state.doubt(walk.bound, gap) {
        let why = format!("where {id} sends packets of {vpc} is not known");
        return vec![state.stop(Code::UnknownResource, id, why)];
    }
    let state = state.passing(Hop::new("gateway", id, None));
    let mut next: Vec<Next> = Vec::new();
    for receiver in walk.receivers(&state) {
        let vpc = receiver.subnet.vpc.clone();
        next.push(state.clone().to(At::Local { vpc }));
    }
    match walk.to {
        Destination::Outside(_) => next.push(state.out_unseen(vpc, At::Internet)),
        Destination::OnPremises(_) => next.push(state.out_unseen(vpc, At::OnPremises)),
        Destination::Seat(_) | Destination::Service(_) => {}
    }
    next
}
