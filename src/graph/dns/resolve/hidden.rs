//! Names that a VPC holds and does not answer: the most specific of its zones decides, and lacks them.
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html#hosted-zone-private-considerations-private-overlapping>

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resolution::{NameAnswer, NameSpace};

use crate::graph::node::{Graph, NodeId};

use super::super::name::is_under;
use super::held::{place_of, records, records_untold, scanned, untold};
use super::managed;
use super::private::PrivateName;
use super::records::ZoneIndex;
use super::space::{Place, Space};
use super::zones::{Origin, Zone};

/// A name that a zone holds, or an endpoint brings, and another zone answers as not there.
pub(in crate::graph) struct Hidden {
    pub(in crate::graph) name: String,
    pub(in crate::graph) record_type: Text,
    /// The zone that holds it, or what brings it.
    pub(in crate::graph) held_by: Text,
    /// The fact that tells that.
    pub(in crate::graph) told: Source,
    /// The zone that answers.
    pub(in crate::graph) by: NameSpace,
    pub(in crate::graph) answer: NameAnswer,
}

/// The names that a zone of the VPC holds, or an endpoint brings, and a more specific zone answers as not
/// there.
pub(in crate::graph) fn hidden_names(graph: &Graph<'_>, vpc: NodeId) -> (Vec<Hidden>, Option<Gap>) {
    let Some((place, space)) = place_of(graph, vpc) else {
        return (Vec::new(), None);
    };
    let mut more = space.more_zones.clone();
    let mut hidden = Vec::new();
    let mut seen = BTreeSet::new();
    more = more.or_else(|| {
        untold(space, |zone| {
            let mut others = space.zones.iter();
            others.any(|one| one.name != zone.name && is_under(&one.name, &zone.name))
        })
    });
    for (zone, node, facts) in scanned(graph, space) {
        more = more.or_else(|| records_untold(graph, node, facts));
        for (name, kind, at) in records(facts) {
            let Some(decides) = space.holding(&name).first().copied() else {
                continue;
            };
            if decides.id == zone.id
                || decides.name == zone.name
                || !seen.insert((name.clone(), kind, zone.id.clone()))
            {
                continue;
            }
            match answer_of(place, space, decides, &name, kind) {
                Ok(Some(answer)) => hidden.push(Hidden {
                    told: record(graph, node, at, &name),
                    name,
                    record_type: kind.clone(),
                    held_by: zone.id.clone(),
                    by: decides.as_told(),
                    answer,
                }),
                Ok(None) => {}
                Err(gap) => more = more.or(Some(gap)),
            }
        }
    }
    let more_brought = brought(place, space, &mut hidden);
    (hidden, more.or(more_brought))
}

fn record(graph: &Graph<'_>, zone: NodeId, at: usize, name: &str) -> Source {
    Source {
        resource: graph.node(zone).arn.clone(),
        path: format!("record_sets[{at}]"),
        value: name.into(),
        operation: Text::const_new("route53:ListResourceRecordSets"),
    }
}

/// Adds the names that endpoints bring and a zone of somebody's own answers as not there, and says why
/// there may be more.
fn brought(place: Place<'_, '_>, space: &Space, hidden: &mut Vec<Hidden>) -> Option<Gap> {
    let mut more = None;
    let mut seen = BTreeSet::new();
    for one in &space.private {
        for (name, decides) in decided(space, one) {
            let answer = match answer_of(place, space, decides, &name, "CNAME") {
                Ok(None) => continue,
                Ok(Some(answer)) => one.doubt.clone().map_or(Ok(answer), Err),
                Err(gap) => Err(gap),
            };
            match answer {
                Err(gap) => more = more.or(Some(gap)),
                Ok(answer) if seen.insert((name.clone(), one.brought_by.clone())) => {
                    hidden.push(Hidden {
                        name,
                        record_type: Text::const_new("A"),
                        held_by: one.brought_by.clone(),
                        told: one.told.clone(),
                        by: decides.as_told(),
                        answer,
                    });
                }
                Ok(_) => {}
            }
        }
    }
    more
}

/// The names of an endpoint that a zone of somebody's own decides about: its name; of all names below one,
/// these as such, and the name of each zone below.
fn decided<'a>(space: &'a Space, brought: &PrivateName) -> Vec<(String, &'a Zone)> {
    let domain = brought.domain();
    let is_own = |zone: &&Zone| matches!(zone.origin, Origin::Scanned(_) | Origin::Untold(_));
    let mut names = Vec::new();
    let holds = space.holding(domain).first().copied().filter(is_own);
    names.extend(holds.map(|zone| (brought.pattern.clone(), zone)));
    if brought.pattern != domain {
        let zones = space.zones.iter().filter(is_own);
        let below = zones.filter(|zone| zone.name != domain && is_under(&zone.name, domain));
        names.extend(below.map(|zone| (zone.name.clone(), zone)));
    }
    names
}

/// How a zone says that it does not have a name and type; nothing if it has them.
fn answer_of(
    place: Place<'_, '_>,
    space: &Space,
    zone: &Zone,
    name: &str,
    kind: &str,
) -> Result<Option<NameAnswer>, Gap> {
    let graph = place.graph;
    let node = match &zone.origin {
        Origin::Scanned(node) => *node,
        Origin::Untold(gap) => return Err(gap.clone()),
        Origin::Managed(_) | Origin::Endpoint => {
            let answered = space.private.iter().any(|one| one.answers(name));
            return match answered {
                true => Ok(None),
                false => Err(managed::untold(place, zone)),
            };
        }
    };
    let Some(resource) = graph.resource(node) else {
        return Ok(None);
    };
    let Facts::HostedZone(facts) = &resource.facts else {
        return Ok(None);
    };
    let read = || ZoneIndex::of(graph, resource, facts);
    let Some(index) = graph
        .dns
        .indexes
        .get(graph, "route53.hosted_zone", node, read)
    else {
        return Ok(None);
    };
    // A CNAME stands for every type, and is answered if there is an address of either family.
    let types: &[&str] = match kind {
        "CNAME" => &["A", "AAAA"],
        "A" => &["A"],
        _ => &["AAAA"],
    };
    let looks = types.iter().map(|kind| index.look(facts, name, kind));
    let looks: Vec<_> = looks.collect();
    if looks.iter().any(|look| !look.records.is_empty()) {
        return Ok(None);
    }
    match looks.iter().find_map(|look| look.more.clone()) {
        Some(gap) => Err(gap),
        None if looks.iter().any(|look| look.exists) => Ok(Some(NameAnswer::NoData)),
        None => Ok(Some(NameAnswer::NoSuchName)),
    }
}
