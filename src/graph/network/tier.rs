//! The tier of a subnet, by its effective route table.

use ipnet::IpNet;
use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Route;
use crate::model::path::Literal;

use super::super::cidr;
use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;
use super::table::{drops, effective_table, unknown_state};
use super::{Family, prefixes};

/// How many gateway load balancer endpoints may stand one behind the other.
const MAX_HOPS: usize = 4;

/// What a subnet can reach, from the least exposed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    Isolated,
    Private,
    Public,
}

impl Tier {
    pub(super) fn name(self) -> &'static str {
        match self {
            Tier::Public => "public",
            Tier::Private => "private",
            Tier::Isolated => "isolated",
        }
    }
}

/// The tier of a subnet and the route that makes it.
struct Decision {
    tier: Tier,
    table: NodeId,
    route: Option<usize>,
}

/// The derived fact `tier`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    match decide(graph, node, None, MAX_HOPS) {
        Err(gap) => Answer::gap(gap),
        Ok(decision) => {
            let value = decision.tier.name();
            Answer::known(Text::const_new(value), sources(graph, &decision))
        }
    }
}

/// The tier of a subnet for addresses of one family.
pub(super) fn of_family(graph: &Graph<'_>, subnet: NodeId, family: Family) -> Result<Tier, Gap> {
    decide(graph, subnet, Some(family), MAX_HOPS).map(|decision| decision.tier)
}

/// A tier, the route that makes it, and the facts that say so.
pub(super) struct Routed<'s> {
    pub(super) tier: Tier,
    pub(super) route: Option<&'s Route>,
    pub(super) sources: Vec<(String, Source)>,
}

/// The tier of a subnet for addresses of one family.
pub(super) fn with_route<'s>(
    graph: &Graph<'s>,
    subnet: NodeId,
    family: Family,
) -> Result<Routed<'s>, Gap> {
    let decision = decide(graph, subnet, Some(family), MAX_HOPS)?;
    let route = match graph.facts(decision.table) {
        Some(Facts::RouteTable(table)) => decision
            .route
            .and_then(|index| table.routes.known()?.get(index)),
        _ => None,
    };
    Ok(Routed {
        tier: decision.tier,
        route,
        sources: sources(graph, &decision),
    })
}

/// Whether a route of a table leads to any address outside of private use.
pub(super) fn leads_outside(
    graph: &Graph<'_>,
    table: NodeId,
    route: &Route,
) -> Result<bool, Option<Gap>> {
    let way = Way {
        graph,
        table,
        route,
        family: None,
        hops: MAX_HOPS,
    };
    way.leads_outside()
}

/// The most exposed route decides. A route that is not known in full may be the most exposed one.
fn decide(
    graph: &Graph<'_>,
    subnet: NodeId,
    family: Option<Family>,
    hops: usize,
) -> Result<Decision, Gap> {
    let table = effective_table(graph, subnet)?;
    let (resource, facts) = match graph.resource(table) {
        Some(resource) => match &resource.facts {
            Facts::RouteTable(facts) => (resource, facts),
            _ => return Err(graph.missing(resource, "routes")),
        },
        None => return Err(Gap::new(GapReason::NotCollected, "ec2:DescribeRouteTables")),
    };
    let mut hidden = if facts.routes.is_missing() {
        Some(graph.missing(resource, "routes"))
    } else {
        graph.hole(resource, "routes")
    };
    let mut decision = Decision {
        tier: Tier::Isolated,
        table,
        route: None,
    };
    for (index, route) in facts.routes.known().into_iter().flatten().enumerate() {
        let way = Way {
            graph,
            table,
            route,
            family,
            hops,
        };
        match way.tier() {
            Ok(tier) if tier > decision.tier => {
                decision.tier = tier;
                decision.route = Some(index);
            }
            Ok(_) => {}
            Err(Some(gap)) => hidden = hidden.or(Some(gap)),
            Err(None) => hidden = hidden.or(Some(graph.missing(resource, "routes"))),
        }
    }
    match hidden {
        Some(gap) if decision.tier < Tier::Public => Err(gap),
        _ => Ok(decision),
    }
}

/// One route of a table.
struct Way<'a, 's> {
    graph: &'a Graph<'s>,
    table: NodeId,
    route: &'a Route,
    family: Option<Family>,
    hops: usize,
}

/// Why a route is not known in full: a gap elsewhere, or something of the route itself.
type Untold = Option<Gap>;

impl Way<'_, '_> {
    /// What the route makes of a subnet. A blackhole drops; a route to addresses of private use, or
    /// to a service of AWS through a gateway endpoint, leads nowhere outside.
    fn tier(&self) -> Result<Tier, Untold> {
        let target = self.target()?;
        let drops = drops(&self.route.state);
        if target == Tier::Isolated || drops == Some(true) || !self.leads_outside()? {
            return Ok(Tier::Isolated);
        }
        match drops {
            Some(_) => Ok(target),
            None => Err(self.unknown_state()),
        }
    }

    fn unknown_state(&self) -> Untold {
        let resource = self.graph.resource(self.table)?;
        let state = &self.route.state;
        Some(unknown_state(self.graph, resource, "routes", state))
    }

