//! Whether anybody gets into a service that the internet does not reach.

use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;

use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;

/// The derived fact `has_way_in`. A connection that is being made or changed may be one or not.
/// <https://docs.aws.amazon.com/apprunner/latest/api/API_VpcIngressConnection.html>
pub(super) fn has_way_in(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut sources = Vec::new();
    for connection in reading.linked(node, "ingress_connections") {
        let (Some(resource), Some(Facts::VpcIngressConnection(facts))) =
            (graph.resource(connection), graph.facts(connection))
        else {
            continue;
        };
        let status = reading.value(resource, "status", &facts.status);
        let told = source(resource, "status", &facts.status);
        match status.map(Text::as_str) {
            Some("AVAILABLE") => return Answer::known(true, vec![(String::new(), told)]),
            Some(status) if status.starts_with("PENDING_") && status != "PENDING_DELETION" => {
                let gap = Gap::new(GapReason::InTransition, resource.kind().operation());
                let gap = gap.within(&resource.account, &resource.region);
                let what = format!("{} is {status}", resource.arn.last());
                reading.hide(Some(gap.because(what)));
            }
            _ => sources.push((String::new(), told)),
        }
    }
    match reading.hidden {
        Some(gap) => Answer::gap(gap),
        None => Answer::known(false, sources),
    }
}
