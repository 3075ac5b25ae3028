//! The pure reducer of sensitive values: what rules need of them, and nothing else.

mod endpoints;
mod patterns;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::record;

record! {
    /// An environment variable without its value.
    EnvironmentVariable {
        /// The name.
        name: Text, gap;
        /// `plain`, `secret-reference` or `parameter-reference`.
        kind: Text, gap;
        /// The secret or parameter that is referenced.
        reference_arn: Text, none;
        /// The name of the credential pattern that the value matched.
        credential_pattern: Text, none;
        /// The hosts that the value names.
        endpoints: Vec<NamedEndpoint>, none;
    }
}

record! {
    /// A host, and a port if one was written, that a value names.
    NamedEndpoint {
        /// The host.
        host: Text, gap;
        /// The port.
        port: i64, none;
    }
}

record! {
    /// A text of which nothing is kept: a script, or a file.
    ReducedText {
        /// The names of the credential patterns that its lines matched.
        credential_patterns: Vec<Text>, gap;
    }
}

/// What is kept of a text: which credentials its lines look like.
pub fn reduced_text(text: &str) -> ReducedText {
    let found: BTreeSet<&str> = text.lines().filter_map(credential_in).collect();
    ReducedText {
        credential_patterns: Fact::Known(found.into_iter().map(Text::const_new).collect()),
    }
}

/// The credential that a line holds, alone or as the value that it gives to a name, as
/// `export TOKEN="..."` and `token: ...` do.
fn credential_in(line: &str) -> Option<&'static str> {
    let assigned = line.split_once(['=', ':']).and_then(|(name, value)| {
        let name = name.split_whitespace().next_back()?;
        let is_quote = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | ',');
        patterns::matched(name.trim_matches(is_quote), value.trim_matches(is_quote))
    });
    patterns::matched("", line).or(assigned)
}

/// What is kept of a variable with a value: whether it looks like a credential, and the hosts that it
/// names if they are addresses, names of AWS or names under one of the zones (lower case, without
/// their last dot). A host of anybody else could as well be a part of a secret.
pub fn reduced(name: &str, value: &str, zones: &[String]) -> EnvironmentVariable {
    let value = value.trim();
    EnvironmentVariable {
        name: Text::from(name).into(),
        kind: Text::const_new("plain").into(),
        reference_arn: Fact::told(referenced(value).map(|(_, arn)| arn)),
        credential_pattern: Fact::told(patterns::matched(name, value).map(Text::const_new)),
        endpoints: endpoints::named(value, zones).into(),
    }
}

/// What is kept of a variable that the service fills from a secret or a parameter.
pub fn reference(name: &str, from: &str) -> EnvironmentVariable {
    let (kind, arn) = match referenced(from.trim()) {
        Some((kind, arn)) => (kind, Fact::Known(arn)),
        // Parameters of the same region may go by their name, which is no ARN. Secrets may not.
        None => ("parameter-reference", Fact::Missing),
    };
    EnvironmentVariable {
        name: Text::from(name).into(),
        kind: Text::const_new(kind).into(),
        reference_arn: arn,
        credential_pattern: Fact::None,
        endpoints: Fact::None,
    }
}

/// The kind of a reference and the ARN of its secret or parameter, without what picks a part of the
/// secret (`...:secret:name-AbCdEf:json-key:stage:version`).
/// <https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html>
fn referenced(text: &str) -> Option<(&'static str, Text)> {
    let parts: Vec<&str> = text.split(':').collect();
    let whole = |count: usize| Text::from(parts[..count].join(":"));
    let plain = |part: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_./+=@".contains(c);
        !part.is_empty() && part.chars().all(allowed)
    };
    match parts.as_slice() {
        ["arn", _, "secretsmanager", _, _, "secret", name, ..] if plain(name) => {
            Some(("secret-reference", whole(7)))
        }
        ["arn", _, "ssm", _, _, parameter]
            if parameter.starts_with("parameter/") && plain(parameter) =>
        {
            Some(("parameter-reference", whole(6)))
        }
        _ => None,
    }
}
