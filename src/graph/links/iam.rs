//! Links of IAM: a role, its managed policies, and the identity providers that it trusts.

use crate::model::kinds::Facts;

use super::links;
use crate::graph::iam::github_providers;
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Linked;

links! {
    /// The managed policies of a role.
    "iam.role".managed_policies -> "iam.policy" many = role_policies;
    /// The identity providers of GitHub that the trust policy of a role admits tokens of.
    "iam.role".github_providers -> "iam.oidc_provider" many = github_providers;
}

pub(in crate::graph) fn role_policies(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(Facts::Role(role)) = graph.facts(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let attached = role.attached_managed_policies.as_ref();
    let arns = attached.map(|attached| attached.iter().map(|policy| policy.policy_arn.known()));
    graph.each(node, "attached_managed_policies", arns, |arn| {
        graph.find_arn("iam.policy", arn, node)
    })
}
