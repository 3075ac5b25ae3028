//! Targets of an application load balancer that others reach beside it.

use crate::model::datum::Source;
use crate::model::fact::Fact;
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
            if source.certainty == Certainty::Yes {
                self.of_source(target, &source);
            }
        }
    }

    /// Adds a source unless it is a load balancer. Of interfaces that nothing on the way tells apart some
    /// may be: then each other one is asked for itself.
    fn of_source(&mut self, target: &Target<'_>, source: &SourceOf) {
        let graph = self.reading.graph;
        let mut others = Vec::new();
        for &interface in &source.interfaces {
            match is_own(graph, interface, &self.balancers) {
                Ok(true) => {}
                Ok(false) => others.push(interface),
                Err(gap) => self.reading.hide(Some(gap)),
            }
        }
        if others.len() == source.interfaces.len() {
            let from = interface_of(graph, self.node, source);
            return self.add(target, source.class, &source.label, from);
        }
        for other in others {
            let from = Party::Resource(other);
            let told = between(graph, &from, &target.party, &target.service);
            if self.reading.found(told.decided()) == Some(true) {
                let label = graph.resource(other).map_or("", |one| one.arn.last());
                self.add(target, source.class, &Text::from(label), Some(other));
            }
        }
    }

    fn add(
        &mut self,
        target: &Target<'_>,
        class: &'static str,
        label: &Text,
        from: Option<NodeId>,
    ) {
        let graph = self.reading.graph;
        let (groups, untold) = from.map_or_else(Default::default, |from| groups_of(graph, from));
        if untold.is_some() {
            return self.reading.hide(untold);
        }
        let names: Vec<&str> = groups.iter().map(Text::as_str).collect();
        let row = Bypass {
            target: target.id.clone().into(),
            port: target.port.into(),
            class: Text::const_new(class).into(),
            label: label.clone().into(),
            groups: Text::from(names.join(", ")).into(),
        };
        // Who reaches several interfaces of an instance is one, and interfaces that differ in what they check
        // or forward alone are called the same.
        if self.list.contains(&row) {
            return;
        }
        let at = format!("[{}]", self.list.len());
        self.sources.push((at.clone(), target.told.clone()));
        let from = match (class, from) {
            ("internet", _) => Some(Party::Internet),
            ("on-premises", _) => Some(Party::OnPremises),
            (_, from) => from.map(Party::Resource),
        };
        if let Some(from) = from {
            let told = between(graph, &from, &target.party, &target.service);
            self.sources.extend(told.sources_at(&at));
        }
        self.list.push(row);
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

/// Whether an interface is one of a load balancer: it was made by the service, and its description names
/// the load balancer. Others may carry the same groups.
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>
fn is_own(graph: &Graph<'_>, interface: NodeId, balancers: &[NodeId]) -> Result<bool, Gap> {
    let (Some(resource), Some(Facts::NetworkInterface(facts))) =
        (graph.resource(interface), graph.facts(interface))
    else {
        return Ok(false);
    };
    let by_service = said(&facts.requester_id, |told| told == "amazon-elb");
    let is_named = said(&facts.description, |told| {
        balancers.iter().any(|one| names(graph, told, *one))
    });
    let untold = match (by_service, is_named) {
        (Some(false), _) | (_, Some(false)) => return Ok(false),
        (Some(true), Some(true)) => return Ok(true),
        (None, _) => "requester_id",
        (_, None) => "description",
    };
    match may_be_own(graph, interface, balancers) {
        true => Err(graph.missing(resource, untold)),
        false => Ok(false),
    }
}

/// Whether a text is told and so; nothing if nobody told.
fn said(fact: &Fact<Text>, is_so: impl Fn(&Text) -> bool) -> Option<bool> {
    match fact {
        Fact::Known(told) => Some(is_so(told)),
        Fact::None => Some(false),
        Fact::Missing => None,
    }
}

fn names(graph: &Graph<'_>, description: &str, balancer: NodeId) -> bool {
    let own = graph
        .node(balancer)
        .arn
        .as_str()
        .split_once(":loadbalancer/");
    own.is_some_and(|(_, own)| description.strip_prefix("ELB ") == Some(own))
}

/// Whether an interface of which nobody told whose it is can be that of a load balancer: those carry its
/// groups.
fn may_be_own(graph: &Graph<'_>, interface: NodeId, balancers: &[NodeId]) -> bool {
    let (groups, untold) = groups_of(graph, interface);
    let same = |one: &NodeId| groups_of(graph, *one).0 == groups;
    untold.is_some() || balancers.iter().any(same)
}
