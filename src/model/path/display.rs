//! Writing paths as text that reads back as the same path.

use std::fmt::{self, Display, Formatter, Write};

use super::parse::{begins_name, in_word};
use super::{Each, Filter, FilterOp, Literal, Need, Path, Segment};

impl Display for Need {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)?;
        match &self.alias {
            Some(alias) => write!(f, " as {alias}"),
            None => Ok(()),
        }
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.segments.iter().enumerate() {
            if at > 0 {
                f.write_char('.')?;
            }
            segment.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Segment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if !self.arguments.is_empty() {
            f.write_char('(')?;
            list(f, &self.arguments)?;
            f.write_char(')')?;
        }
        match &self.each {
            Each::One => Ok(()),
            Each::All => f.write_str("[]"),
            Each::Where(filter) => write!(f, "[?{filter}]"),
        }
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.field, self.op)?;
        match self.op {
            FilterOp::Equal => list(f, &self.literals),
            FilterOp::In => {
                f.write_char('[')?;
                list(f, &self.literals)?;
                f.write_char(']')
            }
        }
    }
}

impl Display for FilterOp {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FilterOp::Equal => "==",
            FilterOp::In => "in",
        })
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Text(text) if is_bare(text) => f.write_str(text),
            Literal::Text(text) => quote(f, text),
            Literal::Integer(number) => number.fmt(f),
            Literal::Boolean(truth) => truth.fmt(f),
        }
    }
}

/// Writes a text in quotes.
pub(super) fn quote(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

fn list(f: &mut Formatter<'_>, literals: &[Literal]) -> fmt::Result {
    for (at, literal) in literals.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        literal.fmt(f)?;
    }
    Ok(())
}

/// Whether a text reads back as itself without quotes.
fn is_bare(text: &str) -> bool {
    text.starts_with(begins_name) && text.chars().all(in_word) && !matches!(text, "true" | "false")
}
