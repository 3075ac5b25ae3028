//! A digest of facts alone: two scans of an unchanged account have the same.

use sha2::{Digest, Sha256};

use super::Snapshot;
use super::line::hex;
use crate::model::record::{Record, ValueRef};

impl Snapshot {
    /// The SHA-256 of all resources without the attributes that change by themselves, in hex.
    pub fn facts_digest(&self) -> String {
        let mut hash = Sha256::new();
        let mut text = String::new();
        for resource in &self.resources {
            text.clear();
            for part in [
                resource.kind().name,
                resource.arn.as_str(),
                resource.account.as_str(),
                resource.region.as_str(),
            ] {
                put_text(part, &mut text);
            }
            put_record(resource.facts.record(), &mut text);
            for (path, gap) in &resource.gaps {
                put_text(path, &mut text);
                put_text(gap.reason.as_str(), &mut text);
                put_text(&gap.operation, &mut text);
            }
            text.push('\n');
            hash.update(&text);
        }
        hex(hash.finalize())
    }
}

fn put_record(record: &dyn Record, into: &mut String) {
    into.push('{');
    let attributes = record.record_type().attributes.iter().enumerate();
    for (position, attribute) in attributes.filter(|(_, attribute)| !attribute.volatile) {
        let value = record.attribute(position);
        if !matches!(value, ValueRef::Missing) {
            put_text(attribute.name, into);
            put_value(value, into);
        }
    }
    into.push('}');
}

fn put_value(value: ValueRef<'_>, into: &mut String) {
    match value {
        ValueRef::Missing => {}
        ValueRef::None => into.push('-'),
        ValueRef::Boolean(value) => into.push(if value { 'y' } else { 'n' }),
        ValueRef::Integer(value) => put_text(&value.to_string(), into),
        ValueRef::Text(value) => put_text(value, into),
        ValueRef::Json(value) => put_text(&value.to_string(), into),
        ValueRef::List(items) => {
            into.push('[');
            (0..items.count()).for_each(|index| put_value(items.item(index), into));
            into.push(']');
        }
        ValueRef::Record(record) => put_record(record, into),
    }
}

/// A text with its length before it, so that no two sequences of texts read the same.
fn put_text(text: &str, into: &mut String) {
    into.push_str(&text.len().to_string());
    into.push(':');
    into.push_str(text);
}
