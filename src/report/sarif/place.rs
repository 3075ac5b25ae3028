//! Where a finding stands in the repository, as code scanning wants it: a relative URI, and a region
//! that is not empty.

use std::fmt::Write as _;

use crate::model::assessment::Place;

/// A place as it is written to the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Written {
    pub(super) uri: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_column: usize,
}

/// The place that stands for the whole account where there is no better one.
pub(super) const ANCHOR: &str = "assize.toml";

/// The place of a finding; the first line of `assize.toml` if it has none, or one that is outside
/// of the repository, for which GitHub would refuse the whole file.
pub(super) fn written(place: Option<&Place>) -> Written {
    match place.filter(|place| is_inside(&place.path)) {
        Some(place) => {
            let column = place.column.max(1);
            Written {
                uri: uri(&place.path),
                line: place.line.max(1),
                column,
                end_column: place.end_column.max(column + 1),
            }
        }
        None => Written {
            uri: ANCHOR.to_owned(),
            line: 1,
            column: 1,
            end_column: 2,
        },
    }
}

/// Whether a path starts at the root of the repository and stays in it.
pub(super) fn is_inside(path: &str) -> bool {
    !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// A path as a relative URI: everything but the unreserved characters is encoded, `:` too, which
/// would make a scheme of what is before it.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{Written, written};
    use crate::model::assessment::Place;

    fn at(path: &str, line: usize, column: usize, end_column: usize) -> Written {
        written(Some(&Place {
            path: path.to_owned(),
            line,
            column,
            end_column,
        }))
    }

    #[test]
    fn paths_become_relative_uris() {
        for (path, uri) in [
            ("assize.toml", "assize.toml"),
            ("infra/live/main.tf", "infra/live/main.tf"),
            ("a b/c:d#e?f%.tf", "a%20b/c%3Ad%23e%3Ff%25.tf"),
            ("ネット.tf", "%E3%83%8D%E3%83%83%E3%83%88.tf"),
            ("a\\b", "a%5Cb"),
        ] {
            assert_eq!(at(path, 1, 1, 2).uri, uri);
        }
    }

    #[test]
    fn what_is_outside_stands_in_the_configuration() {
        for path in ["", "/etc/assize.toml", "../x", "a/../../x", "a//b", "./a"] {
            let place = at(path, 7, 7, 7);
            assert_eq!(
                (place.uri.as_str(), place.line),
                ("assize.toml", 1),
                "{path}"
            );
        }
        assert_eq!(written(None), at("assize.toml", 1, 1, 2));
    }

    #[test]
    fn regions_are_not_empty() {
        let place = at("a", 0, 0, 0);
        assert_eq!((place.line, place.column, place.end_column), (1, 1, 2));
        let place = at("a", 3, 9, 4);
        assert_eq!((place.column, place.end_column), (9, 10));
    }
}