    /// What the target would make of a subnet if the route led outside.
    fn target(&self) -> Result<Tier, Untold> {
        let route = self.route;
        if let Some(gateway) = route.gateway_id.known() {
            return match gateway.split('-').next() {
                Some("igw") => Ok(Tier::Public),
                // What VPC Lattice adds for a service network leads to services of it alone.
                Some("local" | "VpcLattice") => Ok(Tier::Isolated),
                Some("vpce") => self.endpoint(gateway).map_err(Some),
                // A VPN gateway leads out of the VPC, as a transit gateway does; where from there,
                // its other side knows.
                _ => Ok(Tier::Private),
            };
        }
        let outward = [
            &route.nat_gateway_id,
            &route.egress_only_internet_gateway_id,
            &route.transit_gateway_id,
            &route.network_interface_id,
            &route.instance_id,
            &route.carrier_gateway_id,
            &route.local_gateway_id,
            &route.core_network_arn,
            &route.odb_network_arn,
        ];
        if outward.iter().any(|target| target.known().is_some()) {
            return Ok(Tier::Private);
        }
        match &route.vpc_peering_connection_id {
            // A peer does not lend its gateways.
            Fact::Known(_) => Ok(Tier::Isolated),
            // A target of a sort that is not collected, or that nobody told.
            Fact::None | Fact::Missing => Err(None),
        }
    }

    /// What stands behind an endpoint: behind one of type `Gateway` a service of AWS; behind that
    /// of a gateway load balancer, which passes packets on unchanged, what its own subnet reaches.
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html>
    fn endpoint(&self, id: &str) -> Result<Tier, Gap> {
        let graph = self.graph;
        let node = graph.find("ec2.vpc_endpoint", id, self.table)?;
        let Some(resource) = graph.resource(node) else {
            return Err(Gap::new(
                GapReason::NotCollected,
                "ec2:DescribeVpcEndpoints",
            ));
        };
        let Facts::VpcEndpoint(endpoint) = &resource.facts else {
            return Err(graph.missing(resource, "vpc_endpoint_type"));
        };
        match &endpoint.vpc_endpoint_type {
            Fact::Known(kind) if kind.eq_ignore_ascii_case("Gateway") => return Ok(Tier::Isolated),
            Fact::Known(_) => {}
            Fact::None | Fact::Missing => {
                return Err(graph.missing(resource, "vpc_endpoint_type"));
            }
        }
        let Some(hops) = self.hops.checked_sub(1) else {
            let gap = Gap::new(GapReason::UnsupportedHere, "ec2:DescribeVpcEndpoints");
            return Err(gap
                .within(&resource.account, &resource.region)
                .because("gateway load balancer endpoints stand in a row without an end"));
        };
        let Fact::Known(subnets) = &endpoint.subnet_ids else {
            return Err(graph.missing(resource, "subnet_ids"));
        };
        // The appliance behind it may send packets out by itself.
        let mut tier = Tier::Private;
        for subnet in subnets {
            let subnet = graph.find("ec2.subnet", subnet, node)?;
            tier = tier.max(decide(graph, subnet, self.family, hops)?.tier);
        }
        Ok(tier)
    }

    /// Whether the destination holds an address of the family outside of private use.
    fn leads_outside(&self) -> Result<bool, Untold> {
        let route = self.route;
        let range = route
            .destination_cidr_block
            .known()
            .or(route.destination_ipv6_cidr_block.known());
        if let Some(range) = range {
            // What no parser knows may lead anywhere.
            return Ok(range
                .parse::<IpNet>()
                .map_or(true, |range| self.is_outside(&range)));
        }
        let Some(list) = route.destination_prefix_list_id.known() else {
            return Err(None);
        };
        let (ranges, hidden) = prefixes::of_list(self.graph, self.table, list);
        if ranges.iter().any(|one| self.is_outside(&one.range)) {
            return Ok(true);
        }
        hidden.map_or(Ok(false), |gap| Err(Some(gap)))
    }

    fn is_outside(&self, range: &IpNet) -> bool {
        let wanted = self.family.is_none_or(|family| family == Family::of(range));
        wanted && cidr::has_public_part(range)
    }
}

fn sources(graph: &Graph<'_>, decision: &Decision) -> Vec<(String, Source)> {
    let Some(Facts::RouteTable(table)) = graph.facts(decision.table) else {
        return Vec::new();
    };
    let routes = table.routes.known().map_or(&[][..], Vec::as_slice);
    let decisive = decision
        .route
        .and_then(|index| Some((index, routes.get(index)?)));
    let (path, value) = match decisive {
        Some((index, route)) => (format!("routes[{index}]"), serde_json::to_value(route)),
        None => ("routes".to_owned(), serde_json::to_value(routes)),
    };
    let source = Source {
        resource: graph.node(decision.table).arn.clone(),
        path,
        value: value.unwrap_or(Json::Null),
        operation: Text::const_new("ec2:DescribeRouteTables"),
    };
    vec![(String::new(), source)]
}
