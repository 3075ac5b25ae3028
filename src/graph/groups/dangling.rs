//! The derived fact `dangling_references`.

use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::SecurityGroup;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Answer;

use super::rules::{Direction, GroupRule, GroupRules, Peer};

record! {
    /// A rule whose group admits nobody.
    DanglingReference {
        /// `ingress` or `egress`.
        direction: Text, gap;
        /// The rule in words: `tcp 443 from sg-0a1b`.
        rule: Text, gap;
        /// The group that it names.
        group_id: Text, gap;
        /// `stale` (AWS says so), `gone`, `peering` (the peering is not active), or `empty` (nothing
        /// carries the group).
        reason: Text, gap;
    }
}

/// The derived fact `dangling_references`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::SecurityGroup(facts) = &resource.facts else {
        return Answer::none();
    };
    let mut incomplete = None;
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for direction in Direction::BOTH {
        let rules = GroupRules::read(graph, node, direction);
        incomplete = incomplete.or(rules.hidden);
        for rule in rules.each {
            let Peer::Group { id, .. } = &rule.peer else {
                continue;
            };
            if facts.group_id.known() == Some(id) {
                continue;
            }
            match reason(graph, node, resource, facts, &rule) {
                Ok(None) => {}
                Err(gap) => incomplete = incomplete.or(Some(gap)),
                Ok(Some(reason)) => {
                    sources.push((format!("[{}]", list.len()), rule.source(resource)));
                    list.push(DanglingReference {
                        direction: Text::const_new(direction.name()).into(),
                        rule: Text::from(rule.label()).into(),
                        group_id: id.clone().into(),
                        reason: Text::const_new(reason).into(),
                    });
                }
            }
        }
    }
    Answer::list(list, incomplete, sources)
}

/// Why a rule admits nobody; nothing if it may admit somebody.
fn reason(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    facts: &SecurityGroup,
    rule: &GroupRule,
) -> Result<Option<&'static str>, Gap> {
    let Peer::Group { id, owner, peering } = &rule.peer else {
        return Ok(None);
    };
    if peering.as_ref().is_some_and(|state| state != "active") {
        return Ok(Some("peering"));
    }
    if is_stale(facts, rule.direction, id) {
        return Ok(Some("stale"));
    }
    // Where another account's group is not told, AWS's own list of stale rules decides.
    let owner = owner.as_ref().map(Text::as_str);
    let group = match graph.find_owned("ec2.security_group", id, owner, node) {
        Ok(group) => group,
        Err(gap) if is_own(graph, resource, owner) && is_told_whole(graph, node, &gap) => {
            return Ok(Some("gone"));
        }
        Err(gap) => return Err(gap),
    };
    let Some(Facts::SecurityGroup(named)) = graph.facts(group) else {
        return Ok(None);
    };
    let name = named.group_name.known().map(Text::as_str);
    let (carriers, mut hidden) = graph.carriers(id, name, group);
    if !carriers.is_empty() {
        return Ok(None);
    }
    if name.is_none()
        && let Some(resource) = graph.resource(group)
    {
        hidden.get_or_insert_with(|| graph.missing(resource, "group_name"));
    }
    if named.vpc_associations.is_missing()
        && let Some(resource) = graph.resource(group)
    {
        hidden.get_or_insert_with(|| graph.missing(resource, "vpc_associations"));
    }
    match hidden {
        Some(gap) => Err(gap),
        None if named
            .vpc_associations
            .known()
            .is_some_and(|all| !all.is_empty()) =>
        {
            // Interfaces of another account's VPC may carry it.
            let gap = Gap::new(
                GapReason::AccountNotScanned,
                "ec2:DescribeNetworkInterfaces",
            );
            Err(gap.because(format!("{id} can be carried in other VPCs")))
        }
        None => Ok(Some("empty")),
    }
}

/// Whether AWS lists a permission with this group as stale. The list tells of no other groups, so
/// that nothing is known from its absence.
fn is_stale(facts: &SecurityGroup, direction: Direction, id: &Text) -> bool {
    let list = match direction {
        Direction::Ingress => &facts.stale_ip_permissions,
        Direction::Egress => &facts.stale_ip_permissions_egress,
    };
    let pairs = list.known().into_iter().flatten();
    let mut pairs = pairs.flat_map(|one| one.user_id_group_pairs.known().into_iter().flatten());
    pairs.any(|pair| pair.group_id.known() == Some(id))
}

fn is_own(graph: &Graph<'_>, resource: &Resource, owner: Option<&str>) -> bool {
    let accounts = &graph.snapshot.header.accounts;
    match owner {
        None => true,
        Some(owner) => {
            owner == resource.account.as_str()
                || accounts.iter().any(|account| account.as_str() == owner)
        }
    }
}

/// Whether a gap says no more than that every list was told and the group is in none.
fn is_told_whole(graph: &Graph<'_>, node: NodeId, gap: &Gap) -> bool {
    let here = graph.node(node);
    let account = gap.account.as_ref().unwrap_or(here.account);
    gap.reason == GapReason::AccountNotScanned
        && graph
            .extent("ec2.security_group", account, here.region)
            .is_none()
}
