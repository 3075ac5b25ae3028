//! The zones that a database runs in.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::record::Shape;

use super::super::node::{Graph, NodeId};
use super::super::schema::{Answer, Derived, Linked};
use super::database::members;

/// The derived fact `member_zones`.
pub(in crate::graph) const ZONES: &[Derived] = &[Derived {
    kind: "rds.database",
    name: "member_zones",
    doc: "The zones in which its instances stand, each once. A cluster names three zones whatever \
          it has: those of its storage, which are no evidence. An instance that is still being made \
          stands nowhere yet, so that the list may lack a zone. \
          <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html>",
    ty: Vec::<Text>::ty,
    compute,
}];

fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Linked::Many(instances, mut incomplete) = members(graph, node) else {
        return Answer::none();
    };
    let mut zones: Vec<Text> = Vec::new();
    let mut sources = Vec::new();
    for member in instances {
        match member.and_then(|member| zone(graph, member)) {
            Ok((zone, source)) => {
                let at = zones.iter().position(|known| *known == zone);
                let at = at.unwrap_or_else(|| {
                    zones.push(zone);
                    zones.len() - 1
                });
                sources.push((format!("[{at}]"), source));
            }
            Err(gap) => incomplete = incomplete.or(Some(gap)),
        }
    }
    Answer::list(zones, incomplete, sources)
}

fn zone(graph: &Graph<'_>, member: NodeId) -> Result<(Text, Source), Gap> {
    const OPERATION: &str = "rds:DescribeDBInstances";
    let untold = || Gap::new(GapReason::NotCollected, OPERATION);
    let resource = graph.resource(member).ok_or_else(untold)?;
    let Facts::DbInstance(instance) = &resource.facts else {
        return Err(untold());
    };
    match &instance.availability_zone {
        Fact::Known(zone) => {
            let source = Source {
                resource: Text::from(resource.arn.as_str()),
                path: "availability_zone".to_owned(),
                value: Json::from(zone.as_str()),
                operation: Text::const_new(OPERATION),
            };
            Ok((zone.clone(), source))
        }
        Fact::None => Err(Gap::new(GapReason::InTransition, OPERATION)
            .within(&resource.account, &resource.region)
            .because(format!("{} has no zone yet", resource.arn.last()))),
        Fact::Missing => Err(graph.missing(resource, "availability_zone")),
    }
}
