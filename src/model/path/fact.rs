//! The paths by which a rule names the facts that a denial stands on.

use std::fmt::{self, Display, Formatter, Write};

use super::display::quote;
use super::parse::{begins_name, in_name};

/// A place in a view: `ingress[2].cidr`, `cluster.members[0]`, `tags["cost centre"]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactPath {
    /// The steps; the first of a parsed path is a field.
    pub steps: Vec<FactStep>,
}

/// One step into a view.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactStep {
    /// A field of an object.
    Field(String),
    /// An element of a list.
    Index(usize),
}

impl Display for FactPath {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                FactStep::Index(index) => write!(f, "[{index}]")?,
                FactStep::Field(name) if at == 0 => f.write_str(name)?,
                FactStep::Field(name) if is_name(name) => write!(f, ".{name}")?,
                FactStep::Field(name) => {
                    f.write_char('[')?;
                    quote(f, name)?;
                    f.write_char(']')?;
                }
            }
        }
        Ok(())
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(begins_name) && text.chars().all(in_name)
}
