//! In which subnets something stands, and those of load balancers.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::Family;
use super::families;
use super::tier::Tier;

record! {
    /// A subnet in which something stands.
    Placement {
        /// The subnet.
        subnet_id: Text, gap;
        /// The id of its zone.
        availability_zone_id: Text, gap;
        /// `public`, `private` or `isolated`, by routes alone, for IPv4 (IPv6 where the subnet has no
        /// other).
        tier: Text, gap;
        /// The same, as far as the block of public access lets packets pass.
        effective_tier: Text, gap;
    }
}

/// The derived fact `placements` of load balancers.
pub(super) fn of_balancer(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::LoadBalancer(facts) = &resource.facts else {
        return Answer::none();
    };
    let list = "availability_zones";
    let mut places = Places::of(graph, node, resource, list);
    if facts.availability_zones.is_missing() {
        places.hide(graph.missing(resource, list));
    }
    for (index, zone) in facts
        .availability_zones
        .known()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = format!("{list}[{index}].subnet_id");
        match &zone.subnet_id {
            Fact::Known(id) => places.add(id, path, "elasticloadbalancing:DescribeLoadBalancers"),
            Fact::None => {}
            Fact::Missing => places.hide(graph.missing(resource, &path)),
        }
    }
    places.answer()
}

/// Subnets as they are collected.
pub(super) struct Places<'g, 's> {
    graph: &'g Graph<'s>,
    node: NodeId,
    resource: &'s Resource,
    rows: Vec<Placement>,
    sources: Vec<(String, Source)>,
    hidden: Option<Gap>,
}

impl<'g, 's> Places<'g, 's> {
    pub(super) fn of(
        graph: &'g Graph<'s>,
        node: NodeId,
        resource: &'s Resource,
        list: &str,
    ) -> Self {
        Places {
            graph,
            node,
            resource,
            rows: Vec::new(),
            sources: Vec::new(),
            hidden: graph.hole(resource, list),
        }
    }

    pub(super) fn hide(&mut self, gap: Gap) {
        self.hidden.get_or_insert(gap);
    }

    pub(super) fn add(&mut self, id: &Text, path: String, operation: &'static str) {
        let known = Fact::Known(id.clone());
        if self.rows.iter().any(|row| row.subnet_id == known) {
            return;
        }
        match self.row(id) {
            Ok((row, told)) => {
                let at = format!("[{}]", self.rows.len());
                let own = Source {
                    resource: Text::from(self.resource.arn.as_str()),
                    path,
                    value: id.as_str().into(),
                    operation: Text::const_new(operation),
                };
                let told = told.into_iter().map(|(_, told)| told);
                let all = [own].into_iter().chain(told);
                self.sources.extend(all.map(|told| (at.clone(), told)));
                self.rows.push(row);
            }
            Err(gap) => self.hide(gap),
        }
    }

    fn row(&self, id: &Text) -> Result<(Placement, Vec<(String, Source)>), Gap> {
        let graph = self.graph;
        let subnet = graph.find("ec2.subnet", id, self.node)?;
        let Some(resource) = graph.resource(subnet) else {
            return Err(graph.missing(self.resource, "subnet_id"));
        };
        let Facts::Subnet(facts) = &resource.facts else {
            return Err(graph.missing(resource, "subnet_id"));
        };
        let zone = facts.availability_zone_id.known();
        let zone = zone.ok_or_else(|| graph.missing(resource, "availability_zone_id"))?;
        let family = match facts.cidr_block {
            Fact::Known(_) => Family::V4,
            Fact::None => Family::V6,
            Fact::Missing => return Err(graph.missing(resource, "cidr_block")),
        };
        let (routed, left, told): (Tier, Tier, _) = families::of_family(graph, subnet, family)?;
        let row = Placement {
            subnet_id: id.clone().into(),
            availability_zone_id: zone.clone().into(),
            tier: Text::const_new(routed.name()).into(),
            effective_tier: Text::const_new(left.name()).into(),
        };
        Ok((row, told))
    }

    pub(super) fn answer(self) -> Answer {
        Answer::list(self.rows, self.hidden, self.sources)
    }
}
