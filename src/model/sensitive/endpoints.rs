//! The hosts that a value names.

use std::net::IpAddr;

use super::NamedEndpoint;
use crate::model::fact::Fact;
use crate::model::id::Text;

/// The names under which AWS reaches services and what customers run on them.
const AWS: [&str; 6] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "api.aws",
    "on.aws",
    "awsapprunner.com",
    "cloudfront.net",
];

/// The hosts of a URL, or of a value that is nothing but hosts. User, password, path and query are
/// dropped before anything is looked at.
pub(super) fn named(value: &str, zones: &[String]) -> Vec<NamedEndpoint> {
    let authority = match value.split_once("://") {
        Some((_, rest)) => {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            authority
                .rsplit_once('@')
                .map_or(authority, |(_, hosts)| hosts)
        }
        None => value,
    };
    // Some drivers take several hosts, with commas between them.
    let hosts: Option<Vec<NamedEndpoint>> = authority.split(',').map(endpoint).collect();
    let mut kept: Vec<NamedEndpoint> = Vec::new();
    for endpoint in hosts.into_iter().flatten() {
        let known = endpoint
            .host
            .known()
            .is_some_and(|host| is_known(host, zones));
        if known && !kept.contains(&endpoint) {
            kept.push(endpoint);
        }
    }
    kept
}

/// A host with or without a port: `10.0.0.1`, `[fd00::1]:5432`, `db.example.internal:5432`.
fn endpoint(text: &str) -> Option<NamedEndpoint> {
    let text = text.trim();
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            (host, port.strip_prefix(':'))
        }
        None if text.parse::<IpAddr>().is_ok() => (text, None),
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let port = match port {
        Some(port) => Fact::Known(i64::from(port.parse::<u16>().ok()?)),
        None => Fact::None,
    };
    let host = match host.parse::<IpAddr>() {
        Ok(address) => address.to_string(),
        Err(_) => name(host)?,
    };
    Some(NamedEndpoint {
        host: Text::from(host).into(),
        port,
    })
}

/// A host name in lower case, without its last dot.
fn name(text: &str) -> Option<String> {
    const LONGEST: usize = 253;
    let name = text.strip_suffix('.').unwrap_or(text);
    let label = |label: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !label.is_empty() && label.len() <= 63 && label.chars().all(allowed)
    };
    let is_name = name.len() <= LONGEST && name.contains('.') && name.split('.').all(label);
    is_name.then(|| name.to_ascii_lowercase())
}

fn is_known(host: &str, zones: &[String]) -> bool {
    let is_under = |zone: &str| {
        let rest = host.strip_suffix(zone);
        !zone.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    host.parse::<IpAddr>().is_ok()
        || AWS.iter().any(|zone| is_under(zone))
        || zones.iter().any(|zone| is_under(zone))
}
