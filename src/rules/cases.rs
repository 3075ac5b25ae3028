//! The cases of a rule: `name / given / want`, and what the runner demands beyond them.

mod blank;
mod run;
mod written;

pub use run::{CaseFailure, CaseReport, run};
