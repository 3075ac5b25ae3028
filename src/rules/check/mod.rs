//! The check that a policy passes before it is used. regorus is laxer than OPA, and a policy that
//! it misreads would pass in silence: everything doubtful is refused here, with its place.

mod assign;
mod ast;
mod calls;
mod declarations;
mod declared;
mod deny;
mod engine;
mod heads;
mod imports;
mod kinds;
mod monotone;
mod negation;
mod objects;
mod parse;
mod program;
mod reads;
mod recursion;
mod refs;
mod safety;
mod table;
#[cfg(test)]
mod tests;
mod trace;
mod vars;

use regorus::unstable::Module;

use super::metadata::{Metadata, Spot};
use super::problem::Problem;
use super::source::Source;
use program::{Program, Unit};
use recursion::Graph;

/// Everything that is wrong with a rule, and with the libraries that it may use.
///
/// A syntax error hides what else is wrong. A problem of a library comes with every rule.
pub(crate) fn check(
    rule: &Source<'_>,
    metadata: &Metadata,
    libraries: &[Source<'_>],
) -> Vec<Problem> {
    let sources: Vec<Source<'_>> = std::iter::once(rule).chain(libraries).copied().collect();
    let mut problems = Vec::new();
    let mut modules: Vec<(Source<'_>, Module)> = Vec::new();
    for source in sources {
        match parse::parse(source) {
            Ok(module) => modules.push((source, module)),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        let units = modules
            .iter()
            .map(|(source, module)| Unit::new(*source, module));
        let program = Program {
            units: units.collect(),
        };
        judge(&program, metadata, &mut problems);
    }
    problems.sort();
    problems.dedup();
    problems
}

fn judge(program: &Program<'_>, metadata: &Metadata, problems: &mut Vec<Problem>) {
    imports::packages(program, problems);
    for (at, unit) in program.units.iter().enumerate() {
        imports::check(program, unit, problems);
        heads::conflicts(program, unit, problems);
        safety::check(unit, problems);
        calls::check(program, at, problems);
        assign::check(unit, problems);
        kinds::check(unit, problems);
        objects::check(unit, problems);
        engine::check(unit, problems);
        modifiers(unit, problems);
        // A library reads no view.
        let view = match at {
            0 => declared::view(metadata),
            _ => declared::Node::default(),
        };
        negation::check(program, at, &view, problems);
    }
    let graph = Graph::of(program);
    recursion::check(program, &graph, problems);
    let Some(rule) = program.units.first() else {
        return;
    };
    declared::claims(rule.source, metadata, problems);
    heads::required(rule, metadata, problems);
    reads::check(rule, metadata, &graph, problems);
    deny::check(rule, metadata, problems);
    if metadata.partial {
        monotone::check(program, metadata, &graph, problems);
    }
}

/// `with` would judge something else than the facts, and `__target__` is no Rego of OPA.
fn modifiers(unit: &Unit<'_>, problems: &mut Vec<Problem>) {
    let mut found: Vec<Spot> = Vec::new();
    for clause in unit.clauses() {
        for body in &clause.bodies {
            with(body.query, &mut found);
        }
    }
    for spot in found {
        let help = "judge the facts as they are; give a function the value instead";
        problems.push(unit.problem(spot, "`with` replaces facts", help));
    }
    if unit.module.target.is_some() {
        let spot = ast::at(&unit.module.package.span);
        problems.push(unit.problem(spot, "`__target__` is not Rego of OPA", "remove it"));
    }
}

fn with(query: &regorus::unstable::Query, found: &mut Vec<Spot>) {
    for stmt in &query.stmts {
        found.extend(
            stmt.with_mods
                .iter()
                .map(|modifier| ast::at(&modifier.span)),
        );
        for part in ast::parts(&stmt.literal) {
            ast::each(part, &mut |expr| {
                if let Some(closure) = ast::closure(expr) {
                    with(closure.query, found);
                }
            });
        }
        if let Some(closure) = ast::every(&stmt.literal) {
            with(closure.query, found);
        }
    }
}
