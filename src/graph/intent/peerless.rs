//! Rules for private ranges from which nobody can come.

use std::collections::BTreeSet;

use ipnet::IpNet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::index::Reverse;
use crate::graph::network::blocks_of;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reach::{Party, between, vpcs_around};
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;

use super::units::Group;
use super::wider::private_rules;

record! {
    /// A rule that nobody can make use of.
    PeerlessRule {
        /// The rule in words.
        rule: Text, gap;
        /// Why not.
        why: Text, gap;
    }
}

/// The derived fact `peerless_rules`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(group) = Group::read(graph, node) else {
        return Answer::none();
    };
    let (mut list, mut sources) = (Vec::new(), Vec::new());
    let private = private_rules(&group);
    if private.is_empty() {
        return Answer::list(list, group.rules.hidden, sources);
    }
    let id = match group.id.clone() {
        Ok(id) => id,
        Err(gap) => return Answer::gap(gap),
    };
    let (interfaces, hidden) = graph.naming(Reverse::InterfacesByGroup, id, node);
    let mut incomplete = group.rules.hidden.clone().or(hidden);
    if interfaces.is_empty() {
        return Answer::list(list, incomplete, sources);
    }
    let around = match Around::read(graph, node) {
        Ok(around) => around,
        Err(gap) => return Answer::gap(gap),
    };
    for (rule, range) in private {
        // Where interfaces can be, one may be tomorrow.
        if around.near.has_some_of(*range) {
            continue;
        }
        let from = match around.far.has_some_of(*range) {
            true => Party::Addresses(*range),
            false => Party::Beyond(*range),
        };
        let told = between(graph, &from, &Party::Resource(node), &rule.service);
        match told.decided() {
            Ok(true) => {}
            Err(gap) => incomplete = incomplete.or(Some(gap)),
            Ok(false) => {
                let at = format!("[{}]", list.len());
                sources.push((at.clone(), rule.source(group.resource)));
                sources.extend(told.sources_at(&at));
                let why = told.stopped.map_or_else(String::new, |stop| stop.why);
                list.push(PeerlessRule {
                    rule: Text::from(rule.label()).into(),
                    why: Text::from(why).into(),
                });
            }
        }
    }
    Answer::list(list, incomplete, sources)
}

/// The addresses that interfaces can have near the VPC of a group, where that was scanned; of other
/// networks the routes tell.
struct Around {
    /// In the VPC and in its peers.
    near: Blocks,
    /// In VPCs behind its transit gateways, which may not let each of them through.
    far: Blocks,
}

/// Blocks of both families.
struct Blocks(Vec<IpNet>);

impl Blocks {
    fn has_some_of(&self, range: IpNet) -> bool {
        let touches = |own: &IpNet| own.contains(&range) || range.contains(own);
        self.0.iter().any(touches)
    }
}

impl Around {
    fn read(graph: &Graph<'_>, node: NodeId) -> Result<Self, Gap> {
        let mut reading = Reading::new(graph);
        let (mut near, mut far) = (Vec::new(), Vec::new());
        let own = graph.resource(node).and_then(|group| match &group.facts {
            Facts::SecurityGroup(facts) => reading.value(group, "vpc_id", &facts.vpc_id),
            _ => None,
        });
        if let Some(own) = own {
            let peers = peers(&mut reading, own, node);
            let (vpcs, hidden) = vpcs_around(graph, own, node);
            reading.hide(hidden);
            for id in vpcs {
                let is_near = id == *own || peers.contains(&id);
                let vpc = match graph.find("ec2.vpc", &id, node) {
                    Ok(vpc) => vpc,
                    Err(gap) if id == *own => return Err(gap),
                    Err(_) => continue,
                };
                let blocks = blocks_of(&mut reading, vpc);
                match is_near {
                    true => near.extend(blocks),
                    false => far.extend(blocks),
                }
            }
        }
        let around = Around {
            near: Blocks(near),
            far: Blocks(far),
        };
        reading.hidden.map_or(Ok(around), Err)
    }
}

/// The VPCs at both ends of the peering connections of a VPC.
fn peers(reading: &mut Reading<'_, '_>, vpc: &Text, node: NodeId) -> BTreeSet<Text> {
    let graph = reading.graph;
    let (peerings, hidden) = graph.naming(Reverse::PeeringsByVpc, vpc, node);
    reading.hide(hidden);
    let sides = peerings
        .into_iter()
        .filter_map(|peering| match graph.facts(peering) {
            Some(Facts::VpcPeeringConnection(facts)) => {
                Some([&facts.requester_vpc_info, &facts.accepter_vpc_info])
            }
            _ => None,
        });
    let told = sides.flatten().filter_map(|side| side.known());
    told.filter_map(|side| side.vpc_id.known().cloned())
        .collect()
}
