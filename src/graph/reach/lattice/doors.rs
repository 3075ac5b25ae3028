//! The doors into VPC Lattice: endpoints to a resource, endpoints to a service network, and the
//! associations of VPCs with one.
//! <https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html>

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::reach::{Hop, Stopped};
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};

use super::super::bound::untellable;
use super::super::connection::Source;
use super::super::ends;
use super::super::grounds::Ground;
use super::super::net::Net;
use super::super::party::Party;
use super::super::through::middle;
use super::named;
use super::stopped;

/// A door with the configuration behind it.
#[derive(Clone)]
pub(in crate::graph::reach) struct Door {
    /// The endpoint, or the association of the VPC.
    pub(in crate::graph::reach) node: NodeId,
    /// The endpoint, if it is one: it has interfaces.
    pub(super) endpoint: Option<NodeId>,
    /// The association of the service network with the configuration.
    association: Option<NodeId>,
    pub(super) configuration: Result<NodeId, Gap>,
    /// Why it leads nowhere.
    pub(in crate::graph::reach) broken: Option<Stopped>,
    pub(in crate::graph::reach) gaps: Vec<Gap>,
}

impl Door {
    fn new(node: NodeId, configuration: Result<NodeId, Gap>) -> Self {
        Door {
            node,
            endpoint: None,
            association: None,
            configuration,
            broken: None,
            gaps: Vec::new(),
        }
    }

    /// The things that packets pass at it.
    pub(super) fn hops(&self, graph: &Graph<'_>) -> Vec<Hop> {
        let sort = match (self.endpoint, self.association) {
            (Some(_), None) => "resource-endpoint",
            (Some(_), Some(_)) => "service-network-endpoint",
            (None, _) => "service-network-association",
        };
        let mut hops = vec![middle(graph, sort, self.node)];
        let association = self.association.into_iter();
        hops.extend(association.map(|node| middle(graph, "service-network", node)));
        hops
    }
}

/// The doors that a party may take, and why there may be more.
pub(super) fn of<'g>(graph: &'g Graph<'_>, from: &Party) -> (Vec<Cow<'g, Door>>, Vec<Gap>) {
    let all = endpoints(graph);
    let (mut doors, mut hidden) = (Vec::new(), all.hidden.clone());
    let vpcs = vpcs(graph, from);
    for node in graph.of_kind("vpc_lattice.service_network_vpc_association") {
        let Some(Facts::ServiceNetworkVpcAssociation(facts)) = graph.facts(*node) else {
            continue;
        };
        let Some(resource) = graph.resource(*node) else {
            continue;
        };
        let is_own = match &facts.vpc_id {
            Fact::Known(vpc) => vpcs.contains(vpc),
            Fact::None | Fact::Missing => !vpcs.is_empty(),
        };
        if is_own {
            let state = Status {
                graph,
                resource,
                fact: &facts.status,
                wanted: "ACTIVE",
                path: "status",
            };
            let network = &facts.service_network_arn;
            let told = of_network(graph, *node, resource, network, "service_network_arn");
            add(graph, &mut doors, &mut hidden, told, *node, None, &state);
        }
    }
    for (account, region) in places(graph, from) {
        let kinds = [
            "ec2.vpc_endpoint",
            "vpc_lattice.service_network_vpc_association",
        ];
        let each = kinds.iter();
        hidden.extend(each.filter_map(|kind| graph.extent(kind, &account, &region)));
    }
    let endpoints = all.each.iter().map(Cow::Borrowed);
    let doors = endpoints.chain(doors.into_iter().map(Cow::Owned));
    (doors.collect(), hidden)
}

/// The VPCs in which a party has interfaces.
fn vpcs(graph: &Graph<'_>, from: &Party) -> BTreeSet<Text> {
    let sources = ends::sources(Net::new(graph), from);
    let each = sources.each.iter().flat_map(|one| &one.one_of);
    let vpcs = each.filter_map(|source| match source {
        Source::Seat(seat) => Some(seat.subnet.vpc.clone()),
        Source::Internet(_) | Source::OnPremises(_) => None,
    });
    vpcs.collect()
}

/// Where a party stands.
fn places(
    graph: &Graph<'_>,
    from: &Party,
) -> BTreeSet<(crate::model::id::AccountId, crate::model::id::Region)> {
    match from {
        Party::Resource(node) => {
            let node = graph.node(*node);
            BTreeSet::from([(node.account.clone(), node.region.clone())])
        }
        Party::Internet | Party::OnPremises | Party::Addresses(_) | Party::Beyond(_) => {
            BTreeSet::new()
        }
    }
}

/// The doors that are endpoints, of all that was scanned.
pub(in crate::graph::reach) struct Endpoints {
    each: Vec<Door>,
    /// By the configuration that it leads to, or of which that is the group, its places in the list.
    leading: HashMap<NodeId, Vec<usize>>,
    /// Why there may be more.
    hidden: Vec<Gap>,
}

