//! Patterns for ARNs and names: `*` is any text, `?` any one character, all else is itself.

/// Whether a text as a whole has the shape of a pattern.
///
/// `*` crosses `:` and `/`, as in the policies of AWS. Time grows with the product of the lengths
/// at most: after a mismatch only the last `*` takes one character more.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.chars(), text.chars());
    // Where to go on after a mismatch: behind the last `*`, and behind the text that it took.
    let mut retry = None;
    loop {
        let text_here = text.clone();
        match (pattern.next(), text.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                text = text_here;
                retry = Some((pattern.clone(), text.clone()));
            }
            (Some('?'), Some(_)) => {}
            (Some(wanted), Some(found)) if wanted == found => {}
            _ => {
                let Some((behind_star, taken)) = &mut retry else {
                    return false;
                };
                if taken.next().is_none() {
                    return false;
                }
                (pattern, text) = (behind_star.clone(), taken.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_pattern_matches_the_whole_text() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("**", "abc"),
            ("a?c", "abc"),
            ("?", "é"),
            ("a*c", "abcbc"),
            ("*b*b*", "abb"),
            (
                "arn:aws:rds:*:db:prod-*",
                "arn:aws:rds:eu-west-1:123456789012:db:prod-a/b",
            ),
            ("*-prod", "a-prod-b-prod"),
        ] {
            assert!(matches(pattern, text), "{pattern} should match {text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_no_match() {
        for (pattern, text) in [
            ("", "a"),
            ("a", ""),
            ("?", ""),
            ("a?", "a"),
            ("a*c", "abcd"),
            ("A", "a"),
            ("[a]", "a"),
            ("*b*b*", "ab"),
            ("db:prod-*", "arn:aws:rds:eu-west-1:123456789012:db:prod-a"),
        ] {
            assert!(!matches(pattern, text), "{pattern} should not match {text}");
        }
    }

    #[test]
    fn many_stars_do_not_take_for_ever() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!matches(&pattern, &"a".repeat(20_000)));
    }
}
