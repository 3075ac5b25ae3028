//! Whether the key that encrypts the storage of a database can be used.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;

use super::super::node::{Graph, NodeId};
use super::super::reading::source;
use super::super::schema::Answer;
use super::keys;

/// The derived fact `storage_key_state`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let (key, encrypted, sort) = match &resource.facts {
        Facts::DbCluster(facts) => (
            &facts.kms_key_id,
            &facts.storage_encrypted,
            &facts.storage_encryption_type,
        ),
        Facts::DbInstance(facts) => (
            &facts.kms_key_id,
            &facts.storage_encrypted,
            &facts.storage_encryption_type,
        ),
        _ => return Answer::none(),
    };
    let is_plain = encrypted.known() == Some(&false)
        && !sort.is_missing()
        && sort.known().is_none_or(|sort| sort == "none");
    let key = match key {
        Fact::Known(key) => key,
        Fact::None => return Answer::none(),
        Fact::Missing if is_plain => return Answer::none(),
        Fact::Missing => return Answer::gap(graph.missing(resource, "kms_key_id")),
    };
    let named = source(resource, "kms_key_id", key);
    match state(graph, node, key) {
        Ok((state, by)) => {
            let all = [named, by].map(|by| (String::new(), by));
            Answer::known(state, all.into())
        }
        Err(gap) => Answer::gap(gap),
    }
}

/// The state of a key, once it has settled.
fn state(graph: &Graph<'_>, near: NodeId, key: &Text) -> Result<(Text, Source), Gap> {
    let node = keys::find(graph, key, near)?;
    let unsupported = || Gap::new(GapReason::UnsupportedHere, "kms:DescribeKey");
    let resource = graph.resource(node).ok_or_else(unsupported)?;
    let Facts::KmsKey(facts) = &resource.facts else {
        return Err(unsupported());
    };
    let Fact::Known(state) = &facts.key_state else {
        return Err(graph.missing(resource, "key_state"));
    };
    keys::is_usable(resource, state)?;
    Ok((state.clone(), source(resource, "key_state", state)))
}
