//! Which records of a zone answer a name: exactly its own, else those of a wildcard, else none.
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html#domain-name-format-asterisk>
//! <https://www.rfc-editor.org/rfc/rfc4592>

use std::collections::{BTreeMap, BTreeSet};

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::route53::{HostedZone, RecordSet};
use crate::model::resource::Resource;

use crate::graph::node::Graph;

use super::super::name::bare;

/// The record sets of a zone by name.
pub(in crate::graph) struct ZoneIndex {
    by_name: BTreeMap<String, Vec<usize>>,
    /// Every name that exists: that of a record, or one above it in the zone.
    existing: BTreeSet<String>,
    /// Why it may have other records.
    more: Option<Gap>,
}

/// What a zone answers to a query of one type.
pub(super) struct Look<'z> {
    /// The answering record sets, by their places.
    pub(super) records: Vec<(usize, &'z RecordSet)>,
    /// Whether the name exists, with whatever type, or a wildcard stands for it.
    pub(super) exists: bool,
    /// Why there may be others.
    pub(super) more: Option<Gap>,
}

impl ZoneIndex {
    pub(super) fn of(graph: &Graph<'_>, resource: &Resource, zone: &HostedZone) -> Self {
        let mut index = ZoneIndex {
            by_name: BTreeMap::new(),
            existing: BTreeSet::new(),
            more: match zone.record_sets.is_missing() {
                true => Some(graph.missing(resource, "record_sets")),
                false => graph.hole(resource, "record_sets"),
            },
        };
        let apex = zone
            .name
            .known()
            .map_or_else(String::new, |name| bare(name));
        index.existing.insert(apex.clone());
        for (place, record) in zone.record_sets.known().into_iter().flatten().enumerate() {
            let (Some(name), Some(_)) = (record.name.known(), record.record_type.known()) else {
                let untold = || graph.missing(resource, "record_sets");
                index.more.get_or_insert_with(untold);
                continue;
            };
            let name = bare(name);
            let mut above = name.as_str();
            while above.len() > apex.len() && index.existing.insert(above.to_owned()) {
                above = above.split_once('.').map_or("", |(_, above)| above);
            }
            index.by_name.entry(name).or_default().push(place);
        }
        index
    }

    /// What answers a query.
    pub(super) fn look<'z>(&self, zone: &'z HostedZone, name: &str, qtype: &str) -> Look<'z> {
        let all = zone.record_sets.known().map_or(&[][..], Vec::as_slice);
        let owner = match self.existing.contains(name) {
            true => Some(name.to_owned()),
            false => self.wildcard(name),
        };
        let places = owner.as_ref().and_then(|owner| self.by_name.get(owner));
        let here = places.into_iter().flatten();
        let here = here.filter_map(|place| Some((*place, all.get(*place)?)));
        let here: Vec<(usize, &RecordSet)> = here.collect();
        let of = |wanted: &str| -> Vec<(usize, &RecordSet)> {
            let own = here.iter().filter(|(_, record)| is_type(record, wanted));
            own.copied().collect()
        };
        let records = match of(qtype) {
            own if own.is_empty() => of("CNAME"),
            own => own,
        };
        // A set that is not one of a routing policy is the only one of its name and type.
        let whole = records.len() == 1 && records.iter().all(|(_, one)| is_simple(one));
        let is_exact = owner.as_deref() == Some(name);
        Look {
            exists: owner.is_some(),
            more: self.more.clone().filter(|_| !(whole && is_exact)),
            records,
        }
    }

    /// The wildcard that stands for a name that does not exist: the one just below the nearest name
    /// above it that does.
    fn wildcard(&self, name: &str) -> Option<String> {
        let mut above = name;
        while let Some((_, next)) = above.split_once('.') {
            above = next;
            if self.existing.contains(above) {
                let wildcard = format!("*.{above}");
                return self.by_name.contains_key(&wildcard).then_some(wildcard);
            }
        }
        None
    }

    /// Whether name servers are written for a name or one above it, below the zone's own.
    pub(super) fn delegates(&self, zone: &HostedZone, name: &str) -> bool {
        let apex = zone
            .name
            .known()
            .map_or_else(String::new, |name| bare(name));
        let all = zone.record_sets.known().map_or(&[][..], Vec::as_slice);
        let mut at = name;
        while at.len() > apex.len() {
            let places = self.by_name.get(at).into_iter().flatten();
            if places
                .filter_map(|place| all.get(*place))
                .any(|one| is_type(one, "NS"))
            {
                return true;
            }
            at = at.split_once('.').map_or("", |(_, above)| above);
        }
        false
    }
}

fn is_type(record: &RecordSet, wanted: &str) -> bool {
    record
        .record_type
        .known()
        .is_some_and(|own: &Text| own == wanted)
}

fn is_simple(record: &RecordSet) -> bool {
    matches!(record.set_identifier, crate::model::fact::Fact::None)
}
