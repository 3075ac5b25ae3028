//! Where a private zone with records of endpoints is needed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::route53::HostedZone;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::dns::name::{bare, is_under};
use crate::graph::dns::resolve;
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Answer;

use super::consumers::{self, Consumer, Consumers};
use super::named::{Endpoints, endpoints};

record! {
    /// A VPC that needs a zone, for a name.
    NeededZone {
        /// The name.
        name: Text, gap;
        /// The VPC.
        vpc_id: Text, gap;
        /// Who needs it: an endpoint, or a workload.
        needed_by: Text, gap;
        /// Whether the zone is answered there: by association, by a profile, or because AWS made it.
        is_associated: bool, gap;
    }
}

/// The derived fact `needed_in`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::HostedZone(zone) = &resource.facts else {
        return Answer::none();
    };
    match zone.private_zone {
        Fact::Known(true) => {}
        Fact::Known(false) | Fact::None => {
            return Answer::list(Vec::<NeededZone>::new(), None, Vec::new());
        }
        Fact::Missing => return Answer::gap(graph.missing(resource, "private_zone")),
    }
    let mut incomplete = match zone.record_sets.is_missing() {
        true => Some(graph.missing(resource, "record_sets")),
        false => graph.hole(resource, "record_sets"),
    };
    let endpoints = endpoints(graph);
    incomplete = incomplete.or_else(|| endpoints.hidden.clone());
    let consumers = consumers::consumers(graph);
    let mut list = Vec::new();
    let mut sources = Vec::new();
    let names = names(graph, resource, zone, &mut incomplete);
    let by_wildcard = by_wildcard(&names, endpoints, consumers);
    for (name, (record, place)) in names.into_iter().chain(by_wildcard) {
        let (mut its, untold) = endpoints.of_name(graph, resource, zone, &record);
        incomplete = incomplete.or(untold);
        its.extend(endpoints.of_resource(&name));
        if its.is_empty() {
            continue;
        }
        incomplete = incomplete.or_else(|| consumers.hidden.clone());
        let needs = needs(graph, its, consumers.of(&name), &name, &mut incomplete);
        for ((vpc, by), told) in needs {
            let associated = match resolve::has_zone(graph, vpc, zone) {
                Ok(associated) => associated,
                Err(gap) => {
                    incomplete = incomplete.or(Some(gap));
                    continue;
                }
            };
            if !associated && resolve::has_namesake(graph, vpc, zone) {
                continue;
            }
            let at = format!("[{}]", list.len());
            let own = Source {
                resource: Text::from(resource.arn.as_str()),
                path: format!("record_sets[{place}]"),
                value: name.as_str().into(),
                operation: Text::const_new("route53:ListResourceRecordSets"),
            };
            sources.extend([own].into_iter().chain(told).map(|one| (at.clone(), one)));
            let vpc_id = match graph.facts(vpc) {
                Some(Facts::Vpc(facts)) => facts.vpc_id.clone(),
                _ => Fact::Missing,
            };
            list.push(NeededZone {
                name: Text::from(name.as_str()).into(),
                vpc_id,
                needed_by: graph.node(by).arn.clone().into(),
                is_associated: associated.into(),
            });
        }
    }
    Answer::list(list, incomplete, sources)
}

/// Who needs a zone, and where, each with what tells of it.
type Needs = BTreeMap<(NodeId, NodeId), Vec<Source>>;

/// Who needs a name: its endpoints, and the workloads that name it.
fn needs(
    graph: &Graph<'_>,
    endpoints: BTreeSet<NodeId>,
    consumers: &[Consumer],
    name: &str,
    incomplete: &mut Option<Gap>,
) -> Needs {
    let mut needs = Needs::new();
    for endpoint in endpoints {
        match vpc_of_endpoint(graph, endpoint) {
            Ok(vpc) => {
                needs.insert((vpc, endpoint), Vec::new());
            }
            Err(gap) => {
                incomplete.get_or_insert(gap);
            }
        }
    }
    for consumer in consumers {
        let told_by = graph.resource(consumer.told_by);
        let source = Source {
            resource: graph.node(consumer.told_by).arn.clone(),
            path: consumer.path.clone(),
            value: name.into(),
            operation: Text::const_new(told_by.map_or("", |one| one.kind().operation())),
        };
        let of_workload = needs.entry((consumer.vpc, consumer.node)).or_default();
        of_workload.push(source);
    }
    needs
}

/// Names, each with the name and the place of the record that answers it.
type Names = BTreeMap<String, (String, usize)>;

/// The names with a record that leads to addresses, each with the first one.
fn names(
    graph: &Graph<'_>,
    resource: &Resource,
    zone: &HostedZone,
    incomplete: &mut Option<Gap>,
) -> Names {
    let mut names = Names::new();
    for (place, record) in zone.record_sets.known().into_iter().flatten().enumerate() {
        let (Some(name), Some(kind)) = (record.name.known(), record.record_type.known()) else {
            incomplete.get_or_insert_with(|| graph.missing(resource, "record_sets"));
            continue;
        };
        if matches!(kind.as_str(), "A" | "AAAA" | "CNAME") {
            let name = bare(name);
            names.entry(name.clone()).or_insert((name, place));
        }
    }
    names
}

/// The names of endpoints' resources, and those that workloads ask for, that only a wildcard answers.
fn by_wildcard(names: &Names, endpoints: &Endpoints, consumers: &Consumers) -> Names {
    let mut more = Names::new();
    for (wildcard, held) in names {
        let Some(domain) = wildcard.strip_prefix("*.") else {
            continue;
        };
        let is_answered =
            |host: &&str| *host != domain && is_under(host, domain) && !names.contains_key(*host);
        for host in endpoints
            .names()
            .chain(consumers.hosts())
            .filter(is_answered)
        {
            more.insert(host.to_owned(), held.clone());
        }
    }
    more
}

fn vpc_of_endpoint(graph: &Graph<'_>, endpoint: NodeId) -> Result<NodeId, Gap> {
    let Some(resource) = graph.resource(endpoint) else {
        return Err(Gap::new(
            GapReason::NotCollected,
            "ec2:DescribeVpcEndpoints",
        ));
    };
    match &resource.facts {
        Facts::VpcEndpoint(facts) => match facts.vpc_id.known() {
            Some(vpc) => graph.find("ec2.vpc", vpc, endpoint),
            None => Err(graph.missing(resource, "vpc_id")),
        },
        _ => Err(graph.missing(resource, "vpc_id")),
    }
}