impl Endpoints {
    /// Those that lead to a configuration.
    fn leading_to(&self, configuration: NodeId) -> impl Iterator<Item = &Door> {
        let places = self.leading.get(&configuration).into_iter().flatten();
        places.map(|place| &self.each[*place])
    }
}

/// The doors that are endpoints, read once.
fn endpoints<'g>(graph: &'g Graph<'_>) -> &'g Endpoints {
    graph.reach.endpoints.get_or_init(|| {
        let (each, hidden) = read_endpoints(graph);
        let mut leading: HashMap<NodeId, Vec<usize>> = HashMap::default();
        for (place, door) in each.iter().enumerate() {
            let configuration = door.configuration.as_ref().ok();
            let all = configuration.map(|one| named::with_children(graph, *one).0);
            for one in all.into_iter().flatten() {
                leading.entry(one).or_default().push(place);
            }
        }
        Endpoints {
            each,
            leading,
            hidden,
        }
    })
}

fn read_endpoints(graph: &Graph<'_>) -> (Vec<Door>, Vec<Gap>) {
    let (mut doors, mut hidden) = (Vec::new(), Vec::new());
    for node in graph.of_kind("ec2.vpc_endpoint") {
        let Some(resource) = graph.resource(*node) else {
            continue;
        };
        let Facts::VpcEndpoint(facts) = &resource.facts else {
            continue;
        };
        let state = Status {
            graph,
            resource,
            fact: &facts.state,
            wanted: "available",
            path: "state",
        };
        let other = |sort: &Text| {
            let sort = sort.to_ascii_lowercase();
            !["resource", "servicenetwork"].contains(&sort.as_str())
        };
        if facts.vpc_endpoint_type.known().is_some_and(other) {
            continue;
        }
        match &facts.resource_configuration_arn {
            Fact::Known(arn) => {
                let kind = "vpc_lattice.resource_configuration";
                let mut door = Door::new(*node, graph.find_arn(kind, arn, *node));
                door.endpoint = Some(*node);
                state.judge(&mut door);
                accessible(graph, resource, facts, &mut door);
                doors.push(door);
            }
            Fact::Missing => hidden.push(graph.missing(resource, "resource_configuration_arn")),
            Fact::None => {}
        }
        let network = &facts.service_network_arn;
        if !matches!(network, Fact::None) {
            let told = of_network(graph, *node, resource, network, "service_network_arn");
            add(
                graph,
                &mut doors,
                &mut hidden,
                told,
                *node,
                Some(*node),
                &state,
            );
        }
    }
    (doors, hidden)
}

/// Adds a door for each configuration of a service network.
fn add(
    graph: &Graph<'_>,
    doors: &mut Vec<Door>,
    hidden: &mut Vec<Gap>,
    told: (Vec<NodeId>, Option<Gap>),
    node: NodeId,
    endpoint: Option<NodeId>,
    state: &Status<'_, '_>,
) {
    hidden.extend(told.1);
    for association in told.0 {
        let Some(resource) = graph.resource(association) else {
            continue;
        };
        let Facts::ServiceNetworkResourceAssociation(facts) = &resource.facts else {
            continue;
        };
        let configuration = match &facts.resource_configuration_arn {
            Fact::Known(arn) => {
                graph.find_arn("vpc_lattice.resource_configuration", arn, association)
            }
            Fact::None | Fact::Missing => {
                Err(graph.missing(resource, "resource_configuration_arn"))
            }
        };
        let mut door = Door {
            endpoint,
            association: Some(association),
            ..Door::new(node, configuration)
        };
        state.judge(&mut door);
        let active = Status {
            graph,
            resource,
            fact: &facts.status,
            wanted: "ACTIVE",
            path: "status",
        };
        active.judge(&mut door);
        doors.push(door);
    }
}

/// The associations of a service network with configurations. Only its owner is told all of them.
fn of_network(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    network: &Fact<Text>,
    path: &str,
) -> (Vec<NodeId>, Option<Gap>) {
    let Some(arn) = network.known() else {
        return (Vec::new(), Some(graph.missing(resource, path)));
    };
    let kind = "vpc_lattice.service_network_resource_association";
    let is_own = |one: &&NodeId| match graph.facts(**one) {
        Some(Facts::ServiceNetworkResourceAssociation(facts)) => facts
            .service_network_arn
            .known()
            .is_none_or(|own| own == arn),
        _ => false,
    };
    let own = graph.of_kind(kind).iter().filter(is_own).copied().collect();
    let hidden = match graph.find_arn("vpc_lattice.service_network", arn, node) {
        Ok(network) => {
            let network = graph.node(network);
            graph.extent(kind, network.account, network.region)
        }
        Err(gap) => Some(gap),
    };
    (own, hidden)
}

/// A state that must be as wanted.
struct Status<'a, 's> {
    graph: &'a Graph<'s>,
    resource: &'s Resource,
    fact: &'s Fact<Text>,
    wanted: &'static str,
    path: &'static str,
}

