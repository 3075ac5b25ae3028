//! Which readers a cluster has.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::record::Shape;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::schema::{Answer, Derived};

record! {
    /// A member of a cluster that serves reads only.
    Reader {
        /// The instance.
        db_instance_identifier: Text, gap;
        /// Its state; none if the instance is not there.
        db_instance_status: Text, gap, via "rds:DescribeDBInstances";
    }
}

/// The derived facts of clusters.
pub(in crate::graph) const DERIVED: &[Derived] = &[Derived {
    kind: "rds.db_cluster",
    name: "readers",
    doc: "The members that are not writers, with their states.",
    ty: Vec::<Reader>::ty,
    compute: readers,
}];

fn readers(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::DbCluster(cluster) = &resource.facts else {
        return Answer::none();
    };
    let members = match &cluster.db_cluster_members {
        Fact::Known(members) => members.as_slice(),
        Fact::None => &[],
        Fact::Missing => return Answer::gap(graph.missing(resource, "db_cluster_members")),
    };
    let mut incomplete = resource.gaps.get("db_cluster_members").cloned();
    let mut readers = Vec::new();
    let mut sources = vec![(
        String::new(),
        Source {
            resource: Text::from(resource.arn.as_str()),
            path: "db_cluster_members".to_owned(),
            value: serde_json::to_value(members).unwrap_or_default(),
            operation: Text::const_new("rds:DescribeDBClusters"),
        },
    )];
    for member in members {
        if matches!(member.is_cluster_writer, Fact::Known(true)) {
            continue;
        }
        let (Some(id), Fact::Known(_)) = (
            member.db_instance_identifier.known(),
            &member.is_cluster_writer,
        ) else {
            incomplete = incomplete.or(Some(graph.missing(resource, "db_cluster_members")));
            continue;
        };
        match status(graph, node, id) {
            Ok((status, source)) => {
                sources.push((format!("[{}]", readers.len()), source));
                readers.push(Reader {
                    db_instance_identifier: id.clone().into(),
                    db_instance_status: status,
                });
            }
            Err(gap) => incomplete = incomplete.or(Some(gap)),
        }
    }
    Answer::list(readers, incomplete, sources)
}

fn status(
    graph: &Graph<'_>,
    cluster: NodeId,
    id: &str,
) -> Result<(Fact<Text>, Source), crate::model::gap::Gap> {
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
