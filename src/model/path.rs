//! The paths by which a rule asks for facts: the grammar of `needs` and `wants`.
//!
//! ```text
//! need := path [" as " name]          path := seg ("." seg)*
//! seg  := ident ["(" literal ("," literal)* ")"] ["[]" | "[?" field op literal "]"]
//! op   := "==" | "in"                 literal := "quoted" | bare-word | integer | true | false
//! ```
//!
//! The literal after `in` is a list: `[internet, "0.0.0.0/0"]`.

mod display;
mod fact;
mod parse;
#[cfg(test)]
mod tests;

pub use fact::{FactPath, FactStep};
pub use parse::PathError;

/// One fact that a rule asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Need {
    /// Where the fact stands, from the subject on.
    pub path: Path,
    /// The name that the fact has in the view, directly under `input`, instead of its path.
    pub alias: Option<String>,
}

/// A way through the fact graph: attributes, links and derived facts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// The steps; never empty in a parsed path.
    pub segments: Vec<Segment>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Segment {
    /// An attribute, a link or a derived fact of the schema.
    pub name: String,
    /// The arguments of a derived fact; part of its identity.
    pub arguments: Vec<Literal>,
    /// Whether the step is one value, a list, or a part of a list.
    pub each: Each,
}

/// What a step takes of the value that it names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Each {
    /// `x`: the value itself.
    One,
    /// `x[]`: every element of a list.
    All,
    /// `x[?field op literal]`: the elements of a list for which the filter holds.
    Where(Filter),
}

/// A condition on one scalar of a list's element.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The field of the element.
    pub field: String,
    /// How it is compared.
    pub op: FilterOp,
    /// One literal for [`FilterOp::Equal`], a list for [`FilterOp::In`].
    pub literals: Vec<Literal>,
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterOp {
    /// `==`
    Equal,
    /// `in`
    In,
}

/// A value written in a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Literal {
    /// A text, quoted or bare.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`
    Boolean(bool),
}

impl Segment {
    /// A step of this name without arguments, taken as one value.
    pub fn named(name: impl Into<String>) -> Self {
        Segment {
            name: name.into(),
            arguments: Vec::new(),
            each: Each::One,
        }
    }

    /// Whether the step is a list in the view.
    pub fn is_list(&self) -> bool {
        !matches!(self.each, Each::One)
    }
}
