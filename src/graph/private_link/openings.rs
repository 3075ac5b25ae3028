//! What the groups of an interface endpoint admit that it has no use for.

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::IpPermission;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::network::blocks_of;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// Something that a group admits to an endpoint in vain.
    Opening {
        /// The group.
        group_id: Text, gap;
        /// `ports` or `sources`.
        sort: Text, gap;
        /// The ports, or the range of sources.
        what: Text, gap;
    }
}

/// The derived fact `openings`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut told = Told::default();
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcEndpoint(facts) = &resource.facts else {
        return Answer::none();
    };
    let sort = reading.value(resource, "vpc_endpoint_type", &facts.vpc_endpoint_type);
    if sort.is_some_and(|sort| sort != "Interface") {
        return Answer::list(told.openings, reading.hidden, told.sources);
    }
    let own = blocks(&mut reading, node);
    for group in reading.linked(node, "security_groups") {
        let Some(resource) = graph.resource(group) else {
            continue;
        };
        let Facts::SecurityGroup(facts) = &resource.facts else {
            continue;
        };
        let Some(id) = facts.group_id.known() else {
            continue;
        };
        let list = "ip_permissions";
        for (at, one) in reading
            .items(resource, list, &facts.ip_permissions)
            .iter()
            .enumerate()
        {
            let path = format!("{list}[{at}]");
            let mut add = |sort: &'static str, what: Text| {
                told.add((id.clone(), sort, what), source(resource, &path, one));
            };
            if let Some(ports) = ports(&mut reading, resource, &path, one) {
                add("ports", ports);
            }
            for range in ranges(&mut reading, resource, &path, one) {
                let Ok(block) = range.parse::<IpNet>() else {
                    continue;
                };
                if let Some(own) = &own
                    && !own.iter().any(|own| own.contains(&block))
                {
                    add("sources", range.clone());
                }
            }
        }
    }
    Answer::list(told.openings, reading.hidden, told.sources)
}

/// What was found so far. Several permissions may open the same: each is a source of the one opening.
#[derive(Default)]
struct Told {
    at: BTreeMap<(Text, &'static str, Text), usize>,
    openings: Vec<Opening>,
    sources: Vec<(String, Source)>,
}

impl Told {
    fn add(&mut self, opening: (Text, &'static str, Text), by: Source) {
        let next = self.openings.len();
        let at = *self.at.entry(opening.clone()).or_insert(next);
        self.sources.push((format!("[{at}]"), by));
        if at == next {
            let (group, sort, what) = opening;
            self.openings.push(Opening {
                group_id: group.into(),
                sort: Text::const_new(sort).into(),
                what: what.into(),
            });
        }
    }
}

/// The address ranges of the endpoint's VPC; nothing if one of them may be missing.
fn blocks(reading: &mut Reading<'_, '_>, endpoint: NodeId) -> Option<Vec<IpNet>> {
    let graph = reading.graph;
    let mut own = Reading::new(graph);
    let mut blocks = Vec::new();
    for vpc in own.linked(endpoint, "vpc") {
        blocks.extend(blocks_of(&mut own, vpc));
    }
    let told = own.hidden.is_none();
    reading.hide(own.hidden);
    told.then_some(blocks)
}

/// The ports of a permission if they are others than 443 of TCP; nothing else reaches an endpoint.
fn ports(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    path: &str,
    one: &IpPermission,
) -> Option<Text> {
    let protocol = reading.value(resource, path, &one.ip_protocol)?;
    if protocol == "-1" {
        return Some(Text::const_new("every protocol"));
    }
    if protocol != "tcp" && protocol != "6" {
        return Some(Text::from(format!("protocol {protocol}")));
    }
    match (&one.from_port, &one.to_port) {
        (Fact::Known(443), Fact::Known(443)) => None,
        (Fact::Known(first), Fact::Known(last)) => {
            let ports = match first == last {
                true => first.to_string(),
                false => format!("{first}-{last}"),
            };
            Some(Text::from(format!("tcp {ports}")))
        }
        _ => {
            reading.value(resource, path, &one.from_port);
            reading.value(resource, path, &one.to_port);
            None
        }
    }
}

/// The ranges of sources of a permission.
fn ranges<'a>(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    path: &str,
    one: &'a IpPermission,
) -> Vec<&'a Text> {
    let v4 = reading.items(resource, path, &one.ip_ranges);
    let v6 = reading.items(resource, path, &one.ipv6_ranges);
    let mut ranges = Vec::new();
    for range in v4 {
        ranges.extend(reading.value(resource, path, &range.cidr_ip));
    }
    for range in v6 {
        ranges.extend(reading.value(resource, path, &range.cidr_ipv6));
    }
    ranges
}
