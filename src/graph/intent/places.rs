//! Which accounts and regions can want something of each other: those that peering connections, transit
//! gateways, shared subnets, resources of VPC Lattice, endpoint services or networks beyond AWS join.
//!
//! What was not told of one place says nothing of another that no packet gets to. Both sides of a
//! peering connection, an attachment and a share see it, so a place that was told of all its joints in
//! full is joined to these and to nothing else; one that was not may be joined to all of its like.

use std::collections::BTreeMap;

use crate::model::fact::Fact;
use crate::model::id::{AccountId, Region, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_peering::PeeredVpc;
use crate::model::kinds::ec2_transit::TransitGatewayAttachment;
use crate::model::kinds::ec2_vpc::Route;
use crate::model::kinds::ram::ResourceShare;
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};

/// An account and a region.
pub(super) type Place = (AccountId, Region);

/// A place, or something that joins places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Place(Place),
    /// A transit gateway.
    Gateway(Text),
    /// A service that is offered through endpoints.
    Service(Text),
    /// Shares with whom nobody told. They do not leave a region.
    Shared(Region),
    /// Networks on premises, other clouds, what tunnels lead to, and joints that nobody told.
    Elsewhere,
}

/// The kinds that join places beyond a region, each with the attributes that say which.
const JOINTS: [(&str, &[&str]); 6] = [
    (
        "ec2.vpc_peering_connection",
        &["status", "requester_vpc_info", "accepter_vpc_info"],
    ),
    (
        "ec2.transit_gateway_attachment",
        &[
            "state",
            "transit_gateway_id",
            "transit_gateway_owner_id",
            "resource_owner_id",
            "resource_type",
        ],
    ),
    ("ec2.vpn_gateway", &["vpc_attachments"]),
    ("ec2.route_table", &["routes"]),
    ("ec2.vpc_endpoint", &["service_name"]),
    ("ec2.vpc_endpoint_service", &["service_name"]),
];

/// The places that are joined, as sets of them.
#[derive(Debug, Default)]
pub(super) struct Places {
    at: BTreeMap<Spot, usize>,
    parent: Vec<usize>,
}

impl Places {
    pub(super) fn of(graph: &Graph<'_>) -> Self {
        let mut places = Places::default();
        for (kind, attributes) in JOINTS {
            places.untold(graph, kind, attributes, |_| Spot::Elsewhere);
            for &node in graph.of_kind(kind) {
                if let Some(resource) = graph.resource(node) {
                    places.join_by(graph, resource);
                }
            }
        }
        let kind = "ram.resource_share";
        let here = |place: &Place| Spot::Shared(place.1.clone());
        places.untold(graph, kind, &["owning_account_id"], here);
        for &node in graph.of_kind(kind) {
            if let (Some(resource), Some(Facts::ResourceShare(facts))) =
                (graph.resource(node), graph.facts(node))
            {
                places.join_sharers(graph, resource, facts);
            }
        }
        places
    }

    /// The set of a node's place. Places of different sets want nothing of each other.
    pub(super) fn set_of(&mut self, place: &Place) -> usize {
        let spot = self.spot(Spot::Place(place.clone()));
        self.root(spot)
    }

    /// Joins each place that was not told of all of a kind.
    fn untold(
        &mut self,
        graph: &Graph<'_>,
        kind: &str,
        attributes: &[&str],
        spot: impl Fn(&Place) -> Spot,
    ) {
        for place in graph.places(kind) {
            if graph.extent(kind, &place.0, &place.1).is_some() {
                self.join(spot(&place), Spot::Place(place));
            }
        }
        for &node in graph.of_kind(kind) {
            let Some(resource) = graph.resource(node) else {
                continue;
            };
            let record = resource.facts.record();
            let is_told = attributes.iter().all(|name| {
                let index = record.record_type().attribute(name);
                let value = index.map(|(index, _)| record.attribute(index));
                value.is_some_and(super::whole::is_told) && graph.hole(resource, name).is_none()
            });
            if !is_told {
                let place = place_of(resource);
                self.join(spot(&place), Spot::Place(place));
            }
        }
    }

