//! `partial: deny-stands`: what is denied on some facts stays denied when more facts are told.

use regorus::unstable::{ArithOp, BoolOp, Expr, Literal, Query};

use super::super::metadata::{Metadata, Spot};
use super::super::problem::Problem;
use super::ast::{self, at, chain, each, spot};
use super::program::{Clause, Program, Unit};
use super::reads::check_operands;
use super::recursion::Graph;

/// Builtins whose answer can change when a list grows or a value appears.
const AGGREGATES: [&str; 12] = [
    "count",
    "max",
    "min",
    "net.cidr_merge",
    "object.filter",
    "object.get",
    "object.keys",
    "object.remove",
    "product",
    "sort",
    "sum",
    "type_name",
];

/// Refuses what is not monotone in `deny` and in all that it uses.
pub(super) fn check(
    program: &Program<'_>,
    metadata: &Metadata,
    graph: &Graph,
    problems: &mut Vec<Problem>,
) {
    for (at, name) in graph.reachable(&(0, "deny".to_owned())) {
        let Some(unit) = program.units.get(at) else {
            continue;
        };
        for clause in unit.rules.get(&name).into_iter().flatten() {
            let mut found = Vec::new();
            in_clause(clause, &mut found);
            problems.extend(
                found
                    .into_iter()
                    .map(|(spot, what)| refuse(unit, spot, &what)),
            );
            if at == 0 {
                check_operands(unit, metadata, clause, problems);
            }
        }
    }
}

fn refuse(unit: &Unit<'_>, spot: Spot, what: &str) -> Problem {
    let message = format!("`partial: deny-stands` with {what}");
    let help = "a fact that is told later could take the denial back: remove `partial`, or write `deny` without it";
    unit.problem(spot, message, help)
}

fn in_clause(clause: &Clause<'_>, found: &mut Vec<(Spot, String)>) {
    if clause.default {
        found.push((clause.spot, "a default".to_owned()));
    }
    for term in clause.keys.iter().copied().chain(clause.value) {
        in_expr(term, found);
    }
    for body in &clause.bodies {
        if body.otherwise {
            found.push((at(&body.query.span), "`else`".to_owned()));
        }
        in_query(body.query, found);
    }
}

fn in_query(query: &Query, found: &mut Vec<(Spot, String)>) {
    for stmt in &query.stmts {
        match &stmt.literal {
            Literal::NotExpr { span, .. } => found.push((at(span), "`not`".to_owned())),
            Literal::Every { span, .. } => found.push((at(span), "`every`".to_owned())),
            _ => {}
        }
        for part in ast::parts(&stmt.literal) {
            in_expr(part, found);
        }
    }
}

fn in_expr(expr: &Expr, found: &mut Vec<(Spot, String)>) {
    each(expr, &mut |expr| {
        let what = match expr {
            Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. } => {
                "a comprehension".to_owned()
            }
            Expr::BoolExpr { op: BoolOp::Ne, .. } => "`!=`".to_owned(),
            Expr::ArithExpr {
                op: ArithOp::Sub, ..
            } => "`-`, which also takes from sets".to_owned(),
            Expr::Call { fcn, .. } => {
                let name = chain(fcn).path().unwrap_or_default().join(".");
                if !AGGREGATES.contains(&name.as_str()) {
                    return;
                }
                format!("`{name}`")
            }
            _ => return,
        };
        found.push((spot(expr), what));
    });
}
