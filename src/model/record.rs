//! Typed records and, from the same lines, their schema.
//!
//! A record is declared once with [`record!`](crate::record): the macro makes the struct with a
//! [`Fact`] for each attribute, its JSON, the schema that policies are checked against, and access
//! by position for the projection of views.

use serde_json::Value as Json;

use super::fact::Fact;
use super::id::{Arn, Text};

/// What the absence of an attribute in a *complete* response means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// There is none.
    None,
    /// The service did not say: a gap.
    Gap,
    /// The documented default holds.
    Default,
}

/// The type of a value, as the schema tells it.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    /// A text.
    Text,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// Any JSON, such as the values of a condition block. It can be asked for only whole.
    Json,
    /// A list.
    List(fn() -> Type),
    /// A record with attributes of its own.
    Record(fn() -> &'static RecordType),
}

/// A record type: its name and attributes.
#[derive(Debug)]
pub struct RecordType {
    /// The name of the Rust type.
    pub name: &'static str,
    /// What it is, with the AWS document it follows.
    pub doc: &'static str,
    /// The attributes in their order.
    pub attributes: &'static [Attribute],
}

impl RecordType {
    /// The position and declaration of an attribute.
    pub fn attribute(&self, name: &str) -> Option<(usize, &'static Attribute)> {
        self.attributes
            .iter()
            .enumerate()
            .find(|(_, attribute)| attribute.name == name)
    }
}

/// One attribute of a record type.
#[derive(Debug)]
pub struct Attribute {
    /// AWS's own name in snake case.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its type.
    pub ty: fn() -> Type,
    /// What its absence in a complete response means.
    pub absent: Absent,
    /// The call that tells it, where it is not the call that lists the resource.
    pub via: Option<&'static str>,
    /// Whether it changes by itself, so that digests and comparisons skip it.
    pub volatile: bool,
    /// The unit of a number.
    pub unit: Option<&'static str>,
}

/// A borrowed look at any value of the model.
#[derive(Clone, Copy)]
pub enum ValueRef<'a> {
    /// Not told.
    Missing,
    /// Told that there is none.
    None,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(&'a str),
    /// Any JSON.
    Json(&'a Json),
    /// A list.
    List(&'a dyn Items),
    /// A record.
    Record(&'a dyn Record),
}

impl ValueRef<'_> {
    /// The value as a snapshot writes it: what is not told is left out of a record.
    pub fn to_json(&self) -> Json {
        match self {
            ValueRef::Missing | ValueRef::None => Json::Null,
            ValueRef::Boolean(value) => Json::Bool(*value),
            ValueRef::Integer(value) => Json::from(*value),
            ValueRef::Text(value) => Json::from(*value),
            ValueRef::Json(value) => (*value).clone(),
            ValueRef::List(items) => {
                let items = (0..items.count()).map(|index| items.item(index).to_json());
                Json::Array(items.collect())
            }
            ValueRef::Record(record) => {
                let attributes = record.record_type().attributes.iter().enumerate();
                let told = attributes.filter_map(|(at, attribute)| match record.attribute(at) {
                    ValueRef::Missing => None,
                    value => Some((attribute.name.to_owned(), value.to_json())),
                });
                Json::Object(told.collect())
            }
        }
    }
}

/// A list whose items can be looked at one by one.
pub trait Items {
    /// How many.
    fn count(&self) -> usize;
    /// One of them; missing if there are fewer.
    fn item(&self, index: usize) -> ValueRef<'_>;
}

/// A record whose attributes can be looked at by position.
pub trait Record: Send + Sync {
    /// Its type.
    fn record_type(&self) -> &'static RecordType;
    /// The attribute at a position of the type.
    fn attribute(&self, index: usize) -> ValueRef<'_>;
}

/// A type that values of the model can have.
pub trait Shape: Send + Sync {
    /// The type for the schema.
    fn ty() -> Type;
    /// A look at the value.
    fn look(&self) -> ValueRef<'_>;
    /// Gives absence its declared meaning, in place and all the way down.
    fn settle(&mut self) {}
}

impl Shape for Text {
    fn ty() -> Type {
        Type::Text
    }
    fn look(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}

impl Shape for Arn {
    fn ty() -> Type {
        Type::Text
    }
    fn look(&self) -> ValueRef<'_> {
        ValueRef::Text(self.as_str())
    }
}

impl Shape for bool {
    fn ty() -> Type {
        Type::Boolean
    }
    fn look(&self) -> ValueRef<'_> {
        ValueRef::Boolean(*self)
    }
}

impl Shape for i64 {
    fn ty() -> Type {
        Type::Integer
    }
    fn look(&self) -> ValueRef<'_> {
        ValueRef::Integer(*self)
    }
}

impl Shape for Json {
    fn ty() -> Type {
        Type::Json
    }
    fn look(&self) -> ValueRef<'_> {
        ValueRef::Json(self)
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn ty() -> Type {
        Type::List(T::ty)
    }
    fn look(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }
    fn settle(&mut self) {
        self.iter_mut().for_each(Shape::settle);
    }
}

impl<T: Shape> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }
    fn item(&self, index: usize) -> ValueRef<'_> {
        self.get(index).map_or(ValueRef::Missing, Shape::look)
    }
}

