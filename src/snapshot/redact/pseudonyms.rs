//! A pseudonym for each word of a text, the same everywhere.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{address, words};

/// The pseudonyms given so far.
pub(super) struct Pseudonyms {
    key: Vec<u8>,
    accounts: BTreeMap<String, usize>,
    ids: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
}

impl Pseudonyms {
    /// Addresses are told apart by the key; names are numbered as they come.
    pub(super) fn new(key: &str) -> Self {
        Pseudonyms {
            key: format!("assize redact {key}").into_bytes(),
            accounts: BTreeMap::new(),
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
        }
    }

    /// A text with another word for each that may tell something. What stands between words stays,
    /// so that an ARN stays an ARN and a name of DNS one of as many labels.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut written = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let starts_word = !written.ends_with(char::is_alphanumeric);
            let found = if starts_word {
                self.address(rest)
            } else {
                None
            };
            if let Some((length, other)) = found {
                written.push_str(&other);
                rest = &rest[length..];
            } else if first.is_alphanumeric() {
                let length = rest
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(rest.len());
                written.push_str(&self.word(&rest[..length]));
                rest = &rest[length..];
            } else {
                written.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        written
    }

    fn word(&mut self, word: &str) -> String {
        let number = |known: &mut BTreeMap<String, usize>| {
            let next = known.len() + 1;
            *known.entry(word.to_owned()).or_insert(next)
        };
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let is_hex = word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let width = word.len();
        if is_number && width == 12 {
            format!("{:012}", 900_000_000_000 + number(&mut self.accounts))
        } else if is_hex && width >= 8 {
            format!("{:0width$x}", number(&mut self.ids))
        } else if is_number || words::is_of_aws(word) {
            word.to_owned()
        } else {
            format!("n{}", number(&mut self.names))
        }
    }

    /// The address or block at the beginning of a text: how long it is, and another for it.
    fn address(&self, text: &str) -> Option<(usize, String)> {
        let (plain, length, mask) = block(text, |c| c.is_ascii_digit() || c == '.');
        if let Ok(address) = plain.parse::<Ipv4Addr>() {
            let other = address::v4(&self.key, address, length.unwrap_or(32));
            return Some((plain.len() + mask.len(), format!("{other}{mask}")));
        }
        let (plain, length, mask) = block(text, |c| c.is_ascii_hexdigit() || c == ':' || c == '.');
        if let Ok(address) = plain.parse::<Ipv6Addr>() {
            let other = address::v6(&self.key, address, length.unwrap_or(128));
            return Some((plain.len() + mask.len(), format!("{other}{mask}")));
        }
        self.dashed(text)
    }

    /// An address in a name that EC2 gives: `ip-10-0-1-5.ec2.internal`, after the `ip-`.
    fn dashed(&self, text: &str) -> Option<(usize, String)> {
        let end = text
            .find(|c: char| !(c.is_ascii_digit() || c == '-'))
            .unwrap_or(text.len());
        let address: Ipv4Addr = text[..end].replace('-', ".").parse().ok()?;
        let [a, b, c, d] = address::v4(&self.key, address, 32).octets();
        Some((end, format!("{a}-{b}-{c}-{d}")))
    }
}

/// What a text begins with that may be an address, the length of the prefix that follows it, and
/// the text of that. Nothing if a word goes on behind it.
fn block(text: &str, is_part: impl Fn(char) -> bool) -> (&str, Option<u32>, &str) {
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let plain = text[..end].trim_end_matches('.');
    let after = &text[plain.len()..];
    if after.starts_with(char::is_alphanumeric) {
        return ("", None, "");
    }
    let Some(digits) = after.strip_prefix('/') else {
        return (plain, None, "");
    };
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    match digits[..end].parse() {
        Ok(length) => (plain, Some(length), &after[..=end]),
        Err(_) => (plain, None, ""),
    }
}
