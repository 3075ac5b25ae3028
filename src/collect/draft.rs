//! A resource while it is made: listed by one call, completed by others, then kept.

use std::collections::BTreeMap;

use super::operation::Operation;
use super::page::Listed;
use super::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Arn, Region, Text};
use crate::model::kinds::Facts;
use crate::model::record::{Record, ValueRef};
use crate::model::resource::Resource;

/// Which resource it is.
pub(super) struct Identity {
    pub(super) arn: Arn,
    pub(super) account: AccountId,
    pub(super) region: Region,
}

/// A resource that may yet be told more about.
pub(super) struct Draft<T> {
    pub(super) identity: Identity,
    pub(super) facts: T,
    pub(super) gaps: BTreeMap<Text, Gap>,
}

impl<T> Draft<T> {
    /// A resource of which nothing is missing yet.
    pub(super) fn of(identity: Identity, facts: T) -> Self {
        Draft {
            identity,
            facts,
            gaps: BTreeMap::new(),
        }
    }
}

impl<T: Record> Draft<T> {
    /// Records why the attributes that a call tells are missing or cut short. The model says which
    /// call tells an attribute.
    pub(super) fn lacks(&mut self, operation: &Operation, gap: &Gap) {
        for (position, attribute) in self.facts.record_type().attributes.iter().enumerate() {
            let open = matches!(
                self.facts.attribute(position),
                ValueRef::Missing | ValueRef::List(_)
            );
            if open && attribute.via == Some(operation.name) {
                self.gap(attribute.name, gap.clone());
            }
        }
    }

    /// Records why what stands at a path is missing.
    pub(super) fn gap(&mut self, path: &str, gap: Gap) {
        self.gaps.entry(Text::from(path)).or_insert(gap);
    }

    /// Sets a list that a call of its own told, and why it may not be all of it.
    pub(super) fn list<U>(
        &mut self,
        operation: &Operation,
        told: (Fact<Vec<U>>, Option<Gap>),
        place: impl FnOnce(&mut T) -> &mut Fact<Vec<U>>,
    ) {
        let (list, gap) = told;
        *place(&mut self.facts) = list;
        if let Some(gap) = gap {
            self.lacks(operation, &gap);
        }
    }
}

impl Place<'_> {
    /// The identity of a resource of EC2, whose API gives ids and seldom ARNs. The owner is the
    /// caller unless another one is told.
    pub(super) fn ec2(
        &self,
        kind: &str,
        id: Option<&String>,
        owner: Option<&String>,
    ) -> Option<Identity> {
        let id = id.filter(|id| !id.is_empty())?;
        let account = owner.map_or_else(
            || self.scan.account.clone(),
            |owner| AccountId::from(owner.as_str()),
        );
        Some(Identity {
            arn: Arn::build("ec2", &self.region, &account, &format!("{kind}/{id}")),
            account,
            region: self.region.clone(),
        })
    }

    /// The identity of a resource whose ARN the API gives.
    pub(super) fn named(&self, arn: Option<&String>) -> Option<Identity> {
        let arn: Arn = arn?.parse().ok()?;
        let account = match arn.account() {
            "" => self.scan.account.clone(),
            account => AccountId::from(account),
        };
        let region = match arn.region() {
            "" => Region::global(),
            region => Region::from(region),
        };
        Some(Identity {
            arn,
            account,
            region,
        })
    }

    /// The account itself, which stands under the ARN of its root user. Several collectors tell parts
    /// of it; the snapshot joins them.
    pub(super) fn account<T: Default>(&self) -> Draft<T> {
        let account = &self.scan.account;
        let global = Region::global();
        let identity = Identity {
            arn: Arn::build_in(self.partition(), "iam", &global, account, "root"),
            account: account.clone(),
            region: global,
        };
        Draft::of(identity, T::default())
    }

    /// The region itself, in parts as the account is. It has no ARN at AWS; ours names the account
    /// and the region, and nothing else.
    pub(super) fn whole_region<T: Default>(&self) -> Draft<T> {
        let account = &self.scan.account;
        let identity = Identity {
            arn: Arn::build("ec2", &self.region, account, "region"),
            account: account.clone(),
            region: self.region.clone(),
        };
        Draft::of(identity, T::default())
    }

    /// Whether the account that is scanned owns a resource.
    pub(super) fn owns(&self, identity: &Identity) -> bool {
        identity.account == self.scan.account
    }

    /// The gap of what only the owner of a resource is told.
    pub(super) fn only_owner(&self, operation: &Operation, identity: &Identity) -> Gap {
        Gap::new(GapReason::AccountNotScanned, operation.name)
            .within(&identity.account, &identity.region)
            .because("only the owner is told")
    }

    /// The resources of a list. An item without an id cannot be kept: it is told as a gap.
    pub(super) fn drafts<S, T>(
        &self,
        operation: &'static Operation,
        listed: Listed<S>,
        identity: impl Fn(&S) -> Option<Identity>,
        convert: impl Fn(S) -> T,
    ) -> Vec<Draft<T>> {
        let draft = |item: S| match identity(&item) {
            Some(identity) => Some(Draft::of(identity, convert(item))),
            None => {
                let gap = Gap::new(GapReason::Failed, operation.name);
                self.lacks(operation, &gap.because("an item of the answer has no id"));
                None
            }
        };
        listed.items.into_iter().filter_map(draft).collect()
    }

    /// Gives each resource its part of a list that one call tells for all of them. The items carry
    /// the id of their resource.
    pub(super) fn share<T: Record, U>(
        &self,
        operation: &'static Operation,
        listed: Listed<(Option<String>, U)>,
        drafts: &mut [Draft<T>],
        id: impl Fn(&T) -> &Fact<Text>,
        list: impl Fn(&mut T) -> &mut Fact<Vec<U>>,
    ) {
        let mut parts: BTreeMap<Text, Vec<U>> = BTreeMap::new();
        let mut gap = listed.gap;
        for (owner, item) in listed.items {
            match owner {
                Some(owner) => parts.entry(Text::from(owner)).or_default().push(item),
                // It may belong to any of them.
                None => {
                    let stray = Gap::new(GapReason::Failed, operation.name);
                    let stray =
                        stray.because("an item of the answer does not say what it belongs to");
                    self.lacks(operation, &stray);
                    gap.get_or_insert(stray);
                }
            }
        }
        for draft in drafts {
            let part = id(&draft.facts).known().and_then(|id| parts.remove(id));
            let part = match (part, listed.told) {
                (Some(part), _) => Fact::Known(part),
                (None, true) => Fact::Known(Vec::new()),
                (None, false) => Fact::Missing,
            };
            draft.list(operation, (part, gap.clone()), &list);
        }
    }

    /// Keeps resources: what was not said gets the meaning that the model declares.
    pub(super) fn keep<T: Into<Facts>>(&self, drafts: Vec<Draft<T>>) {
        let kept = drafts.into_iter().map(|draft| {
            let Identity {
                arn,
                account,
                region,
            } = draft.identity;
            let mut facts: Facts = draft.facts.into();
            facts.settle();
            let mut gaps = draft.gaps;
            for gap in gaps.values_mut() {
                gap.account = gap.account.take().filter(|asked| *asked != account);
                gap.region = gap.region.take().filter(|asked| *asked != region);
            }
            Resource {
                arn,
                account,
                region,
                facts,
                gaps,
            }
        });
        self.scan.found.borrow_mut().extend(kept);
    }
}
