//! A route table as destinations in the order in which they decide.

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Route;
use crate::model::resource::Resource;

use crate::graph::network::prefixes;
use crate::graph::network::table::{drops, unknown_state};
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family};

use super::super::state::Target;
use super::super::world;

/// A route table, read once.
pub(in crate::graph) struct Table {
    /// Destinations, those that decide first in front.
    pub(in crate::graph::reach) entries: Vec<Entry>,
    pub(in crate::graph::reach) routes: Vec<Way>,
    /// Routes whose destinations are not known in full, with what they may be.
    pub(in crate::graph::reach) elsewhere: Vec<Elsewhere>,
    /// Why there may be other routes.
    pub(in crate::graph::reach) hidden: Option<Gap>,
}

/// One destination of a route.
pub(in crate::graph) struct Entry {
    pub(in crate::graph::reach) block: IpNet,
    rank: Rank,
    /// Which of the ways.
    pub(in crate::graph::reach) way: usize,
}

/// Which of two equal destinations decides, from the first on.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Local,
    Static,
    PrefixList,
    Propagated,
}

/// Where a route leads.
pub(in crate::graph) struct Way {
    /// Its place in the list of routes.
    pub(in crate::graph::reach) index: u32,
    pub(in crate::graph::reach) target: Target,
    /// Whether it drops what it wins.
    pub(in crate::graph::reach) blackhole: bool,
    /// Why target or state are not known.
    pub(in crate::graph::reach) gap: Option<Gap>,
}

/// A route that may decide about these addresses, and nobody knows which of them.
pub(in crate::graph) struct Elsewhere {
    pub(in crate::graph::reach) within: [Addresses; 2],
    pub(in crate::graph::reach) way: usize,
    pub(in crate::graph::reach) gap: Gap,
}

impl Table {
    pub(in crate::graph::reach) fn read(graph: &Graph<'_>, node: NodeId) -> Self {
        let mut table = Table {
            entries: Vec::new(),
            routes: Vec::new(),
            elsewhere: Vec::new(),
            hidden: None,
        };
        let Some(resource) = graph.resource(node) else {
            return table;
        };
        let Facts::RouteTable(facts) = &resource.facts else {
            return table;
        };
        table.hidden = match facts.routes.is_missing() {
            true => Some(graph.missing(resource, "routes")),
            false => graph.hole(resource, "routes"),
        };
        for (index, route) in facts.routes.known().into_iter().flatten().enumerate() {
            table.add(graph, node, resource, index, route);
        }
        let order = |entry: &Entry| (std::cmp::Reverse(entry.block.prefix_len()), entry.rank);
        table.entries.sort_by_key(order);
        table
    }

    fn add(
        &mut self,
        graph: &Graph<'_>,
        node: NodeId,
        resource: &Resource,
        index: usize,
        route: &Route,
    ) {
        let target = target(route);
        let path = format!("routes[{index}]");
        let drops = drops(&route.state);
        let gap = match (&target, drops) {
            (_, None) => Some(unknown_state(graph, resource, &path, &route.state)),
            (Target::Untold, _) => Some(graph.missing(resource, &path)),
            _ => None,
        };
        let way = self.routes.len();
        let is_local = target == Target::Local;
        let propagated = route
            .origin
            .known()
            .is_some_and(|origin| origin == "EnableVgwRoutePropagation");
        let rank = match (is_local, propagated) {
            (true, _) => Rank::Local,
            (_, true) => Rank::Propagated,
            _ => Rank::Static,
        };
        self.routes.push(Way {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            target,
            blackhole: drops == Some(true),
            gap,
        });
        let told = route
            .destination_cidr_block
            .known()
            .or(route.destination_ipv6_cidr_block.known());
        let everywhere = || Family::BOTH.map(Addresses::all);
        if let Some(told) = told {
            match told.parse::<IpNet>() {
                Ok(block) => self.entries.push(Entry { block, rank, way }),
                Err(_) => self.elsewhere.push(Elsewhere {
                    within: everywhere(),
                    way,
                    gap: graph.unreadable(resource, &path),
                }),
            }
            return;
        }
        let Some(list) = route.destination_prefix_list_id.known() else {
            self.elsewhere.push(Elsewhere {
                within: everywhere(),
                way,
                gap: graph.missing(resource, &path),
            });
            return;
        };
        self.add_list(graph, node, list, way);
    }

    fn add_list(&mut self, graph: &Graph<'_>, node: NodeId, list: &Text, way: usize) {
        let (prefixes, hidden) = prefixes::of_list(graph, node, list);
        self.entries.extend(prefixes.iter().map(|prefix| Entry {
            block: prefix.range,
            rank: Rank::PrefixList,
            way,
        }));
        if let Some(gap) = hidden {
            // The lists of gateway endpoints are AWS's own, of public addresses.
            let public = matches!(self.routes[way].target, Target::Endpoint(_));
            let within = Family::BOTH.map(|family| match public {
                true => world::internet(family).clone(),
                false => Addresses::all(family),
            });
            self.elsewhere.push(Elsewhere { within, way, gap });
        }
    }
}

impl Table {
    /// Whether two routes by prefix lists are about the same destination and lead elsewhere: which
    /// of them decides, AWS does not say.
    pub(in crate::graph::reach) fn is_tied(&self, at: usize) -> bool {
        let one = &self.entries[at];
        let same = |other: &&Entry| {
            other.block == one.block && other.rank == one.rank && other.way != one.way
        };
        let target = |entry: &Entry| &self.routes[entry.way].target;
        let mut others = self.entries.iter().filter(same);
        one.rank == Rank::PrefixList && others.any(|other| target(other) != target(one))
    }
}

/// Where a route leads: of all its targets one is told.
fn target(route: &Route) -> Target {
    let known = |fact: &Fact<Text>| fact.known().cloned();
    if let Some(gateway) = known(&route.gateway_id) {
        return match gateway.split('-').next() {
            Some("local") => Target::Local,
            Some("igw") => Target::InternetGateway(gateway),
            Some("vgw") => Target::Vpn(gateway),
            Some("vpce") => Target::Endpoint(gateway),
            _ => Target::Other(gateway),
        };
    }
    type Make = fn(Text) -> Target;
    let others: [(&Fact<Text>, Make); 10] = [
        (&route.nat_gateway_id, Target::Nat),
        (&route.egress_only_internet_gateway_id, Target::EgressOnly),
        (&route.transit_gateway_id, Target::Transit),
        (&route.vpc_peering_connection_id, Target::Peering),
        // The API names both for an instance; its interface is what packets enter.
        (&route.network_interface_id, Target::Interface),
        (&route.instance_id, Target::Other),
        (&route.carrier_gateway_id, Target::Other),
        (&route.local_gateway_id, Target::Other),
        (&route.core_network_arn, Target::Other),
        (&route.odb_network_arn, Target::Other),
    ];
    let told = others.iter().find_map(|(fact, make)| known(fact).map(make));
    told.unwrap_or(Target::Untold)
}
