//! Projected values: what a rule is shown, and where each of them came from.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::gap::Gap;
use super::id::Text;

/// A projected value. Lists are in canonical order, so that equal sets are equal views.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Datum {
    /// Told that there is none.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(Text),
    /// A list, and why it may lack items.
    List(Vec<Cell>, Option<Box<Gap>>),
    /// A record: names and values in the order of the names.
    Record(Vec<(Text, Cell)>),
    /// Not known, and why. The last of the sorts, by which gaps stand last in a list.
    Gap(Box<Gap>),
}

/// A value and, when a view is projected for evidence, its origin. The origin takes no part in
/// comparison: two subjects with equal values have equal views.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The value.
    pub datum: Datum,
    /// Where it came from.
    pub origin: Option<Box<Origin>>,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The ARN of the resource.
    pub resource: Text,
    /// The path in the facts of the resource, as in the snapshot.
    pub path: String,
    /// The call that told it; `derived` if it follows from other facts.
    pub operation: Text,
    /// The facts that it follows from.
    pub sources: Vec<Arc<Source>>,
}

/// A fact from which a derived fact follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The ARN of the resource.
    pub resource: Text,
    /// The path in its facts.
    pub path: String,
    /// The value there.
    pub value: Json,
    /// The call that told it.
    pub operation: Text,
}

impl Cell {
    /// A value without an origin.
    pub fn plain(datum: Datum) -> Self {
        Cell {
            datum,
            origin: None,
        }
    }

    /// The value without what is not known: fields and items that are gaps are left out, and a list
    /// that may lack items is what it has. Nothing of a gap. Gaps stand last in a list, so that all else
    /// keeps its place: a path in the part leads to the same in the whole.
    pub fn known_part(self) -> Option<Cell> {
        let datum = match self.datum {
            Datum::Gap(_) => return None,
            Datum::List(items, _) => {
                let items = items.into_iter().filter_map(Cell::known_part);
                Datum::List(items.collect(), None)
            }
            Datum::Record(fields) => {
                let fields = fields.into_iter();
                let known = fields.filter_map(|(name, cell)| Some((name, cell.known_part()?)));
                Datum::Record(known.collect())
            }
            datum => datum,
        };
        Some(Cell {
            datum,
            origin: self.origin,
        })
    }

    /// The cell at a field of a record or an index of a list.
    pub fn field(&self, name: &str) -> Option<&Cell> {
        match &self.datum {
            Datum::Record(fields) => fields
                .iter()
                .find(|(field, _)| field == name)
                .map(|(_, cell)| cell),
            _ => None,
        }
    }

    /// The item of a list.
    pub fn item(&self, index: usize) -> Option<&Cell> {
        match &self.datum {
            Datum::List(items, _) => items.get(index),
            _ => None,
        }
    }

    /// The value as JSON; a gap is `{"unknown": reason}`.
    pub fn to_json(&self) -> Json {
        self.datum.to_json()
    }
}

impl Datum {
    /// The value as JSON; a gap is `{"unknown": reason}`.
    pub fn to_json(&self) -> Json {
        match self {
            Datum::Null => Json::Null,
            Datum::Boolean(value) => Json::Bool(*value),
            Datum::Integer(value) => Json::from(*value),
            Datum::Text(value) => Json::from(value.as_str()),
            Datum::List(items, _) => Json::Array(items.iter().map(Cell::to_json).collect()),
            Datum::Record(fields) => Json::Object(
                fields
                    .iter()
                    .map(|(name, cell)| (name.to_string(), cell.to_json()))
                    .collect(),
            ),
            Datum::Gap(gap) => Json::Object(Map::from_iter([(
                "unknown".to_owned(),
                gap.reason.as_str().into(),
            )])),
        }
    }

    /// Every gap in the value, incomplete lists included, in order.
    pub fn gaps<'a>(&'a self, into: &mut Vec<&'a Gap>) {
        match self {
            Datum::Gap(gap) => into.push(gap),
            Datum::List(items, incomplete) => {
                into.extend(incomplete.as_deref());
                items.iter().for_each(|cell| cell.datum.gaps(into));
            }
            Datum::Record(fields) => fields.iter().for_each(|(_, cell)| cell.datum.gaps(into)),
            Datum::Null | Datum::Boolean(_) | Datum::Integer(_) | Datum::Text(_) => {}
        }
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.datum == other.datum
    }
}

impl Eq for Cell {}

impl Hash for Cell {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.datum.hash(state);
    }
}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        self.datum.cmp(&other.datum)
    }
}
