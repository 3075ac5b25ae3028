//! What the groups of an interface endpoint admit that it has no use for.

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::model::datum::Source;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::IpPermission;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::network::{Admission, blocks_of, ports_of, protocol_of};
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// Something that a group admits to an endpoint in vain.
    Opening {
        /// The group.
        group_id: Text, gap;
        /// `ports` or `sources`.
        sort: Text, gap;
        /// The ports, or the range or prefix list of sources.
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
            if let Some(ports) = ports(&mut reading, resource, &path, one) {
                told.add((id.clone(), "ports", ports), source(resource, &path, one));
            }
        }
        let admission = Admission::of(graph, group, resource, list, &facts.ip_permissions);
        reading.hide(admission.hidden);
        let beyond = admission.admitted.iter();
        for one in beyond.filter(|one| own.as_ref().is_some_and(|own| !holds(own, one.range))) {
            let what = one.list.as_ref().unwrap_or(&one.told);
            for by in &one.sources {
                told.add((id.clone(), "sources", what.clone()), by.clone());
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
        let by = (format!("[{at}]"), by);
        if !self.sources.contains(&by) {
            self.sources.push(by);
        }
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

/// Whether blocks together hold a range.
fn holds(blocks: &[IpNet], range: IpNet) -> bool {
    let family = Family::of(range.addr());
    Addresses::blocks(family, blocks).has_all(&Addresses::block(range))
}

/// The ports of a permission if they are others than 443 of TCP; nothing else reaches an endpoint.
fn ports(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    path: &str,
    one: &IpPermission,
) -> Option<Text> {
    let told = reading.value(resource, path, &one.ip_protocol)?;
    let protocol = protocol_of(one)?;
    match protocol.as_str() {
        "all" => return Some(Text::const_new("every protocol")),
        "tcp" => {}
        _ => return Some(Text::from(format!("protocol {told}"))),
    }
    match ports_of(&protocol, one) {
        Some((443, 443)) => None,
        Some((first, last)) => {
            let ports = match first == last {
                true => first.to_string(),
                false => format!("{first}-{last}"),
            };
            Some(Text::from(format!("tcp {ports}")))
        }
        None => {
            reading.value(resource, path, &one.from_port);
            reading.value(resource, path, &one.to_port);
            None
        }
    }
}
