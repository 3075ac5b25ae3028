//! Following the parts of a view through the variables that stand for them.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Literal, Query};

use super::ast::{Chain, Step, chain, variable};
use super::declared::{Node, Place, ReadStep};
use super::program::Unit;
use super::vars::Names;

/// What the variables of a query mean in the view, and how to call that in a message.
pub(super) type Known<'v, 'a> = BTreeMap<&'a str, (Place<'v>, String)>;

/// A module and the view that it reads.
#[derive(Clone, Copy)]
pub(super) struct Tracer<'p, 'v, 'a> {
    pub unit: &'p Unit<'a>,
    pub view: &'v Node,
}

impl<'v, 'a> Tracer<'_, 'v, 'a> {
    /// What is known inside a query, if this is known around it.
    pub(super) fn enter(self, query: &'a Query, outer: &Known<'v, 'a>) -> Known<'v, 'a> {
        let mut known = outer.clone();
        for stmt in &query.stmts {
            for (name, _) in (Names { unit: self.unit }).declared(&stmt.literal) {
                known.remove(name);
            }
        }
        // A variable can be bound below its use, so this is repeated until nothing is added.
        for _ in 0..query.stmts.len() {
            let before = known.len();
            for stmt in &query.stmts {
                self.bind(&stmt.literal, &mut known);
            }
            if known.len() == before {
                break;
            }
        }
        known
    }

    fn bind(self, literal: &'a Literal, known: &mut Known<'v, 'a>) {
        let (name, place) = match literal {
            Literal::SomeIn {
                value, collection, ..
            } => (variable(value), self.element(collection, known)),
            Literal::Expr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr { lhs, rhs, .. } => (variable(lhs), self.place(rhs, known)),
                _ => return,
            },
            _ => return,
        };
        let name = name.filter(|name| !self.unit.is_global(name));
        if let (Some(name), Some((place, text))) = (name, place) {
            known.entry(name).or_insert((place.bound(), text));
        }
    }

    /// What is known inside an `every`.
    pub(super) fn enter_every(self, literal: &'a Literal, outer: &Known<'v, 'a>) -> Known<'v, 'a> {
        let mut known = outer.clone();
        if let Literal::Every {
            key, value, domain, ..
        } = literal
        {
            for name in key.iter().chain([value]) {
                known.remove(name.text());
            }
            if let Some((place, text)) = self.element(domain, outer) {
                known.insert(value.text(), (place.bound(), text));
            }
        }
        known
    }

    /// What an element of a collection means.
    fn element(self, list: &'a Expr, known: &Known<'v, 'a>) -> Option<(Place<'v>, String)> {
        let (place, name) = self.place(list, known)?;
        let element = place.step(&ReadStep::Index, &name).ok()?;
        Some((element, format!("{name}[_]")))
    }

    /// A reference whose root is `input` or a variable of which the place is known.
    pub(super) fn rooted(
        self,
        expr: &'a Expr,
        known: &Known<'v, 'a>,
    ) -> Option<((Place<'v>, String), Chain<'a>)> {
        let chain = chain(expr);
        let name = chain.name()?;
        if name == "input" {
            return Some(((Place::root(self.view), name.to_owned()), chain));
        }
        known.get(name).map(|root| (root.clone(), chain))
    }

    /// Where an expression leads, if it is a reference that leads somewhere.
    pub(super) fn place(
        self,
        expr: &'a Expr,
        known: &Known<'v, 'a>,
    ) -> Option<(Place<'v>, String)> {
        let ((mut place, mut name), chain) = self.rooted(expr, known)?;
        for step in &chain.steps {
            place = place.step(&read(step), &name).ok()?;
            name = longer(&name, step);
        }
        Some((place, name))
    }
}

/// A step of a reference as a step of a read.
pub(super) fn read(step: &Step<'_>) -> ReadStep {
    match step {
        Step::Field(name) => ReadStep::Field((*name).to_owned()),
        Step::Index(_) => ReadStep::Index,
    }
}

/// The name of a place after one step more.
pub(super) fn longer(name: &str, step: &Step<'_>) -> String {
    match step {
        Step::Field(field) => format!("{name}.{field}"),
        Step::Index(index) => format!("{name}[{}]", index.span().text()),
    }
}
