//! The derived fact `unrestricted_egress`.

use ipnet::IpNet;

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::cidr;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Family;
use crate::graph::schema::Answer;

use super::rules::{Direction, GroupRule, GroupRules, Peer};

record! {
    /// A family for which everything may leave.
    UnrestrictedEgress {
        /// `ipv4` or `ipv6`.
        family: Text, gap;
        /// The rules, in words.
        rules: Text, gap;
        /// The sorts of workloads that carry the group.
        workloads: Text, gap;
    }
}

/// What has a known need, so that a rule for everything is no restriction.
pub(super) const WORKLOADS: [&str; 5] = ["connector", "database", "function", "proxy", "task"];

/// The derived fact `unrestricted_egress`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::SecurityGroup(facts) = &resource.facts else {
        return Answer::none();
    };
    let rules = GroupRules::read(graph, node, Direction::Egress);
    let mut incomplete = rules.hidden;
    let open: Vec<(Family, Vec<&GroupRule>)> = Family::BOTH
        .into_iter()
        .filter_map(|family| Some((family, unrestricted(&rules.each, family)?)))
        .collect();
    let lists = rules.each.iter().filter(|rule| rule.service.is_all());
    for rule in lists {
        if let Peer::List(_, _, Some(gap)) = &rule.peer {
            incomplete.get_or_insert_with(|| gap.clone());
        }
    }
    if open.is_empty() {
        return Answer::list(Vec::<UnrestrictedEgress>::new(), incomplete, Vec::new());
    }
    let Some(id) = facts.group_id.known() else {
        return Answer::gap(graph.missing(resource, "group_id"));
    };
    let name = facts.group_name.known().map(Text::as_str);
    let (carriers, hidden) = graph.carriers(id, name, node);
    incomplete = incomplete.or(hidden);
    let known: Vec<_> = carriers
        .iter()
        .filter(|one| WORKLOADS.contains(&one.sort))
        .collect();
    if known.is_empty() {
        return Answer::list(Vec::<UnrestrictedEgress>::new(), incomplete, Vec::new());
    }
    let mut sorts: Vec<&str> = known.iter().map(|one| one.sort).collect();
    sorts.sort_unstable();
    sorts.dedup();
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for (family, rules) in open {
        let at = format!("[{}]", list.len());
        sources.extend(rules.iter().map(|rule| (at.clone(), rule.source(resource))));
        let carriers = known.iter().map(|one| graph.carrier_source(one, id));
        sources.extend(carriers.map(|source| (at.clone(), source)));
        let labels: Vec<String> = rules.iter().map(|rule| rule.label()).collect();
        list.push(UnrestrictedEgress {
            family: Text::const_new(family.name()).into(),
            rules: Text::from(labels.join(", ")).into(),
            workloads: Text::from(sorts.join(", ")).into(),
        });
    }
    Answer::list(list, incomplete, sources)
}

/// The rules for every protocol whose ranges are the internet together.
fn unrestricted(rules: &[GroupRule], family: Family) -> Option<Vec<&GroupRule>> {
    let of_family = |rule: &GroupRule| -> Vec<IpNet> {
        let ranges: &[IpNet] = match &rule.peer {
            Peer::Range(range) => std::slice::from_ref(range),
            Peer::List(_, ranges, _) => ranges,
            Peer::Group { .. } => &[],
        };
        let own = |range: &&IpNet| Family::of(range.addr()) == family;
        ranges.iter().filter(own).copied().collect()
    };
    let all: Vec<&GroupRule> = rules
        .iter()
        .filter(|rule| rule.service.is_all() && !of_family(rule).is_empty())
        .collect();
    let ranges: Vec<IpNet> = all.iter().flat_map(|rule| of_family(rule)).collect();
    cidr::is_internet(&ranges).then_some(all)
}
