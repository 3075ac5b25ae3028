//! The names of databases and proxies. Public DNS answers them: with the private address, unless the
//! database has a public one and the question comes from elsewhere.
//! <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding>

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Facts;
use crate::model::kinds::rds::DbCluster;
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};
use crate::graph::rds;
use crate::graph::reach::{Held, held};

use super::super::addresses;
use super::super::found::Found;
use super::super::resolver::{Query, public};
use super::super::space::Place;
use super::{remote, step};
use crate::graph::dns::hosts::sort_of_aws_name;

pub(super) fn answer(query: &Query<'_, '_>, place: Place<'_, '_>, name: &str) -> Option<Found> {
    let graph = query.graph;
    let Some((source, is_public)) = rds::named(graph, name) else {
        let sort = sort_of_aws_name(name)?;
        return Some(public(name, elsewhere(place, name, sort)));
    };
    let node = graph.resource_by_arn(&source.resource)?;
    let resource = graph.resource(node)?;
    let interfaces = interfaces(graph, node, resource, &source.path);
    let is_public = match is_public {
        Ok(false) => Ok(false),
        Ok(true) => remote::is_public_from(place, &interfaces.interfaces),
        Err(gap) => Err(gap),
    };
    let mut step = step(graph, node, name, String::new(), "");
    step.by = vec![source];
    Some(match is_public {
        Err(gap) => Found::unknown(gap).after(step),
        Ok(public) => {
            let found =
                addresses::of_interfaces(graph, &interfaces.interfaces, query.qtype, public);
            found.perhaps(interfaces.hidden).after(step)
        }
    })
}

/// Why nobody knows where the name of a database leads that was not scanned.
fn elsewhere(place: Place<'_, '_>, name: &str, sort: &str) -> Gap {
    const KINDS: [&str; 4] = [
        "rds.db_cluster",
        "rds.db_instance",
        "rds.db_proxy",
        "rds.db_proxy_endpoint",
    ];
    let refused = match sort {
        "rds" => KINDS.iter().find_map(|kind| place.extent(kind)),
        _ => None,
    };
    refused.unwrap_or_else(|| match sort {
        "rds" => Gap::new(GapReason::AccountNotScanned, "rds:DescribeDBInstances")
            .because(format!("{name} is no database that was scanned")),
        _ => Gap::new(GapReason::NotCollected, "")
            .because(format!("which addresses {name} has is not collected")),
    })
}

/// The interfaces that a name of a database leads to.
fn interfaces(graph: &Graph<'_>, node: NodeId, resource: &Resource, path: &str) -> Held {
    let Facts::DbCluster(cluster) = &resource.facts else {
        return held(graph, node);
    };
    let mut all = Held::default();
    let (members, doubt) = members(graph, resource, cluster, path);
    all.hidden = doubt;
    for member in members {
        match graph.find("rds.db_instance", member, node) {
            Ok(instance) => {
                let its = held(graph, instance);
                all.interfaces.extend(its.interfaces);
                all.hidden = all.hidden.take().or(its.hidden);
            }
            Err(gap) => all.hidden = all.hidden.take().or(Some(gap)),
        }
    }
    all
}

/// The members that a name of a cluster leads to: the writer, or the readers; without readers the
/// writer.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Reader.html>
fn members<'s>(
    graph: &Graph<'_>,
    resource: &Resource,
    cluster: &'s DbCluster,
    path: &str,
) -> (Vec<&'s str>, Option<Gap>) {
    let list = "db_cluster_members";
    let mut doubt = match cluster.db_cluster_members.is_missing() {
        true => Some(graph.missing(resource, list)),
        false => graph.hole(resource, list),
    };
    let (mut writers, mut readers) = (Vec::new(), Vec::new());
    for member in cluster.db_cluster_members.known().into_iter().flatten() {
        match (
            member.db_instance_identifier.known(),
            &member.is_cluster_writer,
        ) {
            (Some(id), Fact::Known(true)) => writers.push(id.as_str()),
            (Some(id), Fact::Known(false)) => readers.push(id.as_str()),
            _ => doubt = doubt.or_else(|| Some(graph.missing(resource, list))),
        }
    }
    let to_readers = path == "reader_endpoint" && !readers.is_empty();
    (if to_readers { readers } else { writers }, doubt)
}
