//! The target groups that a thing is a target of.

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::elbv2::{TargetGroup, TargetHealthDescription};

use crate::graph::node::{Graph, NodeId};

use super::super::members;
use super::super::net::Net;
use super::known;

/// A thing as a target.
pub(super) struct Target {
    pub(super) group: NodeId,
    pub(super) group_arn: Text,
    /// Where it listens; nothing where the group does not say.
    pub(super) port: Option<u16>,
    /// Its zone, or `all`, if that is told.
    pub(super) zone: Option<Text>,
    /// How it is; none if it registers itself, and nobody asks of which of its tasks.
    pub(super) state: Fact<Text>,
    /// How the others of the group are.
    pub(super) others: Vec<Other>,
}

/// Another target of the same group.
#[derive(Clone)]
pub(super) struct Other {
    pub(super) zone: Option<Text>,
    pub(super) state: Fact<Text>,
}

/// As what a thing is named as a target.
struct Named {
    /// Ids and addresses.
    ids: Vec<String>,
    /// The groups that it names itself: the tasks of a service register there.
    groups: Vec<(Text, Option<u16>)>,
    hidden: Option<Gap>,
}

/// The target groups of a thing, and why there may be more.
pub(super) fn of(graph: &Graph<'_>, node: NodeId) -> (Vec<Target>, Option<Gap>) {
    let named = named(graph, node);
    if named.ids.is_empty() && named.groups.is_empty() {
        return (Vec::new(), named.hidden);
    }
    let here = graph.node(node);
    let extent = graph.extent("elbv2.target_group", here.account, here.region);
    let mut hidden = named.hidden.clone().or(extent);
    let mut targets = Vec::new();
    for group in graph.of_kind("elbv2.target_group") {
        let Some(resource) = graph.resource(*group) else {
            continue;
        };
        let Facts::TargetGroup(facts) = &resource.facts else {
            continue;
        };
        let list = "target_health_descriptions";
        let hole = match facts.target_health_descriptions.is_missing() {
            true => Some(graph.missing(resource, list)),
            false => graph.hole(resource, list),
        };
        hidden = hidden.or(hole);
        let arn = graph.node(*group).arn.clone();
        let port_of_group = facts
            .port
            .known()
            .and_then(|port| u16::try_from(*port).ok());
        let target = |port: Option<u16>| Target {
            group: *group,
            group_arn: arn.clone(),
            port: port.or(port_of_group),
            zone: None,
            state: Fact::None,
            others: Vec::new(),
        };
        if let Some((_, port)) = named.groups.iter().find(|one| one.0 == arn) {
            targets.push(target(*port));
            continue;
        }
        let told = facts.target_health_descriptions.known();
        let told = told.map_or(&[][..], Vec::as_slice);
        for (at, one) in told.iter().enumerate() {
            let own = one.target.known();
            let is_told = own.is_some_and(|own| !own.id.is_missing() && !own.port.is_missing());
            let Some(own) = own.filter(|_| is_told) else {
                hidden = hidden.or_else(|| Some(graph.missing(resource, list)));
                continue;
            };
            if known(&own.id).is_some_and(|id| named.ids.iter().any(|own| own == id)) {
                let port = own.port.known();
                let others = told.iter().enumerate().filter(|(other, _)| *other != at);
                targets.push(Target {
                    zone: own.availability_zone.known().cloned(),
                    state: state(one),
                    others: others.map(|(_, one)| other(one)).collect(),
                    ..target(port.and_then(|port| u16::try_from(*port).ok()))
                });
            }
        }
    }
    (targets, hidden)
}

fn state(told: &TargetHealthDescription) -> Fact<Text> {
    match &told.target_health {
        Fact::Known(health) => health.state.clone(),
        Fact::None | Fact::Missing => Fact::Missing,
    }
}

fn other(told: &TargetHealthDescription) -> Other {
    let target = told.target.known();
    Other {
        zone: target.and_then(|target| target.availability_zone.known().cloned()),
        state: state(told),
    }
}

