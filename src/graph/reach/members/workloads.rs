//! Workloads and load balancers: functions, tasks of services, and what stands in front of them. Their
//! interfaces stand in the subnets that they are told, with their groups.

use std::sync::Arc;

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ecs::{NetworkConfiguration, Service};
use crate::model::kinds::elbv2::LoadBalancer;
use crate::model::kinds::lambda::Function;
use crate::model::resource::Resource;

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;

use super::super::bound::untellable;
use super::super::net::Net;
use super::super::seat::Groups;
use super::services::{Place, Public, groups_of};
use super::{Member, Members};

/// The interfaces of a function: one in each of its subnets, shared with others of the same groups.
/// <https://docs.aws.amazon.com/lambda/latest/dg/foundation-networking.html>
pub(super) fn function(
    net: Net<'_, '_>,
    node: NodeId,
    facts: &Function,
    resource: &Resource,
    members: &mut Members,
) {
    match &facts.vpc_config {
        // Without a VPC it sends by the internet.
        Fact::None => {}
        Fact::Missing => members.hide(Some(net.graph.missing(resource, "vpc_config"))),
        Fact::Known(config) => {
            let groups = groups_of(net, resource, &config.security_group_ids, "vpc_config");
            let of_lambda = |told: &str| told.starts_with("AWS Lambda VPC ENI");
            let stand = Stand {
                groups: &groups,
                public: Public::None,
                list: "vpc_config",
            };
            stand.in_subnets(net, node, &config.subnet_ids, of_lambda, members);
        }
    }
}

/// Whether a function sends by the internet: it has no VPC, or one that it left.
pub(in crate::graph::reach) fn is_outside(facts: &Function) -> bool {
    match &facts.vpc_config {
        Fact::None => true,
        Fact::Known(config) => match &config.subnet_ids {
            Fact::None => true,
            Fact::Known(subnets) => subnets.is_empty(),
            Fact::Missing => false,
        },
        Fact::Missing => false,
    }
}

/// The interfaces of the tasks of a service. Where CodeDeploy deploys it, its task sets have the
/// network. Tasks without a network of their own use that of their instance, and nobody tells which.
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html>
pub(super) fn service(
    net: Net<'_, '_>,
    node: NodeId,
    facts: &Service,
    resource: &Resource,
    members: &mut Members,
) {
    let list = "network_configuration";
    let sets = facts.task_sets.known().into_iter().flatten();
    let of_sets: Vec<&Fact<NetworkConfiguration>> = sets
        .filter(|set| set.status.known().is_none_or(|status| status != "DRAINING"))
        .map(|set| &set.network_configuration)
        .collect();
    if facts.task_sets.is_missing() {
        members.hide(Some(net.graph.missing(resource, "task_sets")));
    }
    members.hide(net.graph.hole(resource, "task_sets"));
    let own = &facts.network_configuration;
    let told = match (own, of_sets.is_empty()) {
        (Fact::Known(_) | Fact::Missing, _) | (_, true) => vec![own],
        (Fact::None, false) => of_sets,
    };
    for network in told {
        let awsvpc = match network {
            Fact::Known(network) => &network.awsvpc_configuration,
            Fact::None => &Fact::None,
            Fact::Missing => &Fact::Missing,
        };
        match awsvpc {
            Fact::Known(awsvpc) => {
                let groups = groups_of(net, resource, &awsvpc.security_groups, list);
                let public = match awsvpc.assign_public_ip.known().map(Text::as_str) {
                    Some("ENABLED") => Public::Found,
                    Some(_) => Public::None,
                    None => Public::Unknown(net.graph.missing(resource, list)),
                };
                let of_task = |told: &str| told.starts_with("arn:") && told.contains(":ecs:");
                let stand = Stand {
                    groups: &groups,
                    public,
                    list,
                };
                stand.in_subnets(net, node, &awsvpc.subnets, of_task, members);
            }
            Fact::None => {
                let what = format!(
                    "on which instances the tasks of {} run",
                    resource.arn.last()
                );
                members.hide(Some(untellable(resource, what)));
            }
            Fact::Missing => members.hide(Some(net.graph.missing(resource, list))),
        }
    }
}

