//! The derived fact `permissions`: the rules of a group one by one.

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Answer;

use super::rules::{Direction, GroupRule, GroupRules, Peer};

record! {
    /// A rule of a group.
    Permission {
        /// `ingress` or `egress`.
        direction: Text, gap;
        /// The rule in words: `tcp 443 from 10.0.0.0/8`.
        rule: Text, gap;
        /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1`.
        protocol: Text, gap;
        /// `range`, `prefix-list`, `group`, or `self` for the group itself.
        peer_kind: Text, gap;
        /// What the maker wrote.
        description: Text, none;
    }
}

/// The derived fact `permissions`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::SecurityGroup(facts) = &resource.facts else {
        return Answer::none();
    };
    let own = facts.group_id.known();
    let mut incomplete = None;
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for direction in Direction::BOTH {
        let rules = GroupRules::read(graph, node, direction);
        incomplete = incomplete.or(rules.hidden);
        for rule in rules.each {
            if own.is_none() && matches!(rule.peer, Peer::Group { .. }) {
                incomplete = incomplete.or_else(|| Some(graph.missing(resource, "group_id")));
            }
            sources.push((format!("[{}]", list.len()), rule.source(resource)));
            list.push(permission(&rule, own));
        }
    }
    Answer::list(list, incomplete, sources)
}

fn permission(rule: &GroupRule, own: Option<&Text>) -> Permission {
    let peer = match &rule.peer {
        Peer::Range(_) => "range",
        Peer::List(..) => "prefix-list",
        Peer::Group { id, .. } if Some(id) == own => "self",
        Peer::Group { .. } => "group",
    };
    Permission {
        direction: Text::const_new(rule.direction.name()).into(),
        rule: Text::from(rule.label()).into(),
        protocol: rule.protocol.clone().into(),
        peer_kind: Text::const_new(peer).into(),
        description: rule.description.clone(),
    }
}
