//! From an answer of AWS to records, by names alone: an attribute is the member of the same name,
//! whatever the service's taste in capitals and underscores.

use serde_json::{Map, Value as Json};

use super::fact::Fact;
use super::id::{Arn, Text};

/// A type that can be read from an answer.
pub trait Told: Sized {
    /// What an answer says: none if the value is `null`, missing if it is of another type. Of a
    /// record, what the call that lists it tells.
    fn told(json: &Json) -> Fact<Self>;

    /// Takes the attributes that another call tells, from its answer.
    fn complete(&mut self, _operation: &str, _answer: &Map<String, Json>) {}

    /// Whether an object is one of this type, and not a map of names to values.
    fn fits(_: &Map<String, Json>) -> bool {
        false
    }
}

/// The member of an object that an attribute is named after: `vpc_id` is `VpcId`, `vpcId`, `VPCId`.
pub fn member<'j>(object: &'j Map<String, Json>, attribute: &str) -> Option<&'j Json> {
    let same = |(name, _): &(&String, &'j Json)| {
        let letters = |text: &str| -> Vec<u8> {
            text.bytes()
                .filter(|byte| byte.is_ascii_alphanumeric())
                .map(|byte| byte.to_ascii_lowercase())
                .collect()
        };
        letters(name) == letters(attribute)
    };
    object.iter().find(same).map(|(_, value)| value)
}

/// An attribute of an object; none if the answer does not have it.
pub fn attribute<T: Told>(object: &Map<String, Json>, name: &str) -> Fact<T> {
    member(object, name).map_or(Fact::None, T::told)
}

impl Told for Text {
    fn told(json: &Json) -> Fact<Self> {
        match json {
            Json::Null => Fact::None,
            Json::String(text) => Fact::Known(Text::from(text.as_str())),
            Json::Number(number) => Fact::Known(Text::from(number.to_string())),
            Json::Bool(_) | Json::Array(_) | Json::Object(_) => Fact::Missing,
        }
    }
}

impl Told for Arn {
    fn told(json: &Json) -> Fact<Self> {
        match json {
            Json::Null => Fact::None,
            Json::String(text) => text.parse().map_or(Fact::Missing, Fact::Known),
            _ => Fact::Missing,
        }
    }
}

/// In XML and in a few fields of JSON a truth is a text.
impl Told for bool {
    fn told(json: &Json) -> Fact<Self> {
        match json {
            Json::Null => Fact::None,
            Json::Bool(truth) => Fact::Known(*truth),
            Json::String(text) if text.eq_ignore_ascii_case("true") => Fact::Known(true),
            Json::String(text) if text.eq_ignore_ascii_case("false") => Fact::Known(false),
            _ => Fact::Missing,
        }
    }
}

impl Told for i64 {
    fn told(json: &Json) -> Fact<Self> {
        match json {
            Json::Null => Fact::None,
            Json::Number(number) => whole(number).map_or(Fact::Missing, Fact::Known),
            Json::String(text) => text.trim().parse().map_or(Fact::Missing, Fact::Known),
            _ => Fact::Missing,
        }
    }
}

/// A whole number, which some services write with a point: `70.0`.
fn whole(number: &serde_json::Number) -> Option<i64> {
    let text = number.to_string();
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}

impl Told for Json {
    fn told(json: &Json) -> Fact<Self> {
        match json {
            Json::Null => Fact::None,
            json => Fact::Known(json.clone()),
        }
    }
}

/// An array; in XML the elements `member` or `item`, of which one alone is no array; and of a map
/// from names to values its entries, as records with `key` and `value`.
impl<T: Told> Told for Vec<T> {
    fn told(json: &Json) -> Fact<Self> {
        match json {
            Json::Null => Fact::None,
            Json::Array(items) => items
                .iter()
                .map(one)
                .collect::<Option<_>>()
                .map_or(Fact::Missing, Fact::Known),
            Json::String(text) if text.trim().is_empty() => Fact::Known(Vec::new()),
            Json::Object(object) => of_object(object),
            other => one(other).map_or(Fact::Missing, |item| Fact::Known(vec![item])),
        }
    }
}

/// An item that was not told makes the list one that nobody told.
fn one<T: Told>(json: &Json) -> Option<T> {
    match T::told(json) {
        Fact::Known(item) => Some(item),
        Fact::None | Fact::Missing => None,
    }
}

