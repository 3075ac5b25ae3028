//! From what the calls of this module tell to drafts of resources.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::{Map, Value as Json};

use super::call::Call;
use crate::collect::draft::{Draft, Identity};
use crate::collect::operation::Operation;
use crate::collect::page::Listed;
use crate::collect::place::Place;
use crate::model::gap::{Gap, GapReason};
use crate::model::record::{Record, ValueRef};
use crate::model::told::{Told, member};

/// A value at a path of an answer.
pub(in crate::collect) fn at<'j>(json: &'j Json, path: &[&str]) -> Option<&'j Json> {
    path.iter()
        .try_fold(json, |at, name| member(at.as_object()?, name))
}

/// A text at a path of an answer.
pub(in crate::collect) fn text<'j>(json: &'j Json, path: &[&str]) -> Option<&'j str> {
    at(json, path)?.as_str()
}

impl Place<'_> {
    /// The identity by the ARN in a member of an item.
    pub(in crate::collect) fn arn_in(&self, item: &Json, name: &str) -> Option<Identity> {
        self.named(text(item, &[name]).map(str::to_owned).as_ref())
    }

    /// The resources of a list, their attributes by name.
    pub(in crate::collect) fn told<T: Record + Told + Default>(
        &self,
        call: &Call,
        listed: Listed<Json>,
        identity: impl Fn(&Json) -> Option<Identity>,
    ) -> Vec<Draft<T>> {
        let read = |item: Json| T::told(&item).known_or_default();
        let mut drafts = self.drafts(call.operation, listed, identity, read);
        for draft in &mut drafts {
            draft.unreadable(call.operation, |via| via.is_none());
        }
        drafts
    }

    /// The resources of a list of ARNs; other calls tell all about them.
    pub(in crate::collect) fn arns<T: Record + Told + Default>(
        &self,
        call: &Call,
        listed: Listed<Json>,
    ) -> Vec<Draft<T>> {
        let arn = |item: &Json| self.named(item.as_str().map(str::to_owned).as_ref());
        self.drafts(call.operation, listed, arn, |_| T::default())
    }

    /// A resource of which nothing but the ARN is known yet; none if it is no ARN.
    pub(in crate::collect) fn draft<T: Record + Default>(&self, arn: &str) -> Option<Draft<T>> {
        Some(Draft {
            identity: self.named(Some(&arn.to_owned()))?,
            facts: T::default(),
            gaps: BTreeMap::new(),
        })
    }

    /// Asks about each resource by itself, and takes the attributes that this call tells from a
    /// member of the answer; from the answer itself if none is named.
    pub(in crate::collect) async fn complete_each<T: Record + Told>(
        &self,
        call: &Call,
        drafts: &mut [Draft<T>],
        path: &[&str],
        parameters: impl Fn(&Draft<T>) -> Json,
    ) {
        let asked = drafts.iter_mut().map(async |draft| {
            let told = self.get(call, parameters(draft)).await;
            draft.complete(call.operation, told, path);
        });
        join_all(asked).await;
    }

    /// Asks about the resources in batches of what the service takes at once, and takes the
    /// attributes that this call tells from the items of the list in the answer, which carry the ARN
    /// in the member of this name.
    pub(in crate::collect) async fn complete_batches<T: Record + Told>(
        &self,
        call: &Call,
        drafts: &mut [Draft<T>],
        size: usize,
        arn: &str,
        parameters: impl Fn(Vec<&str>) -> Json,
    ) {
        let asked = drafts.chunks_mut(size).map(async |batch| {
            let arns = batch.iter().map(|draft| draft.identity.arn.as_str());
            let listed = self.list(call, parameters(arns.collect())).await;
            let mut items: BTreeMap<String, Json> = BTreeMap::new();
            for item in listed.items {
                if let Some(arn) = text(&item, &[arn]) {
                    items.insert(arn.to_owned(), item);
                }
            }
            for draft in batch {
                let told = items.remove(draft.identity.arn.as_str());
                let told = told.ok_or_else(|| match &listed.gap {
                    Some(gap) => gap.clone(),
                    None => Gap::new(GapReason::Failed, call.operation.name)
                        .because("it was listed, but the answer does not have it"),
                });
                draft.complete(call.operation, told, &[]);
            }
        });
        join_all(asked).await;
    }
}

impl<T: Record + Told> Draft<T> {
    /// Takes the attributes that a call tells from a member of its answer, or notes why they are
    /// missing.
    pub(in crate::collect) fn complete(
        &mut self,
        operation: &Operation,
        told: Result<Json, Gap>,
        path: &[&str],
    ) {
        let answer = match told {
            Ok(answer) => answer,
            Err(gap) => return self.lacks(operation, &gap),
        };
        match at(&answer, path).and_then(Json::as_object) {
            Some(answer) => {
                self.facts.complete(operation.name, answer);
                self.unreadable(operation, |via| via == Some(operation.name));
            }
            None => {
                let gap = Gap::new(GapReason::Failed, operation.name);
                let why = format!("the answer has no {}", path.join("."));
                self.lacks(operation, &gap.because(why));
            }
        }
    }

    /// The same where the service says that there is nothing of the kind: all of it is none.
    pub(in crate::collect) fn complete_if_any(
        &mut self,
        operation: &Operation,
        told: Result<Option<Json>, Gap>,
        path: &[&str],
    ) {
        match told {
            Ok(None) => self.facts.complete(operation.name, &Map::new()),
            Ok(Some(answer)) => self.complete(operation, Ok(answer), path),
            Err(gap) => self.complete(operation, Err(gap), path),
        }
    }

    /// Notes the attributes whose values are not of their type.
    fn unreadable(&mut self, operation: &Operation, told_here: impl Fn(Option<&str>) -> bool) {
        for (position, attribute) in self.facts.record_type().attributes.iter().enumerate() {
            let is_missing = matches!(self.facts.attribute(position), ValueRef::Missing);
            if is_missing && told_here(attribute.via) {
                let gap = Gap::new(GapReason::Failed, operation.name);
                self.gap(
                    attribute.name,
                    gap.because("the answer has another kind of value"),
                );
            }
        }
    }
}
