//! Reads of `input`: static paths that the rule declares, followed through variables.

use std::collections::BTreeSet;

use regorus::unstable::{AssignOp, Expr, Literal, Query};

use super::super::metadata::{Metadata, Spot};
use super::super::problem::Problem;
use super::ast::{self, Chain, Step, children, spot, variable};
use super::declared::{Node, Place, applies_view, view};
use super::program::{Clause, Unit};
use super::recursion::Graph;
use super::trace::{Known, Tracer, longer, read};

/// Checks what each definition of a rule reads.
pub(super) fn check(
    unit: &Unit<'_>,
    metadata: &Metadata,
    graph: &Graph,
    problems: &mut Vec<Problem>,
) {
    let all = view(metadata);
    let early = applies_view(metadata);
    let used_early: BTreeSet<String> = match unit.rules.contains_key("applies") {
        true => graph
            .reachable(&(0, "applies".to_owned()))
            .into_iter()
            .filter_map(|(unit, name)| (unit == 0).then_some(name))
            .collect(),
        false => BTreeSet::new(),
    };
    for clause in unit.clauses() {
        let is_early = used_early.contains(clause.name);
        let mut reader = Reader {
            unit,
            view: if is_early { &early } else { &all },
            wanted: if is_early {
                "`applies.needs`"
            } else {
                "`needs`, `wants` or `params`"
            },
            operands: false,
            problems,
        };
        reader.clause(clause);
    }
}

/// Checks that a rule of a monotone policy treats no list or record as a value.
pub(super) fn check_operands(
    unit: &Unit<'_>,
    metadata: &Metadata,
    clause: &Clause<'_>,
    problems: &mut Vec<Problem>,
) {
    let all = view(metadata);
    let mut reader = Reader {
        unit,
        view: &all,
        wanted: "",
        operands: true,
        problems,
    };
    reader.clause(clause);
}

struct Reader<'p, 'v, 'a> {
    unit: &'p Unit<'a>,
    view: &'v Node,
    /// Where a missing declaration belongs.
    wanted: &'static str,
    /// Whether compound values are refused as operands, instead of undeclared reads.
    operands: bool,
    problems: &'p mut Vec<Problem>,
}

impl<'v, 'a> Reader<'_, 'v, 'a> {
    fn clause(&mut self, clause: &Clause<'a>) {
        let known = Known::new();
        let terms = |value: Option<&'a Expr>| clause.keys.iter().copied().chain(value);
        if clause.bodies.is_empty() {
            terms(clause.value).for_each(|term| self.value(term, &known));
        }
        for body in &clause.bodies {
            self.query(body.query, &known, terms(body.value).collect());
        }
    }

    fn query(&mut self, query: &'a Query, outer: &Known<'v, 'a>, terms: Vec<&'a Expr>) {
        let known = self.tracer().enter(query, outer);
        for stmt in &query.stmts {
            self.statement(&stmt.literal, &known);
        }
        terms.into_iter().for_each(|term| self.value(term, &known));
    }

    fn tracer<'t>(&'t self) -> Tracer<'t, 'v, 'a> {
        Tracer {
            unit: self.unit,
            view: self.view,
        }
    }

    fn statement(&mut self, literal: &'a Literal, known: &Known<'v, 'a>) {
        match literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                let patterns = key.iter().chain([value]);
                for pattern in patterns.filter(|pattern| variable(pattern).is_none()) {
                    self.value(pattern, known);
                }
                self.collection(collection, known);
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr { op, lhs, rhs, .. }
                    if *op == AssignOp::ColEq || variable(lhs).is_some() =>
                {
                    self.collection(lhs, known);
                    self.collection(rhs, known);
                }
                _ => self.value(expr, known),
            },
            Literal::Every { domain, query, .. } => {
                self.collection(domain, known);
                let inner = self.tracer().enter_every(literal, known);
                self.query(query, &inner, Vec::new());
            }
        }
    }

    /// An expression that is iterated or given a name: a list is welcome here.
    fn collection(&mut self, expr: &'a Expr, known: &Known<'v, 'a>) {
        match self.tracer().rooted(expr, known) {
            Some((root, chain)) => {
                self.follow(expr, root, &chain, known, false);
            }
            None => self.value(expr, known),
        }
    }

    /// Any other expression.
    fn value(&mut self, expr: &'a Expr, known: &Known<'v, 'a>) {
        if let Some((root, chain)) = self.tracer().rooted(expr, known) {
            self.follow(expr, root, &chain, known, true);
            return;
        }
        if let Expr::Membership {
            key,
            value,
            collection,
            ..
        } = expr
        {
            key.iter()
                .chain([value])
                .for_each(|item| self.value(item, known));
            self.collection(collection, known);
            return;
        }
        children(expr)
            .into_iter()
            .for_each(|child| self.value(child, known));
        if let Some(closure) = ast::closure(expr) {
            self.query(closure.query, known, closure.terms);
        }
    }

    fn follow(
        &mut self,
        expr: &'a Expr,
        root: (Place<'v>, String),
        chain: &Chain<'a>,
        known: &Known<'v, 'a>,
        operand: bool,
    ) {
        let (mut place, mut name) = root;
        for step in &chain.steps {
            if let Step::Index(index) = step {
                self.value(index, known);
            }
        }
        if chain.steps.is_empty() && name == "input" {
            self.refuse(
                spot(expr),
                "`input` is used as a whole",
                "read the facts that the rule declares: `input.name`",
            );
            return;
        }
        for step in &chain.steps {
            match place.step(&read(step), &name) {
                Ok(next) => place = next,
                Err((message, help)) => {
                    let help = match message.ends_with("is not declared") {
                        true => format!("declare it in {}; {help}", self.wanted),
                        false => help,
                    };
                    self.refuse(spot(expr), message, &help);
                    return;
                }
            }
            name = longer(&name, step);
        }
        if self.operands && operand && place.is_compound() {
            let message = format!("`partial: deny-stands` with `{name}` used as a value");
            let problem = self.unit.problem(
                spot(expr),
                message,
                "a part of it may be missing: iterate over it with `some x in`",
            );
            self.problems.push(problem);
        }
    }

    fn refuse(&mut self, spot: Spot, message: impl Into<String>, help: &str) {
        if !self.operands {
            self.problems.push(self.unit.problem(spot, message, help));
        }
    }
}
