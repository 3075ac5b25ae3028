//! Calls and references: each function exists and is given what it takes, each rule exists.

use super::super::nearest::did_you_mean;
use super::super::problem::Problem;
use super::program::{Program, Shape};
use super::refs::{Target, Use, uses};
use super::table::{self, Entry};

/// Checks every use of a name in a unit of a program.
pub(super) fn check(program: &Program<'_>, at: usize, problems: &mut Vec<Problem>) {
    let Some(unit) = program.units.get(at) else {
        return;
    };
    for clause in unit.clauses() {
        for it in uses(program, at, clause) {
            if let Some((message, help)) = judge(program, at, &it) {
                problems.push(unit.problem(it.spot, message, help));
            }
        }
    }
}

/// What is wrong with a use of a name, and what to do.
fn judge(program: &Program<'_>, at: usize, it: &Use) -> Option<(String, String)> {
    let name = &it.name;
    match (&it.target, it.call) {
        (Target::Rule(unit, rule, deeper), call) => {
            let shape = shape(program, *unit, rule)?;
            rule_use(name, shape, call, *deeper)
        }
        // Reads of the rule itself are compared with what it declares; see `reads`.
        (Target::Input, None) if at == 0 => None,
        (Target::Input, None) => Some((
            "a library reads `input`".to_owned(),
            "give the function the value that it needs".to_owned(),
        )),
        (Target::Nowhere, _) => Some(nowhere(program, name)),
        (Target::Called | Target::Input, Some(given)) => builtin(name, given),
        (Target::Called, None) => None,
    }
}

fn shape(program: &Program<'_>, unit: usize, rule: &str) -> Option<Shape> {
    let clauses = program.units.get(unit)?.rules.get(rule)?;
    clauses.first().map(|clause| clause.shape)
}

fn rule_use(
    name: &str,
    shape: Shape,
    call: Option<usize>,
    deeper: bool,
) -> Option<(String, String)> {
    match (shape, call) {
        (Shape::Function(_), None) => Some((
            format!("the function `{name}` is used as a value"),
            "call it".to_owned(),
        )),
        (Shape::Function(0), Some(_)) => Some((
            format!("the function `{name}` takes nothing, and OPA calls no such function"),
            "make it a rule: leave out the brackets, here and where it is defined".to_owned(),
        )),
        (Shape::Function(takes), Some(given)) if takes != given => Some(arity(name, takes, given)),
        (Shape::Function(_), Some(_)) if !deeper => None,
        (_, Some(_)) => Some((
            format!("`{name}` is a rule, not a function"),
            "use its value without a call".to_owned(),
        )),
        (_, None) => None,
    }
}

fn nowhere(program: &Program<'_>, name: &str) -> (String, String) {
    let packages: Vec<String> = program.packages().into_iter().collect();
    let help = format!(
        "a rule reads its `input` and the libraries that it imports; the packages here are {}",
        packages.join(", ")
    );
    (format!("`{name}` leads to no rule or function"), help)
}

fn builtin(name: &str, given: usize) -> Option<(String, String)> {
    match table::find(name) {
        // A relation: regorus knows the form that binds what it yields, and only that.
        Some(Entry::Takes(_)) if name == "walk" && given == 2 => None,
        Some(Entry::Takes(_)) if name == "walk" && given == 1 => Some((
            "the engine finds nothing with `walk` of one argument".to_owned(),
            "write `walk(x, [path, value])`".to_owned(),
        )),
        Some(Entry::Takes(kinds)) if kinds.len() == given => None,
        Some(Entry::Takes(kinds)) => Some(arity(name, kinds.len(), given)),
        Some(Entry::Refused(why)) => Some((
            format!("the builtin `{name}` is refused: {why}"),
            "a verdict follows from the facts alone".to_owned(),
        )),
        None => {
            let message = format!("nothing defines the function `{name}`");
            let help = did_you_mean(name, "a function of this name", table::names());
            let help = match help.starts_with("did") {
                true => help,
                false => "define it, import it, or use a builtin that assize has".to_owned(),
            };
            Some((message, help))
        }
    }
}

fn arity(name: &str, takes: usize, given: usize) -> (String, String) {
    let s = if takes == 1 { "" } else { "s" };
    (
        format!("`{name}` takes {takes} argument{s}, {given} given"),
        "give it what it takes".to_owned(),
    )
}
