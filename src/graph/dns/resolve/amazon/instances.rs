//! The names of instances: `ip-10-0-0-5.eu-west-1.compute.internal`, `i-0a1b.eu-west-1.compute.internal`
//! and `ec2-203-0-113-5.eu-west-1.compute.amazonaws.com`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-naming.html>

use std::net::{IpAddr, Ipv4Addr};

use crate::model::kinds::Facts;
use crate::model::resolution::NameAnswer;

use crate::graph::node::NodeId;
use crate::graph::reach::held;

use super::super::addresses;
use super::super::found::Found;
use super::super::resolver::Query;
use super::super::space::Place;
use super::{remote, step};
use crate::graph::dns::records::holders;

pub(super) fn answer(query: &Query<'_, '_>, place: Place<'_, '_>, name: &str) -> Option<Found> {
    let (label, domain) = name.split_once('.')?;
    let inside = domain == "ec2.internal" || domain.ends_with(".compute.internal");
    let outside = domain == "compute-1.amazonaws.com"
        || domain.ends_with(".compute.amazonaws.com")
        || domain.ends_with(".compute.amazonaws.com.cn");
    match (inside, outside) {
        (true, _) if label.starts_with("i-") => by_id(query, place, label, name),
        (true, _) => by_private_address(query, place, dashed(label.strip_prefix("ip-")?)?),
        (_, true) => Some(by_public_address(
            query,
            place,
            dashed(label.strip_prefix("ec2-")?)?,
            name,
        )),
        _ => None,
    }
}

fn dashed(address: &str) -> Option<IpAddr> {
    let address: Ipv4Addr = address.replace('-', ".").parse().ok()?;
    Some(IpAddr::V4(address))
}

fn by_id(query: &Query<'_, '_>, place: Place<'_, '_>, id: &str, name: &str) -> Option<Found> {
    let graph = query.graph;
    let instance = match graph.find("ec2.instance", id, place.node) {
        Ok(instance) => instance,
        Err(gap) => return Some(Found::unknown(gap)),
    };
    let held = held(graph, instance);
    let found = addresses::of_interfaces(graph, &held.interfaces, query.qtype, false);
    let step = step(
        graph,
        instance,
        name,
        "instance_id".to_owned(),
        "ec2:DescribeInstances",
    );
    Some(found.perhaps(held.hidden).after(step))
}

/// The address stands in the name.
fn by_private_address(
    query: &Query<'_, '_>,
    place: Place<'_, '_>,
    address: IpAddr,
) -> Option<Found> {
    if !addresses::is_of(&address, query.qtype) {
        return Some(Found::of(NameAnswer::NoData));
    }
    let (interfaces, _) = holders(query.graph, place.node, &address.to_string());
    let none = interfaces.is_empty().then_some((address, None));
    let each = interfaces.into_iter().map(|one| (address, Some(one)));
    Some(Found::holding(each.chain(none)))
}

/// In the VPC of the interface, and where peering says so, the private address is answered.
fn by_public_address(
    query: &Query<'_, '_>,
    place: Place<'_, '_>,
    address: IpAddr,
    name: &str,
) -> Found {
    let graph = query.graph;
    if !addresses::is_of(&address, query.qtype) {
        return Found::of(NameAnswer::NoData);
    }
    let has = |node: &&NodeId| match graph.facts(**node) {
        Some(Facts::NetworkInterface(facts)) => {
            let own = facts.private_ip_addresses.known().into_iter().flatten();
            let mut public = own.filter_map(|one| one.public_ip.known()?.parse().ok());
            public.any(|public: IpAddr| public == address)
        }
        _ => false,
    };
    let owner = graph.of_kind("ec2.network_interface").iter().find(has);
    let Some(&owner) = owner else {
        return Found::holding([(address, None)]).perhaps(place.extent("ec2.network_interface"));
    };
    let call = "ec2:DescribeNetworkInterfaces";
    let step = step(graph, owner, name, "private_ip_addresses".to_owned(), call);
    match remote::is_public_from(place, &[owner]) {
        Ok(true) => Found::holding([(address, Some(owner))]).after(step),
        Ok(false) => {
            let Some(Facts::NetworkInterface(facts)) = graph.facts(owner) else {
                return Found::of(NameAnswer::Unknown);
            };
            let own = facts.private_ip_addresses.known().into_iter().flatten();
            let is_it = |public: &str| public.parse() == Ok(address);
            let private = own.filter(|one| one.public_ip.known().is_some_and(|told| is_it(told)));
            let private = private.filter_map(|one| one.private_ip_address.known()?.parse().ok());
            Found::holding(private.map(|one: IpAddr| (one, Some(owner)))).after(step)
        }
        Err(gap) => Found::unknown(gap).after(step),
    }
}
