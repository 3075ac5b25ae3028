//! Rules for private ranges from which nobody can come.

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::index::Reverse;
use crate::graph::network::blocks_of;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family};
use crate::graph::reach::{Party, between};
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
    let near = match near(graph, node) {
        Ok(near) => near,
        Err(gap) => return Answer::gap(gap),
    };
    for (rule, range) in private {
        let block = Addresses::block(*range);
        // Where interfaces can be, one may be tomorrow.
        if near.iter().any(|one| !one.is_apart(&block)) {
            continue;
        }
        let from = Party::Addresses(*range);
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

/// The addresses that interfaces can have in the VPC of a group and in those beside it that were
/// scanned; of others the routes tell.
fn near(graph: &Graph<'_>, node: NodeId) -> Result<Vec<Addresses>, Gap> {
    let mut reading = Reading::new(graph);
    let Some(resource) = graph.resource(node) else {
        return Ok(Vec::new());
    };
    let Facts::SecurityGroup(facts) = &resource.facts else {
        return Ok(Vec::new());
    };
    let own = reading.value(resource, "vpc_id", &facts.vpc_id);
    let mut blocks = Vec::new();
    if let Some(own) = own {
        let vpc = graph.find("ec2.vpc", own, node);
        if let Some(vpc) = reading.found(vpc) {
            blocks.extend(blocks_of(&mut reading, vpc));
        }
        let (peerings, hidden) = graph.naming(Reverse::PeeringsByVpc, own, node);
        reading.hide(hidden);
        for peering in peerings {
            let Some(Facts::VpcPeeringConnection(facts)) = graph.facts(peering) else {
                continue;
            };
            for side in [&facts.requester_vpc_info, &facts.accepter_vpc_info] {
                let id = side.known().and_then(|side| side.vpc_id.known());
                if let Some(Ok(vpc)) = id.map(|id| graph.find("ec2.vpc", id, node)) {
                    blocks.extend(blocks_of(&mut reading, vpc));
                }
            }
        }
    }
    let both = Family::BOTH.into_iter();
    let ranges = both.map(|family| Addresses::blocks(family, &blocks));
    reading.hidden.map_or_else(|| Ok(ranges.collect()), Err)
}
