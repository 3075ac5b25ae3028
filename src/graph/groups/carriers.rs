//! What carries a security group: interfaces, and what gives a group to interfaces that it makes.
//!
//! Many of them have no interface while they are idle: a function that nobody called for a while, a
//! service without tasks, a template. A list of interfaces alone would call their groups unused.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};

use super::carried::Told;

/// Something that carries a group, or gives it to what it makes.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Carrier {
    pub(in crate::graph) node: NodeId,
    /// What it is: `interface`, `instance`, `load-balancer`, `database`, `proxy`, `function`, `task`,
    /// `connector`, `endpoint`, `gateway`, `association`, `template`, `build`, `batch` or `schedule`.
    pub(in crate::graph) sort: &'static str,
    /// The attribute that names the group.
    pub(in crate::graph) path: &'static str,
}

/// The carriers of every group, by the group's id, and by its name where only that is told.
pub(in crate::graph) struct Carriers<'s> {
    by_group: HashMap<&'s str, Vec<Carrier>>,
    by_name: HashMap<&'s str, Vec<Carrier>>,
    /// By region and account, why a resource there may carry any group.
    untold: BTreeMap<(&'s str, &'s str), Gap>,
    /// The groups whose rules name a group.
    named_by: HashMap<&'s str, Vec<NodeId>>,
    /// By region, why the rules of a group there may name any group.
    unread: BTreeMap<&'s str, Gap>,
}

/// The kinds that carry groups.
const KINDS: [&str; 16] = [
    "ec2.network_interface",
    "ec2.vpc_endpoint",
    "elbv2.load_balancer",
    "rds.db_instance",
    "rds.db_cluster",
    "rds.db_proxy",
    "rds.db_proxy_endpoint",
    "lambda.function",
    "ecs.service",
    "apprunner.vpc_connector",
    "vpc_lattice.resource_gateway",
    "vpc_lattice.service_network_vpc_association",
    "ec2.launch_template",
    "codebuild.project",
    "batch.compute_environment",
    "events.rule",
];

/// Groups of instances carry what their template carries; one with a launch configuration carries
/// what nobody collected.
const SCALED: &str = "autoscaling.auto_scaling_group";

impl<'s> Graph<'s> {
    /// Everything that carries a group, and why there may be more.
    pub(in crate::graph) fn carriers(
        &self,
        group: &str,
        name: Option<&str>,
        near: NodeId,
    ) -> (Vec<Carrier>, Option<Gap>) {
        let index = self.group_carriers.get_or_init(|| index(self));
        let here = self.node(near);
        let mut all = index.by_group.get(group).cloned().unwrap_or_default();
        if let Some(name) = name {
            let named = index.by_name.get(name).into_iter().flatten();
            let same = |one: &&Carrier| {
                let node = self.node(one.node);
                node.account == here.account && node.region == here.region
            };
            all.extend(named.filter(same).cloned());
        }
        let kinds = KINDS.iter().chain([&SCALED]);
        let hidden = kinds
            .filter_map(|kind| self.extent(kind, here.account, here.region))
            .next();
        let hidden = hidden.or_else(|| self.untold_carriers(index, group, near));
        (all, hidden)
    }

    /// Why a resource may carry a group that nobody told which ones it carries. Those of other accounts
    /// carry it only where it is shared with them.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html>
    fn untold_carriers(&self, index: &Carriers<'s>, group: &str, near: NodeId) -> Option<Gap> {
        let here = self.node(near);
        let region = here.region.as_str();
        let own = index.untold.get(&(region, here.account.as_str()));
        if own.is_some() {
            return own.cloned();
        }
        let mut others = index.untold.range((region, "")..);
        let (_, gap) = others.next().filter(|((place, _), _)| *place == region)?;
        self.may_be_shared(group, near).then(|| gap.clone())
    }

    fn may_be_shared(&self, group: &str, near: NodeId) -> bool {
        let Ok(group) = self.find("ec2.security_group", group, near) else {
            return true;
        };
        let arn = self.node(group).arn.as_str();
        let (shares, hidden) = self.naming(Reverse::SharesByResource, arn, group);
        !shares.is_empty() || hidden.is_some()
    }

    /// The groups whose rules name a group, and why there may be more.
    pub(in crate::graph) fn groups_naming(
        &self,
        group: &str,
        near: NodeId,
    ) -> (Vec<NodeId>, Option<Gap>) {
        let index = self.group_carriers.get_or_init(|| index(self));
        let here = self.node(near);
        let hidden = self.extent("ec2.security_group", here.account, here.region);
        let hidden = hidden.or_else(|| index.unread.get(here.region.as_str()).cloned());
        (
            index.named_by.get(group).cloned().unwrap_or_default(),
            hidden,
        )
    }

