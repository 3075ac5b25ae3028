//! Reading paths from text.

use std::fmt;
use std::iter::Peekable;
use std::str::{CharIndices, FromStr};

use super::{Each, FactPath, FactStep, Filter, FilterOp, Literal, Need, Path, Segment};

/// Why a text is not a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    /// The column, counted in characters from 1.
    pub column: usize,
    /// What would have been right there.
    pub expected: String,
    /// What stands there; empty at the end of the text.
    pub found: String,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "column {}: expected {}, found ",
            self.column, self.expected
        )?;
        if self.found.is_empty() {
            f.write_str("the end")
        } else {
            write!(f, "`{}`", self.found)
        }
    }
}

impl std::error::Error for PathError {}

impl FromStr for Need {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut cursor = Cursor::new(text);
        let path = cursor.path()?;
        let alias = if cursor.keyword("as") {
            cursor.spaces();
            Some(cursor.name("a name after `as`")?)
        } else {
            None
        };
        cursor.end("`.`, `[`, `(`, ` as ` or the end")?;
        Ok(Need { path, alias })
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut cursor = Cursor::new(text);
        let path = cursor.path()?;
        cursor.end("`.`, `[`, `(` or the end")?;
        Ok(path)
    }
}

impl FromStr for FactPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut cursor = Cursor::new(text);
        let mut steps = vec![FactStep::Field(cursor.name("a field name")?)];
        loop {
            if cursor.take('.') {
                steps.push(FactStep::Field(cursor.name("a field name after `.`")?));
            } else if cursor.take('[') {
                steps.push(cursor.fact_step()?);
                cursor.demand(']')?;
            } else {
                cursor.end("`.`, `[` or the end")?;
                return Ok(FactPath { steps });
            }
        }
    }
}

/// Whether a character can stand in a name.
pub(super) fn in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Whether a character can begin a name.
pub(super) fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// Whether a character can stand in a text that is written without quotes.
pub(super) fn in_word(c: char) -> bool {
    in_name(c) || matches!(c, '-' | ':' | '/' | '.')
}

