//! What network load balancers send to: read once for an account and region, however many groups ask.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use crate::model::datum::Source;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::elbv2::TargetGroup;
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Service;
use crate::graph::reading::{Reading, source};

use super::super::balancer::on_the_wire;

/// A target of a network load balancer.
pub(super) struct Target {
    /// An address or an instance.
    pub(super) id: Text,
    pub(super) service: Service,
    pub(super) told: Source,
}

/// The targets in an account and region.
#[derive(Default)]
pub(in crate::graph::reach) struct Targets {
    by_id: BTreeMap<Text, Vec<Target>>,
    /// Why there may be more.
    pub(super) hidden: Option<Gap>,
}

impl Targets {
    /// The targets where a resource is.
    pub(super) fn near(graph: &Graph<'_>, resource: &Resource) -> Arc<Self> {
        let place = (resource.account.clone(), resource.region.clone());
        let known = graph.reach.targets.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        let read = || Arc::new(Self::read(graph, resource));
        Arc::clone(known.entry(place).or_insert_with(read))
    }

    /// Those that have one of these ids.
    pub(super) fn of(&self, ids: &BTreeSet<Text>) -> impl Iterator<Item = &Target> {
        ids.iter().filter_map(|id| self.by_id.get(id)).flatten()
    }

    fn read(graph: &Graph<'_>, near: &Resource) -> Self {
        let mut reading = Reading::new(graph);
        for kind in ["elbv2.load_balancer", "elbv2.target_group"] {
            reading.hide(graph.extent(kind, &near.account, &near.region));
        }
        let is_near = |node: &&NodeId| {
            let node = graph.node(**node);
            *node.account == near.account && *node.region == near.region
        };
        let balancers = graph.of_kind("elbv2.load_balancer").iter().filter(is_near);
        let network = balancers.filter(|node| match graph.facts(**node) {
            Some(Facts::LoadBalancer(facts)) => {
                facts.r#type.known().is_none_or(|sort| sort == "network")
            }
            _ => false,
        });
        let network: BTreeSet<&str> = network.map(|node| graph.node(*node).arn.as_str()).collect();
        let mut targets = Targets::default();
        let groups = graph.of_kind("elbv2.target_group").iter().filter(is_near);
        for &node in groups.filter(|_| !network.is_empty()) {
            if let (Some(resource), Some(Facts::TargetGroup(facts))) =
                (graph.resource(node), graph.facts(node))
            {
                targets.add(&mut reading, &network, resource, facts);
            }
        }
        targets.hidden = reading.hidden;
        targets
    }

    fn add(
        &mut self,
        reading: &mut Reading<'_, '_>,
        network: &BTreeSet<&str>,
        resource: &Resource,
        facts: &TargetGroup,
    ) {
        let path = "load_balancer_arns";
        let by = reading.items(resource, path, &facts.load_balancer_arns);
        if !by.iter().any(|arn| network.contains(arn.as_str())) {
            return;
        }
        let protocol = reading.value(resource, "protocol", &facts.protocol);
        let protocols = on_the_wire(protocol.map_or("", Text::as_str));
        if protocols.is_empty() {
            reading.hide(Some(reading.graph.missing(resource, "protocol")));
        }
        let path = "target_health_descriptions";
        let all = reading.items(resource, path, &facts.target_health_descriptions);
        for (index, one) in all.iter().enumerate() {
            let path = format!("{path}[{index}].target");
            let target = reading.value(resource, &path, &one.target);
            let id = target.and_then(|one| reading.value(resource, &path, &one.id));
            let port = target.and_then(|one| reading.value(resource, &path, &one.port));
            let port = port.and_then(|port| u16::try_from(*port).ok());
            if let (Some(id), Some(port)) = (id, port) {
                let each = protocols.iter().map(|protocol| Target {
                    id: id.clone(),
                    service: Service::ports(*protocol, port, port),
                    told: source(resource, &format!("{path}.id"), id),
                });
                self.by_id.entry(id.clone()).or_default().extend(each);
            }
        }
    }
}
