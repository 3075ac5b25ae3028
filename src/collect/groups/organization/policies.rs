//! Where policies are attached that bind the account, and what they say.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::{DESCRIBE_POLICY, LIST_PARENTS, LIST_POLICIES, PARENTS, POLICIES, POLICY};
use crate::collect::draft::Draft;
use crate::collect::page::Listed;
use crate::collect::place::Place;
use crate::collect::wire::text;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::account::Account;
use crate::model::kinds::organizations::{OrganizationPolicy, PolicyTarget};
use crate::model::kinds::policy::{self, PolicyDocument};

/// An organization is not deeper than five units.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
const DEEPEST: usize = 8;

/// The account, the units above it and the root, with why some of them or of their policies are not
/// known.
pub(super) struct Targets {
    list: Vec<PolicyTarget>,
    gaps: Vec<(String, Gap)>,
}

impl Targets {
    pub(super) fn put_into(self, account: &mut Draft<Account>) {
        account.facts.policy_targets = Fact::Known(self.list);
        for (path, gap) in self.gaps {
            account.gap(&path, gap);
        }
    }
}

/// From the account up. Who its parent is has been asked already.
pub(super) async fn targets(place: &Place<'_>, parents: Listed<Json>) -> Targets {
    let (mut chain, cut) = chain(place, parents).await;
    let mut gaps: Vec<(String, Gap)> = Vec::new();
    gaps.extend(cut.map(|gap| ("policy_targets".to_owned(), gap)));
    let asked = chain.iter_mut().enumerate().map(async |(index, target)| {
        // Nobody is asked about a target without an id: the answer is an error, and so a gap.
        let id = target.id.known().map_or(Text::default(), Clone::clone);
        let (service, resource) = tokio::join!(
            attached(place, &id, "SERVICE_CONTROL_POLICY"),
            attached(place, &id, "RESOURCE_CONTROL_POLICY"),
        );
        let mut gaps = Vec::new();
        for (name, list, (told, gap)) in [
            (
                "service_control_policies",
                &mut target.service_control_policies,
                service,
            ),
            (
                "resource_control_policies",
                &mut target.resource_control_policies,
                resource,
            ),
        ] {
            *list = told;
            gaps.extend(gap.map(|gap| (format!("policy_targets[{index}].{name}"), gap)));
        }
        gaps
    });
    gaps.extend(join_all(asked).await.into_iter().flatten());
    documents(place, &mut chain, &mut gaps).await;
    Targets { list: chain, gaps }
}

async fn chain(place: &Place<'_>, mut parents: Listed<Json>) -> (Vec<PolicyTarget>, Option<Gap>) {
    let mut chain = vec![target(place.scan.account.as_str(), "ACCOUNT")];
    while chain.len() < DEEPEST {
        let told = parents.items.first();
        let parent = told.and_then(|told| Some((text(told, &["Id"])?, text(told, &["Type"])?)));
        let Some((id, kind)) = parent else {
            let nobody = || {
                let gap = Gap::new(GapReason::Failed, PARENTS.name);
                gap.because("the answer has no parent")
            };
            return (chain, Some(parents.gap.unwrap_or_else(nobody)));
        };
        chain.push(target(id, kind));
        if kind == "ROOT" {
            return (chain, None);
        }
        let parameters = json!({"ChildId": id});
        parents = place.list(&LIST_PARENTS, parameters).await;
    }
    let gap = Gap::new(GapReason::Truncated, PARENTS.name);
    (
        chain,
        Some(gap.because("the organization is deeper than can be")),
    )
}

fn target(id: &str, kind: &str) -> PolicyTarget {
    PolicyTarget {
        id: Text::from(id).into(),
        r#type: Text::from(kind).into(),
        ..PolicyTarget::default()
    }
}

/// The policies of a type that are attached to a target itself.
async fn attached(
    place: &Place<'_>,
    target: &str,
    kind: &str,
) -> (Fact<Vec<OrganizationPolicy>>, Option<Gap>) {
    let parameters = json!({"TargetId": target, "Filter": kind});
    let listed = place.list(&LIST_POLICIES, parameters).await;
    let (mut policies, gap) = listed.told::<OrganizationPolicy>(&POLICIES);
    if let Fact::Known(policies) = &mut policies {
        // The list has no documents: they are asked for one by one.
        policies
            .iter_mut()
            .for_each(|policy| policy.content = Fact::Missing);
    }
    (policies, gap)
}

/// What each policy says; the same policy is mostly attached to many targets.
async fn documents(place: &Place<'_>, chain: &mut [PolicyTarget], gaps: &mut Vec<(String, Gap)>) {
    let mut places: BTreeMap<Text, Vec<String>> = BTreeMap::new();
    each(chain, |path, policy| {
        let id = policy.id.known().map_or(Text::default(), Clone::clone);
        places.entry(id).or_default().push(path);
    });
    let asked = places.into_iter().map(async |(id, paths)| {
        let told = document(place, &id).await;
        (id, paths, told)
    });
    let mut known: BTreeMap<Text, PolicyDocument> = BTreeMap::new();
    for (id, paths, told) in join_all(asked).await {
        match told {
            Ok(document) => {
                known.insert(id, document);
            }
            Err(gap) => gaps.extend(paths.into_iter().map(|path| (path, gap.clone()))),
        }
    }
    each(chain, |_, policy| {
        if let Some(document) = policy.id.known().and_then(|id| known.get(id)) {
            policy.content = Fact::Known(document.clone());
        }
    });
}

/// Visits every policy with the path of its document.
fn each(chain: &mut [PolicyTarget], mut visit: impl FnMut(String, &mut OrganizationPolicy)) {
    for (at, target) in chain.iter_mut().enumerate() {
        for (name, list) in [
            (
                "service_control_policies",
                &mut target.service_control_policies,
            ),
            (
                "resource_control_policies",
                &mut target.resource_control_policies,
            ),
        ] {
            let Fact::Known(list) = list else { continue };
            for (index, policy) in list.iter_mut().enumerate() {
                visit(
                    format!("policy_targets[{at}].{name}[{index}].content"),
                    policy,
                );
            }
        }
    }
}

async fn document(place: &Place<'_>, id: &str) -> Result<PolicyDocument, Gap> {
    let told = place.get(&DESCRIBE_POLICY, json!({"PolicyId": id})).await?;
    let failed = |why: String| Gap::new(GapReason::Failed, POLICY.name).because(why);
    let content = text(&told, &["Policy", "Content"]);
    let content = content.ok_or_else(|| failed("the answer has no policy".to_owned()))?;
    policy::parse(content).map_err(|error| failed(error.to_string()))
}
