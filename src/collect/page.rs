//! Pages: a list as the API gives it, piece by piece, and as it is once it was read to the end.

use crate::model::fact::Fact;
use crate::model::gap::Gap;

/// One page of a list.
pub(super) struct Page<T, K> {
    /// The items; nothing if the answer had no list, which is not the same as an empty one.
    pub(super) items: Option<Vec<T>>,
    /// What asks for the next page; nothing on the last one.
    pub(super) next: Option<K>,
    /// Whether the answer says that there is more, without saying how to ask for it.
    pub(super) cut: bool,
}

/// A page with the token that most services use. An empty token is none.
pub(super) fn page<T>(items: Option<Vec<T>>, token: Option<String>) -> Page<T, String> {
    Page {
        items,
        next: token.filter(|token| !token.is_empty()),
        cut: false,
    }
}

/// A page of a service that says in a field of its own whether there is more.
pub(super) fn truncated<T, K>(
    items: Option<Vec<T>>,
    is_truncated: bool,
    next: Option<K>,
) -> Page<T, K> {
    let next = next.filter(|_| is_truncated);
    Page {
        items,
        cut: is_truncated && next.is_none(),
        next,
    }
}

/// A list that was read: what came, and why there may be more.
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    pub(super) gap: Option<Gap>,
    /// Whether any page came.
    pub(super) told: bool,
}

impl<T> Listed<T> {
    /// The same list, item by item converted.
    pub(super) fn map<U>(self, convert: impl FnMut(T) -> U) -> Listed<U> {
        Listed {
            items: self.items.into_iter().map(convert).collect(),
            gap: self.gap,
            told: self.told,
        }
    }

    /// The list as an attribute: missing if nothing of it was told.
    pub(super) fn fact<U>(self, convert: impl FnMut(T) -> U) -> (Fact<Vec<U>>, Option<Gap>) {
        let items = self.items.into_iter().map(convert).collect();
        match (self.told, &self.gap) {
            (false, Some(_)) => (Fact::Missing, self.gap),
            _ => (Fact::Known(items), self.gap),
        }
    }
}
