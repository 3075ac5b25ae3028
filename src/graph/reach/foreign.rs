//! VPCs that something joins and that nobody scanned, as sources and destinations: whoever stands there
//! may reach, or be reached, with what the own side lets through.

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::reach::Certainty;

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family, Service};

use super::ask::{Pair, pair};
use super::connection::{Found, Path, Source};
use super::ends::Alternatives;
use super::hops::foreign_vpc;
use super::net::Net;
use super::walk::Destination;

/// The word for one in a list of sources.
pub(super) const CLASS: &str = "foreign-vpc";

/// Why nobody knows who stands in a VPC, if nobody scanned it.
pub(super) fn gap(net: Net<'_, '_>, vpc: &Text, near: NodeId) -> Option<Gap> {
    net.graph.find("ec2.vpc", vpc, near).err()
}

/// Connections from hosts of a VPC that nobody scanned, if any may work.
pub(super) fn from(
    net: Net<'_, '_>,
    vpc: &Text,
    to: &Alternatives<Destination>,
    service: &Service,
) -> Option<Pair> {
    let source = Alternatives {
        one_of: vec![Source::OnPremises(anywhere())],
        doubt: None,
    };
    let comes = |path: &Path| path.forward.hops.first().is_some_and(|hop| is(hop, vpc));
    perhaps(pair(net, &source, to, service)?, comes)
}

/// Connections to hosts of a VPC that nobody scanned, if any may work.
pub(super) fn to(
    net: Net<'_, '_>,
    vpc: &Text,
    from: &Alternatives<Source>,
    service: &Service,
) -> Option<Pair> {
    let destination = Alternatives {
        one_of: vec![Destination::OnPremises(anywhere())],
        doubt: None,
    };
    let goes = |path: &Path| path.forward.hops.last().is_some_and(|hop| is(hop, vpc));
    perhaps(pair(net, from, &destination, service)?, goes)
}

/// Whoever stands in a VPC may have any address: the own side says which it lets through.
fn anywhere() -> Vec<Addresses> {
    Family::BOTH.map(Addresses::all).to_vec()
}

fn is(hop: &super::state::Hop, vpc: &Text) -> bool {
    foreign_vpc::is_one(hop) && hop.id == *vpc
}

/// The paths by a VPC, of which none is certain.
fn perhaps(mut pair: Pair, by: impl Fn(&Path) -> bool) -> Option<Pair> {
    pair.may.paths.retain(by);
    if pair.may.paths.is_empty() {
        return None;
    }
    let gaps = pair.may.paths.iter().flat_map(Path::gaps);
    pair.gaps = gaps.cloned().collect();
    pair.must = Found::default();
    pair.certainty = Certainty::Unknown;
    Some(pair)
}
