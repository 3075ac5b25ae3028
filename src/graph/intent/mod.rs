//! The connections that the account's own facts say are wanted: a listener forwards to targets, a task
//! names a database in its environment, a proxy stands before a cluster. Each comes with its evidence.
//!
//! That no fact names a connection does not mean that nobody needs it: what a secret names, and what
//! runs on an instance, nobody told. Such sources are listed with the reason, and whoever compares what
//! is admitted with what is wanted must say "unknown" of them.

mod balancers;
mod broken;
mod bypass;
mod chain;
mod database;
mod dead_ports;
mod environment;
mod listening;
mod peered;
mod peerless;
mod places;
mod private_link;
mod proxies;
mod secrets;
mod test_listeners;
mod units;
mod whole;
mod whose;
mod wider;

use foldhash::HashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::record::Shape;

use super::node::{Graph, NodeId};
use super::packet::Ports;
use super::reach::{Party, own_service};
use super::schema::Derived;
pub use listening::{Listening, of as listening};
use places::{Place, Places};
pub(super) use units::{Group, is_interface, units};
pub(super) use whose::{Whose, untold_wants, whose};
pub(super) use wider::has_address_in;

/// Where a wanted connection begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum From {
    /// Anywhere on the internet.
    Internet,
    /// A resource: a load balancer, a service of ECS, a function, a connector, a proxy, a gateway.
    Resource(NodeId),
}

/// A wanted connection.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Where it begins.
    pub from: From,
    /// Where it ends: a load balancer, a service, an instance, an interface, a database, a proxy, an
    /// endpoint.
    pub to: NodeId,
    /// Its protocol: TCP or UDP.
    pub protocol: u8,
    /// Its ports.
    pub ports: Ports,
    /// What says so, in a few words.
    pub why: &'static str,
    /// The facts that say so.
    pub sources: Vec<Source>,
}

/// Every wanted connection, and what is not known.
#[derive(Debug, Default)]
pub struct Intent {
    /// The connections.
    pub flows: Vec<Flow>,
    to: HashMap<NodeId, Vec<usize>>,
    from: HashMap<NodeId, Vec<usize>>,
    /// Resources that may want to reach something that no fact names, and why.
    untold: BTreeMap<NodeId, Gap>,
    /// By place, why a connection may be missing that a fact there would name, had it been told.
    hidden: BTreeMap<Place, Gap>,
    /// The same, of those alone that load balancers want of services.
    unbalanced: BTreeMap<Place, Gap>,
    /// The same as `hidden`, by the sets of places that want something of each other.
    by_set: BTreeMap<usize, Gap>,
    /// The set of each place.
    sets: BTreeMap<Place, usize>,
    /// The connections by subnet, once somebody asked.
    by_subnet: OnceLock<broken::BySubnet>,
}

impl Intent {
    fn add(&mut self, flow: Flow) {
        if flow.from == From::Resource(flow.to) || flow.ports.is_empty() {
            return;
        }
        let known = self.to.get(&flow.to).into_iter().flatten();
        let same = known.copied().find(|index| {
            let other = &self.flows[*index];
            other.from == flow.from && other.protocol == flow.protocol && other.why == flow.why
        });
        if let Some(index) = same {
            let other = &mut self.flows[index];
            other.ports = other.ports.or(&flow.ports);
            other.sources.extend(flow.sources);
            return;
        }
        let index = self.flows.len();
        self.to.entry(flow.to).or_default().push(index);
        if let From::Resource(node) = flow.from {
            self.from.entry(node).or_default().push(index);
        }
        self.flows.push(flow);
    }

    /// Why a resource may want more. What could have been told might name any connection.
    fn hide(&mut self, graph: &Graph<'_>, node: NodeId, gap: Gap) {
        let tellable = !matches!(
            gap.reason,
            GapReason::UnsupportedHere | GapReason::Redacted | GapReason::InTransition
        );
        if tellable {
            let place = places::place_of_node(graph, node);
            self.hidden.entry(place).or_insert_with(|| gap.clone());
        }
        self.untold.entry(node).or_insert(gap);
    }

    /// The wanted connections to a resource.
    pub fn to(&self, node: NodeId) -> impl Iterator<Item = &Flow> {
        let all = self.to.get(&node).into_iter().flatten();
        all.map(|index| &self.flows[*index])
    }

    /// The wanted connections from a resource.
    pub fn from(&self, node: NodeId) -> impl Iterator<Item = &Flow> {
        let all = self.from.get(&node).into_iter().flatten();
        all.map(|index| &self.flows[*index])
    }

    /// Why a connection from or to a resource may be missing that a fact would name, had it been told:
    /// a fact of its own place, or of one that is joined to it.
    pub fn hidden(&self, graph: &Graph<'_>, node: NodeId) -> Option<&Gap> {
        match self.sets.get(&places::place_of_node(graph, node)) {
            Some(set) => self.by_set.get(set),
            None => self.hidden_anywhere(),
        }
    }

    /// Why any connection may be missing that a fact would name, had it been told.
    pub fn hidden_anywhere(&self) -> Option<&Gap> {
        self.hidden.values().next()
    }

    /// Why one from a load balancer to a service of the own place may be missing.
    fn unbalanced(&self, graph: &Graph<'_>, node: NodeId) -> Option<&Gap> {
        self.unbalanced.get(&places::place_of_node(graph, node))
    }

