//! The text files of the repository, without what building and tools leave behind.

use std::fs;
use std::path::Path;

/// A text file: its path from the root, with forward slashes, and its content.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// What is made, not written. In a worktree `.git` is a file.
const MADE: [&str; 7] = [
    ".git",
    "target",
    "node_modules",
    "__pycache__",
    ".venv",
    // Of fuzzing.
    "artifacts",
    "corpus",
];

/// All text files, in order of their paths.
pub(crate) fn files() -> Vec<File> {
    let mut files = Vec::new();
    collect(Path::new(env!("CARGO_MANIFEST_DIR")), "", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(
        files.len() > 50,
        "only {} files found: is this the repository?",
        files.len()
    );
    files
}

fn collect(directory: &Path, prefix: &str, files: &mut Vec<File>) {
    let entries =
        fs::read_dir(directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    for entry in entries.map(|entry| entry.expect("a directory entry")) {
        let name = entry.file_name().into_string().expect("a UTF-8 file name");
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().expect("a file type");
        if MADE.contains(&name.as_str()) {
            continue;
        }
        if kind.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else if kind.is_file() {
            // Not UTF-8: a snapshot or a picture.
            if let Ok(text) = fs::read_to_string(entry.path()) {
                files.push(File { path, text });
            }
        }
    }
}