impl<T: Shape> Fact<T> {
    /// A look at the fact.
    pub fn look(&self) -> ValueRef<'_> {
        match self {
            Fact::Known(value) => value.look(),
            Fact::None => ValueRef::None,
            Fact::Missing => ValueRef::Missing,
        }
    }
}

/// The name of an attribute: `type` is a word of Rust, so that the field is `r#type`.
pub const fn plain(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Declares a record: each line is one attribute, its type, what its absence in a complete
/// response means (`none`, `gap`, `default(value)`), and then optionally `via "service:Operation"`,
/// `volatile`, `unit "s"`.
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        $name:ident {
            $(
                $(#[doc = $field_doc:literal])+
                $field:ident: $ty:ty, $absent:ident $(($default:expr))?
                $(, via $via:literal)? $(, volatile $volatile:literal)? $(, unit $unit:literal)?;
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(unreachable_pub, reason = "a record is as public as the module that it stands in")]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                #[serde(default, skip_serializing_if = "crate::model::fact::Fact::is_missing")]
                pub $field: $crate::model::fact::Fact<$ty>,
            )*
        }

        impl $name {
            /// The type of this record.
            #[allow(unreachable_pub, reason = "a record is as public as the module that it stands in")]
            pub const TYPE: &'static $crate::model::record::RecordType =
                &$crate::model::record::RecordType {
                    name: stringify!($name),
                    doc: concat!($($doc),+),
                    attributes: &[$(
                        $crate::model::record::Attribute {
                            name: $crate::model::record::plain(stringify!($field)),
                            doc: concat!($($field_doc),+),
                            ty: <$ty as $crate::model::record::Shape>::ty,
                            absent: $crate::record!(@absent $absent),
                            via: $crate::record!(@option $($via)?),
                            volatile: $crate::record!(@flag $($volatile)?),
                            unit: $crate::record!(@option $($unit)?),
                        },
                    )*],
                };
        }

        impl $crate::model::record::Record for $name {
            fn record_type(&self) -> &'static $crate::model::record::RecordType {
                Self::TYPE
            }

            #[allow(unused_assignments, reason = "the last position is not read")]
            fn attribute(&self, index: usize) -> $crate::model::record::ValueRef<'_> {
                let mut position = 0;
                $(
                    if index == position {
                        return self.$field.look();
                    }
                    position += 1;
                )*
                $crate::model::record::ValueRef::Missing
            }
        }

        impl $crate::model::told::Told for $name {
            fn told(json: &serde_json::Value) -> $crate::model::fact::Fact<Self> {
                match json {
                    serde_json::Value::Null => $crate::model::fact::Fact::None,
                    serde_json::Value::Object(object) => $crate::model::fact::Fact::Known($name {
                        $($field: $crate::record!(@told object, $field $(, $via)?),)*
                    }),
                    // An element of XML with nothing in it.
                    serde_json::Value::String(text) if text.is_empty() => {
                        Self::told(&serde_json::Value::Object(serde_json::Map::new()))
                    }
                    _ => $crate::model::fact::Fact::Missing,
                }
            }

            fn complete(
                &mut self,
                operation: &str,
                object: &serde_json::Map<String, serde_json::Value>,
            ) {
                let _ = (operation, object);
                $($crate::record!(@complete self.$field, operation, object, $field $(, $via)?);)*
            }

            fn fits(object: &serde_json::Map<String, serde_json::Value>) -> bool {
                let names: &[&str] = &[$($crate::model::record::plain(stringify!($field))),*];
                names.iter().any(|name| $crate::model::told::member(object, name).is_some())
            }
        }

        impl $crate::model::record::Shape for $name {
            fn ty() -> $crate::model::record::Type {
                $crate::model::record::Type::Record(|| Self::TYPE)
            }
            fn look(&self) -> $crate::model::record::ValueRef<'_> {
                $crate::model::record::ValueRef::Record(self)
            }
            fn settle(&mut self) {
                $(
                    $crate::record!(@settle self.$field, $absent $(($default))?);
                    if let $crate::model::fact::Fact::Known(value) = &mut self.$field {
                        $crate::model::record::Shape::settle(value);
                    }
                )*
            }
        }
    };
    (@absent none) => { $crate::model::record::Absent::None };
    (@absent gap) => { $crate::model::record::Absent::Gap };
    (@absent default) => { $crate::model::record::Absent::Default };
    (@told $object:ident, $field:ident) => {
        $crate::model::told::attribute($object, $crate::model::record::plain(stringify!($field)))
    };
    (@told $object:ident, $field:ident, $via:literal) => {{
        let _ = $object;
        $crate::model::fact::Fact::Missing
    }};
    (@complete $place:expr, $operation:ident, $object:ident, $field:ident) => {};
    (@complete $place:expr, $operation:ident, $object:ident, $field:ident, $via:literal) => {
        if $operation == $via {
            $place = $crate::model::told::attribute($object, $crate::model::record::plain(stringify!($field)));
        }
    };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
    (@flag) => { false };
    (@flag $value:literal) => { $value };
    (@settle $place:expr, none) => {};
    (@settle $place:expr, gap) => {
        if matches!($place, $crate::model::fact::Fact::None) {
            $place = $crate::model::fact::Fact::Missing;
        }
    };
    (@settle $place:expr, default($default:expr)) => {
        if matches!($place, $crate::model::fact::Fact::None) {
            $place = $crate::model::fact::Fact::Known($default);
        }
    };
}
