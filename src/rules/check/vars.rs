//! Which variables a statement needs, and which it binds.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt};

use super::super::metadata::Spot;
use super::ast::{self, Closure, at, children, spot, variable};
use super::program::Unit;

/// The variables of a statement, or of one way to read a unification.
#[derive(Default, Clone)]
pub(super) struct Vars<'a> {
    /// What must be bound, and where it stands first.
    pub needs: BTreeMap<&'a str, Spot>,
    /// What iteration binds; it may serve the needs of the same statement.
    pub iterates: BTreeSet<&'a str>,
    /// What unification or assignment binds, once the needs are met.
    pub assigns: BTreeSet<&'a str>,
    /// The comprehensions, and the body of `every`.
    pub closures: Vec<Closure<'a>>,
}

/// What a statement asks of the variables: one of the alternatives must be met.
pub(super) struct Demand<'a> {
    pub ways: Vec<Vars<'a>>,
}

/// A module whose global names are no variables.
#[derive(Clone, Copy)]
pub(super) struct Names<'p, 'a> {
    pub unit: &'p Unit<'a>,
}

impl<'a> Names<'_, 'a> {
    /// The demands of a statement, which are met together or not at all; `[a, 1] = [2, b]` makes
    /// two.
    pub(super) fn statement(self, stmt: &'a LiteralStmt) -> Vec<Demand<'a>> {
        let mut vars = Vars::default();
        match &stmt.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                for pattern in key.iter().chain([value]) {
                    self.pattern(pattern, &mut vars);
                }
                self.value(collection, &mut vars);
            }
            Literal::Expr { expr, .. } => return self.expression(expr),
            Literal::NotExpr { expr, .. } => {
                self.value(expr, &mut vars);
                vars.negate(expr);
            }
            Literal::Every { domain, .. } => {
                self.value(domain, &mut vars);
                vars.closures.extend(ast::every(&stmt.literal));
            }
        }
        vec![Demand { ways: vec![vars] }]
    }

    fn expression(self, expr: &'a Expr) -> Vec<Demand<'a>> {
        match expr {
            Expr::AssignExpr { op, lhs, rhs, .. } if *op == AssignOp::Eq => self.unify(lhs, rhs),
            Expr::AssignExpr { lhs, rhs, .. } => match (lhs.as_ref(), rhs.as_ref()) {
                (Expr::Array { items: l, .. }, Expr::Array { items: r, .. })
                    if l.len() != r.len() =>
                {
                    let mut vars = Vars::default();
                    self.value(lhs, &mut vars);
                    self.value(rhs, &mut vars);
                    vec![Demand { ways: vec![vars] }]
                }
                _ => vec![Demand {
                    ways: vec![self.assign(lhs, rhs)],
                }],
            },
            _ => {
                let mut vars = Vars::default();
                self.value(expr, &mut vars);
                vec![Demand { ways: vec![vars] }]
            }
        }
    }

    /// `l = r` binds the variables of either side, once the other side is known.
    fn unify(self, lhs: &'a Expr, rhs: &'a Expr) -> Vec<Demand<'a>> {
        match (lhs, rhs) {
            (Expr::Array { items: l, .. }, Expr::Array { items: r, .. }) if l.len() == r.len() => {
                let pairs = l.iter().zip(r);
                pairs.flat_map(|(l, r)| self.unify(l, r)).collect()
            }
            _ => vec![Demand {
                ways: vec![self.assign(lhs, rhs), self.assign(rhs, lhs)],
            }],
        }
    }

    fn assign(self, to: &'a Expr, from: &'a Expr) -> Vars<'a> {
        let mut vars = Vars::default();
        self.pattern(to, &mut vars);
        self.value(from, &mut vars);
        vars
    }

    /// The variables of an expression that is computed.
    pub(super) fn value(self, expr: &'a Expr, vars: &mut Vars<'a>) {
        if let Some(closure) = ast::closure(expr) {
            vars.closures.push(closure);
            return;
        }
        match expr {
            Expr::Var { .. } => {
                if let Some(name) = self.local(expr) {
                    vars.needs.entry(name).or_insert_with(|| spot(expr));
                }
            }
            Expr::RefBrack { refr, index, .. } => {
                self.value(refr, vars);
                self.index(index, vars);
            }
            Expr::Call { fcn, params, .. } => {
                // `walk` is a relation: its second argument is what it yields.
                let relation = variable(fcn) == Some("walk") && params.len() == 2;
                for (at, param) in params.iter().enumerate() {
                    match relation && at == 1 {
                        true => self.pattern(param, vars),
                        false => self.value(param, vars),
                    }
                }
                self.callee(fcn, vars);
            }
            _ => {
                for child in children(expr) {
                    self.value(child, vars);
                }
            }
        }
    }

    /// The indexes in the name of a function: `f[x](1)` is none, but its variables count.
    fn callee(self, fcn: &'a Expr, vars: &mut Vars<'a>) {
        for step in ast::chain(fcn).steps {
            if let ast::Step::Index(index) = step {
                self.index(index, vars);
            }
        }
    }

    /// A variable as an index iterates.
    fn index(self, expr: &'a Expr, vars: &mut Vars<'a>) {
        match expr {
            Expr::Var { .. } => {
                vars.iterates.extend(self.local(expr));
            }
            Expr::Array { .. } | Expr::Object { .. } | Expr::Set { .. } => {
                for child in children(expr) {
                    self.index(child, vars);
                }
            }
            _ => self.value(expr, vars),
        }
    }

    /// The variables of an expression that is matched: they are bound.
    pub(super) fn pattern(self, expr: &'a Expr, vars: &mut Vars<'a>) {
        match expr {
            Expr::Var { .. } => {
                let name = self.local(expr).filter(|name| *name != "_");
                vars.assigns.extend(name);
            }
            Expr::Array { items, .. } => {
                for item in items {
                    self.pattern(item, vars);
                }
            }
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    self.value(key, vars);
                    self.pattern(value, vars);
                }
            }
            _ => self.value(expr, vars),
        }
    }

    fn local(self, expr: &'a Expr) -> Option<&'a str> {
        variable(expr).filter(|name| !self.unit.is_global(name))
    }

    /// The names that a closure takes from outside, or would if they were there.
    pub(super) fn free(self, closure: &Closure<'a>) -> BTreeMap<&'a str, Spot> {
        let (mut free, mut own) = (BTreeMap::new(), BTreeSet::new());
        own.extend(closure.given.iter().map(|span| span.text()));
        for stmt in &closure.query.stmts {
            own.extend(
                self.declared(&stmt.literal)
                    .into_iter()
                    .map(|(name, _)| name),
            );
            for demand in self.statement(stmt) {
                for vars in &demand.ways {
                    self.mentioned(vars, &mut free);
                }
            }
        }
        let mut vars = Vars::default();
        for term in &closure.terms {
            self.value(term, &mut vars);
        }
        self.mentioned(&vars, &mut free);
        free.retain(|name, _| !own.contains(name));
        free
    }

    /// Every name that a statement mentions, closures included.
    pub(super) fn mentioned(self, vars: &Vars<'a>, names: &mut BTreeMap<&'a str, Spot>) {
        for (name, spot) in &vars.needs {
            names.entry(name).or_insert(*spot);
        }
        for name in vars.iterates.iter().chain(&vars.assigns) {
            names.entry(name).or_default();
        }
        // Each `_` is a variable of its own.
        names.remove("_");
        for closure in &vars.closures {
            let start = at(&closure.query.span);
            for (name, spot) in self.free(closure) {
                let spot = if spot == Spot::default() { start } else { spot };
                names.entry(name).or_insert(spot);
            }
        }
    }

    /// The names that a statement declares: `some x`, `some x in`, `x :=`.
    pub(super) fn declared(self, literal: &'a Literal) -> Vec<(&'a str, Spot)> {
        let mut names = Vec::new();
        match literal {
            Literal::SomeVars { vars, .. } => {
                names.extend(vars.iter().map(|span| (span.text(), at(span))));
            }
            Literal::SomeIn { key, value, .. } => {
                for pattern in key.iter().chain([value]) {
                    declare(pattern, &mut names);
                }
            }
            Literal::Expr { expr, .. } => {
                if let Expr::AssignExpr { op, lhs, .. } = expr.as_ref()
                    && *op == AssignOp::ColEq
                {
                    declare(lhs, &mut names);
                }
            }
            _ => {}
        }
        names.retain(|(name, _)| *name != "_");
        names
    }
}

impl<'a> Vars<'a> {
    /// Under `not` nothing is bound: whatever occurs must be bound elsewhere.
    fn negate(&mut self, expr: &'a Expr) {
        let start = spot(expr);
        for name in std::mem::take(&mut self.iterates) {
            self.needs.entry(name).or_insert(start);
        }
        for name in std::mem::take(&mut self.assigns) {
            self.needs.entry(name).or_insert(start);
        }
    }
}

/// The variables of a pattern.
pub(super) fn declare<'a>(pattern: &'a Expr, names: &mut Vec<(&'a str, Spot)>) {
    match pattern {
        Expr::Var { span, .. } => names.push((span.text(), at(span))),
        Expr::Array { items, .. } => items.iter().for_each(|item| declare(item, names)),
        Expr::Object { fields, .. } => {
            fields
                .iter()
                .for_each(|(_, _, value)| declare(value, names));
        }
        _ => {}
    }
}
