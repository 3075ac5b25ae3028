//! Names of databases that no database has.

use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::super::dns;
use super::super::node::{Graph, NodeId};
use super::super::rds;
use super::super::schema::Answer;
use super::{hosts, variables};

record! {
    /// A name of RDS in the environment that no database has.
    AbsentDatabase {
        /// The variable.
        variable: Text, gap;
        /// The name.
        host: Text, gap;
    }
}

/// The derived fact `absent_databases`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::AppRunnerService(service) = &resource.facts else {
        return Answer::none();
    };
    let (named, mut incomplete) = variables::hosts(graph, resource, service);
    let mut absent = Vec::new();
    let mut seen = BTreeSet::new();
    let mut sources = Vec::new();
    for one in named {
        if dns::sort_of_aws_name(&one.host) != Some("rds")
            || rds::named(graph, &one.host).is_some()
            || !seen.insert((one.variable.known(), one.host.clone()))
        {
            continue;
        }
        match is_absent(graph, node, &one.host) {
            Ok(()) => {
                sources.push((format!("[{}]", absent.len()), one.source));
                absent.push(AbsentDatabase {
                    variable: one.variable.clone(),
                    host: Fact::Known(one.host),
                });
            }
            Err(gap) => incomplete = incomplete.or(Some(gap)),
        }
    }
    Answer::list(absent, incomplete, sources)
}

/// The middle of a name is an identifier of the account and the region: where a scanned database has
/// the same one, the name is of that account and region, and all of their databases are known.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.EndpointAndPort.html>
fn is_absent(graph: &Graph<'_>, node: NodeId, host: &str) -> Result<(), Gap> {
    let untold = || hosts::unknown_database(graph, node, host);
    let end = end_of(host).ok_or_else(untold)?;
    for kind in rds::NAMED {
        for &sibling in graph.of_kind(kind) {
            let told = graph.facts(sibling).map(rds::names).into_iter().flatten();
            let mut ends = told.filter_map(|(_, name)| end_of(&name?.to_ascii_lowercase()));
            if !ends.any(|own| own == end) {
                continue;
            }
            let at = graph.node(sibling);
            let hidden = rds::NAMED.iter().find_map(|kind| {
                graph
                    .extent(kind, at.account, at.region)
                    .or_else(|| nameless(graph, kind, sibling))
            });
            return hidden.map_or(Ok(()), Err);
        }
    }
    Err(untold())
}

/// Why a database of the same place may have any name.
fn nameless(graph: &Graph<'_>, kind: &str, near: NodeId) -> Option<Gap> {
    let here = graph.node(near);
    graph.of_kind(kind).iter().find_map(|&node| {
        let at = graph.node(node);
        let resource = graph.resource(node)?;
        if at.account != here.account || at.region != here.region {
            return None;
        }
        let cut = || graph.hole(resource, "endpoints");
        let untold = rds::untold_name(&resource.facts);
        untold
            .map(|path| graph.missing(resource, path))
            .or_else(cut)
    })
}

/// The name from the identifier of account and region on, which stands before the region, alone or
/// behind `cluster-`, `cluster-ro-`, `cluster-custom-` or `proxy-`.
fn end_of(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.split('.').collect();
    let rds = labels.iter().position(|label| *label == "rds")?;
    let middle = rds.checked_sub(2).and_then(|at| labels.get(at))?;
    let identifier = middle.rsplit('-').next()?;
    let rest = labels.get(rds - 1..)?.join(".");
    Some(format!("{identifier}.{rest}"))
}
