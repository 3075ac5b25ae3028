//! The association of a VPC with a service network: clients send to addresses of VPC Lattice itself, which
//! stand nowhere in the VPC. Their own groups and network ACLs let that out, the groups of the association
//! let it in.
//! <https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html>

use std::sync::Arc;

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_lattice_network::ServiceNetworkVpcAssociation;
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family};

use super::super::ask::{Pairs, Question, pair};
use super::super::connection::Source;
use super::super::ends::{self, Alternatives};
use super::super::net::Net;
use super::super::report;
use super::super::route::Route;
use super::super::seat::{Groups, Seat, SharedSeat, State, Subnet};
use super::super::walk::Destination;

/// The addresses of VPC Lattice.
/// <https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html#managed-prefix-list>
const ADDRESSES: [&str; 2] = ["169.254.171.0/24", "fd00:ec2:80::/64"];

/// From a client to the service network of its VPC.
pub(super) fn near(graph: &Graph<'_>, question: &Question, node: NodeId) -> Route {
    let net = Net::new(graph);
    let report = report::of(net, question, &pairs(net, question, node));
    let question = question.clone();
    Route::of(report, move |net| pairs(net, &question, node))
}

fn pairs(net: Net<'_, '_>, question: &Question, node: NodeId) -> Pairs {
    let mut pairs = Pairs {
        each: Vec::new(),
        hidden: Vec::new(),
    };
    match seat(net.graph, node) {
        Ok(seat) => {
            let clients = ends::sources(net, &question.from);
            pairs.hidden.extend(clients.hidden);
            let to = Alternatives {
                one_of: vec![Destination::Seat(seat.clone())],
                doubt: None,
            };
            let own = clients.each.iter().filter(|one| is_of(one, &seat));
            let each = own.filter_map(|from| pair(net, from, &to, &question.service));
            pairs.each.extend(each);
        }
        Err(gap) => pairs.hidden.push(gap),
    }
    pairs
}

/// Whether a client stands in the VPC: nobody else reaches the addresses by the association.
fn is_of(client: &Alternatives<Source>, seat: &SharedSeat) -> bool {
    let mut places = client.one_of.iter();
    places.all(|one| match one {
        Source::Seat(own) => own.subnet.vpc == seat.subnet.vpc,
        Source::Internet(_) | Source::OnPremises(_) => false,
    })
}

/// An association as a place that packets enter.
fn seat(graph: &Graph<'_>, node: NodeId) -> Result<SharedSeat, Gap> {
    let operation = "vpc-lattice:ListServiceNetworkVpcAssociations";
    let untold = || Gap::new(GapReason::NotCollected, operation);
    let resource = graph.resource(node).ok_or_else(untold)?;
    let Facts::ServiceNetworkVpcAssociation(facts) = &resource.facts else {
        return Err(untold());
    };
    let vpc = facts.vpc_id.known();
    let vpc = vpc.ok_or_else(|| graph.missing(resource, "vpc_id"))?;
    let blocks: Vec<IpNet> = ADDRESSES
        .iter()
        .filter_map(|one| one.parse().ok())
        .collect();
    Ok(Arc::new(Seat {
        found: false,
        id: Text::from(resource.arn.last()),
        node,
        subnet: Subnet {
            id: Text::const_new(""),
            node: Err(untold()),
            vpc: vpc.clone(),
        },
        groups: groups(graph, resource, facts),
        v4: Addresses::blocks(Family::V4, &blocks),
        v6: Addresses::blocks(Family::V6, &blocks),
        more_addresses: None,
        one_of: None,
        public: Vec::new(),
        more_public: None,
        source_dest_check: Fact::Known(true),
        is_anonymous: false,
        only_public: false,
        state: State::Working,
    }))
}

/// The groups of an association; without any, it lets all in.
fn groups(graph: &Graph<'_>, resource: &Resource, facts: &ServiceNetworkVpcAssociation) -> Groups {
    let list = "security_group_ids";
    let known: Vec<Text> = facts
        .security_group_ids
        .known()
        .cloned()
        .unwrap_or_default();
    let hidden = match facts.security_group_ids.is_missing() {
        true => Some(graph.missing(resource, list)),
        false => graph.hole(resource, list),
    };
    match hidden {
        Some(gap) => Groups::Perhaps(known, gap),
        None if known.is_empty() => Groups::Unfiltered,
        None => Groups::These(known),
    }
}
