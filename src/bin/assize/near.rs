//! The known names that a mistyped one may mean.

/// How many names are offered.
const MOST: usize = 3;

/// Help for an unknown name: near ones, or else what to do.
pub(crate) fn help<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    let near = near(word, known);
    match near.as_slice() {
        [] => otherwise.to_owned(),
        names => format!("did you mean {}?", names.join(" or ")),
    }
}

/// The nearest names, those first that need the fewest edits.
fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let word = word.to_lowercase();
    let limit = word.chars().count() / 3 + 1;
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let edits = strsim::osa_distance(&word, &lower);
            let part = word.len() > 2 && lower.contains(&word);
            (part || edits <= limit).then_some((edits, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.truncate(MOST);
    near.iter().map(|(_, name)| format!("`{name}`")).collect()
}

#[cfg(test)]
mod tests {
    use super::help;

    #[test]
    fn near_names_are_offered() {
        let known = ["rds-multi-az", "rds-iam-auth", "vpc-dns-attributes"];
        assert_eq!(
            help("rds-mutli-az", known, "-"),
            "did you mean `rds-multi-az`?"
        );
        assert_eq!(
            help("dns", known, "-"),
            "did you mean `vpc-dns-attributes`?"
        );
        assert_eq!(help("nothing-like-it", known, "-"), "-");
    }
}
