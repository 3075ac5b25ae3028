//! What of a region is meant to be reached from the internet.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::reading::Reading;
use super::super::schema::Answer;

record! {
    /// A resource that was made to be reached from the internet.
    InternetFacing {
        /// The resource.
        resource_arn: Text, gap;
        /// `load-balancer`, `address` (an interface with a public IPv4 address) or `database`.
        sort: Text, gap;
    }
}

/// The kinds that are looked at, each with the way to see it in one.
const KINDS: [&str; 3] = [
    "elbv2.load_balancer",
    "ec2.network_interface",
    "rds.db_instance",
];

/// The derived fact `internet_facing`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut rows = Vec::new();
    let mut sources = Vec::new();
    let (each, hidden) = each(graph, node);
    for (one, sort, told) in each {
        sources.push((format!("[{}]", rows.len()), told));
        rows.push(InternetFacing {
            resource_arn: graph.node(one).arn.clone().into(),
            sort: Text::const_new(sort).into(),
        });
    }
    Answer::list(rows, hidden, sources)
}

/// The VPCs of a region in which something is made to be reached from the internet, and why there may
/// be more.
pub(super) fn vpcs(graph: &Graph<'_>, region: NodeId) -> (BTreeSet<Text>, Option<Gap>) {
    let (each, hidden) = each(graph, region);
    let mut reading = Reading::new(graph);
    reading.hide(hidden);
    let vpcs = each.into_iter();
    let vpcs = vpcs.filter_map(|(one, ..)| vpc_of(&mut reading, one));
    (vpcs.collect(), reading.hidden)
}

fn vpc_of(reading: &mut Reading<'_, '_>, node: NodeId) -> Option<Text> {
    let resource = reading.graph.resource(node)?;
    let vpc = match &resource.facts {
        Facts::LoadBalancer(facts) => &facts.vpc_id,
        Facts::NetworkInterface(facts) => &facts.vpc_id,
        Facts::DbSubnetGroup(facts) => &facts.vpc_id,
        Facts::DbInstance(_) => {
            let groups = reading.linked(node, "subnet_group");
            return vpc_of(reading, *groups.first()?);
        }
        _ => return None,
    };
    reading.value(resource, "vpc_id", vpc).cloned()
}

/// What was made to be reached, with its sort and the fact that tells it.
type Each = Vec<(NodeId, &'static str, Source)>;

/// What of a region was made to be reached, and why there may be more.
fn each(graph: &Graph<'_>, region: NodeId) -> (Each, Option<Gap>) {
    let here = graph.node(region);
    let mut hidden = None;
    let mut each = Vec::new();
    for kind in KINDS {
        hidden = hidden.or_else(|| graph.extent(kind, here.account, here.region));
        for &one in graph.of_kind(kind) {
            let at = graph.node(one);
            if at.account != here.account || at.region != here.region {
                continue;
            }
            let Some(resource) = graph.resource(one) else {
                continue;
            };
            match facing(graph, resource) {
                Ok(None) => {}
                Ok(Some((sort, told))) => each.push((one, sort, told)),
                Err(gap) => hidden = hidden.or(Some(gap)),
            }
        }
    }
    (each, hidden)
}

fn facing(graph: &Graph<'_>, resource: &Resource) -> Result<Option<(&'static str, Source)>, Gap> {
    let told = |path: String, value: serde_json::Value| Source {
        resource: Text::from(resource.arn.as_str()),
        path,
        value,
        operation: Text::const_new(resource.kind().operation()),
    };
    match &resource.facts {
        Facts::LoadBalancer(facts) => match &facts.scheme {
            Fact::Known(scheme) if scheme == "internet-facing" => {
                let value = scheme.as_str().into();
                Ok(Some(("load-balancer", told("scheme".to_owned(), value))))
            }
            Fact::Known(_) | Fact::None => Ok(None),
            Fact::Missing => Err(graph.missing(resource, "scheme")),
        },
        Facts::DbInstance(facts) => match facts.publicly_accessible {
            Fact::Known(true) => {
                let path = "publicly_accessible".to_owned();
                Ok(Some(("database", told(path, true.into()))))
            }
            Fact::Known(false) => Ok(None),
            Fact::None | Fact::Missing => Err(graph.missing(resource, "publicly_accessible")),
        },
        Facts::NetworkInterface(facts) => {
            // A NAT gateway has a public address to send from.
            let kind = facts.interface_type.known();
            let kind = kind.ok_or_else(|| graph.missing(resource, "interface_type"))?;
            if kind == "nat_gateway" {
                return Ok(None);
            }
            let list = "private_ip_addresses";
            let mut hidden = graph.hole(resource, list);
            if facts.private_ip_addresses.is_missing() {
                hidden = hidden.or_else(|| Some(graph.missing(resource, list)));
            }
            let addresses = facts.private_ip_addresses.known().into_iter().flatten();
            for (index, address) in addresses.enumerate() {
                let path = format!("{list}[{index}].public_ip");
                match &address.public_ip {
                    Fact::Known(public) => {
                        return Ok(Some(("address", told(path, public.as_str().into()))));
                    }
                    Fact::None => {}
                    Fact::Missing => hidden = hidden.or(Some(graph.missing(resource, &path))),
                }
            }
            hidden.map_or(Ok(None), Err)
        }
        _ => Ok(None),
    }
}
