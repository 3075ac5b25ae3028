//! Makes one sorted snapshot of parts: of what a collector was told, or of several snapshots.

use std::cmp::Ordering;
use std::io::Read;

use sha2::{Digest, Sha256};

use super::line::{coverage_key, hex, key};
use super::unify::{join, unify};
use super::{FORMAT, Header, Snapshot, SnapshotError};
use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::id::Text;
use crate::model::kinds::KINDS;
use crate::model::resource::Resource;

/// The version of every collector, until one of them changes.
const COLLECTOR: u32 = 1;

impl Snapshot {
    /// A snapshot of what one scan was told, in any order.
    ///
    /// The format, the kinds and, if none are named, the operations of the header are filled in. A
    /// resource that was told twice is one resource: the first view, its missing facts from the others.
    /// So is one of which several calls told parts, such as the account.
    pub fn assemble(
        mut header: Header,
        coverage: Vec<CoverageEntry>,
        resources: Vec<Resource>,
    ) -> Self {
        header.format = FORMAT;
        header.kinds = KINDS
            .iter()
            .map(|kind| (Text::from(kind.name), kind.version))
            .collect();
        if header.operations.is_empty() {
            let asked = coverage.iter().map(|entry| entry.operation.clone());
            header.operations = asked.map(|operation| (operation, COLLECTOR)).collect();
        }
        normalize(&mut header);
        Snapshot {
            header,
            coverage: merged_coverage(coverage),
            resources: merged_resources(resources, join),
            digest: String::new(),
        }
    }

    /// Several snapshots as one, such as those of many accounts and regions. The order in which they
    /// are given does not matter.
    ///
    /// A resource that two accounts see is one resource: the view of its owner, with the facts that
    /// it lacks filled from the others.
    pub fn merge(snapshots: Vec<Snapshot>) -> Self {
        let mut snapshots = snapshots;
        snapshots.sort_by(|a, b| merge_key(a).cmp(&merge_key(b)));
        // A copy tells nothing new, and its calls were not made twice.
        snapshots.dedup_by(|copy, first| !copy.digest.is_empty() && copy.digest == first.digest);
        let Some(header) = merged_header(&snapshots) else {
            return Snapshot::default();
        };
        if let [_] = snapshots.as_slice() {
            return snapshots.swap_remove(0);
        }
        let mut coverage = Vec::new();
        let (mut own, mut foreign) = (Vec::new(), Vec::new());
        let digest = merged_digest(&snapshots);
        for snapshot in snapshots {
            coverage.extend(snapshot.coverage);
            let accounts = snapshot.header.accounts;
            for resource in snapshot.resources {
                if accounts.contains(&resource.account) {
                    own.push(resource);
                } else {
                    foreign.push(resource);
                }
            }
        }
        own.append(&mut foreign);
        Snapshot {
            header,
            coverage: merged_coverage(coverage),
            resources: merged_resources(own, unify),
            digest,
        }
    }

    /// Reads several files, given with their names, as one snapshot. This is how a directory laid
    /// out `account=.../region=.../*.assize` is read.
    ///
    /// # Errors
    /// The first file that is not a snapshot.
    pub fn read_all<R: Read>(
        files: impl IntoIterator<Item = (String, R)>,
    ) -> Result<Self, SnapshotError> {
        let read = |(name, file): (String, R)| Snapshot::read(file, &name);
        let snapshots = files.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Snapshot::merge(snapshots))
    }
}

/// An order of snapshots that says nothing but is the same however they were given.
fn merge_key(snapshot: &Snapshot) -> impl Ord + '_ {
    let Header {
        accounts,
        regions,
        started,
        ended,
        ..
    } = &snapshot.header;
    (accounts, regions, started, ended, &snapshot.digest)
}

/// The SHA-256 of the digests of all parts, sorted, a line each; empty if a part has none.
fn merged_digest(snapshots: &[Snapshot]) -> String {
    let mut digests: Vec<&str> = snapshots.iter().map(|part| part.digest.as_str()).collect();
    digests.sort_unstable();
    if digests.first().is_none_or(|digest| digest.is_empty()) {
        return String::new();
    }
    let mut hash = Sha256::new();
    for digest in digests {
        hash.update(digest);
        hash.update("\n");
    }
    hex(hash.finalize())
}

fn merged_header(snapshots: &[Snapshot]) -> Option<Header> {
    let mut headers = snapshots.iter().map(|snapshot| &snapshot.header);
    let mut merged = headers.next()?.clone();
    for header in headers {
        // The lower version is what all of them can be read by.
        for (all, these) in [
            (&mut merged.kinds, &header.kinds),
            (&mut merged.operations, &header.operations),
        ] {
            for (name, &version) in these {
                let lowest = all.entry(name.clone()).or_insert(version);
                *lowest = version.min(*lowest);
            }
        }
        merged.accounts.extend_from_slice(&header.accounts);
        merged.regions.extend_from_slice(&header.regions);
        if by_time(&header.started, &merged.started).is_lt() {
            merged.started = header.started.clone();
        }
        if by_time(&header.ended, &merged.ended).is_gt() {
            merged.ended = header.ended.clone();
        }
        if !merged
            .tool_version
            .split(", ")
            .any(|version| version == header.tool_version)
        {
            merged.tool_version = format!("{}, {}", merged.tool_version, header.tool_version);
        }
    }
    normalize(&mut merged);
    Some(merged)
}

fn normalize(header: &mut Header) {
    header.accounts.sort_unstable();
    header.accounts.dedup();
    header.regions.sort_unstable();
    header.regions.dedup();
}

/// RFC 3339 by time where both are, by letter otherwise.
fn by_time(one: &str, other: &str) -> Ordering {
    match (
        one.parse::<jiff::Timestamp>(),
        other.parse::<jiff::Timestamp>(),
    ) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => one.cmp(other),
    }
}

/// One entry for each call, account and region.
fn merged_coverage(mut coverage: Vec<CoverageEntry>) -> Vec<CoverageEntry> {
    coverage.sort_unstable();
    let mut merged: Vec<CoverageEntry> = Vec::with_capacity(coverage.len());
    for entry in coverage {
        match merged.last_mut() {
            Some(last) if coverage_key(last) == coverage_key(&entry) => add(last, entry),
            _ => merged.push(entry),
        }
    }
    merged
}

/// Adds a second answer. Only if both are complete the sum is: what one of them was not told may be
/// what the other did not ask.
fn add(first: &mut CoverageEntry, second: CoverageEntry) {
    if first.status != second.status {
        first.status = Completeness::Partial;
    }
    if by_time(&second.time, &first.time).is_gt() {
        first.time = second.time;
    }
    first.pages += second.pages;
    first.items += second.items;
    if first.gap.is_none() {
        (first.gap, first.class) = (second.gap, second.class);
    }
}

/// Sorted, each once. Of two views the first counts, and the second fills what it lacks.
fn merged_resources(
    mut resources: Vec<Resource>,
    unify: impl Fn(&mut Resource, &Resource),
) -> Vec<Resource> {
    // Stable, so that the views of one resource stay in the order of their rank.
    resources.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut merged: Vec<Resource> = Vec::with_capacity(resources.len());
    for resource in resources {
        match merged.last_mut() {
            Some(last) if key(last) == key(&resource) => unify(last, &resource),
            _ => merged.push(resource),
        }
    }
    merged
}
