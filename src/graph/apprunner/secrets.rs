//! Secrets and parameters that App Runner fills in, and that the service's role may not read.

use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::super::iam::{Allowed, may_call};
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;

record! {
    /// A reference that the role of a service may not read.
    UnreadableSecret {
        /// The variable.
        variable: Text, gap;
        /// The secret or parameter.
        reference_arn: Text, gap;
        /// Why not.
        why: Text, gap;
    }
}

/// The derived fact `unreadable_secrets`.
/// <https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html>
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let (mut list, mut sources) = (Vec::new(), Vec::new());
    let (Some(resource), Some(Facts::AppRunnerService(service))) =
        (graph.resource(node), graph.facts(node))
    else {
        return Answer::none();
    };
    let mut reading = Reading::new(graph);
    let path = "environment_variables";
    let variables = reading.items(resource, path, &service.environment_variables);
    for (at, variable) in variables.iter().enumerate() {
        let kind = reading.value(resource, path, &variable.kind);
        if kind.is_none_or(|kind| kind == "plain") {
            continue;
        }
        let Some(arn) = reading.value(resource, path, &variable.reference_arn) else {
            continue;
        };
        let Some(action) = action_for(arn) else {
            continue;
        };
        // A service without a role, or whose role is gone, reads nothing: that is told by the role.
        let roles = reading.linked(node, "instance_role");
        let Some(role) = roles.first() else {
            continue;
        };
        if arn.split(':').nth(4) != Some(resource.account.as_str()) {
            // That takes a policy of the secret besides.
            let gap = Gap::new(GapReason::UnsupportedHere, action);
            let gap = gap.within(&resource.account, &resource.region);
            reading.hide(Some(
                gap.because(format!("{arn} belongs to another account")),
            ));
            continue;
        }
        match may_call(graph, *role, action, whole(arn)) {
            Allowed::Yes(_) => {}
            Allowed::Unknown(gap) => reading.hide(Some(gap)),
            Allowed::No(why, by) => {
                let at_item = format!("[{}]", list.len());
                let told = source(resource, &format!("{path}[{at}].reference_arn"), arn);
                let all = [told].into_iter().chain(by);
                sources.extend(all.map(|one| (at_item.clone(), one)));
                list.push(UnreadableSecret {
                    variable: variable.name.clone(),
                    reference_arn: arn.clone().into(),
                    why: why.into(),
                });
            }
        }
    }
    Answer::list(list, reading.hidden, sources)
}

/// The action that reads what a reference names.
fn action_for(arn: &str) -> Option<&'static str> {
    match arn.split(':').nth(2)? {
        "secretsmanager" => Some("secretsmanager:GetSecretValue"),
        "ssm" => Some("ssm:GetParameters"),
        _ => None,
    }
}

/// The ARN of a secret without the key and the version that a reference may name.
fn whole(arn: &str) -> &str {
    let mut ends = arn.match_indices(':').map(|(at, _)| at);
    match (arn.contains(":secretsmanager:"), ends.nth(6)) {
        (true, Some(end)) => &arn[..end],
        _ => arn,
    }
}
