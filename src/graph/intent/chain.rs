//! Databases: who reaches them and is none of their clients, and which clients do not.

use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::reach::Certainty;
use crate::record;

use crate::graph::groups::groups_of;
use crate::graph::node::{Graph, NodeId};
use crate::graph::rds::through;
use crate::graph::reach::{Party, Question, SourceOf, all_sources, ask, between, untellable};
use crate::graph::schema::{Answer, Linked};

use super::From;
use super::database::{database, untold_port, wanted};
use super::whose::whose;

record! {
    /// Somebody who reaches a database and is none of its clients.
    StrangeSource {
        /// `internet`, `on-premises`, `load-balancer`, `lambda`, `interface`, ...
        class: Text, gap;
        /// The interface, or how many with their subnet and groups.
        label: Text, gap;
        /// Its groups, with commas; empty for one outside.
        groups: Text, gap;
        /// The ids of what packets pass.
        path: Text, gap;
    }
}

record! {
    /// A client that does not reach its database.
    SeveredClient {
        /// The client.
        client: Text, gap;
        /// What stops it.
        why: Text, gap;
    }
}

/// The derived fact `strange_sources`.
pub(super) fn strange(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((under, service)) = database(graph, node) else {
        return untold_port(graph, node);
    };
    let flows = wanted(graph, under);
    let clients: BTreeSet<NodeId> = flows
        .iter()
        .filter_map(|flow| match flow.from {
            From::Resource(node) => Some(node),
            From::Internet => None,
        })
        .collect();
    let (own, _) = groups_of(graph, under);
    let nobody = clients.is_empty().then(|| no_client(graph, node));
    let all = all_sources(graph, &Party::Resource(under), &service);
    let mut incomplete: Option<Gap> = all.hidden.into_iter().next().or(nobody);
    let mut list = Vec::new();
    let mut sources = Vec::new();
    // A source that reaches several members of a cluster is one, told by its way to the first.
    let mut seen: BTreeSet<(&str, Text)> = BTreeSet::new();
    for source in all.each {
        incomplete = incomplete.or_else(|| source.gaps.iter().next().cloned());
        if source.certainty != Certainty::Yes {
            continue;
        }
        match judged(graph, node, &source, &clients, &own) {
            Ok(false) => {}
            Err(gap) => incomplete = incomplete.or(Some(gap)),
            Ok(true) if !seen.insert((source.class, source.label.clone())) => {}
            Ok(true) => {
                let at = format!("[{}]", list.len());
                let from = party_of(graph, node, &source);
                let groups = match from {
                    Some(Party::Resource(from)) => groups_of(graph, from).0,
                    _ => BTreeSet::new(),
                };
                let groups: Vec<&str> = groups.iter().map(Text::as_str).collect();
                if let Some(from) = from {
                    let told = between(graph, &from, &Party::Resource(under), &service);
                    sources.extend(told.sources_at(&at));
                }
                for flow in &flows {
                    sources.extend(flow.sources.iter().map(|one| (at.clone(), one.clone())));
                }
                let path: Vec<&str> = source.path.iter().map(Text::as_str).collect();
                list.push(StrangeSource {
                    class: Text::const_new(source.class).into(),
                    label: source.label.clone().into(),
                    groups: Text::from(groups.join(", ")).into(),
                    path: Text::from(path.join(" > ")).into(),
                });
            }
        }
    }
    Answer::list(list, incomplete, sources)
}

/// Why who reaches a database is a stranger to nobody.
fn no_client(graph: &Graph<'_>, near: NodeId) -> Gap {
    let what = "no fact names a client of the database";
    let unread = || Gap::new(GapReason::UnsupportedHere, "").because(what);
    let own = graph.resource(near);
    own.map_or_else(unread, |resource| untellable(resource, what.to_owned()))
}

/// Where a source is, for a question about it alone.
fn party_of(graph: &Graph<'_>, near: NodeId, source: &SourceOf) -> Option<Party> {
    match source.class {
        "internet" => Some(Party::Internet),
        "on-premises" => Some(Party::OnPremises),
        _ => {
            let id = source.path.first()?;
            let node = graph.find("ec2.network_interface", id, near).ok()?;
            Some(Party::Resource(node))
        }
    }
}

