//! Definitions that cannot stand together, and the rules that a policy must define.

use regorus::unstable::Expr;

use super::super::metadata::Metadata;
use super::super::problem::Problem;
use super::ast::{self, each};
use super::program::{Clause, Program, Shape, Unit};

/// Words that OPA keeps, some of which regorus lets pass as names.
const RESERVED: [&str; 13] = [
    "_", "as", "contains", "data", "default", "else", "every", "if", "import", "in", "input",
    "package", "with",
];

/// Checks that the definitions of each name in a module agree.
pub(super) fn conflicts(program: &Program<'_>, unit: &Unit<'_>, problems: &mut Vec<Problem>) {
    for (name, clauses) in &unit.rules {
        let mut package = unit.package.clone();
        package.push(name.clone());
        let Some(first) = clauses.first() else {
            continue;
        };
        if program.has_package(&package) {
            let message = format!(
                "the rule `{name}` has the name of the package `{}`",
                package.join(".")
            );
            problems.push(unit.problem(first.spot, message, "rename the rule"));
        }
        if RESERVED.contains(&name.as_str()) {
            let message = format!("a rule is called `{name}`");
            problems.push(unit.problem(first.spot, message, "that word is taken: rename the rule"));
        }
        for clause in clauses.iter().filter(|clause| clause.bracket) {
            let message = format!("`{name}[...]` without a value");
            problems.push(unit.problem(
                clause.spot,
                message,
                "write `contains` for a part of a set",
            ));
        }
        shapes(unit, name, first, clauses, problems);
        defaults(unit, name, clauses, problems);
        constants(unit, name, clauses, problems);
    }
}

fn shapes(
    unit: &Unit<'_>,
    name: &str,
    first: &Clause<'_>,
    clauses: &[Clause<'_>],
    problems: &mut Vec<Problem>,
) {
    for clause in clauses.iter().skip(1) {
        if clause.shape != first.shape {
            let message = format!(
                "`{name}` is {} here, {} on line {}",
                described(clause.shape),
                described(first.shape),
                first.spot.line
            );
            problems.push(unit.problem(clause.spot, message, "give one of them another name"));
            return;
        }
    }
}

fn described(shape: Shape) -> String {
    match shape {
        Shape::Value => "one value".to_owned(),
        Shape::Object => "an object".to_owned(),
        Shape::Set => "a set".to_owned(),
        Shape::Function(1) => "a function of 1 argument".to_owned(),
        Shape::Function(takes) => format!("a function of {takes} arguments"),
    }
}

fn defaults(unit: &Unit<'_>, name: &str, clauses: &[Clause<'_>], problems: &mut Vec<Problem>) {
    let mut defaults = clauses.iter().filter(|clause| clause.default);
    let first = defaults.next();
    for clause in defaults {
        let message = format!("`{name}` has a second default");
        problems.push(unit.problem(clause.spot, message, "keep one"));
    }
    let Some(value) = first.and_then(|clause| clause.value) else {
        return;
    };
    let mut computed = None;
    if ast::closure(value).is_none() {
        each(value, &mut |expr| {
            let dynamic = matches!(
                expr,
                Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. }
            );
            if dynamic {
                computed.get_or_insert(ast::spot(expr));
            }
        });
    }
    if let Some(spot) = computed {
        let message = format!("the default of `{name}` is computed");
        problems.push(unit.problem(spot, message, "a default is a constant"));
    }
}

/// Two definitions without a condition and with different constants fail whenever they are read.
fn constants(unit: &Unit<'_>, name: &str, clauses: &[Clause<'_>], problems: &mut Vec<Problem>) {
    let plain = clauses.iter().filter(|clause| {
        !clause.default && clause.bodies.is_empty() && clause.shape == Shape::Value
    });
    let mut first: Option<&Clause<'_>> = None;
    for clause in plain {
        let Some(before) = first else {
            first = Some(clause);
            continue;
        };
        let differ = match (before.value, clause.value) {
            (Some(l), Some(r)) => l.span().text() != r.span().text(),
            _ => false,
        };
        if differ {
            let message = format!("`{name}` has another value on line {}", before.spot.line);
            problems.push(unit.problem(clause.spot, message, "keep one, or give each a condition"));
        }
    }
}

/// Checks that a rule defines `deny` as a set, and `applies` if its contract says so.
pub(super) fn required(unit: &Unit<'_>, metadata: &Metadata, problems: &mut Vec<Problem>) {
    let package = ast::at(&unit.module.package.span);
    match unit.rules.get("deny").and_then(|clauses| clauses.first()) {
        None => {
            let help = "write `deny contains {\"facts\": [...], \"message\": ...} if { ... }`";
            problems.push(unit.problem(package, "the rule defines no `deny`", help));
        }
        Some(clause) if clause.shape != Shape::Set => {
            let message = format!("`deny` is {}, not a set", described(clause.shape));
            problems.push(unit.problem(
                clause.spot,
                message,
                "write `deny contains {...} if { ... }`",
            ));
        }
        Some(_) => {}
    }
    let applies = unit
        .rules
        .get("applies")
        .and_then(|clauses| clauses.first());
    match (applies, &metadata.applies) {
        (None, Some(_)) => {
            let spot = metadata.spots.applies.first().copied().unwrap_or(package);
            let help = "define `applies if { ... }`, or remove `applies` from METADATA";
            problems.push(unit.problem(
                spot,
                "METADATA has `applies`, the rule defines none",
                help,
            ));
        }
        (Some(clause), None) => {
            let help = "add `applies: {needs: [...]}` under `custom`";
            problems.push(unit.problem(clause.spot, "`applies` is not in METADATA", help));
        }
        (Some(clause), Some(_)) if clause.shape != Shape::Value => {
            let message = format!(
                "`applies` is {}, not true or false",
                described(clause.shape)
            );
            problems.push(unit.problem(clause.spot, message, "write `applies if { ... }`"));
        }
        _ => {}
    }
}
