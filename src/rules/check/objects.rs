//! Objects that are written out: no key stands in one twice, for only the last would count.

use std::collections::BTreeSet;

use regorus::unstable::Expr;

use super::super::problem::Problem;
use super::ast::{each, each_of, spot, text};
use super::program::Unit;

/// Checks the objects in a module.
pub(super) fn check(unit: &Unit<'_>, problems: &mut Vec<Problem>) {
    let mut visit = |expr: &Expr| {
        let Expr::Object { fields, .. } = expr else {
            return;
        };
        let mut seen = BTreeSet::new();
        for (_, key, _) in fields {
            if let Some(name) = text(key).filter(|name| !seen.insert((*name).to_owned())) {
                let message = format!("the object has the key `{name}` twice");
                problems.push(unit.problem(spot(key), message, "keep one"));
            }
        }
    };
    for clause in unit.clauses() {
        let head = clause.args.iter().chain(&clause.keys).copied();
        for expr in head.chain(clause.value) {
            each(expr, &mut visit);
        }
        for body in &clause.bodies {
            if let Some(value) = body.value.filter(|_| body.otherwise) {
                each(value, &mut visit);
            }
            each_of(body.query, &mut visit);
        }
    }
}
