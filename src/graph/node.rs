//! The nodes of the fact graph: collected resources, and subjects that follow from them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;
use smallvec::SmallVec;

use crate::model::gap::Gap;
use crate::model::id::{AccountId, Arn, Region, Text};
use crate::model::kinds::Facts;
use crate::model::record::{Type, ValueRef};
use crate::model::resource::Resource;
use crate::snapshot::Snapshot;

use super::answers::Answers;
use super::dns::{self, NameInVpc, UntoldNames};
use super::extent::Coverage;
use super::groups::Carriers;
use super::index::{Reverse, ReverseIndex};
use super::intent::{Intent, Whose};
use super::links::has_local_names;
use super::memo::Memo;
use super::network::Addresses;
use super::{lattice, rds, reach, workload};

/// A node, by its place in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

/// A subject that a rule can judge.
pub struct Node<'s> {
    /// The kind.
    pub kind: &'static str,
    /// The ARN, or the ARN-like name of a derived subject.
    pub arn: Text,
    /// The account.
    pub account: &'s AccountId,
    /// The region, or `global`.
    pub region: &'s Region,
    pub(super) body: Body<'s>,
}

/// What a node is made of.
pub(super) enum Body<'s> {
    /// A collected resource.
    Resource(&'s Resource),
    /// A resource of one of several kinds that are judged as one: a database, which is a cluster or an
    /// instance outside of any cluster.
    Unit(NodeId),
    /// A name as a VPC resolves it.
    Name(Box<NameInVpc<'s>>),
}

/// The snapshot, joined. Building it cannot fail: what does not fit together is a gap.
pub struct Graph<'s> {
    /// The snapshot that it stands on.
    pub snapshot: &'s Snapshot,
    pub(super) nodes: Vec<Node<'s>>,
    by_kind: BTreeMap<&'static str, Vec<NodeId>>,
    by_arn: HashMap<&'s str, NodeId>,
    by_id: HashMap<&'static str, HashMap<&'s str, SmallVec<[NodeId; 2]>>>,
    /// Where ids are unique only within an account and region: many places have the same ones.
    by_place: HashMap<(&'static str, &'s str, &'s AccountId, &'s Region), NodeId>,
    /// Resources of which nobody told the id that others name them by, by kind.
    nameless: HashMap<&'static str, Vec<NodeId>>,
    pub(super) coverage: Coverage<'s>,
    pub(super) reverse: [OnceLock<ReverseIndex<'s>>; Reverse::COUNT],
    pub(super) untold_names: OnceLock<UntoldNames<'s>>,
    pub(super) endpoint_addresses: OnceLock<HashMap<NodeId, Addresses>>,
    pub(super) databases_by_name: OnceLock<rds::ByName>,
    pub(super) reader_uses: OnceLock<rds::ReaderUses>,
    pub(super) group_carriers: OnceLock<Carriers<'s>>,
    pub(super) intent: OnceLock<Intent>,
    pub(super) owners: Memo<Arc<Whose>>,
    pub(super) zones_by_record: OnceLock<dns::ByRecord>,
    pub(super) clients: OnceLock<workload::ByVpc>,
    pub(super) answers: Answers,
    pub(super) reach: reach::Memory,
    pub(super) dns: dns::Memory,
    pub(super) environment_of: Box<EnvironmentOf<'s>>,
}

/// Tells the environment (`prod`, `staging`, `dev`, `unknown`) of a resource from its ARN, its
/// account, its name and its `environment` tag.
pub type EnvironmentOf<'s> = dyn Fn(&Place<'_>) -> &'static str + Send + Sync + 's;

/// What an environment is decided by.
pub struct Place<'a> {
    /// The ARN.
    pub arn: &'a str,
    /// The account.
    pub account: &'a AccountId,
    /// The value of the tag `environment` or `env`, in any case.
    pub tag: Option<&'a str>,
    /// Whether all its tags are known; if not, only what the configuration says is certain.
    pub tags_told: bool,
}

impl<'s> Graph<'s> {
    /// Joins a snapshot.
    pub fn build(snapshot: &'s Snapshot, environment_of: Box<EnvironmentOf<'s>>) -> Self {
        let mut graph = Graph {
            snapshot,
            nodes: Vec::with_capacity(snapshot.resources.len()),
            by_kind: BTreeMap::new(),
            by_arn: HashMap::default(),
            by_id: HashMap::default(),
            by_place: HashMap::default(),
            nameless: HashMap::default(),
            coverage: Coverage::of(snapshot),
            reverse: std::array::from_fn(|_| OnceLock::new()),
            untold_names: OnceLock::new(),
            endpoint_addresses: OnceLock::new(),
            databases_by_name: OnceLock::new(),
            reader_uses: OnceLock::new(),
            group_carriers: OnceLock::new(),
            intent: OnceLock::new(),
            owners: Memo::new(),
            zones_by_record: OnceLock::new(),
            clients: OnceLock::new(),
            answers: Answers::new(),
            reach: reach::Memory::new(),
            dns: dns::Memory::new(),
            environment_of,
        };
        let add_resources = || {
            let resources = snapshot.resources.iter();
            resources.for_each(|resource| graph.add_resource(resource));
        };
        ((), graph.by_arn) = rayon::join(add_resources, || by_arn(&snapshot.resources));
        rds::add_databases(&mut graph);
        workload::add_workloads(&mut graph);
        lattice::add_shareables(&mut graph);
        dns::add_names(&mut graph);
        graph
    }

