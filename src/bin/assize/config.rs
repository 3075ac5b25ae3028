//! `assize.toml`: finding it, and what it is called in the repository.
#![expect(
    clippy::disallowed_methods,
    reason = "the program knows where it runs, and looks for the file from there"
)]

use std::path::{Path, PathBuf};

use assize::config::{self, FILE_NAME, ValidConfig};

use crate::apart::Apart;
use crate::end::Failure;
use crate::files;

/// Reads the `assize.toml` that is named, or else found; without any, the defaults hold.
pub(crate) fn load(named: Option<&Path>) -> Result<ValidConfig, Failure> {
    let Some(path) = path(named) else {
        return Ok(ValidConfig::default());
    };
    let text = files::read_text(&path, "the configuration")?;
    config::read(&text, &name_in_repository(&path)).map_err(|error| refused(&path, &error.problems))
}

/// Sees that nothing is written in place of the `assize.toml` that is used.
pub(crate) fn keep_apart(named: Option<&Path>, apart: &mut Apart) -> Result<(), Failure> {
    match path(named) {
        Some(path) => apart.read(&path, "the configuration"),
        None => Ok(()),
    }
}

fn path(named: Option<&Path>) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(find)
}

/// The failure for a file that says something wrong.
pub(crate) fn refused(path: &Path, problems: &[impl std::fmt::Display]) -> Failure {
    let headline = format!("`{}` is refused", path.display());
    Failure::usage_of(&headline, problems)
}

/// Looks in the working directory and in those above it, up to the root of a repository.
fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    for directory in here.ancestors() {
        let path = directory.join(FILE_NAME);
        if path.is_file() {
            return Some(path);
        }
        if is_root(directory) {
            return None;
        }
    }
    None
}

/// The path from the root of the repository, with `/`; outside of any, the name of the file.
fn name_in_repository(path: &Path) -> String {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let root = path
        .ancestors()
        .skip(1)
        .find(|directory| is_root(directory));
    let inner = root.and_then(|root| path.strip_prefix(root).ok());
    let name = inner.or_else(|| path.file_name().map(Path::new));
    let parts = name.unwrap_or(Path::new(FILE_NAME)).iter();
    let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// In a worktree `.git` is a file.
fn is_root(directory: &Path) -> bool {
    directory.join(".git").exists()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::name_in_repository;

    #[test]
    fn a_file_is_called_by_its_path_in_the_repository() {
        let place = tempfile::tempdir().expect("a directory");
        let deep = place.path().join("infra/audit");
        fs::create_dir_all(&deep).expect("directories");
        let file = deep.join("assize.toml");
        fs::write(&file, "").expect("a file");
        assert_eq!(name_in_repository(&file), "assize.toml");
        fs::write(place.path().join(".git"), "").expect("a file");
        assert_eq!(name_in_repository(&file), "infra/audit/assize.toml");
    }
}
