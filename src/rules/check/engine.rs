//! Forms that OPA and the engine would answer differently, without a word from either.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::Expr;

use super::super::metadata::Spot;
use super::super::problem::Problem;
use super::ast::{each, spot, variable};
use super::program::{Clause, Shape, Unit};
use super::vars::{Names, Vars, declare};

/// Checks the heads of all definitions of a module.
pub(super) fn check(unit: &Unit<'_>, problems: &mut Vec<Problem>) {
    for clause in unit.clauses() {
        let mut found = Vec::new();
        repeated_arguments(clause, &mut found);
        computed_keys(clause, &mut found);
        iterating_heads(unit, clause, &mut found);
        for (spot, message, help) in found {
            problems.push(unit.problem(spot, message, help));
        }
    }
}

type Found = Vec<(Spot, String, &'static str)>;

/// regorus does not demand that two arguments of one name are equal.
fn repeated_arguments(clause: &Clause<'_>, found: &mut Found) {
    let mut names = Vec::new();
    for arg in &clause.args {
        declare(arg, &mut names);
    }
    let mut seen = BTreeSet::new();
    for (name, spot) in names {
        if name != "_" && !seen.insert(name) {
            let message = format!("two arguments are called `{name}`");
            found.push((
                spot,
                message,
                "give each a name, and compare them in the body",
            ));
        }
    }
}

/// A variable as a key of an argument: OPA gives it a meaning, regorus none.
fn computed_keys(clause: &Clause<'_>, found: &mut Found) {
    for arg in &clause.args {
        each(arg, &mut |expr| {
            let Expr::Object { fields, .. } = expr else {
                return;
            };
            for (_, key, _) in fields {
                each(key, &mut |part| {
                    if let Some(name) = variable(part) {
                        let message = format!("the key `{name}` in an argument is a variable");
                        found.push((
                            spot(part),
                            message,
                            "take the object, and read it in the body",
                        ));
                    }
                });
            }
        });
    }
}

/// A set or an object whose head iterates over nothing is empty in OPA, and undefined in regorus.
fn iterating_heads(unit: &Unit<'_>, clause: &Clause<'_>, found: &mut Found) {
    if !matches!(clause.shape, Shape::Set | Shape::Object) {
        return;
    }
    let names = Names { unit };
    let bound = clause.bodies.iter().map(|body| {
        let mut bound = BTreeMap::new();
        for demand in body
            .query
            .stmts
            .iter()
            .flat_map(|stmt| names.statement(stmt))
        {
            demand
                .ways
                .iter()
                .for_each(|vars| names.mentioned(vars, &mut bound));
        }
        bound
    });
    let bound: Vec<_> = bound.collect();
    for key in clause.keys.iter().copied().chain(clause.value) {
        let mut vars = Vars::default();
        names.value(key, &mut vars);
        // An index that the body binds is none of an iteration.
        let free = |name: &&str| bound.is_empty() || bound.iter().any(|b| !b.contains_key(*name));
        if vars.iterates.iter().any(free) {
            let message = format!("the head of `{}` iterates", clause.name);
            found.push((spot(key), message, "iterate in the body: `some x in ...`"));
        }
    }
}
