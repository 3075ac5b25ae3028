//! How deep literals may stand in each other.
//!
//! regorus tries each `[` and `{` as a comprehension before it reads it as what it is, and so reads
//! what stands inside at least twice: with each level parsing takes twice as long, without a limit.

use super::metadata::Spot;
use super::problem::Problem;
use super::source::Source;

/// How many `[` and `{` may be open at once. No shipped rule has more than 4.
const MOST: usize = 10;

/// Sees that a module is parsed in no time.
///
/// # Errors
/// The first bracket that stands too deep.
pub(super) fn check(source: &Source<'_>) -> Result<(), Problem> {
    match too_deep(source.text) {
        None => Ok(()),
        Some(spot) => {
            let message = format!("`[` and `{{` are nested more than {MOST} deep");
            let help = "give an inner value a name of its own: `inner := [...]`";
            Err(spot.problem(source.file, message, help))
        }
    }
}

/// The first bracket with too many others around it. What is no Rego is left to the parser.
fn too_deep(text: &str) -> Option<Spot> {
    let mut reader = Reader {
        rest: text.chars(),
        spot: Spot { line: 1, column: 1 },
    };
    let mut depth = 0_usize;
    loop {
        let spot = reader.spot;
        match reader.next()? {
            '#' => reader.skip_to('\n'),
            '`' => reader.skip_to('`'),
            '"' => reader.skip_string(),
            '[' | '{' if depth == MOST => return Some(spot),
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// The characters of a text, and where the next one stands.
struct Reader<'a> {
    rest: std::str::Chars<'a>,
    spot: Spot,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        match c {
            '\n' => {
                self.spot = Spot {
                    line: self.spot.line + 1,
                    column: 1,
                }
            }
            // As regorus counts.
            '\t' => self.spot.column += 4,
            _ => self.spot.column += 1,
        }
        Some(c)
    }

    fn skip_to(&mut self, end: char) {
        while self.next().is_some_and(|c| c != end) {}
    }

    fn skip_string(&mut self) {
        loop {
            match self.next() {
                Some('\\') => {
                    self.next();
                }
                Some('"') | None => return,
                Some(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, check};
    use crate::rules::source::Source;

    fn said(text: &str) -> Option<String> {
        let file = "a.rego";
        let problem = check(&Source { file, text }).err();
        problem.map(|problem| problem.to_string())
    }

    #[test]
    fn brackets_count_while_they_are_open() {
        let (open, close) = ("[{".repeat(MOST / 2), "}]".repeat(MOST / 2));
        let fits = format!("{open}1{close}");
        let row = [fits.as_str(); 3].join(",\n\t");
        assert_eq!(said(&row), None);
        let deep = format!("{row}\n\t{open}(((1, [2], [3])))");
        assert_eq!(
            said(&deep).as_deref(),
            Some(
                "a.rego:4:21: `[` and `{` are nested more than 10 deep (give an inner value a name \
                 of its own: `inner := [...]`)"
            )
        );
    }

    #[test]
    fn what_is_no_bracket_does_not_count() {
        let many = "[".repeat(50);
        for text in [
            format!("# {many}\nx"),
            format!("x := `{many}\n{many}`"),
            format!("x := \"{many}\\\"{many}\\\\\""),
            "(".repeat(50),
        ] {
            assert_eq!(said(&text), None, "{text}");
            let then = format!("{text}\n{many}");
            assert!(said(&then).is_some(), "{then}");
        }
    }
}
