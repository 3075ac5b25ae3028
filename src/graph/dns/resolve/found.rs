//! What a query finds: addresses, the way to them, and why there may be others.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use crate::model::datum::Source;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::resolution::{NameAnswer, NameSpace};

use crate::graph::node::NodeId;

/// What a query finds.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Found {
    /// What is answered.
    pub(in crate::graph) answer: NameAnswer,
    /// The addresses, each with the interfaces that are known to hold it.
    pub(in crate::graph) addresses: BTreeMap<IpAddr, BTreeSet<NodeId>>,
    /// The way.
    pub(in crate::graph) steps: Vec<Step>,
    /// The zone or rule that decided about the first name, and the zones that it shadowed.
    pub(in crate::graph) decided: Option<Decided>,
    /// Why the answer may be another one.
    pub(in crate::graph) gaps: BTreeSet<Gap>,
}

/// One step of the way.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Step {
    /// The name that was asked for.
    pub(in crate::graph) name: String,
    /// What answered.
    pub(in crate::graph) kind: &'static str,
    /// Its id.
    pub(in crate::graph) id: Text,
    /// The facts that say so.
    pub(in crate::graph) by: Vec<Source>,
}

/// What decided about a name.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Decided {
    /// The zone or rule.
    pub(in crate::graph) by: NameSpace,
    /// Zones that hold the name as well.
    pub(in crate::graph) shadowed: Vec<NameSpace>,
}

impl Found {
    /// An answer without addresses.
    pub(super) fn of(answer: NameAnswer) -> Self {
        Found {
            answer,
            addresses: BTreeMap::new(),
            steps: Vec::new(),
            decided: None,
            gaps: BTreeSet::new(),
        }
    }

    /// Nobody can tell.
    pub(super) fn unknown(gap: Gap) -> Self {
        let mut found = Found::of(NameAnswer::Unknown);
        found.gaps.insert(gap);
        found
    }

    /// Addresses that some interfaces hold.
    pub(super) fn holding(addresses: impl IntoIterator<Item = (IpAddr, Option<NodeId>)>) -> Self {
        let mut found = Found::of(NameAnswer::NoData);
        for (address, interface) in addresses {
            let holders = found.addresses.entry(address).or_default();
            holders.extend(interface);
        }
        if !found.addresses.is_empty() {
            found.answer = NameAnswer::Addresses;
        }
        found
    }

    /// The same with a step before the others.
    pub(super) fn after(mut self, step: Step) -> Self {
        self.steps.insert(0, step);
        self
    }

    /// The same with a reason why it may be otherwise; without addresses nobody can tell then.
    pub(super) fn perhaps(mut self, gap: Option<Gap>) -> Self {
        if let Some(gap) = gap {
            self.gaps.insert(gap);
            if self.answer == NameAnswer::NoData || self.answer == NameAnswer::NoSuchName {
                self.answer = NameAnswer::Unknown;
            }
        }
        self
    }

    /// The same, of which nothing is certain.
    pub(super) fn doubted(mut self, gap: Option<Gap>) -> Self {
        if let Some(gap) = gap {
            self.answer = NameAnswer::Unknown;
            self.addresses.clear();
            self.gaps.insert(gap);
        }
        self
    }

    /// Either of two answers: of a routing policy, or of two types of record.
    pub(super) fn or(mut self, other: Found) -> Self {
        self.answer = self.answer.max(other.answer);
        for (address, interfaces) in other.addresses {
            self.addresses
                .entry(address)
                .or_default()
                .extend(interfaces);
        }
        for step in other.steps {
            self.step(step);
        }
        self.decided = self.decided.or(other.decided);
        self.gaps.extend(other.gaps);
        self
    }

    /// Adds a step; what is said twice is said once.
    fn step(&mut self, step: Step) {
        let is_same =
            |one: &&mut Step| one.name == step.name && one.kind == step.kind && one.id == step.id;
        match self.steps.iter_mut().find(is_same) {
            None => self.steps.push(step),
            Some(known) => {
                let more = step.by.into_iter();
                let more: Vec<Source> = more
                    .filter(|one| !known.by.iter().any(|own| is_same_source(own, one)))
                    .collect();
                known.by.extend(more);
            }
        }
    }
}

fn is_same_source(one: &Source, other: &Source) -> bool {
    one.resource == other.resource && one.path == other.path
}
