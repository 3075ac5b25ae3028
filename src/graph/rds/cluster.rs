//! Which readers a cluster has.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::record::Shape;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::schema::{Answer, Derived};
use super::reader_use::ReaderUse;

record! {
    /// A member of a cluster that serves reads only.
    Reader {
        /// The instance.
        db_instance_identifier: Text, gap;
        /// Its state. An instance that is not there leaves the list incomplete.
        db_instance_status: Text, gap, via "rds:DescribeDBInstances";
    }
}

/// The derived facts of clusters.
pub(in crate::graph) const DERIVED: &[Derived] = &[
    Derived {
        kind: "rds.db_cluster",
        name: "readers",
        doc: "The members that are not writers, with their states.",
        ty: Vec::<Reader>::ty,
        compute: readers,
    },
    Derived {
        kind: "rds.db_cluster",
        name: "has_available_reader",
        doc: "Whether a member that is not the writer is available. Not known while the only candidates \
              change: one that is being made, modified or restarted may answer or not.",
        ty: bool::ty,
        compute: has_available_reader,
    },
    Derived {
        kind: "rds.db_cluster",
        name: "reader_endpoint_use",
        doc: "A use of the cluster's name for readers that a fact tells: a variable of a container, a \
              function or a service of App Runner, the association of a resource endpoint, a resource \
              configuration, a record of a zone, or a custom endpoint for readers; none if no fact \
              tells one. What stands in secrets and parameters is not read.",
        ty: ReaderUse::ty,
        compute: super::reader_use::compute,
    },
];

fn readers(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    match of_cluster(graph, node) {
        Ok(readers) => Answer::list(readers.known, readers.incomplete, readers.sources),
        Err(gap) => Answer::gap(gap),
    }
}

fn has_available_reader(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let readers = match of_cluster(graph, node) {
        Ok(readers) => readers,
        Err(gap) => return Answer::gap(gap),
    };
    let mut untold = readers.incomplete;
    let whole = |sources: Vec<(String, Source)>| {
        let all = sources
            .into_iter()
            .map(|(_, source)| (String::new(), source));
        all.collect()
    };
    for reader in &readers.known {
        match serves(reader) {
            Some(true) => return Answer::known(true, whole(readers.sources)),
            Some(false) => {}
            None => untold = untold.or_else(|| Some(changing(graph, node, reader))),
        }
    }
    match untold {
        Some(gap) => Answer::gap(gap),
        None => Answer::known(false, whole(readers.sources)),
    }
}

fn changing(graph: &Graph<'_>, cluster: NodeId, reader: &Reader) -> Gap {
    let here = graph.node(cluster);
    let told = |fact: &Fact<Text>| fact.known().cloned().unwrap_or_default();
    let (id, state) = (
        told(&reader.db_instance_identifier),
        told(&reader.db_instance_status),
    );
    Gap::new(GapReason::InTransition, "rds:DescribeDBInstances")
        .within(here.account, here.region)
        .because(format!("{id} is {state}"))
}

/// Whether a reader answers by its own state; nothing if the state does not say.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.DBInstance.Status.html>
pub(super) fn serves(reader: &Reader) -> Option<bool> {
    const DOWN: [&str; 7] = [
        "deleting",
        "failed",
        "insufficient-capacity",
        "restore-error",
        "stopped",
        "stopping",
        "storage-full",
    ];
    let status = reader.db_instance_status.known().map_or("", Text::as_str);
    let is_down = DOWN.contains(&status)
        || status.starts_with("incompatible-")
        || status.starts_with("inaccessible-encryption-credentials");
    match status {
        "available" => Some(true),
        _ => is_down.then_some(false),
    }
}

/// The readers of a cluster, as far as they are known.
#[derive(Default)]
pub(super) struct Readers {
    pub(super) known: Vec<Reader>,
    pub(super) incomplete: Option<Gap>,
    pub(super) sources: Vec<(String, Source)>,
}

pub(super) fn of_cluster(graph: &Graph<'_>, node: NodeId) -> Result<Readers, Gap> {
    let Some(resource) = graph.resource(node) else {
        return Ok(Readers::default());
    };
    let Facts::DbCluster(cluster) = &resource.facts else {
        return Ok(Readers::default());
    };
    let members = match &cluster.db_cluster_members {
        Fact::Known(members) => members.as_slice(),
        Fact::None => &[],
        Fact::Missing => return Err(graph.missing(resource, "db_cluster_members")),
    };
    let mut readers = Readers {
        incomplete: graph.hole(resource, "db_cluster_members"),
        ..Readers::default()
    };
    readers.sources.push((
        String::new(),
        Source {
            resource: Text::from(resource.arn.as_str()),
            path: "db_cluster_members".to_owned(),
            value: serde_json::to_value(members).unwrap_or_default(),
            operation: Text::const_new("rds:DescribeDBClusters"),
        },
    ));
    for member in members {
        if matches!(member.is_cluster_writer, Fact::Known(true)) {
            continue;
        }
        let reader = match (&member.db_instance_identifier, &member.is_cluster_writer) {
            (Fact::Known(id), Fact::Known(_)) => status(graph, node, id).map(|told| (id, told)),
            _ => Err(graph.missing(resource, "db_cluster_members")),
        };
        match reader {
            Ok((id, (status, source))) => {
                let at = format!("[{}]", readers.known.len());
                readers.sources.push((at, source));
                readers.known.push(Reader {
                    db_instance_identifier: id.clone().into(),
                    db_instance_status: status,
                });
            }
            Err(gap) => readers.incomplete = readers.incomplete.or(Some(gap)),
        }
    }
    Ok(readers)
}

fn status(graph: &Graph<'_>, cluster: NodeId, id: &str) -> Result<(Fact<Text>, Source), Gap> {
    let instance = graph.find("rds.db_instance", id, cluster)?;
    let resource = graph.resource(instance);
    let status = match resource.map(|resource| &resource.facts) {
        Some(Facts::DbInstance(facts)) => facts.db_instance_status.clone(),
        _ => Fact::Missing,
    };
    if let (Some(resource), true) = (resource, status.is_missing()) {
        return Err(graph.missing(resource, "db_instance_status"));
    }
    let source = Source {
        resource: graph.node(instance).arn.clone(),
        path: "db_instance_status".to_owned(),
        value: status
            .known()
            .map_or(Json::Null, |status| Json::from(status.as_str())),
        operation: Text::const_new("rds:DescribeDBInstances"),
    };
    Ok((status, source))
}
