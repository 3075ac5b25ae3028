//! The two bounds of an answer: what is certain, and what cannot be excluded.

use crate::model::gap::{Gap, GapReason};
use crate::model::resource::Resource;

/// Which bound is computed. Where both are the same, the answer is known; where they differ, it is
/// unknown, for the reasons that were met on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// What is not known lets nothing pass.
    Must,
    /// What is not known lets everything pass.
    May,
}

/// A gap because facts do not fit together.
pub(super) fn contradiction(resource: &Resource, what: String) -> Gap {
    Gap::new(GapReason::Failed, resource.kind().operation())
        .within(&resource.account, &resource.region)
        .because(format!("contradictory: {what}"))
}

/// A gap because no call tells it.
pub(in crate::graph) fn untellable(resource: &Resource, what: String) -> Gap {
    Gap::new(GapReason::UnsupportedHere, resource.kind().operation())
        .within(&resource.account, &resource.region)
        .because(what)
}
