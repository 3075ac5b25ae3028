//! The files of a run, kept apart: no output takes the place of what is read, or of another output.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use crate::end::Failure;
use crate::files;

/// What a run reads and writes, by the files that the paths mean, however they are written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Apart {
    taken: BTreeMap<PathBuf, Taken>,
}

/// A file, and what it is for.
#[derive(Debug, Clone)]
struct Taken {
    /// What errors call it.
    name: String,
    is_written: bool,
}

impl Apart {
    /// Nothing but what is written by an option, if it is given.
    pub(crate) fn written(path: Option<&Path>, option: &str) -> Self {
        let taken = path.map(|path| (files::identity(path), by_option(option, path)));
        Apart {
            taken: taken.into_iter().collect(),
        }
    }

    /// Adds a file that is read.
    pub(crate) fn read(&mut self, path: &Path, what: &str) -> Result<(), Failure> {
        let name = format!("{what} `{}`", path.display());
        self.take(
            path,
            Taken {
                name,
                is_written: false,
            },
        )
    }

    /// Adds a file that an option writes.
    pub(crate) fn write(&mut self, path: &Path, option: &str) -> Result<(), Failure> {
        self.take(path, by_option(option, path))
    }

    fn take(&mut self, path: &Path, new: Taken) -> Result<(), Failure> {
        match self.taken.entry(files::identity(path)) {
            Entry::Occupied(old) if old.get().is_written || new.is_written => {
                Err(clash(old.get(), &new))
            }
            Entry::Occupied(_) => Ok(()),
            Entry::Vacant(place) => {
                place.insert(new);
                Ok(())
            }
        }
    }
}

fn by_option(option: &str, path: &Path) -> Taken {
    // `-f json=out.json`, `--snapshot out.assize`
    let between = match option.contains(' ') {
        true => "=",
        false => " ",
    };
    Taken {
        name: format!("`{option}{between}{}`", path.display()),
        is_written: true,
    }
}

fn clash(old: &Taken, new: &Taken) -> Failure {
    let (written, other) = match new.is_written {
        true => (new, old),
        false => (old, new),
    };
    Failure::Usage(match other.is_written {
        true => format!(
            "{} and {} go to the same file; give each a path of its own",
            other.name, written.name
        ),
        false => format!(
            "{} would take the place of {}, which is read; give it a path of its own",
            written.name, other.name
        ),
    })
}
