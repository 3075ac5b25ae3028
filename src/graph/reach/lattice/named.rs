//! Which configurations lead to a resource: by its ARN, its name or its address.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_lattice::ResourceConfiguration;
use crate::model::resource::Resource;

use crate::graph::cidr::canonical;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Addresses;

use super::super::bound::untellable;
use super::super::members;
use super::super::neighbours::neighbours;
use super::super::net::Net;
use super::super::seat::SharedSeat;

/// By what configurations name a resource.
#[derive(Default)]
pub(super) struct Names {
    texts: BTreeSet<Text>,
    /// The addresses that it has, or may have.
    perhaps: Vec<Addresses>,
    /// Where it stands.
    seats: Vec<SharedSeat>,
    /// Whether it may stand elsewhere.
    is_hidden: bool,
    /// The VPCs from which packets may get there, once somebody asked; nothing if from any.
    around: OnceCell<Option<BTreeSet<Text>>>,
}

impl Names {
    /// Whether packets of the gateway of a configuration may get there. Of most names that are no
    /// resource's own this is enough to say that they are not those of this one.
    fn may_be_reached(
        &self,
        graph: &Graph<'_>,
        near: &Resource,
        configured: &ResourceConfiguration,
    ) -> bool {
        if self.is_hidden || self.seats.is_empty() {
            return true;
        }
        let Some(around) = self.around.get_or_init(|| around(graph, &self.seats)) else {
            return true;
        };
        let from = graph.resource_by_arn(near.arn.as_str());
        let id = configured.resource_gateway_id.known();
        let gateway = from.zip(id).and_then(|(from, id)| {
            let gateway = graph.find("vpc_lattice.resource_gateway", id, from).ok()?;
            graph.facts(gateway)
        });
        match gateway {
            Some(Facts::ResourceGateway(facts)) => {
                let vpc = facts.vpc_id.known();
                vpc.is_none_or(|vpc| around.contains(vpc))
            }
            _ => true,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// Whether a configuration leads to a resource.
pub(super) enum Named {
    Yes,
    No,
    Perhaps(Gap),
}

/// The names of a resource that can stand behind a configuration; none for what cannot.
pub(super) fn names(graph: &Graph<'_>, node: NodeId) -> Names {
    let mut names = Names::default();
    let mut add = |fact: &Fact<Text>| {
        let name = fact.known().map(|name| canonical(name));
        names.texts.extend(name);
    };
    match graph.facts(node) {
        Some(Facts::DbCluster(facts)) => {
            add(&facts.endpoint);
            add(&facts.reader_endpoint);
        }
        Some(Facts::DbInstance(facts)) => {
            if let Some(endpoint) = facts.endpoint.known() {
                add(&endpoint.address);
            }
        }
        Some(Facts::DbProxy(facts)) => add(&facts.endpoint),
        Some(Facts::DbProxyEndpoint(facts)) => add(&facts.endpoint),
        Some(Facts::LoadBalancer(facts)) => add(&facts.dns_name),
        Some(Facts::NetworkInterface(_) | Facts::Instance(_)) => {}
        _ => return names,
    }
    names.texts.insert(graph.node(node).arn.clone());
    let Some(members) = members::of(Net::new(graph), node) else {
        return names;
    };
    for seat in members.each.into_iter().flat_map(|member| member.one_of) {
        if seat.found && seat.one_of.is_none() && seat.more_addresses.is_none() {
            let blocks = seat.v4.to_blocks().into_iter().chain(seat.v6.to_blocks());
            let told = blocks.map(|block| Text::from(block.addr().to_string()));
            names.texts.extend(told);
        } else {
            names.perhaps.extend([seat.v4.clone(), seat.v6.clone()]);
        }
        names.seats.push(seat);
    }
    names.is_hidden = members.hidden.is_some();
    names
}

/// The VPCs from which packets may get to some seats; nothing if from any: by public addresses, or
/// because nobody told what joins their VPCs to others.
fn around(graph: &Graph<'_>, seats: &[SharedSeat]) -> Option<BTreeSet<Text>> {
    let mut all = BTreeSet::new();
    for seat in seats {
        let is_public = !seat.public.is_empty() || seat.more_public.is_some();
        let (vpcs, hidden) = neighbours(Net::new(graph), &seat.subnet.vpc, seat.node);
        if is_public || !seat.v6.is_empty() || seat.subnet.vpc.is_empty() || !hidden.is_empty() {
            return None;
        }
        all.extend(vpcs);
    }
    Some(all)
}

/// Whether a configuration leads to the resource with these names. What another name resolves to is
/// not asked here: it may be this resource, if the gateway gets there.
pub(super) fn is_named(
    graph: &Graph<'_>,
    resource: &Resource,
    configured: &ResourceConfiguration,
    names: &Names,
) -> Named {
    let told = [
        ("arn_resource_arn", &configured.arn_resource_arn),
        (
            "dns_resource_domain_name",
            &configured.dns_resource_domain_name,
        ),
        ("ip_resource_ip_address", &configured.ip_resource_ip_address),
    ];
    for (path, fact) in told {
        match fact {
            Fact::None => {}
            Fact::Missing => return Named::Perhaps(graph.missing(resource, path)),
            Fact::Known(name) => {
                let plain = canonical(name);
                if names.texts.contains(name) || names.texts.contains(&plain) {
                    return Named::Yes;
                }
                return match path {
                    "arn_resource_arn" => Named::No,
                    "dns_resource_domain_name" if is_of_rds(&plain) => Named::No,
                    _ if !names.may_be_reached(graph, resource, configured) => Named::No,
                    "dns_resource_domain_name" => {
                        let what = format!("what {name} of {} is", resource.arn.last());
                        Named::Perhaps(untellable(resource, what))
                    }
                    _ => address(resource, &plain, names),
                };
            }
        }
    }
    Named::No
}

/// Whether a name is one that RDS made: each belongs to one database or proxy.
fn is_of_rds(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.ends_with(".rds.amazonaws.com") || name.ends_with(".rds.amazonaws.com.cn")
}

fn address(resource: &Resource, address: &str, names: &Names) -> Named {
    let Ok(address) = address.parse() else {
        return Named::No;
    };
    match names.perhaps.iter().any(|block| block.has(address)) {
        false => Named::No,
        true => {
            let what = format!("whose address {address} of {} is", resource.arn.last());
            Named::Perhaps(untellable(resource, what))
        }
    }
}

/// A configuration, or the children of one that is a group; and why there may be more.
pub(super) fn with_children(graph: &Graph<'_>, node: NodeId) -> (Vec<NodeId>, Option<Gap>) {
    let Some(Facts::ResourceConfiguration(facts)) = graph.facts(node) else {
        return (Vec::new(), None);
    };
    if facts
        .configuration_type
        .known()
        .is_none_or(|sort| sort != "GROUP")
    {
        return (vec![node], None);
    }
    let here = graph.node(node);
    let kind = "vpc_lattice.resource_configuration";
    let is_child = |one: &&NodeId| match graph.facts(**one) {
        Some(Facts::ResourceConfiguration(child)) => {
            let group = child.resource_configuration_group_id.known();
            group.is_some() && group == facts.id.known()
        }
        _ => false,
    };
    let children = graph.of_kind(kind).iter().filter(is_child).copied();
    (
        children.collect(),
        graph.extent(kind, here.account, here.region),
    )
}
