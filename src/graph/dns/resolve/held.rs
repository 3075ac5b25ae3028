//! Which zones a VPC has, and which of the names in them a rule or the firewall decides about.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::route53::HostedZone;

use crate::graph::node::{Graph, NodeId};

use super::super::name::{bare, is_under};
use super::firewall::Filtered;
use super::rules::{Goes, Rule};
use super::servers::{self, Servers};
use super::space::{Place, Space};
use super::zones::{Origin, Zone};

/// A name that a rule or the firewall decides about.
pub(in crate::graph) struct Overruled {
    pub(in crate::graph) name: String,
    pub(in crate::graph) held_by: Text,
    pub(in crate::graph) sort: &'static str,
    pub(in crate::graph) by: Text,
    pub(in crate::graph) domain: Option<String>,
    pub(in crate::graph) told: Vec<Source>,
}

/// Whether a zone is one of a VPC.
pub(in crate::graph) fn has_zone(
    graph: &Graph<'_>,
    vpc: NodeId,
    zone: &HostedZone,
) -> Result<bool, Gap> {
    let Some((place, space)) = place_of(graph, vpc) else {
        return Ok(false);
    };
    let Some(id) = zone.hosted_zone_id.known() else {
        return Err(graph.missing(place.resource, "hosted_zones"));
    };
    match (
        space.zones.iter().any(|one| one.id == *id),
        &space.more_associations,
    ) {
        (true, _) => Ok(true),
        (false, Some(gap)) => Err(gap.clone()),
        (false, None) => Ok(false),
    }
}

/// Whether a VPC has another zone of the same name. Accounts have zones alike: such a VPC needs none of
/// the others, nor could it have them.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>
pub(in crate::graph) fn has_namesake(graph: &Graph<'_>, vpc: NodeId, zone: &HostedZone) -> bool {
    let Some(((_, space), name)) = place_of(graph, vpc).zip(zone.name.known()) else {
        return false;
    };
    let (name, own) = (bare(name), zone.hosted_zone_id.known());
    let same = |one: &Zone| {
        let is_private = matches!(one.origin, Origin::Scanned(_) | Origin::Untold(_));
        is_private && one.name == name && Some(&one.id) != own
    };
    space.zones.iter().any(same)
}

pub(super) fn place_of<'g, 's>(
    graph: &'g Graph<'s>,
    vpc: NodeId,
) -> Option<(Place<'g, 's>, &'g Space)> {
    let place = Place::new(graph, vpc)?;
    Some((place, place.space()?))
}

/// The scanned zones of a VPC with their records.
pub(super) fn scanned<'a, 's>(
    graph: &Graph<'s>,
    space: &'a Space,
) -> impl Iterator<Item = (&'a Zone, NodeId, &'s HostedZone)> {
    let zones = space.zones.iter().filter_map(|zone| match zone.origin {
        Origin::Scanned(node) => match graph.facts(node)? {
            Facts::HostedZone(facts) => Some((zone, node, facts.as_ref())),
            _ => None,
        },
        _ => None,
    });
    zones.collect::<Vec<_>>().into_iter()
}

/// Each name with its type and the place of its record, of those that lead to addresses.
pub(super) fn records(facts: &HostedZone) -> impl Iterator<Item = (String, &Text, usize)> {
    let all = facts.record_sets.known().into_iter().flatten().enumerate();
    let told = all.filter_map(|(place, one)| {
        Some((bare(one.name.known()?), one.record_type.known()?, place))
    });
    told.filter(|(_, kind, _)| matches!(kind.as_str(), "A" | "AAAA" | "CNAME"))
}

/// Why a zone that matters may hold any name: nobody told its records.
pub(super) fn untold(space: &Space, matters: impl Fn(&Zone) -> bool) -> Option<Gap> {
    space.zones.iter().find_map(|zone| match &zone.origin {
        Origin::Untold(gap) if matters(zone) => Some(gap.clone()),
        _ => None,
    })
}

pub(super) fn records_untold(graph: &Graph<'_>, node: NodeId, facts: &HostedZone) -> Option<Gap> {
    let resource = graph.resource(node)?;
    let mut records = facts.record_sets.known().into_iter().flatten();
    let untold = facts.record_sets.is_missing()
        || records.any(|one| one.name.is_missing() || one.record_type.is_missing());
    match untold {
        true => Some(graph.missing(resource, "record_sets")),
        false => graph.hole(resource, "record_sets"),
    }
}

/// The names of the zones and endpoints of a VPC that a rule or the firewall decides about.
pub(in crate::graph) fn overruled_names(
    graph: &Graph<'_>,
    vpc: NodeId,
) -> (Vec<Overruled>, Option<Gap>) {
    let Some((place, space)) = place_of(graph, vpc) else {
        return (Vec::new(), None);
    };
    let mut more = space
        .more_zones
        .clone()
        .or_else(|| space.more_rules.clone());
    if let Servers::Unknown(gap) = servers::of(graph, vpc, place.resource, place.vpc) {
        more = more.or(Some(gap));
    }
    more = more.or_else(|| {
        untold(space, |zone| {
            let mut rules = space.rules.iter();
            let forwards = |rule: &Rule| !matches!(rule.goes, Goes::System | Goes::Delegate);
            let forwarded = rules.any(|rule| forwards(rule) && is_under(&rule.domain, &zone.name));
            forwarded || !space.firewall.is_empty()
        })
    });
    let mut names: BTreeSet<(String, Text, usize)> = BTreeSet::new();
    for (zone, node, facts) in scanned(graph, space) {
        more = more.or_else(|| records_untold(graph, node, facts));
        names.extend(records(facts).map(|(name, ..)| (name, zone.id.clone(), zone.name.len())));
    }
    for one in &space.private {
        let domain = one.domain();
        names.insert((domain.to_owned(), one.brought_by.clone(), domain.len()));
    }
    let mut overruled = Vec::new();
    for (name, held_by, length) in names {
        match by(place, space, &name, length) {
            Ok(Some((sort, by, domain, told))) => overruled.push(Overruled {
                name,
                held_by,
                sort,
                by,
                domain,
                told,
            }),
            Ok(None) => {}
            Err(gap) => more = more.or(Some(gap)),
        }
    }
    (overruled, more)
}

type By = (&'static str, Text, Option<String>, Vec<Source>);

/// What decides about a name before the zones of the VPC do.
fn by(place: Place<'_, '_>, space: &Space, name: &str, length: usize) -> Result<Option<By>, Gap> {
    let graph = place.graph;
    for qtype in ["A", "AAAA"] {
        match space.firewall.filter(place, name, qtype) {
            Filtered::Passes => {}
            Filtered::Unknown(gap) => return Err(gap),
            Filtered::Blocked(source, _) => {
                let group = source
                    .resource
                    .rsplit('/')
                    .next()
                    .unwrap_or_default()
                    .into();
                return Ok(Some(("firewall", group, None, vec![source])));
            }
        }
    }
    let Some(rule) = space.rule(name).filter(|rule| rule.domain.len() >= length) else {
        return Ok(None);
    };
    let node = match &rule.goes {
        Goes::Forward(node) => *node,
        Goes::Unknown(gap) => return Err(gap.clone()),
        Goes::System | Goes::Delegate => return Ok(None),
    };
    let told = Source {
        resource: graph.node(node).arn.clone(),
        path: "domain_name".to_owned(),
        value: rule.as_told().domain.into(),
        operation: Text::const_new("route53resolver:ListResolverRules"),
    };
    Ok(Some((
        "resolver-rule",
        rule.id.clone(),
        Some(rule.as_told().domain),
        vec![told],
    )))
}
