//! The derived kind `rds.database`.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds::{DbCluster, DbInstance};
use crate::model::path::Literal;
use crate::model::record::Shape;
use crate::model::resource::Resource;

use super::super::links::links;
use super::super::node::{Graph, NodeId};
use super::super::schema::{self, Answer, Derived, Linked};

/// Adds a node for each database.
pub(in crate::graph) fn add_databases(graph: &mut Graph<'_>) {
    let clusters = graph.of_kind("rds.db_cluster").to_vec();
    let instances = graph.of_kind("rds.db_instance").to_vec();
    for under in clusters.into_iter().chain(instances) {
        let is_database = match graph.facts(under) {
            Some(Facts::DbCluster(cluster)) => is_relational(&cluster.engine),
            Some(Facts::DbInstance(instance)) => {
                is_relational(&instance.engine)
                    && !matches!(instance.db_cluster_identifier, Fact::Known(_))
            }
            _ => false,
        };
        if is_database {
            graph.add_unit("rds.database", under);
        }
    }
}

fn is_relational(engine: &Fact<Text>) -> bool {
    !engine
        .known()
        .is_some_and(|engine| engine == "docdb" || engine == "neptune")
}

links! {
    /// The cluster, if the database is one.
    "rds.database".cluster -> "rds.db_cluster" = |g, n| one(g, n, "rds.db_cluster");
    /// The instance, if the database is one outside of any cluster.
    "rds.database".instance -> "rds.db_instance" = |g, n| one(g, n, "rds.db_instance");
    /// The instances: the members of the cluster, or the instance itself.
    "rds.database".members -> "rds.db_instance" many = members;
    /// The subnet group.
    "rds.database".subnet_group -> "rds.db_subnet_group" = |g, n| match g.under(n) {
        Some(under) => through(g, under, "subnet_group"),
        None => Linked::None,
    };
    /// The groups.
    "rds.database".security_groups -> "ec2.security_group" many = |g, n| match g.under(n) {
        Some(under) => through(g, under, "security_groups"),
        None => Linked::Many(Vec::new(), None),
    };
}

/// The instances of a database.
pub(super) fn members(graph: &Graph<'_>, node: NodeId) -> Linked {
    match graph.under(node) {
        Some(under) if graph.node(under).kind == "rds.db_instance" => {
            Linked::Many(vec![Ok(under)], None)
        }
        Some(under) => through(graph, under, "members"),
        None => Linked::Many(Vec::new(), None),
    }
}

fn one(graph: &Graph<'_>, node: NodeId, kind: &str) -> Linked {
    match graph.under(node) {
        Some(under) if graph.node(under).kind == kind => Linked::One(under),
        _ => Linked::None,
    }
}

/// Follows a link of another node.
pub(in crate::graph) fn through(graph: &Graph<'_>, node: NodeId, name: &str) -> Linked {
    let kind = schema::kind(graph.node(node).kind);
    let link = kind.and_then(|kind| kind.links.iter().find(|link| link.name == name));
    link.map_or(Linked::None, |link| (link.follow)(graph, node))
}

/// Facts that clusters and instances both have, said of the one that counts.
macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $ty:ty = $cluster:ident | $instance:ident;)*) => {
        &[
            Derived {
                kind: "rds.database",
                name: "is_aurora",
                doc: "Whether the engine is Aurora.",
                ty: bool::ty,
                compute: is_aurora,
            },
            Derived {
                kind: "rds.database",
                name: "is_read_replica",
                doc: "Whether the database is an instance that replicates another one. A cluster \
                      has backups of its own, a replica of another region's too.",
                ty: bool::ty,
                compute: is_read_replica,
            },
            $(Derived {
                kind: "rds.database",
                name: stringify!($name),
                doc: concat!($($doc),+),
                ty: <$ty>::ty,
                compute: |graph, node, _: &[Literal]| {
                    pick(
                        graph,
                        node,
                        (stringify!($cluster), |f| &f.$cluster),
                        (stringify!($instance), |f| &f.$instance),
                    )
                },
            },)*
        ]
    };
}

