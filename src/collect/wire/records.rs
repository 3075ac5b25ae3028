//! From what the calls of this module tell to drafts of resources.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::{Map, Value as Json};

use super::call::Call;
use crate::collect::draft::{Draft, Identity};
use crate::collect::operation::Operation;
use crate::collect::page::Listed;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Arn;
use crate::model::kinds::policy::{self, PolicyDocument};
use crate::model::record::{Record, ValueRef};
use crate::model::told::{Told, member};

const OTHER_VALUE: &str = "the answer has another kind of value";

/// A value at a path of an answer.
pub(in crate::collect) fn at<'j>(json: &'j Json, path: &[&str]) -> Option<&'j Json> {
    path.iter()
        .try_fold(json, |at, name| member(at.as_object()?, name))
}

/// A text at a path of an answer.
pub(in crate::collect) fn text<'j>(json: &'j Json, path: &[&str]) -> Option<&'j str> {
    at(json, path)?.as_str()
}

/// The policy whose text stands in a member of an answer.
pub(in crate::collect) fn document(
    operation: &Operation,
    answer: Option<&Json>,
    member: &str,
) -> Result<Fact<PolicyDocument>, Gap> {
    let Some(text) = answer.and_then(|answer| text(answer, &[member])) else {
        return Ok(Fact::None);
    };
    let unreadable = |error: policy::PolicyError| {
        Gap::new(GapReason::Failed, operation.name).because(error.to_string())
    };
    policy::parse(text).map(Fact::Known).map_err(unreadable)
}