    /// The fact that says that something carries a group.
    pub(in crate::graph) fn carrier_source(&self, carrier: &Carrier, group: &str) -> Source {
        let operation = self.resource(carrier.node).map_or("", |resource| {
            let (record, root) = (resource.facts.record().record_type(), carrier.path);
            let attribute = record.attribute(root.split('.').next().unwrap_or(root));
            let via = attribute.and_then(|(_, attribute)| attribute.via);
            via.unwrap_or_else(|| resource.kind().operation())
        });
        Source {
            resource: self.node(carrier.node).arn.clone(),
            path: carrier.path.to_owned(),
            value: group.into(),
            operation: Text::from(operation),
        }
    }
}

/// The groups that a resource carries, and why there may be more.
pub(in crate::graph) fn groups_of(
    graph: &Graph<'_>,
    node: NodeId,
) -> (BTreeSet<Text>, Option<Gap>) {
    let Some(resource) = graph.resource(node) else {
        return (BTreeSet::new(), None);
    };
    let mut told = Told::default();
    told.read(&resource.facts);
    let groups = told.groups.iter().map(|(id, _, _)| Text::from(*id));
    let gap = told.untold.map(|path| graph.missing(resource, path));
    (groups.collect(), gap.or_else(|| told.hole(graph, resource)))
}

fn index<'s>(graph: &Graph<'s>) -> Carriers<'s> {
    let mut index = Carriers {
        by_group: HashMap::default(),
        by_name: HashMap::default(),
        untold: BTreeMap::new(),
        named_by: HashMap::default(),
        unread: BTreeMap::new(),
    };
    references(graph, &mut index);
    for kind in KINDS {
        for &node in graph.of_kind(kind) {
            if let Some(resource) = graph.resource(node) {
                let mut told = Told::default();
                told.read(&resource.facts);
                for (id, sort, path) in &told.groups {
                    let carrier = Carrier { node, sort, path };
                    let all = index.by_group.entry(*id).or_default();
                    if all.last().is_none_or(|last| last.node != node) {
                        all.push(carrier);
                    }
                }
                for (name, sort, path) in &told.names {
                    let carrier = Carrier { node, sort, path };
                    index.by_name.entry(*name).or_default().push(carrier);
                }
                let hole = told.hole(graph, resource);
                let gap = told
                    .untold
                    .map(|path| graph.missing(resource, path))
                    .or(hole);
                if let Some(gap) = gap {
                    let place = (resource.region.as_str(), resource.account.as_str());
                    index.untold.entry(place).or_insert(gap);
                }
            }
        }
    }
    scaled(graph, &mut index);
    index
}

fn scaled<'s>(graph: &Graph<'s>, index: &mut Carriers<'s>) {
    for &node in graph.of_kind(SCALED) {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::AutoScalingGroup(facts) = &resource.facts else {
            continue;
        };
        let gap = match &facts.launch_configuration_name {
            Fact::None => continue,
            Fact::Missing => graph.missing(resource, "launch_configuration_name"),
            Fact::Known(name) => Gap::new(
                GapReason::NotCollected,
                "autoscaling:DescribeLaunchConfigurations",
            )
            .within(&resource.account, &resource.region)
            .because(format!(
                "which groups the launch configuration {name} names"
            )),
        };
        let place = (resource.region.as_str(), resource.account.as_str());
        index.untold.entry(place).or_insert(gap);
    }
}

fn references<'s>(graph: &Graph<'s>, index: &mut Carriers<'s>) {
    for &node in graph.of_kind("ec2.security_group") {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::SecurityGroup(facts) = &resource.facts else {
            continue;
        };
        let lists = [
            ("ip_permissions", &facts.ip_permissions),
            ("ip_permissions_egress", &facts.ip_permissions_egress),
        ];
        for (list, permissions) in lists {
            let mut told = !permissions.is_missing();
            for permission in permissions.known().into_iter().flatten() {
                let pairs = &permission.user_id_group_pairs;
                told &= !pairs.is_missing();
                for pair in pairs.known().into_iter().flatten() {
                    told &= !pair.group_id.is_missing();
                    if let Some(id) = pair.group_id.known() {
                        let all = index.named_by.entry(id.as_str()).or_default();
                        if all.last() != Some(&node) {
                            all.push(node);
                        }
                    }
                }
            }
            let hole = graph.hole(resource, list);
            let gap = hole.or_else(|| (!told).then(|| graph.missing(resource, list)));
            if let Some(gap) = gap {
                index.unread.entry(resource.region.as_str()).or_insert(gap);
            }
        }
    }
}
