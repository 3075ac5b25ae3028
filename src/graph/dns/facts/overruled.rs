//! Names of private zones and endpoints that a forwarding rule, or DNS Firewall, decides about.

use crate::model::id::Text;
use crate::model::path::Literal;
use crate::record;

use crate::graph::dns::resolve;
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Answer;

record! {
    /// A name that its zone does not answer.
    OverruledName {
        /// The name.
        name: Text, gap;
        /// The zone or the endpoint that holds it.
        held_by: Text, gap;
        /// `resolver-rule` or `firewall`.
        sort: Text, gap;
        /// The rule; of the firewall the association of the group of rules.
        overruled_by: Text, gap;
        /// The domain of the rule; none for the firewall.
        domain: Text, none;
    }
}

/// The derived fact `overruled_names`.
pub(super) fn compute(graph: &Graph<'_>, vpc: NodeId, _: &[Literal]) -> Answer {
    let (overruled, incomplete) = resolve::overruled_names(graph, vpc);
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for one in overruled {
        let at = format!("[{}]", list.len());
        sources.extend(one.told.into_iter().map(|source| (at.clone(), source)));
        list.push(OverruledName {
            name: Text::from(one.name).into(),
            held_by: one.held_by.into(),
            sort: Text::const_new(one.sort).into(),
            overruled_by: one.by.into(),
            domain: crate::model::fact::Fact::told(one.domain.map(Text::from)),
        });
    }
    Answer::list(list, incomplete, sources)
}
