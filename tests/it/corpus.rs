//! The corpus of modules that must load or must be refused.

use std::fs;
use std::path::{Path, PathBuf};

use assize::rules::metadata::{Metadata, Origin};
use assize::rules::problem::Problem;
use assize::rules::source::Source;
use assize::rules::vet;

/// A rule and the libraries beside it.
pub(crate) struct Case {
    /// The files: the rule first, each with its path from the root of the repository.
    pub files: Vec<(String, String)>,
}

/// Where and why a module must be refused: `# expect: [FILE:]LINE: MESSAGE` on its first line.
pub(crate) struct Expected {
    /// The file, without its folder.
    pub file: String,
    /// The line.
    pub line: u32,
    /// A part of the message or the help.
    pub message: String,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The cases of a folder: each file is one, and each folder, but those named in `except`.
pub(crate) fn cases(folder: &str, except: &[&str]) -> Vec<Case> {
    let mut cases = Vec::new();
    for path in list(&root().join(folder)) {
        let name = name(&path);
        if path.is_dir() && !except.contains(&name.as_str()) {
            let rule = format!("{name}.rego");
            let mut files = list(&path);
            files.sort_by_key(|path| path.file_name().is_none_or(|name| name != rule.as_str()));
            cases.push(Case {
                files: files.iter().map(|path| read(path)).collect(),
            });
        } else if path.is_file() {
            cases.push(Case {
                files: vec![read(&path)],
            });
        }
    }
    assert!(!cases.is_empty(), "{folder} holds no cases");
    cases
}

impl Case {
    /// The path of the rule.
    pub(crate) fn path(&self) -> &str {
        &self.files[0].0
    }

    /// Loads the rule with its libraries.
    pub(crate) fn vet(&self) -> Result<Metadata, Vec<Problem>> {
        let sources: Vec<Source<'_>> = self
            .files
            .iter()
            .map(|(file, text)| Source { file, text })
            .collect();
        vet(sources[0], Origin::User, &sources[1..])
    }

    /// What the rule says about its refusal.
    pub(crate) fn expected(&self) -> Expected {
        let (path, text) = &self.files[0];
        let line = text.lines().next().unwrap_or_default();
        let expected = line.strip_prefix("# expect: ").and_then(|rest| {
            let (place, message) = rest.split_once(": ")?;
            let (file, line) = place.rsplit_once(':').unwrap_or(("", place));
            let own = path.rsplit('/').next().unwrap_or_default();
            Some(Expected {
                file: if file.is_empty() { own } else { file }.to_owned(),
                line: line.parse().ok()?,
                message: message.to_owned(),
            })
        });
        expected.unwrap_or_else(|| panic!("{path} does not begin with `# expect: LINE: MESSAGE`"))
    }
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> (String, String) {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let short = path.strip_prefix(root()).unwrap_or(path);
    (short.to_string_lossy().into_owned(), text)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
