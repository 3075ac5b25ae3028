//! What of a region is meant to be reached from the internet.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
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
    let here = graph.node(node);
    let mut hidden = None;
    let mut rows = Vec::new();
    let mut sources = Vec::new();
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
                Ok(Some((sort, told))) => {
                    sources.push((format!("[{}]", rows.len()), told));
                    rows.push(InternetFacing {
                        resource_arn: Text::from(resource.arn.as_str()).into(),
                        sort: Text::const_new(sort).into(),
                    });
                }
                Err(gap) => hidden = hidden.or(Some(gap)),
            }
        }
    }
    Answer::list(rows, hidden, sources)
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
