//! Values that look like credentials. A pattern has a name; what it matched is not kept.

/// The name of the first pattern that a value matches.
pub(super) fn matched(name: &str, value: &str) -> Option<&'static str> {
    PATTERNS
        .iter()
        .find(|(_, matches)| matches(value))
        .map(|(pattern, _)| *pattern)
        .or_else(|| is_named_secret(name, value).then_some("secret-by-name"))
}

type Pattern = (&'static str, fn(&str) -> bool);

/// The patterns, those that say most first.
const PATTERNS: &[Pattern] = &[
    ("private-key", |value| {
        value.contains("-----BEGIN ") && value.contains("PRIVATE KEY-----")
    }),
    ("aws-access-key-id", |value| {
        words(value).any(|word| {
            word.len() == 20
                && (word.starts_with("AKIA") || word.starts_with("ASIA"))
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        })
    }),
    ("github-token", |value| {
        prefixed(
            value,
            &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
            36,
        )
    }),
    ("gitlab-token", |value| prefixed(value, &["glpat-"], 20)),
    ("slack-token", |value| {
        prefixed(
            value,
            &["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-"],
            20,
        )
    }),
    ("slack-webhook", |value| {
        value.contains("hooks.slack.com/services/")
    }),
    ("stripe-key", |value| {
        prefixed(value, &["sk_live_", "rk_live_"], 20)
    }),
    ("sendgrid-key", |value| prefixed(value, &["SG."], 40)),
    ("npm-token", |value| prefixed(value, &["npm_"], 36)),
    ("google-api-key", |value| prefixed(value, &["AIza"], 35)),
    ("model-provider-key", |value| {
        prefixed(value, &["sk-ant-", "sk-proj-"], 20)
    }),
    ("json-web-token", is_web_token),
    ("password-in-url", has_password_in_url),
    ("password-in-connection-string", |value| {
        value.split(';').any(|part| {
            part.split_once('=').is_some_and(|(key, value)| {
                let key = key.trim();
                let is_password =
                    key.eq_ignore_ascii_case("password") || key.eq_ignore_ascii_case("pwd");
                is_password && !value.trim().is_empty()
            })
        })
    }),
];

/// The runs of letters, digits and underscores.
fn words(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

/// Whether a token with one of the prefixes, and that many characters after it, stands in the value.
fn prefixed(value: &str, prefixes: &[&str], least: usize) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    prefixes.iter().any(|prefix| {
        value.match_indices(prefix).any(|(at, _)| {
            let starts = at == 0 || !value.as_bytes()[at - 1].is_ascii_alphanumeric();
            let rest = value.as_bytes()[at + prefix.len()..].iter();
            starts && rest.take_while(|byte| is_token(**byte)).count() >= least
        })
    })
}

/// Three parts of base64url, of which the first is a JSON object.
fn is_web_token(value: &str) -> bool {
    let parts: Vec<&str> = value.split('.').collect();
    let base64 = |part: &&str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        part.len() >= 10 && part.bytes().all(allowed)
    };
    parts.len() == 3 && parts[0].starts_with("eyJ") && parts.iter().all(base64)
}

fn has_password_in_url(value: &str) -> bool {
    value.match_indices("://").any(|(at, _)| {
        let rest = &value[at + 3..];
        let authority = rest.split(['/', '?', '#', ' ']).next().unwrap_or(rest);
        authority
            .rsplit_once('@')
            .and_then(|(user, _)| user.split_once(':'))
            .is_some_and(|(_, password)| !password.is_empty() && !is_placeholder(password))
    })
}

/// A variable that is called a secret, with a value that can be one: no switch, number, path, address
/// of something, or placeholder.
fn is_named_secret(name: &str, value: &str) -> bool {
    const NAMES: [&str; 9] = [
        "PASSWORD",
        "PASSWD",
        "SECRET",
        "TOKEN",
        "APIKEY",
        "API_KEY",
        "ACCESS_KEY",
        "PRIVATE_KEY",
        "CREDENTIAL",
    ];
    // `TOKEN_TTL` and `SECRET_NAME` speak about a secret.
    const ABOUT: [&str; 12] = [
        "_TTL", "_NAME", "_ARN", "_ID", "_URL", "_URI", "_PATH", "_FILE", "_TYPE", "_LENGTH",
        "_EXPIRY", "_REGION",
    ];
    const SHORTEST: usize = 8;
    let name = name.to_ascii_uppercase().replace('-', "_");
    let called = NAMES.iter().any(|secret| name.contains(secret));
    let about = ABOUT.iter().any(|end| name.ends_with(end)) && !name.ends_with("ACCESS_KEY_ID");
    let can_be = value.len() >= SHORTEST
        && !value.starts_with("arn:")
        && !value.starts_with('/')
        && !value.contains("://")
        && value.parse::<f64>().is_err()
        && !is_placeholder(value);
    called && !about && can_be
}

/// What stands for a value that is filled in elsewhere: `${DB_PASSWORD}`, `{{password}}`, `<password>`.
fn is_placeholder(value: &str) -> bool {
    let inside = |open: &str, close: &str| value.starts_with(open) && value.ends_with(close);
    inside("${", "}") || inside("{{", "}}") || inside("<", ">") || inside("%(", ")s")
}
