//! What a resource is for: production, staging, development.

use std::fmt;

/// The environment of a resource or an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Environment {
    /// People rely on it.
    Prod,
    /// The rehearsal of production.
    Staging,
    /// Work in progress.
    Dev,
    /// Nobody said.
    #[default]
    Unknown,
}

impl Environment {
    /// Those that somebody can say.
    pub const KNOWN: [Environment; 3] = [Environment::Prod, Environment::Staging, Environment::Dev];

    /// The environment as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Environment::Prod => "prod",
            Environment::Staging => "staging",
            Environment::Dev => "dev",
            Environment::Unknown => "unknown",
        }
    }

    /// The environment of its exact name, as `assize.toml` writes it.
    pub fn of_name(name: &str) -> Option<Self> {
        let named = |environment: &Self| environment.as_str() == name;
        Environment::KNOWN.into_iter().find(named)
    }

    /// The environment that the value of a tag means, in any case.
    pub fn of_tag(value: &str) -> Self {
        of_word(value.trim()).unwrap_or_default()
    }

    /// The environment that a name speaks of in exactly one way: `orders-prod-db`. `non-prod` and
    /// `dev-to-prod` say nothing.
    pub fn in_name(name: &str) -> Self {
        let words = name.split(|c: char| !c.is_ascii_alphanumeric());
        let mut found = Environment::Unknown;
        let mut negated = false;
        for word in words.filter(|word| !word.is_empty()) {
            if let Some(environment) = of_word(word) {
                if negated || !matches!(found, Environment::Unknown) && found != environment {
                    return Environment::Unknown;
                }
                found = environment;
            }
            negated = ["non", "not", "no", "pre"]
                .iter()
                .any(|no| word.eq_ignore_ascii_case(no));
        }
        found
    }
}

fn of_word(word: &str) -> Option<Environment> {
    const WORDS: [(&str, Environment); 9] = [
        ("prod", Environment::Prod),
        ("production", Environment::Prod),
        ("prd", Environment::Prod),
        ("staging", Environment::Staging),
        ("stage", Environment::Staging),
        ("stg", Environment::Staging),
        ("dev", Environment::Dev),
        ("development", Environment::Dev),
        ("develop", Environment::Dev),
    ];
    WORDS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|(_, environment)| *environment)
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Environment::{self, Dev, Prod, Staging, Unknown};

    #[test]
    fn tags_are_read_in_any_case() {
        for (tag, means) in [
            ("Production", Prod),
            (" prd ", Prod),
            ("STG", Staging),
            ("develop", Dev),
            ("blue", Unknown),
            ("", Unknown),
        ] {
            assert_eq!(Environment::of_tag(tag), means, "{tag}");
        }
    }

    #[test]
    fn names_speak_only_if_they_are_clear() {
        for (name, means) in [
            ("orders-prod-db", Prod),
            ("prod/PROD_writer", Prod),
            ("stage.orders", Staging),
            ("product-catalogue", Unknown),
            ("non-prod-db", Unknown),
            ("dev-to-prod", Unknown),
            ("", Unknown),
        ] {
            assert_eq!(Environment::in_name(name), means, "{name}");
        }
    }

    #[test]
    fn only_exact_names_are_names() {
        assert_eq!(Environment::of_name("prod"), Some(Prod));
        assert_eq!(Environment::of_name("Prod"), None);
        assert_eq!(Environment::of_name("unknown"), None);
    }
}