/// A place in the text.
struct Cursor<'a> {
    text: &'a str,
    rest: Peekable<CharIndices<'a>>,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        let rest = text.char_indices().peekable();
        let mut cursor = Cursor { text, rest };
        cursor.spaces();
        cursor
    }

    fn path(&mut self) -> Result<Path, PathError> {
        let mut segments = vec![self.segment("a field name")?];
        while self.take('.') {
            segments.push(self.segment("a field name after `.`")?);
        }
        Ok(Path { segments })
    }

    fn segment(&mut self, expected: &str) -> Result<Segment, PathError> {
        let name = self.name(expected)?;
        let mut arguments = Vec::new();
        if self.take('(') {
            arguments = self.literals(')')?;
        }
        let each = if self.take('[') {
            self.each()?
        } else {
            Each::One
        };
        Ok(Segment {
            name,
            arguments,
            each,
        })
    }

    /// What stands after `[`.
    fn each(&mut self) -> Result<Each, PathError> {
        self.spaces();
        if self.take(']') {
            return Ok(Each::All);
        }
        if !self.take('?') {
            return Err(self.error("`]` (every element) or `?` (a filter)"));
        }
        self.spaces();
        let field = self.name("the field that the filter compares")?;
        self.spaces();
        let filter = if self.take('=') {
            self.demand('=')?;
            self.spaces();
            let literals = vec![self.literal()?];
            (FilterOp::Equal, literals)
        } else if self.keyword("in") {
            self.spaces();
            self.demand('[')?;
            (FilterOp::In, self.literals(']')?)
        } else {
            return Err(self.error("`==` or `in`"));
        };
        self.spaces();
        self.demand(']')?;
        let (op, literals) = filter;
        Ok(Each::Where(Filter {
            field,
            op,
            literals,
        }))
    }

    /// A list of at least one literal, up to and including `close`.
    fn literals(&mut self, close: char) -> Result<Vec<Literal>, PathError> {
        let mut literals = Vec::new();
        loop {
            self.spaces();
            literals.push(self.literal()?);
            self.spaces();
            if self.take(close) {
                return Ok(literals);
            }
            if !self.take(',') {
                return Err(self.error(&format!("`,` or `{close}`")));
            }
        }
    }

    fn literal(&mut self) -> Result<Literal, PathError> {
        match self.peek() {
            Some('"') => self.quoted().map(Literal::Text),
            Some(c) if c == '-' || c.is_ascii_digit() => self.integer().map(Literal::Integer),
            Some(c) if begins_name(c) => Ok(match self.run(in_word) {
                "true" => Literal::Boolean(true),
                "false" => Literal::Boolean(false),
                word => Literal::Text(word.to_owned()),
            }),
            _ => Err(self.error("a literal: \"text\", a word, an integer, true or false")),
        }
    }

    fn quoted(&mut self) -> Result<String, PathError> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some((_, '"')) => return Ok(text),
                Some((_, '\\')) => match self.peek() {
                    Some(c @ ('"' | '\\')) => {
                        self.rest.next();
                        text.push(c);
                    }
                    _ => return Err(self.error("`\"` or `\\` after `\\`")),
                },
                Some((_, c)) => text.push(c),
                None => return Err(self.error("a closing `\"`")),
            }
        }
    }

    fn integer(&mut self) -> Result<i64, PathError> {
        let start = self.rest.clone();
        let word = self.run(in_word);
        word.parse().map_err(|_| {
            self.rest = start;
            self.error("an integer (other text that begins with a digit or `-` needs quotes)")
        })
    }

    /// What stands after `[` in a fact path: an index, or a field that is no name, in quotes.
    fn fact_step(&mut self) -> Result<FactStep, PathError> {
        if self.peek() == Some('"') {
            return self.quoted().map(FactStep::Field);
        }
        let start = self.rest.clone();
        self.run(|c| c.is_ascii_digit())
            .parse()
            .map(FactStep::Index)
            .map_err(|_| {
                self.rest = start;
                self.error("an index or a quoted field")
            })
    }

    fn name(&mut self, expected: &str) -> Result<String, PathError> {
        match self.peek() {
            Some(c) if begins_name(c) => Ok(self.run(in_name).to_owned()),
            _ => Err(self.error(expected)),
        }
    }

    /// Takes a word that stands between spaces; the text is left as it was if it is not there.
    fn keyword(&mut self, word: &str) -> bool {
        let start = self.rest.clone();
        self.spaces();
        if self.run(in_name) == word {
            return true;
        }
        self.rest = start;
        false
    }

    fn end(&mut self, expected: &str) -> Result<(), PathError> {
        self.spaces();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error(expected)),
        }
    }

    fn demand(&mut self, c: char) -> Result<(), PathError> {
        if self.take(c) {
            return Ok(());
        }
        Err(self.error(&format!("`{c}`")))
    }

    fn take(&mut self, wanted: char) -> bool {
        self.rest.next_if(|&(_, c)| c == wanted).is_some()
    }

    fn spaces(&mut self) {
        self.run(|c| c == ' ');
    }

    /// Takes characters as long as they are wanted.
    fn run(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let start = self.offset();
        while self.rest.next_if(|&(_, c)| wanted(c)).is_some() {}
        let end = self.offset();
        self.text.get(start..end).unwrap_or_default()
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().map(|&(_, c)| c)
    }

    fn offset(&mut self) -> usize {
        self.rest.peek().map_or(self.text.len(), |&(at, _)| at)
    }

    fn error(&mut self, expected: &str) -> PathError {
        let offset = self.offset();
        let before = self.text.get(..offset).unwrap_or_default();
        PathError {
            column: before.chars().count() + 1,
            expected: expected.to_owned(),
            found: self.peek().map(String::from).unwrap_or_default(),
        }
    }
}
