//! The names of load balancers: an internal one's lead to private addresses.
//! <https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#load-balancer-scheme>

use foldhash::HashMap;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Facts;

use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};

use super::super::addresses;
use super::super::found::Found;
use super::super::resolver::{Query, public};
use super::step;
use crate::graph::dns::name::bare;

const CALL: &str = "elasticloadbalancing:DescribeLoadBalancers";

pub(super) fn answer(query: &Query<'_, '_>, name: &str) -> Option<Found> {
    if !is_of_elb(name) {
        return None;
    }
    let graph = query.graph;
    let names = graph.dns.names.balancers.get_or_init(|| all(graph));
    let plain = name.strip_prefix("dualstack.").unwrap_or(name);
    let of_zone = plain.split_once('.').map(|(_, rest)| rest);
    let node = names.get(plain).or_else(|| names.get(of_zone?));
    let Some(&node) = node else {
        let gap = Gap::new(GapReason::AccountNotScanned, CALL);
        return Some(public(
            name,
            gap.because(format!("{name} is no load balancer that was scanned")),
        ));
    };
    let found = of_balancer(query, node);
    Some(found.after(step(graph, node, name, "dns_name".to_owned(), CALL)))
}

fn is_of_elb(name: &str) -> bool {
    let name = name.strip_suffix(".cn").unwrap_or(name);
    let name = name.strip_suffix(".amazonaws.com");
    name.is_some_and(|name| name.split('.').any(|label| label == "elb"))
}

fn all(graph: &Graph<'_>) -> HashMap<String, NodeId> {
    let balancers = graph.of_kind("elbv2.load_balancer").iter();
    let named = balancers.filter_map(|node| match graph.facts(*node)? {
        Facts::LoadBalancer(facts) => Some((bare(facts.dns_name.known()?), *node)),
        _ => None,
    });
    named.collect()
}

fn of_balancer(query: &Query<'_, '_>, node: NodeId) -> Found {
    let graph = query.graph;
    let Some(resource) = graph.resource(node) else {
        return Found::of(crate::model::resolution::NameAnswer::Unknown);
    };
    let Facts::LoadBalancer(facts) = &resource.facts else {
        return Found::of(crate::model::resolution::NameAnswer::Unknown);
    };
    let public = match &facts.scheme {
        Fact::Known(scheme) => scheme == "internet-facing",
        Fact::None | Fact::Missing => return Found::unknown(graph.missing(resource, "scheme")),
    };
    let Some(vpc) = facts.vpc_id.known() else {
        return Found::unknown(graph.missing(resource, "vpc_id"));
    };
    // The interfaces say which load balancer they are of.
    let suffix = resource.arn.as_str().split_once(":loadbalancer/");
    let description = suffix.map(|(_, suffix)| format!("ELB {suffix}"));
    let (mut interfaces, hidden) = graph.naming(Reverse::InterfacesByVpc, vpc, node);
    interfaces.retain(|interface| match graph.facts(*interface) {
        Some(Facts::NetworkInterface(facts)) => {
            facts.description.known().map(|told| told.as_str()) == description.as_deref()
        }
        _ => false,
    });
    let none = interfaces.is_empty().then(|| {
        let gap = Gap::new(GapReason::UnsupportedHere, "ec2:DescribeNetworkInterfaces");
        let gap = gap.within(&resource.account, &resource.region);
        gap.because(format!(
            "no interface says that it is of {}",
            resource.arn.last()
        ))
    });
    let found = addresses::of_interfaces(graph, &interfaces, query.qtype, public);
    found.perhaps(hidden.or(none))
}
