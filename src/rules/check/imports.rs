//! Packages and imports: one module per package, libraries only, `import rego.v1` if you like.

use std::collections::BTreeMap;

use super::super::problem::Problem;
use super::ast::{at, chain, spot};
use super::program::{Program, Unit};

/// Checks the packages of a program.
pub(super) fn packages(program: &Program<'_>, problems: &mut Vec<Problem>) {
    let mut first: BTreeMap<&[String], &str> = BTreeMap::new();
    for unit in &program.units {
        let file = unit.source.file;
        match first.get(unit.package.as_slice()) {
            Some(other) => {
                let message = format!(
                    "the package `{}` is that of {other} too",
                    unit.package.join(".")
                );
                let spot = at(&unit.module.package.span);
                problems.push(unit.problem(spot, message, "give each file a package of its own"));
            }
            None => {
                first.insert(&unit.package, file);
            }
        }
    }
}

/// Checks the imports of a module.
pub(super) fn check(program: &Program<'_>, unit: &Unit<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    for import in &unit.module.imports {
        let here = spot(&import.refr);
        let path = chain(&import.refr).path().unwrap_or_default();
        match path.as_slice() {
            ["rego", "v1"] => continue,
            ["data", rest @ ..] if leads(program, rest) => {}
            _ => {
                let message = format!("the import of `{}` is refused", path.join("."));
                let help = "import a library: `data.assize.lib` or the library of the own folder";
                problems.push(unit.problem(here, message, help));
                continue;
            }
        }
        let name = match &import.r#as {
            Some(name) => name.text(),
            None => path.last().copied().unwrap_or_default(),
        };
        if seen.insert(name, ()).is_some() {
            let message = format!("two imports are called `{name}`");
            problems.push(unit.problem(here, message, "give one another name with `as`"));
        }
        if let Some(clause) = unit.rules.get(name).and_then(|clauses| clauses.first()) {
            let message = format!("the rule `{name}` hides the import `{name}`");
            problems.push(unit.problem(clause.spot, message, "rename one of them"));
        }
    }
}

/// Whether a path is a library, a part of the way to one, or a rule of one.
fn leads(program: &Program<'_>, path: &[&str]) -> bool {
    let libraries = program.units.iter().skip(1);
    let on_the_way = |package: &[String]| {
        path.len() <= package.len() && path.iter().zip(package).all(|(l, r)| l == r)
    };
    let deep_enough = path.len() > 1;
    (deep_enough && libraries.into_iter().any(|unit| on_the_way(&unit.package)))
        || program.find(path).is_some_and(|(at, ..)| at > 0)
}
