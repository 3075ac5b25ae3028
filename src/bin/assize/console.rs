//! Standard output and standard error. Either may be closed at any time (`assize ... | head`), and
//! that is no error: what is written then is lost, and the run goes on to its end.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};

use crate::end::Failure;

/// What is said beside the data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Console {
    /// Whether summaries and progress are not wanted.
    pub(crate) quiet: bool,
}

impl Console {
    /// Says something to the user that is not data, unless they want it quiet. The text may have
    /// codes of colour in it, so what came from outside must have been made [`plain`].
    pub(crate) fn say(self, text: &str) {
        if !self.quiet {
            tell(text);
        }
    }

    /// Says, always, what is not as it should be and does not keep the rest from being done.
    pub(crate) fn warn(self, text: &str) {
        tell(&format!("assize: {}\n", plain(text)));
    }

    /// Says what went wrong, always.
    pub(crate) fn complain(self, failure: &Failure) {
        tell(&format!("assize: {}\n", plain(&failure.to_string())));
    }
}

/// Writes data.
pub(crate) fn print(data: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(data).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Failed(format!(
            "cannot write to standard output: {error}; see where it leads to"
        ))),
        _ => Ok(()),
    }
}

fn tell(text: &str) {
    let mut stderr = io::stderr().lock();
    // Nobody is left to tell that nobody listens.
    let _ = stderr.write_all(text.as_bytes());
}

/// Text without what a terminal would obey: control characters, and marks that turn the direction
/// of writing. Names of files and words of a snapshot may have such.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if (c.is_control() && !matches!(c, '\n' | '\t')) || turns {
            // Writing to a text cannot fail.
            let _ = write!(plain, "{}", c.escape_unicode());
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(
            plain("a\u{1b}[2Jb\r\u{202e}\n"),
            "a\\u{1b}[2Jb\\u{d}\\u{202e}\n"
        );
        assert_eq!(plain("Größe\t1"), "Größe\t1");
    }
}
