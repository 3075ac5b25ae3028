//! Files: read with a reason why not, and written whole or not at all.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where the program reads and writes files"
)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::end::Failure;

/// How many links are followed from one to the next.
const MOST_LINKS: usize = 40;

/// Who may read a file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Whoever the system lets.
    Usual,
    /// The owner alone: a snapshot tells an attacker where to begin.
    Owner,
}

/// Opens a file for reading; `what` names it in errors.
pub(crate) fn open(path: &Path, what: &str) -> Result<File, Failure> {
    File::open(path).map_err(|error| unreadable(path, what, &error))
}

/// Reads a text; `what` names it in errors.
pub(crate) fn read_text(path: &Path, what: &str) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| unreadable(path, what, &error))
}

/// All files under a directory whose name passes, sorted by path. What begins with a dot is left
/// out, and a link to a directory is not followed, so that there is an end.
pub(crate) fn find(
    directory: &Path,
    what: &str,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let failed = |error: &io::Error| unreadable(directory, what, error);
    for entry in fs::read_dir(directory).map_err(|error| failed(&error))? {
        let entry = entry.map_err(|error| failed(&error))?;
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type().map_err(|error| failed(&error))?.is_dir() {
            found.extend(find(&path, what, wanted)?);
        } else if wanted(&name) && !path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Sees that a file can be written, before the work for it begins.
pub(crate) fn probe(path: &Path) -> Result<(), Failure> {
    match Target::of(path) {
        Target::Open(path) => OpenOptions::new().append(true).open(path).map(drop),
        Target::Replace(path) if path.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Target::Replace(path) => Beside::create(&path, Readers::Owner).map(drop),
    }
    .map_err(|error| Failure::Usage(unwritable(path, &error)))
}

/// Writes a file under another name beside its own, and gives it its name once it is whole.
pub(crate) fn write(
    path: &Path,
    readers: Readers,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), Failure> {
    match Target::of(path) {
        Target::Open(path) => OpenOptions::new()
            .append(true)
            .open(path)
            .and_then(|mut file| fill(&mut file).and_then(|()| file.flush())),
        Target::Replace(path) => Beside::create(&path, readers).and_then(|mut beside| {
            fill(&mut beside.file)?;
            beside.file.sync_all()?;
            beside.rename(&path)
        }),
    }
    .map_err(|error| Failure::Failed(unwritable(path, &error)))
}

/// What a path means, however it is written; nothing need be there yet.
pub(crate) fn identity(path: &Path) -> PathBuf {
    // Several outputs may go to one device or pipe: `/dev/stdout` and `/dev/stderr` are a terminal.
    if let Target::Open(_) = Target::of(path) {
        return path.to_owned();
    }
    let mut path = path.to_owned();
    // A link that leads to nothing leads to what another output will put there.
    for _ in 0..MOST_LINKS {
        match (fs::canonicalize(&path), fs::read_link(&path)) {
            (Ok(there), _) => return there,
            (Err(_), Ok(to)) => path = directory_of(&path).join(to),
            (Err(_), Err(_)) => break,
        }
    }
    match (fs::canonicalize(directory_of(&path)), path.file_name()) {
        (Ok(directory), Some(name)) => directory.join(name),
        _ => path,
    }
}

fn directory_of(path: &Path) -> &Path {
    let directory = path.parent();
    directory
        .filter(|directory| !directory.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Makes a directory and those above it.
pub(crate) fn make_directory(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| {
        let shown = path.display();
        Failure::Usage(format!(
            "cannot make the directory `{shown}`: {error}; name one that can be made"
        ))
    })
}

/// How a file is written.
enum Target {
    /// A device or a pipe: written to, because a file in its place would end it.
    Open(PathBuf),
    /// A file, there or not; of a link, the file that it leads to.
    Replace(PathBuf),
}

impl Target {
    fn of(path: &Path) -> Self {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(there) if !there.is_file() && !there.is_dir() => Target::Open(path),
            _ => Target::Replace(path),
        }
    }
}

/// A file beside another, gone when it is dropped unless it was renamed.
struct Beside {
    path: PathBuf,
    file: File,
}

impl Beside {
    fn create(path: &Path, readers: Readers) -> io::Result<Self> {
        let Some(name) = path.file_name() else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the path ends in no name",
            ));
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        // Another run may be writing the same file, or have died while it did.
        let mut attempt = 0;
        loop {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(format!(".{}-{attempt}.tmp", std::process::id()));
            let path = path.with_file_name(hidden);
            match options.open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {
                    attempt += 1;
                }
                opened => return opened.map(|file| Beside { path, file }),
            }
        }
    }

    fn rename(&self, to: &Path) -> io::Result<()> {
        fs::rename(&self.path, to)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Renamed, or of no use to anybody.
        let _ = fs::remove_file(&self.path);
    }
}

