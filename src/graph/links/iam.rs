//! Links of IAM: a role, its managed policies, and the identity providers that it trusts.

use crate::model::fact::Fact;
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
    let Some(resource) = graph.resource(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let Facts::Role(role) = &resource.facts else {
        return Linked::Many(Vec::new(), None);
    };
    match &role.attached_managed_policies {
        Fact::None => Linked::Many(Vec::new(), None),
        Fact::Missing => {
            let gap = graph.missing(resource, "attached_managed_policies");
            Linked::Many(Vec::new(), Some(gap))
        }
        Fact::Known(attached) => {
            let targets = attached
                .iter()
                .map(|policy| match policy.policy_arn.known() {
                    Some(arn) => graph.find_arn("iam.policy", arn, node),
                    None => Err(graph.missing(resource, "attached_managed_policies")),
                })
                .collect();
            Linked::Many(targets, None)
        }
    }
}