    /// Adds a node that stands for a resource.
    pub(super) fn add_unit(&mut self, kind: &'static str, under: NodeId) {
        let Some(resource) = self.resource(under) else {
            return;
        };
        self.add(Node {
            kind,
            arn: Text::from(resource.arn.as_str()),
            account: &resource.account,
            region: &resource.region,
            body: Body::Unit(under),
        });
    }

    /// The resource that a node stands for.
    pub(super) fn under(&self, node: NodeId) -> Option<NodeId> {
        match self.node(node).body {
            Body::Unit(under) => Some(under),
            _ => None,
        }
    }

    fn add_resource(&mut self, resource: &'s Resource) {
        let kind = resource.kind().name;
        let id = self.add(Node {
            kind,
            arn: Text::from(resource.arn.as_str()),
            account: &resource.account,
            region: &resource.region,
            body: Body::Resource(resource),
        });
        match local_id(&resource.facts) {
            Some(ValueRef::Text(local)) => {
                let of_kind = self.by_id.entry(kind).or_default();
                of_kind.entry(local).or_default().push(id);
                if has_local_names(kind) {
                    let place = (kind, local, &resource.account, &resource.region);
                    self.by_place.entry(place).or_insert(id);
                }
            }
            Some(_) => self.nameless.entry(kind).or_default().push(id),
            None => {}
        }
    }

    pub(super) fn add(&mut self, node: Node<'s>) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.by_kind.entry(node.kind).or_default().push(id);
        self.nodes.push(node);
        id
    }

    /// The nodes of a kind, in the order of the snapshot.
    pub fn of_kind(&self, kind: &str) -> &[NodeId] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node<'s> {
        &self.nodes[id.0 as usize]
    }

    /// The node with an ARN, derived subjects too.
    pub fn by_arn(&self, kind: Option<&str>, arn: &str) -> Option<NodeId> {
        match kind {
            None => self.by_arn.get(arn).copied(),
            Some(kind) => self
                .of_kind(kind)
                .iter()
                .copied()
                .find(|id| self.node(*id).arn == arn),
        }
    }

    /// The collected resource with an ARN.
    pub(super) fn resource_by_arn(&self, arn: &str) -> Option<NodeId> {
        self.by_arn.get(arn).copied()
    }

    /// The resource of a kind with a local name in a place.
    pub(super) fn in_place(
        &self,
        kind: &'static str,
        local: &str,
        account: &AccountId,
        region: &Region,
    ) -> Option<NodeId> {
        self.by_place.get(&(kind, local, account, region)).copied()
    }

    /// The resources of a kind with a local id such as `vpc-...`.
    pub(super) fn candidates(&self, kind: &'static str, local: &str) -> &[NodeId] {
        let of_kind = self.by_id.get(kind);
        of_kind
            .and_then(|by_id| by_id.get(local))
            .map_or(&[], SmallVec::as_slice)
    }

    /// Why a resource of a kind may have any id: nobody told the id of one in the region.
    pub(super) fn nameless(&self, kind: &str, region: &Region) -> Option<Gap> {
        let mut nameless = self.nameless.get(kind)?.iter();
        let node = nameless.find(|node| self.node(**node).region == region)?;
        let resource = self.resource(*node)?;
        let record = resource.facts.record().record_type();
        let id = record.attributes.first().map_or("", |id| id.name);
        Some(self.missing(resource, id))
    }

    /// The collected resource that a node is, or stands for.
    pub(super) fn resource(&self, id: NodeId) -> Option<&'s Resource> {
        match &self.node(id).body {
            Body::Resource(resource) => Some(resource),
            Body::Unit(under) => self.resource(*under),
            Body::Name(_) => None,
        }
    }

    /// The facts of a collected resource.
    pub(super) fn facts(&self, id: NodeId) -> Option<&'s Facts> {
        self.resource(id).map(|resource| &resource.facts)
    }
}

/// The resources by ARN: they are the first nodes, in their order.
fn by_arn(resources: &[Resource]) -> HashMap<&str, NodeId> {
    let nodes = (0..).map(NodeId);
    let arns = resources.iter().map(|resource| resource.arn.as_str());
    arns.zip(nodes).collect()
}

impl<'s> Node<'s> {
    /// A look at an attribute of the node's own kind.
    pub(super) fn attribute(&self, index: usize) -> ValueRef<'_> {
        match &self.body {
            Body::Resource(resource) => resource.facts.record().attribute(index),
            Body::Unit(_) => ValueRef::Missing,
            Body::Name(name) => name.facts.attribute(index),
        }
    }

    /// The ARN as an [`Arn`]; derived subjects have ARN-like names too.
    pub fn arn(&self) -> Option<Arn> {
        Arn::try_from(self.arn.clone()).ok()
    }
}

/// The id by which other resources of AWS name a resource: the first attribute of its kind, where
/// that is a text and they do not name it by ARN.
fn local_id(facts: &Facts) -> Option<ValueRef<'_>> {
    match facts {
        Facts::ServiceNetworkVpcAssociation(_)
        | Facts::ServiceNetworkResourceAssociation(_)
        | Facts::AppRunnerService(_)
        | Facts::VpcIngressConnection(_)
        | Facts::AutoScalingConfiguration(_)
        | Facts::VpcConnector(_)
        | Facts::EcsService(_)
        | Facts::EcsTask(_)
        | Facts::TaskDefinition(_)
        | Facts::OidcProvider(_)
        | Facts::SamlProvider(_)
        | Facts::ManagedPolicy(_) => None,
        facts => {
            let record = facts.record();
            let first = record.record_type().attributes.first()?;
            matches!((first.ty)(), Type::Text).then(|| record.attribute(0))
        }
    }
}
