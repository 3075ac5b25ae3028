//! One thing that we may have been told about a resource.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an account, a plan or a template told us about one attribute.
///
/// "Not told" is never "no": the three states are kept apart from the response of AWS to the verdict.
/// In JSON a fact is its value, `null` for [`Fact::None`], and an absent key for [`Fact::Missing`];
/// why it is missing stands in the `gaps` of the resource, or else it was not collected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact<T> {
    /// We were told this value.
    Known(T),
    /// We were told that there is none.
    None,
    /// We were not told. The resource's gaps say why.
    #[default]
    Missing,
}

impl<T> Fact<T> {
    /// The fact as a response told it: an absent member is "none" until the attribute's declared
    /// meaning of absence is applied by [`crate::model::record::Settle`].
    pub fn told(value: Option<T>) -> Self {
        value.map_or(Fact::None, Fact::Known)
    }

    /// The value, if we were told one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Fact::Known(value) => Some(value),
            Fact::None | Fact::Missing => None,
        }
    }

    /// The value, or the one that a type has before anything is known.
    #[must_use]
    pub fn known_or_default(self) -> T
    where
        T: Default,
    {
        match self {
            Fact::Known(value) => value,
            Fact::None | Fact::Missing => T::default(),
        }
    }

    /// Whether nobody told us.
    pub fn is_missing(&self) -> bool {
        matches!(self, Fact::Missing)
    }

    /// The fact with its value converted.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Fact::Known(value) => Fact::Known(convert(value)),
            Fact::None => Fact::None,
            Fact::Missing => Fact::Missing,
        }
    }

    /// The same fact, borrowed.
    pub fn as_ref(&self) -> Fact<&T> {
        match self {
            Fact::Known(value) => Fact::Known(value),
            Fact::None => Fact::None,
            Fact::Missing => Fact::Missing,
        }
    }
}

impl<T> From<T> for Fact<T> {
    fn from(value: T) -> Self {
        Fact::Known(value)
    }
}

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.known().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Fact::told)
    }
}
