//! Whose secret it is, where a fact says so: that of a database whose password RDS keeps, or that with
//! which a proxy logs in.

use crate::model::datum::Source;
use crate::model::kinds::Facts;

use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::source;

/// The databases and proxies that a secret belongs to, each with the fact that says so.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html>
pub(super) fn databases_of(graph: &Graph<'_>, arn: &str) -> Vec<(NodeId, Source)> {
    let mut of = Vec::new();
    for kind in ["rds.db_cluster", "rds.db_instance"] {
        for &node in graph.of_kind(kind) {
            let Some(resource) = graph.resource(node) else {
                continue;
            };
            let secret = match &resource.facts {
                Facts::DbCluster(facts) => &facts.master_user_secret,
                Facts::DbInstance(facts) => &facts.master_user_secret,
                _ => continue,
            };
            let own = secret.known().map(|secret| &secret.secret_arn);
            if let Some(own) = own.filter(|own| own.known().is_some_and(|own| own == arn)) {
                of.push((node, source(resource, "master_user_secret.secret_arn", own)));
            }
        }
    }
    for &node in graph.of_kind("rds.db_proxy") {
        let (Some(resource), Some(Facts::DbProxy(facts))) =
            (graph.resource(node), graph.facts(node))
        else {
            continue;
        };
        let logins = facts.auth.known().into_iter().flatten().enumerate();
        for (index, login) in logins {
            if login.secret_arn.known().is_some_and(|own| own == arn) {
                let path = format!("auth[{index}].secret_arn");
                of.push((node, source(resource, &path, &login.secret_arn)));
            }
        }
    }
    of
}
