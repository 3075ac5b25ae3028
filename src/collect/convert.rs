//! From what the SDK has to facts, one member at a time: `Some` is known, `None` was not said.

use crate::model::fact::Fact;
use crate::model::id::Text;

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
