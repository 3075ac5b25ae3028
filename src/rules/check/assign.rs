//! `:=` gives names: what stands on its left is a variable, or an array or object of such.

use regorus::unstable::{AssignOp, Expr};

use super::super::problem::Problem;
use super::ast::{each_of, spot};
use super::program::Unit;

/// Checks the left side of every assignment in a module.
pub(super) fn check(unit: &Unit<'_>, problems: &mut Vec<Problem>) {
    for body in unit.clauses().flat_map(|clause| &clause.bodies) {
        each_of(body.query, &mut |expr| {
            if let Expr::AssignExpr { op, lhs, .. } = expr
                && *op == AssignOp::ColEq
            {
                pattern(unit, lhs, problems);
            }
        });
    }
}

fn pattern(unit: &Unit<'_>, expr: &Expr, problems: &mut Vec<Problem>) {
    match expr {
        Expr::Var { .. } => {}
        Expr::Array { items, .. } => {
            items.iter().for_each(|item| pattern(unit, item, problems));
        }
        Expr::Object { fields, .. } => {
            fields
                .iter()
                .for_each(|(_, _, value)| pattern(unit, value, problems));
        }
        other => {
            let message = "`:=` assigns to something that is no variable";
            let help = "use `==` to compare, or `=` to match a part that is known";
            problems.push(unit.problem(spot(other), message, help));
        }
    }
}