impl Status<'_, '_> {
    fn judge(&self, door: &mut Door) {
        match self.fact {
            Fact::Known(state) if state.eq_ignore_ascii_case(self.wanted) => {}
            Fact::Known(state) => {
                let at = self.graph.resource_by_arn(self.resource.arn.as_str());
                let at = at.unwrap_or(door.node);
                let why = format!("{} is {state}", self.resource.arn.last());
                let stop = stopped(self.graph, at, why, &[Ground::of(at, self.path)]);
                door.broken.get_or_insert(stop);
            }
            Fact::None | Fact::Missing => {
                door.gaps.push(self.graph.missing(self.resource, self.path));
            }
        }
    }
}

/// Whether what an endpoint leads to can be reached, as the endpoint says.
fn accessible<'s>(
    graph: &Graph<'s>,
    resource: &'s Resource,
    facts: &'s VpcEndpoint,
    door: &mut Door,
) {
    if facts.associations.is_missing() {
        door.gaps.push(graph.missing(resource, "associations"));
    }
    for association in facts.associations.known().into_iter().flatten() {
        let state = Status {
            graph,
            resource,
            fact: &association.associated_resource_accessibility,
            wanted: "Accessible",
            path: "associations",
        };
        state.judge(door);
    }
}

/// A configuration that leads to a resource, with the doors to it.
pub(in crate::graph::reach) struct Shared<'g> {
    pub(in crate::graph::reach) configuration: NodeId,
    pub(in crate::graph::reach) doors: Vec<&'g Door>,
    /// Why it may lead elsewhere.
    pub(in crate::graph::reach) doubt: Option<Gap>,
}

/// The configurations of a resource, and why there may be others, or other consumers.
#[derive(Default)]
pub(in crate::graph::reach) struct AllShared<'g> {
    pub(in crate::graph::reach) each: Vec<Shared<'g>>,
    pub(in crate::graph::reach) hidden: Vec<Gap>,
}

/// How a resource is shared by VPC Lattice.
pub(in crate::graph::reach) fn shared<'g>(graph: &'g Graph<'_>, to: NodeId) -> AllShared<'g> {
    let names = named::names(graph, to);
    let mut all = AllShared::default();
    if names.is_empty() {
        return all;
    }
    let here = graph.node(to);
    let kind = "vpc_lattice.resource_configuration";
    all.hidden
        .extend(graph.extent(kind, here.account, here.region));
    for node in graph.of_kind(kind) {
        let Some(resource) = graph.resource(*node) else {
            continue;
        };
        let Facts::ResourceConfiguration(configured) = &resource.facts else {
            continue;
        };
        let doubt = match named::is_named(graph, resource, configured, &names) {
            named::Named::No => continue,
            named::Named::Yes => None,
            named::Named::Perhaps(gap) => Some(gap),
        };
        let of_provider = "vpc_lattice.resource_endpoint_association";
        all.hidden
            .extend(graph.extent(of_provider, &resource.account, &resource.region));
        all.hidden.extend(in_networks(graph, resource));
        all.each.push(Shared {
            configuration: *node,
            doors: endpoints(graph).leading_to(*node).collect(),
            doubt,
        });
    }
    all
}

/// Why a configuration may have consumers by service networks: who those are, its owner is not told.
fn in_networks(graph: &Graph<'_>, resource: &Resource) -> Option<Gap> {
    let kind = "vpc_lattice.service_network_resource_association";
    let mut associations = graph.of_kind(kind).iter();
    let names = |node: &&NodeId| match graph.facts(**node) {
        Some(Facts::ServiceNetworkResourceAssociation(facts)) => {
            let arn = facts.resource_configuration_arn.known();
            arn.is_none_or(|arn| arn == resource.arn.as_str())
        }
        _ => false,
    };
    let found = associations.find(names).map(|_| {
        let what = format!("who reaches {} by a service network", resource.arn.last());
        untellable(resource, what)
    });
    found.or_else(|| graph.extent(kind, &resource.account, &resource.region))
}

/// The endpoints of other accounts that the provider is told of, by configuration.
pub(in crate::graph::reach) fn of_consumers<'s>(
    graph: &Graph<'s>,
    configuration: NodeId,
) -> Vec<(NodeId, &'s Text, Option<&'s Text>)> {
    let arn = &graph.node(configuration).arn;
    let each = graph.of_kind("vpc_lattice.resource_endpoint_association");
    let own = each.iter().filter_map(|node| match graph.facts(*node)? {
        Facts::ResourceEndpointAssociation(facts)
            if facts.resource_configuration_arn.known() == Some(arn) =>
        {
            let endpoint = facts.vpc_endpoint_id.known()?;
            Some((*node, endpoint, facts.vpc_endpoint_owner.known()))
        }
        _ => None,
    });
    own.collect()
}
