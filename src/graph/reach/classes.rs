//! Interfaces that nothing on the way can tell apart, as one: those of a subnet with the same groups.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;

use super::net::Net;
use super::seat::{Groups, Seat, SharedSeat, State};

/// Interfaces as one.
#[derive(Clone)]
pub(in crate::graph) struct Class {
    pub(in crate::graph::reach) seat: SharedSeat,
    /// What they are: `instance`, `lambda`, `database`, ...
    pub(in crate::graph::reach) sort: &'static str,
    pub(in crate::graph::reach) label: Text,
}

/// The classes of a VPC, and why there may be more.
pub(in crate::graph) struct Classes {
    pub(in crate::graph::reach) each: Vec<Class>,
    pub(in crate::graph::reach) hidden: Option<Gap>,
}

/// The classes of a VPC.
pub(super) fn of_vpc(net: Net<'_, '_>, vpc: &str, near: NodeId) -> Classes {
    let (nodes, mut hidden) = net.graph.naming(Reverse::InterfacesByVpc, vpc, near);
    let mut groups: BTreeMap<Key, Vec<SharedSeat>> = BTreeMap::new();
    let mut each = Vec::new();
    for node in nodes {
        let Some(sort) = sort_of(net, node) else {
            continue;
        };
        match net.seat(node) {
            Ok(seat) => match key(&seat, sort) {
                Some(key) => groups.entry(key).or_default().push(seat),
                None => each.push(Class {
                    label: seat.id.clone(),
                    seat,
                    sort,
                }),
            },
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    each.extend(
        groups
            .into_iter()
            .filter_map(|(key, seats)| merged(&key, seats)),
    );
    Classes { each, hidden }
}

/// What tells interfaces apart.
type Key = (Text, Vec<Text>, &'static str, bool, State);

/// One with a gap stands alone.
fn key(seat: &Seat, sort: &'static str) -> Option<Key> {
    let Fact::Known(check) = seat.source_dest_check else {
        return None;
    };
    let whole = seat.more_addresses.is_none() && seat.more_public.is_none();
    match &seat.groups {
        Groups::These(groups) if whole => Some((
            seat.subnet.id.clone(),
            groups.clone(),
            sort,
            check,
            seat.state.clone(),
        )),
        _ => None,
    }
}

fn merged(key: &Key, seats: Vec<SharedSeat>) -> Option<Class> {
    let count = seats.len();
    let first = seats.first()?.clone();
    if count == 1 {
        return Some(Class {
            label: first.id.clone(),
            seat: first,
            sort: key.2,
        });
    }
    let mut all = (*first).clone();
    for seat in &seats[1..] {
        all.v4 = all.v4.or(&seat.v4);
        all.v6 = all.v6.or(&seat.v6);
        all.public.extend(seat.public.iter().copied());
    }
    let label = format!("{count} in {} with {}", key.0, key.1.join(" "));
    Some(Class {
        seat: Arc::new(all),
        sort: key.2,
        label: Text::from(label),
    })
}

/// What an interface is of; nothing for those that never begin a connection.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>
fn sort_of(net: Net<'_, '_>, node: NodeId) -> Option<&'static str> {
    let Some(Facts::NetworkInterface(facts)) = net.graph.facts(node) else {
        return None;
    };
    let requester = facts.requester_id.known().map_or("", Text::as_str);
    let instance = facts.attachment.known();
    let instance = instance.and_then(|one| one.instance_id.known());
    match facts.interface_type.known().map_or("", Text::as_str) {
        "vpc_endpoint" | "gateway_load_balancer_endpoint" => None,
        "lambda" => Some("lambda"),
        "nat_gateway" | "natGateway" => None,
        "network_load_balancer" | "load_balancer" => Some("load-balancer"),
        _ if instance.is_some() => Some("instance"),
        _ if requester == "amazon-rds" => Some("database"),
        _ if requester == "amazon-elb" => Some("load-balancer"),
        _ => Some("interface"),
    }
}
