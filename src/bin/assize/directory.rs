//! A directory of snapshots, one for each account and region: what several machines fill together, and
//! what a collection that was stopped goes on with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assize::model::coverage::CoverageEntry;
use assize::model::id::{AccountId, Region, Scope};
use assize::snapshot::Snapshot;

use crate::end::Failure;
use crate::files::{self, Readers};
use crate::snapshots;

/// How the snapshot of an account and region is called in its directory.
const NAME: &str = "snapshot.assize";

/// A directory laid out `account=.../region=.../snapshot.assize`.
pub(crate) struct Directory {
    path: PathBuf,
}

impl Directory {
    /// The directory that a path means; nothing if it means a file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let text = path.to_string_lossy();
        let is_directory = path.is_dir() || text.ends_with(std::path::is_separator);
        is_directory.then(|| Directory {
            path: path.to_owned(),
        })
    }

    /// Makes it, and sees that it can be written.
    pub(crate) fn prepare(&self) -> Result<(), Failure> {
        files::make_directory(&self.path)?;
        files::probe(&self.path.join(NAME))
    }

    /// Sees that nothing of another collection is in it, which would be read as part of this one.
    pub(crate) fn expect_empty(&self) -> Result<(), Failure> {
        if snapshots::below(&self.path)?.is_empty() {
            return Ok(());
        }
        let shown = self.path.display();
        Err(Failure::Usage(format!(
            "the directory `{shown}` holds snapshots of another collection; go on with it by \
             `--resume`, or name an empty directory"
        )))
    }

    /// What of a collection is finished, with what became of its calls. What cannot be read, or was
    /// written by another version, is not.
    pub(crate) fn finished(
        &self,
        is_finished: impl Fn(&Snapshot) -> bool,
    ) -> Result<BTreeMap<Scope, Vec<CoverageEntry>>, Failure> {
        let mut finished = BTreeMap::new();
        for path in snapshots::below(&self.path)? {
            let Ok(snapshot) = snapshots::read(&[path]) else {
                continue;
            };
            let version = snapshot.header.tool_version == env!("CARGO_PKG_VERSION");
            if let Some(scope) = scope_of(&snapshot)
                && version
                && is_finished(&snapshot)
            {
                finished.insert(scope, snapshot.coverage);
            }
        }
        Ok(finished)
    }

    /// Keeps the snapshot of an account and region, in place of an older one.
    pub(crate) fn keep(&self, scope: &Scope, snapshot: &Snapshot) -> Result<(), Failure> {
        let Scope { account, region } = scope;
        let directory = self.path.join(format!("account={account}/region={region}"));
        files::make_directory(&directory)?;
        files::write(&directory.join(NAME), Readers::Owner, |file| {
            snapshot.write(file).map(drop)
        })
    }
}

/// The one account and region that a snapshot is about.
fn scope_of(snapshot: &Snapshot) -> Option<Scope> {
    let (accounts, regions) = (&snapshot.header.accounts, &snapshot.header.regions);
    let (account, region): (&AccountId, Region) = match (accounts.as_slice(), regions.as_slice()) {
        ([account], []) => (account, Region::global()),
        ([account], [region]) => (account, region.clone()),
        _ => return None,
    };
    Some(Scope {
        account: account.clone(),
        region,
    })
}
