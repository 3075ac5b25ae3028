//! Why a snapshot is refused: which file, which line, what is wrong with it, and what to do.

use std::fmt;
use std::io;

/// A snapshot that cannot be read.
#[derive(Debug)]
pub struct SnapshotError {
    /// The name of the file, as the caller gave it.
    pub file: String,
    /// The line of the uncompressed text, from 1; 0 where no line is to blame.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a snapshot.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is some other file.
    #[error("it does not begin as a zstd file does, so it is not a snapshot")]
    NotZstd,
    /// It is zstd, but not ours.
    #[error("its first line is no header `{{\"assize\": ...}}`, so it is not a snapshot")]
    NoHeader,
    /// The header is ours and says what no version of the format allows.
    #[error("the header is wrong: {0}")]
    Header(String),
    /// It was written by a newer assize.
    #[error("its format has version {found}, and this assize reads versions up to {known}")]
    NewerFormat {
        /// What the header says.
        found: u32,
        /// What we know.
        known: u32,
    },
    /// It was written by an assize that knows more of a kind of resource.
    #[error(
        "its `{kind}` have attributes of version {found}, and this assize reads versions up to {known}"
    )]
    NewerKind {
        /// The kind.
        kind: String,
        /// What the header says.
        found: u32,
        /// What we know; 0 if we do not know the kind.
        known: u32,
    },
    /// The end is missing.
    #[error("it is cut off: it ends before its trailer `{{\"end\": ...}}`")]
    CutOff,
    /// It cannot be uncompressed.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// The lines are not those that were written.
    #[error(
        "it was changed after it was written: its trailer says SHA-256 {said}, its lines have {found}"
    )]
    Changed {
        /// What the trailer says.
        said: String,
        /// What the lines have.
        found: String,
    },
    /// The trailer counted other lines.
    #[error("its trailer says {said} {what} lines, and it has {found}")]
    Count {
        /// `coverage` or `resource`.
        what: &'static str,
        /// What the trailer says.
        said: usize,
        /// How many there are.
        found: usize,
    },
    /// Something follows the end.
    #[error("bytes follow its trailer")]
    AfterEnd,
    /// Two lines in the wrong order.
    #[error("`{this}` stands after `{before}`, but lines are sorted")]
    Unsorted {
        /// The line before.
        before: String,
        /// This line.
        this: String,
    },
    /// The same thing twice.
    #[error("`{0}` occurs twice")]
    Twice(String),
    /// A line that is none of ours, or stands where it must not.
    #[error("this is no line of a snapshot: {0}")]
    Line(String),
    /// A line without an end within reason.
    #[error("the line is longer than {0} MiB")]
    LongLine(usize),
    /// A kind that this version does not have.
    #[error("`{arn}` is of the unknown kind `{kind}`")]
    UnknownKind {
        /// The kind.
        kind: String,
        /// The resource.
        arn: String,
    },
    /// Facts that do not have the shape of their kind.
    #[error("the facts of {kind} `{arn}` do not have the shape of their kind: {why}")]
    Facts {
        /// The kind.
        kind: String,
        /// The resource.
        arn: String,
        /// What does not fit.
        why: String,
    },
    /// The bytes could not be had.
    #[error("reading failed: {0}")]
    Io(io::Error),
}

impl Fault {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Fault::Empty | Fault::NotZstd | Fault::NoHeader => {
                "give a file that `assize collect -o FILE` wrote"
            }
            Fault::NewerFormat { .. } | Fault::NewerKind { .. } => {
                "read it with the version of assize that wrote it, or a newer one"
            }
            Fault::CutOff | Fault::Damaged(_) => {
                "copy it again from where it was written, or collect again"
            }
            Fault::AfterEnd => {
                "take the original; to read several snapshots as one, give their directory, do not join files"
            }
            Fault::Io(_) => "see that the file can be read",
            _ => "take the original, or collect again",
        }
    }

    /// The error with the line that is to blame.
    pub(super) fn at(self, line: usize) -> SnapshotError {
        SnapshotError {
            file: String::new(),
            line,
            fault: self,
        }
    }

    /// What a failed read of the uncompressed text means.
    pub(super) fn of_read(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Fault::CutOff
        } else if error.raw_os_error().is_some() {
            Fault::Io(error)
        } else {
            Fault::Damaged(error.to_string())
        }
    }
}

impl SnapshotError {
    /// The error with the name of the file.
    pub(super) fn of(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SnapshotError { file, line, fault } = self;
        write!(f, "cannot read the snapshot `{file}`")?;
        if *line > 0 {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {fault}; {}", fault.help())
    }
}

impl std::error::Error for SnapshotError {}
