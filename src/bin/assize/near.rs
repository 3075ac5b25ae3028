//! The known names that a mistyped one may mean.

/// How many names are offered.
const MOST: usize = 3;

/// Help for an unknown name: near ones, or else what to do.
pub(crate) fn help<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    help_by(word, known, |name| name, otherwise)
}

/// The same where only a part of each name is what the word stands for.
pub(crate) fn help_by<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    part: impl Fn(&'a str) -> &'a str,
    otherwise: &str,
) -> String {
    let word = word.to_lowercase();
    let limit = word.chars().count() / 3 + 1;
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let known = part(name).to_lowercase();
            let edits = strsim::osa_distance(&word, &known);
            let contained = word.len() > 2 && known.contains(&word);
            (contained || edits <= limit).then_some((edits, name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.truncate(MOST);
    if near.is_empty() {
        return otherwise.to_owned();
    }
    let names: Vec<String> = near.iter().map(|(_, name)| format!("`{name}`")).collect();
    format!("did you mean {}?", names.join(" or "))
}

#[cfg(test)]
mod tests {
    use super::{help, help_by};

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

    #[test]
    fn a_part_of_a_name_is_enough() {
        let last = |name: &'static str| name.rsplit(':').next().unwrap_or(name);
        let help = help_by("opem", ["arn:db:open", "arn:db:closed"], last, "-");
        assert_eq!(help, "did you mean `arn:db:open`?");
    }
}
