//! Kinds of values, as far as they are plain: a number where a text is needed is refused.
//!
//! OPA infers much more; here a value has a kind if it is written out, computed by an operator, or
//! a variable that is assigned such a value. Everything else can be anything.

use std::collections::BTreeMap;

use regorus::unstable::{ArithOp, AssignOp, BoolOp, Expr, Literal, Query};

use super::super::metadata::Spot;
use super::super::problem::Problem;
use super::ast::{self, chain, children, spot, variable};
use super::program::Unit;
use super::table::{self, Entry};
use super::vars::Names;

const NUMBER: &str = "number";
const SET: &str = "set";

/// Checks the operands and arguments of a module.
pub(super) fn check(unit: &Unit<'_>, problems: &mut Vec<Problem>) {
    let mut found = Vec::new();
    let none = Known::new();
    for clause in unit.clauses() {
        let mut kinds = Kinds {
            unit,
            found: &mut found,
        };
        let head = clause.keys.clone();
        if clause.bodies.is_empty() {
            kinds.all(head.iter().copied().chain(clause.value), &none);
        }
        for body in &clause.bodies {
            let terms = head.iter().copied().chain(body.value);
            kinds.query(body.query, &none, terms.collect());
        }
    }
    for (spot, message) in found {
        problems.push(unit.problem(
            spot,
            message,
            "OPA refuses this as a type error: give it a value of the right kind",
        ));
    }
}

/// The kinds of variables.
type Known<'a> = BTreeMap<&'a str, &'static str>;

struct Kinds<'p, 'a> {
    unit: &'p Unit<'a>,
    found: &'p mut Vec<(Spot, String)>,
}

impl<'a> Kinds<'_, 'a> {
    fn query(&mut self, query: &'a Query, outer: &Known<'a>, terms: Vec<&'a Expr>) {
        let mut known = outer.clone();
        for stmt in &query.stmts {
            for (name, _) in (Names { unit: self.unit }).declared(&stmt.literal) {
                known.remove(name);
            }
        }
        for stmt in &query.stmts {
            self.all(ast::parts(&stmt.literal), &known);
            self.assigned(&stmt.literal, &mut known);
            if let Some(closure) = ast::every(&stmt.literal) {
                let mut inner = known.clone();
                closure.given.iter().for_each(|span| {
                    inner.remove(span.text());
                });
                self.query(closure.query, &inner, Vec::new());
            }
        }
        self.all(terms, &known);
    }

    fn assigned(&self, literal: &'a Literal, known: &mut Known<'a>) {
        if let Literal::Expr { expr, .. } = literal
            && let Expr::AssignExpr { op, lhs, rhs, .. } = expr.as_ref()
            && *op == AssignOp::ColEq
            && let Some(name) = variable(lhs)
            && let Some(kind) = kind(rhs, known)
        {
            known.insert(name, kind);
        }
    }

    fn all(&mut self, exprs: impl IntoIterator<Item = &'a Expr>, known: &Known<'a>) {
        for expr in exprs {
            self.operation(expr, known);
            self.all(children(expr), known);
            if let Some(closure) = ast::closure(expr) {
                self.query(closure.query, known, closure.terms);
            }
        }
    }

    fn operation(&mut self, expr: &'a Expr, known: &Known<'a>) {
        match expr {
            Expr::ArithExpr { op, lhs, rhs, .. } => {
                let takes = match op {
                    ArithOp::Sub => "number|set",
                    _ => NUMBER,
                };
                self.operands(expr, &[lhs, rhs], takes, known);
            }
            Expr::BinExpr { lhs, rhs, .. } => self.operands(expr, &[lhs, rhs], SET, known),
            Expr::UnaryExpr { expr: operand, .. } => {
                self.operands(expr, &[operand], NUMBER, known);
            }
            Expr::BoolExpr {
                op: BoolOp::Eq,
                lhs,
                rhs,
                ..
            } => self.equal(lhs, rhs, known),
            Expr::AssignExpr {
                op: AssignOp::Eq,
                lhs,
                rhs,
                ..
            } => self.equal(lhs, rhs, known),
            Expr::Call { fcn, params, .. } => {
                let name = chain(fcn).path().unwrap_or_default().join(".");
                let Some(Entry::Takes(kinds)) = table::find(&name) else {
                    return;
                };
                for (param, takes) in params.iter().zip(kinds) {
                    if let Some(given) = kind(param, known).filter(|given| !fits(given, takes)) {
                        let message = format!(
                            "`{name}` takes {}, {} is given",
                            one_of(takes),
                            article(given)
                        );
                        self.found.push((spot(param), message));
                    }
                }
            }
            _ => {}
        }
    }

    fn operands(&mut self, at: &Expr, operands: &[&Expr], takes: &str, known: &Known<'_>) {
        for operand in operands {
            if let Some(given) = kind(operand, known).filter(|given| !fits(given, takes)) {
                let message = format!(
                    "an operator takes {}, {} is given",
                    one_of(takes),
                    article(given)
                );
                self.found.push((spot(at), message));
            }
        }
    }

    fn equal(&mut self, lhs: &Expr, rhs: &Expr, known: &Known<'_>) {
        if let (Some(l), Some(r)) = (kind(lhs, known), kind(rhs, known))
            && l != r
        {
            let message = format!("{} never equals {}", article(l), article(r));
            self.found.push((spot(lhs), message));
        }
    }
}

/// The kind of an expression, if it is plain.
fn kind(expr: &Expr, known: &Known<'_>) -> Option<&'static str> {
    Some(match expr {
        Expr::String { .. } | Expr::RawString { .. } => "string",
        Expr::Number { .. } | Expr::UnaryExpr { .. } => NUMBER,
        Expr::Bool { .. } | Expr::BoolExpr { .. } | Expr::Membership { .. } => "boolean",
        Expr::Null { .. } => "null",
        Expr::Array { .. } | Expr::ArrayCompr { .. } => "array",
        Expr::Set { .. } | Expr::SetCompr { .. } | Expr::BinExpr { .. } => SET,
        Expr::Object { .. } | Expr::ObjectCompr { .. } => "object",
        Expr::ArithExpr { op, .. } if *op != ArithOp::Sub => NUMBER,
        Expr::Var { span, .. } => known.get(span.text())?,
        _ => return None,
    })
}

fn fits(given: &str, takes: &str) -> bool {
    takes == "any" || takes.split('|').any(|kind| kind == given)
}

fn one_of(takes: &str) -> String {
    let kinds: Vec<String> = takes.split('|').map(article).collect();
    kinds.join(" or ")
}

fn article(kind: &str) -> String {
    match kind {
        "null" => kind.to_owned(),
        "array" | "object" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}
