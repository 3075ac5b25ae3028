//! The network of a snapshot: what stands where, looked up when somebody asks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region, Text};
use crate::model::kinds::Facts;
use crate::model::resource::Resource;

use crate::graph::index::Reverse;
use crate::graph::network::table::{effective_table, is_current};
use crate::graph::node::{Graph, NodeId};

use super::addressed::ByAddress;
use super::bound::contradiction;
use super::classes::{self, Classes};
use super::derived::Targets;
use super::grounds::Ground;
use super::interfaces;
use super::lattice::Endpoints;
use super::rules::acl::Acl;
use super::rules::group::Group;
use super::rules::table::Table;
use super::rules::transit_table::TransitTable;
use super::seat::{SharedSeat, Subnet};
use super::what_if::{AS_TOLD, WhatIf};
use crate::graph::memo::Memo;

/// What questions have read so far; it belongs to the graph.
pub(in crate::graph) struct Memory {
    groups: Memo<Group>,
    acls: Memo<Acl>,
    tables: Memo<Table>,
    acl_of_subnet: Memo<Result<NodeId, Gap>>,
    table_of_subnet: Memo<Result<NodeId, Gap>>,
    seats: Memo<Result<SharedSeat, Gap>>,
    transit_tables: Memo<TransitTable>,
    classes: Memo<Arc<Classes>>,
    plain: Memo<bool>,
    pub(super) addresses: OnceLock<ByAddress>,
    pub(super) endpoints: OnceLock<Endpoints>,
    sources: Mutex<BTreeMap<Ground, Arc<Source>>>,
    /// What network load balancers send to, by account and region.
    pub(super) targets: Mutex<BTreeMap<(AccountId, Region), Arc<Targets>>>,
}

impl Memory {
    pub(in crate::graph) fn new() -> Self {
        Memory {
            groups: Memo::new(),
            acls: Memo::new(),
            tables: Memo::new(),
            acl_of_subnet: Memo::new(),
            table_of_subnet: Memo::new(),
            seats: Memo::new(),
            transit_tables: Memo::new(),
            classes: Memo::new(),
            plain: Memo::new(),
            addresses: OnceLock::new(),
            endpoints: OnceLock::new(),
            sources: Mutex::new(BTreeMap::new()),
            targets: Mutex::new(BTreeMap::new()),
        }
    }

    /// A fact as the source of answers: many stand on the same one, and share it.
    pub(super) fn source(
        &self,
        ground: Ground,
        read: impl FnOnce() -> Option<Arc<Source>>,
    ) -> Option<Arc<Source>> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = sources.get(&ground) {
            return Some(Arc::clone(source));
        }
        let source = read()?;
        sources.insert(ground, Arc::clone(&source));
        Some(source)
    }
}

/// The network, as questions see it.
#[derive(Clone, Copy)]
pub(super) struct Net<'g, 's> {
    pub(super) graph: &'g Graph<'s>,
    pub(super) what_if: &'g WhatIf,
}

impl<'g, 's> Net<'g, 's> {
    /// The network as it was told.
    pub(super) fn new(graph: &'g Graph<'s>) -> Self {
        Net {
            graph,
            what_if: &AS_TOLD,
        }
    }