    /// Looks which places are joined, once all is known that is hidden.
    fn join(&mut self, graph: &Graph<'_>) {
        let mut joined = Places::of(graph);
        let nodes = graph.nodes.iter();
        let all: BTreeSet<_> = nodes.map(|node| (node.account, node.region)).collect();
        for (account, region) in all {
            let place = (account.clone(), region.clone());
            let set = joined.set_of(&place);
            self.sets.insert(place, set);
        }
        for (place, gap) in &self.hidden {
            let set = joined.set_of(place);
            self.by_set.entry(set).or_insert_with(|| gap.clone());
        }
    }

    /// Why a resource may want more than is known.
    pub fn untold(&self, node: NodeId) -> Option<&Gap> {
        self.untold.get(&node)
    }
}

impl Graph<'_> {
    /// The wanted connections of all that was scanned.
    pub fn intent(&self) -> &Intent {
        self.intent.get_or_init(|| {
            let unbalanced = whole::missing(self, whole::OF_BALANCERS);
            let mut intent = Intent {
                hidden: unbalanced.clone(),
                unbalanced,
                ..Intent::default()
            };
            let others = whole::missing(self, whole::OF_OTHERS);
            for (place, gap) in others {
                intent.hidden.entry(place).or_insert(gap);
            }
            balancers::add(self, &mut intent);
            environment::add(self, &mut intent);
            proxies::add(self, &mut intent);
            private_link::add(self, &mut intent);
            intent.join(self);
            intent
        })
    }
}

/// A port that a fact tells; none for a number that is no port.
fn port_of(port: i64) -> Ports {
    u16::try_from(port).map_or_else(|_| Ports::none(), Ports::one)
}

/// The ports of a database or of a proxy.
fn port_of_database(graph: &Graph<'_>, node: NodeId) -> Option<Ports> {
    own_service(graph, &Party::Resource(node)).map(|service| service.ports)
}

/// The derived facts that compare what is reached with what is wanted.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "rds.database",
        name: "strange_sources",
        doc: "Who reaches the database on its port and is none of its known clients: services, \
              functions and connectors that name it or its secret, proxies and gateways before it.",
        ty: Vec::<chain::StrangeSource>::ty,
        compute: chain::strange,
    },
    Derived {
        kind: "rds.database",
        name: "severed_clients",
        doc: "The known clients that do not reach the database on its port.",
        ty: Vec::<chain::SeveredClient>::ty,
        compute: chain::severed,
    },
    Derived {
        kind: "rds.database",
        name: "is_reached_from_internet",
        doc: "Whether connections from the internet reach the database on its port, by the whole way \
              there and back.",
        ty: bool::ty,
        compute: database::is_reached,
    },
    Derived {
        kind: "rds.database",
        name: "reached_by_internet",
        doc: "Who of the internet reaches the database on its port: `nobody`, `internet`, or where a \
              few addresses do, their ranges. Few are those that hold no block broader than /8 (IPv4) \
              or /32 (IPv6).",
        ty: crate::model::id::Text::ty,
        compute: database::reached_by,
    },
    Derived {
        kind: "rds.database",
        name: "listens_on",
        doc: "The port on which the database takes connections.",
        ty: i64::ty,
        compute: database::listens_on,
    },
    Derived {
        kind: "ec2.security_group",
        name: "dead_ports",
        doc: "The ingress rules that admit ports of TCP or UDP on which nothing that carries the \
              group listens. Not known where an instance carries it: what runs there nobody told.",
        ty: Vec::<dead_ports::DeadPorts>::ty,
        compute: dead_ports::compute,
    },
    Derived {
        kind: "ec2.security_group",
        name: "wider_than_peers",
        doc: "The ingress rules for private ranges in which interfaces stand that want nothing of \
              what carries the group, beside some that do.",
        ty: Vec::<wider::WiderThanPeers>::ty,
        compute: wider::compute,
    },
    Derived {
        kind: "ec2.security_group",
        name: "peerless_rules",
        doc: "The ingress rules for private ranges from which no packet finds a way to an interface \
              that carries the group and back.",
        ty: Vec::<peerless::PeerlessRule>::ty,
        compute: peerless::compute,
    },
    Derived {
        kind: "ec2.route_table",
        name: "unneeded_peer_subnets",
        doc: "Of each peered VPC to all of which the table leads the subnets that no wanted connection \
              between the two VPCs begins or ends in. Not known where nothing is known to \
              be wanted between them, or a connection may be wanted that nobody told.",
        ty: Vec::<peered::UnneededSubnet>::ty,
        compute: peered::compute,
    },
    Derived {
        kind: "ec2.network_acl",
        name: "broken_flows",
        doc: "The wanted connections that the ACL stops, on their way there or on that of their answers. \
              Not known where a connection may be wanted that nobody told.",
        ty: Vec::<broken::BrokenFlow>::ty,
        compute: broken::compute,
    },
    Derived {
        kind: "elbv2.target_group",
        name: "bypasses",
        doc: "Who reaches a registered target of an application load balancer on its port and is no \
              interface of the load balancer.",
        ty: Vec::<bypass::Bypass>::ty,
        compute: bypass::compute,
    },
    Derived {
        kind: "codedeploy.deployment_group",
        name: "test_listeners",
        doc: "The listeners on which deployments are tested before they take the traffic, and who \
              reaches them.",
        ty: Vec::<test_listeners::TestListener>::ty,
        compute: test_listeners::compute,
    },
];
