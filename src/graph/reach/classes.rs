//! Interfaces that nothing on the way can tell apart, as one: those of a subnet with the same groups.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_network::NetworkInterface;

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
    members: Vec<SharedSeat>,
}

impl Class {
    /// One interface, or several that nothing tells apart; nothing of none.
    fn of(sort: &'static str, members: Vec<SharedSeat>) -> Option<Self> {
        let (first, others) = members.split_first()?;
        if others.is_empty() {
            return Some(Class {
                label: first.id.clone(),
                seat: Arc::clone(first),
                sort,
                members,
            });
        }
        let mut all = (**first).clone();
        for seat in others {
            all.v4 = all.v4.or(&seat.v4);
            all.v6 = all.v6.or(&seat.v6);
            all.public.extend(seat.public.iter().copied());
        }
        let groups = all.groups.known().join(" ");
        let label = format!("{} in {} with {groups}", members.len(), all.subnet.id);
        Some(Class {
            seat: Arc::new(all),
            sort,
            label: Text::from(label),
            members,
        })
    }

    /// The interfaces that are as one here.
    pub(in crate::graph::reach) fn interfaces(&self) -> Vec<NodeId> {
        self.members.iter().map(|one| one.node).collect()
    }

    /// The class without the interfaces that the question is about, which do not ask themselves;
    /// nothing if that is all of it.
    pub(in crate::graph::reach) fn without(&self, seats: &[&SharedSeat]) -> Option<Cow<'_, Self>> {
        let asks = |one: &SharedSeat| !seats.iter().any(|seat| one.is_same(seat));
        if self.members.iter().all(asks) {
            return Some(Cow::Borrowed(self));
        }
        let members = self.members.iter().filter(|one| asks(one));
        Self::of(self.sort, members.cloned().collect()).map(Cow::Owned)
    }
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
        let Some(resource) = net.resource(node) else {
            continue;
        };
        let Facts::NetworkInterface(facts) = &resource.facts else {
            continue;
        };
        let sort = match sort_of(facts) {
            Ok(Some(sort)) => Ok(sort),
            Ok(None) => continue,
            Err(path) => Err(net.graph.missing(resource, path)),
        };
        match (net.seat(node), sort) {
            (Ok(seat), Ok(sort)) => match key(&seat, sort) {
                Some(key) => groups.entry(key).or_default().push(seat),
                None => each.extend(Class::of(sort, vec![seat])),
            },
            (Ok(seat), Err(gap)) => {
                each.extend(Class::of("interface", vec![seat]));
                hidden = hidden.or(Some(gap));
            }
            (Err(gap), _) => hidden = hidden.or(Some(gap)),
        }
    }
    let merged = groups.into_iter();
    each.extend(merged.filter_map(|(key, seats)| Class::of(key.2, seats)));
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

/// What an interface is of; nothing for those that never begin a connection. Or the attribute that
/// would say it and is not told.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>
fn sort_of(facts: &NetworkInterface) -> Result<Option<&'static str>, &'static str> {
    if facts.interface_type.is_missing() {
        return Err("interface_type");
    }
    match facts.interface_type.known().map_or("", Text::as_str) {
        "vpc_endpoint" | "gateway_load_balancer_endpoint" => return Ok(None),
        "nat_gateway" | "natGateway" => return Ok(None),
        "lambda" => return Ok(Some("lambda")),
        "network_load_balancer" | "load_balancer" => return Ok(Some("load-balancer")),
        _ => {}
    }
    match &facts.attachment {
        Fact::Known(one) if one.instance_id.known().is_some() => return Ok(Some("instance")),
        Fact::Known(one) if one.instance_id.is_missing() => return Err("attachment"),
        Fact::Missing => return Err("attachment"),
        Fact::Known(_) | Fact::None => {}
    }
    match &facts.requester_id {
        Fact::Known(requester) if requester == "amazon-rds" => Ok(Some("database")),
        Fact::Known(requester) if requester == "amazon-elb" => Ok(Some("load-balancer")),
        Fact::Missing => Err("requester_id"),
        Fact::Known(_) | Fact::None => Ok(Some("interface")),
    }
}
