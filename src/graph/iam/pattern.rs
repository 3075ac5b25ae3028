//! Values of conditions as sets of texts: which one holds another, and what two have in common.

use crate::model::id::Text;

/// A value of a condition: the set of texts that it matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The value as written.
    pub(super) text: Text,
    tokens: Vec<Token>,
}

/// What stands for a wildcard in a text that is taken apart.
pub(super) const MARK: char = '\0';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    /// Any one character.
    One,
    /// Any text.
    Any,
}

impl Pattern {
    /// Every text.
    pub(super) fn everything() -> Self {
        Pattern {
            text: Text::const_new("*"),
            tokens: vec![Token::Any],
        }
    }

    /// A value of a condition. `*` and `?` are wildcards only for operators such as `StringLike`.
    /// With variables, `${...}` may become any text, but `${*}`, `${?}` and `${$}` are characters.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
    pub(super) fn new(text: &Text, wildcards: bool, variables: bool) -> Self {
        let mut tokens = Vec::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(next) = rest.chars().next() {
            if let Some((token, after)) = variables.then(|| variable(rest)).flatten() {
                tokens.push(token);
                rest = after;
                continue;
            }
            tokens.push(match next {
                '*' if wildcards => Token::Any,
                '?' if wildcards => Token::One,
                other => Token::Char(other),
            });
            rest = &rest[next.len_utf8()..];
        }
        Pattern {
            text: text.clone(),
            tokens,
        }
    }

    /// Whether exactly one text matches.
    pub(super) fn is_exact(&self) -> bool {
        self.tokens
            .iter()
            .all(|token| matches!(token, Token::Char(_)))
    }

    /// What every text that matches begins with.
    pub(super) fn prefix(&self) -> String {
        chars(self.tokens.iter())
    }

    /// The text with a mark for each wildcard, which no claim has.
    pub(super) fn marked(&self) -> String {
        let mark = |token: &Token| match token {
            Token::Char(char) => *char,
            Token::One | Token::Any => MARK,
        };
        self.tokens.iter().map(mark).collect()
    }

    fn suffix(&self) -> String {
        chars(self.tokens.iter().rev())
    }

    /// Whether every text that matches the other one matches this one. Where it says no, it may
    /// still be so; where it says yes, it is.
    pub(super) fn covers(&self, other: &Pattern) -> bool {
        let (mine, theirs) = (&self.tokens, &other.tokens);
        let (mut at, mut there) = (0, 0);
        // Where to go on after a mismatch: behind the last `*`, and behind what it took.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            let fits = match (mine.get(at), theirs.get(there)) {
                (None, None) => return true,
                (Some(Token::Any), _) => {
                    retry = Some((at + 1, there));
                    at += 1;
                    continue;
                }
                (Some(Token::One), Some(Token::Char(_) | Token::One)) => true,
                (Some(Token::Char(one)), Some(Token::Char(other))) => one == other,
                _ => false,
            };
            if fits {
                (at, there) = (at + 1, there + 1);
                continue;
            }
            match retry {
                Some((behind_star, taken)) if taken < theirs.len() => {
                    retry = Some((behind_star, taken + 1));
                    (at, there) = (behind_star, taken + 1);
                }
                _ => return false,
            }
        }
    }

    /// Whether no text can match both. Where it says no, it may still be so.
    fn excludes(&self, other: &Pattern) -> bool {
        if self.is_exact() || other.is_exact() {
            return !self.covers(other) && !other.covers(self);
        }
        let differ = |one: &str, two: &str| !one.starts_with(two) && !two.starts_with(one);
        differ(&self.prefix(), &other.prefix()) || differ(&self.suffix(), &other.suffix())
    }
}

/// A set that holds every text which matches one of each, and little more.
pub(super) fn common(ones: &[Pattern], others: &[Pattern]) -> Vec<Pattern> {
    let mut common: Vec<Pattern> = Vec::new();
    for one in ones {
        for other in others {
            let both = if other.covers(one) {
                one
            } else if one.covers(other) {
                other
            } else if one.excludes(other) {
                continue;
            } else if one.prefix().len() >= other.prefix().len() {
                one
            } else {
                other
            };
            if !common.contains(both) {
                common.push(both.clone());
            }
        }
    }
    common
}

fn chars<'t>(tokens: impl Iterator<Item = &'t Token>) -> String {
    tokens
        .map_while(|token| match token {
            Token::Char(char) => Some(*char),
            Token::One | Token::Any => None,
        })
        .collect()
}

/// A variable at the start of a text, and what follows it.
fn variable(text: &str) -> Option<(Token, &str)> {
    let (name, after) = text.strip_prefix("${")?.split_once('}')?;
    let token = match name {
        "*" => Token::Char('*'),
        "?" => Token::Char('?'),
        "$" => Token::Char('$'),
        _ => Token::Any,
    };
    Some((token, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(text: &str) -> Pattern {
        Pattern::new(&Text::from(text), true, true)
    }

    fn exact(text: &str) -> Pattern {
        Pattern::new(&Text::from(text), false, true)
    }

    #[test]
    fn a_wider_pattern_covers_a_narrower_one() {
        for (wide, narrow) in [
            ("*", "repo:o/r:*"),
            ("repo:o/*", "repo:o/r:*"),
            ("repo:o/*", "repo:o/*"),
            ("repo:?/r", "repo:o/r"),
            ("repo:?/r", "repo:?/r"),
            ("*:main", "repo:*:main"),
            ("a*b*c", "aXbYbZc"),
        ] {
            assert!(like(wide).covers(&like(narrow)), "{wide} covers {narrow}");
        }
        for (narrow, wide) in [
            ("repo:o/r:*", "repo:o/*"),
            ("repo:?/r", "repo:*/r"),
            ("repo:o/r", "repo:o/r*"),
            ("repo:o/r:*", "*"),
        ] {
            assert!(!like(narrow).covers(&like(wide)), "{narrow} covers {wide}");
        }
    }

    #[test]
    fn a_star_of_string_equals_is_a_star() {
        assert!(exact("repo:o/r:*").is_exact());
        assert!(!exact("repo:o/r:*").covers(&exact("repo:o/r:x")));
        assert!(like("repo:o/r:*").covers(&exact("repo:o/r:*")));
    }

    #[test]
    fn variables_are_any_text_unless_they_name_a_character() {
        let variable = exact("repo:${aws:PrincipalTag/repo}:x");
        assert!(!variable.is_exact());
        assert_eq!(variable.prefix(), "repo:");
        assert!(like("a${*}").is_exact());
        assert!(Pattern::new(&Text::from("${a}"), true, false).is_exact());
    }

    #[test]
    fn what_two_sets_have_in_common() {
        let texts = |ones: &[Pattern], others: &[Pattern]| -> Vec<String> {
            let both = common(ones, others);
            both.iter()
                .map(|pattern| pattern.text.to_string())
                .collect()
        };
        let wide = [like("repo:o/*"), exact("repo:p/q:ref:refs/heads/main")];
        assert_eq!(texts(&wide, &[like("repo:o/r:*")]), ["repo:o/r:*"]);
        assert_eq!(
            texts(&wide, &[like("repo:p/*")]),
            ["repo:p/q:ref:refs/heads/main"]
        );
        assert_eq!(
            texts(&[like("repo:o/*")], &[like("*:environment:prod")]),
            ["repo:o/*"]
        );
        assert!(texts(&wide, &[]).is_empty());
    }
}
