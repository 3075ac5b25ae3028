//! In which subnets something stands, and those of load balancers.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Subnet;
use crate::model::kinds::elbv2::LoadBalancer;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::Family;
use super::families::{self, Told};
use super::tier::Tier;

record! {
    /// A subnet in which something stands.
    Placement {
        /// The subnet.
        subnet_id: Text, gap;
        /// The id of its zone.
        availability_zone_id: Text, gap;
        /// `public`, `private` or `isolated`, by routes alone: for a load balancer those of IPv4, or of
        /// IPv6 where it or the subnet has no other public addresses; for tasks those of the family that
        /// exposes more.
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
    let mut places = Places::of(graph, node, resource, list, by_addresses(facts));
    if facts.ip_address_type.is_missing() {
        places.hide(graph.missing(resource, "ip_address_type"));
    }
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

/// Clients come by IPv4 unless a load balancer has no public address of it.
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type>
fn by_addresses(facts: &LoadBalancer) -> Judged {
    let sort = facts.ip_address_type.known().map(Text::as_str);
    match sort == Some("dualstack-without-public-ipv4") {
        true => Judged::For(Family::V6),
        false => Judged::For(Family::V4),
    }
}

/// By the routes of which family subnets are judged.
#[derive(Debug, Clone, Copy)]
pub(super) enum Judged {
    /// Of one; IPv6 where a subnet has no IPv4.
    For(Family),
    /// Of that which exposes more, of those that a subnet has.
    ForBoth,
}

/// Subnets as they are collected.
pub(super) struct Places<'g, 's> {
    graph: &'g Graph<'s>,
    node: NodeId,
    resource: &'s Resource,
    judged: Judged,
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
        judged: Judged,
    ) -> Self {
        Places {
            graph,
            node,
            resource,
            judged,
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
        let (routed, left, told) = self.tiers(subnet, resource, facts)?;
        let row = Placement {
            subnet_id: id.clone().into(),
            availability_zone_id: zone.clone().into(),
            tier: Text::const_new(routed.name()).into(),
            effective_tier: Text::const_new(left.name()).into(),
        };
        Ok((row, told))
    }

    fn tiers(&self, subnet: NodeId, resource: &Resource, facts: &Subnet) -> Result<Told, Gap> {
        let graph = self.graph;
        let of_family = |family| families::of_family(graph, subnet, family);
        match self.judged {
            Judged::For(Family::V6) => of_family(Family::V6),
            Judged::For(Family::V4) => match families::has(graph, resource, facts, Family::V4)? {
                true => of_family(Family::V4),
                false => of_family(Family::V6),
            },
            Judged::ForBoth => {
                let mut hidden = None;
                let mut worst: Option<Told> = None;
                for family in [Family::V4, Family::V6] {
                    let has = families::has(graph, resource, facts, family);
                    match has.and_then(|has| has.then(|| of_family(family)).transpose()) {
                        Ok(told) => worst = worse(worst, told),
                        Err(gap) => hidden = hidden.or(Some(gap)),
                    }
                }
                match (worst, hidden) {
                    // Nothing exposes more than that.
                    (Some(told), _) if told.1 == Tier::Public => Ok(told),
                    (_, Some(gap)) => Err(gap),
                    (Some(told), None) => Ok(told),
                    (None, None) => of_family(Family::V6),
                }
            }
        }
    }

    pub(super) fn answer(self) -> Answer {
        Answer::list(self.rows, self.hidden, self.sources)
    }
}

fn worse(one: Option<Told>, other: Option<Told>) -> Option<Told> {
    let exposes = |told: &Told| (told.1, told.0);
    match (one, other) {
        (Some(one), Some(other)) if exposes(&one) >= exposes(&other) => Some(one),
        (one, other) => other.or(one),
    }
}
