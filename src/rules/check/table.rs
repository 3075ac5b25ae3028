//! The builtins that a policy may call: those that OPA and regorus both have, and ours.
//!
//! `builtins.txt` is generated: a test compares it with regorus, another with OPA.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is known of a builtin.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// It may be called with arguments of these kinds.
    Takes(Vec<&'static str>),
    /// It must not be called, and why.
    Refused(&'static str),
}

static TABLE: LazyLock<BTreeMap<&str, Entry>> = LazyLock::new(|| {
    let lines = include_str!("builtins.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(entry)
        .collect()
});

fn entry(line: &'static str) -> Option<(&'static str, Entry)> {
    if let Some((name, why)) = line.split_once(" refused: ") {
        return Some((name, Entry::Refused(why)));
    }
    let mut words = line.split(' ');
    let name = words.next().filter(|name| !name.is_empty())?;
    Some((name, Entry::Takes(words.collect())))
}

/// The builtin of this name.
pub(super) fn find(name: &str) -> Option<&'static Entry> {
    TABLE.get(name)
}

/// The names of the builtins that may be called.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let allowed = TABLE
        .iter()
        .filter(|(_, entry)| matches!(entry, Entry::Takes(_)));
    allowed.map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use regorus::unstable::BUILTINS;

    use super::{Entry, TABLE};

    #[test]
    fn the_table_is_what_regorus_has_and_what_we_add() {
        let ours = [
            "net.cidr_contains_matches",
            "net.cidr_intersects",
            "net.cidr_merge",
        ];
        for (name, entry) in TABLE.iter() {
            match (entry, BUILTINS.get(name)) {
                (Entry::Takes(kinds), Some((_, takes))) => {
                    assert_eq!(kinds.len(), usize::from(*takes), "{name}");
                }
                (Entry::Takes(_), None) => assert!(ours.contains(name), "{name}"),
                (Entry::Refused(_), _) => {}
            }
        }
        let lacking = BUILTINS.keys().filter(|name| !TABLE.contains_key(*name));
        assert_eq!(lacking.collect::<Vec<_>>(), Vec::<&&str>::new());
    }
}