fn named(graph: &Graph<'_>, node: NodeId) -> Named {
    let mut named = Named {
        ids: Vec::new(),
        groups: Vec::new(),
        hidden: None,
    };
    match graph.facts(node) {
        Some(Facts::Instance(facts)) => {
            named
                .ids
                .extend(facts.instance_id.known().map(ToString::to_string));
            addresses(graph, node, &mut named);
        }
        Some(Facts::NetworkInterface(facts)) => {
            let attachment = facts.attachment.known();
            let instance = attachment.and_then(|one| one.instance_id.known());
            named.ids.extend(instance.map(ToString::to_string));
            addresses(graph, node, &mut named);
        }
        Some(Facts::EcsService(facts)) => {
            let sets = facts.task_sets.known().into_iter().flatten();
            let lists = sets.map(|set| &set.load_balancers);
            for list in lists.chain([&facts.load_balancers]) {
                for one in list.known().into_iter().flatten() {
                    let port = one.container_port.known();
                    let port = port.and_then(|port| u16::try_from(*port).ok());
                    let group = one.target_group_arn.known().cloned();
                    named.groups.extend(group.map(|group| (group, port)));
                }
            }
            if let Some(resource) = graph.resource(node)
                && facts.load_balancers.is_missing()
            {
                named.hidden = Some(graph.missing(resource, "load_balancers"));
            }
        }
        Some(Facts::LoadBalancer(_)) => named.ids.push(graph.node(node).arn.to_string()),
        _ => {}
    }
    named
}

/// Its addresses, by which groups of the type `ip` name it.
fn addresses(graph: &Graph<'_>, node: NodeId, named: &mut Named) {
    let Some(members) = members::of(Net::new(graph), node) else {
        return;
    };
    let seats = members.each.iter().flat_map(|member| &member.one_of);
    for seat in seats.filter(|seat| seat.found && seat.one_of.is_none()) {
        let blocks = seat.v4.to_blocks().into_iter().chain(seat.v6.to_blocks());
        named
            .ids
            .extend(blocks.map(|block| block.addr().to_string()));
    }
}

impl Target {
    fn facts<'s>(&self, graph: &Graph<'s>) -> Option<&'s TargetGroup> {
        match graph.facts(self.group)? {
            Facts::TargetGroup(facts) => Some(facts),
            _ => None,
        }
    }

    /// The load balancers that forward to the group, and why there may be more.
    pub(super) fn balancers(&self, graph: &Graph<'_>) -> (Vec<NodeId>, Option<Gap>) {
        let (Some(resource), Some(facts)) = (graph.resource(self.group), self.facts(graph)) else {
            return (Vec::new(), None);
        };
        let list = "load_balancer_arns";
        let mut hidden = match facts.load_balancer_arns.is_missing() {
            true => Some(graph.missing(resource, list)),
            false => graph.hole(resource, list),
        };
        let mut found = Vec::new();
        for arn in facts.load_balancer_arns.known().into_iter().flatten() {
            match graph.find_arn("elbv2.load_balancer", arn, self.group) {
                Ok(node) => found.push(node),
                Err(gap) => hidden = hidden.or(Some(gap)),
            }
        }
        (found, hidden)
    }

    /// Whether the group balances across zones; nothing where its load balancer decides.
    pub(super) fn crosses(&self, graph: &Graph<'_>) -> Result<Option<bool>, Gap> {
        let Some(resource) = graph.resource(self.group) else {
            return Ok(None);
        };
        let Facts::TargetGroup(facts) = &resource.facts else {
            return Ok(None);
        };
        let missing = || graph.missing(resource, "attributes");
        let attributes = match &facts.attributes {
            Fact::Known(attributes) => attributes,
            Fact::None => return Ok(None),
            Fact::Missing => return Err(missing()),
        };
        match &attributes.load_balancing_cross_zone_enabled {
            Fact::Known(told) if told == "true" => Ok(Some(true)),
            Fact::Known(told) if told == "false" => Ok(Some(false)),
            Fact::Known(_) | Fact::None => Ok(None),
            Fact::Missing => Err(missing()),
        }
    }

    /// Whether targets of a network load balancer see the client's address.
    pub(super) fn keeps_the_client(&self, graph: &Graph<'_>) -> Result<bool, Gap> {
        let Some(resource) = graph.resource(self.group) else {
            return Ok(false);
        };
        let Facts::TargetGroup(facts) = &resource.facts else {
            return Ok(false);
        };
        let attributes = match &facts.attributes {
            Fact::Known(attributes) => attributes,
            Fact::None | Fact::Missing => return Err(graph.missing(resource, "attributes")),
        };
        match &attributes.preserve_client_ip_enabled {
            Fact::Known(keeps) => Ok(*keeps),
            Fact::Missing => Err(graph.missing(resource, "attributes")),
            Fact::None => {
                let udp = known(&facts.protocol).is_some_and(|protocol| protocol.contains("UDP"));
                let kept = matches!(known(&facts.target_type), Some("instance" | "alb"));
                Ok(udp || kept)
            }
        }
    }
}
