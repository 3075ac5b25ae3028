//! Times of AWS, which some services tell as text and some as seconds.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::fact::Fact;
use super::id::Text;
use super::record::{Shape, Type, ValueRef};
use super::told::Told;

/// A point in time: RFC 3339 in UTC, to the second.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(Text);

impl Time {
    /// The time as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn at(time: jiff::Timestamp) -> Self {
        Time(Text::from(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
    }
}

impl From<jiff::Timestamp> for Time {
    fn from(time: jiff::Timestamp) -> Self {
        Time::at(time)
    }
}

impl Shape for Time {
    fn ty() -> Type {
        Type::Text
    }
    fn look(&self) -> ValueRef<'_> {
        ValueRef::Text(&self.0)
    }
}

/// Text with any offset, or seconds since 1970, perhaps with a fraction.
/// <https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait>
impl Told for Time {
    fn told(json: &Json) -> Fact<Self> {
        let time = match json {
            Json::Null => return Fact::None,
            Json::String(text) => text.parse().ok(),
            #[expect(clippy::cast_possible_truncation, reason = "whole seconds are kept")]
            Json::Number(number) => number
                .as_f64()
                .and_then(|seconds| jiff::Timestamp::from_second(seconds.floor() as i64).ok()),
            _ => None,
        };
        time.map_or(Fact::Missing, |time| Fact::Known(Time::at(time)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_and_seconds_are_the_same_time() {
        let expected = Fact::Known(Time(Text::from("2026-01-02T03:04:05Z")));
        for told in [
            json!("2026-01-02T03:04:05Z"),
            json!("2026-01-02T03:04:05.678Z"),
            json!("2026-01-02T12:04:05+09:00"),
            json!(1_767_323_045),
            json!(1_767_323_045.678),
        ] {
            assert_eq!(Time::told(&told), expected, "{told}");
        }
    }

    #[test]
    fn what_is_no_time_is_not_told() {
        assert_eq!(Time::told(&json!("yesterday")), Fact::Missing);
        assert_eq!(Time::told(&json!(1e300)), Fact::Missing);
        assert_eq!(Time::told(&Json::Null), Fact::None);
    }
}