    fn join_by(&mut self, graph: &Graph<'_>, resource: &Resource) {
        let here = Spot::Place(place_of(resource));
        match &resource.facts {
            Facts::VpcPeeringConnection(facts) => {
                let over = ["deleted", "rejected", "failed", "expired"];
                if !is_one_of(&facts.status, &over) {
                    self.join_side(&here, &facts.requester_vpc_info);
                    self.join_side(&here, &facts.accepter_vpc_info);
                }
            }
            Facts::TransitGatewayAttachment(facts)
                if !is_one_of(&facts.state, &["deleted", "rejected", "failed"]) =>
            {
                self.join_attached(graph, resource, facts);
            }
            Facts::VpnGateway(facts) if has_items(&facts.vpc_attachments, |_| true) => {
                self.join(here, Spot::Elsewhere);
            }
            Facts::RouteTable(facts) if has_items(&facts.routes, leads_elsewhere) => {
                self.join(here, Spot::Elsewhere);
            }
            Facts::VpcEndpoint(facts) => {
                let theirs = |name: &&Text| name.contains(".vpce-svc-");
                if let Some(name) = facts.service_name.known().filter(theirs) {
                    self.join(here, Spot::Service(name.clone()));
                }
            }
            // Who has endpoints to it in places that told nothing of theirs, nobody knows.
            Facts::EndpointService(facts) => {
                if let Some(name) = facts.service_name.known() {
                    self.join(here.clone(), Spot::Service(name.clone()));
                }
                self.join(here, Spot::Elsewhere);
            }
            _ => {}
        }
    }

    fn join_side(&mut self, here: &Spot, side: &Fact<PeeredVpc>) {
        let owner = side.known().and_then(|side| side.owner_id.known());
        let region = side.known().and_then(|side| side.region.known());
        let there = match (owner, region) {
            (Some(owner), Some(region)) => Spot::Place((
                AccountId::from(owner.as_str()),
                Region::from(region.as_str()),
            )),
            _ => Spot::Elsewhere,
        };
        self.join(here.clone(), there);
    }

    /// What is attached, and whose the gateway is. Only the owner sees all attachments; a gateway that
    /// leads to other gateways or out of AWS leads anywhere.
    fn join_attached(
        &mut self,
        graph: &Graph<'_>,
        resource: &Resource,
        facts: &TransitGatewayAttachment,
    ) {
        let Some(id) = facts.transit_gateway_id.known() else {
            return;
        };
        let gateway = Spot::Gateway(id.clone());
        self.join(Spot::Place(place_of(resource)), gateway.clone());
        let place = |account: &Text| {
            let account = AccountId::from(account.as_str());
            (account, resource.region.clone())
        };
        if let Some(owner) = facts.resource_owner_id.known() {
            self.join(Spot::Place(place(owner)), gateway.clone());
        }
        let kind = "ec2.transit_gateway_attachment";
        let owner = facts.transit_gateway_owner_id.known().map(place);
        let sees_all = owner.is_some_and(|owner| {
            let sees_all = graph.extent(kind, &owner.0, &owner.1).is_none();
            self.join(Spot::Place(owner), gateway.clone());
            sees_all
        });
        if !sees_all || !is_one_of(&facts.resource_type, &["vpc"]) {
            self.join(gateway, Spot::Elsewhere);
        }
    }

