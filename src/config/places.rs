//! Places in `assize.toml`: where a value stands, and where an account or a region is named.

use std::ops::Range;

use super::ValidConfig;
use crate::model::assessment::Place;
use crate::model::id::{AccountId, Region};

/// A place in the file: line and columns from 1, in characters, the last one exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The column after the last.
    pub end_column: usize,
}

impl Default for At {
    /// The beginning of the file.
    fn default() -> Self {
        At {
            line: 1,
            column: 1,
            end_column: 2,
        }
    }
}

impl At {
    /// The place of a range of bytes; of several lines, the first.
    pub(super) fn of(text: &str, span: Range<usize>) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let column = text[line_start..start].chars().count() + 1;
        let first_line = text[start..end].split(['\n', '\r']).next().unwrap_or("");
        At {
            line: text[..start].matches('\n').count() + 1,
            column,
            end_column: column + first_line.chars().count().max(1),
        }
    }
}

/// The nearest boundary of a character at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

impl ValidConfig {
    /// The place that stands for an account and a region: where the account names the region, else
    /// where its entry begins, else the first line.
    pub fn place_of(&self, account: &AccountId, region: &Region) -> Place {
        let entry = self.accounts.get(account);
        let named = entry.and_then(|entry| entry.regions.get(region));
        let at = named.or(entry.map(|entry| &entry.at));
        self.place(at.copied().unwrap_or_default())
    }

    /// A place of this file.
    pub fn place(&self, at: At) -> Place {
        Place {
            path: self.path.clone(),
            line: at.line,
            column: at.column,
            end_column: at.end_column,
        }
    }
}
