//! The command line: reads arguments and files, and ends with an exit code.
fn main() {}