/// Something with an interface in each of its subnets.
struct Stand<'a> {
    groups: &'a Groups,
    public: Public,
    list: &'static str,
}

impl Stand<'_> {
    fn in_subnets(
        &self,
        net: Net<'_, '_>,
        node: NodeId,
        subnets: &Fact<Vec<Text>>,
        may_be: impl Fn(&str) -> bool,
        members: &mut Members,
    ) {
        let Some(resource) = net.resource(node) else {
            return;
        };
        members.hide(net.graph.hole(resource, self.list));
        if subnets.is_missing() {
            members.hide(Some(net.graph.missing(resource, self.list)));
        }
        for subnet in subnets.known().into_iter().flatten() {
            let place = Place {
                net,
                node,
                resource,
                groups: self.groups,
                public: self.public.clone(),
            };
            match net.subnet(subnet, None, node) {
                Ok(subnet) => {
                    let seat = Arc::new(place.seat(subnet, &may_be));
                    members.each.push(Member::sure(seat));
                }
                Err(gap) => members.hide(Some(gap)),
            }
        }
    }
}

/// The interfaces of a load balancer, which their descriptions name; where none is found in a subnet,
/// one must be there.
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>
pub(super) fn balancer<'s>(
    net: Net<'_, 's>,
    node: NodeId,
    facts: &LoadBalancer,
    resource: &'s Resource,
    members: &mut Members,
) {
    let list = "availability_zones";
    let groups = match (&facts.security_groups, facts.r#type.known()) {
        (Fact::None, Some(sort)) if sort != "application" => Groups::Unfiltered,
        (Fact::Known(groups), Some(sort)) if groups.is_empty() && sort != "application" => {
            Groups::Unfiltered
        }
        _ => groups_of(net, resource, &facts.security_groups, "security_groups"),
    };
    let public = match facts.scheme.known().map(Text::as_str) {
        Some("internet-facing") => Public::Found,
        Some(_) => Public::None,
        None => Public::Unknown(net.graph.missing(resource, "scheme")),
    };
    let suffix = resource.arn.as_str().split_once(":loadbalancer/");
    let description = suffix.map(|(_, suffix)| format!("ELB {suffix}"));
    members.hide(net.graph.hole(resource, list));
    if facts.availability_zones.is_missing() {
        members.hide(Some(net.graph.missing(resource, list)));
    }
    for zone in facts.availability_zones.known().into_iter().flatten() {
        let Some(subnet) = zone.subnet_id.known() else {
            members.hide(Some(net.graph.missing(resource, list)));
            continue;
        };
        let own = named(net, node, subnet, description.as_deref());
        if !own.is_empty() {
            own.into_iter().for_each(|one| members.interface(net, one));
            continue;
        }
        let place = Place {
            net,
            node,
            resource,
            groups: &groups,
            public: public.clone(),
        };
        match net.subnet(subnet, None, node) {
            Ok(subnet) => {
                let seat = Arc::new(place.seat(subnet, |_| false));
                members.each.push(Member::sure(seat));
            }
            Err(gap) => members.hide(Some(gap)),
        }
    }
}

/// The interfaces of a subnet with a description.
fn named(net: Net<'_, '_>, near: NodeId, subnet: &str, description: Option<&str>) -> Vec<NodeId> {
    let (nodes, _) = net.graph.naming(Reverse::InterfacesBySubnet, subnet, near);
    let is_own = |node: &NodeId| match net.graph.facts(*node) {
        Some(Facts::NetworkInterface(facts)) => {
            let told = facts.description.known().map(Text::as_str);
            told.is_some() && told == description
        }
        _ => false,
    };
    nodes.into_iter().filter(is_own).collect()
}
