//! Looking at syntax trees of regorus: the few questions that all checks ask.

use regorus::unstable::{Expr, Literal, Query, Ref, Span};

use super::super::metadata::Spot;

/// One step of a reference.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    /// `.name` or `["name"]`
    Field(&'a str),
    /// Any other `[index]`
    Index(&'a Expr),
}

/// A reference taken apart: `input.a[i]` is the root `input` and two steps.
pub(super) struct Chain<'a> {
    pub root: &'a Expr,
    pub steps: Vec<Step<'a>>,
}

/// A comprehension or the body of `every`: a query with names of its own.
#[derive(Clone)]
pub(super) struct Closure<'a> {
    /// What is built for each answer of the query.
    pub terms: Vec<&'a Expr>,
    /// The names that stand for an element, in `every`.
    pub given: Vec<&'a Span>,
    pub query: &'a Query,
}

/// Takes a reference apart; an expression that is no reference is a root without steps.
pub(super) fn chain(expr: &Expr) -> Chain<'_> {
    let mut steps = Vec::new();
    let mut root = expr;
    loop {
        root = match root {
            Expr::RefDot { refr, field, .. } => {
                steps.push(Step::Field(field.0.text()));
                refr
            }
            Expr::RefBrack { refr, index, .. } => {
                steps.push(match text(index) {
                    Some(name) => Step::Field(name),
                    None => Step::Index(index),
                });
                refr
            }
            _ => break,
        };
    }
    steps.reverse();
    Chain { root, steps }
}

impl<'a> Chain<'a> {
    /// The name of the root, if it is one.
    pub(super) fn name(&self) -> Option<&'a str> {
        variable(self.root)
    }

    /// The reference as dotted names, if all of its steps are fields.
    pub(super) fn path(&self) -> Option<Vec<&'a str>> {
        let mut path = vec![self.name()?];
        for step in &self.steps {
            match step {
                Step::Field(name) => path.push(name),
                Step::Index(_) => return None,
            }
        }
        Some(path)
    }
}

/// The text of a literal text.
pub(super) fn text(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::String { value, .. } | Expr::RawString { value, .. } => {
            value.as_string().ok().map(AsRef::as_ref)
        }
        _ => None,
    }
}

/// The name of a variable.
pub(super) fn variable(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Var { span, .. } => Some(span.text()),
        _ => None,
    }
}

/// Where an expression begins.
pub(super) fn spot(expr: &Expr) -> Spot {
    match expr {
        Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => spot(refr),
        Expr::Call { fcn, .. } => spot(fcn),
        Expr::BinExpr { lhs, .. }
        | Expr::BoolExpr { lhs, .. }
        | Expr::ArithExpr { lhs, .. }
        | Expr::AssignExpr { lhs, .. } => spot(lhs),
        Expr::Membership { key, value, .. } => spot(key.as_ref().unwrap_or(value)),
        other => at(other.span()),
    }
}

/// Where a span begins.
pub(super) fn at(span: &Span) -> Spot {
    Spot {
        line: span.line,
        column: span.col,
    }
}

/// The expressions right inside an expression; those of closures are not.
pub(super) fn children(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Array { items, .. } | Expr::Set { items, .. } => refs(items),
        Expr::Object { fields, .. } => fields
            .iter()
            .flat_map(|(_, key, value)| [key.as_ref(), value.as_ref()])
            .collect(),
        Expr::Call { fcn, params, .. } => [vec![fcn.as_ref()], refs(params)].concat(),
        Expr::UnaryExpr { expr, .. } => vec![expr],
        Expr::RefDot { refr, .. } => vec![refr],
        Expr::RefBrack { refr, index, .. } => vec![refr, index],
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => vec![lhs, rhs],
        Expr::Membership {
            key,
            value,
            collection,
            ..
        } => {
            let key = key.iter().map(AsRef::as_ref);
            key.chain([value.as_ref(), collection.as_ref()]).collect()
        }
        _ => Vec::new(),
    }
}

/// An expression as a closure, if it is a comprehension.
pub(super) fn closure(expr: &Expr) -> Option<Closure<'_>> {
    let (terms, query): (Vec<&Expr>, _) = match expr {
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            (vec![term], query)
        }
        Expr::ObjectCompr {
            key, value, query, ..
        } => (vec![key, value], query),
        _ => return None,
    };
    Some(Closure {
        terms,
        given: Vec::new(),
        query,
    })
}

/// The body of an `every` as a closure.
pub(super) fn every(literal: &Literal) -> Option<Closure<'_>> {
    match literal {
        Literal::Every {
            key, value, query, ..
        } => Some(Closure {
            terms: Vec::new(),
            given: key.iter().chain([value]).collect(),
            query,
        }),
        _ => None,
    }
}

/// The expressions right inside a statement, without the body of `every`.
pub(super) fn parts(literal: &Literal) -> Vec<&Expr> {
    match literal {
        Literal::SomeVars { .. } => Vec::new(),
        Literal::SomeIn {
            key,
            value,
            collection,
            ..
        } => {
            let key = key.iter().map(AsRef::as_ref);
            key.chain([value.as_ref(), collection.as_ref()]).collect()
        }
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => vec![expr],
        Literal::Every { domain, .. } => vec![domain],
    }
}

/// Calls `visit` for an expression and all within it, closures included.
pub(super) fn each<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    visit(expr);
    for child in children(expr) {
        each(child, visit);
    }
    if let Some(closure) = closure(expr) {
        for term in closure.terms {
            each(term, visit);
        }
        each_of(closure.query, visit);
    }
}

/// Calls `visit` for every expression of a query.
pub(super) fn each_of<'a>(query: &'a Query, visit: &mut dyn FnMut(&'a Expr)) {
    for stmt in &query.stmts {
        for part in parts(&stmt.literal) {
            each(part, visit);
        }
        for modifier in &stmt.with_mods {
            each(&modifier.refr, visit);
            each(&modifier.r#as, visit);
        }
        if let Literal::Every { query, .. } = &stmt.literal {
            each_of(query, visit);
        }
    }
}

fn refs(items: &[Ref<Expr>]) -> Vec<&Expr> {
    items.iter().map(AsRef::as_ref).collect()
}
