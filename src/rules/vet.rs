//! From a policy file to its contract: the one way in.

use super::bundle::Bundle;
use super::check::check;
use super::metadata::{Metadata, Origin};
use super::problem::Problem;
use super::source::Source;

/// Reads the contract of a rule and checks its code; the libraries are those that it may use.
///
/// # Errors
/// Everything that is wrong with the file, in the order of its lines. What is wrong with a library
/// comes with each rule that is loaded with it.
pub fn vet(
    rule: Source<'_>,
    origin: Origin,
    libraries: &[Source<'_>],
) -> Result<Metadata, Vec<Problem>> {
    let metadata = Metadata::read(rule, origin)?;
    let problems = check(&rule, &metadata, libraries);
    if problems.is_empty() {
        Ok(metadata)
    } else {
        Err(problems)
    }
}

/// Everything that is wrong with the rules of a bundle.
pub fn vet_all(bundle: &Bundle) -> Vec<Problem> {
    let libraries: Vec<Source<'_>> = bundle.libraries().collect();
    let vetted = bundle
        .rules()
        .map(|rule| vet(rule, bundle.origin, &libraries));
    vetted.filter_map(Result::err).flatten().collect()
}
