//! How a share stands, and what is associated with it.

use std::collections::BTreeMap;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ram::{ResourceShare, ShareAssociation};
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// A share, or an association of it, whose state is settled.
    SharePart {
        /// `share`, `principal` or `resource`.
        part: Text, gap;
        /// The ARN of the share, or what is associated.
        id: Text, gap;
        /// Its state, as AWS tells it.
        status: Text, gap;
        /// Whether it works.
        works: bool, gap;
    }
}

/// What a state says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Works,
    Broken,
    Gone,
    Changes,
}

/// <https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShare.html>
pub(super) fn of_share(status: &str) -> Standing {
    match status {
        "ACTIVE" => Standing::Works,
        "FAILED" => Standing::Broken,
        "DELETED" => Standing::Gone,
        _ => Standing::Changes,
    }
}

/// <https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShareAssociation.html>
pub(super) fn of_association(status: &str) -> Standing {
    match status {
        "ASSOCIATED" => Standing::Works,
        "FAILED" | "SUSPENDED" => Standing::Broken,
        "DISASSOCIATED" => Standing::Gone,
        _ => Standing::Changes,
    }
}

/// A share, or an association of it, is changing.
pub(super) fn changes(reading: &mut Reading<'_, '_>, share: &Resource, operation: &str) {
    let gap = Gap::new(GapReason::InTransition, operation);
    reading.hide(Some(gap.within(&share.account, &share.region)));
}

/// The operation that tells of associations.
const ASSOCIATIONS: &str = "ram:GetResourceShareAssociations";

/// Whether what is associated is an account, or somebody of it, that is only waited for: the association is
/// being made until it accepts.
/// <https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html>
fn is_invited(reading: &mut Reading<'_, '_>, share: NodeId, entity: &str) -> bool {
    let graph = reading.graph;
    let mut parts = entity.split(':');
    let account = match (parts.next(), parts.nth(1)) {
        (account, None) => account,
        (_, Some("iam")) => parts.nth(1),
        (_, Some(_)) => None,
    };
    let mut invited = false;
    for invitation in reading.linked(share, "invitations") {
        if let Some(resource) = graph.resource(invitation)
            && let Facts::ResourceShareInvitation(facts) = &resource.facts
        {
            let status = reading.value(resource, "status", &facts.status);
            let waits = status.is_some_and(|status| status == "PENDING");
            invited |= waits && Some(resource.account.as_str()) == account;
        }
    }
    invited
}

/// Whether an association that works is among those of a share; one that is changing does not say.
pub(super) fn has(
    graph: &Graph<'_>,
    share: NodeId,
    list: &str,
    all: &Fact<Vec<ShareAssociation>>,
    is_meant: impl Fn(&str) -> bool,
) -> Result<bool, Gap> {
    let mut reading = Reading::new(graph);
    let Some(resource) = graph.resource(share) else {
        return Ok(false);
    };
    for one in reading.items(resource, list, all) {
        let entity = reading.value(resource, list, &one.associated_entity);
        let Some(entity) = entity.filter(|entity| is_meant(entity)) else {
            continue;
        };
        let status = reading.value(resource, list, &one.status);
        match status.map(|status| of_association(status)) {
            Some(Standing::Works) => return Ok(true),
            Some(Standing::Changes) if !is_invited(&mut reading, share, entity) => {
                changes(&mut reading, resource, ASSOCIATIONS);
            }
            _ => {}
        }
    }
    reading.hidden.map_or(Ok(false), Err)
}

/// The derived fact `share_parts`.
pub(super) fn parts(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut found = Found::default();
    let mut reading = Reading::new(graph);
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::ResourceShare(facts) = &resource.facts else {
        return Answer::none();
    };
    if let Some(status) = reading.value(resource, "status", &facts.status) {
        match of_share(status) {
            Standing::Changes => changes(&mut reading, resource, resource.kind().operation()),
            standing => {
                let id = Text::from(resource.arn.as_str());
                let by = source(resource, "status", status);
                found.add(("share", id), status, standing, by);
            }
        }
    }
    found.associations(&mut reading, node, resource, facts);
    Answer::list(found.parts, reading.hidden, found.sources)
}

#[derive(Default)]
struct Found {
    at: BTreeMap<(&'static str, Text, Text), usize>,
    parts: Vec<SharePart>,
    sources: Vec<(String, Source)>,
}

impl Found {
    /// Adds a part; one that is told twice is one.
    fn add(&mut self, part: (&'static str, Text), status: &Text, standing: Standing, by: Source) {
        let (sort, id) = part;
        let next = self.parts.len();
        let at = *self
            .at
            .entry((sort, id.clone(), status.clone()))
            .or_insert(next);
        self.sources.push((format!("[{at}]"), by));
        if at == next {
            self.parts.push(SharePart {
                part: Text::const_new(sort).into(),
                id: id.into(),
                status: status.clone().into(),
                works: (standing == Standing::Works).into(),
            });
        }
    }

    /// The associations that stand; one that was taken out is none.
    fn associations(
        &mut self,
        reading: &mut Reading<'_, '_>,
        node: NodeId,
        resource: &Resource,
        facts: &ResourceShare,
    ) {
        let lists = [
            ("principal", "principals", &facts.principals),
            ("resource", "resources", &facts.resources),
        ];
        for (sort, list, all) in lists {
            for (at, one) in reading.items(resource, list, all).iter().enumerate() {
                let path = format!("{list}[{at}].status");
                let entity = reading.value(resource, list, &one.associated_entity);
                let status = reading.value(resource, &path, &one.status);
                let (Some(entity), Some(status)) = (entity, status) else {
                    continue;
                };
                match of_association(status) {
                    Standing::Gone => {}
                    // Of an invitation that waits, the invitation itself tells.
                    Standing::Changes if is_invited(reading, node, entity) => {}
                    Standing::Changes => changes(reading, resource, ASSOCIATIONS),
                    standing => {
                        let by = source(resource, &path, status);
                        self.add((sort, entity.clone()), status, standing, by);
                    }
                }
            }
        }
    }
}
