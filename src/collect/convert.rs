//! From what the SDK has to facts, one member at a time: `Some` is known, `None` was not said.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::{Number, Value as Json};

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::policy::{self, PolicyDocument};

/// A text, or a value of an enumeration as the service wrote it.
pub(super) fn text(told: Option<impl AsRef<str>>) -> Fact<Text> {
    Fact::told(told.map(|text| Text::from(text.as_ref())))
}

/// A text that the service must send. Where it does not, the SDK makes it empty.
pub(super) fn required(told: impl AsRef<str>) -> Fact<Text> {
    text(Some(told).filter(|text| !text.as_ref().is_empty()))
}

/// A whole number.
pub(super) fn int(told: Option<impl Into<i64>>) -> Fact<i64> {
    Fact::told(told.map(Into::into))
}

/// A number that need not be whole.
pub(super) fn number(told: Option<f64>) -> Fact<Json> {
    let json =
        |told| Number::from_f64(told).map_or(Fact::Missing, |number| Json::Number(number).into());
    told.map_or(Fact::None, json)
}

/// A time, as a snapshot has it.
pub(super) fn time(told: Option<DateTime>) -> Fact<Text> {
    let written = |told: DateTime| told.fmt(Format::DateTime).map(Text::from);
    match told.map(written) {
        None => Fact::None,
        Some(Ok(text)) => Fact::Known(text),
        // A time that no calendar has.
        Some(Err(_)) => Fact::Missing,
    }
}

/// A list, item by item.
pub(super) fn list<T, U>(told: Option<Vec<T>>, item: impl FnMut(T) -> U) -> Fact<Vec<U>> {
    Fact::told(told.map(|items| items.into_iter().map(item).collect()))
}

/// A list of texts.
pub(super) fn texts(told: Option<Vec<String>>) -> Fact<Vec<Text>> {
    list(told, Text::from)
}

/// The ids in a list of records. One that was not told makes the list one that nobody told.
pub(super) fn ids<T>(told: Option<Vec<T>>, id: impl FnMut(T) -> Option<String>) -> Fact<Vec<Text>> {
    let Some(items) = told else {
        return Fact::None;
    };
    let ids: Option<Vec<String>> = items.into_iter().map(id).collect();
    ids.map_or(Fact::Missing, |ids| {
        Fact::Known(ids.into_iter().map(Text::from).collect())
    })
}

/// A policy that is plain JSON; an empty text is none, and one that cannot be read is missing.
pub(super) fn policy(told: Option<String>) -> Fact<PolicyDocument> {
    match told.filter(|text| !text.trim().is_empty()) {
        None => Fact::None,
        Some(text) => policy::parse(&text).map_or(Fact::Missing, Fact::Known),
    }
}

/// A record.
pub(super) fn record<T, U>(told: Option<T>, convert: impl FnOnce(T) -> U) -> Fact<U> {
    Fact::told(told.map(convert))
}

/// Tags, which each service has as a type of its own.
macro_rules! tags {
    ($told:expr) => {
        $crate::collect::convert::list($told, |tag| $crate::model::kinds::ec2_vpc::Tag {
            key: $crate::collect::convert::text(tag.key),
            value: $crate::collect::convert::text(tag.value),
        })
    };
}
pub(super) use tags;
