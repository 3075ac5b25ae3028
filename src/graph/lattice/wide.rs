//! What the groups of a resource endpoint open to everybody in its VPC.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use crate::model::datum::Source;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::network::{Admission, Admitted, blocks_of};
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family};
use crate::graph::reading::Reading;
use crate::graph::schema::Answer;

record! {
    /// Ranges that hold a whole block of the VPC.
    WideOpening {
        /// The group; several that do so together.
        group_id: Text, gap;
        /// The ranges and prefix lists that it admits.
        ranges: Text, gap;
        /// The blocks that they hold; `0.0.0.0/0` or `::/0` where the VPC has none of the family.
        blocks: Text, gap;
    }
}

/// The derived fact `wide_openings`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return Answer::none();
    };
    let sort = reading.value(resource, "vpc_endpoint_type", &endpoint.vpc_endpoint_type);
    if sort.is_some_and(|sort| sort != "Resource") {
        return Answer::list(Vec::<WideOpening>::new(), reading.hidden, Vec::new());
    }
    let rules = rules(&mut reading, node);
    let mut blocks = Vec::new();
    for vpc in reading.linked(node, "vpc") {
        blocks.extend(blocks_of(&mut reading, vpc));
    }
    let mut found = Found::default();
    for atom in atoms(&rules) {
        let here: Vec<&Rule> = rules.iter().filter(|rule| rule.holds(atom)).collect();
        for family in Family::BOTH {
            let mut own = blocks.clone();
            own.retain(|one| Family::of(one.addr()) == family);
            if own.is_empty() {
                own = Addresses::all(family).to_blocks();
            }
            for block in own {
                found.block(&here, block);
            }
        }
    }
    let (openings, sources) = found.told();
    Answer::list(openings, reading.hidden, sources)
}

/// A range that a group admits to TCP.
struct Rule {
    group: Text,
    admitted: Admitted,
}

impl Rule {
    fn holds(&self, (first, last): (i64, i64)) -> bool {
        self.admitted.ports.0 <= first && last <= self.admitted.ports.1
    }

    fn addresses(&self) -> Addresses {
        Addresses::block(self.admitted.range)
    }
}

/// What the groups of the endpoint admit to TCP, which is all that leads to a configuration. Ports are not
/// asked: those of a database that was not scanned nobody knows, and what is open to everybody stays so when
/// they change.
fn rules(reading: &mut Reading<'_, '_>, endpoint: NodeId) -> Vec<Rule> {
    let graph = reading.graph;
    let mut rules = Vec::new();
    for group in reading.linked(endpoint, "security_groups") {
        let Some(resource) = graph.resource(group) else {
            continue;
        };
        let Facts::SecurityGroup(facts) = &resource.facts else {
            continue;
        };
        let Some(id) = reading.value(resource, "group_id", &facts.group_id) else {
            continue;
        };
        let list = "ip_permissions";
        let admission = Admission::of(graph, group, resource, list, &facts.ip_permissions);
        reading.hide(admission.hidden);
        let admitted = admission.admitted.into_iter();
        let admitted = admitted.filter(|one| one.protocol == "tcp" || one.protocol == "all");
        rules.extend(admitted.map(|admitted| Rule {
            group: id.clone(),
            admitted,
        }));
    }
    rules
}

/// All ports, cut where a rule begins or ends: each rule holds all of a part, or nothing of it.
fn atoms(rules: &[Rule]) -> Vec<(i64, i64)> {
    let ends = rules
        .iter()
        .flat_map(|rule| [rule.admitted.ports.0, rule.admitted.ports.1 + 1]);
    let cuts: BTreeSet<i64> = ends.collect();
    let cuts: Vec<i64> = cuts.into_iter().collect();
    cuts.windows(2).map(|pair| (pair[0], pair[1] - 1)).collect()
}

/// What was found so far, by groups and ranges.
#[derive(Default)]
struct Found {
    openings: BTreeMap<(Text, Text), (BTreeSet<IpNet>, Vec<Source>)>,
}

impl Found {
    /// Adds the rules that hold a whole block: one of them, those of one group, or all together.
    fn block(&mut self, rules: &[&Rule], block: IpNet) {
        let all = &Addresses::block(block);
        let mut touching = rules.to_vec();
        touching.retain(|rule| !rule.addresses().is_apart(all));
        let single = touching.iter().filter(|rule| rule.addresses().has_all(all));
        let mut sets: Vec<Vec<&Rule>> = single.map(|rule| vec![*rule]).collect();
        if sets.is_empty() {
            let mut groups: BTreeMap<&Text, Vec<&Rule>> = BTreeMap::new();
            for &rule in &touching {
                groups.entry(&rule.group).or_default().push(rule);
            }
            sets = groups.into_values().filter(|own| hold(own, all)).collect();
        }
        if sets.is_empty() && hold(&touching, all) {
            sets.push(touching);
        }
        for set in &sets {
            self.add(set, block);
        }
    }

    fn add(&mut self, rules: &[&Rule], block: IpNet) {
        let groups = rules.iter().map(|rule| &rule.group);
        let ranges = rules
            .iter()
            .map(|rule| rule.admitted.list.as_ref().unwrap_or(&rule.admitted.told));
        let key = (joined(groups), joined(ranges));
        let (blocks, sources) = self.openings.entry(key).or_default();
        blocks.insert(block);
        for source in rules.iter().flat_map(|rule| &rule.admitted.sources) {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
    }

    fn told(self) -> (Vec<WideOpening>, Vec<(String, Source)>) {
        let mut openings = Vec::new();
        let mut sources = Vec::new();
        for ((group, ranges), (blocks, by)) in self.openings {
            let at = format!("[{}]", openings.len());
            sources.extend(by.into_iter().map(|by| (at.clone(), by)));
            let blocks: Vec<String> = blocks.iter().map(IpNet::to_string).collect();
            openings.push(WideOpening {
                group_id: group.into(),
                ranges: ranges.into(),
                blocks: Text::from(blocks.join(", ")).into(),
            });
        }
        (openings, sources)
    }
}

/// Whether rules together hold all of these addresses.
fn hold(rules: &[&Rule], all: &Addresses) -> bool {
    let ranges = rules.iter().map(|rule| &rule.admitted.range);
    Addresses::blocks(all.family(), ranges).has_all(all)
}

fn joined<'a>(words: impl Iterator<Item = &'a Text>) -> Text {
    let words: BTreeSet<&str> = words.map(Text::as_str).collect();
    let words: Vec<&str> = words.into_iter().collect();
    Text::from(words.join(", "))
}
