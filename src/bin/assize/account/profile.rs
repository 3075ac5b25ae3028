//! What the calls of a run took, as a table.

use assize::collect::{Profile, Spent};

/// A line for each operation, the one that took longest first, and one for all.
pub(super) fn table(profile: &Profile) -> String {
    let mut operations: Vec<(&str, Spent)> = profile.operations().collect();
    operations.sort_by(|(a, one), (b, other)| other.took.cmp(&one.took).then(a.cmp(b)));
    operations.push(("all", profile.total()));
    let width = operations
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or(0);
    let line = |(name, spent): &(&str, Spent)| {
        format!(
            "\n  {name:width$} {:7} {:7} {:8.2} s {:8.2} s",
            spent.calls,
            spent.retries,
            spent.waited.as_secs_f64(),
            spent.took.as_secs_f64()
        )
    };
    let lines: String = operations.iter().map(line).collect();
    format!(
        "what the calls took\n  {:width$} {:>7} {:>7} {:>10} {:>10}{lines}",
        "operation", "calls", "retries", "waited", "took"
    )
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn nothing_called_is_nothing_spent() {
        let table = table(&Default::default());
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 3, "{table}");
        assert_eq!(
            lines[2].split_whitespace().collect::<Vec<_>>()[..3],
            ["all", "0", "0"]
        );
    }
}
