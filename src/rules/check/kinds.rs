//! Kinds of values, as far as they are plain: a number where a text is needed is refused.
//!
//! OPA infers much more; here a value has a kind if it is written out, computed by an operator, or
//! a variable or a rule that has such a value. Everything else can be anything.

use std::collections::BTreeMap;

use regorus::unstable::{ArithOp, AssignOp, BoolOp, Expr, Literal, Query, Ref, Span};

use super::super::metadata::Spot;
use super::super::problem::Problem;
use super::ast::{self, Step, chain, children, spot, text, variable};
use super::program::{Shape, Unit};
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

/// What is known of a value.
#[derive(Clone, Copy)]
enum Kind<'a> {
    /// Only what kind it is.
    Plain(&'static str),
    /// An object with these fields and no others.
    Fields(&'a [(Span, Ref<Expr>, Ref<Expr>)]),
}

/// The kinds of variables.
type Known<'a> = BTreeMap<&'a str, Kind<'a>>;

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
            && let Ok(Some(kind)) = self.kind(rhs, known)
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
                    if let Some(given) = self.name(param, known).filter(|given| !fits(given, takes))
                    {
                        let message = format!(
                            "`{name}` takes {}, {} is given",
                            one_of(takes),
                            article(given)
                        );
                        self.found.push((spot(param), message));
                    }
                }
            }
            Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                if let Err(message) = self.kind(expr, known) {
                    self.found.push((spot(expr), message));
                }
            }
            _ => {}
        }
    }

    fn operands(&mut self, at: &'a Expr, operands: &[&'a Expr], takes: &str, known: &Known<'a>) {
        for operand in operands {
            if let Some(given) = self
                .name(operand, known)
                .filter(|given| !fits(given, takes))
            {
                let message = format!(
                    "an operator takes {}, {} is given",
                    one_of(takes),
                    article(given)
                );
                self.found.push((spot(at), message));
            }
        }
    }

    /// The kind of an expression, or what is wrong with the fields that it reads.
    fn kind(&self, expr: &'a Expr, known: &Known<'a>) -> Result<Option<Kind<'a>>, String> {
        let chain = chain(expr);
        let root = match chain.name() {
            Some(name) => match known.get(name) {
                Some(kind) => Some(*kind),
                None => of_rule(self.unit, name),
            },
            None => written(chain.root),
        };
        let Some(mut kind) = root else {
            return Ok(None);
        };
        for step in chain.steps {
            kind = match (kind, step) {
                (Kind::Plain(name @ ("boolean" | "null" | "number" | "string")), _) => {
                    return Err(format!("{} has no fields", article(name)));
                }
                (Kind::Plain("array"), Step::Field(name)) => {
                    return Err(format!("an array has no field `{name}`"));
                }
                (Kind::Fields(fields), Step::Field(name)) => {
                    let found = fields.iter().find(|(_, key, _)| text(key) == Some(name));
                    let Some((_, _, value)) = found else {
                        return Err(format!("the object has no field `{name}`"));
                    };
                    match written(value) {
                        Some(kind) => kind,
                        None => return Ok(None),
                    }
                }
                _ => return Ok(None),
            };
        }
        Ok(Some(kind))
    }

    fn name(&self, expr: &'a Expr, known: &Known<'a>) -> Option<&'static str> {
        self.kind(expr, known).ok().flatten().map(label)
    }

    fn equal(&mut self, lhs: &'a Expr, rhs: &'a Expr, known: &Known<'a>) {
        if let (Some(l), Some(r)) = (self.name(lhs, known), self.name(rhs, known))
            && l != r
        {
            let message = format!("{} never equals {}", article(l), article(r));
            self.found.push((spot(lhs), message));
        }
    }
}

/// The kind of an expression that is no reference.
fn written(expr: &Expr) -> Option<Kind<'_>> {
    Some(Kind::Plain(match expr {
        Expr::String { .. } | Expr::RawString { .. } => "string",
        Expr::Number { .. } | Expr::UnaryExpr { .. } => NUMBER,
        Expr::Bool { .. } | Expr::BoolExpr { .. } | Expr::Membership { .. } => "boolean",
        Expr::Null { .. } => "null",
        Expr::Array { .. } | Expr::ArrayCompr { .. } => "array",
        Expr::Set { .. } | Expr::SetCompr { .. } | Expr::BinExpr { .. } => SET,
        Expr::Object { fields, .. } if fields.iter().all(|(_, key, _)| text(key).is_some()) => {
            return Some(Kind::Fields(fields));
        }
        Expr::Object { .. } | Expr::ObjectCompr { .. } => "object",
        Expr::ArithExpr { op, .. } if *op != ArithOp::Sub => NUMBER,
        _ => return None,
    }))
}

/// The kind of a rule, if all of its definitions agree on one.
fn of_rule<'a>(unit: &Unit<'a>, name: &str) -> Option<Kind<'a>> {
    let mut kind = None;
    for clause in unit.rules.get(name)? {
        match clause.shape {
            Shape::Set => return Some(Kind::Plain(SET)),
            Shape::Object => return Some(Kind::Plain("object")),
            Shape::Function(_) => return None,
            Shape::Value => {}
        }
        let values = clause.bodies.iter().map(|body| body.value);
        for value in values.chain([clause.value]) {
            let found = match value {
                Some(value) => label(written(value)?),
                None => "boolean",
            };
            if *kind.get_or_insert(found) != found {
                return None;
            }
        }
    }
    kind.map(Kind::Plain)
}

fn label(kind: Kind<'_>) -> &'static str {
    match kind {
        Kind::Plain(name) => name,
        Kind::Fields(_) => "object",
    }
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
