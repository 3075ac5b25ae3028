//! How the latest deployment of a service ended.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::schema::Answer;

const LIST: &str = "apprunner:ListOperations";

record! {
    /// A deployment that has ended.
    Deployment {
        /// `CREATE_SERVICE`, `UPDATE_SERVICE` or `START_DEPLOYMENT`.
        operation_type: Text, gap;
        /// `SUCCEEDED`, `FAILED`, `ROLLBACK_SUCCEEDED` or `ROLLBACK_FAILED`.
        status: Text, gap;
    }
}

/// The derived fact `latest_deployment`: pausing, resuming and deleting deploy nothing.
/// <https://docs.aws.amazon.com/apprunner/latest/api/API_OperationSummary.html>
pub(super) fn latest(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::AppRunnerService(service) = &resource.facts else {
        return Answer::none();
    };
    let operations = match &service.operations {
        Fact::Known(operations) => operations.as_slice(),
        Fact::None => return Answer::none(),
        Fact::Missing => return Answer::gap(graph.missing(resource, "operations")),
    };
    let hidden = graph.hole(resource, "operations");
    for (index, operation) in operations.iter().enumerate() {
        let path = format!("operations[{index}]");
        let Some(kind) = operation.operation_type.known() else {
            return Answer::gap(graph.missing(resource, &path));
        };
        match kind.as_str() {
            "CREATE_SERVICE" | "UPDATE_SERVICE" | "START_DEPLOYMENT" => {}
            "PAUSE_SERVICE" | "RESUME_SERVICE" | "DELETE_SERVICE" => continue,
            _ => return Answer::gap(strange(resource, kind)),
        }
        let Some(status) = operation.status.known() else {
            return Answer::gap(graph.missing(resource, &path));
        };
        match status.as_str() {
            "SUCCEEDED" | "FAILED" | "ROLLBACK_SUCCEEDED" | "ROLLBACK_FAILED" => {}
            "PENDING" | "IN_PROGRESS" | "ROLLBACK_IN_PROGRESS" => {
                let gap = Gap::new(GapReason::InTransition, LIST);
                let gap = gap.within(&resource.account, &resource.region);
                return Answer::gap(gap.because(format!("{kind} is {status}")));
            }
            _ => return Answer::gap(strange(resource, status)),
        }
        let source = Source {
            resource: Text::from(resource.arn.as_str()),
            path,
            value: serde_json::to_value(operation).unwrap_or_default(),
            operation: Text::const_new(LIST),
        };
        let deployment = Deployment {
            operation_type: operation.operation_type.clone(),
            status: operation.status.clone(),
        };
        return Answer::known(deployment, vec![(String::new(), source)]);
    }
    // Only the latest operations are asked for: an older one may be a deployment.
    const MOST: usize = 20;
    let cut = || {
        let gap = Gap::new(GapReason::Truncated, LIST);
        (operations.len() >= MOST).then(|| gap.within(&resource.account, &resource.region))
    };
    hidden.or_else(cut).map_or_else(Answer::none, Answer::gap)
}

/// A word that the documentation does not name: nobody knows what it means.
fn strange(resource: &Resource, word: &str) -> Gap {
    let gap = Gap::new(GapReason::UnsupportedHere, LIST);
    let gap = gap.within(&resource.account, &resource.region);
    gap.because(format!("{word} of an operation is not known"))
}