impl Place<'_> {
    /// The identity by the ARN in a member of an item.
    pub(in crate::collect) fn arn_in(&self, item: &Json, name: &str) -> Option<Identity> {
        self.named(text(item, &[name]).map(str::to_owned).as_ref())
    }

    /// The identity of a resource whose API gives no ARN.
    pub(in crate::collect) fn built(&self, service: &str, resource: &str) -> Identity {
        let account = &self.scan.account;
        Identity {
            arn: Arn::build(service, &self.region, account, resource),
            account: account.clone(),
            region: self.region.clone(),
        }
    }

    /// The gap of what cannot be asked about, because nobody said what it is called.
    pub(in crate::collect) fn no_id(&self, operation: &Operation) -> Gap {
        Gap::new(GapReason::Failed, operation.name).because("nobody told the id to ask with")
    }

    /// The resources of a list, their attributes by name.
    pub(in crate::collect) fn told<T: Record + Told + Default>(
        &self,
        call: &Call,
        listed: Listed<Json>,
        identity: impl Fn(&Json) -> Option<Identity>,
    ) -> Vec<Draft<T>> {
        self.told_with(call, listed, identity, |_, _| ())
    }

    /// The same, where names alone do not tell all: `finish` sees the item, too.
    pub(in crate::collect) fn told_with<T: Record + Told + Default>(
        &self,
        call: &Call,
        listed: Listed<Json>,
        identity: impl Fn(&Json) -> Option<Identity>,
        finish: impl Fn(&mut Draft<T>, &Json),
    ) -> Vec<Draft<T>> {
        let items = self.drafts(call.operation, listed, identity, |item| item);
        let read = |item: Draft<Json>| {
            let facts = T::told(&item.facts).known_or_default();
            let mut draft = Draft::of(item.identity, facts);
            finish(&mut draft, &item.facts);
            draft.unreadable(call.operation, |via| via.is_none());
            draft
        };
        items.into_iter().map(read).collect()
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
        let identity = self.named(Some(&arn.to_owned()))?;
        Some(Draft::of(identity, T::default()))
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

    /// Reads a list of each resource into an attribute.
    pub(in crate::collect) async fn list_each<'d, T: Record + 'd, U: Told>(
        &self,
        call: &Call,
        drafts: impl IntoIterator<Item = &'d mut Draft<T>>,
        parameters: impl Fn(&Draft<T>) -> Json,
        attribute: impl Fn(&mut T) -> &mut Fact<Vec<U>>,
    ) {
        let asked = drafts.into_iter().map(async |draft| {
            let listed = self.list(call, parameters(draft)).await;
            draft.list(call.operation, listed.told(call.operation), &attribute);
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
        let key = |draft: &Draft<T>| draft.identity.arn.as_str().to_owned();
        self.complete_batches_by(call, drafts, size, (arn, key), parameters)
            .await;
    }

    /// The same where the service goes by another key than the ARN: the member that carries it, and
    /// what it is for a resource.
    pub(in crate::collect) async fn complete_batches_by<T: Record + Told>(
        &self,
        call: &Call,
        drafts: &mut [Draft<T>],
        size: usize,
        key: (&str, impl Fn(&Draft<T>) -> String),
        parameters: impl Fn(Vec<&str>) -> Json,
    ) {
        self.complete_batches_with(call, drafts, size, key, parameters, |_, _| ())
            .await;
    }

    /// The same, where names alone do not tell all: `finish` sees the item, too.
    pub(in crate::collect) async fn complete_batches_with<T: Record + Told>(
        &self,
        call: &Call,
        drafts: &mut [Draft<T>],
        size: usize,
        (member, key): (&str, impl Fn(&Draft<T>) -> String),
        parameters: impl Fn(Vec<&str>) -> Json,
        finish: impl Fn(&mut T, &Json),
    ) {
        let asked = drafts.chunks_mut(size).map(async |batch| {
            let keys: Vec<String> = batch.iter().map(&key).collect();
            let named = keys.iter().map(String::as_str).collect();
            let listed = self.list(call, parameters(named)).await;
            let mut items: BTreeMap<String, Json> = BTreeMap::new();
            for item in listed.items {
                if let Some(key) = text(&item, &[member]) {
                    items.insert(key.to_owned(), item);
                }
            }
            for (draft, key) in batch.iter_mut().zip(&keys) {
                let item = items.remove(key);
                let told = item.clone().ok_or_else(|| match &listed.gap {
                    Some(gap) => gap.clone(),
                    None => Gap::new(GapReason::Failed, call.operation.name)
                        .because("it was listed, but the answer does not have it"),
                });
                draft.complete(call.operation, told, &[]);
                if let Some(item) = &item {
                    finish(&mut draft.facts, item);
                }
            }
        });
        join_all(asked).await;
    }

    /// Gives each resource its part of a list that one call tells for all of them, as the attribute of
    /// this name. The items carry the ARN of their resource in the member `of`.
    pub(in crate::collect) fn deal<T: Record, U: Told>(
        &self,
        call: &Call,
        listed: Listed<Json>,
        of: &str,
        drafts: &mut [Draft<T>],
        attribute: &str,
        list: impl Fn(&mut T) -> &mut Fact<Vec<U>>,
    ) {
        let (mut parts, mut gap) = (BTreeMap::<String, Vec<Json>>::new(), listed.gap);
        for item in listed.items {
            match text(&item, &[of]).map(str::to_owned) {
                Some(owner) => parts.entry(owner).or_default().push(item),
                None => {
                    let stray = Gap::new(GapReason::Failed, call.operation.name);
                    let stray = stray.because(format!("an item of the answer has no {of}"));
                    self.lacks(call.operation, &stray);
                    gap.get_or_insert(stray);
                }
            }
        }
        for draft in drafts {
            let part = parts.remove(draft.identity.arn.as_str());
            let part = Listed {
                items: part.into_iter().flatten().collect(),
                gap: gap.clone(),
                told: listed.told,
            };
            let (part, gap) = part.told(call.operation);
            *list(&mut draft.facts) = part;
            if let Some(gap) = gap {
                draft.gap(attribute, gap);
            }
        }
    }
}

impl Listed<Json> {
    /// The list as an attribute, its items by names. One that cannot be read leaves no shorter list.
    pub(in crate::collect) fn told<U: Told>(
        self,
        operation: &Operation,
    ) -> (Fact<Vec<U>>, Option<Gap>) {
        let (items, gap) = self.fact(|item| match U::told(&item) {
            Fact::Known(item) => Some(item),
            Fact::None | Fact::Missing => None,
        });
        let Fact::Known(items) = items else {
            return (Fact::Missing, gap);
        };
        match items.into_iter().collect::<Option<Vec<U>>>() {
            Some(items) => (Fact::Known(items), gap),
            None => {
                let unread = Gap::new(GapReason::Failed, operation.name);
                (Fact::Missing, Some(unread.because(OTHER_VALUE)))
            }
        }
    }
}

impl<T: Record> Draft<T> {
    /// Takes a list that a call of its own tells.
    pub(in crate::collect) fn complete_list<U: Told>(
        &mut self,
        call: &Call,
        listed: Listed<Json>,
        place: impl FnOnce(&mut T) -> &mut Fact<Vec<U>>,
    ) {
        self.list(call.operation, listed.told(call.operation), place);
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

    /// Takes a policy from the text in a member of an answer. None if the service says that there is
    /// none; one that cannot be read is missing.
    pub(in crate::collect) fn policy(
        &mut self,
        operation: &Operation,
        told: Result<Option<Json>, Gap>,
        member: &str,
        attribute: impl FnOnce(&mut T) -> &mut Fact<PolicyDocument>,
    ) {
        let document = told.and_then(|answer| document(operation, answer.as_ref(), member));
        match document {
            Ok(document) => *attribute(&mut self.facts) = document,
            Err(gap) => self.lacks(operation, &gap),
        }
    }

    /// Notes the attributes whose values are not of their type.
    fn unreadable(&mut self, operation: &Operation, told_here: impl Fn(Option<&str>) -> bool) {
        for (position, attribute) in self.facts.record_type().attributes.iter().enumerate() {
            let is_missing = matches!(self.facts.attribute(position), ValueRef::Missing);
            if is_missing && told_here(attribute.via) {
                let gap = Gap::new(GapReason::Failed, operation.name);
                self.gap(attribute.name, gap.because(OTHER_VALUE));
            }
        }
    }
}
