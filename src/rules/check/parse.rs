//! Parsing modules with regorus, and its errors made into problems.

use regorus::unstable::{Module, Parser};

use super::super::metadata::Spot;
use super::super::nesting;
use super::super::problem::Problem;
use super::super::source::Source;

/// What regorus is told as the name of the file: it stands in its errors, and must hold no colon.
const FILE: &str = "policy";

/// Parses a module as Rego of version 1.
pub(super) fn parse(source: Source<'_>) -> Result<Module, Problem> {
    nesting::check(&source)?;
    parse_text(source.text).map_err(|error| explain(source, &format!("{error}")))
}

fn parse_text(text: &str) -> anyhow::Result<Module> {
    let contents = regorus::Source::from_contents(FILE.to_owned(), text.to_owned())?;
    let mut parser = Parser::new(&contents)?;
    parser.enable_rego_v1()?;
    parser.parse()
}

/// An error of regorus is text: `--> file:line:column`, the line, then `error: ` and the message.
fn explain(source: Source<'_>, text: &str) -> Problem {
    let spot = place(text).unwrap_or(Spot { line: 1, column: 1 });
    let message = match text.split_once("error: ") {
        Some((_, message)) => message,
        None => text,
    };
    let message = message.lines().next().unwrap_or_default().trim();
    let help = "correct the Rego; assize reads Rego v1 as OPA does, without template strings";
    spot.problem(source.file, format!("syntax error: {message}"), help)
}

fn place(text: &str) -> Option<Spot> {
    let (_, rest) = text.split_once(&format!("{FILE}:"))?;
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit());
    Some(Spot {
        line: numbers.next()?.parse().ok()?,
        column: numbers.next()?.parse().ok()?,
    })
}
