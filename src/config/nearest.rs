//! The known name that a mistyped one most likely means.

/// Help for an unknown name: the nearest of the known ones, else all of them.
pub(super) fn did_you_mean<'a>(
    word: &str,
    what: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let limit = word.chars().count() / 3 + 1;
    let nearest = known
        .iter()
        .map(|name| (strsim::osa_distance(word, name), *name))
        .filter(|(distance, _)| *distance <= limit)
        .min();
    match nearest {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => format!("{what}: {}", known.join(", ")),
    }
}
