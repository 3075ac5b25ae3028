//! Whether text may be coloured: on a terminal only, and only if nobody said no.

use std::io::{self, IsTerminal as _};

/// Colour on standard error.
pub(crate) fn of_stderr() -> bool {
    io::stderr().is_terminal() && wanted()
}

/// Colour on standard output.
pub(crate) fn of_stdout() -> bool {
    io::stdout().is_terminal() && wanted()
}

/// <https://no-color.org>
#[expect(
    clippy::disallowed_methods,
    reason = "NO_COLOR and TERM are read from the environment"
)]
fn wanted() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !refused && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