fn unreadable(path: &Path, what: &str, error: &io::Error) -> Failure {
    let help = match error.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "see that you may read it",
        io::ErrorKind::InvalidData => "it is no text in UTF-8: give another file",
        _ => "see that it can be read",
    };
    let shown = path.display();
    Failure::Usage(format!("cannot read {what} `{shown}`: {error}; {help}"))
}

fn unwritable(path: &Path, error: &io::Error) -> String {
    let help = match error.kind() {
        io::ErrorKind::NotFound => "make its directory first",
        io::ErrorKind::NotADirectory => "name a path in a directory",
        io::ErrorKind::IsADirectory => "name a file in it",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "name a path where you may write"
        }
        _ => "name another path",
    };
    format!("cannot write `{}`: {error}; {help}", path.display())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{self, Write as _};
    use std::path::Path;

    use super::{Readers, find, identity, probe, write};

    fn place() -> tempfile::TempDir {
        tempfile::tempdir().expect("a directory")
    }

    fn names(directory: &Path) -> Vec<String> {
        let found = find(directory, "the files in", &|_| true).expect("files");
        let names = found.iter().filter_map(|path| path.file_name());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn what_fails_half_way_leaves_what_was_there() {
        let place = place();
        let path = place.path().join("a");
        fs::write(&path, "old").expect("a file");
        let failed = write(&path, Readers::Usual, |file| {
            file.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        let message = failed.expect_err("a failure").to_string();
        assert!(message.contains("the disk is full"), "{message}");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "old");
        assert_eq!(fs::read_dir(place.path()).expect("entries").count(), 1);
    }

    #[test]
    fn probing_leaves_nothing_behind() {
        let place = place();
        probe(&place.path().join("a")).expect("a path that can be written");
        assert_eq!(fs::read_dir(place.path()).expect("entries").count(), 0);
        probe(&place.path().join("no/a")).expect_err("a directory that is not there");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_the_same_however_its_path_is_written() {
        use std::os::unix::fs::symlink;
        let place = place();
        let at = |path: &str| identity(&place.path().join(path));
        fs::create_dir(place.path().join("deep")).expect("a directory");
        fs::write(place.path().join("there"), "").expect("a file");
        symlink("there", place.path().join("to-there")).expect("a link");
        symlink("new", place.path().join("to-new")).expect("a link");
        symlink("round", place.path().join("round")).expect("a link");
        for (one, other) in [
            ("deep/../there", "there"),
            ("to-there", "there"),
            ("deep/../new", "new"),
            ("deep/../to-new", "new"),
        ] {
            assert_eq!(at(one), at(other), "{one}");
        }
        assert_ne!(at("deep/new"), at("new"));
        assert_eq!(at("round"), at("deep/../round"));
        assert_ne!(
            identity(Path::new("/dev/null")),
            identity(Path::new("/dev/zero"))
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_snapshot_is_for_its_owner_even_in_place_of_a_file_for_all() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let place = place();
        let (path, link) = (place.path().join("a"), place.path().join("link"));
        fs::write(&path, "").expect("a file");
        symlink(&path, &link).expect("a link");
        write(&link, Readers::Owner, |file| file.write_all(b"new")).expect("written");
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn links_to_directories_and_hidden_files_are_not_followed() {
        let place = place();
        fs::create_dir(place.path().join("b")).expect("a directory");
        for name in ["b/c", "a", ".hidden"] {
            fs::write(place.path().join(name), "").expect("a file");
        }
        std::os::unix::fs::symlink(place.path(), place.path().join("b/loop")).expect("a link");
        assert_eq!(names(place.path()), ["a", "c"]);
    }
}
