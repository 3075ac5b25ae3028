//! Names that a zone holds, or an endpoint brings, and a more specific zone answers as not there.

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::path::Literal;
use crate::record;

use crate::graph::dns::resolve::{self, Hidden};
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Answer;

record! {
    /// A name that is not answered although a zone of the VPC holds it or an endpoint brings it.
    ShadowedName {
        /// The name.
        name: Text, gap;
        /// The type of its record.
        record_type: Text, gap;
        /// The zone that holds it, or the endpoint that brings it.
        hosted_zone_id: Text, gap;
        /// The zone that answers.
        shadowed_by: Text, gap;
        /// The name of that zone.
        domain: Text, gap;
        /// `no-such-name` or `no-data`.
        answer: Text, gap;
    }
}

/// The derived fact `shadowed_names`.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html#hosted-zone-private-considerations-private-overlapping>
pub(super) fn compute(graph: &Graph<'_>, vpc: NodeId, _: &[Literal]) -> Answer {
    let (hidden, incomplete) = resolve::hidden_names(graph, vpc);
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for one in hidden {
        let Hidden {
            name,
            record_type,
            held_by,
            told,
            by,
            answer,
        } = one;
        sources.push((format!("[{}]", list.len()), told));
        list.push(ShadowedName {
            name: Text::from(name).into(),
            record_type: record_type.into(),
            hosted_zone_id: held_by.into(),
            shadowed_by: Text::from(by.id).into(),
            domain: Fact::Known(Text::from(by.domain)),
            answer: Text::const_new(answer.as_str()).into(),
        });
    }
    Answer::list(list, incomplete, sources)
}
