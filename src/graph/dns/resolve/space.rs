//! What decides about names in a VPC: its zones, the names that endpoints bring, its resolver rules.

use std::sync::OnceLock;

use crate::model::gap::Gap;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Vpc;
use crate::model::resource::Resource;

use crate::graph::memo::Memo;
use crate::graph::node::{Graph, NodeId};

use super::super::facts::{Consumers, Endpoints};
use super::super::name::is_under;
use super::amazon::Names;
use super::firewall::{self, Firewall};
use super::private::{self, PrivateName};
use super::records::ZoneIndex;
use super::rules::{self, Rule};
use super::zones::{self, Zone};

/// What queries have read so far; it belongs to the graph.
pub(in crate::graph) struct Memory {
    spaces: Memo<Space>,
    pub(super) indexes: Memo<ZoneIndex>,
    pub(super) names: Names,
    pub(in crate::graph::dns) consumers: OnceLock<Consumers>,
    pub(in crate::graph::dns) endpoints: OnceLock<Endpoints>,
}

impl Memory {
    pub(in crate::graph) fn new() -> Self {
        Memory {
            spaces: Memo::new(),
            indexes: Memo::new(),
            names: Names::new(),
            consumers: OnceLock::new(),
            endpoints: OnceLock::new(),
        }
    }
}

/// What decides about names in a VPC.
pub(in crate::graph) struct Space {
    /// Its private zones, of whatever origin.
    pub(super) zones: Vec<Zone>,
    /// Why others may be associated with it.
    pub(super) more_associations: Option<Gap>,
    /// Why it may have zones of any name.
    pub(super) more_zones: Option<Gap>,
    /// Names that endpoints bring.
    pub(super) private: Vec<PrivateName>,
    /// Its resolver rules.
    pub(super) rules: Vec<Rule>,
    /// Why it may have rules for any name.
    pub(super) more_rules: Option<Gap>,
    /// Its DNS firewall.
    pub(super) firewall: Firewall,
}

/// A VPC, as queries in it see it.
#[derive(Clone, Copy)]
pub(super) struct Place<'g, 's> {
    pub(super) graph: &'g Graph<'s>,
    pub(super) node: NodeId,
    pub(super) resource: &'s Resource,
    pub(super) vpc: &'s Vpc,
}

impl<'g, 's> Place<'g, 's> {
    /// The VPC that a node is.
    pub(super) fn new(graph: &'g Graph<'s>, node: NodeId) -> Option<Self> {
        let resource = graph.resource(node)?;
        match &resource.facts {
            Facts::Vpc(vpc) => Some(Place {
                graph,
                node,
                resource,
                vpc,
            }),
            _ => None,
        }
    }

    /// What decides here.
    pub(super) fn space(self) -> Option<&'g Space> {
        let memory = &self.graph.dns.spaces;
        memory.get(self.graph, "ec2.vpc", self.node, || self.read())
    }

    fn read(self) -> Space {
        let (private, more_private) = private::of_vpc(self);
        let (zones, more_associations) = zones::of_vpc(self, &private);
        let (rules, more_rules) = rules::of_vpc(self);
        Space {
            zones,
            more_zones: more_associations.clone().or(more_private),
            more_associations,
            private,
            rules,
            more_rules,
            firewall: firewall::of_vpc(self),
        }
    }

    /// Why a kind of the VPC's own account and region is not known in full.
    pub(super) fn extent(self, kind: &str) -> Option<Gap> {
        self.graph
            .extent(kind, &self.resource.account, &self.resource.region)
    }

    /// Whether a fact names this VPC.
    pub(super) fn is_here(self, told: &crate::model::fact::Fact<crate::model::id::Text>) -> bool {
        told.known().is_some() && told.known() == self.vpc.vpc_id.known()
    }
}

impl Space {
    /// The zones that hold a name, the most specific one first.
    pub(super) fn holding(&self, name: &str) -> Vec<&Zone> {
        let mut zones: Vec<&Zone> = self
            .zones
            .iter()
            .filter(|zone| is_under(name, &zone.name))
            .collect();
        zones.sort_by_key(|zone| (std::cmp::Reverse(zone.name.len()), zone.rank()));
        zones
    }

    /// The rule that decides about a name: the most specific one; those of the VPC come before those
    /// of its profile.
    pub(super) fn rule(&self, name: &str) -> Option<&Rule> {
        let holds = |rule: &&Rule| rule.domain.is_empty() || is_under(name, &rule.domain);
        let rules = self.rules.iter().filter(holds);
        rules.max_by_key(|rule| (rule.domain.len(), !rule.by_profile))
    }
}
