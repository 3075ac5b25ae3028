//! The consumers of a resource that VPC Lattice shares, as its sources: they reach it by a gateway that
//! stands in its VPC, wherever they are themselves.

use std::collections::BTreeSet;

use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::reach::Certainty;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{PacketSet, Service};

use super::ask::{Question, ask_directly};
use super::grounds;
use super::lattice;
use super::party::Party;
use super::sources::{AllSources, SourceOf};
use super::through::last;

/// Adds the consumers of a resource.
pub(super) fn add(graph: &Graph<'_>, to: &Party, service: &Service, all: &mut AllSources) {
    let Party::Resource(node) = *to else {
        return;
    };
    let shared = lattice::shared(graph, node);
    all.hidden.extend(shared.hidden);
    for one in shared.each {
        let far = far(graph, to, service, one.configuration);
        let mut seen: BTreeSet<&Text> = BTreeSet::new();
        let mut rows = Vec::new();
        for door in &one.doors {
            let endpoint = graph.node(door.node);
            let mut row = far.row(
                Text::from(last(endpoint.arn.as_str())),
                Some(Text::from(endpoint.account.as_str())),
            );
            row.on.extend(grounds::of_node(graph, door.node));
            if door.broken.is_some() {
                continue;
            }
            if !door.gaps.is_empty() {
                row.unsure(&door.gaps);
            }
            rows.push(row);
        }
        for (node, endpoint, owner) in lattice::of_consumers(graph, one.configuration) {
            if rows.iter().all(|row| row.label != *endpoint) && seen.insert(endpoint) {
                let mut row = far.row(endpoint.clone(), owner.cloned());
                row.on.extend(grounds::of_node(graph, node));
                rows.push(row);
            }
        }
        if let Some(gap) = one.doubt {
            rows.iter_mut()
                .for_each(|row| row.unsure(std::slice::from_ref(&gap)));
        }
        let can = |row: &SourceOf| row.certainty != Certainty::No;
        all.each.extend(rows.into_iter().filter(can));
    }
}

/// What the gateway of a configuration reaches of the resource.
struct Far {
    certainty: Certainty,
    packets: PacketSet,
    path: Vec<Text>,
    gaps: BTreeSet<Gap>,
    on: Vec<grounds::Ground>,
}

fn far(graph: &Graph<'_>, to: &Party, service: &Service, configuration: NodeId) -> Far {
    let mut far = Far {
        certainty: Certainty::Unknown,
        packets: PacketSet::none(),
        path: Vec::new(),
        gaps: BTreeSet::new(),
        on: grounds::of_node(graph, configuration),
    };
    let Some(Facts::ResourceConfiguration(facts)) = graph.facts(configuration) else {
        return far;
    };
    let gateway = facts
        .resource_gateway_id
        .known()
        .map(|id| graph.find("vpc_lattice.resource_gateway", id, configuration));
    match gateway {
        Some(Ok(gateway)) => {
            let question = Question {
                from: Party::Resource(gateway),
                to: to.clone(),
                service: service.and(&lattice::taken(graph, configuration)),
            };
            let answer = ask_directly(graph, &question);
            let legs = [Some(&answer.report.forward), answer.report.back.as_ref()];
            far.certainty = answer.report.answer;
            far.packets = answer.must;
            let path = answer.report.forward.path.iter();
            far.path = path.map(|hop| Text::from(hop.id.as_str())).collect();
            for leg in legs.into_iter().flatten() {
                far.gaps.extend(leg.unknown.iter().cloned());
                let hops = leg.path.iter();
                let told = hops.flat_map(|hop| hop.by.iter().chain(&hop.facts));
                let told = told.filter_map(|one| grounds::of_evidence(graph, one));
                far.on.extend(told);
            }
        }
        Some(Err(gap)) => far.gaps.extend([gap]),
        None => {
            let here = graph.node(configuration);
            let operation = "vpc-lattice:ListResourceConfigurations";
            let gap = Gap::new(GapReason::NotCollected, operation);
            far.gaps.extend([gap.within(here.account, here.region)]);
        }
    }
    far
}

impl Far {
    fn row(&self, label: Text, account: Option<Text>) -> SourceOf {
        let mut path = vec![label.clone()];
        path.extend(self.path.iter().cloned());
        SourceOf {
            class: "resource-endpoint",
            label,
            account,
            interfaces: Vec::new(),
            certainty: self.certainty,
            packets: self.packets.clone(),
            path,
            gaps: match self.certainty {
                Certainty::Unknown => self.gaps.clone(),
                Certainty::Yes | Certainty::No => BTreeSet::new(),
            },
            on: self.on.clone(),
        }
    }
}

impl SourceOf {
    /// The same, where it is not certain that it leads anywhere.
    fn unsure(&mut self, gaps: &[Gap]) {
        self.gaps.extend(gaps.iter().cloned());
        if self.certainty == Certainty::Yes {
            self.certainty = Certainty::Unknown;
        }
        self.packets = PacketSet::none();
    }
}
