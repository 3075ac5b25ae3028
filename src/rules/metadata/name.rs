//! The names of a rule: its id, its file and its package say the same.

use super::super::problem::Problem;
use super::super::source::Source;
use super::block::Block;
use super::{Origin, Spot};

/// Whether a text is lower-case words joined by single hyphens.
pub(super) fn is_kebab(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// Checks that id, file and package agree; the service is returned.
pub(super) fn agree(
    source: Source<'_>,
    origin: Origin,
    block: &Block,
    id: &str,
    id_at: Spot,
    problems: &mut Vec<Problem>,
) -> String {
    let file = source.file;
    if !is_kebab(id) {
        let help = "use lower-case words joined by `-`";
        problems.push(id_at.problem(file, format!("`{id}` is no rule id"), help));
        return String::new();
    }
    let name = id.replace('-', "_");
    if source.stem() != name {
        let message = format!(
            "the rule `{id}` stands in a file named `{}.rego`",
            source.stem()
        );
        problems.push(id_at.problem(file, message, format!("name the file `{name}.rego`")));
    }
    let root = match origin {
        Origin::BuiltIn => "assize",
        Origin::User => "user",
    };
    let at = block.package_at;
    let parts: Vec<&str> = block.package.split('.').collect();
    let [first, service, last] = parts.as_slice() else {
        let message = format!(
            "the package `{}` is not of the form of a rule's",
            block.package
        );
        let help = format!("use `package {root}.<service>.{name}`");
        problems.push(at.problem(file, message, help));
        return String::new();
    };
    if *first != root || *last != name {
        let message = format!(
            "the package `{}` does not agree with the rule `{id}`",
            block.package
        );
        let help = format!("use `package {root}.{service}.{name}`");
        problems.push(at.problem(file, message, help));
    }
    let folder = source.folder().filter(|_| origin == Origin::BuiltIn);
    if let Some(folder) = folder.filter(|folder| folder != service) {
        let message = format!("the package says the service `{service}`, the folder `{folder}`");
        problems.push(at.problem(file, message, "make the two agree"));
    }
    (*service).to_owned()
}
