//! Services with interfaces in subnets that they are told: proxies, connectors, resource gateways. No
//! call says which interface is whose; subnet and groups tell as much as filters and routes ask for.

use std::sync::Arc;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resource::Resource;

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family};

use super::super::bound::untellable;
use super::super::net::Net;
use super::super::seat::{Groups, Seat, SharedSeat, State, Subnet};
use super::{Member, Members};

/// The interfaces of a service: one in each of its subnets.
pub(super) fn of(net: Net<'_, '_>, node: NodeId, members: &mut Members) {
    let Some(resource) = net.resource(node) else {
        return;
    };
    let (subnets, groups, lists) = match &resource.facts {
        Facts::DbProxy(f) => (
            &f.vpc_subnet_ids,
            &f.vpc_security_group_ids,
            ("vpc_subnet_ids", "vpc_security_group_ids"),
        ),
        Facts::DbProxyEndpoint(f) => (
            &f.vpc_subnet_ids,
            &f.vpc_security_group_ids,
            ("vpc_subnet_ids", "vpc_security_group_ids"),
        ),
        Facts::VpcConnector(f) => (
            &f.subnets,
            &f.security_groups,
            ("subnets", "security_groups"),
        ),
        Facts::ResourceGateway(f) => (
            &f.subnet_ids,
            &f.security_group_ids,
            ("subnet_ids", "security_group_ids"),
        ),
        Facts::AppRunnerService(_) => return service(net, node, resource, members),
        _ => return,
    };
    let groups = groups_of(net, resource, groups, lists.1);
    members.hide(net.graph.hole(resource, lists.0));
    if subnets.is_missing() {
        members.hide(Some(net.graph.missing(resource, lists.0)));
    }
    for subnet in subnets.known().into_iter().flatten() {
        let place = Place {
            net,
            node,
            resource,
            groups: &groups,
            public: Public::None,
        };
        match net.subnet(subnet, None, node) {
            Ok(subnet) => {
                let seat = Arc::new(place.seat(subnet, |told| is_own(resource, told)));
                members.each.push(Member::sure(seat));
            }
            Err(gap) => members.hide(Some(gap)),
        }
    }
}

/// Whether the description of an interface says that it is the service's. Connectors write none that
/// is documented.
fn is_own(resource: &Resource, told: &str) -> bool {
    match &resource.facts {
        Facts::ResourceGateway(facts) => facts
            .id
            .known()
            .is_some_and(|id| told.ends_with(id.as_str())),
        Facts::DbProxy(facts) => {
            let name = facts.db_proxy_name.known();
            name.is_some_and(|name| told == format!("Network interface for DBProxy {name}"))
        }
        _ => false,
    }
}

/// A service of App Runner sends by its connector, and by the internet without one.
/// <https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html>
fn service(net: Net<'_, '_>, node: NodeId, resource: &Resource, members: &mut Members) {
    let Facts::AppRunnerService(facts) = &resource.facts else {
        return;
    };
    match (&facts.egress_type, &facts.vpc_connector_arn) {
        (Fact::Known(egress), Fact::Known(arn)) if egress == "VPC" => {
            match net.graph.find_arn("apprunner.vpc_connector", arn, node) {
                Ok(connector) => of(net, connector, members),
                Err(gap) => members.hide(Some(gap)),
            }
        }
        (Fact::Known(egress), _) if egress == "VPC" => {
            members.hide(Some(net.graph.missing(resource, "vpc_connector_arn")));
        }
        (Fact::Known(_), _) => {}
        _ => members.hide(Some(net.graph.missing(resource, "egress_type"))),
    }
}

/// The groups that a service gives its interfaces.
pub(super) fn groups_of(
    net: Net<'_, '_>,
    resource: &Resource,
    groups: &Fact<Vec<Text>>,
    list: &str,
) -> Groups {
    let mut known: Vec<Text> = groups.known().into_iter().flatten().cloned().collect();
    known.sort_unstable();
    known.dedup();
    let hidden = match groups.is_missing() || known.is_empty() {
        true => Some(net.graph.missing(resource, list)),
        false => net.graph.hole(resource, list),
    };
    match hidden {
        None => Groups::These(known),
        Some(gap) => Groups::Perhaps(known, gap),
    }
}

/// Whether an interface of a service has a public address.
#[derive(Clone)]
pub(super) enum Public {
    /// It has none.
    None,
    /// That of the interface that is found.
    Found,
    /// Nobody knows.
    Unknown(Gap),
}

