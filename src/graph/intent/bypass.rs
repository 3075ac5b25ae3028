//! Targets of an application load balancer that others reach beside it.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::reach::Certainty;
use crate::record;

use crate::graph::groups::groups_of;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Service;
use crate::graph::reach::{Party, SourceOf, all_sources, between, untellable};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

use super::balancers;

record! {
    /// Somebody who reaches a target beside its load balancer.
    Bypass {
        /// The target: an address or an instance.
        target: Text, gap;
        /// Its port.
        port: i64, gap;
        /// `internet`, `on-premises`, `instance`, `lambda`, `interface`, ...
        class: Text, gap;
        /// The interface, or how many with their subnet and groups.
        label: Text, gap;
        /// The groups of the source, with commas; empty for one outside.
        groups: Text, gap;
    }
}

/// The derived fact `bypasses`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::TargetGroup(facts) = &resource.facts else {
        return Answer::none();
    };
    let mut found = Found {
        reading: Reading::new(graph),
        node,
        balancers: match application_balancers(graph, node) {
            Ok(balancers) => balancers,
            Err(gap) => return Answer::gap(gap),
        },
        list: Vec::new(),
        sources: Vec::new(),
    };
    if found.balancers.is_empty() {
        return Answer::list(found.list, None, found.sources);
    }
    let list = "target_health_descriptions";
    let each = found
        .reading
        .items(resource, list, &facts.target_health_descriptions);
    for (index, one) in each.iter().enumerate() {
        let path = format!("{list}[{index}].target");
        let Some(target) = found.reading.value(resource, &path, &one.target) else {
            continue;
        };
        let id = found.reading.value(resource, &path, &target.id);
        let port = found.reading.value(resource, &path, &target.port);
        let (Some(id), Some(port)) = (id, port) else {
            continue;
        };
        let Some(to) = balancers::target_node(graph, node, facts, id) else {
            let gap = untellable(resource, format!("which interface has {id}"));
            found.reading.hide(Some(gap));
            continue;
        };
        let Ok(number) = u16::try_from(*port) else {
            continue;
        };
        found.of_target(&Target {
            id,
            port: *port,
            party: Party::Resource(to),
            service: Service::ports(Service::TCP, number, number),
            told: source(resource, &format!("{path}.id"), id),
        });
    }
    Answer::list(found.list, found.reading.hidden, found.sources)
}

/// A registered target.
struct Target<'a> {
    id: &'a Text,
    port: i64,
    party: Party,
    service: Service,
    told: Source,
}

/// What was found of a target group so far.
struct Found<'g, 's> {
    reading: Reading<'g, 's>,
    node: NodeId,
    balancers: Vec<NodeId>,
    list: Vec<Bypass>,
    sources: Vec<(String, Source)>,
}

impl Found<'_, '_> {
    fn of_target(&mut self, target: &Target<'_>) {
        let graph = self.reading.graph;
        let all = all_sources(graph, &target.party, &target.service);
        self.reading.hide(all.hidden.into_iter().next());
        for source in all.each {
            self.reading.hide(source.gaps.iter().next().cloned());
            if source.certainty != Certainty::Yes {
                continue;
            }
            let from = interface_of(graph, self.node, &source);
            let (groups, untold) =
                from.map_or_else(Default::default, |from| groups_of(graph, from));
            if has_groups_of(graph, &groups, &self.balancers) {
                continue;
            }
            if untold.is_some() {
                self.reading.hide(untold);
                continue;
            }
            self.add(target, &source, from, &groups);
        }
    }

    fn add(
        &mut self,
        target: &Target<'_>,
        source: &SourceOf,
        from: Option<NodeId>,
        groups: &BTreeSet<Text>,
    ) {
        let names: Vec<&str> = groups.iter().map(Text::as_str).collect();
        let bypass = Bypass {
            target: target.id.clone().into(),
            port: target.port.into(),
            class: Text::const_new(source.class).into(),
            label: source.label.clone().into(),
            groups: Text::from(names.join(", ")).into(),
        };
        // Who reaches several interfaces of an instance is one.
        if self.list.contains(&bypass) {
            return;
        }
        let at = format!("[{}]", self.list.len());
        self.sources.push((at.clone(), target.told.clone()));
        let from = match (source.class, from) {
            ("internet", _) => Some(Party::Internet),
            ("on-premises", _) => Some(Party::OnPremises),
            (_, from) => from.map(Party::Resource),
        };
        if let Some(from) = from {
            let told = between(self.reading.graph, &from, &target.party, &target.service);
            self.sources.extend(told.sources_at(&at));
        }
        self.list.push(bypass);
    }
}

/// The application load balancers in front of a target group; none where its targets have no interface
/// of their own.
fn application_balancers(graph: &Graph<'_>, node: NodeId) -> Result<Vec<NodeId>, Gap> {
    let mut reading = Reading::new(graph);
    let mut found = Vec::new();
    let Some(resource) = graph.resource(node) else {
        return Ok(found);
    };
    let Facts::TargetGroup(facts) = &resource.facts else {
        return Ok(found);
    };
    let sort = reading.value(resource, "target_type", &facts.target_type);
    let has_interfaces = sort.is_some_and(|sort| sort == "ip" || sort == "instance");
    let list = "load_balancer_arns";
    for arn in reading.items(resource, list, &facts.load_balancer_arns) {
        let balancer = graph.find_arn("elbv2.load_balancer", arn, node);
        let Some(balancer) = reading.found(balancer) else {
            continue;
        };
        let Some(own) = graph.resource(balancer) else {
            continue;
        };
        let Facts::LoadBalancer(facts) = &own.facts else {
            continue;
        };
        let sort = reading.value(own, "type", &facts.r#type);
        if has_interfaces && sort.is_some_and(|sort| sort == "application") {
            reading.hide(groups_of(graph, balancer).1);
            found.push(balancer);
        }
    }
    reading.hidden.map_or(Ok(found), Err)
}

fn interface_of(graph: &Graph<'_>, near: NodeId, source: &SourceOf) -> Option<NodeId> {
    source.account.as_ref()?;
    let id = source.path.first()?;
    graph.find("ec2.network_interface", id, near).ok()
}

/// Whether a source carries the groups of a load balancer: it is one of its interfaces, or stands in
/// for one.
fn has_groups_of(graph: &Graph<'_>, groups: &BTreeSet<Text>, balancers: &[NodeId]) -> bool {
    let same = |one: &NodeId| groups_of(graph, *one).0 == *groups;
    !groups.is_empty() && balancers.iter().any(same)
}
