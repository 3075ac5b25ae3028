//! The command line: reads arguments and files, and ends with an exit code.

#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the command that runs the systems calls it")
)]
mod demo;

fn main() {}
