//! Snapshots: one file, several, or directories of them, read as one.

use std::path::{Path, PathBuf};

use assize::snapshot::Snapshot;

use crate::end::Failure;
use crate::files;

/// How the file of a snapshot is called.
const EXTENSION: &str = ".assize";

/// Reads files, and directories with all below them, as one snapshot.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Snapshot, Failure> {
    read_files(&files(paths)?)
}

/// The files that paths mean: of a directory all below it.
pub(crate) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(in_directory(path)?);
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// Reads files as one snapshot.
pub(crate) fn read_files(files: &[PathBuf]) -> Result<Snapshot, Failure> {
    let snapshots = files.iter().map(|path| read_one(path));
    Ok(Snapshot::merge(snapshots.collect::<Result<_, _>>()?))
}

fn read_one(path: &Path) -> Result<Snapshot, Failure> {
    let file = files::open(path, "the snapshot")?;
    let name = path.display().to_string();
    Snapshot::read(file, &name).map_err(|error| Failure::usage(error.to_string()))
}

/// The files of snapshots in a directory and in those below it.
pub(crate) fn below(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let wanted = |name: &str| name.ends_with(EXTENSION);
    files::find(path, "the snapshots in", &wanted)
}

fn in_directory(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let files = below(path)?;
    if files.is_empty() {
        let shown = path.display();
        return Err(Failure::Usage(format!(
            "the directory `{shown}` holds no snapshot (`*{EXTENSION}`); `assize collect -o FILE` \
             writes one"
        )));
    }
    Ok(files)
}
