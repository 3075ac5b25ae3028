//! What stands under `not` has a value, or is looked at as such.
//!
//! OPA takes the operands of a negated call out of the negation: if one has no value, the body
//! fails. regorus leaves them inside: the negation holds. So `not startswith(input.vpc.name, "a")`
//! would deny here and not there if the VPC has no name. A value that has a name has a value.

use regorus::unstable::{BoolOp, Expr, Literal, Query};

use super::super::metadata::Spot;
use super::super::problem::Problem;
use super::ast::{self, Step, chain, children, spot};
use super::declared::Node;
use super::program::{Clause, Program, Shape};
use super::table::{self, Entry};
use super::trace::{Known, Tracer};

/// Checks every negation of a module; `view` is what its `input` holds.
pub(super) fn check(program: &Program<'_>, at: usize, view: &Node, problems: &mut Vec<Problem>) {
    let Some(unit) = program.units.get(at) else {
        return;
    };
    let mut negations = Negations {
        program,
        at,
        tracer: Tracer { unit, view },
        found: Vec::new(),
    };
    for clause in unit.clauses() {
        negations.clause(clause);
    }
    for spot in negations.found {
        let message = "an operand under `not` may have no value: OPA and the engine would differ";
        let help = "give it a name first, `x := ...`, and use that under `not`";
        problems.push(unit.problem(spot, message, help));
    }
}

struct Negations<'p, 'v, 'a> {
    program: &'p Program<'a>,
    at: usize,
    tracer: Tracer<'p, 'v, 'a>,
    found: Vec<Spot>,
}

impl<'v, 'a> Negations<'_, 'v, 'a> {
    fn clause(&mut self, clause: &Clause<'a>) {
        let known = Known::new();
        let terms = |value: Option<&'a Expr>| clause.keys.iter().copied().chain(value);
        terms(clause.value).for_each(|term| self.closures(term, &known));
        for body in &clause.bodies {
            self.query(body.query, &known, terms(body.value).collect());
        }
    }

    fn query(&mut self, query: &'a Query, outer: &Known<'v, 'a>, terms: Vec<&'a Expr>) {
        let known = self.tracer.enter(query, outer);
        for stmt in &query.stmts {
            match &stmt.literal {
                Literal::NotExpr { expr, .. } => self.negated(expr, &known),
                Literal::Every { query, .. } => {
                    let inner = self.tracer.enter_every(&stmt.literal, &known);
                    self.query(query, &inner, Vec::new());
                }
                _ => {}
            }
            for part in ast::parts(&stmt.literal) {
                self.closures(part, &known);
            }
        }
        terms
            .into_iter()
            .for_each(|term| self.closures(term, &known));
    }

    /// The queries inside an expression.
    fn closures(&mut self, expr: &'a Expr, known: &Known<'v, 'a>) {
        for child in children(expr) {
            self.closures(child, known);
        }
        if let Some(closure) = ast::closure(expr) {
            self.query(closure.query, known, closure.terms);
        }
    }

    /// References and equality are looked at inside the negation by both.
    fn negated(&mut self, expr: &'a Expr, known: &Known<'v, 'a>) {
        match expr {
            Expr::BoolExpr {
                op: BoolOp::Eq,
                lhs,
                rhs,
                ..
            }
            | Expr::AssignExpr { lhs, rhs, .. } => {
                self.looked_at(lhs, known);
                self.looked_at(rhs, known);
            }
            Expr::Call { params, .. } => {
                params.iter().for_each(|param| self.defined(param, known));
            }
            _ => self.looked_at(expr, known),
        }
    }

    /// A reference may have no value, but its indexes must; anything else must have one.
    fn looked_at(&mut self, expr: &'a Expr, known: &Known<'v, 'a>) {
        let chain = chain(expr);
        if chain.name().is_none() {
            self.defined(expr, known);
            return;
        }
        for step in chain.steps {
            if let Step::Index(index) = step {
                self.defined(index, known);
            }
        }
    }

    fn defined(&mut self, expr: &'a Expr, known: &Known<'v, 'a>) {
        let chain = chain(expr);
        let Some(name) = chain.name() else {
            if chain.steps.is_empty() {
                self.computed(expr, known);
            } else {
                self.found.push(spot(expr));
            }
            return;
        };
        let path = chain.path().unwrap_or_default();
        let sure = match (
            self.tracer.place(expr, known),
            self.program.rule(self.at, &path),
        ) {
            (Some((place, _)), _) => place.is_defined(),
            (None, Some(clauses)) => always(clauses),
            (None, None) => chain.steps.is_empty() && !self.tracer.unit.is_global(name),
        };
        if !sure {
            self.found.push(spot(expr));
        }
    }

    /// An operation has a value if its operands have one; a function of ours may have none.
    fn computed(&mut self, expr: &'a Expr, known: &Known<'v, 'a>) {
        if let Expr::Call { fcn, params, .. } = expr {
            let name = chain(fcn).path().unwrap_or_default().join(".");
            if !matches!(table::find(&name), Some(Entry::Takes(_))) {
                self.found.push(spot(expr));
            }
            params.iter().for_each(|param| self.defined(param, known));
            return;
        }
        for child in children(expr) {
            self.defined(child, known);
        }
    }
}

/// Whether a rule always has a value.
fn always(clauses: &[Clause<'_>]) -> bool {
    clauses.iter().any(|clause| {
        let plain = clause.bodies.is_empty() && clause.value.is_some();
        clause.default || matches!(clause.shape, Shape::Set | Shape::Object) || plain
    })
}