pub(in crate::graph) const DERIVED: &[Derived] = settings! {
    /// The name.
    identifier: Text = db_cluster_identifier | db_instance_identifier;
    /// The engine.
    engine: Text = engine | engine;
    /// `available` and other states.
    status: Text = status | db_instance_status;
    /// Whether the storage is encrypted.
    storage_encrypted: bool = storage_encrypted | storage_encrypted;
    /// `none`, `sse-rds` (a key of AWS) or `sse-kms`.
    storage_encryption_type: Text = storage_encryption_type | storage_encryption_type;
    /// How long backups are kept.
    backup_retention_period: i64 = backup_retention_period | backup_retention_period;
    /// Whether it is protected from deletion.
    deletion_protection: bool = deletion_protection | deletion_protection;
    /// Whether IAM authentication is on.
    iam_database_authentication_enabled: bool = iam_database_authentication_enabled | iam_database_authentication_enabled;
    /// Whether it has a standby in another zone; of Aurora this says nothing, its members do.
    multi_az: bool = multi_az | multi_az;
};

fn pick<T: Shape + Clone + serde::Serialize + 'static>(
    graph: &Graph<'_>,
    node: NodeId,
    cluster: (&str, fn(&DbCluster) -> &Fact<T>),
    instance: (&str, fn(&DbInstance) -> &Fact<T>),
) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let (path, fact) = match &resource.facts {
        Facts::DbCluster(facts) => (cluster.0, (cluster.1)(facts)),
        // Members report settings of their cluster as off: this may be one.
        Facts::DbInstance(facts) if facts.db_cluster_identifier.is_missing() => {
            return Answer::gap(graph.missing(resource, "db_cluster_identifier"));
        }
        Facts::DbInstance(facts) => (instance.0, (instance.1)(facts)),
        _ => return Answer::none(),
    };
    match fact {
        Fact::Missing => Answer::gap(graph.missing(resource, path)),
        Fact::None => Answer::none(),
        Fact::Known(value) => Answer::known(value.clone(), vec![source(resource, path, value)]),
    }
}

/// The fact at a path of the cluster or the instance, as what a value follows from.
fn source<T: serde::Serialize>(resource: &Resource, path: &str, value: &T) -> (String, Source) {
    let source = Source {
        resource: Text::from(resource.arn.as_str()),
        path: path.to_owned(),
        value: serde_json::to_value(value).unwrap_or_default(),
        operation: Text::from(resource.kind().operation()),
    };
    (String::new(), source)
}

fn is_aurora(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let engine = match &resource.facts {
        Facts::DbCluster(facts) => &facts.engine,
        Facts::DbInstance(facts) => &facts.engine,
        _ => return Answer::none(),
    };
    match engine {
        Fact::Known(engine) => Answer::known(
            engine.starts_with("aurora"),
            vec![source(resource, "engine", engine)],
        ),
        Fact::None | Fact::Missing => Answer::gap(graph.missing(resource, "engine")),
    }
}

fn is_read_replica(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let facts = match &resource.facts {
        Facts::DbInstance(facts) => facts,
        Facts::DbCluster(facts) => {
            let own = vec![source(
                resource,
                "db_cluster_identifier",
                &facts.db_cluster_identifier,
            )];
            return Answer::known(false, own);
        }
        _ => return Answer::none(),
    };
    let replicated = [
        (
            "read_replica_source_db_instance_identifier",
            &facts.read_replica_source_db_instance_identifier,
        ),
        (
            "read_replica_source_db_cluster_identifier",
            &facts.read_replica_source_db_cluster_identifier,
        ),
    ];
    if let Some((path, fact)) = replicated.iter().find(|(_, fact)| fact.known().is_some()) {
        return Answer::known(true, vec![source(resource, path, fact)]);
    }
    match replicated.iter().find(|(_, fact)| fact.is_missing()) {
        Some((path, _)) => Answer::gap(graph.missing(resource, path)),
        None => {
            let all = replicated
                .iter()
                .map(|(path, fact)| source(resource, path, fact));
            Answer::known(false, all.collect())
        }
    }
}
