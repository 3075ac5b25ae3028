//! Interfaces as seats.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::NetworkInterface;
use crate::model::resource::Resource;

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family};

use super::bound::contradiction;
use super::net::Net;
use super::seat::{Groups, Seat, State};

/// The seat of an interface.
pub(super) fn seat(net: Net<'_, '_>, node: NodeId) -> Result<Seat, Gap> {
    let Some(resource) = net.resource(node) else {
        return Err(untold());
    };
    let Facts::NetworkInterface(facts) = &resource.facts else {
        return Err(untold());
    };
    let missing = |path: &str| net.graph.missing(resource, path);
    let id = facts.network_interface_id.known();
    let id = id.ok_or_else(|| missing("network_interface_id"))?;
    let subnet = facts
        .subnet_id
        .known()
        .ok_or_else(|| match facts.subnet_id {
            Fact::None => contradiction(resource, format!("{id} is in no subnet")),
            _ => missing("subnet_id"),
        })?;
    let subnet = net.subnet(subnet, facts.vpc_id.known(), node)?;
    let (v4, v6, more_addresses) = addresses(net, resource, facts);
    let (public, more_public) = public(net, resource, facts);
    Ok(Seat {
        found: true,
        id: id.clone(),
        node,
        subnet,
        groups: groups(net, resource, facts),
        v4,
        v6,
        more_addresses,
        one_of: None,
        public,
        more_public,
        source_dest_check: facts.source_dest_check,
        is_anonymous: false,
        only_public: false,
        state: state(net, resource, facts),
    })
}

fn untold() -> Gap {
    Gap::new(
        crate::model::gap::GapReason::NotCollected,
        "ec2:DescribeNetworkInterfaces",
    )
}

/// An address that a fact tells.
fn address(fact: &Fact<Text>) -> Option<IpAddr> {
    fact.known()?.parse().ok()
}

fn addresses(
    net: Net<'_, '_>,
    resource: &Resource,
    facts: &NetworkInterface,
) -> (Addresses, Addresses, Option<Gap>) {
    let missing = |path: &str| net.graph.missing(resource, path);
    let mut hidden = None;
    let mut told = Vec::new();
    let v4 = facts.private_ip_addresses.known().into_iter().flatten();
    let v4 = v4.map(|one| ("private_ip_addresses", &one.private_ip_address));
    let v6 = facts.ipv6_addresses.known().into_iter().flatten();
    let v6 = v6.map(|one| ("ipv6_addresses", &one.ipv6_address));
    for (list, fact) in v4.chain(v6) {
        match address(fact) {
            Some(address) => told.push(address),
            None => hidden = hidden.or_else(|| Some(missing(list))),
        }
    }
    let mut blocks: Vec<IpNet> = Vec::new();
    for (list, fact) in delegated(facts) {
        match fact.known().map(|block| block.parse()) {
            Some(Ok(block)) => blocks.push(block),
            _ => hidden = hidden.or_else(|| Some(missing(list))),
        }
    }
    let lists = [
        (
            "private_ip_addresses",
            facts.private_ip_addresses.is_missing(),
        ),
        ("ipv6_addresses", facts.ipv6_addresses.is_missing()),
        ("ipv4_prefixes", facts.ipv4_prefixes.is_missing()),
        ("ipv6_prefixes", facts.ipv6_prefixes.is_missing()),
    ];
    for (list, is_missing) in lists {
        let hole = net.graph.hole(resource, list);
        hidden = hidden
            .or(hole)
            .or_else(|| is_missing.then(|| missing(list)));
    }
    let own = |family| {
        let single = Addresses::these(family, told.iter().copied());
        single.or(&Addresses::blocks(family, &blocks))
    };
    (own(Family::V4), own(Family::V6), hidden)
}

/// The blocks that are delegated to an interface: it sends from their addresses and takes what is for
/// them.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html>
fn delegated(facts: &NetworkInterface) -> Vec<(&'static str, &Fact<Text>)> {
    let v4 = facts.ipv4_prefixes.known().into_iter().flatten();
    let v4 = v4.map(|one| ("ipv4_prefixes", &one.ipv4_prefix));
    let v6 = facts.ipv6_prefixes.known().into_iter().flatten();
    let v6 = v6.map(|one| ("ipv6_prefixes", &one.ipv6_prefix));
    v4.chain(v6).collect()
}

fn public(
    net: Net<'_, '_>,
    resource: &Resource,
    facts: &NetworkInterface,
) -> (Vec<(IpAddr, IpAddr)>, Option<Gap>) {
    let list = "private_ip_addresses";
    let missing = || net.graph.missing(resource, list);
    let mut hidden = net.graph.hole(resource, list);
    if facts.private_ip_addresses.is_missing() {
        hidden.get_or_insert_with(missing);
    }
    let mut public = Vec::new();
    for one in facts.private_ip_addresses.known().into_iter().flatten() {
        match (address(&one.private_ip_address), &one.public_ip) {
            (Some(private), Fact::Known(told)) if told.parse::<IpAddr>().is_ok() => {
                public.extend(told.parse().ok().map(|public| (private, public)));
            }
            (Some(_), Fact::None) => {}
            _ => {
                hidden.get_or_insert_with(missing);
            }
        }
    }
    (public, hidden)
}

/// The interfaces that have no group, by their type.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html>
const WITHOUT_GROUPS: [&str; 7] = [
    "nat_gateway",
    "natGateway",
    "network_load_balancer",
    "gateway_load_balancer",
    "gateway_load_balancer_endpoint",
    "transit_gateway",
    "vpn",
];

fn groups(net: Net<'_, '_>, resource: &Resource, facts: &NetworkInterface) -> Groups {
    let mut hidden = match facts.groups.is_missing() {
        true => Some(net.graph.missing(resource, "groups")),
        false => net.graph.hole(resource, "groups"),
    };
    let mut groups = Vec::new();
    for group in facts.groups.known().into_iter().flatten() {
        match group.group_id.known() {
            Some(id) => groups.push(id.clone()),
            None => hidden = hidden.or_else(|| Some(net.graph.missing(resource, "groups"))),
        }
    }
    groups.sort_unstable();
    groups.dedup();
    match (hidden, groups.is_empty(), &facts.interface_type) {
        (Some(gap), _, _) => Groups::Perhaps(groups, gap),
        (None, false, _) => Groups::These(groups),
        (None, true, Fact::Known(sort)) if WITHOUT_GROUPS.contains(&sort.as_str()) => {
            Groups::Unfiltered
        }
        (None, true, Fact::Known(sort)) => {
            let what = format!(
                "{} is of type {sort} and carries no group",
                resource.arn.last()
            );
            Groups::Perhaps(groups, contradiction(resource, what))
        }
        (None, true, _) => Groups::Perhaps(groups, net.graph.missing(resource, "interface_type")),
    }
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>
fn state(net: Net<'_, '_>, resource: &Resource, facts: &NetworkInterface) -> State {
    match facts.status.known().map(Text::as_str) {
        Some("in-use" | "associated") => State::Working,
        Some("available") => State::Idle,
        Some(status) => {
            let gap = Gap::new(
                crate::model::gap::GapReason::InTransition,
                resource.kind().operation(),
            );
            let gap = gap.within(&resource.account, &resource.region);
            State::Unknown(gap.because(format!("{} is {status}", resource.arn.last())))
        }
        None => State::Unknown(net.graph.missing(resource, "status")),
    }
}