/// Whether a source is none of the clients.
///
/// # Errors
/// What it wants nobody told, or no client is known at all.
fn judged(
    graph: &Graph<'_>,
    near: NodeId,
    source: &SourceOf,
    clients: &BTreeSet<NodeId>,
    own: &BTreeSet<Text>,
) -> Result<bool, Gap> {
    let interface = match party_of(graph, near, source) {
        Some(Party::Resource(interface)) => interface,
        Some(_) => return Ok(true),
        // An endpoint of VPC Lattice comes by the gateway of whoever gives the database.
        None => {
            let kind = "vpc_lattice.resource_gateway";
            let given = clients.iter().any(|one| graph.node(*one).kind == kind);
            let gap = || {
                let gap = Gap::new(GapReason::UnsupportedHere, "");
                gap.because(format!("whether {} is a client", source.label))
            };
            return if given { Ok(false) } else { Err(gap()) };
        }
    };
    let whose = whose(graph, interface);
    if whose.may_be_one_of(clients) {
        return Ok(false);
    }
    let (groups, _) = groups_of(graph, interface);
    // Members of a cluster talk to each other, and that is none of its clients' business.
    if source.class == "database" && groups == *own {
        return Ok(false);
    }
    if clients.is_empty() {
        return Err(no_client(graph, near));
    }
    whose.unknown.clone().map_or(Ok(true), Err)
}

/// Why a database may have clients that no fact told. What has a public address may have them anywhere.
fn untold_clients(graph: &Graph<'_>, under: NodeId) -> Option<Gap> {
    let is_public = |node: NodeId| match graph.facts(node) {
        Some(Facts::DbInstance(facts)) => facts.publicly_accessible != Fact::Known(false),
        Some(Facts::DbCluster(facts)) => facts.publicly_accessible == Fact::Known(true),
        _ => false,
    };
    let members = match through(graph, under, "members") {
        Linked::Many(members, _) => members,
        _ => Vec::new(),
    };
    let mut all = members.into_iter().flatten().chain([under]);
    let intent = graph.intent();
    match all.any(is_public) {
        true => intent.hidden_anywhere().cloned(),
        false => intent.hidden(graph, under).cloned(),
    }
}

/// The derived fact `severed_clients`. A client that comes through a resource endpoint, a proxy or a load
/// balancer is not severed.
pub(super) fn severed(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some((under, service)) = database(graph, node) else {
        return untold_port(graph, node);
    };
    let mut list = Vec::new();
    let mut sources = Vec::new();
    let mut incomplete = untold_clients(graph, under);
    let mut seen: BTreeSet<NodeId> = BTreeSet::new();
    for flow in wanted(graph, under) {
        let From::Resource(client) = flow.from else {
            continue;
        };
        // It may name the database more than once.
        if !seen.insert(client) {
            continue;
        }
        let question = Question {
            from: Party::Resource(client),
            to: Party::Resource(under),
            service: service.clone(),
        };
        let told = ask(graph, &question).report;
        if told.answer == Certainty::Yes {
            continue;
        }
        let direct = between(graph, &question.from, &question.to, &service);
        if told.answer == Certainty::Unknown || direct.answer != Certainty::No {
            let legs = [Some(told.forward), told.back].into_iter().flatten();
            let gap = legs.flat_map(|leg| leg.unknown).next();
            let gap = gap.or_else(|| direct.decided().err());
            incomplete = incomplete.or(gap);
            continue;
        }
        let at = format!("[{}]", list.len());
        sources.extend(direct.sources_at(&at));
        sources.extend(flow.sources.iter().map(|one| (at.clone(), one.clone())));
        let why = direct.stopped.map_or_else(String::new, |stop| stop.why);
        list.push(SeveredClient {
            client: graph.node(client).arn.clone().into(),
            why: Text::from(why).into(),
        });
    }
    Answer::list(list, incomplete, sources)
}