    /// Who shares a network, a group or something of VPC Lattice. With a share for an organization or
    /// a unit, anybody of the region.
    fn join_sharers(&mut self, graph: &Graph<'_>, resource: &Resource, facts: &ResourceShare) {
        if is_one_of(&facts.status, &["DELETED", "FAILED"])
            || !is_of_network(graph, resource, facts)
        {
            return;
        }
        let region = &resource.region;
        let here = Spot::Place(place_of(resource));
        let there = |account: &str| Spot::Place((AccountId::from(account), region.clone()));
        if let Some(owner) = facts.owning_account_id.known() {
            self.join(here.clone(), there(owner));
        }
        let principals = facts.principals.known();
        let mut is_told = principals.is_some() && graph.hole(resource, "principals").is_none();
        is_told |= matches!(facts.principals, Fact::None);
        for principal in principals.into_iter().flatten() {
            let entity = principal.associated_entity.known();
            match entity.and_then(|entity| account_in(entity)) {
                Some(account) => self.join(here.clone(), there(account)),
                None => is_told = false,
            }
        }
        if !is_told {
            for account in &graph.snapshot.header.accounts {
                self.join(here.clone(), there(account.as_str()));
            }
        }
    }

    fn join(&mut self, one: Spot, other: Spot) {
        let (one, other) = (self.spot(one), self.spot(other));
        let (one, other) = (self.root(one), self.root(other));
        self.parent[one.max(other)] = one.min(other);
    }

    fn spot(&mut self, spot: Spot) -> usize {
        let next = self.parent.len();
        let at = *self.at.entry(spot).or_insert(next);
        if at == next {
            self.parent.push(next);
        }
        at
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }
}

/// The place of a resource.
pub(super) fn place_of(resource: &Resource) -> Place {
    (resource.account.clone(), resource.region.clone())
}

/// The place of a node.
pub(super) fn place_of_node(graph: &Graph<'_>, node: NodeId) -> Place {
    let node = graph.node(node);
    (node.account.clone(), node.region.clone())
}

fn has_items<T>(list: &Fact<Vec<T>>, such: impl Fn(&T) -> bool) -> bool {
    list.known().into_iter().flatten().any(such)
}

fn is_one_of(fact: &Fact<Text>, words: &[&str]) -> bool {
    let told = fact.known();
    told.is_some_and(|told| words.contains(&told.as_str()))
}

/// Whether a route leads to what may tunnel to other networks: an appliance, a core network, a network
/// of Oracle Database@AWS, a gateway of a carrier or of an outpost.
fn leads_elsewhere(route: &Route) -> bool {
    let ways = [
        &route.network_interface_id,
        &route.instance_id,
        &route.core_network_arn,
        &route.odb_network_arn,
        &route.carrier_gateway_id,
        &route.local_gateway_id,
    ];
    ways.iter().any(|way| !matches!(way, Fact::None))
}

/// Whether a share may hold what lets one account want something in the network of another.
fn is_of_network(graph: &Graph<'_>, resource: &Resource, facts: &ResourceShare) -> bool {
    let given = facts.resources.known().into_iter().flatten();
    let given = given.map(|one| one.associated_entity.known());
    let got = facts.shared_resources.known().into_iter().flatten();
    let mut all = given.chain(got.map(|one| one.arn.known())).peekable();
    let lists = ["resources", "shared_resources"];
    let is_told = !facts.resources.is_missing()
        && !facts.shared_resources.is_missing()
        && lists
            .iter()
            .all(|list| graph.hole(resource, list).is_none())
        && all.peek().is_some();
    !is_told
        || all.any(|arn| {
            let mut parts = arn.map_or("", Text::as_str).splitn(6, ':').skip(2);
            let (service, rest) = (parts.next(), parts.nth(2).unwrap_or_default());
            match service {
                Some("ec2") => rest.starts_with("subnet/") || rest.starts_with("security-group/"),
                Some("vpc-lattice") | None => true,
                Some(_) => false,
            }
        })
}

/// The account of a principal that is one, or a role or a user of one.
fn account_in(entity: &str) -> Option<&str> {
    let is_account = |id: &str| id.len() == 12 && id.bytes().all(|one| one.is_ascii_digit());
    if is_account(entity) {
        return Some(entity);
    }
    let mut parts = entity.split(':').skip(2);
    let (service, account) = (parts.next()?, parts.nth(1)?);
    (service == "iam" && is_account(account)).then_some(account)
}
