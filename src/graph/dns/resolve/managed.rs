//! Zones that a service manages: what stands in them nobody is told, but endpoints say which names they
//! brought.

use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;

use crate::graph::node::NodeId;

use super::addresses;
use super::found::{Found, Step};
use super::private::PrivateName;
use super::resolver::{Query, either};
use super::space::{Place, Space};
use super::zones::{Origin, Zone};

/// What a managed zone answers.
pub(super) fn answer(
    query: &Query<'_, '_>,
    place: Place<'_, '_>,
    space: &Space,
    zone: &Zone,
    name: &str,
) -> Found {
    let is_of_zone = |one: &&PrivateName| {
        let its = one.zone_id.as_ref().is_some_and(|id| *id == zone.id);
        its || one.domain() == zone.name
    };
    let own = space.private.iter().filter(is_of_zone);
    let own: Vec<&PrivateName> = own.filter(|one| one.answers(name)).collect();
    if own.is_empty() {
        return Found::unknown(untold(place, zone)).after(step(place, zone, name));
    }
    either(
        own.into_iter()
            .map(|one| brought(query, place, one, zone, name)),
    )
}

pub(super) fn step(place: Place<'_, '_>, zone: &Zone, name: &str) -> Step {
    Step {
        name: name.to_owned(),
        kind: zone.kind(),
        id: zone.id.clone(),
        by: zone.source(place).into_iter().collect(),
    }
}

/// A name that an endpoint, or VPC Lattice itself, answers.
fn brought(
    query: &Query<'_, '_>,
    place: Place<'_, '_>,
    one: &PrivateName,
    zone: &Zone,
    name: &str,
) -> Found {
    let mut step = step(place, zone, name);
    step.by.push(one.told.clone());
    let found = match one.endpoint {
        Some(endpoint) => of_endpoint(query, endpoint),
        None => {
            let gap = Gap::new(
                GapReason::UnsupportedHere,
                "vpc-lattice:ListServiceNetworkVpcAssociations",
            );
            let gap = gap.within(&place.resource.account, &place.resource.region);
            let why =
                format!("which address of its own VPC Lattice answers {name} with no call tells");
            Found::unknown(gap.because(why))
        }
    };
    found.doubted(one.doubt.clone()).after(step)
}

/// The addresses of an endpoint, of the family that is asked for.
pub(super) fn of_endpoint(query: &Query<'_, '_>, endpoint: NodeId) -> Found {
    addresses::of_endpoint(query.graph, endpoint, query.qtype, &|_| true)
}

/// Whether a gap is only that AWS tells nobody what stands in a zone of its own.
pub(in crate::graph) fn is_untold(gap: &Gap) -> bool {
    gap.reason == GapReason::UnsupportedHere && gap.operation == OPERATION
}

const OPERATION: &str = "route53:ListHostedZonesByVPC";

pub(super) fn untold(place: Place<'_, '_>, zone: &Zone) -> Gap {
    let service = match &zone.origin {
        Origin::Managed(service) => service.clone(),
        _ => Text::const_new("AWS"),
    };
    let gap = Gap::new(GapReason::UnsupportedHere, OPERATION);
    let gap = gap.within(&place.resource.account, &place.resource.region);
    gap.because(format!(
        "{service} tells nobody what stands in its zone {}",
        zone.name
    ))
}