    pub(super) fn resource(self, node: NodeId) -> Option<&'s Resource> {
        self.graph.resource(node)
    }

    /// The seat of an interface.
    pub(super) fn seat(self, interface: NodeId) -> Result<SharedSeat, Gap> {
        let graph = self.graph;
        let read = || interfaces::seat(self, interface).map(Arc::new);
        let seats = &graph.reach.seats;
        let seat = seats.get(graph, "ec2.network_interface", interface, read);
        let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeNetworkInterfaces");
        seat.cloned().unwrap_or_else(|| Err(untold()))
    }

    /// The classes of interfaces of a VPC.
    pub(super) fn classes(self, vpc: &str, near: NodeId) -> Arc<Classes> {
        let graph = self.graph;
        let read = || Arc::new(classes::of_vpc(self, vpc, near));
        let node = graph.find("ec2.vpc", vpc, near).ok();
        let known = node.and_then(|node| graph.reach.classes.get(graph, "ec2.vpc", node, read));
        known.cloned().unwrap_or_else(read)
    }

    /// Whether a VPC is plain, judged once.
    pub(super) fn plain(self, vpc: &str, near: NodeId, judge: impl Fn() -> bool) -> bool {
        let graph = self.graph;
        let node = graph.find("ec2.vpc", vpc, near).ok();
        let known = node.and_then(|node| graph.reach.plain.get(graph, "ec2.vpc", node, &judge));
        known.copied().unwrap_or_else(judge)
    }

    /// A group by its id.
    pub(super) fn group(self, id: &str, near: NodeId) -> Result<(NodeId, &'g Group), Gap> {
        let graph = self.graph;
        let node = graph.find("ec2.security_group", id, near)?;
        let read = || Group::read(graph, node);
        let groups = &graph.reach.groups;
        let group = groups.get(graph, "ec2.security_group", node, read);
        let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeSecurityGroups");
        group.map(|group| (node, group)).ok_or_else(untold)
    }

    /// The network ACL of a subnet.
    pub(super) fn acl(self, subnet: &Subnet) -> Result<(NodeId, &'g Acl), Gap> {
        let graph = self.graph;
        let subnet = subnet.node.clone()?;
        let find = || self.find_acl(subnet);
        let memory = &graph.reach.acl_of_subnet;
        let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeNetworkAcls");
        let found = memory.get(graph, "ec2.subnet", subnet, find);
        let node = found.cloned().unwrap_or_else(|| Err(untold()))?;
        let read = || Acl::read(graph, node);
        let acl = graph.reach.acls.get(graph, "ec2.network_acl", node, read);
        acl.map(|acl| (node, acl)).ok_or_else(untold)
    }

    /// Each subnet has exactly one ACL. One that is shared shows it to its owner only.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html>
    fn find_acl(self, subnet: NodeId) -> Result<NodeId, Gap> {
        let graph = self.graph;
        let Some(resource) = graph.resource(subnet) else {
            return Err(Gap::new(GapReason::NotCollected, "ec2:DescribeSubnets"));
        };
        let id = match &resource.facts {
            Facts::Subnet(facts) => facts.subnet_id.known(),
            _ => None,
        };
        let Some(id) = id else {
            return Err(graph.missing(resource, "subnet_id"));
        };
        let (acls, hidden) = graph.naming(Reverse::AclsBySubnet, id, subnet);
        match (acls.as_slice(), hidden) {
            ([acl], _) => Ok(*acl),
            ([], Some(gap)) => Err(gap),
            ([], None) => self
                .default_acl(subnet)
                .ok_or_else(|| contradiction(resource, format!("{id} has no network ACL"))),
            _ => Err(contradiction(
                resource,
                format!("{id} has several network ACLs"),
            )),
        }
    }

    /// The ACL of the subnets of a VPC that have no other.
    fn default_acl(self, subnet: NodeId) -> Option<NodeId> {
        let graph = self.graph;
        let vpc = match graph.facts(subnet)? {
            Facts::Subnet(facts) => facts.vpc_id.known()?,
            _ => return None,
        };
        let is_default = |node: &&NodeId| match graph.facts(**node) {
            Some(Facts::NetworkAcl(facts)) => {
                facts.vpc_id.known() == Some(vpc) && matches!(facts.is_default, Fact::Known(true))
            }
            _ => false,
        };
        let mut acls = graph.of_kind("ec2.network_acl").iter();
        acls.find(is_default).copied()
    }

    /// A route table, read.
    pub(super) fn table(self, node: NodeId) -> Option<&'g Table> {
        let graph = self.graph;
        let read = || Table::read(graph, node);
        graph.reach.tables.get(graph, "ec2.route_table", node, read)
    }

    /// A route table of a transit gateway, read.
    pub(super) fn transit_table(self, node: NodeId) -> Option<&'g TransitTable> {
        let graph = self.graph;
        let read = || TransitTable::read(graph, node);
        let tables = &graph.reach.transit_tables;
        tables.get(graph, "ec2.transit_gateway_route_table", node, read)
    }

    /// The zone of a subnet, by the id that is the same in every account.
    pub(super) fn zone(self, subnet: &Subnet) -> Result<Text, Gap> {
        let node = subnet.node.clone()?;
        let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeSubnets");
        let resource = self.resource(node).ok_or_else(untold)?;
        match &resource.facts {
            Facts::Subnet(facts) => {
                let zone = facts.availability_zone_id.known();
                let missing = || self.graph.missing(resource, "availability_zone_id");
                zone.cloned().ok_or_else(missing)
            }
            _ => Err(untold()),
        }
    }

    /// The route table that decides for a subnet.
    pub(super) fn table_of(self, subnet: &Subnet) -> Result<NodeId, Gap> {
        let graph = self.graph;
        let subnet = subnet.node.clone()?;
        let memory = &graph.reach.table_of_subnet;
        let find = || effective_table(graph, subnet);
        let found = memory.get(graph, "ec2.subnet", subnet, find);
        let untold = || Gap::new(GapReason::NotCollected, "ec2:DescribeRouteTables");
        found.cloned().unwrap_or_else(|| Err(untold()))
    }

    /// A subnet as an interface, or anything else that stands in it, names it.
    pub(super) fn subnet(self, id: &Text, vpc: Option<&Text>, near: NodeId) -> Result<Subnet, Gap> {
        let node = self.graph.find("ec2.subnet", id, near);
        let told = match node.as_ref().ok().and_then(|node| self.resource(*node)) {
            Some(resource) => match &resource.facts {
                Facts::Subnet(facts) => match &facts.vpc_id {
                    Fact::Known(vpc) => Some(vpc),
                    Fact::None | Fact::Missing if vpc.is_none() => {
                        return Err(self.graph.missing(resource, "vpc_id"));
                    }
                    Fact::None | Fact::Missing => None,
                },
                _ => None,
            },
            None => None,
        };
        match (told, vpc, node) {
            (Some(told), Some(vpc), Ok(node)) if told != vpc => Err(match self.resource(node) {
                Some(resource) => {
                    contradiction(resource, format!("{id} is in {told} and in {vpc}"))
                }
                None => Gap::new(GapReason::Failed, "ec2:DescribeSubnets"),
            }),
            (None, None, Err(gap)) => Err(gap),
            (told, vpc, node) => Ok(Subnet {
                id: id.clone(),
                node,
                vpc: told.or(vpc).cloned().unwrap_or(Text::const_new("")),
            }),
        }
    }

    /// The table that decides for packets that enter a VPC by a gateway, if one does.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>
    pub(super) fn edge_table(
        self,
        vpc: &str,
        gateway: &str,
        near: NodeId,
    ) -> Result<Option<NodeId>, Gap> {
        let (tables, mut hidden) = self.graph.naming(Reverse::RouteTablesByVpc, vpc, near);
        for table in tables {
            let Some(resource) = self.resource(table) else {
                continue;
            };
            let Facts::RouteTable(facts) = &resource.facts else {
                continue;
            };
            let associations = facts.associations.known().into_iter().flatten();
            for one in associations.filter(|one| is_current(one)) {
                match &one.gateway_id {
                    Fact::Known(id) if id == gateway => return Ok(Some(table)),
                    Fact::Known(_) | Fact::None => {}
                    Fact::Missing => {
                        hidden = hidden.or(Some(self.graph.missing(resource, "associations")));
                    }
                }
            }
            let hole = match facts.associations.is_missing() {
                true => Some(self.graph.missing(resource, "associations")),
                false => self.graph.hole(resource, "associations"),
            };
            hidden = hidden.or(hole);
        }
        hidden.map_or(Ok(None), Err)
    }
}
