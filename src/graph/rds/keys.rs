//! Keys of KMS: which one a name means, whether it can be used, and whether a role may decrypt with it.

use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Arn, Region, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::kms::{Grant, Key};
use crate::model::resource::Resource;

use super::super::iam::{Allowed, Grants, Request};
use super::super::node::{Graph, NodeId};
use super::super::reading::Reading;

/// The key of an ARN, an id or an alias, as a resource names it.
pub(super) fn find(graph: &Graph<'_>, key: &Text, near: NodeId) -> Result<NodeId, Gap> {
    let arn = Arn::try_from(key.clone()).ok();
    let here = graph.node(near);
    match &arn {
        Some(arn) if arn.resource().starts_with("alias/") => {
            let (account, region) = (AccountId::from(arn.account()), Region::from(arn.region()));
            by_alias(graph, arn.resource(), &account, &region)
        }
        Some(_) => graph.find_arn("kms.key", key, near),
        None if key.starts_with("alias/") => by_alias(graph, key, here.account, here.region),
        None => graph.find("kms.key", key, near),
    }
}

fn by_alias(
    graph: &Graph<'_>,
    alias: &str,
    account: &AccountId,
    region: &Region,
) -> Result<NodeId, Gap> {
    let is_named = |facts: &Key| {
        let mut aliases = facts.aliases.known().into_iter().flatten();
        aliases.any(|one| one.alias_name.known().is_some_and(|name| name == alias))
    };
    let named = graph.of_kind("kms.key").iter().copied().find(|node| {
        let there = graph.node(*node);
        let facts = graph.facts(*node);
        let is_there = there.account == account && there.region == region;
        is_there && matches!(facts, Some(Facts::KmsKey(facts)) if is_named(facts))
    });
    named.ok_or_else(|| {
        let extent = graph.extent("kms.key", account, region);
        extent.unwrap_or_else(|| {
            let gap = Gap::new(GapReason::NotCollected, "kms:ListAliases");
            gap.within(account, region)
                .because(format!("no key is called {alias}"))
        })
    })
}

/// Whether a key can be used in a state.
///
/// # Errors
/// The state changes, or is none that the documentation names.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html>
pub(super) fn is_usable(resource: &Resource, state: &str) -> Result<bool, Gap> {
    let gap = |reason, why: String| {
        let gap = Gap::new(reason, "kms:DescribeKey");
        gap.within(&resource.account, &resource.region).because(why)
    };
    match state {
        "Enabled" => Ok(true),
        "Disabled"
        | "PendingDeletion"
        | "PendingReplicaDeletion"
        | "PendingImport"
        | "Unavailable" => Ok(false),
        "Creating" | "Updating" => Err(gap(GapReason::InTransition, format!("the key is {state}"))),
        _ => {
            let why = format!("the state {state} is not known");
            Err(gap(GapReason::UnsupportedHere, why))
        }
    }
}

/// Whether a role may decrypt with a key: the key's policy admits it, or lets its account decide, or
/// it has a grant.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/control-access-overview.html>
pub(super) fn may_decrypt(graph: &Graph<'_>, role: NodeId, told: &Resource, key: &Key) -> Allowed {
    let request = Request {
        role,
        action: "kms:Decrypt",
        on: told.arn.as_str(),
    };
    let mut grants = Grants::of_policy(graph, request, told, "policy", &key.policy);
    let mut reading = Reading::new(graph);
    let role = graph.node(role).arn.clone();
    for grant in reading.items(told, "grants", &key.grants) {
        reading.hide(may_be_granted(graph, told, &role, grant));
    }
    grants.perhaps(reading.hidden);
    grants.needed(graph, request)
}

/// Why a grant may let a role decrypt. What a request must have for it, its encryption context above all,
/// is not kept: it is data of the account's own.
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html>
fn may_be_granted(graph: &Graph<'_>, told: &Resource, role: &Text, grant: &Grant) -> Option<Gap> {
    let untold = grant.grantee_principal.is_missing() || grant.operations.is_missing();
    if untold {
        return Some(graph.missing(told, "grants"));
    }
    let mut operations = grant.operations.known().into_iter().flatten();
    let is_about = grant.grantee_principal.known() == Some(role);
    if !is_about || !operations.any(|one| one == "Decrypt") {
        return None;
    }
    let gap = Gap::new(GapReason::UnsupportedHere, "kms:ListGrants");
    let gap = gap.within(&told.account, &told.region);
    Some(gap.because("the constraints of a grant decide"))
}