fn of_object<T: Told>(object: &Map<String, Json>) -> Fact<Vec<T>> {
    if T::fits(object) {
        return one(&Json::Object(object.clone()))
            .map_or(Fact::Missing, |item| Fact::Known(vec![item]));
    }
    if let (1, Some(inside)) = (
        object.len(),
        object.get("member").or_else(|| object.get("item")),
    ) {
        return Vec::told(inside);
    }
    let entry =
        |(key, value): (&String, &Json)| one(&serde_json::json!({"key": key, "value": value}));
    object
        .iter()
        .map(entry)
        .collect::<Option<_>>()
        .map_or(Fact::Missing, Fact::Known)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::record;

    record! {
        /// A thing.
        Thing {
            /// An id.
            vpc_id: Text, gap;
            /// A number.
            port: i64, none;
            /// A truth.
            is_open: bool, none;
            /// Things in it.
            parts: Vec<Thing>, none;
            /// Names.
            names: Vec<Text>, none;
            /// Tags.
            tags: Vec<Tag>, none;
            /// What another call tells.
            state: Text, none, via "x:GetThing";
        }
    }

    record! {
        /// A tag.
        Tag {
            /// The key.
            key: Text, gap;
            /// The value.
            value: Text, none;
        }
    }

    fn thing(json: Json) -> Thing {
        match Thing::told(&json) {
            Fact::Known(thing) => thing,
            other => panic!("{json} is {other:?}"),
        }
    }

    #[test]
    fn names_are_the_same_in_every_spelling() {
        for id in ["vpcId", "VpcId", "VPCId", "vpc_id", "vpc-id"] {
            assert_eq!(
                thing(json!({id: "vpc-1"})).vpc_id,
                Fact::Known("vpc-1".into())
            );
        }
    }

    #[test]
    fn what_is_not_there_is_none_and_what_is_of_another_type_is_missing() {
        let told = thing(json!({"port": 70.5}));
        assert_eq!(told.port, Fact::Missing);
        let told = thing(json!({"port": "no number", "isOpen": null}));
        assert_eq!(told.vpc_id, Fact::None);
        assert_eq!(told.port, Fact::Missing);
        assert_eq!(told.is_open, Fact::None);
        assert_eq!(Thing::told(&json!("text")), Fact::Missing);
    }

    #[test]
    fn what_another_call_tells_is_missing_until_it_is_asked() {
        let mut told = thing(json!({"VpcId": "vpc-1", "State": "not from here"}));
        assert_eq!(told.state, Fact::Missing);
        let answer = json!({"State": "open", "VpcId": "vpc-2"});
        told.complete("x:Another", answer.as_object().unwrap());
        assert_eq!(told.state, Fact::Missing);
        told.complete("x:GetThing", answer.as_object().unwrap());
        assert_eq!(told.state, Fact::Known("open".into()));
        assert_eq!(told.vpc_id, Fact::Known("vpc-1".into()));
    }

    #[test]
    fn xml_has_texts_for_everything() {
        let told = thing(json!({"Port": "5432", "IsOpen": "true"}));
        assert_eq!(
            (told.port, told.is_open),
            (Fact::Known(5432), Fact::Known(true))
        );
    }

    #[test]
    fn a_whole_number_may_have_a_point() {
        assert_eq!(thing(json!({"port": 70.0})).port, Fact::Known(70));
        assert_eq!(thing(json!({"port": -1})).port, Fact::Known(-1));
    }

    #[test]
    fn lists_are_arrays_or_members_or_one_item_alone() {
        let two = json!([{"VpcId": "a"}, {"VpcId": "b"}]);
        for parts in [two.clone(), json!({"member": two}), json!({"item": two})] {
            assert_eq!(
                thing(json!({"Parts": parts})).parts.known().map(Vec::len),
                Some(2)
            );
        }
        for parts in [json!({"member": {"VpcId": "a"}}), json!({"VpcId": "a"})] {
            assert_eq!(
                thing(json!({"Parts": parts})).parts.known().map(Vec::len),
                Some(1)
            );
        }
        assert_eq!(thing(json!({"Parts": ""})).parts, Fact::Known(Vec::new()));
        let names = thing(json!({"Names": {"member": ["a", "b"]}})).names;
        assert_eq!(names, Fact::Known(vec!["a".into(), "b".into()]));
    }

    #[test]
    fn an_item_that_cannot_be_read_leaves_no_shorter_list() {
        assert_eq!(
            thing(json!({"Names": ["a", {"b": 1}]})).names,
            Fact::Missing
        );
    }

    #[test]
    fn a_map_is_a_list_of_keys_and_values() {
        let tags = thing(json!({"tags": {"Name": "web"}})).tags;
        let tag = Tag {
            key: Fact::Known("Name".into()),
            value: Fact::Known("web".into()),
        };
        assert_eq!(tags, Fact::Known(vec![tag]));
    }
}
