//! Links between resources, by the ids with which they name each other.

mod apprunner;
mod ec2;
mod ecs;
mod iam;
mod ram;
mod rds;
mod vpc_lattice;

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Arn, Region, Text};
use crate::model::kinds::{Facts, Reach};
use crate::model::resource::Resource;

pub(super) use iam::role_policies;

use super::index::Reverse;
use super::node::{Graph, NodeId};
use super::schema::{self, Link, Linked};
pub(super) use apprunner::is_gone;
pub(super) use ecs::primary;

/// Every link.
pub(super) fn all() -> impl Iterator<Item = &'static Link> {
    ec2::LINKS
        .iter()
        .chain(rds::LINKS)
        .chain(vpc_lattice::LINKS)
        .chain(apprunner::LINKS)
        .chain(iam::LINKS)
        .chain(ecs::LINKS)
        .chain(ram::LINKS)
        .chain(super::rds::LINKS)
        .chain(super::dns::LINKS)
        .chain(super::workload::LINKS)
        .chain(super::lattice::LINKS)
}

/// Declares the links of a kind: a line each.
macro_rules! links {
    ($($(#[doc = $doc:literal])+ $kind:literal . $name:ident -> $target:literal $($many:ident)? = $follow:expr;)*) => {
        pub(in crate::graph) const LINKS: &[crate::graph::schema::Link] = &[$(
            crate::graph::schema::Link {
                kind: $kind,
                name: stringify!($name),
                target: $target,
                many: crate::graph::links::links!(@many $($many)?),
                doc: concat!($($doc),+),
                follow: $follow,
            },
        )*];
    };
    (@many) => { false };
    (@many many) => { true };
}
pub(in crate::graph) use links;

impl<'s> Graph<'s> {
    /// Follows an attribute that holds the local id of a resource.
    pub(super) fn follow(
        &self,
        from: NodeId,
        attribute: &str,
        target: &'static str,
        id: impl Fn(&'s Facts) -> Option<&'s Fact<Text>>,
    ) -> Linked {
        let Some(resource) = self.resource(from) else {
            return Linked::None;
        };
        match id(&resource.facts) {
            None | Some(Fact::None) => Linked::None,
            Some(Fact::Missing) => Linked::Gap(self.missing(resource, attribute)),
            Some(Fact::Known(id)) => match self.find(target, id, from) {
                Ok(node) => Linked::One(node),
                Err(gap) => Linked::Gap(gap),
            },
        }
    }

    /// Follows an attribute that holds the ARN of a resource.
    pub(super) fn follow_arn(
        &self,
        from: NodeId,
        attribute: &str,
        target: &'static str,
        arn: impl Fn(&'s Facts) -> Option<&'s Fact<Text>>,
    ) -> Linked {
        let Some(resource) = self.resource(from) else {
            return Linked::None;
        };
        match arn(&resource.facts) {
            None | Some(Fact::None) => Linked::None,
            Some(Fact::Missing) => Linked::Gap(self.missing(resource, attribute)),
            Some(Fact::Known(arn)) => self
                .find_arn(target, arn, from)
                .map_or_else(Linked::Gap, Linked::One),
        }
    }

    /// Follows an attribute that holds a list of local ids.
    pub(super) fn follow_all<'a>(
        &self,
        from: NodeId,
        attribute: &str,
        target: &'static str,
        ids: Fact<impl Iterator<Item = Option<&'a str>>>,
    ) -> Linked {
        self.each(from, attribute, ids, |id| self.find(target, id, from))
    }

    /// Follows an attribute that holds a list of names, in whatever way.
    pub(super) fn each<T>(
        &self,
        from: NodeId,
        attribute: &str,
        names: Fact<impl Iterator<Item = Option<T>>>,
        find: impl Fn(T) -> Result<NodeId, Gap>,
    ) -> Linked {
        let Some(resource) = self.resource(from) else {
            return Linked::Many(Vec::new(), None);
        };
        match names {
            Fact::None => Linked::Many(Vec::new(), None),
            Fact::Missing => Linked::Many(Vec::new(), Some(self.missing(resource, attribute))),
            Fact::Known(names) => {
                let targets = names.map(|name| match name {
                    Some(name) => find(name),
                    None => Err(self.missing(resource, attribute)),
                });
                Linked::Many(targets.collect(), self.hole(resource, attribute))
            }
        }
    }

    /// Follows a reverse link from the attribute that holds the id by which others name a resource.
    pub(super) fn follow_back(
        &self,
        from: NodeId,
        by: Reverse,
        attribute: &str,
        id: &Fact<Text>,
    ) -> Linked {
        match (id, self.resource(from)) {
            (Fact::Known(id), _) => {
                let (nodes, incomplete) = self.naming(by, id, from);
                Linked::Many(nodes.into_iter().map(Ok).collect(), incomplete)
            }
            (Fact::None | Fact::Missing, resource) => {
                let gap = resource.map(|resource| self.missing(resource, attribute));
                Linked::Many(Vec::new(), gap)
            }
        }
    }

    /// The resource of a kind with a local id, preferring the asking node's own account and region.
    pub(super) fn find(&self, kind: &'static str, id: &str, from: NodeId) -> Result<NodeId, Gap> {
        self.find_owned(kind, id, None, from)
    }

    /// The same where the naming resource says whose it is.
    pub(super) fn find_owned(
        &self,
        kind: &'static str,
        id: &str,
        owner: Option<&str>,
        from: NodeId,
    ) -> Result<NodeId, Gap> {
        let here = self.node(from);
        let local = has_local_names(kind);
        let found = if local {
            self.in_place(kind, id, here.account, here.region)
                .or_else(|| self.in_place(kind, id, here.account, &Region::global()))
        } else {
            let candidates = self.candidates(kind, id);
            let same_place = |node: &&NodeId| {
                let node = self.node(**node);
                node.account == here.account
                    && (node.region == here.region || node.region.as_str() == Region::GLOBAL)
            };
            let near = candidates.iter().find(same_place);
            near.or(candidates.first()).copied()
        };
        found.ok_or_else(|| {
            let owner = owner.map(AccountId::from);
            let known = owner.as_ref().or(local.then_some(here.account));
            self.absent(kind, id, known, from, here.region)
        })
    }

    /// The resource of a kind with an ARN.
    pub(super) fn find_arn(
        &self,
        kind: &'static str,
        arn: &str,
        from: NodeId,
    ) -> Result<NodeId, Gap> {
        let named = self.resource_by_arn(arn);
        if let Some(node) = named.filter(|node| self.node(*node).kind == kind) {
            return Ok(node);
        }
        let parsed = Arn::try_from(Text::from(arn)).ok();
        // Policies of AWS are told by the account that uses them.
        let account = parsed.as_ref().map(Arn::account);
        let account = account.filter(|account| !matches!(*account, "" | "aws"));
        let region = parsed.as_ref().map(Arn::region);
        let region = region.filter(|region| !region.is_empty());
        let here = self.node(from);
        let account = account.map(AccountId::from);
        let region = region.map_or_else(|| here.region.clone(), Region::from);
        Err(self.absent(kind, arn, account.as_ref(), from, &region))
    }

    /// Why a resource that is named by another one is not known: its place was not scanned, its
    /// kind was not told whole, or it is not there, so that it must be somebody else's. Whose, only
    /// some ids tell.
    fn absent(
        &self,
        kind: &str,
        id: &str,
        owner: Option<&AccountId>,
        from: NodeId,
        region: &Region,
    ) -> Gap {
        let kind = schema::kind(kind);
        let global = kind.is_some_and(|kind| kind.reach == Reach::Global);
        let place = if global { &Region::global() } else { region };
        let account = owner.unwrap_or(self.node(from).account);
        let extent = kind.and_then(|kind| self.extent(kind.name, account, place));
        let nameless = || kind.and_then(|kind| self.nameless(kind.name, place));
        extent.or_else(nameless).unwrap_or_else(|| {
            let listing = kind.and_then(|kind| kind.enumerated_by.first());
            Gap {
                account: owner.cloned(),
                region: Some(place.clone()),
                ..Gap::new(GapReason::AccountNotScanned, listing.copied().unwrap_or(""))
            }
            .because(format!("{id} is in no scanned account"))
        })
    }

    /// Why a fact of a resource is missing.
    pub(super) fn missing(&self, resource: &Resource, path: &str) -> Gap {
        resource.gap(path, operation_of(resource, path))
    }

    /// The gap that was recorded at an attribute or anywhere inside it: something of a known list
    /// may be missing.
    pub(super) fn hole(&self, resource: &Resource, attribute: &str) -> Option<Gap> {
        let inside = |path: &str| {
            path.strip_prefix(attribute)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let mut from = resource.gaps.range(Text::from(attribute)..);
        let (_, gap) = from
            .by_ref()
            .take_while(|(path, _)| path.starts_with(attribute))
            .find(|(path, _)| inside(path))?;
        Some(gap.clone().within(&resource.account, &resource.region))
    }

    /// A fact that was told, in a form that nobody can read.
    pub(super) fn unreadable(&self, resource: &Resource, path: &str) -> Gap {
        Gap::new(GapReason::Failed, operation_of(resource, path))
            .within(&resource.account, &resource.region)
            .because(format!("{path} is no address range"))
    }
}

/// The call that tells a fact.
pub(super) fn operation_of(resource: &Resource, path: &str) -> &'static str {
    let attribute = path.split(['.', '[']).next().unwrap_or(path);
    let declared = resource.facts.record().record_type().attribute(attribute);
    declared
        .and_then(|(_, attribute)| attribute.via)
        .unwrap_or_else(|| resource.kind().operation())
}

/// Whether ids of the kind are unique only within an account and region.
pub(super) fn has_local_names(kind: &str) -> bool {
    kind.starts_with("rds.") || kind.starts_with("iam.")
}

/// The ids in a list of texts.
pub(super) fn texts(fact: &Fact<Vec<Text>>) -> Fact<impl Iterator<Item = Option<&str>>> {
    fact.as_ref()
        .map(|ids| ids.iter().map(|id| Some(id.as_str())))
}

/// The ids in a list of records.
pub(super) fn ids<'a, T>(
    fact: &'a Fact<Vec<T>>,
    id: impl Fn(&'a T) -> &'a Fact<Text> + 'a,
) -> Fact<impl Iterator<Item = Option<&'a str>>> {
    fact.as_ref().map(move |items| {
        items
            .iter()
            .map(move |item| id(item).known().map(Text::as_str))
    })
}
