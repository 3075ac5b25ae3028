//! The resources that an endpoint gives by DNS name.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::path::Literal;
use crate::model::resolution::NameAnswer;
use crate::record;

use crate::graph::dns::name::bare;
use crate::graph::dns::resolve::{Found, addresses_of};
use crate::graph::dns::sort_of_aws_name;
use crate::graph::network;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

use super::consumers;

record! {
    /// A resource that an endpoint gives by DNS name.
    DnsResource {
        /// The name.
        name: Text, gap;
        /// What the name is answered with in the endpoint's VPC: `addresses`, `no-data`,
        /// `no-such-name`, `public`, `blocked`, `loop` or `no-resolver`.
        answer: Text, gap;
        /// The addresses; none of what public DNS answers.
        addresses: Vec<Text>, none;
        /// Whether there are addresses, and all are the endpoint's.
        is_endpoint: bool, gap;
        /// The zone or rule that decided; none if public DNS answers.
        decided_by: Text, none;
        /// Whether a workload that was scanned names the resource in its environment.
        is_used: bool, gap;
        /// Whether one names it by a name that AWS made for the endpoint.
        is_used_by_made_name: bool, gap;
    }
}

/// The derived fact `dns_resources`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return Answer::none();
    };
    let nothing = || Answer::list(Vec::<DnsResource>::new(), None, Vec::new());
    match &endpoint.vpc_endpoint_type {
        Fact::Known(kind) if kind == "Resource" => {}
        Fact::Known(_) => return nothing(),
        Fact::None | Fact::Missing => {
            return Answer::gap(graph.missing(resource, "vpc_endpoint_type"));
        }
    }
    let (names, mut incomplete) = names(graph, node);
    if names.is_empty() && incomplete.is_none() {
        return nothing();
    }
    let vpc = match &endpoint.vpc_id {
        Fact::Known(vpc) => graph.find("ec2.vpc", vpc, node),
        Fact::None | Fact::Missing => Err(graph.missing(resource, "vpc_id")),
    };
    let vpc = match vpc {
        Ok(vpc) => vpc,
        Err(gap) => return Answer::gap(gap),
    };
    let used = Used::of(graph, endpoint);
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for (name, told) in names {
        match of_name(graph, node, vpc, &name, &used) {
            Ok((one, by)) => {
                let at = format!("[{}]", list.len());
                let by = by.into_iter().chain([told]);
                sources.extend(by.map(|source| (at.clone(), source)));
                list.push(one);
            }
            Err(gap) => incomplete = incomplete.or(Some(gap)),
        }
    }
    Answer::list(list, incomplete, sources)
}

type Name = (String, Source);

/// The names of an endpoint's configurations by DNS name, and why there may be more.
fn names(graph: &Graph<'_>, node: NodeId) -> (Vec<Name>, Option<Gap>) {
    let mut reading = Reading::new(graph);
    let mut names = Vec::new();
    for configuration in reading.linked(node, "resource_configurations") {
        let Some(told) = graph.resource(configuration) else {
            continue;
        };
        let Facts::ResourceConfiguration(facts) = &told.facts else {
            continue;
        };
        let path = "dns_resource_domain_name";
        let name = reading.value(told, path, &facts.dns_resource_domain_name);
        names.extend(name.map(|name| (bare(name), source(told, path, name))));
    }
    names.sort_by(|(one, _), (other, _)| one.cmp(other));
    names.dedup_by(|(one, _), (other, _)| one == other);
    (names, reading.hidden)
}

/// Who names the resources of an endpoint, and by which names.
struct Used<'g> {
    consumers: &'g consumers::Consumers,
    made: Vec<String>,
}

impl<'g> Used<'g> {
    fn of(graph: &'g Graph<'_>, endpoint: &VpcEndpoint) -> Self {
        let associations = endpoint.associations.known().into_iter().flatten();
        let made = associations.filter_map(|one| one.dns_entry.known()?.dns_name.known());
        Used {
            consumers: consumers::consumers(graph),
            made: made.map(|name| bare(name)).collect(),
        }
    }
}

fn of_name(
    graph: &Graph<'_>,
    node: NodeId,
    vpc: NodeId,
    name: &str,
    used: &Used<'_>,
) -> Result<(DnsResource, Vec<Source>), Gap> {
    let found = addresses_of(graph, vpc, name);
    let is_endpoint = is_endpoint(graph, node, name, &found)?;
    // What public DNS answers is the same whether the database behind it was scanned or not.
    let public = found.decided.is_none() && found.answer >= NameAnswer::Public && !is_endpoint;
    let answer = match public {
        true => NameAnswer::Public,
        false => found.answer,
    };
    let addresses = found.addresses.keys().filter(|_| !public);
    let is_used = used.consumers.names(name);
    let by_made = used.made.iter().any(|made| used.consumers.names(made));
    if let Some(gap) = used
        .consumers
        .hidden
        .as_ref()
        .filter(|_| !is_endpoint && !is_used)
    {
        return Err(gap.clone());
    }
    let one = DnsResource {
        name: Text::from(name).into(),
        answer: Text::const_new(answer.as_str()).into(),
        addresses: addresses
            .map(|one| Text::from(one.to_string()))
            .collect::<Vec<_>>()
            .into(),
        is_endpoint: is_endpoint.into(),
        decided_by: Fact::told(found.decided.map(|decided| Text::from(decided.by.id))),
        is_used: is_used.into(),
        is_used_by_made_name: by_made.into(),
    };
    let by = found.steps.into_iter().flat_map(|step| step.by);
    Ok((one, by.collect()))
}

/// Whether a name leads to the endpoint, or why nobody knows.
fn is_endpoint(graph: &Graph<'_>, node: NodeId, name: &str, found: &Found) -> Result<bool, Gap> {
    let (own, hidden) = network::addresses_of_endpoint(graph, node);
    let is_own = |address: &std::net::IpAddr| own.contains_key(address.to_string().as_str());
    let foreign = found.addresses.keys().any(|address| !is_own(address));
    let doubt = found.gaps.iter().next().cloned();
    match found.answer {
        NameAnswer::Unknown => Err(doubt.unwrap_or_else(|| Gap::new(GapReason::NotCollected, ""))),
        // Public DNS answers names of AWS with addresses of AWS, which no endpoint has.
        NameAnswer::Public if sort_of_aws_name(name).is_some() => Ok(false),
        NameAnswer::Public => Err(doubt.unwrap_or_else(|| Gap::new(GapReason::NotCollected, ""))),
        NameAnswer::Addresses => match (foreign, hidden, doubt) {
            (true, None, _) => Ok(false),
            (true, Some(gap), _) => Err(gap.clone()),
            (false, _, Some(gap)) => Err(gap),
            (false, _, None) => Ok(true),
        },
        _ => Ok(false),
    }
}