/// A service with an interface in a subnet.
pub(super) struct Place<'a, 'g, 's> {
    pub(super) net: Net<'g, 's>,
    pub(super) node: NodeId,
    pub(super) resource: &'s Resource,
    pub(super) groups: &'a Groups,
    pub(super) public: Public,
}

impl Place<'_, '_, '_> {
    /// The interface in a subnet: one of those that services made there with the same groups and
    /// that may be it, or else one whose address may be any of the subnet.
    pub(super) fn seat(&self, subnet: Subnet, may_be: impl Fn(&str) -> bool) -> Seat {
        let (found, hidden) = self.found(&subnet, may_be);
        let addresses = |family| {
            let none = Addresses::none(family);
            let each = found.iter().map(|seat| seat.addresses(family));
            each.fold(none, |all, own| all.or(own))
        };
        let (mut v4, mut v6) = (addresses(Family::V4), addresses(Family::V6));
        let name = self.resource.arn.last();
        let one_of = match found.as_slice() {
            [_] if hidden.is_none() => None,
            _ if found.is_empty() || hidden.is_some() => {
                (v4, v6) = self.blocks(&subnet);
                Some(format!("which address {name} has in {}", subnet.id))
            }
            _ => Some(format!(
                "which interface of {} is that of {name}",
                subnet.id
            )),
        };
        let certain = one_of.is_none();
        let public = match &self.public {
            Public::None if !certain => Vec::new(),
            _ => found.iter().flat_map(|seat| seat.public.clone()).collect(),
        };
        let more_public = match (&self.public, found.as_slice()) {
            (Public::None, [one]) => one.more_public.clone(),
            (Public::None, _) => None,
            (Public::Found, []) => {
                let what = format!("which public address {name} has");
                Some(untellable(self.resource, what))
            }
            (Public::Found, seats) => seats.iter().find_map(|seat| seat.more_public.clone()),
            (Public::Unknown(gap), _) => Some(gap.clone()),
        };
        Seat {
            found: !found.is_empty(),
            id: match found.as_slice() {
                [one] => one.id.clone(),
                _ => Text::from(name),
            },
            node: match found.as_slice() {
                [one] => one.node,
                _ => self.node,
            },
            subnet,
            groups: self.groups.clone(),
            v4,
            v6,
            more_addresses: found.iter().find_map(|seat| seat.more_addresses.clone()),
            one_of: one_of.map(|what| hidden.unwrap_or_else(|| untellable(self.resource, what))),
            public,
            more_public,
            source_dest_check: Fact::Known(true),
            is_anonymous: false,
            only_public: false,
            state: State::Working,
        }
    }

    /// The interfaces of a subnet that may be the service's, and why there may be more.
    fn found(
        &self,
        subnet: &Subnet,
        may_be: impl Fn(&str) -> bool,
    ) -> (Vec<SharedSeat>, Option<Gap>) {
        let graph = self.net.graph;
        let (nodes, hidden) = graph.naming(Reverse::InterfacesBySubnet, &subnet.id, self.node);
        let own = nodes.into_iter().filter(|node| match graph.facts(*node) {
            Some(Facts::NetworkInterface(facts)) => {
                let managed = !matches!(facts.requester_managed, Fact::Known(false));
                let told = facts.description.known().map_or("", Text::as_str);
                managed && may_be(told)
            }
            _ => false,
        });
        let seats = own.filter_map(|node| self.net.seat(node).ok());
        (
            seats.filter(|seat| self.fits(&seat.groups)).collect(),
            hidden,
        )
    }

    /// Whether an interface with these groups may be the service's.
    fn fits(&self, groups: &Groups) -> bool {
        match (self.groups, groups) {
            (Groups::These(own), Groups::These(groups)) => own == groups,
            (_, Groups::Unfiltered) => false,
            _ => true,
        }
    }

    /// Every address of a subnet.
    fn blocks(&self, subnet: &Subnet) -> (Addresses, Addresses) {
        let node = subnet.node.as_ref().ok();
        let facts = node.and_then(|node| self.net.graph.facts(*node));
        let Some(Facts::Subnet(facts)) = facts else {
            return (Addresses::all(Family::V4), Addresses::none(Family::V6));
        };
        let parse = |fact: &Fact<Text>| fact.known().and_then(|block| block.parse().ok());
        let v4 = parse(&facts.cidr_block);
        let v4 = match (v4, &facts.cidr_block) {
            (Some(block), _) => Addresses::block(block),
            (None, Fact::None) => Addresses::none(Family::V4),
            (None, _) => Addresses::all(Family::V4),
        };
        // Whether the service has an address of IPv6 at all, no call tells.
        (v4, Addresses::none(Family::V6))
    }
}
